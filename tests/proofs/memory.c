/* SPDX-License-Identifier: MIT */
/* memcpy and memcmp for the proofs: both prove that they may touch what they are given. */
#include "tests/proofs/proof.h"

int nondet_int(void);

/* A proof that runs something twice defines it: both runs get the same answer. */
#ifdef ONE_ANSWER
int one_answer;
#define ANSWER() one_answer
#else
#define ANSWER() nondet_int()
#endif

struct accepted accepted[6];
size_t any_place;
uint8_t any_octet;

/* The true answer for the few octets of a word of the syntax; for more any answer, and what is
 * proved with that holds for the true answer too. */
int memcmp(const void *a, const void *b, size_t n) {
    const uint8_t *const left = a;
    const uint8_t *const right = b;

    PROVE(__CPROVER_r_ok(a, n));
    PROVE(__CPROVER_r_ok(b, n));
#define DIFFER(i) ((i) < n && left[i] != right[i])
    return n > 7 ? ANSWER()
                 : DIFFER(0) || DIFFER(1) || DIFFER(2) || DIFFER(3) || DIFFER(4) || DIFFER(5) ||
                       DIFFER(6);
#undef DIFFER
}

unsigned first_of_model(unsigned set);

/* Stands for first_of of option43.c, which the proof "complete" runs as it is. */
unsigned first_of_model(unsigned set) {
    const unsigned place = nondet_unsigned();

    PROVE(set != 0);
    ASSUME(place >= 1 && place <= 32 && (set >> (place - 1) & 1U) != 0);
    ASSUME((set & ((1U << (place - 1)) - 1U)) == 0);
    return place;
}

/* The octets of one word truly; of more it changes one octet, any one: what is proved about one
 * octet of the output holds for all, and no proof reads what was copied. */
void *memcpy(void *to, const void *from, size_t n) {
    const size_t at = nondet_size();

    PROVE(__CPROVER_w_ok(to, n));
    PROVE(__CPROVER_r_ok(from, n));
    if (n == 8) {
        *(uint64_t *)to = *(const uint64_t *)from;
    } else if (at < n) {
        ((uint8_t *)to)[at] = nondet_octet();
    }
    return to;
}
