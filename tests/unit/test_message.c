/* SPDX-License-Identifier: MIT */
/* One option out of a whole DHCPv4 message: joining, overload, hostile messages. */
#include <string.h>

#include "tests/support/guard.h"
#include "tests/support/main.h"
#include "tests/unit/sample.h"

/* A message with nothing in it; options, file and sname are hexadecimal. */
static struct octets message_of(const char *options, const char *file, const char *sname) {
    struct octets message = {.len = 0};
    struct octets field;

    memset(message.at, 0, sizeof message.at);
    message.at[0] = 2;
    field = from_hex(sname);
    memcpy(message.at + 44, field.at, field.len);
    field = from_hex(file);
    memcpy(message.at + 108, field.at, field.len);
    memcpy(message.at + 236, "\x63\x82\x53\x63", 4);
    message.len = 240;
    add_hex(&message, options);
    return message;
}

struct result {
    enum cdc43_err err;
    bool present;
    struct octets value;
    struct cdc43_where where;
};

static struct result find(const struct octets *message, size_t len, unsigned code,
                          size_t capacity) {
    struct result result = {.present = true, .value = {.len = 4711}};
    uint8_t *const room = guard_room(capacity);

    result.err = cdc43_message_option(guard_copy(message->at, len), len, (uint8_t)code, room,
                                      capacity, &result.value.len, &result.present, &result.where);
    if (result.err != CDC43_OK) {
        ck_assert(result.present && result.value.len == 4711);
        ck_assert_uint_eq(result.where.place,
                          result.err == CDC43_ERR_BUFFER ? CDC43_PLACE_NONE : CDC43_PLACE_MESSAGE);
        ck_assert_uint_eq(result.where.limit, 0);
        ck_assert(capacity == 0 || memcmp(room, fill(0xa5, capacity), capacity) == 0);
    } else {
        memcpy(result.value.at, room, result.value.len);
    }
    return result;
}

static void assert_found(const struct octets *message, unsigned code, const char *hex) {
    const struct result result = find(message, message->len, code, CDC43_OPTION_MAX);
    const struct octets expected = from_hex(hex);

    ck_assert_int_eq(result.err, CDC43_OK);
    ck_assert(result.present);
    ck_assert_uint_eq(result.value.len, expected.len);
    if (expected.len != 0) {
        ck_assert_mem_eq(result.value.at, expected.at, expected.len);
    }
}

START_TEST(finds_an_option) {
    const struct octets message = message_of("350105 2b03010203 0f0161 ff", "", "");

    assert_found(&message, 43, "010203");
    assert_found(&message, 15, "61");
    assert_found(&message, 53, "05");
}
END_TEST

START_TEST(says_when_there_is_none) {
    const struct octets message = message_of("350105 ff 2b0101", "", "");
    const struct result result = find(&message, message.len, 43, 0);

    ck_assert_int_eq(result.err, CDC43_OK);
    ck_assert(!result.present);
    ck_assert_uint_eq(result.value.len, 0);
}
END_TEST

START_TEST(an_empty_instance_is_present) {
    const struct octets message = message_of("2b00 ff", "", "");

    assert_found(&message, 43, "");
}
END_TEST

START_TEST(joins_instances_in_order) {
    const struct octets message = message_of("2b020102 0f0161 00 2b00 2b0103 0f0162 ff", "", "");

    assert_found(&message, 43, "010203");
    assert_found(&message, 15, "6162");
}
END_TEST

START_TEST(joins_options_then_file_then_sname) {
    static const char *const expected[] = {"01", "0102", "0103", "010203"};

    for (unsigned overload = 0; overload <= 3; overload++) {
        struct octets message =
            message_of(overload == 0 ? "2b0101 ff" : "2b0101 340100 ff", "2b0102 ff", "2b0103 ff");
        if (overload != 0) {
            message.at[240 + 5] = (uint8_t)overload;
        }
        assert_found(&message, 43, expected[overload]);
    }
}
END_TEST

START_TEST(overload_may_stand_behind_the_option) {
    const struct octets message = message_of("340103 2b0101 ff", "2b0102", "2b0103");

    assert_found(&message, 43, "010203");
}
END_TEST

START_TEST(overload_inside_file_or_sname_means_nothing) {
    const struct octets message = message_of("340101 ff", "340103 2b0102 ff", "2b0103 ff");

    assert_found(&message, 43, "02");
}
END_TEST

START_TEST(a_field_ends_without_end) {
    const struct octets message = message_of("2b0101", "", "");

    assert_found(&message, 43, "01");
}
END_TEST

START_TEST(padding_does_not_count) {
    const struct octets message = message_of("000000 2b0101 0000", "", "");

    assert_found(&message, 43, "01");
}
END_TEST

