/* SPDX-License-Identifier: MIT */
/* Every valid vector that a server can carry, written for it and read back: the octets are the
 * same. Texts that are no value, and any octets at all, are read without harm. */
#include <jansson.h>
#include <string.h>

#include "tests/support/guard.h"
#include "tests/support/main.h"
#include "tests/unit/sample.h"
#include "tlv/formats/formats.h"
#include "tlv/formats/read.h"
#include "tlv/text.h"

static const char *const models[] = {"DP-9841", "CP-8875"};

/* The octets of all valid tests of a vector file; how many. */
static size_t load(const char *name, struct octets *ret_values, size_t max) {
    char path[512];
    json_t *file;
    size_t count = 0;
    size_t i;
    json_t *group;

    (void)snprintf(path, sizeof path, "%s/%s", VECTORS, name);
    file = json_load_file(path, JSON_ALLOW_NUL, NULL);
    ck_assert_ptr_nonnull(file);
    json_array_foreach(json_object_get(file, "testGroups"), i, group) {
        size_t j;
        json_t *test;

        json_array_foreach(json_object_get(group, "tests"), j, test) {
            const char *const hex = json_string_value(json_object_get(test, "option43"));

            if (hex != NULL && count < max && hex[0] != '\0' &&
                strcmp(json_string_value(json_object_get(test, "result")), "valid") == 0) {
                ret_values[count++] = from_hex(hex);
            }
        }
    }
    json_decref(file);
    return count;
}

static bool is_refused(enum cdc43_format_err err) {
    return err == CDC43_FORMAT_ERR_TOO_LONG || err == CDC43_FORMAT_ERR_EACH ||
           err == CDC43_FORMAT_ERR_CHARACTER;
}

/* How many formats could not carry it. */
static size_t check_value(const struct octets *value, size_t model_count) {
    static char text[CDC43_SNIPPET_MAX];
    size_t refused = 0;

    for (size_t i = 0; i < cdc43_format_count; i++) {
        const struct cdc43_format *const format = &cdc43_formats[i];
        const struct cdc43_snippet snippet = {{value->at, value->len}, models, model_count};
        struct cdc43_reading reading;
        struct cdc43_where where;
        size_t len = 0;
        const enum cdc43_format_err err =
            cdc43_print_snippet(format, &snippet, text, sizeof text, &len, &where);

        if (is_refused(err) || (err == CDC43_FORMAT_ERR_MODELS && model_count == 0)) {
            refused++;
            continue;
        }
        ck_assert_int_eq(err, CDC43_FORMAT_OK);
        ck_assert_msg(cdc43_read_text(text, len, &reading, &where) == CDC43_OK, "%s", text);
        ck_assert_msg(reading.len == value->len &&
                          memcmp(reading.octets, value->at, value->len) == 0,
                      "%s, read as %s:\n%s", format->name, cdc43_pasted_title(reading.form), text);
    }
    return refused;
}

START_TEST(every_valid_vector_comes_back) {
    static struct octets values[2000];
    size_t count = load("encode_test.json", values, 2000);
    size_t refused = 0;

    count += load("encode_limits_test.json", values + count, 2000 - count);
    ck_assert_uint_gt(count, 100);
    for (size_t i = 0; i < count; i++) {
        refused += check_value(&values[i], i % 3);
    }
    /* Most can be carried. */
    ck_assert_uint_lt(refused, count * cdc43_format_count / 3);
}
END_TEST

