/* SPDX-License-Identifier: MIT */
/* The codec, and memcpy beside it: ours NAME COUNT runs one of them so often. Without arguments it
 * prints the names. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/sample.h"
#include "tlv/cdc43.h"

static struct octets input;
static struct cdc43_params params;
static volatile unsigned sink;

static void run_memcpy(void) {
    uint8_t copy[CDC43_OPTION_MAX];

    memcpy(copy, input.at, input.len);
    sink += copy[input.len - 1];
}

static void run_decode(void) {
    struct cdc43_params decoded;
    struct cdc43_where where;
    enum cdc43_err err =
        cdc43_decode(&cdc43_phone, CDC43_TOLERANT, input.at, input.len, &decoded, &where);

    if (err == CDC43_OK) {
        err = cdc43_check_complete(&cdc43_phone, &decoded, &where);
    }
    sink += (unsigned)err;
}

static void run_encode(void) {
    uint8_t octets[CDC43_OPTION_MAX];
    struct cdc43_where where;
    size_t len = 0;

    sink += (unsigned)cdc43_encode(&cdc43_phone, &params, CDC43_OPTION_MAX, octets, sizeof octets,
                                   &len, &where);
}

static void run_check(void) {
    struct cdc43_where where;

    sink += (unsigned)cdc43_check(&cdc43_phone, &params, &where);
}

static void use_sample(void) {
    memcpy(input.at, sample_octets, SAMPLE_LEN);
    input.len = SAMPLE_LEN;
    params = sample_params();
}

/* All six, fingerprint of 32 octets, Server and password together 207: 254 octets; and one PAD. */
static void use_longest(void) {
    struct cdc43_where where;

    params = sample_params();
    cdc43_set_value(&params, CDC43_SERVER, server_of(107), 107);
    cdc43_set_value(&params, CDC43_CHALLENGE_PASSWORD, fill('x', 100), 100);
    params.root_ca_fingerprint.len = 32;
    if (cdc43_encode(&cdc43_phone, &params, CDC43_OPTION_MAX, input.at, sizeof input.at, &input.len,
                     &where) != CDC43_OK) {
        abort();
    }
    input.at[input.len++] = 0;
}

static void use_pads(void) {
    input.len = CDC43_OPTION_MAX;
}

static void use_unknown(void) {
    input.len = 0;
    while (input.len + 2 <= CDC43_OPTION_MAX) {
        add_suboption(&input, 99, 0, 0);
    }
}

static void use_repeated(void) {
    input.len = 0;
    while (input.len + 3 <= CDC43_OPTION_MAX) {
        add_suboption(&input, CDC43_FIPS_MODE, 1, 1);
    }
}

/* n octets that grow by one suboption of a Server: how the cost grows with the input. */
static void use_server(size_t n) {
    input.len = 0;
    add_suboption(&input, CDC43_SERVER, n - 2, 'p');
    memcpy(input.at + 2, "http://a/", 9);
}
static void use_50(void) {
    use_server(50);
}
static void use_100(void) {
    use_server(100);
}
static void use_150(void) {
    use_server(150);
}
static void use_200(void) {
    use_server(200);
}

static const struct {
    const char *name;
    void (*use)(void);
    void (*run)(void);
} benches[] = {
    {"memcpy, 69 octets", use_sample, run_memcpy},
    {"decode and check, 69 octets", use_sample, run_decode},
    {"check and encode, 69 octets", use_sample, run_encode},
    {"check, 69 octets", use_sample, run_check},
    {"decode and check, 255 octets", use_longest, run_decode},
    {"check and encode, 255 octets", use_longest, run_encode},
    {"hostile: 255 PADs", use_pads, run_decode},
    {"hostile: 127 unknown suboptions", use_unknown, run_decode},
    {"hostile: 85 repeated flags", use_repeated, run_decode},
    {"linear: 50 octets", use_50, run_decode},
    {"linear: 100 octets", use_100, run_decode},
    {"linear: 150 octets", use_150, run_decode},
    {"linear: 200 octets", use_200, run_decode},
};

/* What callgrind counts: everything in here. */
__attribute__((noinline)) static void measured(void (*run)(void), unsigned long count) {
    for (unsigned long i = 0; i < count; i++) {
        run();
    }
}

int main(int argc, char **argv) {
    for (size_t i = 0; i < sizeof benches / sizeof benches[0]; i++) {
        if (argc < 3) {
            (void)puts(benches[i].name);
        } else if (strcmp(argv[1], benches[i].name) == 0) {
            benches[i].use();
            benches[i].run(); /* once outside, so that the dynamic linker has done its work */
            measured(benches[i].run, strtoul(argv[2], NULL, 10));
            return EXIT_SUCCESS;
        }
    }
    return argc < 3 ? EXIT_SUCCESS : EXIT_FAILURE;
}
