/* SPDX-License-Identifier: MIT */
/* Who gets what in every location of a configuration, and what is wrong with that. */
#include "kea-hook/command/check.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <map>
#include <set>

#include "kea-hook/config/kea_classes.h"
#include "kea-hook/config/validity.h"
#include "kea-hook/offline/element.h"
#include "kea-hook/policy/models.h"
#include "tlv/text.h"

namespace cdc43_kea {

using cdc43_hook::vendor_class_of_class;
using isc::data::ConstElementPtr;

namespace {

const size_t max_models = 200;
bool is_phone(const std::string &model) {
    return cdc43_hook_is_phone(cdc43_hook::view_of(model));
}

/* Checks of what one model gets in one location. */
class outcome_check {
  public:
    /* own: own_classes of the model. */
    outcome_check(const configuration &config, const hook_view *hooks, const combination &of,
                  const std::set<std::string> &own, findings &result)
        : config_(config), hooks_(hooks), of_(of), own_(own), got_(of.result), result_(result),
          location_(of.name(config)) {
    }

    void run() {
        const scope *const ours = first_for_phones();

        for (const auto &entry : got_.undecided) {
            add_undecided(entry.first, entry.second);
        }
        if (!got_.flex_needs.empty()) {
            result_.add(config_.text.find(*config_.flex_scope.element), rule::LIBRARY, "",
                        "it depends on " + joined(got_.flex_needs, got_.flex_needs.size()));
        }
        check_hidden(ours);
        check_octets(ours);
        if (ours == nullptr && got_.hook.profile.empty()) {
            return;
        }
        check_sent();
        check_withheld();
        check_replaced();
        check_provisioning();
        check_domain();
    }

  private:
    void add_undecided(const std::string &name, const std::set<std::string> &needs) {
        const std::string detail = joined(needs, needs.size());

        for (const client_class &entry : config_.tree.classes) {
            const scope &own = config_.own(entry);

            if (entry.name == name && is_for_phones(config_, own, true)) {
                const ConstElementPtr test = own.element->get("test");

                result_.add(config_.text.find(*(test ? test : own.element)), rule::TEST, own.name,
                            detail, of_.model);
            }
        }
    }

    bool is_for_us(const scope &of) const {
        if (of.level != CDC43_HOOK_CLASS) {
            return is_for_phones(config_, of, false);
        }
        return is_for_phones(config_, of, is_own_class(of));
    }

    const scope *first_for_phones() const {
        for (const scope *const candidate : got_.chain) {
            if (is_for_us(*candidate)) {
                return candidate;
            }
        }
        return nullptr;
    }

    /* Where a scope has an option. */
    position at(const scope &of, unsigned code) const {
        const option_line *const line = of.options.find(code);

        return config_.text.find(line != nullptr ? *line->element : *of.element);
    }

    void check_hidden(const scope *ours) {
        if (ours == nullptr || got_.winner == nullptr || got_.hook.is_added ||
            !ours->options.has(OPTION_VENDOR_SPECIFIC) || got_.winner == &config_.flex_scope ||
            is_for_us(*got_.winner)) {
            return;
        }
        result_.add(at(*got_.winner, OPTION_VENDOR_SPECIFIC), rule::HIDDEN, got_.winner->name,
                    "that of " + ours->name, of_.model, location_);
    }

    bool is_own_class(const scope &of) const {
        return of.level == CDC43_HOOK_CLASS && is_phone(of_.model) &&
               own_.count(text_in(of.element, "name")) != 0;
    }

    /* The octets of a scope that is for phones are judged with it. */
    void check_octets(const scope *ours) {
        if (got_.hook.is_added) {
            /* Other makers' devices judge by their own rules, which the hook has checked. */
            if (got_.hook.vendor == CDC43_VENDOR_CISCO) {
                check_judgement(config_.text.find(*config_.hook),
                                "the hook, profile \"" + got_.hook.profile + "\"");
            }
            return;
        }
        if (got_.winner == &config_.flex_scope) {
            check_flex_option(ours);
            return;
        }
        if (!got_.is_sent || ours != nullptr || !is_phone(of_.model)) {
            return;
        }
        const position there = at(*got_.winner, OPTION_VENDOR_SPECIFIC);
        if (got_.joined.empty() && config_.refusals.empty()) {
            result_.add(there, rule::NO_OCTETS, got_.winner->name, "", of_.model, location_);
        } else if (is_own_class(*got_.winner)) {
            check_judgement(there, got_.winner->name);
        }
    }

    /* What another library sends in place of octets for phones, or as such. */
    void check_flex_option(const scope *ours) {
        if (is_phone(of_.model) &&
            (ours != nullptr || is_meant_for_phones(got_.joined) || !got_.hook.profile.empty())) {
            check_judgement(config_.text.find(*config_.flex_scope.element), got_.winner->name);
        }
    }

