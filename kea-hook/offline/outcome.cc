/* SPDX-License-Identifier: MIT */
/* What a client gets: which scope wins, why the others do not, and the octets. */
#include "kea-hook/offline/outcome.h"

#include <algorithm>
#include <set>

#include "kea-hook/config/kea_classes.h"

namespace cdc43_kea {

namespace {

/* The classes of a client while they are found. */
class classifier {
  public:
    classifier(const configuration &config, const client &who, const std::set<std::string> &assumed,
               outcome &result)
        : config_(config), assumed_(assumed), result_(result), packet_(who) {
    }

    void classify(const client &who, const location &where);

    const test_packet &packet() const {
        return packet_;
    }

  private:
    void add(const std::string &name) {
        if (packet_.add_class(name)) {
            result_.classes.push_back(name);
        }
    }
    void add_undecided(const std::string &name, const std::set<std::string> &needs);
    void evaluate(const client_class &entry);
    void evaluate_all(bool is_late);
    void evaluate_additional(const gate &who);
    truth pass(const gate &who);

    const configuration &config_;
    const std::set<std::string> &assumed_;
    outcome &result_;
    test_packet packet_;
};

void classifier::add_undecided(const std::string &name, const std::set<std::string> &needs) {
    if (packet_.is_in(name)) {
        return;
    }
    if (assumed_.count(name) != 0) {
        add(name);
        result_.assumed[name] = needs;
    } else {
        packet_.add_undecided(name);
        result_.undecided[name].insert(needs.begin(), needs.end());
    }
}

void classifier::evaluate(const client_class &entry) {
    const class_test *const test = config_.test_of(entry);
    std::set<std::string> needs;

    if (test == nullptr || packet_.is_in(entry.name)) {
        return;
    }
    switch (test->evaluate(packet_, &needs)) {
    case truth::yes:
        add(entry.name);
        break;
    case truth::unknown:
        add_undecided(entry.name, needs);
        break;
    case truth::no:
        break;
    }
}

/* late: the classes whose tests ask, even through others, whether a reservation is there. */
void classifier::evaluate_all(bool is_late) {
    for (const client_class &entry : config_.tree.classes) {
        if (!entry.is_additional && config_.depends_on_reservation(entry) == is_late) {
            evaluate(entry);
        }
    }
}

/* A class without a test is for everybody whom a gate names it for (Kea 3.0). */
void classifier::evaluate_additional(const gate &who) {
    for (const std::string &name : who.additional) {
        for (const client_class &entry : config_.tree.classes) {
            if (entry.name == name && config_.test_of(entry) == nullptr && kea_version() >= 30000) {
                add(name);
            } else if (entry.name == name) {
                evaluate(entry);
            }
        }
    }
}

/* Unknown: there are classes that may let the client in; the first of them is the key. */
truth classifier::pass(const gate &who) {
    const std::string *key = nullptr;

    for (const std::string &name : who.classes) {
        if (config_.is_assigned_elsewhere(name)) {
            add_undecided(name, {"what assigns this class"});
        }
        switch (packet_.membership(name)) {
        case truth::yes:
            return truth::yes;
        case truth::unknown:
            key = key == nullptr ? &name : key;
            break;
        case truth::no:
            break;
        }
    }
    if (key != nullptr) {
        result_.keys.insert(*key);
    }
    return who.classes.empty() ? truth::yes : key != nullptr ? truth::unknown : truth::no;
}

truth both(truth a, truth b) {
    if (a == truth::no || b == truth::no) {
        return truth::no;
    }
    return a == truth::unknown ? a : b;
}

/* Reservations are looked for in the subnet that was selected: what follows from them, KNOWN too,
 * is not there yet when a subnet is let in or not. */
void classifier::classify(const client &who, const location &where) {
    const network *const around =
        where.in_subnet == nullptr || where.in_subnet->network == no_network
            ? nullptr
            : &config_.tree.networks[where.in_subnet->network];

    result_.classes.push_back("ALL");
    if (!who.vendor_class.empty()) {
        result_.classes.push_back(cdc43_hook::class_of_vendor_class(who.vendor_class));
    }
    evaluate_all(false);
    result_.served = truth::yes;
    if (where.in_subnet != nullptr) {
        result_.served = pass(where.in_subnet->who);
        if (around != nullptr) {
            result_.served = both(result_.served, pass(around->who));
        }
    }
    if (where.reservation != nullptr) {
        for (const std::string &name : where.reservation->classes) {
            add(name);
        }
    }
    add(where.reservation != nullptr ? "KNOWN" : "UNKNOWN");
    evaluate_all(true);
    /* A reserved address needs no pool. */
    if (where.in_pool != nullptr &&
        (where.reservation == nullptr || where.reservation->address == 0)) {
        result_.served = both(result_.served, pass(where.in_pool->who));
    }
    if (around != nullptr) {
        evaluate_additional(around->who);
    }
    if (where.in_subnet != nullptr) {
        evaluate_additional(where.in_subnet->who);
    }
    if (where.in_pool != nullptr) {
        evaluate_additional(where.in_pool->who);
    }
}

/* A scope in the order in which Kea looks: what it has for the client's classes goes before what it
 * has for everybody. */
class chain_builder {
  public:
    chain_builder(const configuration &config, const std::vector<std::string> &classes)
        : config_(config), classes_(classes) {
    }
    void add(const scope &next) {
        for (const scope *const guarded : config_.guarded(next)) {
            const std::vector<std::string> &needed = guarded->only_for;

            if (std::find_first_of(classes_.begin(), classes_.end(), needed.begin(),
                                   needed.end()) != classes_.end()) {
                add_one(*guarded);
            }
        }
        add_one(next);
    }
    std::vector<const scope *> result = {};

