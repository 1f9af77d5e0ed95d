/* SPDX-License-Identifier: MIT */
/* Names, words, hexadecimal and sentences, and the tables behind them. */
#include <string.h>

#include "tests/support/guard.h"
#include "tests/support/main.h"
#include "tests/unit/sample.h"
#include "tlv/text.h"

START_TEST(the_table_names_six_suboptions) {
    static const char *const names[] = {"fips-mode",          "server",       "root-ca-fingerprint",
                                        "challenge-password", "enable-8021x", "certificate-select"};

    ck_assert_uint_eq(CDC43_SUBOPTION_COUNT, 6);
    for (unsigned i = 0; i < 6; i++) {
        const struct cdc43_suboption_info *const info = cdc43_find_suboption(10 + i);
        ck_assert_ptr_nonnull(info);
        ck_assert_uint_eq(info->code, 10 + i);
        ck_assert_str_eq(info->name, names[i]);
        ck_assert_ptr_eq(cdc43_find_suboption_name(names[i]), info);
    }
    ck_assert_ptr_null(cdc43_find_suboption(9));
    ck_assert_ptr_null(cdc43_find_suboption(16));
    ck_assert_ptr_null(cdc43_find_suboption_name("Server"));
}
END_TEST

START_TEST(finds_profiles_and_digests) {
    ck_assert_ptr_eq(cdc43_find_device("phone"), &cdc43_phone);
    ck_assert_ptr_eq(cdc43_find_device("roomos"), &cdc43_roomos);
    ck_assert_ptr_null(cdc43_find_device("Phone"));
    ck_assert_str_eq(cdc43_device_name(&cdc43_roomos), "roomos");
    ck_assert_str_eq(cdc43_device_name(&cdc43_phone), "phone");
    ck_assert_ptr_null(cdc43_device_name(NULL));
    ck_assert_str_eq(cdc43_digest_name(20), "sha1");
    ck_assert_str_eq(cdc43_digest_name(64), "sha512");
    ck_assert_ptr_null(cdc43_digest_name(21));
    ck_assert_uint_eq(cdc43_digest_size("sha384"), 48);
    ck_assert_uint_eq(cdc43_digest_size("sha1"), 20);
    ck_assert_uint_eq(cdc43_digest_size("md5"), 0);
}
END_TEST

START_TEST(every_tolerance_has_the_bit_of_its_error) {
    unsigned all = 0;

    for (size_t i = 0; i < CDC43_TOLERANCE_COUNT; i++) {
        ck_assert_uint_eq(cdc43_tolerances[i].bit, 1U << i);
        all |= cdc43_tolerances[i].bit;
    }
    ck_assert_uint_eq(all, CDC43_TOLERANT);
}
END_TEST

enum {
    ERROR_COUNT = 1 /* CDC43_OK */
#define CDC43_ERROR(number, id, offset, excess, sentence) +1
#include "tlv/errors.def"
};

START_TEST(every_error_has_a_name_and_a_sentence) {
    unsigned count = 0;

    for (int err = 0; err < 256; err++) {
        const char *const name = cdc43_err_name((enum cdc43_err)err);
        const char *const text = cdc43_err_text((enum cdc43_err)err);
        ck_assert((name == NULL) == (text == NULL));
        if (name != NULL) {
            ck_assert_uint_gt(strlen(text), 9);
            ck_assert(text[strlen(text) - 1] != '.');
            count++;
        }
    }
    ck_assert_uint_eq(count, ERROR_COUNT);
    ck_assert_str_eq(cdc43_err_name(CDC43_ERR_SERVER_HTTPS), "SERVER_HTTPS");
    ck_assert_str_eq(cdc43_err_text(CDC43_ERR_SERVER_HTTPS), "the HTTPS scheme is not supported");
}
END_TEST

