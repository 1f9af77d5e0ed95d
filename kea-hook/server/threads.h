/* SPDX-License-Identifier: MIT */
/* Kea's packet threads, which Kea forgets when a configuration is refused. */
#ifndef CDC43_HOOK_SERVER_THREADS_H
#define CDC43_HOOK_SERVER_THREADS_H

#include <cc/data.h>

/* A server with multi-threading takes its threads down before it reads a new configuration, and
 * sets up those of the new one after it has asked the libraries. When one refuses, it goes on with
 * threads switched on and none there, and serves nobody any more. So whoever refuses must bring
 * the old threads back. All are called by Kea's main thread. */
namespace cdc43_hook {

/* The part of the map Dhcp4 (or null) that is about threads; null when there is none. */
isc::data::ConstElementPtr threads_in(const isc::data::ConstElementPtr &dhcp4);

/* threads: that part of an accepted configuration. */
void remember_threads(const isc::data::ConstElementPtr &threads);

/* Sets up the threads of the last accepted configuration; nothing when there was none. */
void restore_threads();

} // namespace cdc43_hook

#endif
