/* SPDX-License-Identifier: MIT */
/* check_value of option43.c, which the proofs of the decoder replace by what is proved here. */
#include "tests/proofs/text.h"

/* The function is not public: the harness is in its file. */
#include "tlv/option43.c"

#define LEN_MAX 400

void value_rules(void);

void value_rules(void) {
    const struct cdc43_profile *const profile = any_profile();
    const size_t len = nondet_size();
    const size_t start = nondet_size();
    const uint8_t *octets;
    const size_t before = nondet_size();
    struct cdc43_where where = {.offset = before};
    enum cdc43_err err;

    ASSUME(len <= LEN_MAX && start <= len);
    octets = any_octets_and_one(len);
    err = check_value(profile, CODE, octets + start, octets + len, &where);
    if (err == CDC43_OK) {
        PROVE(is_right_length(profile, CODE, len - start));
        if (CODE != CDC43_ROOT_CA_FINGERPRINT && any_place >= start && any_place < len) {
            PROVE(any_octet >= (CODE == CDC43_SERVER ? 0x21 : 0x20) && any_octet <= 0x7e);
        }
    } else {
        PROVE(where.offset - before <= len - start);
        PROVE(where.excess == (err == CDC43_ERR_FINGERPRINT_LENGTH ? len - start : 0));
    }
}
