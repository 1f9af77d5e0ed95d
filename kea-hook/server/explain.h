/* SPDX-License-Identifier: MIT */
/* What a client would get, and why, by the same decision as for packets. */
#ifndef CDC43_HOOK_SERVER_EXPLAIN_H
#define CDC43_HOOK_SERVER_EXPLAIN_H

#include "kea-hook/config/parameters.h"

namespace cdc43_hook {

/* arguments: of the command cdc43-explain, may be null. ret_text: one sentence. The challenge
 * password is in neither. Throws config_error about wrong arguments. */
isc::data::ConstElementPtr explain(const owned_policy &policy,
                                   const isc::data::ConstElementPtr &arguments,
                                   std::string *ret_text);

inline isc::data::ElementPtr text_element(const std::string &text) {
    return isc::data::Element::create(text);
}

/* The values in octets by their names, the challenge password not shown. vendor: whose devices read
 * them. */
isc::data::ElementPtr parameters_of(cdc43_view octets, cdc43_vendor_id vendor);

} // namespace cdc43_hook

#endif
