/* SPDX-License-Identifier: MIT */
/* The memory of the tables of scopes. */
#include "kea-hook/config/scope_tables.h"

#include <algorithm>

namespace cdc43_hook {

using isc::data::ConstElementPtr;
using isc::data::Element;

/* Entry 0 means "none" in policies, subnets and classes. */
scope_tables::scope_tables()
    : table(), texts_(), rows_(), policies_(1), subnets_(1), subnet_texts_(1), ranges_(), pools_(),
      hosts_(), host_slots_(), classes_(1), class_numbers_(), class_slots_() {
    finish();
}

size_t scope_tables::class_index(const std::string &name) {
    const auto at = class_numbers_.emplace(name, classes_.size());

    if (at.second) {
        classes_.push_back({view_of(at.first->first), 0});
    }
    return at.first->second;
}

size_t scope_tables::subnet_by_text(const std::string &text) const {
    const auto at = std::find(subnet_texts_.begin() + 1, subnet_texts_.end(), text);

    return at == subnet_texts_.end() ? 0 : static_cast<size_t>(at - subnet_texts_.begin());
}

size_t scope_tables::subnet_by_id(uint32_t id) const {
    const auto at = std::find_if(subnets_.begin() + 1, subnets_.end(),
                                 [&](const cdc43_hook_subnet &own) { return own.id == id; });

    return at == subnets_.end() ? 0 : static_cast<size_t>(at - subnets_.begin());
}

void scope_tables::finish() {
    size_t range_count = 0;

    ranges_.resize(2 * subnets_.size() + 1);
    cdc43_hook_cut_ranges(subnets_.data(), subnets_.size() - 1, ranges_.data(), &range_count);
    ranges_.resize(range_count);

    class_slots_.assign(classes_.size() == 1 ? 0 : cdc43_hook_slot_count(classes_.size()), 0);
    for (size_t i = 1; i < classes_.size(); i++) {
        (void)!cdc43_hook_put_class(classes_.data(), i, class_slots_.data(), class_slots_.size());
    }
    host_slots_.assign(hosts_.empty() ? 0 : cdc43_hook_slot_count(hosts_.size()), 0);
    for (size_t i = 0; i < hosts_.size(); i++) {
        /* Of two equal ones, which Kea refuses in one subnet, the first counts. */
        (void)!cdc43_hook_put_host(hosts_.data(), i, host_slots_.data(), host_slots_.size());
    }
    table.policies = policies_.data();
    table.subnets = subnets_.data();
    table.ranges = ranges_.data();
    table.range_count = ranges_.size();
    table.pools = pools_.data();
    table.hosts = hosts_.data();
    table.host_slots = host_slots_.data();
    table.host_slot_count = with_hosts_ ? host_slots_.size() : 0;
    table.classes = classes_.data();
    table.class_slots = class_slots_.data();
    table.class_slot_count = class_slots_.size();
}

cdc43_hook_scopes scope_tables::with_hosts() const {
    cdc43_hook_scopes all = table;

    all.host_slot_count = host_slots_.size();
    return all;
}

bool host_flag(const ConstElementPtr &map, const std::string &key, bool otherwise) {
    if (!map || map->getType() != Element::map) {
        return otherwise;
    }
    const ConstElementPtr mode = map->get("reservation-mode");
    const ConstElementPtr flag = map->get(key);

    if (mode && mode->getType() == Element::string) {
        const bool is_global = mode->stringValue() == "global";

        return key == "reservations-global" ? is_global
                                            : !is_global && mode->stringValue() != "disabled";
    }
    return flag && flag->getType() == Element::boolean ? flag->boolValue() : otherwise;
}

size_t count_scope_rows(const ConstElementPtr &element) {
    size_t count = 0;

    if (!element) {
        return 0;
    }
    if (element->getType() == Element::list) {
        for (const auto &entry : element->listValue()) {
            count += count_scope_rows(entry);
        }
    } else if (element->getType() == Element::map) {
        for (const auto &entry : element->mapValue()) {
            count += entry.first == "models" && entry.second->getType() == Element::map
                         ? entry.second->size()
                         : count_scope_rows(entry.second);
        }
    }
    return count;
}

} // namespace cdc43_hook
