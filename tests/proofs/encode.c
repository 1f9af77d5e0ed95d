/* SPDX-License-Identifier: MIT */
/* cdc43_check, cdc43_check_complete and cdc43_encode on all parameters. */
#include "tests/proofs/proof.h"

#define LEN_MAX 400

void encode_is_safe(void);
void complete_is_safe(void);
void *written_model(void *to, const void *from, size_t n);
enum cdc43_err check_value_model(const uint8_t *value, size_t len, struct cdc43_where *ret_where,
                                 const struct cdc43_device *device);

static uint8_t *watched; /* any octet of the output */

static struct cdc43_view any_view(void) {
    const size_t len = nondet_size();

    ASSUME(len <= LEN_MAX);
    return (struct cdc43_view){any_octets(len), len};
}

void encode_is_safe(void) {
    const size_t capacity = nondet_size();
    const size_t limit = nondet_size();
    const size_t byte = nondet_size();
    struct cdc43_params params;
    struct cdc43_where where;
    uint8_t *room;
    uint8_t before;
    size_t len = nondet_size();
    const size_t len_before = len;
    enum cdc43_err err;

    ASSUME(capacity <= LEN_MAX && byte < capacity);
    params.server = any_view();
    params.root_ca_fingerprint = any_view();
    params.challenge_password = any_view();
    room = any_octets(capacity);
    watched = &room[byte];
    before = *watched;
    err = cdc43_encode(any_device(), &params, limit, room, capacity, &len, &where);
    if (err != CDC43_OK) {
        PROVE(len == len_before && *watched == before);
    } else {
        PROVE(len <= limit && len <= 255 && len <= capacity);
        PROVE(len == encoded_size(&params));
        PROVE(byte < len || *watched == before);
    }
}

void complete_is_safe(void) {
    const struct cdc43_device *const device = any_device();
    struct cdc43_params params;
    struct cdc43_where where;
    const enum cdc43_err err = cdc43_check_complete(device, &params, &where);

    if (err == CDC43_OK) {
        PROVE((params.present & 0x06U) == 0x06U && (params.present & ~0x3fU) == 0);
        PROVE(device == &cdc43_phone || ((params.present & 0x31U) == 0x10U && (params.on & 0x10U)));
    } else {
        PROVE(err == CDC43_ERR_MISSING || err == CDC43_ERR_ENROLMENT_OFF ||
              err == CDC43_ERR_UNKNOWN_SUBOPTION);
        PROVE(where.suboption >= 10 && where.suboption <= 17);
    }
}

/* Stands for memcpy. What is written to one octet is not known, which one does not matter. */
void *written_model(void *to, const void *from, size_t n) {
    PROVE(__CPROVER_w_ok(to, n));
    PROVE(__CPROVER_r_ok(from, n));
    if (__CPROVER_same_object(to, watched) &&
        __CPROVER_POINTER_OFFSET(watched) - __CPROVER_POINTER_OFFSET(to) < n) {
        *watched = nondet_octet();
    }
    return to;
}

/* Stands for check_value of option43.c, whose own proof is in value.c. */
enum cdc43_err check_value_model(const uint8_t *value, size_t len, struct cdc43_where *ret_where,
                                 const struct cdc43_device *device) {
    const unsigned code = ret_where->suboption;

    PROVE(__CPROVER_r_ok(value, len));
    if (nondet_bool()) {
        ret_where->offset = nondet_size();
        ret_where->excess = nondet_size();
        return CDC43_ERR_PASSWORD_CHARACTER;
    }
    ASSUME(is_right_length(device, code, len));
    return CDC43_OK;
}
