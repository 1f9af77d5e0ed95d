/* SPDX-License-Identifier: MIT */
/* What the proofs share: values of which nothing is known, input without room behind it. */
#ifndef CDC43_PROOFS_PROOF_H
#define CDC43_PROOFS_PROOF_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tests/proofs/contracts.h"
#include "tlv/cdc43.h"

/* CBMC takes functions of this name to return any value. */
size_t nondet_size(void);
unsigned nondet_unsigned(void);
uint8_t nondet_octet(void);
bool nondet_bool(void);

#define ASSUME(condition) __CPROVER_assume(condition)
#define PROVE(condition) __CPROVER_assert(condition, #condition)

/* len octets of any content; one octet too far is outside the object. */
static inline uint8_t *any_octets(size_t len) {
    uint8_t *const octets = malloc(len);

    ASSUME(octets != NULL);
    return octets;
}

/* The same, and any_place and any_octet are about them. */
static inline uint8_t *any_octets_and_one(size_t len) {
    uint8_t *const octets = any_octets(len);

    any_place = nondet_size();
    if (any_place < len) {
        any_octet = octets[any_place];
    }
    return octets;
}

static inline const struct cdc43_device *any_device(void) {
    return nondet_bool() ? &cdc43_phone : &cdc43_roomos;
}

/* Does the value have a length that its suboption allows? */
static inline bool is_right_length(const struct cdc43_device *device, unsigned code, size_t len) {
    switch (code) {
    case 11:
        return LENGTH_SERVER(device, len);
    case 12:
        return LENGTH_DIGEST(device, len);
    case 13:
        return LENGTH_PASSWORD(device, len);
    default:
        return LENGTH_FLAG(device, len);
    }
}

/* The octets that the encoder needs, written once more, apart from the code. */
static inline size_t encoded_size(const struct cdc43_params *params) {
    size_t size =
        cdc43_has(params, 10) * 3U + cdc43_has(params, 14) * 3U + cdc43_has(params, 15) * 3U;

    size += cdc43_has(params, 11) ? 2 + params->server.len : 0;
    size += cdc43_has(params, 12) ? 2 + params->root_ca_fingerprint.len : 0;
    size += cdc43_has(params, 13) && params->challenge_password.len != 0
                ? 2 + params->challenge_password.len
                : 0;
    return size;
}

#endif
