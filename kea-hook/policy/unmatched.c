/* SPDX-License-Identifier: MIT */
/* The vendor classes that were seen most and that belong to no model. */
#include "kea-hook/policy/unmatched.h"

#include <string.h>

#include "kea-hook/policy/hash.h"

void cdc43_hook_count_unmatched(struct cdc43_hook_unmatched *unmatched,
                                struct cdc43_view vendor_class) {
    struct cdc43_hook_unmatched_class *least = &unmatched->entries[0];
    uint32_t hash;

    if (vendor_class.len > CDC43_HOOK_UNMATCHED_SIZE) {
        vendor_class.len = CDC43_HOOK_UNMATCHED_SIZE;
    }
    hash = cdc43_hook_hash(CDC43_HOOK_HASH_START, vendor_class);
    for (size_t i = 0; i < CDC43_HOOK_UNMATCHED_MAX; i++) {
        struct cdc43_hook_unmatched_class *const entry = &unmatched->entries[i];

        if (entry->count != 0 && entry->hash == hash && entry->len == vendor_class.len &&
            memcmp(entry->octets, vendor_class.data, vendor_class.len) == 0) {
            entry->count++;
            return;
        }
        if (entry->count < least->count) {
            least = entry;
        }
    }
    least->error = least->count;
    least->count++;
    least->hash = hash;
    least->len = vendor_class.len;
    if (vendor_class.len != 0) {
        memcpy(least->octets, vendor_class.data, vendor_class.len);
    }
}
