/* SPDX-License-Identifier: MIT */
/* The vectors inside a program that needs no files: for other machines, and for firmware's own
 * self-test. Compiled with the output of vectors_to_c.py as "vectors.inc". */
#include <stdio.h>
#include <string.h>

#include "tlv/cdc43.h"

struct failure {
    enum cdc43_err err;
    struct cdc43_where where;
};

struct decode_case {
    unsigned file;
    unsigned id;
    const struct cdc43_device *device;
    struct cdc43_view octets;
    struct failure strict;
    struct failure tolerant;
    struct failure complete;
    struct cdc43_params params;
};

struct encode_case {
    unsigned file;
    unsigned id;
    const struct cdc43_device *device;
    struct cdc43_params params;
    size_t limit;
    size_t capacity;
    struct failure result;
    struct cdc43_view octets;
};

struct identity_case {
    unsigned file;
    unsigned id;
    struct cdc43_view mic_cn;
    struct cdc43_view model;
    struct cdc43_view mac;
    struct cdc43_view domain;
    struct failure result;
    struct cdc43_view common_name;
    struct cdc43_view user_id;
};

struct message_case {
    unsigned file;
    unsigned id;
    struct cdc43_view message;
    uint8_t option;
    size_t capacity;
    struct failure result;
    bool present;
    struct cdc43_view value;
};

#include "vectors.inc"

static unsigned count;
static unsigned bad;

static void expect(bool good, const char *what, unsigned file, unsigned id) {
    count++;
    if (!good) {
        bad++;
        (void)printf("file %u, vector %u: %s\n", file, id, what);
    }
}

