/* SPDX-License-Identifier: MIT */
/* What a phone makes of an option 43. */
#ifndef CDC43_HOOK_OFFLINE_JUDGEMENT_H
#define CDC43_HOOK_OFFLINE_JUDGEMENT_H

#include <string>

#include "kea-hook/config/json.h"
#include "tlv/judge.h"

namespace cdc43_kea {

/* octets: all instances joined; the parameters point into them. */
inline cdc43_judgement judge(const std::string &octets) {
    cdc43_judgement result;

    cdc43_judge(&cdc43_phone, cdc43_hook::view_of(octets), &result);
    return result;
}

} // namespace cdc43_kea

#endif