static const struct {
    const char *text;
    enum cdc43_err err;
    const char *octets; /* lower-case digits */
    size_t offset;
} hex[] = {
    {"", CDC43_OK, "", 0},
    {"00", CDC43_OK, "00", 0},
    {"0a0B", CDC43_OK, "0a0b", 0},
    {"0x0a0x0b", CDC43_OK, "0a0b", 0},
    {"0X0a 0X0B", CDC43_OK, "0a0b", 0},
    {" 0a:0b-0c.0d\t0e\r\n0f ", CDC43_OK, "0a0b0c0d0e0f", 0},
    {"09afAF", CDC43_OK, "09afaf", 0},
    {"0", CDC43_ERR_HEX_ODD, "", 0},
    {"0a0", CDC43_ERR_HEX_ODD, "", 2},
    {"0a 0 b", CDC43_ERR_HEX_ODD, "", 3},
    {"0ag0", CDC43_ERR_HEX_DIGIT, "", 2},
    {"0a0g", CDC43_ERR_HEX_DIGIT, "", 3},
    {"0a,0b", CDC43_ERR_HEX_DIGIT, "", 2},
    {"0x", CDC43_ERR_HEX_DIGIT, "", 2},
    {"/0", CDC43_ERR_HEX_DIGIT, "", 0},
    {":", CDC43_OK, "", 0},
    {"G0", CDC43_ERR_HEX_DIGIT, "", 0},
};

START_TEST(reads_hexadecimal_as_people_paste_it) {
    const size_t len = strlen(hex[_i].text);
    uint8_t octets[8];
    char text[17];
    struct cdc43_where where;
    size_t count = 0;
    const enum cdc43_err err = cdc43_parse_hex((const char *)guard_copy(hex[_i].text, len), len,
                                               octets, sizeof octets, &count, &where);

    ck_assert_msg(err == hex[_i].err, "%s: error %d", hex[_i].text, (int)err);
    if (err == CDC43_OK) {
        cdc43_print_hex((struct cdc43_view){octets, count}, text);
        ck_assert_str_eq(text, hex[_i].octets);
    } else {
        ck_assert_uint_eq(where.offset, hex[_i].offset);
    }
}
END_TEST

START_TEST(counts_hexadecimal_beyond_the_capacity_without_writing_it) {
    uint8_t *const room = guard_room(2);
    struct cdc43_where where;
    size_t count = 0;

    ck_assert_int_eq(cdc43_parse_hex("01020304", 8, room, 2, &count, &where), CDC43_OK);
    ck_assert_uint_eq(count, 4);
    ck_assert_uint_eq(room[0], 1);
    ck_assert_uint_eq(room[1], 2);
}
END_TEST

START_TEST(a_nul_is_no_digit) {
    uint8_t octets[2];
    struct cdc43_where where;
    size_t count = 0;

    ck_assert_int_eq(cdc43_parse_hex("\0\0", 2, octets, 2, &count, &where), CDC43_ERR_HEX_DIGIT);
    ck_assert_int_eq(cdc43_parse_hex("0\0", 2, octets, 2, &count, &where), CDC43_ERR_HEX_DIGIT);
}
END_TEST

START_TEST(reads_fingerprints) {
    static const char text[] = "12:04:08:70:62:5C:5B:75:5D:73:F5:92:52:85:F8:F5:FF:5D:55:AF";
    uint8_t octets[CDC43_DIGEST_MAX];
    struct cdc43_where where;
    size_t len = 0;

    ck_assert_int_eq(cdc43_parse_fingerprint(text, strlen(text), octets, &len, &where), CDC43_OK);
    ck_assert_uint_eq(len, 20);
    ck_assert_mem_eq(octets, sample_octets + 25, 20);
    ck_assert_int_eq(cdc43_parse_fingerprint(text, strlen(text) - 3, octets, &len, &where),
                     CDC43_ERR_FINGERPRINT_LENGTH);
    ck_assert_uint_eq(where.excess, 19);
    ck_assert_uint_eq(where.suboption, 12);
    ck_assert_int_eq(cdc43_parse_fingerprint("zz", 2, octets, &len, &where), CDC43_ERR_HEX_DIGIT);
    ck_assert_uint_eq(where.suboption, 12);
}
END_TEST

START_TEST(reads_flags_by_their_words) {
    const struct cdc43_suboption_info *const fips = cdc43_find_suboption(CDC43_FIPS_MODE);
    const struct cdc43_suboption_info *const select =
        cdc43_find_suboption(CDC43_CERTIFICATE_SELECT);
    struct cdc43_where where;
    bool on = false;

    ck_assert_int_eq(cdc43_parse_flag(fips, "on", &on, &where), CDC43_OK);
    ck_assert(on);
    ck_assert_int_eq(cdc43_parse_flag(fips, "off", &on, &where), CDC43_OK);
    ck_assert(!on);
    ck_assert_int_eq(cdc43_parse_flag(fips, "enabled", &on, &where), CDC43_OK);
    ck_assert(on);
    ck_assert_int_eq(cdc43_parse_flag(fips, "1", &on, &where), CDC43_ERR_WORD);
    ck_assert_int_eq(cdc43_parse_flag(select, "custom-installed", &on, &where), CDC43_OK);
    ck_assert(on);
    ck_assert_int_eq(cdc43_parse_flag(select, "manufacturing-installed", &on, &where), CDC43_OK);
    ck_assert(!on);
    ck_assert_int_eq(cdc43_parse_flag(select, "on", &on, &where), CDC43_ERR_WORD);
    ck_assert_uint_eq(where.suboption, 15);
}
END_TEST

