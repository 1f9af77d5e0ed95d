/* SPDX-License-Identifier: MIT */
/* The scopes of Kea's configuration, turned into the tables of policy/scopes.h. */
#include "kea-hook/config/scope_tables.h"

#include <algorithm>

#include "kea-hook/config/scope_context.h"

namespace cdc43_hook {

class table_builder {
  public:
    table_builder(scope_tables &tables, const scope_tree &tree, const cdc43_hook_policy &policy)
        : tables_(tables), tree_(tree), contexts_(tables.texts_, tables.rows_, policy) {
    }

    void build();

  private:
    size_t add_policy(const scope_node &of, scope_domain &domain);
    void add_subnet(const subnet &from);
    void add_pools(const subnet &from, const scope_domain &domain);
    void add_hosts(const std::vector<host> &from, size_t subnet, const scope_domain &domain);
    void add_classes();

    /* A shared network, or what is around subnets that are in none. */
    struct surroundings {
        size_t policy;
        scope_domain domain;
    };

    scope_tables &tables_;
    const scope_tree &tree_;
    scope_contexts contexts_;
    surroundings global_ = {};
    std::vector<surroundings> networks_ = {};
};

/* The index of what the scope says; 0: nothing. */
size_t table_builder::add_policy(const scope_node &of, scope_domain &domain) {
    cdc43_hook_scope_policy policy = {};

    if (!contexts_.read(of, policy, domain)) {
        return 0;
    }
    tables_.policies_.push_back(policy);
    return tables_.policies_.size() - 1;
}

void table_builder::add_pools(const subnet &from, const scope_domain &domain) {
    cdc43_hook_subnet &own = tables_.subnets_.back();

    own.first_pool = tables_.pools_.size();
    for (const pool &each : from.pools) {
        scope_domain inner = domain;
        const size_t policy = add_policy(each, inner);

        if (policy != 0 && each.range.first <= each.range.last) {
            tables_.pools_.push_back({each.range.first, each.range.last, policy});
        }
    }
    own.pool_count = tables_.pools_.size() - own.first_pool;
    std::sort(tables_.pools_.begin() + static_cast<std::ptrdiff_t>(own.first_pool),
              tables_.pools_.end(),
              [](const cdc43_hook_pool &a, const cdc43_hook_pool &b) { return a.first < b.first; });
}

/* A reservation that says nothing is kept all the same: it ends Kea's search for a better one. */
void table_builder::add_hosts(const std::vector<host> &from, size_t subnet,
                              const scope_domain &domain) {
    for (const host &each : from) {
        scope_domain inner = domain;
        const size_t policy = add_policy(each, inner);

        if (!tables_.with_hosts_ && contexts_.is_spoken()) {
            fail(each.at,
                 "this counts only with \"host-context\": true in the library's parameters");
        }
        for (size_t type = 0; type < each.ids.size(); type++) {
            if (!each.ids[type].empty()) {
                tables_.texts_.push_back(each.ids[type]);
                tables_.hosts_.push_back({static_cast<cdc43_hook_id>(type),
                                          view_of(tables_.texts_.back()), subnet, policy});
            }
        }
    }
}

void table_builder::add_subnet(const subnet &from) {
    const surroundings &around = from.network == no_network ? global_ : networks_[from.network];
    const size_t index = tables_.subnets_.size();
    cdc43_hook_subnet own = {};
    scope_domain domain = around.domain;

    own.first = from.range.first;
    own.last = from.range.last;
    own.id = from.id;
    own.has_own_hosts = from.has_own_hosts;
    own.has_global_hosts = from.has_global_hosts;
    own.policy = add_policy(from, domain);
    own.network_policy = from.network == no_network ? 0 : around.policy;
    tables_.subnets_.push_back(own);
    tables_.subnet_texts_.push_back(from.prefix);
    add_pools(from, domain);
    add_hosts(from.hosts, index, domain);
}

void table_builder::add_classes() {
    for (const client_class &each : tree_.classes) {
        scope_domain domain = global_.domain;
        const size_t policy = add_policy(each, domain);

        if (policy != 0) {
            const size_t index = tables_.class_index(each.name);

            tables_.classes_[index].policy = policy;
        }
    }
}

void table_builder::build() {
    std::vector<const subnet *> subnets;

    global_.policy = add_policy(tree_.global, global_.domain);
    for (const network &each : tree_.networks) {
        surroundings around = {0, global_.domain};

        around.policy = add_policy(each, around.domain);
        networks_.push_back(around);
    }
    for (const subnet &each : tree_.subnets) {
        if (each.range.first <= each.range.last) {
            subnets.push_back(&each);
        }
    }
    std::stable_sort(subnets.begin(), subnets.end(), [](const subnet *a, const subnet *b) {
        return a->range.first != b->range.first ? a->range.first < b->range.first
                                                : a->range.last > b->range.last;
    });
    for (const subnet *each : subnets) {
        add_subnet(*each);
    }
    add_hosts(tree_.hosts, 0, global_.domain);
    add_classes();
    tables_.table.global_policy = global_.policy;
    tables_.table.id_count = tree_.id_order.size();
    std::copy(tree_.id_order.begin(), tree_.id_order.end(), tables_.table.id_order);
}

void scope_tables::take(const scope_tree &tree, const cdc43_hook_policy &policy, bool with_hosts) {
    with_hosts_ = with_hosts;
    table_builder(*this, tree, policy).build();
}

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

} // namespace cdc43_hook
