/* SPDX-License-Identifier: MIT */
/* The scopes of Kea's configuration, turned into the tables of policy/scopes.h. */
#ifndef CDC43_HOOK_CONFIG_SCOPE_TABLES_H
#define CDC43_HOOK_CONFIG_SCOPE_TABLES_H

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "kea-hook/config/scopes.h"

namespace cdc43_hook {

/* Tables and their memory. Filled by one thread, then only read. */
class scope_tables {
  public:
    scope_tables();
    scope_tables(const scope_tables &) = delete;
    scope_tables &operator=(const scope_tables &) = delete;

    /* For searching, once finish was called. */
    cdc43_hook_scopes table;

    /* The same with reservations, whose option 15 an explanation wants to know even when responses
     * do not look at them. */
    cdc43_hook_scopes with_hosts() const;

    /* Index of a class that matters; it is new when it was not there. */
    size_t class_index(const std::string &name);

    /* Takes what the scopes say. policy: complete. with_hosts: reservations count. Throws
     * config_error. */
    void take(const scope_tree &tree, const cdc43_hook_policy &policy, bool with_hosts);

    /* Nothing is added afterwards. */
    void finish();

    /* The prefix of a subnet as the operator wrote it, and back; 0: no such subnet. */
    const std::string &subnet_text(size_t subnet) const {
        return subnet_texts_[subnet];
    }
    size_t subnet_by_text(const std::string &text) const;
    size_t subnet_by_id(uint32_t id) const;
    const cdc43_hook_subnet &subnet_at(size_t index) const {
        return subnets_[index];
    }

  private:
    friend class table_builder;

    std::deque<std::string> texts_;
    std::deque<std::vector<cdc43_hook_row>> rows_;
    std::vector<cdc43_hook_scope_policy> policies_;
    std::vector<cdc43_hook_subnet> subnets_;
    std::vector<std::string> subnet_texts_;
    std::vector<cdc43_hook_range> ranges_;
    std::vector<cdc43_hook_pool> pools_;
    std::vector<cdc43_hook_host> hosts_;
    std::vector<uint32_t> host_slots_;
    std::vector<cdc43_hook_class> classes_;
    bool with_hosts_ = false;
    std::map<std::string, size_t> class_numbers_;
    std::vector<uint32_t> class_slots_;
};

} // namespace cdc43_hook

#endif