/* What people copy, and the form that is seen. */
static const struct {
    const char *text;
    const char *hex; /* NULL: an error */
    enum cdc43_pasted form;
    bool had_header;
} pasted[] = {
    {"2b200b08687474703a2f2f610c140102030405060708090a0b0c0d0e0f1011121314", MANDATORY,
     CDC43_PASTED_HEX, true},
    {"option vendor-encapsulated-options 0b:01:61:0c:01:01;", "0b01610c0101", CDC43_PASTED_DIGITS,
     false},
    {"\"11\",\"1\",\"97\",\"12\",\"1\",\"1\"", "0b01610c0101", CDC43_PASTED_DECIMAL, false},
    {"11 1 97 12 1 1", "0b01610c0101", CDC43_PASTED_DECIMAL, false},
    {"Vendor-Option (43), length 6: 11.1.97.12.1.1", "0b01610c0101", CDC43_PASTED_DECIMAL, false},
    {"option 43 hex 0b01.610c.0101", "0b01610c0101", CDC43_PASTED_DIGITS, false},
    {"0b01.610c.0101", "0b01610c0101", CDC43_PASTED_HEX, false},
    {"'\\x0b\\x01\\x61\\x0c\\x01\\x01'", "0b01610c0101", CDC43_PASTED_ESCAPES, false},
    {"uint8_t x[] = { 0x0B, 0x01, 0x61, 0x0c,\n 0x01, 0x01 };", "0b01610c0101",
     CDC43_PASTED_NUMBERS, false},
    {"@(0x0b,0x01,0x61,0x0c,0x01,0x01)", "0b01610c0101", CDC43_PASTED_NUMBERS, false},
    {"    Option: (43) Vendor-Specific Information\n        Length: 6\n        Value: "
     "0b01610c0101\n",
     "0b01610c0101", CDC43_PASTED_DIGITS, false},
    {"0000  0b 01 61 0d 10 44 32 33  33 43 43 46 39 42 39 39   ..a..D233CCF9B99\n"
     "0010  35 32 41 31 35 0c 01 01                            52A15...\n",
     "0b01610d10443233334343463942393935324131350c0101", CDC43_PASTED_DUMP, false},
    {"00000000: 0b01 610d 1044 3233 3343 4346 3942 3939  ..a..D233CCF9B99\n"
     "00000010: 3532 4131 350c 0101                      52A15...\n",
     "0b01610d10443233334343463942393935324131350c0101", CDC43_PASTED_DUMP, false},
    {"\t0x0000:  0b01 610d 1044 3233 3343 4346 3942 3939\n"
     "\t0x0010:  3532 4131 350c 0101\n",
     "0b01610d10443233334343463942393935324131350c0101", CDC43_PASTED_DUMP, false},
    {"{ \"code\": 43, \"csv-format\": false, \"data\": \"0b:01:61:0c:01:01\" }", "0b01610c0101",
     CDC43_PASTED_DIGITS, false},
    {"dhcp-option=vendor:DP-98,11,a\ndhcp-option=vendor:DP-98,12,01:02\ndhcp-option=vendor:DP-98,"
     "14,1b\n"
     "dhcp-option=vendor:CP-88,11,a\n",
     "0b01610c0201020e0101", CDC43_PASTED_DNSMASQ, false},
    {"list dhcp_option 'vendor:DP-98,64,1b'", NULL, CDC43_PASTED_HEX, false},
    {"(11 a)(12 01)", "0b01610c0101", CDC43_PASTED_PARENTHESES, false},
    {"option 43 sub-option 11 ascii a sub-option 12 hex 01", "0b01610c0101",
     CDC43_PASTED_SUBOPTIONS, false},
    {"{\"server\": \"a\", \"enable-8021x\": false}", "0b01610e0100", CDC43_PASTED_JSON, false},
    {"", "", CDC43_PASTED_HEX, false},
    {"0b0161z00c0101", NULL, CDC43_PASTED_HEX, false},
    {"0b 01 61 0c 01 0", NULL, CDC43_PASTED_HEX, false},
    {"no octets here", NULL, CDC43_PASTED_HEX, false},
    {"SendVendorOption=11:uint16:7", NULL, CDC43_PASTED_HEX, false},
    {"0x", NULL, CDC43_PASTED_HEX, false},
};

START_TEST(reads_what_people_paste) {
    const size_t len = strlen(pasted[_i].text);
    struct cdc43_reading reading;
    struct cdc43_where where;
    const enum cdc43_err err =
        cdc43_read_text((const char *)guard_copy(pasted[_i].text, len), len, &reading, &where);

    ck_assert_msg((err == CDC43_OK) == (pasted[_i].hex != NULL), "%s: %d", pasted[_i].text,
                  (int)err);
    if (pasted[_i].hex != NULL) {
        const struct octets wanted = from_hex(pasted[_i].hex);

        ck_assert_msg(reading.form == pasted[_i].form, "%s: read as %s", pasted[_i].text,
                      cdc43_pasted_title(reading.form));
        ck_assert_uint_eq(reading.len, wanted.len);
        ck_assert_mem_eq(reading.octets, wanted.at, wanted.len);
        ck_assert(reading.had_header == pasted[_i].had_header);
    }
}
END_TEST

/* Every beginning of every text ends at the unreadable page. */
START_TEST(stays_inside_the_text) {
    static char text[CDC43_SNIPPET_MAX];
    const struct cdc43_snippet snippet = {{sample_octets, SAMPLE_LEN}, models, 2};

    for (size_t i = 0; i < cdc43_format_count; i++) {
        struct cdc43_where where;
        size_t len = 0;

        ck_assert_int_eq(
            cdc43_print_snippet(&cdc43_formats[i], &snippet, text, sizeof text, &len, &where),
            CDC43_FORMAT_OK);
        for (size_t part = 0; part <= len; part += part < 64 || len - part < 64 ? 1 : 7) {
            struct cdc43_reading reading;

            if (cdc43_read_text((const char *)guard_copy(text, part), part, &reading, &where) ==
                CDC43_OK) {
                ck_assert_uint_le(reading.len, CDC43_READ_MAX);
            }
        }
    }
}
END_TEST

START_TEST(more_octets_than_room_are_too_long) {
    static char text[4 * CDC43_READ_MAX];
    struct cdc43_reading reading;
    struct cdc43_where where;

    memset(text, '0', sizeof text);
    ck_assert_int_eq(cdc43_read_text(text, sizeof text, &reading, &where), CDC43_ERR_TOO_LONG);
    ck_assert_uint_eq(where.excess, 2 * CDC43_READ_MAX - CDC43_OPTION_MAX);
}
END_TEST

int main(void) {
    Suite *const suite = suite_create("roundtrip");
    TCase *const tests = tcase_create("all");

    tcase_set_timeout(tests, 0);
    tcase_add_test(tests, every_valid_vector_comes_back);
    tcase_add_loop_test(tests, reads_what_people_paste, 0, (int)(sizeof pasted / sizeof pasted[0]));
    tcase_add_test(tests, stays_inside_the_text);
    tcase_add_test(tests, more_octets_than_room_are_too_long);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
