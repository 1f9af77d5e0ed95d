/* SPDX-License-Identifier: MIT */
/* The log messages of messages.mes, as Kea's message compiler writes them, but by hand: Debian 12
 * does not have it. */
#include "kea-hook/server/messages.h"

#include <log/message_initializer.h>

namespace cdc43_hook {

extern const isc::log::MessageID CDC43_HOOK_CERTIFICATE_ENDS = "CDC43_HOOK_CERTIFICATE_ENDS";
extern const isc::log::MessageID CDC43_HOOK_CERTIFICATE_INVALID = "CDC43_HOOK_CERTIFICATE_INVALID";
extern const isc::log::MessageID CDC43_HOOK_CONFIGURED = "CDC43_HOOK_CONFIGURED";
extern const isc::log::MessageID CDC43_HOOK_CONFIG_REFUSED = "CDC43_HOOK_CONFIG_REFUSED";
extern const isc::log::MessageID CDC43_HOOK_FAILED = "CDC43_HOOK_FAILED";
extern const isc::log::MessageID CDC43_HOOK_FILE_UNUSABLE = "CDC43_HOOK_FILE_UNUSABLE";
extern const isc::log::MessageID CDC43_HOOK_IGNORED = "CDC43_HOOK_IGNORED";
extern const isc::log::MessageID CDC43_HOOK_KEPT = "CDC43_HOOK_KEPT";
extern const isc::log::MessageID CDC43_HOOK_LOADED = "CDC43_HOOK_LOADED";
extern const isc::log::MessageID CDC43_HOOK_NOT_SENT = "CDC43_HOOK_NOT_SENT";
extern const isc::log::MessageID CDC43_HOOK_PACKED = "CDC43_HOOK_PACKED";
extern const isc::log::MessageID CDC43_HOOK_PROVISIONING = "CDC43_HOOK_PROVISIONING";
extern const isc::log::MessageID CDC43_HOOK_SENT = "CDC43_HOOK_SENT";
extern const isc::log::MessageID CDC43_HOOK_UNLOADED = "CDC43_HOOK_UNLOADED";
extern const isc::log::MessageID CDC43_HOOK_UPDATE_REFUSED = "CDC43_HOOK_UPDATE_REFUSED";
extern const isc::log::MessageID CDC43_HOOK_WITHHELD = "CDC43_HOOK_WITHHELD";
extern const isc::log::MessageID CDC43_HOOK_WRONG_DAEMON = "CDC43_HOOK_WRONG_DAEMON";

} // namespace cdc43_hook

namespace {

#define MESSAGE(id, text) #id, text

/* Kea wants the table writable, ended by a null pointer. */
const char *values[] = {
    MESSAGE(CDC43_HOOK_CERTIFICATE_ENDS, "%1: the certificate ends at %2, in %3 days (profile %4)"),
    MESSAGE(CDC43_HOOK_CERTIFICATE_INVALID, "%1: %2 (profile %3); its fingerprint is still sent"),
    MESSAGE(CDC43_HOOK_CONFIGURED, "serving %1 with %2 from now on"),
    MESSAGE(CDC43_HOOK_CONFIG_REFUSED, "%1"),
    MESSAGE(CDC43_HOOK_FAILED, "a response was not changed: %1"),
    MESSAGE(CDC43_HOOK_FILE_UNUSABLE, "%1; profile %2 is withheld, its phones get no option 43"),
    MESSAGE(CDC43_HOOK_IGNORED, "%1"),
    MESSAGE(CDC43_HOOK_KEPT, "the octets of %1 are still served"),
    MESSAGE(CDC43_HOOK_LOADED, "cdc43 %1"),
    MESSAGE(CDC43_HOOK_NOT_SENT, "%1: no option 43 from this library: %2 (vendor class: %3)"),
    MESSAGE(CDC43_HOOK_PACKED, "%1: the response is already packed, nothing can be added"),
    MESSAGE(CDC43_HOOK_PROVISIONING, "%1: %2"),
    MESSAGE(CDC43_HOOK_SENT, "%1: option 43 with %2 octets, profile %3, because of %4"),
    MESSAGE(CDC43_HOOK_UNLOADED, "the library is being unloaded"),
    MESSAGE(CDC43_HOOK_UPDATE_REFUSED, "a change in a configuration database: %1"),
    MESSAGE(CDC43_HOOK_WITHHELD, "%1: option 43 was left as the server made it: %2"),
    MESSAGE(CDC43_HOOK_WRONG_DAEMON, "only kea-dhcp4 can use this library, not %1"),
    nullptr,
};

const isc::log::MessageInitializer initializer(values);

} // namespace
