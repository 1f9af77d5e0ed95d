/* SPDX-License-Identifier: MIT */
/* One Server: what the codec says of it, held against the grammar. */
#include "tests/proofs/server_compare.h"

#include <stdio.h>

/* A suboption: code, length, value. */
#define HEAD 2
static uint8_t suboption[HEAD + COMPARE_MAX] = {CDC43_SERVER};
static const uint8_t fingerprint[CDC43_SHA1_SIZE];

struct compare_tally compare_tally;
uint8_t *const compare_server = suboption + HEAD;

static bool same(enum cdc43_err err, const struct cdc43_where *where, struct ruling expected) {
    return err == expected.err &&
           (err == CDC43_OK || (where->suboption == CDC43_SERVER && where->excess == 0 &&
                                where->offset == expected.offset));
}

static bool check_agrees(size_t len, struct ruling expected) {
    struct cdc43_params params = {0};
    struct cdc43_where where = {0};

    suboption[1] = ':'; /* which would show, were the octet in front of the Server looked at */
    cdc43_set_value(&params, CDC43_SERVER, compare_server, len);
    cdc43_set_value(&params, CDC43_ROOT_CA_FINGERPRINT, fingerprint, sizeof fingerprint);
    return same(cdc43_check(&cdc43_phone, &params, &where), &where, expected);
}

/* Decodes; what is accepted must be the first text_len octets of the Server. */
static bool decode_agrees(unsigned tolerate, size_t len, struct ruling expected, size_t text_len) {
    struct cdc43_params params = {0};
    struct cdc43_where where = {0};
    enum cdc43_err err = CDC43_OK;

    suboption[1] = (uint8_t)len;
    err = cdc43_decode(&cdc43_phone, tolerate, suboption, HEAD + len, &params, &where);
    /* NULs that are not forgiven are told at the code of their suboption. */
    expected.offset += expected.err == CDC43_ERR_TRAILING_NUL ? 0 : HEAD;
    return same(err, &where, expected) &&
           (err != CDC43_OK ||
            (cdc43_has(&params, CDC43_SERVER) && params.server.data == compare_server &&
             params.server.len == text_len));
}

static void print_server(size_t len, struct ruling expected) {
    printf("disagreement: \"");
    for (size_t i = 0; i < len; i++) {
        const uint8_t octet = compare_server[i];

        printf(octet > ' ' && octet <= '~' && octet != '\\' ? "%c" : "\\x%02x", octet);
    }
    printf("\" should give %s at octet %zu\n",
           expected.err == CDC43_OK ? "no error" : cdc43_err_name(expected.err), expected.offset);
}

bool compare_agrees(size_t len, enum cdc43_err *ret_err) {
    const struct ruling expected = grammar_ruling(compare_server, len);
    struct ruling tolerant = expected;
    struct ruling strict = expected;
    size_t text_len = len;

    *ret_err = expected.err;
    compare_tally.asked++;
    compare_tally.accepted += expected.err == CDC43_OK ? 1U : 0U;
    /* Decoding takes NULs off the end, and forgives them or not, when the rest is good. */
    while (text_len != 0 && compare_server[text_len - 1] == 0) {
        text_len--;
    }
    if (text_len != len) {
        tolerant = grammar_ruling(compare_server, text_len);
        strict = tolerant.err != CDC43_OK ? tolerant : (struct ruling){CDC43_ERR_TRAILING_NUL, 0};
    }
    if (check_agrees(len, expected) && decode_agrees(CDC43_STRICT, len, strict, text_len) &&
        decode_agrees(CDC43_TOLERANT, len, tolerant, text_len)) {
        return true;
    }
    print_server(len, expected);
    return false;
}
