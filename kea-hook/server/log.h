/* SPDX-License-Identifier: MIT */
/* The hook's logger, "kea-dhcp4.cdc43-hooks" in Kea's configuration. */
#ifndef CDC43_HOOK_SERVER_LOG_H
#define CDC43_HOOK_SERVER_LOG_H

#include <string>

#include <log/log_dbglevels.h>
#include <log/logger.h>
#include <log/macros.h>

#include "kea-hook/server/messages.h"
#include "tlv/cdc43.h"

namespace cdc43_hook {

/* Never destroyed: at the very end of a process Kea may unload the library after its own static
 * objects are gone. */
extern isc::log::Logger &logger;

/* Logs the exception. Call it in the catch (...) at the end of a callout. */
void report_exception() noexcept;

/* Octets from the network as one bounded line of printable characters. */
std::string printable(cdc43_view octets);

} // namespace cdc43_hook

#endif
