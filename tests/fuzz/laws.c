/* SPDX-License-Identifier: MIT */
/* The laws of decoding and encoding. */
#include "tests/fuzz/laws.h"

#include <string.h>

#include "tests/fuzz/fuzz.h"

static bool same_view(struct cdc43_view a, struct cdc43_view b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

/* The suboptions for which a bit of "on" means something. */
#define FLAGS                                                                                      \
    (CDC43_BIT(CDC43_FIPS_MODE) | CDC43_BIT(CDC43_ENABLE_8021X) |                                  \
     CDC43_BIT(CDC43_CERTIFICATE_SELECT))

bool same_params(const struct cdc43_params *a, const struct cdc43_params *b) {
    const struct {
        enum cdc43_suboption code;
        struct cdc43_view a;
        struct cdc43_view b;
    } values[] = {
        {CDC43_SERVER, a->server, b->server},
        {CDC43_ROOT_CA_FINGERPRINT, a->root_ca_fingerprint, b->root_ca_fingerprint},
        {CDC43_CHALLENGE_PASSWORD, a->challenge_password, b->challenge_password},
    };

    if (a->present != b->present || (a->on & a->present & FLAGS) != (b->on & b->present & FLAGS)) {
        return false;
    }
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        if (cdc43_has(a, values[i].code) && !same_view(values[i].a, values[i].b)) {
            return false;
        }
    }
    return true;
}

static void assert_inside(struct cdc43_view view, const uint8_t *octets, size_t len) {
    if (view.len != 0) {
        LAW(view.data >= octets && view.len <= len &&
            (size_t)(view.data - octets) <= len - view.len);
    }
}

/* decode, with the outputs checked for being left alone on failure. */
static enum cdc43_err decode(const struct cdc43_device *device, unsigned tolerate,
                             const uint8_t *octets, size_t len, struct cdc43_params *ret_params) {
    struct cdc43_params before;
    struct cdc43_where where;
    enum cdc43_err err;

    memset(ret_params, 0x5a, sizeof *ret_params);
    before = *ret_params;
    err = cdc43_decode(device, tolerate, octets, len, ret_params, &where);
    if (err != CDC43_OK) {
        /* Padding too: it was filled, so that a touch of it is seen as well. */
        /* NOLINTNEXTLINE(bugprone-suspicious-memory-comparison,cert-exp42-c,cert-flp37-c) */
        LAW(memcmp(&before, ret_params, sizeof before) == 0);
        LAW(cdc43_err_name(err) != NULL);
        LAW(where.offset <= len);
    } else {
        assert_inside(ret_params->server, octets, len);
        assert_inside(ret_params->root_ca_fingerprint, octets, len);
        assert_inside(ret_params->challenge_password, octets, len);
        LAW((ret_params->present & ~(unsigned)device->suboptions) == 0);
        LAW((ret_params->on & ~(unsigned)ret_params->present) == 0);
        LAW((ret_params->tolerated & ~tolerate) == 0);
    }
    return err;
}

void laws_of_decoding(const struct cdc43_device *device, const uint8_t *octets, size_t len) {
    struct cdc43_params strict;
    struct cdc43_params tolerant;
    struct cdc43_where where;
    uint8_t again[CDC43_OPTION_MAX];
    uint8_t twice[CDC43_OPTION_MAX];
    size_t again_len = 0;
    size_t twice_len = 0;
    const enum cdc43_err strict_err = decode(device, CDC43_STRICT, octets, len, &strict);
    const enum cdc43_err tolerant_err = decode(device, CDC43_TOLERANT, octets, len, &tolerant);

    if (strict_err == CDC43_OK) {
        LAW(tolerant_err == CDC43_OK && tolerant.tolerated == 0);
        LAW(same_params(&strict, &tolerant));
    } else if (tolerant_err == CDC43_OK) {
        LAW((tolerant.tolerated & (1U << ((unsigned)strict_err - 1U))) != 0);
        LAW(decode(device, tolerant.tolerated, octets, len, &strict) == CDC43_OK);
    }
    if (tolerant_err != CDC43_OK || cdc43_check_complete(device, &tolerant, &where) != CDC43_OK) {
        return;
    }
    if ((tolerant.tolerated & CDC43_TOLERATED_SUM_LIMIT_REACHED) != 0) {
        LAW(cdc43_encode(device, &tolerant, CDC43_OPTION_MAX, again, sizeof again, &again_len,
                         &where) == CDC43_ERR_SUM_LIMIT_REACHED);
        return;
    }
    LAW(cdc43_encode(device, &tolerant, CDC43_OPTION_MAX, again, sizeof again, &again_len,
                     &where) == CDC43_OK);
    LAW(again_len <= len);
    LAW(decode(device, CDC43_STRICT, again, again_len, &strict) == CDC43_OK);
    LAW(same_params(&strict, &tolerant));
    LAW(cdc43_encode(device, &strict, again_len, twice, again_len, &twice_len, &where) == CDC43_OK);
    LAW(again_len == twice_len && memcmp(again, twice, again_len) == 0);
    for (size_t i = 0, last = 0; i < again_len; i += 2U + again[i + 1]) {
        LAW(again[i] > last); /* ascending */
        last = again[i];
    }
}

void laws_of_encoding(const struct cdc43_device *device, const struct cdc43_params *params,
                      size_t limit) {
    uint8_t octets[CDC43_OPTION_MAX];
    uint8_t untouched[CDC43_OPTION_MAX];
    struct cdc43_params decoded;
    struct cdc43_params expected = *params;
    struct cdc43_where where;
    size_t len = SIZE_MAX;
    enum cdc43_err err;

    memset(octets, 0x5a, sizeof octets);
    memset(untouched, 0x5a, sizeof untouched);
    err = cdc43_encode(device, params, limit, octets, sizeof octets, &len, &where);
    if (err != CDC43_OK) {
        LAW(len == SIZE_MAX && memcmp(octets, untouched, sizeof octets) == 0);
        LAW(cdc43_err_name(err) != NULL);
        return;
    }
    LAW(cdc43_check(device, params, &where) == CDC43_OK);
    LAW(len <= limit && len <= sizeof octets);
    LAW(memcmp(octets + len, untouched, sizeof octets - len) == 0);
    LAW(decode(device, CDC43_STRICT, octets, len, &decoded) == CDC43_OK);
    if (expected.challenge_password.len == 0) {
        expected.present &= (uint8_t)~CDC43_BIT(CDC43_CHALLENGE_PASSWORD);
    }
    LAW(same_params(&decoded, &expected));
    LAW(cdc43_check_complete(device, &decoded, &where) == CDC43_OK);
    if (len != 0) {
        size_t other = SIZE_MAX;
        LAW(cdc43_encode(device, params, len - 1, octets, sizeof octets, &other, &where) ==
                CDC43_ERR_TOO_LONG &&
            where.excess == 1);
        LAW(cdc43_encode(device, params, limit, octets, len - 1, &other, &where) ==
                CDC43_ERR_BUFFER &&
            where.excess == 1);
        LAW(other == SIZE_MAX);
    }
}
