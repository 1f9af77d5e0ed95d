/* SPDX-License-Identifier: MIT */
/* The two rules of characters in identity.c, on every input; the models that stand for them and for
 * what is built on them. */
#include "tests/proofs/server.h"

#define LEN_MAX 400

void unprintable_is_found(void);
void name_end_is_found(void);

void unprintable_is_found(void) {
    const size_t len = nondet_size();
    const size_t start = nondet_size();
    const unsigned low = LOW;
    const uint8_t *octets;
    const uint8_t *at;

    ASSUME(len <= LEN_MAX && start <= len);
    octets = any_octets_and_one(len);
    at = cdc43_find_unprintable(octets + start, octets + len, low);
    PROVE(ORDER(octets + start, at) && ORDER(at, octets + len));
    PROVE(at == octets + len || *at < low || *at > 0x7e);
    PROVE(any_place < start || any_place >= OFFSET(at) || AT_LEAST_LOW(any_octet));
}

void name_end_is_found(void) {
    const size_t len = nondet_size();
    const size_t start = nondet_size();
    const uint8_t *octets;
    const uint8_t *at;

    ASSUME(len <= LEN_MAX && start <= len);
    octets = any_octets_and_one(len);
    at = cdc43_find_name_end(octets + start, octets + len);
    PROVE(ORDER(octets + start, at) && ORDER(at, octets + len));
    PROVE(any_place < start || any_place >= OFFSET(at) || IS_NAME(any_octet));
}

const uint8_t *unprintable_model(const uint8_t *begin, const uint8_t *end, unsigned low) {
    const size_t n = nondet_size();
    const uint8_t *at;

    PROVE(ORDER(begin, end) && __CPROVER_r_ok(begin, OFFSET(end) - OFFSET(begin)));
    ASSUME(n <= OFFSET(end) - OFFSET(begin));
    at = begin + n;
    ASSUME(at == end || *at < low || *at > 0x7e);
    ASSUME(EACH(begin, at, AT_LEAST_LOW));
    return at;
}

const uint8_t *name_end_model(const uint8_t *begin, const uint8_t *end) {
    const size_t n = nondet_size();

    PROVE(ORDER(begin, end) && __CPROVER_r_ok(begin, OFFSET(end) - OFFSET(begin)));
    ASSUME(n <= OFFSET(end) - OFFSET(begin));
    ASSUME(EACH(begin, begin + n, IS_NAME));
    return begin + n;
}

enum cdc43_err authority_model(const uint8_t *begin, const uint8_t *end, const uint8_t **ret_at) {
    const size_t n = nondet_size();

    PROVE(ORDER(begin, end) && __CPROVER_r_ok(begin, OFFSET(end) - OFFSET(begin)));
    if (nondet_bool()) {
        ASSUME(n <= OFFSET(end) - OFFSET(begin));
        *ret_at = begin + n;
        return nondet_bool() ? CDC43_ERR_SERVER_HOST : CDC43_ERR_SERVER_PORT;
    }
    ASSUME(begin != end);
    return CDC43_OK;
}
