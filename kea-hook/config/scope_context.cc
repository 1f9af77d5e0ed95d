/* SPDX-License-Identifier: MIT */
/* What a single scope says: its user-context and its option 15. */
#include "kea-hook/config/scope_context.h"

#include <algorithm>

#include "kea-hook/credentials/challenge.h"
#include "kea-hook/policy/models.h"

namespace cdc43_hook {

using isc::data::Element;

static const long domain_code = 15; /* RFC 2132 3.17 */
static const uint8_t any_mac[6] = {};

scope_contexts::scope_contexts(std::deque<std::string> &texts,
                               std::deque<std::vector<cdc43_hook_row>> &rows,
                               const cdc43_hook_policy &policy)
    : texts_(texts), rows_(rows), policy_(policy), longest_(), longest_cn_() {
    for (size_t i = 0; i < policy.model_count; i++) {
        if (!policy.models[i].is_prefix) {
            measure(policy.models[i].vendor_class);
        }
    }
    for (const std::string model : cdc43_hook_known_models) {
        cdc43_hook_choice choice;

        cdc43_hook_select(&policy, view_of(model), &choice);
        if (choice.model != nullptr) {
            measure(choice.vendor_class);
        }
    }
}

void scope_contexts::measure(cdc43_view vendor_class) {
    char cn[CDC43_COMMON_NAME_MAX + 1];
    cdc43_where where;
    size_t len = 0;

    if (cdc43_build_mic_cn(vendor_class, any_mac, cn, &len, &where) == CDC43_OK &&
        len > longest_cn_.size()) {
        longest_ = text_of(vendor_class);
        longest_cn_.assign(cn, len);
    }
}

cdc43_view scope_contexts::keep(std::string text) {
    texts_.push_back(std::move(text));
    return view_of(texts_.back());
}

size_t scope_contexts::find_profile(const node &where) const {
    size_t profile = 0;

    check_type(where, Element::string);
    const std::string name = where.element->stringValue();
    const cdc43_hook_err err = cdc43_hook_find_profile(&policy_, view_of(name), &profile);
    if (err != CDC43_HOOK_OK) {
        fail(where, cdc43_hook_err_text(err));
    }
    return profile;
}

/* The profile must be for a model that the parameters know. */
void scope_contexts::check_vendor_class(const node &where, const std::string &name,
                                        size_t profile) const {
    cdc43_hook_choice choice;
    const cdc43_hook_err err = cdc43_hook_check_model(&policy_.profiles[profile], view_of(name));

    if (err != CDC43_HOOK_OK) {
        fail(where, cdc43_hook_err_text(err));
    }
    cdc43_hook_select(&policy_, view_of(name), &choice);
    if (choice.model == nullptr || choice.vendor_class.len != name.size()) {
        fail(where, "no model matches this vendor class");
    }
}

/* Kea's map is in the order of the octets of its keys already. */
void scope_contexts::read_rows(const node &map, cdc43_hook_scope_policy &said) {
    std::vector<cdc43_hook_row> rows;

    for (const auto &entry : map.element->mapValue()) {
        const node here = map.at(entry.first);
        const size_t profile = find_profile(here);

        check_vendor_class(here, entry.first, profile);
        rows.push_back({keep(entry.first), profile});
    }
    rows_.push_back(std::move(rows));
    said.rows = rows_.back().data();
    said.row_count = rows_.back().size();
}

void scope_contexts::read_context(const node &ours, cdc43_hook_scope_policy &said) {
    check_keys(
        ours, {{"profile", Element::string}, {"send", Element::boolean}, {"models", Element::map}});
    if (ours.has("send")) {
        said.says = ours.at("send").element->boolValue() ? CDC43_HOOK_SAYS_YES : CDC43_HOOK_SAYS_NO;
    }
    if (ours.has("profile")) {
        if (said.says == CDC43_HOOK_SAYS_NO) {
            fail(ours, "\"profile\" and \"send\": false contradict each other");
        }
        said.says = CDC43_HOOK_SAYS_PROFILE;
        said.profile = find_profile(ours.at("profile"));
    }
    if (ours.has("models")) {
        read_rows(ours.at("models"), said);
    }
}

void scope_contexts::check_domain(const node &where, cdc43_view domain) const {
    cdc43_identity identity;
    cdc43_where at;

    if (longest_cn_.empty()) {
        return;
    }
    const cdc43_err err = cdc43_build_identity(view_of(longest_cn_), domain, &identity, &at);
    if (err != CDC43_OK) {
        fail(where, "the Common Name of " + longest_ + ": " + sentence_of(err, at) +
                        "; in a scope without phones, set \"send\": false");
    }
}

/* Option 15 of the scope, as text or as octets. Of several Kea sends the last one. */
void scope_contexts::read_domain(const node &at, cdc43_hook_scope_policy &said,
                                 scope_domain &domain) {
    for (const node &option : objects(at, "option-data")) {
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
        text = is_hex ? octets_of(text) : trimmed(text);
        said.has_domain = true;
        said.domain = keep(std::move(text));
        domain = {data, said.domain, true};
    }
}

bool scope_contexts::read(const scope_node &of, cdc43_hook_scope_policy &ret_said,
                          scope_domain &domain) {
    cdc43_hook_scope_policy said = {};

    is_spoken_ = false;
    said.level = of.level;
    if (of.at.has("user-context")) {
        const node context = of.at.at("user-context");

        is_spoken_ = context.element->getType() == Element::map && context.has("cdc43");
        if (is_spoken_) {
            read_context(context.at("cdc43"), said);
        }
    }
    read_domain(of.at, said, domain);
    /* Where nothing is sent an option 15 need not fit, until a scope within sends something. One
     * that says nothing is not asked about options that are not its own. */
    const bool is_sent = said.row_count != 0 || said.says == CDC43_HOOK_SAYS_YES ||
                         said.says == CDC43_HOOK_SAYS_PROFILE ||
                         (said.says == CDC43_HOOK_SAYS_NOTHING && said.has_domain);
    if (is_sent && domain.is_unchecked) {
        check_domain(domain.data, domain.domain);
        domain.is_unchecked = false;
    }
    if (!is_spoken_ && !said.has_domain) {
        return false;
    }
    said.path = keep(of.at.path.empty() ? "Dhcp4" : of.at.path);
    ret_said = said;
    return true;
}

} // namespace cdc43_hook
