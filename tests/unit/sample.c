/* SPDX-License-Identifier: MIT */
/* The published examples and what the tests build from them. */
#include "tests/unit/sample.h"

#include <stdlib.h>
#include <string.h>

#include "tests/support/guard.h"
#include "tlv/text.h"

const uint8_t sample_octets[SAMPLE_LEN] = {
    0x0a, 0x01, 0x01, 0x0b, 0x12, 0x68, 0x74, 0x74, 0x70, 0x3a, 0x2f, 0x2f, 0x31, 0x30,
    0x2e, 0x37, 0x39, 0x2e, 0x35, 0x37, 0x2e, 0x39, 0x31, 0x0c, 0x14, 0x12, 0x04, 0x08,
    0x70, 0x62, 0x5c, 0x5b, 0x75, 0x5d, 0x73, 0xf5, 0x92, 0x52, 0x85, 0xf8, 0xf5, 0xff,
    0x5d, 0x55, 0xaf, 0x0d, 0x10, 0x44, 0x32, 0x33, 0x33, 0x43, 0x43, 0x46, 0x39, 0x42,
    0x39, 0x39, 0x35, 0x32, 0x41, 0x31, 0x35, 0x0e, 0x01, 0x01, 0x0f, 0x01, 0x01};

const uint8_t sample_roomos_octets[SAMPLE_ROOMOS_LEN] = {
    0x0b, 0x12, 0x68, 0x74, 0x74, 0x70, 0x3a, 0x2f, 0x2f, 0x31, 0x30, 0x2e, 0x37, 0x39, 0x2e, 0x35,
    0x37, 0x2e, 0x39, 0x31, 0x0c, 0x14, 0x12, 0x04, 0x08, 0x70, 0x62, 0x5c, 0x5b, 0x75, 0x5d, 0x73,
    0xf5, 0x92, 0x52, 0x85, 0xf8, 0xf5, 0xff, 0x5d, 0x55, 0xaf, 0x0d, 0x10, 0x44, 0x32, 0x33, 0x33,
    0x43, 0x43, 0x46, 0x39, 0x42, 0x39, 0x39, 0x35, 0x32, 0x41, 0x31, 0x35, 0x0e, 0x01, 0x01};

struct cdc43_params sample_params(void) {
    struct cdc43_params params = {0};

    cdc43_set_flag(&params, CDC43_FIPS_MODE, true);
    cdc43_set_value(&params, CDC43_SERVER, "http://10.79.57.91", 18);
    cdc43_set_value(&params, CDC43_ROOT_CA_FINGERPRINT, sample_octets + 25, 20);
    cdc43_set_value(&params, CDC43_CHALLENGE_PASSWORD, "D233CCF9B9952A15", 16);
    cdc43_set_flag(&params, CDC43_ENABLE_8021X, true);
    cdc43_set_flag(&params, CDC43_CERTIFICATE_SELECT, true);
    return params;
}

void add_hex(struct octets *octets, const char *hex) {
    struct cdc43_where where;
    size_t len = 0;

    if (cdc43_parse_hex(hex, strlen(hex), octets->at + octets->len, sizeof octets->at - octets->len,
                        &len, &where) != CDC43_OK) {
        abort(); /* the test itself is wrong */
    }
    octets->len += len;
}

void add_suboption(struct octets *octets, unsigned code, size_t len, uint8_t octet) {
    if (octets->len + 2 + len > sizeof octets->at) {
        abort();
    }
    octets->at[octets->len] = (uint8_t)code;
    octets->at[octets->len + 1] = (uint8_t)len;
    memset(octets->at + octets->len + 2, octet, len);
    octets->len += 2 + len;
}

struct octets from_hex(const char *hex) {
    struct octets octets = {.len = 0};

    add_hex(&octets, hex);
    return octets;
}

const char *server_of(size_t len) {
    static char server[1024];

    if (len < 8 || len >= sizeof server) {
        abort();
    }
    memset(server, 'p', len);
    memcpy(server, "http://a/", len < 9 ? 8 : 9);
    server[len] = '\0';
    return server;
}

const uint8_t *fill(uint8_t octet, size_t len) {
    static uint8_t octets[1024];

    if (len > sizeof octets) {
        abort();
    }
    memset(octets, octet, len);
    return octets;
}

struct outcome decode_profile(const struct cdc43_device *device, unsigned tolerate,
                              const struct octets *octets) {
    struct outcome outcome;
    struct cdc43_params before;

    memset(&outcome, 0xa5, sizeof outcome);
    before = outcome.params;
    outcome.err = cdc43_decode(device, tolerate, guard_copy(octets->at, octets->len), octets->len,
                               &outcome.params, &outcome.where);
    /* Padding too: it was filled, so that a touch of it is seen as well. */
    /* NOLINTNEXTLINE(bugprone-suspicious-memory-comparison,cert-exp42-c,cert-flp37-c) */
    if (outcome.err != CDC43_OK && memcmp(&before, &outcome.params, sizeof before) != 0) {
        abort(); /* an output was touched on failure */
    }
    if (outcome.err != CDC43_OK &&
        outcome.where.place !=
            (outcome.err == CDC43_ERR_TOO_LONG ? CDC43_PLACE_NONE : CDC43_PLACE_OPTION)) {
        abort(); /* offsets of the decoder count in the value of option 43 */
    }
    return outcome;
}

struct outcome decode_strict(const char *hex) {
    const struct octets octets = from_hex(hex);

    return decode_profile(&cdc43_phone, CDC43_STRICT, &octets);
}

struct outcome decode_tolerant(const char *hex) {
    const struct octets octets = from_hex(hex);

    return decode_profile(&cdc43_phone, CDC43_TOLERANT, &octets);
}
