/* SPDX-License-Identifier: MIT */
/* Kea's packet threads, which Kea forgets when a configuration is refused. */
#ifndef CDC43_HOOK_SERVER_THREADS_H
#define CDC43_HOOK_SERVER_THREADS_H

#include <cc/data.h>

/* A server with multi-threading stops its threads before it reads a new configuration, and starts
 * those of the new one after it has asked the libraries. If a library refuses, multi-threading
 * stays on but no thread runs, and no client gets a response. So a library that refuses must start
 * the old threads again. Kea's main thread calls all of these. */
namespace cdc43_hook {

/* The part of the map Dhcp4 (or null) that is about threads; null when there is none. */
isc::data::ConstElementPtr threads_in(const isc::data::ConstElementPtr &dhcp4);

/* threads: that part of an accepted configuration. */
void remember_threads(const isc::data::ConstElementPtr &threads);

/* Sets up the threads of the last accepted configuration; nothing when there was none. */
void restore_threads();

} // namespace cdc43_hook

#endif
