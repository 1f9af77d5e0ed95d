/* SPDX-License-Identifier: MIT */
/* What the decision wants to know, taken out of Kea's packets. */
#ifndef CDC43_HOOK_PACKET_H
#define CDC43_HOOK_PACKET_H

#include <dhcp/pkt4.h>

#include "kea-hook/decide.h"

namespace cdc43_hook {

/* All views point into the packet. */
cdc43_view vendor_class_of(const isc::dhcp::Pkt4Ptr &query);
cdc43_hook_answer answer_of(const isc::dhcp::Pkt4Ptr &query, const isc::dhcp::Pkt4Ptr &response,
                            const cdc43_hook_policy &policy);
void client_of(const isc::dhcp::Pkt4Ptr &query, const isc::dhcp::Pkt4Ptr &response,
               const cdc43_hook_scopes &scopes, cdc43_hook_client &client);

} // namespace cdc43_hook

#endif
