/* SPDX-License-Identifier: MIT */
/* cdc43_decode on every input. */
#include "tests/proofs/proof.h"

#define LEN_MAX 400

void decode_is_safe(void);

static bool decoded; /* all of it, so that the encoder's rules are asked next */

static bool is_inside(struct cdc43_view view, const uint8_t *octets, size_t len) {
    return __CPROVER_same_object(view.data, octets) && OFFSET(view.data) + view.len <= len;
}

void decode_is_safe(void) {
    const size_t len = nondet_size();
    const size_t byte = nondet_size();
    uint8_t *octets;
    struct cdc43_params params;
    struct cdc43_params before;
    struct cdc43_where where;
    const struct cdc43_device *device;
    unsigned tolerate;
    enum cdc43_err err;

    ASSUME(len <= LEN_MAX && byte < sizeof params);
    octets = any_octets(len);
    before = params;
    device = any_device();
    tolerate = nondet_unsigned();
    decoded = false;
    err = cdc43_decode(device, tolerate, octets, len, &params, &where);
    if (err != CDC43_OK) {
        PROVE(((uint8_t *)&params)[byte] == ((uint8_t *)&before)[byte]);
    } else {
        PROVE(len <= 255 && (params.tolerated & ~tolerate) == 0);
        PROVE((params.present & ~(unsigned)device->suboptions) == 0);
        PROVE((params.on & ~(unsigned)params.present & 0x31U) == 0 && (params.on & 0x0eU) == 0);
        PROVE((params.present & 0x02U) == 0 || params.server.len != 0);
        PROVE((params.present & 0x04U) == 0 ||
              is_right_length(device, 12, params.root_ca_fingerprint.len));
        PROVE(is_inside(params.server, octets, len));
        PROVE(is_inside(params.root_ca_fingerprint, octets, len));
        PROVE(is_inside(params.challenge_password, octets, len));
#ifdef AGAIN
        /* When it is also complete, the encoder accepts it, and needs no more octets. */
        decoded = true;
        PROVE(encoded_size(&params) <= len);
        if ((params.tolerated & CDC43_TOLERATED_SUM_LIMIT_REACHED) == 0 &&
            cdc43_check_complete(device, &params, &where) == CDC43_OK) {
            PROVE(cdc43_check(device, &params, &where) == CDC43_OK);
        }
#endif
    }
}

/* Stands for check_value of option43.c, whose own proof is in value.c. */
enum cdc43_err check_value_model(const uint8_t *value, size_t len, struct cdc43_where *ret_where,
                                 const struct cdc43_device *device);

enum cdc43_err check_value_model(const uint8_t *value, size_t len, struct cdc43_where *ret_where,
                                 const struct cdc43_device *device) {
    const size_t offset = nondet_size();
    const unsigned code = ret_where->suboption;

    PROVE(__CPROVER_r_ok(value, len));
    PROVE(code >= 10 && code <= 15);
    if (decoded) { /* the same octets get the same answer; those of a flag may be elsewhere */
        PROVE(len == accepted[code - 10].len);
        PROVE(code == 10 || code >= 14 || value == accepted[code - 10].data);
        return CDC43_OK;
    }
    if (nondet_bool()) {
        ASSUME(offset <= len);
        ret_where->offset += offset;
        ret_where->excess = nondet_size();
        return nondet_bool() ? CDC43_ERR_SERVER_HOST : CDC43_ERR_FINGERPRINT_LENGTH;
    }
    ASSUME(is_right_length(device, code, len));
    accepted[code - 10] = (struct accepted){value, len};
    return CDC43_OK;
}
