/* SPDX-License-Identifier: MIT */
/* Says for one phone in one location what it gets and why. */
#ifndef CDC43_KEA_EXPLAIN_H
#define CDC43_KEA_EXPLAIN_H

#include <string>

#include <cc/data.h>

#include "kea-hook/offline/outcome.h"

namespace cdc43_kea {

struct explain_request {
    client who;
    location where;
    bool show_secrets;
};

/* The explanation as one JSON object. Without show_secrets, octets that may be secret are masked,
 * see cdc43_print_masked. */
isc::data::ElementPtr explain_json(const configuration &config, const hook_view *hooks,
                                   const explain_request &request);

/* The same for people. */
std::string explain_text(const configuration &config, const hook_view *hooks,
                         const explain_request &request);

} // namespace cdc43_kea

#endif
