/* SPDX-License-Identifier: MIT */
/* The log messages of messages.mes, which has a paragraph on each. */
#ifndef CDC43_HOOK_SERVER_MESSAGES_H
#define CDC43_HOOK_SERVER_MESSAGES_H

#include <log/message_types.h>

namespace cdc43_hook {

extern const isc::log::MessageID CDC43_HOOK_CERTIFICATE_ENDS;
extern const isc::log::MessageID CDC43_HOOK_CERTIFICATE_INVALID;
extern const isc::log::MessageID CDC43_HOOK_CONFIGURED;
extern const isc::log::MessageID CDC43_HOOK_CONFIG_REFUSED;
extern const isc::log::MessageID CDC43_HOOK_FAILED;
extern const isc::log::MessageID CDC43_HOOK_FILE_UNUSABLE;
extern const isc::log::MessageID CDC43_HOOK_IGNORED;
extern const isc::log::MessageID CDC43_HOOK_KEPT;
extern const isc::log::MessageID CDC43_HOOK_LOADED;
extern const isc::log::MessageID CDC43_HOOK_NOT_SENT;
extern const isc::log::MessageID CDC43_HOOK_PACKED;
extern const isc::log::MessageID CDC43_HOOK_PROVISIONING;
extern const isc::log::MessageID CDC43_HOOK_SENT;
extern const isc::log::MessageID CDC43_HOOK_UNLOADED;
extern const isc::log::MessageID CDC43_HOOK_UPDATE_REFUSED;
extern const isc::log::MessageID CDC43_HOOK_WITHHELD;
extern const isc::log::MessageID CDC43_HOOK_WRONG_DAEMON;

} // namespace cdc43_hook

#endif