  private:
    void add_one(const scope &next) {
        if (!next.options.empty()) {
            result.push_back(&next);
        }
    }

    const configuration &config_;
    const std::vector<std::string> &classes_;
};

std::vector<const scope *> chain_of(const configuration &config, const location &where,
                                    const std::vector<std::string> &classes) {
    chain_builder chain(config, classes);

    if (where.reservation != nullptr) {
        chain.add(config.own(*where.reservation));
    }
    if (where.in_pool != nullptr) {
        chain.add(config.own(*where.in_pool));
    }
    if (where.in_subnet != nullptr) {
        chain.add(config.own(*where.in_subnet));
        if (where.in_subnet->network != no_network) {
            chain.add(config.own(config.tree.networks[where.in_subnet->network]));
        }
    }
    for (const std::string &name : classes) {
        for (const client_class &entry : config.tree.classes) {
            if (entry.name == name) {
                chain.add(config.own(entry));
            }
        }
    }
    chain.add(config.global());
    return chain.result;
}

const scope *first_with(const std::vector<const scope *> &chain, unsigned code) {
    for (const scope *const candidate : chain) {
        if (candidate->options.has(code)) {
            return candidate;
        }
    }
    return nullptr;
}

/* Asked for by the client, or always sent by any scope of the chain, which is what Kea looks at. */
bool is_wanted(const outcome &result, const client &who, unsigned code) {
    return who.requested.count(code) != 0 ||
           std::any_of(result.chain.begin(), result.chain.end(), [&](const scope *candidate) {
               return candidate->options.always_sends(code);
           });
}

void find_options(outcome &result, const client &who) {
    result.winner = first_with(result.chain, OPTION_VENDOR_SPECIFIC);
    result.is_sent = result.winner != nullptr && is_wanted(result, who, OPTION_VENDOR_SPECIFIC);
    if (result.is_sent) {
        result.kea_instances = result.winner->instances43;
    }
    const scope *const domain = first_with(result.chain, OPTION_DOMAIN_NAME);
    if (domain != nullptr) { /* Kea sends this one whether it is asked for or not */
        result.domain_from = domain;
        for (const std::string &instance : domain->options.instances(OPTION_DOMAIN_NAME)) {
            result.domain += instance;
        }
    }
    for (const unsigned code : provisioning_codes) {
        const scope *const source = first_with(result.chain, code);
        if (source != nullptr && is_wanted(result, who, code)) {
            result.provisioning.emplace_back(code, source);
        }
    }
}

/* What flex_option does to the options that matter; it asks nobody whether they are requested. */
void apply_flex_option(const configuration &config, const test_packet &query, outcome &result) {
    std::vector<std::string> &octets =
        config.is_flex_last ? result.instances : result.kea_instances;

    if (config.flex->apply(OPTION_VENDOR_SPECIFIC, query, octets, result.flex_needs)) {
        result.winner = &config.flex_scope;
        result.is_sent = !octets.empty();
    }
    std::vector<std::string> domains;
    if (result.domain_from != nullptr) {
        domains.push_back(result.domain);
    }
    if (config.flex->apply(OPTION_DOMAIN_NAME, query, domains, result.flex_needs)) {
        result.domain_from = domains.empty() ? nullptr : &config.flex_scope;
        result.domain = domains.empty() ? "" : domains[0];
    }
    for (const unsigned code : provisioning_codes) {
        const auto there = std::find_if(result.provisioning.begin(), result.provisioning.end(),
                                        [&](const auto &option) { return option.first == code; });
        std::vector<std::string> values;

        if (there != result.provisioning.end()) {
            values.emplace_back("x");
        }
        if (config.flex->apply(code, query, values, result.flex_needs)) {
            if (there != result.provisioning.end()) {
                result.provisioning.erase(there);
            }
            if (!values.empty()) {
                result.provisioning.emplace_back(code, &config.flex_scope);
            }
        }
    }
}

/* An address that a client may get there. */
uint32_t address_in(const location &where) {
    if (where.reservation != nullptr && where.reservation->address != 0) {
        return where.reservation->address;
    }
    if (where.in_pool != nullptr) {
        return where.in_pool->range.first;
    }
    return where.in_subnet != nullptr ? where.in_subnet->range.last : 0;
}

} // namespace

std::string location::name(const configuration &config) const {
    std::string result;

    if (reservation != nullptr) {
        result = config.own(*reservation).name;
    } else if (in_pool != nullptr) {
        result = config.own(*in_pool).name;
    }
    if (in_subnet == nullptr) {
        return result.empty() ? "no subnet" : result;
    }
    return (result.empty() ? "" : result + " of ") + config.own(*in_subnet).name;
}

/* The classes that tests put this client into, wherever it is. */
static std::set<std::string> classes_of(const configuration &config, const client &who) {
    test_packet packet(who);
    std::set<std::string> result;

    if (!who.vendor_class.empty()) {
        result.insert(cdc43_hook::class_of_vendor_class(who.vendor_class));
    }
    for (const client_class &entry : config.tree.classes) {
        const class_test *const test = config.test_of(entry);

        switch (test == nullptr ? truth::no : test->evaluate(packet)) {
        case truth::yes:
            (void)packet.add_class(entry.name);
            result.insert(entry.name);
            break;
        case truth::unknown:
            packet.add_undecided(entry.name);
            break;
        case truth::no:
            break;
        }
    }
    return result;
}

std::set<std::string> own_classes(const configuration &config, const std::string &vendor_class) {
    std::set<std::string> result = classes_of(config, {vendor_class, "", {}});

    for (const std::string &name : classes_of(config, {"\x01unmatched", "", {}})) {
        result.erase(name);
    }
    return result;
}

outcome work_out(const configuration &config, const hook_view *hooks, const client &who,
                 const location &where, const std::set<std::string> &assumed) {
    outcome result;

    classifier classes(config, who, assumed, result);

    classes.classify(who, where);
    result.chain = chain_of(config, where, result.classes);
    find_options(result, who);
    if (config.flex && !config.is_flex_last) {
        apply_flex_option(config, classes.packet(), result);
    }
    result.instances = result.kea_instances;
    if (hooks != nullptr) {
        std::vector<unsigned> provisioning;

        for (const auto &option : result.provisioning) {
            provisioning.push_back(option.first);
        }
        result.hook = hooks->decide({who, where.reservation, address_in(where), result.classes,
                                     result.kea_instances, provisioning, result.domain});
        if (result.hook.is_added) {
            result.instances = {result.hook.octets};
        }
    }
    if (config.flex && config.is_flex_last) {
        apply_flex_option(config, classes.packet(), result);
        result.hook.is_added = result.hook.is_added && result.winner != &config.flex_scope;
    }
    for (const std::string &instance : result.instances) {
        result.joined += instance;
    }
    return result;
}

outcome work_out_if_served(const configuration &config, const hook_view *hooks, const client &who,
                           const location &where) {
    std::set<std::string> assumed;
    outcome result = work_out(config, hooks, who, where);

    while (result.served == truth::unknown) {
        const size_t before = assumed.size();

        assumed.insert(result.keys.begin(), result.keys.end());
        if (assumed.size() == before) {
            break;
        }
        result = work_out(config, hooks, who, where, assumed);
        result.keys = assumed;
    }
    return result;
}

} // namespace cdc43_kea
