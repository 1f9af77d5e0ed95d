/* SPDX-License-Identifier: MIT */
/* check_value of option43.c, which the proofs of the decoder replace by what is proved here. */
#include "tests/proofs/proof.h"

/* The function is not public: the harness is in its file. */
#include "tlv/option43.c"

#ifndef LEN_MAX
#define LEN_MAX 400
#endif

void value_rules(void);

void value_rules(void) {
    const struct cdc43_profile *const profile = any_profile();
    const size_t len = nondet_size();
    const size_t start = nondet_size();
    const size_t offset = nondet_size();
    struct cdc43_where where;
    struct cdc43_view value;
    enum cdc43_err err;
    unsigned code;

    ASSUME(len <= LEN_MAX && start <= len && offset <= LEN_MAX);
    value = (struct cdc43_view){any_octets(len) + start, len - start};
    code = CODE;
    where = (struct cdc43_where){(uint8_t)code, offset, 0};
    err = check_value(profile, value, &where);
    PROVE(where.suboption == code && where.offset >= offset && where.offset - offset <= value.len);
    if (err == CDC43_OK) {
        PROVE(is_right_length(profile, code, value.len));
    }
}
