/* SPDX-License-Identifier: MIT */
/* Our suboptions among those that Kea's own configuration put into option 43. */
#include "kea-hook/policy/policy.h"

#include <string.h>

#define PAD_OCTET 0U
#define END_OCTET 255U

static bool is_ours(unsigned code) {
    return code >= CDC43_FIRST_SUBOPTION && code <= CDC43_LAST_SUBOPTION;
}

/* Takes the next suboption that is not ours, header included, from *at on. Returns 1, or 0 at the
 * end, or -1 if the octets are not a list of suboptions. */
static int next_of_theirs(struct cdc43_view theirs, size_t *at, struct cdc43_view *ret_suboption) {
    while (*at < theirs.len) {
        const size_t start = *at;
        struct cdc43_tlv tlv;
        struct cdc43_where where;

        if (cdc43_next(theirs, at, &tlv, &where) != CDC43_OK) {
            return -1;
        }
        if (tlv.code != PAD_OCTET && tlv.code != END_OCTET && !is_ours(tlv.code)) {
            *ret_suboption = (struct cdc43_view){theirs.data + start, *at - start};
            return 1;
        }
    }
    return 0;
}

/* Copies the suboptions of theirs with codes from low to high, ascending. Room for them was
 * counted before. */
static size_t copy_range(struct cdc43_view theirs, unsigned low, unsigned high, uint8_t *to) {
    size_t len = 0;

    while (low <= high) {
        struct cdc43_view suboption;
        unsigned lowest = END_OCTET;
        size_t at = 0;

        while (next_of_theirs(theirs, &at, &suboption) > 0) {
            if (suboption.data[0] >= low && suboption.data[0] < lowest) {
                lowest = suboption.data[0];
            }
        }
        if (lowest > high || lowest == END_OCTET) {
            break;
        }
        at = 0;
        while (next_of_theirs(theirs, &at, &suboption) > 0) {
            if (suboption.data[0] == lowest) {
                memcpy(to + len, suboption.data, suboption.len);
                len += suboption.len;
            }
        }
        low = lowest + 1;
    }
    return len;
}

enum cdc43_hook_err cdc43_hook_merge(struct cdc43_view theirs, struct cdc43_view ours,
                                     uint8_t ret_octets[CDC43_OPTION_MAX], size_t *ret_len,
                                     size_t *ret_excess) {
    struct cdc43_view suboption;
    size_t total = ours.len;
    size_t at = 0;
    size_t len;
    int more;

    while ((more = next_of_theirs(theirs, &at, &suboption)) > 0) {
        total += suboption.len;
    }
    if (more < 0) {
        return CDC43_HOOK_ERR_THEIRS;
    }
    if (total > CDC43_OPTION_MAX) {
        *ret_excess = total - CDC43_OPTION_MAX;
        return CDC43_HOOK_ERR_FULL;
    }
    len = copy_range(theirs, PAD_OCTET + 1U, CDC43_FIRST_SUBOPTION - 1U, ret_octets);
    if (ours.len != 0) {
        memcpy(ret_octets + len, ours.data, ours.len);
        len += ours.len;
    }
    len += copy_range(theirs, CDC43_LAST_SUBOPTION + 1U, END_OCTET - 1U, ret_octets + len);
    *ret_len = len;
    return CDC43_HOOK_OK;
}
