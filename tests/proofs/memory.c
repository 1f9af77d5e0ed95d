/* SPDX-License-Identifier: MIT */
/* memcpy and memcmp for the proofs: both prove that they may touch what they are given. */
#include "tests/proofs/proof.h"

int nondet_int(void);

/* Any answer. What is proved with it holds for the true answer too. */
int memcmp(const void *a, const void *b, size_t n) {
    PROVE(__CPROVER_r_ok(a, n));
    PROVE(__CPROVER_r_ok(b, n));
    return nondet_int();
}

/* Changes one octet, any one: what is proved about one octet of the output holds for all, and no
 * proof reads what was copied. */
void *memcpy(void *to, const void *from, size_t n) {
    const size_t at = nondet_size();

    PROVE(__CPROVER_w_ok(to, n));
    PROVE(__CPROVER_r_ok(from, n));
    if (at < n) {
        ((uint8_t *)to)[at] = nondet_octet();
    }
    return to;
}
