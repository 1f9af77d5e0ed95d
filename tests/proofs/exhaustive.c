/* SPDX-License-Identifier: MIT */
/* Every shape of the parameters: encoded, decoded, encoded again, against rules written anew. */
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "tlv/cdc43.h"

/* A shape: which suboptions are there, with which flags, and how long each value is. The content
 * of the values is fixed; what depends on it is the subject of the other proofs. */
struct shape {
    unsigned present;
    unsigned on;
    size_t server;
    size_t fingerprint;
    size_t password;
};

static const size_t fingerprints[] = {0, 1, 19, 20, 21, 31, 32, 33, 47, 48, 49, 63, 64, 65, 255};
#define FINGERPRINTS (sizeof fingerprints / sizeof fingerprints[0])
#define LEN_MAX 256

static uint8_t server_octets[LEN_MAX];
static uint8_t fingerprint_octets[LEN_MAX];
static uint8_t password_octets[LEN_MAX];

static uint64_t shapes;
static uint64_t accepted;

static bool has(const struct shape *shape, unsigned code) {
    return (shape->present >> (code - 10) & 1U) != 0;
}

static size_t total_of(const struct shape *shape) {
    size_t total = 0;

    total += has(shape, 10) ? 3 : 0;
    total += has(shape, 11) ? 2 + shape->server : 0;
    total += has(shape, 12) ? 2 + shape->fingerprint : 0;
    total += has(shape, 13) && shape->password != 0 ? 2 + shape->password : 0;
    total += has(shape, 14) ? 3 : 0;
    total += has(shape, 15) ? 3 : 0;
    return total;
}

/* The rules of the format for such a shape, from its description and not from the code. */
static bool is_allowed(const struct shape *shape, bool roomos) {
    const size_t digest = shape->fingerprint;
    const size_t password = has(shape, 13) ? shape->password : 0;

    if (!has(shape, 11) || !has(shape, 12) || shape->server == 0) {
        return false;
    }
    if (roomos) {
        return !has(shape, 10) && !has(shape, 15) && has(shape, 14) && (shape->on & 0x10U) != 0 &&
               (digest == 20 || digest == 32) && total_of(shape) <= 255;
    }
    return (digest == 20 || digest == 32 || digest == 48 || digest == 64) &&
           shape->server + password < 208 && total_of(shape) <= 255;
}

static bool same(struct cdc43_view view, const uint8_t *octets, size_t len) {
    return view.len == len && (len == 0 || memcmp(view.data, octets, len) == 0);
}

static bool is_back(const struct shape *shape, const struct cdc43_params *params) {
    const size_t password = has(shape, 13) ? shape->password : 0;
    const unsigned left_out = password == 0 ? 0x08U : 0U;

    return params->present == (shape->present & ~left_out) &&
           params->on == (shape->on & shape->present & 0x31U) && params->tolerated == 0 &&
           same(params->server, server_octets, shape->server) &&
           same(params->root_ca_fingerprint, fingerprint_octets, shape->fingerprint) &&
           same(params->challenge_password, password_octets, password);
}

/* Ascending codes, nothing between and nothing behind. */
static bool is_canonical(const uint8_t *octets, size_t len) {
    unsigned last = 9;
    size_t at = 0;

    while (at < len) {
        if (len - at < 2 || octets[at] <= last || octets[at] > 15 || octets[at + 1] == 0 ||
            octets[at + 1] > len - at - 2) {
            return false;
        }
        last = octets[at];
        at += 2U + octets[at + 1];
    }
    return true;
}

static bool run(const struct shape *shape, const struct cdc43_device *device, bool roomos) {
    const struct cdc43_params params = {
        .present = (uint8_t)shape->present,
        .on = (uint8_t)shape->on,
        .server = {server_octets, shape->server},
        .root_ca_fingerprint = {fingerprint_octets, shape->fingerprint},
        .challenge_password = {password_octets, shape->password},
    };
    struct cdc43_params back;
    struct cdc43_where where;
    uint8_t octets[255];
    uint8_t again[255];
    size_t len = 0;
    size_t again_len = 0;
    const bool good =
        cdc43_encode(device, &params, 255, octets, sizeof octets, &len, &where) == CDC43_OK;

    shapes++;
    if (good != is_allowed(shape, roomos)) {
        return false;
    }
    if (!good) {
        return len == 0;
    }
    accepted++;
    return len == total_of(shape) && is_canonical(octets, len) &&
           cdc43_decode(device, CDC43_STRICT, octets, len, &back, &where) == CDC43_OK &&
           is_back(shape, &back) && cdc43_check_complete(device, &back, &where) == CDC43_OK &&
           cdc43_encode(device, &back, len, again, len, &again_len, &where) == CDC43_OK &&
           again_len == len && memcmp(octets, again, len) == 0;
}

/* Every length of Server and Challenge Password for one set of suboptions and one fingerprint. */
static bool run_lengths(struct shape shape, const struct cdc43_device *device, bool roomos) {
    const size_t server_max = has(&shape, 11) ? LEN_MAX : 0;
    const size_t password_max = has(&shape, 13) ? LEN_MAX : 0;

    for (shape.server = 0; shape.server <= server_max; shape.server++) {
        for (shape.password = 0; shape.password <= password_max; shape.password++) {
            if (!run(&shape, device, roomos)) {
                printf("wrong: profile %s, suboptions %#x, on %#x, server %zu, fingerprint %zu, "
                       "password %zu\n",
                       roomos ? "roomos" : "phone", shape.present, shape.on, shape.server,
                       shape.fingerprint, shape.password);
                return false;
            }
        }
    }
    return true;
}

static bool run_profile(const struct cdc43_device *device, bool roomos) {
    static const unsigned flags[] = {0, 0x01, 0x10, 0x11, 0x20, 0x21, 0x30, 0x31};
    struct shape shape = {0, 0, 0, 0, 0};

    shapes = 0;
    accepted = 0;
    for (shape.present = 0; shape.present < 64; shape.present++) {
        for (size_t f = 0; f < sizeof flags / sizeof flags[0]; f++) {
            shape.on = flags[f];
            if ((shape.on & ~shape.present) != 0) {
                continue; /* a flag that is absent is off */
            }
            for (size_t i = 0; i < (has(&shape, 12) ? FINGERPRINTS : 1); i++) {
                shape.fingerprint = fingerprints[i];
                if (!run_lengths(shape, device, roomos)) {
                    return false;
                }
            }
        }
    }
    printf("%s: %" PRIu64 " shapes, %" PRIu64 " accepted, all of them back and canonical\n",
           roomos ? "roomos" : "phone", shapes, accepted);
    return accepted != 0;
}

int main(void) {
    for (size_t i = 0; i < LEN_MAX; i++) {
        server_octets[i] = (uint8_t)(i == 1 ? '/' : 'a' + i % 26); /* a host and its path */
        fingerprint_octets[i] = (uint8_t)(i * 37);
        password_octets[i] = (uint8_t)(0x20 + i % 95);
    }
    return run_profile(&cdc43_phone, false) && run_profile(&cdc43_roomos, true) ? 0 : 1;
}