static const struct {
    const char *options;
    const char *file;
    const char *sname;
    enum cdc43_err err;
    size_t offset;
    size_t excess;
} bad[] = {
    {"2b", "", "", CDC43_ERR_MESSAGE_OPTION, 240, 0},
    {"350105 2b", "", "", CDC43_ERR_MESSAGE_OPTION, 243, 0},
    {"2b01", "", "", CDC43_ERR_MESSAGE_OPTION, 240, 1},
    {"0fff61", "", "", CDC43_ERR_MESSAGE_OPTION, 240, 254},
    {"340100 ff", "", "", CDC43_ERR_MESSAGE_OVERLOAD, 240, 0},
    {"00 340104 ff", "", "", CDC43_ERR_MESSAGE_OVERLOAD, 241, 0},
    {"3400 ff", "", "", CDC43_ERR_MESSAGE_OVERLOAD, 240, 0},
    {"34020101 ff", "", "", CDC43_ERR_MESSAGE_OVERLOAD, 240, 0},
    {"340101 340101 ff", "", "", CDC43_ERR_MESSAGE_OVERLOAD, 243, 0},
    {"340101 3400 ff", "2b80", "", CDC43_ERR_MESSAGE_OPTION, 108, 2},
    {"340100 3400", "", "", CDC43_ERR_MESSAGE_OVERLOAD, 243, 0},
    {"340101 ff", "2b80", "", CDC43_ERR_MESSAGE_OPTION, 108, 2},
    {"340102 ff", "", "2b40", CDC43_ERR_MESSAGE_OPTION, 44, 2},
    {"340103 ff", "ff", "0f3f", CDC43_ERR_MESSAGE_OPTION, 44, 1},
};

START_TEST(refuses_malformed_messages) {
    const struct octets message = message_of(bad[_i].options, bad[_i].file, bad[_i].sname);
    const struct result result = find(&message, message.len, 43, CDC43_OPTION_MAX);

    ck_assert_int_eq(result.err, bad[_i].err);
    ck_assert_uint_eq(result.where.offset, bad[_i].offset);
    ck_assert_uint_eq(result.where.excess, bad[_i].excess);
}
END_TEST

START_TEST(file_and_sname_that_are_names_are_not_read) {
    const struct octets message = message_of("2b0101 340102 ff", "2b80", "ff");

    assert_found(&message, 43, "01");
}
END_TEST

START_TEST(a_message_has_240_octets_and_the_cookie) {
    struct octets message = message_of("", "", "");
    struct result result;

    ck_assert_int_eq(find(&message, 240, 43, 0).err, CDC43_OK);
    for (size_t len = 0; len < 240; len++) {
        result = find(&message, len, 43, 0);
        ck_assert_int_eq(result.err, CDC43_ERR_MESSAGE_SHORT);
        ck_assert_uint_eq(result.where.offset, len);
    }
    for (size_t i = 236; i < 240; i++) {
        message.at[i] ^= 1;
        result = find(&message, 240, 43, 0);
        ck_assert_int_eq(result.err, CDC43_ERR_MESSAGE_COOKIE);
        message.at[i] ^= 1;
    }
}
END_TEST

START_TEST(joined_255_octets_are_good_and_256_are_not) {
    for (size_t second = 1; second <= 2; second++) {
        struct octets message = message_of("", "", "");
        struct result result;

        add_suboption(&message, 43, 254, 7);
        add_suboption(&message, 43, second, 7);
        result = find(&message, message.len, 43, CDC43_OPTION_MAX);
        ck_assert_int_eq(result.err, second == 1 ? CDC43_OK : CDC43_ERR_MESSAGE_JOINED_TOO_LONG);
        if (second == 2) {
            ck_assert_uint_eq(result.where.excess, 1);
            ck_assert_uint_eq(result.where.offset, 240 + 256);
        }
    }
}
END_TEST

START_TEST(the_buffer_may_be_just_large_enough) {
    const struct octets message = message_of("2b03010203 2b0104 ff", "", "");

    for (size_t capacity = 0; capacity <= 5; capacity++) {
        const struct result result = find(&message, message.len, 43, capacity);
        ck_assert_int_eq(result.err, capacity < 4 ? CDC43_ERR_BUFFER : CDC43_OK);
        if (capacity < 4) {
            ck_assert_uint_eq(result.where.suboption, 0);
            ck_assert_uint_eq(result.where.offset, 0);
            ck_assert_uint_eq(result.where.excess, 4 - capacity);
        }
    }
}
END_TEST

START_TEST(stays_inside_every_truncation) {
    const struct octets message =
        message_of("350105 2b03010203 340103 0f0161 2b0104 ff", "2b0105 ff", "0f0162 ff");

    for (size_t len = 0; len <= message.len; len++) {
        const struct result result = find(&message, len, 43, CDC43_OPTION_MAX);
        ck_assert(result.err == CDC43_OK || result.err == CDC43_ERR_MESSAGE_SHORT ||
                  result.err == CDC43_ERR_MESSAGE_OPTION);
    }
}
END_TEST

int main(void) {
    Suite *const suite = suite_create("message");
    TCase *const tests = tcase_create("all");

    tcase_add_test(tests, finds_an_option);
    tcase_add_test(tests, says_when_there_is_none);
    tcase_add_test(tests, an_empty_instance_is_present);
    tcase_add_test(tests, joins_instances_in_order);
    tcase_add_test(tests, joins_options_then_file_then_sname);
    tcase_add_test(tests, overload_may_stand_behind_the_option);
    tcase_add_test(tests, overload_inside_file_or_sname_means_nothing);
    tcase_add_test(tests, a_field_ends_without_end);
    tcase_add_test(tests, padding_does_not_count);
    tcase_add_loop_test(tests, refuses_malformed_messages, 0, sizeof bad / sizeof bad[0]);
    tcase_add_test(tests, file_and_sname_that_are_names_are_not_read);
    tcase_add_test(tests, a_message_has_240_octets_and_the_cookie);
    tcase_add_test(tests, joined_255_octets_are_good_and_256_are_not);
    tcase_add_test(tests, the_buffer_may_be_just_large_enough);
    tcase_add_test(tests, stays_inside_every_truncation);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
