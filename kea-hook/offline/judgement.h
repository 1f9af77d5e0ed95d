/* SPDX-License-Identifier: MIT */
/* What a phone makes of an option 43: the one judgement that every answer is built on. */
#ifndef CDC43_HOOK_OFFLINE_JUDGEMENT_H
#define CDC43_HOOK_OFFLINE_JUDGEMENT_H

#include <string>
#include <vector>

#include "tlv/cdc43.h"

namespace cdc43_kea {

/* A rule of the format that octets break. */
struct broken_rule {
    cdc43_err err;
    cdc43_where where;
    bool is_tolerated; /* phones take the value all the same */
};

struct judgement {
    std::vector<broken_rule> broken = {};
    /* Can the octets be read at all? Only then do params count; they point into the octets. */
    bool is_readable = false;
    cdc43_params params = {};
    bool has_fips = false; /* FIPS Mode is on, also if another suboption is broken */

    /* The first rule for which a phone refuses the octets; NULL: it takes them. */
    const broken_rule *refusal() const;
};

/* octets: all instances joined. Each suboption's own errors are found, also those after the first;
 * those of what no longer can be read after a wrong length are not. */
judgement judge(const std::string &octets);

} // namespace cdc43_kea

#endif
