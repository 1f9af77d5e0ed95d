/* SPDX-License-Identifier: MIT */
/* Puts the octets of a profile, or a phone's own, into a response's option 43. */
#ifndef CDC43_HOOK_SERVER_RESPONSE_H
#define CDC43_HOOK_SERVER_RESPONSE_H

#include <dhcp/pkt4.h>

#include "kea-hook/server/active.h"

namespace cdc43_hook {

/* Adds the octets, merged with the server's own. If that is not possible, it changes the outcome
 * and leaves the response as it is. decision: its outcome must be that the octets are sent. */
void fill_in(const isc::dhcp::Pkt4Ptr &query, const isc::dhcp::Pkt4Ptr &response,
             const service &current, cdc43_view vendor_class, cdc43_hook_decision &decision);

} // namespace cdc43_hook

#endif
