/* SPDX-License-Identifier: MIT */
/* The hash of all tables of the policy. */
#ifndef CDC43_HOOK_POLICY_HASH_H
#define CDC43_HOOK_POLICY_HASH_H

#include <stdint.h>

#include "tlv/cdc43.h"

/* FNV-1a, 32 bits: of a longer text it goes on from the hash of its beginning, so that one pass
 * over a vendor class yields the hash of each of its prefixes. Packets cannot fill a
 * table, only the operator can, so a keyed hash would gain nothing. */
#define CDC43_HOOK_HASH_START UINT32_C(2166136261)
#define CDC43_HOOK_HASH_FACTOR UINT32_C(16777619)

static inline uint32_t cdc43_hook_hash_step(uint32_t hash, uint8_t octet) {
    return (hash ^ octet) * CDC43_HOOK_HASH_FACTOR;
}

static inline uint32_t cdc43_hook_hash(uint32_t start, struct cdc43_view octets) {
    uint32_t hash = start;

    for (size_t i = 0; i < octets.len; i++) {
        hash = cdc43_hook_hash_step(hash, octets.data[i]);
    }
    return hash;
}

#endif
