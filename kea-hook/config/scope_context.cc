/* SPDX-License-Identifier: MIT */
/* What a single scope says: its user-context and its option 15. */
#include "kea-hook/config/scope_context.h"

#include <algorithm>

#include "kea-hook/credentials/challenge.h"

namespace cdc43_hook {

using isc::data::Element;

static const long domain_code = 15; /* RFC 2132 3.17 */
static const uint8_t any_mac[6] = {};
static const std::string known_models[] = {
#define CDC43_HOOK_MODEL(vendor_class, product) vendor_class,
#include "kea-hook/policy/models.def"
};

static std::string trimmed(std::string text) {
    text.erase(0, text.find_first_not_of(" \t"));
    text.erase(text.find_last_not_of(" \t") + 1);
    return text;
}

/* Kea has checked the text; any other text gives no octets. */
std::string octets_of(const std::string &written) {
    const std::string text = trimmed(written);
    std::string digits;
    cdc43_where where;
    size_t len = 0;

    if (text.size() >= 2 && text.front() == '\'' && text.back() == '\'') {
        return text.substr(1, text.size() - 2);
    }
    for (size_t at = text.compare(0, 2, "0x") == 0 ? 2 : 0; at < text.size();) {
        const size_t end = std::min(text.find_first_of(": ", at), text.size());

        digits += ((end - at) % 2 != 0 ? "0" : "") + text.substr(at, end - at);
        at = end + 1;
    }
    std::string octets(digits.size(), '\0');
    if (cdc43_parse_hex(digits.data(), digits.size(), reinterpret_cast<uint8_t *>(&octets[0]),
                        octets.size(), &len, &where) != CDC43_OK) {
        return "";
    }
    octets.resize(len);
    return octets;
}

scope_says::scope_says(std::deque<std::string> &texts,
                       std::deque<std::vector<cdc43_hook_row>> &rows, cdc43_hook_policy &policy)
    : texts_(texts), rows_(rows), policy_(policy), longest_(), longest_cn_() {
    for (size_t i = 0; i < policy.model_count; i++) {
        if (!policy.models[i].is_prefix) {
            measure(policy.models[i].vendor_class);
        }
    }
    for (const std::string &model : known_models) {
        cdc43_hook_choice choice;

        cdc43_hook_select(&policy, view_of(model), &choice);
        if (choice.model != nullptr) {
            measure(view_of(model));
        }
    }
}

void scope_says::measure(cdc43_view vendor_class) {
    char cn[CDC43_COMMON_NAME_MAX + 1];
    cdc43_where where;
    size_t len = 0;

    if (cdc43_build_mic_cn(vendor_class, any_mac, cn, &len, &where) == CDC43_OK &&
        len > longest_cn_.size()) {
        longest_ = text_of(vendor_class);
        longest_cn_.assign(cn, len);
    }
}

cdc43_view scope_says::keep(std::string text) {
    texts_.push_back(std::move(text));
    return view_of(texts_.back());
}

size_t scope_says::find_profile(const node &where) const {
    size_t profile = 0;

    check_type(where, Element::string);
    const std::string name = where.element->stringValue();
    const cdc43_hook_err err = cdc43_hook_find_profile(&policy_, view_of(name), &profile);
    if (err != CDC43_HOOK_OK) {
        fail(where, cdc43_hook_err_text(err));
    }
    return profile;
}

/* The entry of that vendor class. One that only a prefix matches gets an entry of its own, which
 * says what the prefix says. */
size_t scope_says::find_model(const node &where, const std::string &name) {
    cdc43_hook_choice choice;

    cdc43_hook_select(&policy_, view_of(name), &choice);
    if (choice.model == nullptr || name.empty() || name.back() == '\0') {
        fail(where, "no model matches this vendor class");
    }
    if (choice.reason == CDC43_HOOK_EXACT) {
        return static_cast<size_t>(choice.model - policy_.models);
    }
    const size_t required = choice.model->required_class;
    const cdc43_hook_err err =
        cdc43_hook_add_model(&policy_, keep(name), false, choice.model->profile);
    if (err != CDC43_HOOK_OK) {
        fail(where, cdc43_hook_err_text(err));
    }
    policy_.models[policy_.model_count - 1].required_class = required;
    return policy_.model_count - 1;
}

void scope_says::read_rows(const node &map, cdc43_hook_scope_policy &policy) {
    std::vector<cdc43_hook_row> rows;

    for (const auto &entry : map.element->mapValue()) {
        const node here = map.at(entry.first);
        const size_t profile = find_profile(here);

        const cdc43_hook_err err =
            cdc43_hook_check_model(&policy_.profiles[profile], view_of(entry.first));

        if (err != CDC43_HOOK_OK) {
            fail(here, cdc43_hook_err_text(err));
        }
        rows.push_back({find_model(here, entry.first), profile});
    }
    std::sort(rows.begin(), rows.end(),
              [](const cdc43_hook_row &a, const cdc43_hook_row &b) { return a.model < b.model; });
    rows_.push_back(std::move(rows));
    policy.rows = rows_.back().data();
    policy.row_count = rows_.back().size();
}

void scope_says::read_context(const node &ours, cdc43_hook_scope_policy &policy) {
    check_keys(
        ours, {{"profile", Element::string}, {"send", Element::boolean}, {"models", Element::map}});
    if (ours.has("send")) {
        policy.says =
            ours.at("send").element->boolValue() ? CDC43_HOOK_SAYS_YES : CDC43_HOOK_SAYS_NO;
    }
    if (ours.has("profile")) {
        if (policy.says == CDC43_HOOK_SAYS_NO) {
            fail(ours, "\"profile\" and \"send\": false contradict each other");
        }
        policy.says = CDC43_HOOK_SAYS_PROFILE;
        policy.profile = find_profile(ours.at("profile"));
    }
    if (ours.has("models")) {
        read_rows(ours.at("models"), policy);
    }
}

void scope_says::check_domain(const node &where, cdc43_view domain) const {
    cdc43_identity identity;
    cdc43_where at;

    if (longest_cn_.empty()) {
        return;
    }
    const cdc43_err err = cdc43_build_identity(view_of(longest_cn_), domain, &identity, &at);
    if (err != CDC43_OK) {
        fail(where, "the Common Name of " + longest_ + ": " +
                        sentence_of(err, at, CDC43_PLACE_TEXT) +
                        "; in a scope without phones, set \"send\": false");
    }
}

/* Option 15 of the scope, as text or as octets. Of several Kea sends the last one. */
void scope_says::read_domain(const node &scope, cdc43_hook_scope_policy &policy,
                             scope_domain &domain) {
    for (const node &option : objects(scope, "option-data")) {
        const auto &map = option.element;
        const bool is_named = map->contains("name") && map->get("name")->str() == "\"domain-name\"";
        const bool is_coded =
            is_a(option, "code", Element::integer) && map->get("code")->intValue() == domain_code;
        const bool is_dhcp4 = !map->contains("space") || map->get("space")->str() == "\"dhcp4\"";

        if (!(is_named || is_coded) || !is_dhcp4 || !is_a(option, "data", Element::string)) {
            continue;
        }
        const node data = option.at("data");
        std::string text = data.element->stringValue();
        const bool is_hex =
            is_a(option, "csv-format", Element::boolean) && !map->get("csv-format")->boolValue();
        text = is_hex ? octets_of(text) : trimmed(std::move(text));
        policy.has_domain = true;
        policy.domain = keep(std::move(text));
        domain = {data, policy.domain, true};
    }
}

bool scope_says::read(const node &scope, cdc43_hook_level level, cdc43_hook_scope_policy &policy,
                      scope_domain &domain) {
    is_spoken_ = false;
    policy = {};
    policy.level = level;
    if (scope.has("user-context")) {
        const node context = scope.at("user-context");

        is_spoken_ = context.element->getType() == Element::map && context.has("cdc43");
        if (is_spoken_) {
            read_context(context.at("cdc43"), policy);
        }
    }
    read_domain(scope, policy, domain);
    /* Where nothing is sent an option 15 need not fit, until a scope within sends something. One
     * that says nothing is not asked about options that are not its own. */
    const bool is_sent = policy.row_count != 0 || policy.says == CDC43_HOOK_SAYS_YES ||
                         policy.says == CDC43_HOOK_SAYS_PROFILE ||
                         (policy.says == CDC43_HOOK_SAYS_NOTHING && policy.has_domain);
    if (is_sent && domain.is_unchecked) {
        check_domain(domain.data, domain.domain);
        domain.is_unchecked = false;
    }
    if (!is_spoken_ && !policy.has_domain) {
        return false;
    }
    policy.path = keep(scope.path.empty() ? "Dhcp4" : scope.path);
    return true;
}

} // namespace cdc43_hook
