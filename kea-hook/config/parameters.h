/* SPDX-License-Identifier: MIT */
/* The library's parameters in Kea's configuration, checked and turned into a policy. */
#ifndef CDC43_HOOK_CONFIG_PARAMETERS_H
#define CDC43_HOOK_CONFIG_PARAMETERS_H

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include <cc/data.h>

#include "kea-hook/config/json.h"
#include "kea-hook/config/scope_tables.h"
#include "kea-hook/credentials/challenge.h"
#include "kea-hook/policy/decide.h"

namespace cdc43_hook {

/* A policy and its memory, which is erased at the end. */
class owned_policy {
  public:
    owned_policy(size_t profiles, size_t models);
    owned_policy(const owned_policy &) = delete;
    owned_policy &operator=(const owned_policy &) = delete;
    ~owned_policy();

    cdc43_hook_policy table;
    scope_tables scopes;
    bool with_hosts = false; /* reservations are looked at */

    /* A copy of the text that lives as long as the policy. */
    cdc43_view keep(std::string text);

    /* Takes a key over, which lives as long as the policy. */
    const cdc43_hook_key *keep(cdc43_hook_key *key);

  private:
    std::vector<cdc43_hook_profile> profiles_;
    std::vector<cdc43_hook_model> models_;
    std::vector<uint32_t> slots_;
    std::deque<std::string> texts_;
    std::vector<std::unique_ptr<cdc43_hook_key, void (*)(cdc43_hook_key *)>> keys_;
};

/* Does this entry of Kea's "hooks-libraries" load this library? */
bool is_this_library(const isc::data::ConstElementPtr &entry);

/* Reads the whole map "parameters" (null when there is none), the files that it names, and what
 * the scopes in Kea's map "Dhcp4" say (null: none are looked at). Throws config_error. */
std::shared_ptr<const owned_policy>
read_config(const isc::data::ConstElementPtr &parameters,
            const isc::data::ConstElementPtr &dhcp4 = isc::data::ConstElementPtr());

} // namespace cdc43_hook

#endif
