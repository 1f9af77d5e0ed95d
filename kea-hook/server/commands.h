/* SPDX-License-Identifier: MIT */
/* The commands for the control socket: cdc43-explain, cdc43-status, cdc43-profile-list. */
#ifndef CDC43_HOOK_SERVER_COMMANDS_H
#define CDC43_HOOK_SERVER_COMMANDS_H

#include <hooks/hooks.h>

namespace cdc43_hook {

void register_commands(isc::hooks::LibraryHandle &handle);

} // namespace cdc43_hook

#endif
