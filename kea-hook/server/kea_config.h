/* SPDX-License-Identifier: MIT */
/* Kea's own configuration, with what it has read out of configuration databases. */
#ifndef CDC43_HOOK_SERVER_KEA_CONFIG_H
#define CDC43_HOOK_SERVER_KEA_CONFIG_H

#include <cc/data.h>

namespace cdc43_hook {

/* Does the map Dhcp4 name configuration databases? */
bool has_databases(const isc::data::ConstElementPtr &dhcp4);

/* The rest by Kea's main thread. */

/* The map Dhcp4 with what the databases hold, as config-get shows it: of the configuration that is
 * being taken, and of the one in use. Elements have no position. */
isc::data::ConstElementPtr staged_config();
isc::data::ConstElementPtr current_config();

/* Is the server starting: has it not had any configuration yet? */
bool is_starting();

/* Does the configuration in use list this library? */
bool is_listed();

/* Which configuration is being taken, and has Kea put that one in use? */
const void *staged_one();
bool is_current(const void *config);

} // namespace cdc43_hook

#endif