static bool same_view(struct cdc43_view a, struct cdc43_view b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

/* The columns of errors.def. */
enum offset { NONE, OPTION, VALUE, START, MESSAGE, TEXT };
enum excess { EXCESS_NONE, EXCESS_FOUND, EXCESS_MISSING, EXCESS_OVER_LIMIT };
#define EXCESS_OVER(limit) EXCESS_OVER_LIMIT

/* Is the place the one that errors.def promises? of_value: what the octets of a value are counted
 * in, CDC43_PLACE_OPTION when decoding. */
static bool is_promised(enum cdc43_err err, const struct cdc43_where *where,
                        enum cdc43_place of_value) {
    static const struct {
        enum cdc43_err err;
        enum offset offset;
        enum excess excess;
    } rows[] = {
#define CDC43_ERROR(number, id, offset, excess, sentence) {CDC43_ERR_##id, offset, EXCESS_##excess},
#include "tlv/errors.def"
    };
    const enum cdc43_place places[] = {CDC43_PLACE_NONE,    of_value,        of_value, of_value,
                                       CDC43_PLACE_MESSAGE, CDC43_PLACE_TEXT};
    size_t row = 0;

    while (row < sizeof rows / sizeof rows[0] && rows[row].err != err) {
        row++;
    }
    if (row == sizeof rows / sizeof rows[0] || (where->limit != 0 && err != CDC43_ERR_TOO_LONG) ||
        (rows[row].excess == EXCESS_NONE && where->excess != 0)) {
        return false;
    }
    if (err == CDC43_ERR_UNKNOWN_SUBOPTION && of_value == CDC43_PLACE_VALUE) {
        return where->place == CDC43_PLACE_NONE && where->offset == 0; /* it is in no octets */
    }
    return where->place == places[rows[row].offset] &&
           (where->place != CDC43_PLACE_NONE || where->offset == 0);
}

/* of_value: as above. */
static bool same_failure(enum cdc43_err err, const struct cdc43_where *where,
                         enum cdc43_place of_value, const struct failure *expected) {
    return err == expected->err &&
           (err == CDC43_OK ||
            (is_promised(err, where, of_value) && where->suboption == expected->where.suboption &&
             where->offset == expected->where.offset && where->excess == expected->where.excess));
}

static bool same_params(const struct cdc43_params *a, const struct cdc43_params *b) {
    return a->present == b->present && a->on == b->on &&
           (!cdc43_has(a, CDC43_SERVER) || same_view(a->server, b->server)) &&
           (!cdc43_has(a, CDC43_ROOT_CA_FINGERPRINT) ||
            same_view(a->root_ca_fingerprint, b->root_ca_fingerprint)) &&
           (!cdc43_has(a, CDC43_CHALLENGE_PASSWORD) ||
            same_view(a->challenge_password, b->challenge_password));
}

static void run_decode(const struct decode_case *test) {
    struct cdc43_params params;
    struct cdc43_where where;
    enum cdc43_err err = cdc43_decode(test->device, CDC43_STRICT, test->octets.data,
                                      test->octets.len, &params, &where);

    expect(same_failure(err, &where, CDC43_PLACE_OPTION, &test->strict), "strict", test->file,
           test->id);
    if (err == CDC43_OK) {
        expect(same_params(&params, &test->params) && params.tolerated == 0, "strict parameters",
               test->file, test->id);
    }
    err = cdc43_decode(test->device, CDC43_TOLERANT, test->octets.data, test->octets.len, &params,
                       &where);
    expect(same_failure(err, &where, CDC43_PLACE_OPTION, &test->tolerant), "tolerant", test->file,
           test->id);
    if (err == CDC43_OK) {
        expect(same_params(&params, &test->params) && params.tolerated == test->params.tolerated,
               "tolerant parameters", test->file, test->id);
        err = cdc43_check_complete(test->device, &params, &where);
        expect(err == test->complete.err &&
                   (err == CDC43_OK || where.suboption == test->complete.where.suboption),
               "complete", test->file, test->id);
    }
}

static void run_encode(const struct encode_case *test) {
    uint8_t octets[CDC43_OPTION_MAX];
    struct cdc43_where where;
    size_t len = 0;
    const enum cdc43_err err = cdc43_encode(test->device, &test->params, test->limit, octets,
                                            test->capacity, &len, &where);

    expect(same_failure(err, &where, CDC43_PLACE_VALUE, &test->result), "encode", test->file,
           test->id);
    if (err == CDC43_OK) {
        expect(same_view((struct cdc43_view){octets, len}, test->octets), "encoded octets",
               test->file, test->id);
    }
}

static void run_identity(const struct identity_case *test) {
    struct cdc43_view mic_cn = test->mic_cn;
    char name[CDC43_COMMON_NAME_MAX + 1];
    struct cdc43_identity identity;
    struct cdc43_where where;
    enum cdc43_err err = CDC43_OK;

    if (test->mac.len != 0) {
        err = cdc43_build_mic_cn(test->model, test->mac.data, name, &mic_cn.len, &where);
        mic_cn.data = (const uint8_t *)name;
    }
    if (err == CDC43_OK) {
        err = cdc43_build_identity(mic_cn, test->domain, &identity, &where);
    }
    expect(same_failure(err, &where, CDC43_PLACE_VALUE, &test->result), "identity", test->file,
           test->id);
    if (err == CDC43_OK) {
        const struct cdc43_view common = {(const uint8_t *)identity.common_name, identity.len};
        const struct cdc43_view user = {(const uint8_t *)identity.user_id, identity.len};
        expect(same_view(common, test->common_name) && same_view(user, test->user_id), "names",
               test->file, test->id);
    }
}

static void run_message(const struct message_case *test) {
    uint8_t value[CDC43_OPTION_MAX];
    struct cdc43_where where;
    size_t len = 0;
    bool present = false;
    const enum cdc43_err err =
        cdc43_message_option(test->message.data, test->message.len, test->option, value,
                             test->capacity, &len, &present, &where);

    expect(same_failure(err, &where, CDC43_PLACE_VALUE, &test->result), "message", test->file,
           test->id);
    if (err == CDC43_OK) {
        expect(present == test->present && same_view((struct cdc43_view){value, len}, test->value),
               "joined value", test->file, test->id);
    }
}

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

int main(void) {
    for (size_t i = 0; i < COUNT(decode_cases); i++) {
        run_decode(&decode_cases[i]);
    }
    for (size_t i = 0; i < COUNT(encode_cases); i++) {
        run_encode(&encode_cases[i]);
    }
    for (size_t i = 0; i < COUNT(identity_cases); i++) {
        run_identity(&identity_cases[i]);
    }
    for (size_t i = 0; i < COUNT(message_cases); i++) {
        run_message(&message_cases[i]);
    }
    (void)printf("self-test: %u checks of %u vectors, %u bad; %u-bit size_t\n", count,
                 (unsigned)(COUNT(decode_cases) + COUNT(encode_cases) + COUNT(identity_cases) +
                            COUNT(message_cases)),
                 bad, (unsigned)(8 * sizeof(size_t)));
    return bad == 0 && count != 0 ? 0 : 1;
}
