/* SPDX-License-Identifier: MIT */
/* The scopes of Kea's configuration, read into the tables of scopes.h. */
#ifndef CDC43_HOOK_CONFIG_SCOPE_TABLES_H
#define CDC43_HOOK_CONFIG_SCOPE_TABLES_H

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "kea-hook/config/json.h"
#include "kea-hook/policy/scopes.h"

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

    /* Reads what the scopes in the map Dhcp4 say. policy: complete but for models that only the
     * scopes name, which are added. with_hosts: reservations count. Throws config_error. */
    void read(const node &dhcp4, cdc43_hook_policy &policy, bool with_hosts);

    /* Nothing is added afterwards. */
    void finish();

    /* The prefix of a subnet as the operator wrote it, and back; 0: no such subnet. */
    const std::string &subnet_text(size_t subnet) const {
        return subnet_texts_[subnet];
    }
    size_t subnet_by_text(const std::string &text) const;
    size_t subnet_by_id(uint32_t id) const;
    const cdc43_hook_subnet &subnet(size_t index) const {
        return subnets_[index];
    }

  private:
    friend class scope_reader;

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

/* Which reservations count, key "reservations-global" or "reservations-in-subnet": what this map
 * says, in Kea up to 2.2 perhaps by "reservation-mode", which says both; otherwise if it does not
 * say. map: may be null. */
bool host_flag(const isc::data::ConstElementPtr &map, const std::string &key, bool otherwise);

/* The octets of a reservation's identifier of that type, of which Kea has checked the form; empty:
 * it has none. */
std::string host_id(const isc::data::ConstElementPtr &reservation, cdc43_hook_id type);

/* The rows of all maps "models" in the scopes of the element, Dhcp4: how many models they may add
 * at most. */
size_t count_scope_rows(const isc::data::ConstElementPtr &element);

} // namespace cdc43_hook

#endif
