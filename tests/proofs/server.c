/* SPDX-License-Identifier: MIT */
/* The rules of a Server (server.c) on every input; the model that stands for host and port. */
#include "tests/proofs/text.h"

/* The functions are not public: the harness is in their file. */
#include "tlv/server.c"

#define LEN_MAX 400

void authority_is_safe(void);
void server_is_safe(void);
enum cdc43_err authority_model(const uint8_t *text, size_t end, size_t *at);

void authority_is_safe(void) {
    const size_t len = nondet_size();
    const size_t start = nondet_size();
    size_t at = start;
    const uint8_t *octets;
    enum cdc43_err err;

    ASSUME(len <= LEN_MAX && start <= len);
    octets = any_octets(len);
    any_place = SIZE_MAX; /* not asked for here */
    err = check_authority(octets, len, &at);
    PROVE(at >= start && at <= len);
    if (err == CDC43_OK) {
        PROVE(start != len);
    } else {
        PROVE(err == CDC43_ERR_SERVER_HOST || err == CDC43_ERR_SERVER_PORT);
    }
}

void server_is_safe(void) {
    const size_t len = nondet_size();
    const size_t before = nondet_size();
    struct cdc43_where where = {.offset = before};
    const uint8_t *octets;
    enum cdc43_err err;

    ASSUME(len <= LEN_MAX);
    octets = any_octets_and_one(len);
    err = cdc43_check_server(octets, len, &where);
    PROVE(where.excess == 0);
    if (err == CDC43_OK) {
        PROVE(len != 0 && where.offset == before);
        PROVE(any_place >= len || IS_VISIBLE(any_octet));
    } else {
        PROVE(where.offset - before <= len);
    }
}

enum cdc43_err authority_model(const uint8_t *text, size_t end, size_t *at) {
    const size_t begin = *at;

    PROVE(begin <= end && __CPROVER_r_ok(text, end));
    *at = nondet_size();
    ASSUME(begin <= *at && *at <= end);
    if (nondet_bool()) {
        return nondet_bool() ? CDC43_ERR_SERVER_HOST : CDC43_ERR_SERVER_PORT;
    }
    ASSUME(begin != end);
    return CDC43_OK;
}
