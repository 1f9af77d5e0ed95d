/* SPDX-License-Identifier: MIT */
/* The published example and shorthands to build octets that differ from it in one thing. */
#ifndef CDC43_TESTS_SAMPLE_H
#define CDC43_TESTS_SAMPLE_H

#include "tlv/cdc43.h"

/* The 69 octets of the published example for phones (S004), and its parameters. */
#define SAMPLE_LEN 69U
extern const uint8_t sample_octets[SAMPLE_LEN];
struct cdc43_params sample_params(void);

/* The 63 octets of the published example for Board, Desk and Room devices. */
#define SAMPLE_ROOMOS_LEN 63U
extern const uint8_t sample_roomos_octets[SAMPLE_ROOMOS_LEN];

/* Octets under construction. */
struct octets {
    uint8_t at[1024];
    size_t len;
};

/* Adds hexadecimal digits, blanks between octets allowed; a suboption with len times one octet. */
void add_hex(struct octets *octets, const char *hex);
void add_suboption(struct octets *octets, unsigned code, size_t len, uint8_t octet);

/* The mandatory two: Server "http://a" and 20 octets of fingerprint; 32 octets. */
#define MANDATORY "0b08 687474703a2f2f61 0c14 0102030405060708090a0b0c0d0e0f1011121314"

struct octets from_hex(const char *hex);

/* A Server of exactly len octets, at least 8, valid. The place is valid until the next call. */
const char *server_of(size_t len);

/* len octets, all the same. */
const uint8_t *fill(uint8_t octet, size_t len);

/* Everything that decoding can say. */
struct outcome {
    enum cdc43_err err;
    struct cdc43_where where;
    struct cdc43_params params;
};

/* Decodes against an unreadable page and checks that the outputs are untouched on failure. */
struct outcome decode_profile(const struct cdc43_device *device, unsigned tolerate,
                              const struct octets *octets);
struct outcome decode_strict(const char *hex);
struct outcome decode_tolerant(const char *hex);

#endif
