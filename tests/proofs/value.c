/* SPDX-License-Identifier: MIT */
/* check_value of option43.c, which the proofs of the decoder replace by what is proved here. */
#include "tests/proofs/text.h"

/* The function is not public: the harness is in its file. */
#include "tlv/option43.c"

#define LEN_MAX 400

/* What each octet of an accepted value is. */
#if CODE == 11
#define RIGHT_OCTET(c) IS_VISIBLE(c)
#elif CODE == 12
#define RIGHT_OCTET(c) true
#elif CODE == 13
#define RIGHT_OCTET(c) ((c) >= 0x20 && (c) <= 0x7e)
#else
#define RIGHT_OCTET(c) ((c) <= 1)
#endif

void value_rules(void);

void value_rules(void) {
    const struct cdc43_device *const device = any_device();
    const size_t len = nondet_size();
    const uint8_t *octets;
    const size_t before = nondet_size();
    struct cdc43_where where = {.suboption = CODE, .offset = before};
    enum cdc43_err err;

    ASSUME(len <= LEN_MAX);
    octets = any_octets_and_one(len);
    err = check_value(octets, len, &where, device);
    if (err == CDC43_OK) {
        PROVE(is_right_length(device, CODE, len));
        if (any_place < len) {
            PROVE(RIGHT_OCTET(any_octet));
        }
    } else {
        PROVE(where.offset - before <= len);
        PROVE(where.excess ==
              (err == CDC43_ERR_FINGERPRINT_LENGTH || err == CDC43_ERR_FLAG_LENGTH ? len : 0));
    }
}
