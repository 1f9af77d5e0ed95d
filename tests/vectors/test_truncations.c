/* SPDX-License-Identifier: MIT */
/* Every beginning of every vector of decoding and of messages, right before an unreadable page. */
#include <string.h>

#include "tests/support/guard.h"
#include "tests/support/main.h"
#include "tlv/cdc43.h"
#include "tlv/text.h"
#include "vectors/runner.h"

static json_t *load(const char *name) {
    char error[CDC43_VEC_TEXT_MAX];
    char path[512];
    json_t *file;

    (void)snprintf(path, sizeof path, "%s/%s", CDC43_VEC_SOURCE, name);
    file = cdc43_vec_load(path, error);
    ck_assert_msg(file != NULL, "%s: %s", path, error);
    return file;
}

static size_t octets_of(const json_t *test, const char *name, uint8_t *octets, size_t room) {
    const char *const text = json_string_value(json_object_get(test, name));
    struct cdc43_where where;
    size_t len = 0;

    ck_assert_ptr_nonnull(text);
    ck_assert_int_eq(cdc43_parse_hex(text, strlen(text), octets, room, &len, &where), CDC43_OK);
    return len < room ? len : room;
}

/* What decoding must keep to whatever the octets are. */
static void decode(const struct cdc43_device *device, const uint8_t *octets, size_t len) {
    const uint8_t *const data = guard_copy(octets, len);
    struct cdc43_params strict;
    struct cdc43_params tolerant;
    uint8_t before[sizeof strict];
    uint8_t after[sizeof strict];
    struct cdc43_where where;
    enum cdc43_err err;
    enum cdc43_err tolerant_err;

    memset(before, 0xa5, sizeof before);
    memcpy(&strict, before, sizeof strict);
    err = cdc43_decode(device, CDC43_STRICT, data, len, &strict, &where);
    tolerant_err = cdc43_decode(device, CDC43_TOLERANT, data, len, &tolerant, &where);
    if (err != CDC43_OK) {
        memcpy(after, &strict, sizeof strict);
        ck_assert_mem_eq(before, after, sizeof before);
    } else {
        ck_assert_int_eq(tolerant_err, CDC43_OK); /* strict takes a part of what tolerant takes */
        ck_assert_uint_eq(strict.tolerated, 0);
        ck_assert_uint_eq(tolerant.tolerated, 0);
    }
    if (tolerant_err != CDC43_OK) {
        ck_assert_uint_le(where.offset, len);
    }
}

/* Calls each for every test of a file. */
static size_t for_tests(const char *name,
                        void (*each)(const struct cdc43_device *device, const json_t *test)) {
    json_t *const file = load(name);
    size_t count = 0;
    size_t i;
    json_t *group;

    json_array_foreach(json_object_get(file, "testGroups"), i, group) {
        const char *const device = json_string_value(json_object_get(group, "profile"));
        size_t j;
        json_t *test;
        json_array_foreach(json_object_get(group, "tests"), j, test) {
            each(device != NULL ? cdc43_find_device(device) : NULL, test);
            count++;
        }
    }
    json_decref(file);
    return count;
}

static void truncate_value(const struct cdc43_device *device, const json_t *test) {
    uint8_t octets[GUARD_MAX];
    const size_t len = octets_of(test, "option43", octets, sizeof octets);

    for (size_t n = 0; n <= len && n <= CDC43_OPTION_MAX + 1; n++) {
        decode(device, octets, n);
    }
}

static void truncate_message(const struct cdc43_device *device, const json_t *test) {
    uint8_t octets[GUARD_MAX];
    const size_t len = octets_of(test, "message", octets, sizeof octets);

    (void)device;
    for (size_t n = 0; n <= len; n++) {
        const uint8_t *const data = guard_copy(octets, n);
        uint8_t *const value = guard_room(CDC43_OPTION_MAX);
        size_t value_len = 0;
        bool present = false;
        struct cdc43_where where;
        const enum cdc43_err err = cdc43_message_option(data, n, 43, value, CDC43_OPTION_MAX,
                                                        &value_len, &present, &where);
        if (err != CDC43_OK) {
            ck_assert_uint_eq(value[0], 0xa5);
            ck_assert_uint_le(where.offset, n);
        }
    }
}

START_TEST(every_beginning_of_every_value) {
    ck_assert_uint_gt(for_tests("decode_test.json", truncate_value), 400);
    ck_assert_uint_gt(for_tests("decode_limits_test.json", truncate_value), 400);
}
END_TEST

START_TEST(every_beginning_of_every_message) {
    ck_assert_uint_gt(for_tests("message_test.json", truncate_message), 80);
}
END_TEST

int main(void) {
    Suite *const suite = suite_create("truncations");
    TCase *const cases = tcase_create("truncations");

    tcase_set_timeout(cases, 120);
    tcase_add_test(cases, every_beginning_of_every_value);
    tcase_add_test(cases, every_beginning_of_every_message);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
