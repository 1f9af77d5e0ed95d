/* SPDX-License-Identifier: MIT */
/* The entry points that Kea finds by name; the library exports nothing else. */
#ifndef CDC43_HOOK_SERVER_LOAD_UNLOAD_H
#define CDC43_HOOK_SERVER_LOAD_UNLOAD_H

#include <hooks/hooks.h>

#define CDC43_HOOK_EXPORT __attribute__((visibility("default")))

/* None of them throws. Callouts always return 0. */
extern "C" {
CDC43_HOOK_EXPORT int version();
CDC43_HOOK_EXPORT int multi_threading_compatible();

/* Fails only in a daemon other than kea-dhcp4; wrong parameters are refused later. */
CDC43_HOOK_EXPORT int load(isc::hooks::LibraryHandle &handle);
CDC43_HOOK_EXPORT int unload();

/* Uses the parameters from now on, or refuses the whole configuration. */
CDC43_HOOK_EXPORT int dhcp4_srv_configured(isc::hooks::CalloutHandle &handle);

/* Reads the changes in a configuration database. Kea already uses them, so they cannot be refused;
 * if something is wrong, phones get the octets of before. */
CDC43_HOOK_EXPORT int cb4_updated(isc::hooks::CalloutHandle &handle);

/* Adds option 43 to a response. */
CDC43_HOOK_EXPORT int pkt4_send(isc::hooks::CalloutHandle &handle);
}

#endif
