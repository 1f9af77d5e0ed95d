/* SPDX-License-Identifier: MIT */
/* Host and port of a Server (check_authority of server.h) on every input; the model that stands for
 * them in the proof of the whole rule, in value.c. */
#include "tests/proofs/server.h"

/* The function is not public: the harness is in its file. */
#include "tlv/option43.c"

#define LEN_MAX 400

void authority_is_safe(void);

void authority_is_safe(void) {
    const size_t len = nondet_size();
    const size_t start = nondet_size();
    const uint8_t *octets;
    const uint8_t *at;
    enum cdc43_err err;

    ASSUME(len <= LEN_MAX && start <= len);
    octets = any_octets_and_one(len);
    at = check_authority(octets + start, octets + len, &err);
    PROVE(ORDER(octets + start, at) && ORDER(at, octets + len));
    PROVE(err == CDC43_OK || err == CDC43_ERR_SERVER_HOST || err == CDC43_ERR_SERVER_PORT);
    if (err == CDC43_OK) {
        PROVE(OFFSET(at) > start && ENDS(at, octets + len));
        PROVE(any_place < start || any_place >= OFFSET(at) || IS_VISIBLE(any_octet));
    }
}