START_TEST(reads_mac_addresses) {
    static const char *const good[] = {"001A2B3C4D5E", "00:1a:2b:3c:4d:5e", "00-1A-2B-3C-4D-5E",
                                       "001a.2b3c.4d5e"};
    static const char *const bad[] = {"", "001A2B3C4D", "001A2B3C4D5E6F", "001A2B3C4D5G", "0"};
    uint8_t mac[6];
    struct cdc43_where where;

    for (size_t i = 0; i < 4; i++) {
        ck_assert_int_eq(cdc43_parse_mac(good[i], strlen(good[i]), mac, &where), CDC43_OK);
        ck_assert_mem_eq(mac, "\x00\x1a\x2b\x3c\x4d\x5e", 6);
    }
    for (size_t i = 0; i < 5; i++) {
        ck_assert_int_eq(cdc43_parse_mac(bad[i], strlen(bad[i]), mac, &where), CDC43_ERR_MAC);
    }
}
END_TEST

static const char *sentence(enum cdc43_err err, enum cdc43_place place, unsigned suboption,
                            size_t offset, size_t excess) {
    static char text[CDC43_SENTENCE_MAX];
    const struct cdc43_where where = {(uint8_t)suboption, (uint8_t)place, 0, offset, excess};

    cdc43_print_error(err, &where, text, sizeof text);
    return text;
}

START_TEST(sentences_name_suboption_place_and_rule) {
    ck_assert_str_eq(sentence(CDC43_ERR_CONFLICT, CDC43_PLACE_OPTION, 11, 3, 0),
                     "suboption 11 (Server), octet 3: the suboption appears twice with different "
                     "values");
    ck_assert_str_eq(sentence(CDC43_ERR_SERVER_CHARACTER, CDC43_PLACE_VALUE, 11, 0, 0),
                     "suboption 11 (Server), octet 0 of the value: the Server must be printable "
                     "ASCII without space");
    ck_assert_str_eq(sentence(CDC43_ERR_UNKNOWN_SUBOPTION, CDC43_PLACE_OPTION, 99, 3, 0),
                     "suboption 99, octet 3: the device profile does not have this suboption");
    ck_assert_str_eq(sentence(CDC43_ERR_UNKNOWN_SUBOPTION, CDC43_PLACE_NONE, 10, 0, 0),
                     "suboption 10 (FIPS Mode): the device profile does not have this suboption");
    ck_assert_str_eq(sentence(CDC43_ERR_END, CDC43_PLACE_OPTION, 0, 69, 0),
                     "octet 69: END (255) is not allowed in the value");
    ck_assert_str_eq(sentence(CDC43_ERR_MESSAGE_OPTION, CDC43_PLACE_MESSAGE, 0, 240, 0),
                     "octet 240 of the message: a DHCP option runs past the end of its field");
    ck_assert_str_eq(sentence(CDC43_ERR_HEX_DIGIT, CDC43_PLACE_TEXT, 0, 0, 0),
                     "character 0: this is not a hexadecimal digit");
    ck_assert_str_eq(sentence((enum cdc43_err)9, CDC43_PLACE_VALUE, 0, 0, 0), "unknown error");
    ck_assert_str_eq(sentence(CDC43_OK, CDC43_PLACE_VALUE, 0, 0, 0), "unknown error");
}
END_TEST

/* Does the sentence begin with the place? */
static bool begins_with_place(enum cdc43_err err, enum cdc43_place place) {
    const char *const text = sentence(err, place, 0, 7, 0);

    return strncmp(text, "octet ", 6) == 0 || strncmp(text, "character ", 10) == 0;
}

/* What the table says that the offset counts. */
enum column { NONE, OPTION, VALUE, START, MESSAGE, TEXT };

