/* SPDX-License-Identifier: MIT */
/* Our suboptions among those that Kea's own configuration put into option 43. */
#include "kea-hook/policy/policy.h"

#include <string.h>

#define PAD_OCTET 0U
#define END_OCTET 255U

/* Does our configuration decide about this suboption of the vendor's devices? */
static bool is_ours(enum cdc43_vendor_id vendor, unsigned code) {
    return vendor == CDC43_VENDOR_CISCO
               ? code >= CDC43_FIRST_SUBOPTION && code <= CDC43_LAST_SUBOPTION
               : cdc43_find_vendor_value(vendor, code) != NULL;
}

/* Takes the next suboption, header included, from *at on; PAD and END are passed over. Returns 1,
 * or 0 at the end, or -1 if the octets are not a list of suboptions. */
static int next_suboption(struct cdc43_view octets, size_t *at, struct cdc43_view *ret_suboption) {
    while (*at < octets.len) {
        const size_t start = *at;
        struct cdc43_tlv tlv;
        struct cdc43_where where;

        if (cdc43_next(octets, at, &tlv, &where) != CDC43_OK) {
            return -1;
        }
        if (tlv.code != PAD_OCTET && tlv.code != END_OCTET) {
            *ret_suboption = (struct cdc43_view){octets.data + start, *at - start};
            return 1;
        }
    }
    return 0;
}

/* The lowest code from low on; END_OCTET: there is none. */
static unsigned lowest_code(struct cdc43_view octets, unsigned low) {
    struct cdc43_view suboption;
    unsigned lowest = END_OCTET;
    size_t at = 0;

    while (next_suboption(octets, &at, &suboption) > 0) {
        if (suboption.data[0] >= low && suboption.data[0] < lowest) {
            lowest = suboption.data[0];
        }
    }
    return lowest;
}

/* Copies all suboptions with that code. Room for them was counted before. */
static size_t copy_code(struct cdc43_view octets, unsigned code, uint8_t *to) {
    struct cdc43_view suboption;
    size_t len = 0;
    size_t at = 0;

    while (next_suboption(octets, &at, &suboption) > 0) {
        if (suboption.data[0] == code) {
            memcpy(to + len, suboption.data, suboption.len);
            len += suboption.len;
        }
    }
    return len;
}

enum cdc43_hook_err cdc43_hook_merge(struct cdc43_view theirs, struct cdc43_view ours,
                                     enum cdc43_vendor_id vendor,
                                     uint8_t ret_octets[CDC43_OPTION_MAX], size_t *ret_len,
                                     size_t *ret_excess) {
    struct cdc43_view suboption;
    size_t total = ours.len;
    size_t at = 0;
    size_t len = 0;
    unsigned code = 0;
    int more;

    while ((more = next_suboption(theirs, &at, &suboption)) > 0) {
        total += is_ours(vendor, suboption.data[0]) ? 0 : suboption.len;
    }
    if (more < 0) {
        return CDC43_HOOK_ERR_THEIRS;
    }
    if (total > CDC43_OPTION_MAX) {
        *ret_excess = total - CDC43_OPTION_MAX;
        return CDC43_HOOK_ERR_FULL;
    }
    while (code < END_OCTET) {
        const unsigned in_theirs = lowest_code(theirs, code + 1);
        const unsigned in_ours = lowest_code(ours, code + 1);

        code = in_theirs < in_ours ? in_theirs : in_ours;
        if (code < END_OCTET) {
            len += copy_code(is_ours(vendor, code) ? ours : theirs, code, ret_octets + len);
        }
    }
    *ret_len = len;
    return CDC43_HOOK_OK;
}
