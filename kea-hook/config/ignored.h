/* SPDX-License-Identifier: MIT */
/* Settings that look as if they were for this library, and that nobody reads. */
#ifndef CDC43_HOOK_CONFIG_IGNORED_H
#define CDC43_HOOK_CONFIG_IGNORED_H

#include <string>
#include <vector>

#include "kea-hook/config/json.h"

namespace cdc43_hook {

/* A sentence about each, with path and position as what() of a config_error has them: "cdc43" in
 * the user-context of something that is not a scope, a key one slip away from it, and with_hosts
 * ("host-context" is true) reservations in a database. dhcp4: the map Dhcp4. */
std::vector<std::string> ignored_settings(const node &dhcp4, bool with_hosts);

} // namespace cdc43_hook

#endif
