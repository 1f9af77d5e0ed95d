/* SPDX-License-Identifier: MIT */
/* What is shown of certificate parameters, as Kea's JSON has it. */
#ifndef CDC43_HOOK_CONFIG_DESCRIBE_H
#define CDC43_HOOK_CONFIG_DESCRIBE_H

#include <string>

#include <cc/data.h>

#include "tlv/text.h"
#include "tlv/vendors.h"

namespace cdc43_hook {

/* The members that cdc43_describe knows; the challenge password only with show_secrets. */
isc::data::ElementPtr describe(const cdc43_params &params, bool show_secrets);

/* The values of another maker's devices in octets, by their names, as a profile of the hook has
 * them; suboptions that are not theirs are left out. */
isc::data::ElementPtr describe_vendor(cdc43_vendor_id vendor, cdc43_view octets);

/* Hexadecimal digits of a value of option 43; without show_secrets as cdc43_print_masked. */
std::string hex_of(cdc43_view octets, bool show_secrets);

} // namespace cdc43_hook

#endif
