/* SPDX-License-Identifier: MIT */
/* The entry points that Kea finds by name, and nothing else that the library shows. */
#ifndef CDC43_HOOK_SERVER_LOAD_UNLOAD_H
#define CDC43_HOOK_SERVER_LOAD_UNLOAD_H

#include <hooks/hooks.h>

#define CDC43_HOOK_EXPORT __attribute__((visibility("default")))

/* None of them throws. Callouts always return 0. */
extern "C" {
CDC43_HOOK_EXPORT int version();
CDC43_HOOK_EXPORT int multi_threading_compatible();

/* Fails only in another daemon than kea-dhcp4; wrong parameters are refused later. */
CDC43_HOOK_EXPORT int load(isc::hooks::LibraryHandle &handle);
CDC43_HOOK_EXPORT int unload();

/* Takes the parameters in use, or refuses the whole configuration. */
CDC43_HOOK_EXPORT int dhcp4_srv_configured(isc::hooks::CalloutHandle &handle);

/* Takes what has changed in a configuration database. It is in use by Kea already and cannot be
 * refused; when something is wrong with it, phones get what they got before. */
CDC43_HOOK_EXPORT int cb4_updated(isc::hooks::CalloutHandle &handle);

/* Puts option 43 into a response. */
CDC43_HOOK_EXPORT int pkt4_send(isc::hooks::CalloutHandle &handle);
}

#endif
