/* SPDX-License-Identifier: MIT */
/* Takes from Kea's packets what the decision needs. */
#ifndef CDC43_HOOK_SERVER_PACKET_H
#define CDC43_HOOK_SERVER_PACKET_H

#include <dhcp/pkt4.h>

#include "kea-hook/credentials/challenge.h"
#include "kea-hook/policy/decide.h"

namespace cdc43_hook {

/* Option 15 of a response. */
struct domain_of_response {
    size_t len;
    uint8_t octets[CDC43_OPTION_MAX];
};

/* All views point into the packet, or into ret_domain. */
cdc43_view vendor_class_of(const isc::dhcp::Pkt4Ptr &query);
cdc43_hook_response response_of(const isc::dhcp::Pkt4Ptr &query, const isc::dhcp::Pkt4Ptr &response,
                                const cdc43_hook_policy &policy);
void client_of(const isc::dhcp::Pkt4Ptr &query, const isc::dhcp::Pkt4Ptr &response,
               const cdc43_hook_scopes &scopes, cdc43_hook_client &client);
cdc43_hook_phone phone_of(const isc::dhcp::Pkt4Ptr &query, const isc::dhcp::Pkt4Ptr &response,
                          cdc43_view vendor_class, domain_of_response &ret_domain);

} // namespace cdc43_hook

#endif
