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
    const uint8_t *at = NULL;
    enum cdc43_err err;

    ASSUME(len <= LEN_MAX && start <= len);
    octets = any_octets(len);
    any_place = SIZE_MAX; /* not asked for here */
    err = check_authority(octets + start, octets + len, &at);
    if (err == CDC43_OK) {
        PROVE(start != len && at == NULL);
    } else {
        PROVE(err == CDC43_ERR_SERVER_HOST || err == CDC43_ERR_SERVER_PORT);
        PROVE(ORDER(octets + start, at) && ORDER(at, octets + len));
    }
}
