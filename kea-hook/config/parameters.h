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
#include "kea-hook/credentials/files.h"
#include "kea-hook/policy/decide.h"

namespace cdc43_hook {

/* What a lenient reading let pass. */
struct fault {
    size_t profile;       /* index */
    std::string sentence; /* as what() of a config_error */
    bool is_withheld;     /* a file cannot be used; otherwise a certificate is not valid now */
};

/* A certificate whose fingerprint is sent. */
struct ca_certificate {
    size_t profile;   /* index */
    std::string path; /* of the parameter */
    cdc43_hook_validity validity;
};

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
    bool is_lenient = false; /* time and files are no reason to refuse it */
    std::vector<fault> faults = {};
    std::vector<ca_certificate> certificates = {};
    std::vector<std::string> ignored = {}; /* see ignored_settings */

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

/* change: somebody changes a configuration and can correct it. start: nobody may be there, and
 * clients wait for the server, so files that cannot be used only withhold their profiles, and
 * certificates that are not valid now are served (unless "on-unavailable" is "refuse"). */
enum class occasion { change, start };

/* Reads the whole map "parameters" (null when there is none), the files that it names, and what
 * the scopes in Kea's map "Dhcp4" say (null: none are looked at). Throws config_error. */
std::shared_ptr<const owned_policy>
read_config(const isc::data::ConstElementPtr &parameters,
            const isc::data::ConstElementPtr &dhcp4 = isc::data::ConstElementPtr(),
            occasion when = occasion::change);

} // namespace cdc43_hook

#endif