START_TEST(only_errors_with_a_place_name_one) {
    static const struct {
        enum cdc43_err err;
        enum column offset;
    } rows[] = {
#define CDC43_ERROR(number, id, offset, excess, sentence) {CDC43_ERR_##id, offset},
#include "tlv/errors.def"
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ck_assert(!begins_with_place(rows[i].err, CDC43_PLACE_NONE));
        ck_assert(begins_with_place(rows[i].err, CDC43_PLACE_OPTION) == (rows[i].offset != NONE));
        ck_assert(begins_with_place(rows[i].err, CDC43_PLACE_MESSAGE) == (rows[i].offset != NONE));
        ck_assert(begins_with_place(rows[i].err, CDC43_PLACE_TEXT) == (rows[i].offset != NONE));
        /* That a value which is wrong as a whole begins with its first octet says nothing. */
        ck_assert(begins_with_place(rows[i].err, CDC43_PLACE_VALUE) ==
                  (rows[i].offset != NONE && rows[i].offset != START));
    }
}
END_TEST

START_TEST(the_excess_is_in_its_own_words) {
    const struct cdc43_where too_long = {0, CDC43_PLACE_OPTION, 253, 253, 1};
    char text[CDC43_SENTENCE_MAX];

    cdc43_print_error(CDC43_ERR_TOO_LONG, &too_long, text, sizeof text);
    ck_assert_str_eq(text, "the whole value is too long: 253 octets at most, 254 found");
    ck_assert_str_eq(sentence(CDC43_ERR_SUM_LIMIT_REACHED, CDC43_PLACE_VALUE, 13, 0, 1),
                     "suboption 13 (Challenge Password): Server and Challenge Password together "
                     "must be less than 208 octets, 208 found");
    ck_assert_str_eq(sentence(CDC43_ERR_COMMON_NAME_TOO_LONG, CDC43_PLACE_TEXT, 0, 41, 1),
                     "the Common Name must have at most 64 characters, 65 found");
    ck_assert_str_eq(sentence(CDC43_ERR_MESSAGE_JOINED_TOO_LONG, CDC43_PLACE_MESSAGE, 0, 250, 2),
                     "octet 250 of the message: the joined instances of the option must have at "
                     "most 255 octets, 257 found");
    ck_assert_str_eq(sentence(CDC43_ERR_LIMIT, CDC43_PLACE_NONE, 0, 0, 1),
                     "the limit must be at most 255 octets, 256 found");
    ck_assert_str_eq(sentence(CDC43_ERR_BUFFER, CDC43_PLACE_NONE, 0, 0, 3),
                     "the output buffer is too small, 3 octets missing");
    ck_assert_str_eq(sentence(CDC43_ERR_OVERRUN, CDC43_PLACE_OPTION, 11, 3, 1),
                     "suboption 11 (Server), octet 3: the suboption runs past the end of the "
                     "value, 1 octet missing");
    ck_assert_str_eq(sentence(CDC43_ERR_FLAG_LENGTH, CDC43_PLACE_OPTION, 10, 2, 2),
                     "suboption 10 (FIPS Mode), octet 2: the value must be exactly 1 octet, 2 "
                     "octets found");
    ck_assert_str_eq(sentence(CDC43_ERR_FLAG_LENGTH, CDC43_PLACE_OPTION, 10, 2, 0),
                     "suboption 10 (FIPS Mode), octet 2: the value must be exactly 1 octet, 0 "
                     "octets found");
}
END_TEST

START_TEST(a_buffer_of_one_gets_the_nul) {
    const struct cdc43_where where = {0, CDC43_PLACE_OPTION, 0, 0, 0};
    char text[1] = {'x'};

    cdc43_print_error((enum cdc43_err)200, &where, text, 1);
    ck_assert_int_eq(text[0], 0);
    text[0] = 'x';
    cdc43_print_error(CDC43_ERR_PAD, &where, text, 1);
    ck_assert_int_eq(text[0], 0);
}
END_TEST

START_TEST(a_word_has_no_place) {
    const struct cdc43_suboption_info *const info = cdc43_find_suboption(CDC43_FIPS_MODE);
    struct cdc43_where where = {1, 1, 1, 1, 1};
    bool on = false;

    ck_assert_int_eq(cdc43_parse_flag(info, "x", &on, &where), CDC43_ERR_WORD);
    ck_assert_uint_eq(where.place, CDC43_PLACE_NONE);
    ck_assert_uint_eq(where.limit, 0);
    ck_assert_uint_eq(where.offset, 0);
    ck_assert_uint_eq(where.excess, 0);
}
END_TEST