    void check_judgement(const position &there, const std::string &subject) {
        const cdc43_judgement judged = judge(got_.joined);
        const cdc43_finding *const refusal = cdc43_refusal(&judged);

        if (refusal != nullptr) {
            result_.add(there, *refusal, subject, of_.model, location_);
        }
    }

    void check_sent() {
        if (got_.winner == nullptr || got_.hook.is_added || got_.winner == &config_.flex_scope ||
            !is_for_us(*got_.winner)) {
            return;
        }
        for (const scope *const candidate : got_.chain) {
            if (candidate->options.always_sends(OPTION_VENDOR_SPECIFIC)) {
                return;
            }
        }
        result_.add(at(*got_.winner, OPTION_VENDOR_SPECIFIC), rule::NOT_ALWAYS, got_.winner->name,
                    "", of_.model);
    }

    void check_withheld() {
        const bool is_merged = got_.hook.outcome != CDC43_HOOK_DONE_FULL &&
                               got_.hook.outcome != CDC43_HOOK_DONE_THEIRS;

        if (hooks_ == nullptr || got_.winner == nullptr || is_merged) {
            return;
        }
        std::string detail = cdc43_hook_outcome_text(got_.hook.outcome);
        if (got_.hook.outcome == CDC43_HOOK_DONE_FULL) {
            detail += ", " + std::to_string(got_.hook.excess) + " octets too many";
        }
        result_.add(at(*got_.winner, OPTION_VENDOR_SPECIFIC), rule::HOOK_WITHHELD,
                    got_.winner->name, detail, of_.model, location_);
    }

    void check_replaced() {
        if (got_.hook.is_added && got_.winner != nullptr && is_for_us(*got_.winner)) {
            result_.add(at(*got_.winner, OPTION_VENDOR_SPECIFIC), rule::HOOK_REPLACES,
                        got_.winner->name, "", of_.model);
        }
    }

    void check_provisioning() {
        if (got_.hook.vendor != CDC43_VENDOR_CISCO) {
            return;
        }
        for (const auto &option : got_.provisioning) {
            result_.add(at(*option.second, option.first), rule::PROVISIONING,
                        option.second->name + ", option " + std::to_string(option.first), "",
                        of_.model, location_);
        }
    }

    void check_domain() {
        const uint8_t no_mac[6] = {};
        char mic_cn[CDC43_COMMON_NAME_MAX + 1];
        size_t len = 0;
        cdc43_where where = {};
        cdc43_identity identity;

        if (got_.domain_from == nullptr ||
            cdc43_build_mic_cn(
                {reinterpret_cast<const uint8_t *>(of_.model.data()), of_.model.size()}, no_mac,
                mic_cn, &len, &where) != CDC43_OK) {
            return;
        }
        const cdc43_err err = cdc43_build_identity(
            {reinterpret_cast<const uint8_t *>(mic_cn), len},
            {reinterpret_cast<const uint8_t *>(got_.domain.data()), got_.domain.size()}, &identity,
            &where);
        if (err != CDC43_OK) {
            result_.add(at(*got_.domain_from, OPTION_DOMAIN_NAME), {err, where, false},
                        got_.domain_from->name + ", option 15", of_.model, location_);
        }
    }

