/* SPDX-License-Identifier: MIT */
/* The two rules of characters in identity.c, on every input; the models that stand for them. */
#include "tests/proofs/text.h"

#define LEN_MAX 400

void printable_is_told(void);
void name_end_is_found(void);

void printable_is_told(void) {
    const size_t len = nondet_size();
    const size_t before = nondet_size();
    struct cdc43_where where = {.offset = before};
    const unsigned low = LOW;
    const uint8_t *octets;

    ASSUME(len <= LEN_MAX);
    octets = any_octets_and_one(len);
    if (cdc43_are_printable(octets, len, low, &where)) {
        PROVE(where.offset == before && (any_place >= len || AT_LEAST_LOW(any_octet)));
    } else {
        const size_t at = where.offset - before;
        PROVE(at < len && (octets[at] < low || octets[at] > 0x7e));
        PROVE(any_place >= at || AT_LEAST_LOW(any_octet));
    }
}

void name_end_is_found(void) {
    const size_t len = nondet_size();
    const size_t start = nondet_size();
    const uint8_t *octets;
    size_t at;

    ASSUME(len <= LEN_MAX && start <= len);
    octets = any_octets_and_one(len);
    at = cdc43_find_name_end(octets + start, len - start);
    PROVE(at <= len - start);
    PROVE(any_place < start || any_place >= start + at || IS_NAME(any_octet));
}

bool printable_model(const uint8_t *text, size_t len, unsigned low, struct cdc43_where *ret_where) {
    const size_t at = nondet_size();

    PROVE(__CPROVER_r_ok(text, len));
    ASSUME(at <= len);
    ASSUME(EACH(text, at, AT_LEAST_LOW));
    if (at == len) {
        return true;
    }
    ASSUME(text[at] < low || text[at] > 0x7e);
    ret_where->offset += at;
    return false;
}

size_t name_end_model(const uint8_t *text, size_t len) {
    const size_t at = nondet_size();

    PROVE(__CPROVER_r_ok(text, len));
    ASSUME(at <= len);
    ASSUME(EACH(text, at, IS_NAME));
    return at;
}

/* Stands for cdc43_check_server, whose own proof is in server.c. */
enum cdc43_err server_model(const uint8_t *text, size_t len, struct cdc43_where *ret_where) {
    const size_t at = nondet_size();

    PROVE(__CPROVER_r_ok(text, len));
    if (nondet_bool()) {
        ASSUME(at <= len);
        ret_where->offset += at;
        return CDC43_ERR_SERVER_HOST;
    }
    ASSUME(len != 0 && EACH(text, len, IS_VISIBLE));
    return CDC43_OK;
}
