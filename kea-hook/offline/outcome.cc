/* SPDX-License-Identifier: MIT */
/* What a client gets: which scope wins, why the others do not, and the octets. */
#include "kea-hook/offline/outcome.h"

#include <algorithm>
#include <set>

#include "kea-hook/config/kea_classes.h"

namespace cdc43_kea {

namespace {

/* The classes of a client while they are found. */
struct classification {
    std::vector<std::string> names = {};
    std::set<std::string> known = {};
    std::set<std::string> early = {}; /* those of known that are there when Kea selects a subnet */
    std::set<std::string> unknown = {};
    std::vector<const client_class *> undecided = {};

    void add(const std::string &name) {
        if (known.insert(name).second) {
            names.push_back(name);
        }
    }
    static bool allows(const gate &who, const std::set<std::string> &present) {
        return who.classes.empty() ||
               std::any_of(who.classes.begin(), who.classes.end(),
                           [&](const std::string &name) { return present.count(name) != 0; });
    }
};

void evaluate(const configuration &config, const client_class &entry, const client &who,
              classification &result) {
    if (entry.test.empty() || result.known.count(entry.name) != 0) {
        return;
    }
    switch (config.condition(entry).evaluate(who, result.known, result.unknown)) {
    case truth::yes:
        result.add(entry.name);
        break;
    case truth::unknown:
        result.unknown.insert(entry.name);
        result.undecided.push_back(&entry);
        break;
    case truth::no:
        break;
    }
}

/* Names of the classes whose tests ask, even through others, whether a reservation is there. */
std::set<std::string> known_dependents(const configuration &config) {
    std::set<std::string> result = {"KNOWN", "UNKNOWN"};

    for (const client_class &entry : config.tree.classes) {
        for (const std::string &name : config.condition(entry).members()) {
            if (result.count(name) != 0) {
                result.insert(entry.name);
            }
        }
    }
    return result;
}

void require(const configuration &config, const gate &who, const client &client_,
             classification &result) {
    for (const std::string &name : who.additional) {
        for (const client_class &entry : config.tree.classes) {
            if (entry.name == name) {
                evaluate(config, entry, client_, result);
            }
        }
    }
}

classification classify(const configuration &config, const client &who, const location &where) {
    classification result;
    const std::set<std::string> late = known_dependents(config);

    result.add("ALL");
    if (!who.vendor_class.empty()) {
        result.add(cdc43_hook::class_of_vendor_class(who.vendor_class));
    }
    for (const client_class &entry : config.tree.classes) {
        if (!entry.is_additional && late.count(entry.name) == 0) {
            evaluate(config, entry, who, result);
        }
    }
    result.early = result.known;
    if (where.reservation != nullptr) {
        for (const std::string &name : where.reservation->classes) {
            result.add(name);
        }
    }
    result.add(where.reservation != nullptr ? "KNOWN" : "UNKNOWN");
    for (const client_class &entry : config.tree.classes) {
        if (!entry.is_additional && late.count(entry.name) != 0) {
            evaluate(config, entry, who, result);
        }
    }
    return result;
}

void require_classes(const configuration &config, const client &who, const location &where,
                     classification &result) {
    if (where.in_subnet == nullptr) {
        return;
    }
    if (where.in_subnet->network != no_network) {
        require(config, config.tree.networks[where.in_subnet->network].who, who, result);
    }
    require(config, where.in_subnet->who, who, result);
    if (where.in_pool != nullptr) {
        require(config, where.in_pool->who, who, result);
    }
}

bool is_let_in(const configuration &config, const location &where, const classification &classes) {
    if (where.in_subnet == nullptr) {
        return true;
    }
    /* Reservations are looked for in the subnet that was selected: what follows from them, KNOWN
     * too, is not there yet when a subnet is let in or not. A reserved address needs no pool. */
    return classes.allows(where.in_subnet->who, classes.early) &&
           (where.in_subnet->network == no_network ||
            classes.allows(config.tree.networks[where.in_subnet->network].who, classes.early)) &&
           (where.in_pool == nullptr || classes.allows(where.in_pool->who, classes.known) ||
            (where.reservation != nullptr && where.reservation->address != 0));
}

void add_scope(const scope &next, std::vector<const scope *> &result) {
    if (!next.options.empty()) {
        result.push_back(&next);
    }
}

std::vector<const scope *> chain_of(const configuration &config, const location &where,
                                    const classification &classes) {
    std::vector<const scope *> result;

    if (where.reservation != nullptr) {
        add_scope(config.own(*where.reservation), result);
    }
    if (where.in_pool != nullptr) {
        add_scope(config.own(*where.in_pool), result);
    }
    if (where.in_subnet != nullptr) {
        add_scope(config.own(*where.in_subnet), result);
        if (where.in_subnet->network != no_network) {
            add_scope(config.own(config.tree.networks[where.in_subnet->network]), result);
        }
    }
    for (const std::string &name : classes.names) {
        for (const client_class &entry : config.tree.classes) {
            if (entry.name == name) {
                add_scope(config.own(entry), result);
            }
        }
    }
    add_scope(config.global(), result);
    return result;
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

outcome work_out(const configuration &config, const hook_view *hooks, const client &who,
                 const location &where) {
    outcome result;
    classification classes = classify(config, who, where);

    result.is_served = is_let_in(config, where, classes);
    require_classes(config, who, where, classes);
    result.classes = classes.names;
    result.unknown = classes.undecided;
    result.chain = chain_of(config, where, classes);
    find_options(result, who);
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
    for (const std::string &instance : result.instances) {
        result.joined += instance;
    }
    return result;
}

} // namespace cdc43_kea