    const configuration &config_;
    const hook_view *hooks_;
    const combination &of_;
    const std::set<std::string> &own_;
    const outcome &got_;
    findings &result_;
    std::string location_;
};

} // namespace

/* A reservation may lead into any pool of its subnet; one with an address into that one at most. */
static void add_reservation(const subnet &of, const host &reservation,
                            std::vector<location> &result) {
    const pool *in_pool = nullptr;

    if (reservation.address == 0 && !of.pools.empty()) {
        for (const pool &inner : of.pools) {
            result.push_back({&of, &inner, &reservation});
        }
        return;
    }
    for (const pool &inner : of.pools) {
        in_pool = inner.range.has(reservation.address) ? &inner : in_pool;
    }
    result.push_back({&of, in_pool, &reservation});
}

std::vector<location> locations_of(const configuration &config) {
    std::vector<location> result;

    for (const subnet &entry : config.tree.subnets) {
        if (entry.pools.empty()) {
            result.push_back({&entry, nullptr, nullptr});
        }
        for (const pool &inner : entry.pools) {
            result.push_back({&entry, &inner, nullptr});
        }
        const auto add_host = [&](const host &reservation) {
            add_reservation(entry, reservation, result);
        };
        if (entry.has_own_hosts) {
            std::for_each(entry.hosts.begin(), entry.hosts.end(), add_host);
        }
        if (entry.has_global_hosts) {
            std::for_each(config.tree.hosts.begin(), config.tree.hosts.end(), add_host);
        }
    }
    if (result.empty()) {
        result.push_back({nullptr, nullptr, nullptr});
    }
    return result;
}

client client_of(const std::string &model) {
    client result = {model, "", {OPTION_DOMAIN_NAME, OPTION_VENDOR_SPECIFIC}};

    result.requested.insert(provisioning_codes.begin(), provisioning_codes.end());
    return result;
}

/* Six octets, or none. */
static std::string mac_of(const host &reservation) {
    const std::string &id = reservation.ids[CDC43_HOOK_HW_ADDRESS];

    return id.size() == 6 ? id : "";
}

client client_of(const std::string &model, const location &where) {
    client result = client_of(model);

    if (where.reservation != nullptr) {
        result.mac = mac_of(*where.reservation);
    }
    return result;
}

std::string combination::name(const configuration &config) const {
    std::string text = where.name(config);

    for (const std::string &one : assumed) {
        text += (one == *assumed.begin() ? " if in class \"" : " and \"") + one + "\"";
    }
    return text;
}

static const class_test *no_other_test(const std::string &) {
    return nullptr;
}

std::vector<std::string> models_of(const configuration &config, const hook_view *hooks) {
    std::vector<std::string> result;
    std::set<std::string> seen;
    const auto add = [&](const std::string &model) {
        if (!model.empty() && result.size() < max_models && seen.insert(model).second) {
            result.push_back(model);
        }
    };

    std::for_each(std::begin(cdc43_hook_known_models), std::end(cdc43_hook_known_models), add);
    if (hooks != nullptr) {
        const std::vector<std::string> more = hooks->vendor_classes();
        std::for_each(more.begin(), more.end(), add);
    }
    for (const client_class &entry : config.tree.classes) {
        const class_test *const test = config.test_of(entry);
        bool is_all = false;

        add(vendor_class_of_class(entry.name));
        for (const pattern &one :
             test == nullptr ? std::vector<pattern>() : test->patterns(no_other_test, &is_all)) {
            add(one.text);
        }
    }
    return result;
}

/* Adds a sentence of the hook, which has its position inside. */
static void add_of_hook(const configuration &config, rule which, std::string sentence,
                        findings &result) {
    unsigned line = 0;
    unsigned column = 0;
    const position where = take_position(sentence, &line, &column) ? config.text.find(line, column)
                                                                   : config.text.find(*config.hook);

    result.add(where, which, "", sentence);
}

std::unique_ptr<hook_view> read_hook(const configuration &config, findings &result) {
    if (!config.hook) {
        return nullptr;
    }
    try {
        return std::make_unique<hook_view>(config.hook->get("parameters"), config.dhcp4);
    } catch (const cdc43_hook::config_error &e) {
        add_of_hook(config, rule::HOOK_PARAMETERS, e.what(), result);
        return nullptr;
    }
}

/* Says how long the hook's certificates are valid. */
static void check_certificates(const configuration &config, const hook_view &hooks,
                               findings &result) {
    const ConstElementPtr profiles = config.hook->get("parameters")->get("profiles");
    const int64_t now = std::time(nullptr);

    for (const cdc43_hook::ca_certificate &one : hooks.certificates()) {
        const ConstElementPtr file =
            profiles->get(static_cast<int>(one.profile))->get("root-ca-file");
        const int64_t days = cdc43_hook::days_left(one.validity, now);

        result.add(config.text.find(*file),
                   days <= cdc43_hook::certificate_warning_days ? rule::CERTIFICATE_ENDS
                                                                : rule::CERTIFICATE_VALID,
                   "",
                   std::to_string(days) + " days left, until " +
                       cdc43_hook::utc_time(one.validity.last));
    }
}

/* What a model gets in one location, also when it is in a class of which nobody can tell. */
static void look_at(const configuration &config, const hook_view *hooks, const std::string &model,
                    const location &where, const std::function<void(const combination &)> &look) {
    const client who = client_of(model, where);
    const outcome base = work_out_if_served(config, hooks, who, where);

    if (base.served != truth::yes) {
        return;
    }
    look({model, where, base, base.keys});
    for (const auto &undecided : base.undecided) {
        std::set<std::string> assumed = base.keys;

        assumed.insert(undecided.first);
        for (const client_class &entry : config.tree.classes) {
            if (entry.name == undecided.first &&
                (!config.own(entry).options.empty() || config.is_guard(entry.name))) {
                look({model, where, work_out(config, hooks, who, where, assumed), assumed});
            }
        }
    }
}

namespace {

/* Most subnets, pools and reservations of a large configuration bring no option and let everybody
 * in: what a model gets in one of these it gets in all of them. */
class location_kinds {
  public:
    explicit location_kinds(const configuration &config)
        : config_(config), is_by_mac_(config.flex != nullptr) {
        for (const client_class &entry : config.tree.classes) {
            const class_test *const test = config.test_of(entry);
            is_by_mac_ = is_by_mac_ || (test != nullptr && test->asks_for_mac());
        }
    }

