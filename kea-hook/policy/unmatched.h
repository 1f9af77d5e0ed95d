/* SPDX-License-Identifier: MIT */
/* The vendor classes that were seen most and that belong to no model. */
#ifndef CDC43_HOOK_POLICY_UNMATCHED_H
#define CDC43_HOOK_POLICY_UNMATCHED_H

/* Conventions as in policy.h. Not thread-safe; callers must hold a lock. */
#include "tlv/cdc43.h"

#ifdef __cplusplus
extern "C" {
#endif

#define CDC43_HOOK_UNMATCHED_MAX 32U  /* vendor classes */
#define CDC43_HOOK_UNMATCHED_SIZE 64U /* octets of each that are kept */

struct cdc43_hook_unmatched_class {
    uint64_t count; /* times seen, at most; 0: a free entry */
    uint64_t error; /* too many by this, at most */
    uint32_t hash;
    size_t len; /* of what is kept */
    uint8_t octets[CDC43_HOOK_UNMATCHED_SIZE];
};

/* Start from all zero. */
struct cdc43_hook_unmatched {
    struct cdc43_hook_unmatched_class entries[CDC43_HOOK_UNMATCHED_MAX];
};

/* Counts a vendor class. Those that are alike in their first CDC43_HOOK_UNMATCHED_SIZE octets count
 * as one. When all entries are taken, the one with the lowest count goes, and the new one inherits
 * that count as its error: whatever is frequent stays ("space saving", Metwally and others 2005).
 */
void cdc43_hook_count_unmatched(struct cdc43_hook_unmatched *unmatched,
                                struct cdc43_view vendor_class);

#ifdef __cplusplus
}
#endif

#endif