START_TEST(a_text_counts_its_characters) {
    uint8_t octets[CDC43_DIGEST_MAX];
    struct cdc43_where where = {99, 99, 99, 99, 99};
    size_t len = 0;

    ck_assert_int_eq(cdc43_parse_hex("0a0x", 4, octets, sizeof octets, &len, &where),
                     CDC43_ERR_HEX_DIGIT);
    ck_assert_uint_eq(where.place, CDC43_PLACE_TEXT);
    ck_assert_uint_eq(where.limit, 0);
    ck_assert_uint_eq(where.offset, 4);
    ck_assert_int_eq(cdc43_parse_fingerprint("0a0b0", 5, octets, &len, &where), CDC43_ERR_HEX_ODD);
    ck_assert_uint_eq(where.place, CDC43_PLACE_TEXT);
    ck_assert_uint_eq(where.suboption, CDC43_ROOT_CA_FINGERPRINT);
    ck_assert_int_eq(cdc43_parse_fingerprint("0a0b", 4, octets, &len, &where),
                     CDC43_ERR_FINGERPRINT_LENGTH);
    ck_assert_uint_eq(where.place, CDC43_PLACE_VALUE);
    ck_assert_uint_eq(where.limit, 0);
    ck_assert_uint_eq(where.excess, 2);
    ck_assert_int_eq(cdc43_parse_mac("00:1a:2g", 8, octets, &where), CDC43_ERR_MAC);
    ck_assert_uint_eq(where.place, CDC43_PLACE_TEXT);
    ck_assert_uint_eq(where.offset, 7);
    ck_assert_int_eq(cdc43_parse_mac("00:1a:2b", 8, octets, &where), CDC43_ERR_MAC);
    ck_assert_uint_eq(where.place, CDC43_PLACE_NONE); /* the whole is wrong, not one character */
    ck_assert_uint_eq(where.limit, 0);
}
END_TEST

START_TEST(every_sentence_fits_and_a_short_buffer_gets_the_beginning) {
    for (int err = 1; err < 256; err++) {
        const struct cdc43_where where = {12, CDC43_PLACE_MESSAGE, 255, SIZE_MAX, SIZE_MAX};
        char text[CDC43_SENTENCE_MAX];

        if (cdc43_err_name((enum cdc43_err)err) != NULL) {
            cdc43_print_error((enum cdc43_err)err, &where, text, sizeof text);
            ck_assert_uint_lt(strlen(text), sizeof text - 1);
            for (size_t capacity = 1; capacity < 60; capacity++) {
                char *const room = (char *)guard_room(capacity);
                cdc43_print_error((enum cdc43_err)err, &where, room, capacity);
                ck_assert_uint_eq(strlen(room), capacity - 1);
                ck_assert_mem_eq(room, text, capacity - 1);
            }
        }
    }
}
END_TEST

int main(void) {
    Suite *const suite = suite_create("text");
    TCase *const tests = tcase_create("all");

    tcase_add_test(tests, the_table_names_six_suboptions);
    tcase_add_test(tests, finds_profiles_and_digests);
    tcase_add_test(tests, every_tolerance_has_the_bit_of_its_error);
    tcase_add_test(tests, every_error_has_a_name_and_a_sentence);
    tcase_add_loop_test(tests, reads_hexadecimal_as_people_paste_it, 0, sizeof hex / sizeof hex[0]);
    tcase_add_test(tests, counts_hexadecimal_beyond_the_capacity_without_writing_it);
    tcase_add_test(tests, a_nul_is_no_digit);
    tcase_add_test(tests, reads_fingerprints);
    tcase_add_test(tests, reads_flags_by_their_words);
    tcase_add_test(tests, reads_mac_addresses);
    tcase_add_test(tests, sentences_name_suboption_place_and_rule);
    tcase_add_test(tests, only_errors_with_a_place_name_one);
    tcase_add_test(tests, the_excess_is_in_its_own_words);
    tcase_add_test(tests, a_buffer_of_one_gets_the_nul);
    tcase_add_test(tests, a_word_has_no_place);
    tcase_add_test(tests, a_text_counts_its_characters);
    tcase_add_test(tests, every_sentence_fits_and_a_short_buffer_gets_the_beginning);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