    /* Network, subnet, pool and reservation; each kind of those that bring nothing as one. */
    using kind = std::array<const void *, 4>;
    kind kind_of(const location &where) const {
        kind result = {nullptr, nullptr, nullptr, nullptr};

        if (where.in_subnet != nullptr) {
            const subnet &around = *where.in_subnet;
            if (around.network != no_network) {
                const network &wide = config_.tree.networks[around.network];
                result[0] = is_plain(wide) && is_open(wide.who) ? nullptr : &wide;
            }
            result[1] = is_plain(around) && is_open(around.who) ? nullptr : &around;
        }
        if (where.in_pool != nullptr) {
            const pool &inner = *where.in_pool;
            result[2] =
                is_plain(inner) && is_open(inner.who) ? static_cast<const void *>(&plain_) : &inner;
        }
        if (where.reservation != nullptr) {
            result[3] = kind_of(*where.reservation, where.in_subnet);
        }
        return result;
    }

  private:
    bool is_plain(const scope_node &of) const {
        const scope &own = config_.own(of);

        return own.options.empty() && config_.guarded(own).empty() &&
               !own.element->contains("user-context");
    }
    static bool is_open(const gate &who) {
        return who.classes.empty() && who.additional.empty();
    }
    const void *kind_of(const host &of, const subnet *around) const {
        const bool is_there =
            of.address == 0 || (around != nullptr && around->range.has(of.address));

        if (is_by_mac_ || !is_there || !of.classes.empty() || !is_plain(of)) {
            return &of;
        }
        return of.address == 0 ? &plain_ : &plain_with_address_;
    }

    const configuration &config_;
    bool is_by_mac_; /* what a client gets */
    const char plain_ = 0;
    const char plain_with_address_ = 0;
};

} // namespace

void check_outcomes(const configuration &config, const hook_view *hooks,
                    const std::function<void(const combination &)> &each, findings &result) {
    const std::vector<location> locations = locations_of(config);
    const location_kinds kinds(config);
    bool is_anything_there = false;

    for (const std::string &model : models_of(config, hooks)) {
        const std::set<std::string> own = own_classes(config, model);

        std::map<location_kinds::kind, std::vector<combination>> known; /* with nothing to say */
        for (const location &where : locations) {
            const location_kinds::kind kind = kinds.kind_of(where);
            const auto same = known.find(kind);
            const size_t before = result.located();
            std::vector<combination> all;

            if (same != known.end()) {
                for (combination &one : same->second) {
                    one.where = where;
                    each(one);
                }
                continue;
            }
            look_at(config, hooks, model, where, [&](const combination &one) {
                is_anything_there =
                    is_anything_there || is_phone(model) || !one.result.hook.profile.empty();
                outcome_check(config, hooks, one, own, result).run();
                each(one);
                all.push_back(one);
            });
            if (result.located() == before) {
                known.emplace(kind, std::move(all));
            }
        }
    }
    if (!is_anything_there) {
        result.add(config.text.find(*config.dhcp4), rule::NOTHING, "");
    }
}

void check(const configuration &config, const std::function<void(const combination &)> &each,
           findings &result) {
    const std::unique_ptr<hook_view> hooks = read_hook(config, result);
    std::set<const scope *> theirs;

    if (hooks != nullptr) {
        check_certificates(config, *hooks, result);
        for (const std::string &sentence : hooks->ignored()) {
            add_of_hook(config, rule::HOOK_IGNORED, sentence, result);
        }
    }
    check_shape(config, result);
    check_unseen(config, result);
    for (const std::string &model : models_of(config, hooks.get())) {
        const std::set<std::string> own =
            is_phone(model) ? own_classes(config, model) : std::set<std::string>();

        for (const client_class &entry : config.tree.classes) {
            if (own.count(entry.name) != 0) {
                theirs.insert(&config.own(entry));
            }
        }
    }
    for (const client_class &entry : config.tree.classes) {
        const scope &own = config.own(entry);

        if (entry.is_additional && is_for_phones(config, own, theirs.count(&own) != 0)) {
            check_required(config, entry, result);
        }
    }
    for (const scope &of : config.scopes()) {
        check_scope(config, of, theirs.count(&of) != 0, hooks != nullptr, result);
    }
    check_outcomes(config, hooks.get(), each, result);
}

} // namespace cdc43_kea
