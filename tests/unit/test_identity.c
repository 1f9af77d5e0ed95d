/* SPDX-License-Identifier: MIT */
/* Common Name and User ID from the manufacturing name and option 15. */
#include <string.h>

#include "tests/support/guard.h"
#include "tests/support/main.h"
#include "tests/unit/sample.h"

#define MIC_CN "CP-9871-SEP001A2B3C4D5E"

static struct cdc43_view view_of(const char *text) {
    return (struct cdc43_view){(const uint8_t *)text, strlen(text)};
}

static enum cdc43_err build(const char *mic_cn, const void *domain, size_t len,
                            struct cdc43_identity *ret_identity, struct cdc43_where *ret_where) {
    struct cdc43_identity before;
    enum cdc43_err err;

    memset(ret_identity, 0xa5, sizeof *ret_identity);
    before = *ret_identity;
    *ret_where = (struct cdc43_where){99, 99, 99, 4711, 4711};
    err = cdc43_build_identity(view_of(mic_cn), (struct cdc43_view){guard_copy(domain, len), len},
                               ret_identity, ret_where);
    if (err != CDC43_OK) {
        ck_assert_mem_eq(&before, ret_identity, sizeof before);
        ck_assert_uint_eq(ret_where->suboption, 0);
        ck_assert_uint_eq(ret_where->place, err == CDC43_ERR_COMMON_NAME_TOO_LONG
                                                ? CDC43_PLACE_NONE
                                                : CDC43_PLACE_TEXT);
        ck_assert_uint_eq(ret_where->limit, 0);
        ck_assert_uint_lt(ret_where->excess, 4711);
    } else {
        ck_assert_uint_eq(ret_identity->len, strlen(ret_identity->common_name));
        ck_assert_uint_eq(ret_identity->len, strlen(ret_identity->user_id));
    }
    return err;
}

static const struct {
    const char *domain;
    size_t len;
    const char *common_name;
    const char *user_id;
} rows[] = {
    {"example.nl", 10, MIC_CN ".example.nl", MIC_CN "@example.nl"}, /* both published rows */
    {"", 0, MIC_CN, MIC_CN},
    {"\0\0", 2, MIC_CN, MIC_CN},
    {".", 1, MIC_CN, MIC_CN},
    {".\0", 2, MIC_CN, MIC_CN},
    {"example.nl\0\0\0", 13, MIC_CN ".example.nl", MIC_CN "@example.nl"},
    {"example.nl.", 11, MIC_CN ".example.nl", MIC_CN "@example.nl"},
    {"example.nl.\0", 12, MIC_CN ".example.nl", MIC_CN "@example.nl"},
    {"Example.NL", 10, MIC_CN ".Example.NL", MIC_CN "@Example.NL"},
    {"a", 1, MIC_CN ".a", MIC_CN "@a"},
    {"_x.y-z.0", 8, MIC_CN "._x.y-z.0", MIC_CN "@_x.y-z.0"},
};

START_TEST(builds_both_names) {
    struct cdc43_identity identity;
    struct cdc43_where where;

    ck_assert_int_eq(build(MIC_CN, rows[_i].domain, rows[_i].len, &identity, &where), CDC43_OK);
    ck_assert_str_eq(identity.common_name, rows[_i].common_name);
    ck_assert_str_eq(identity.user_id, rows[_i].user_id);
}
END_TEST

static const struct {
    const char *domain;
    size_t len;
    size_t offset;
} bad[] = {
    {"..", 2, 0},
    {"a..", 3, 1},
    {".a", 2, 0},
    {"a..b", 4, 1},
    {"-a", 2, 0},
    {"a-", 2, 1},
    {"a-.b", 4, 1},
    {"a.-b", 4, 1},
    {"a b", 3, 1},
    {"a\nb", 3, 1},
    {"a\0b", 3, 1},
    {"a.\0b", 4, 1},
    {"\0a", 2, 0},
    {"b\xfc"
     "cher",
     6, 1},
    {"a@b", 3, 1},
    {"a,b", 3, 1},
    {"$(reboot)", 9, 0},
    {"a`b`", 4, 1},
    {"<a>", 3, 0},
    {"%s%n", 4, 0},
    {"a/b", 3, 1},
    {"a:b", 3, 1},
    {"a\0.", 3, 1},
    {"[", 1, 0},
    {"a{", 2, 1},
    {"a^", 2, 1},
};

START_TEST(refuses_bad_domains_and_points_at_the_character) {
    struct cdc43_identity identity;
    struct cdc43_where where;

    ck_assert_int_eq(build(MIC_CN, bad[_i].domain, bad[_i].len, &identity, &where),
                     CDC43_ERR_DOMAIN);
    ck_assert_msg(where.offset == bad[_i].offset, "%s: %zu", bad[_i].domain, where.offset);
}
END_TEST

START_TEST(a_domain_of_40_fits_and_41_does_not) {
    struct cdc43_identity identity;
    struct cdc43_where where;

    ck_assert_int_eq(
        build(MIC_CN, "abcdefghijklmnopqrstuvwxyz.abcdefghijklmn", 40, &identity, &where),
        CDC43_OK);
    ck_assert_uint_eq(identity.len, CDC43_COMMON_NAME_MAX);
    ck_assert_int_eq(
        build(MIC_CN, "abcdefghijklmnopqrstuvwxyz.abcdefghijklmn.", 42, &identity, &where),
        CDC43_ERR_COMMON_NAME_TOO_LONG);
    ck_assert_int_eq(
        build(MIC_CN, "abcdefghijklmnopqrstuvwxyz.abcdefghijklmno", 41, &identity, &where),
        CDC43_ERR_COMMON_NAME_TOO_LONG);
    ck_assert_uint_eq(where.excess, 1);
    ck_assert_int_eq(where.place, CDC43_PLACE_NONE);
    ck_assert_uint_eq(where.offset, 0);
}
END_TEST

START_TEST(a_label_has_1_to_63_characters) {
    char domain[65];
    struct cdc43_identity identity;
    struct cdc43_where where;

    memset(domain, 'a', sizeof domain);
    ck_assert_int_eq(build("C", domain, 62, &identity, &where), CDC43_OK);
    ck_assert_int_eq(build("C", domain, 63, &identity, &where), CDC43_ERR_COMMON_NAME_TOO_LONG);
    ck_assert_int_eq(build("C", domain, 64, &identity, &where), CDC43_ERR_DOMAIN);
    ck_assert_uint_eq(where.offset, 63);
}
END_TEST

START_TEST(the_manufacturing_name_is_1_to_64_printable_characters) {
    char name[66];
    struct cdc43_identity identity;
    struct cdc43_where where;

    memset(name, 'm', sizeof name);
    name[64] = '\0';
    ck_assert_int_eq(build(name, "", 0, &identity, &where), CDC43_OK);
    ck_assert_str_eq(identity.common_name, name);
    ck_assert_int_eq(build(name, "a", 1, &identity, &where), CDC43_ERR_COMMON_NAME_TOO_LONG);
    ck_assert_uint_eq(where.excess, 2);
    name[64] = 'm';
    name[65] = '\0';
    ck_assert_int_eq(build(name, "", 0, &identity, &where), CDC43_ERR_MIC_COMMON_NAME);
    ck_assert_int_eq(build("", "a", 1, &identity, &where), CDC43_ERR_MIC_COMMON_NAME);
    ck_assert_int_eq(build("CP\x01", "", 0, &identity, &where), CDC43_ERR_MIC_COMMON_NAME);
    ck_assert_uint_eq(where.offset, 2);
    ck_assert_int_eq(build("CP 9871", "", 0, &identity, &where), CDC43_OK);
    ck_assert_int_eq(build("\x7f", "", 0, &identity, &where), CDC43_ERR_MIC_COMMON_NAME);
}
END_TEST

static enum cdc43_err mic_cn(const char *model, size_t len, char ret_name[65],
                             struct cdc43_where *ret_where) {
    static const uint8_t mac[] = {0x00, 0x1a, 0x2b, 0x3c, 0x4d, 0x5e};
    size_t name_len = 0;
    const enum cdc43_err err = cdc43_build_mic_cn((struct cdc43_view){guard_copy(model, len), len},
                                                  mac, ret_name, &name_len, ret_where);

    if (err == CDC43_OK) {
        ck_assert_uint_eq(name_len, strlen(ret_name));
    }
    return err;
}

START_TEST(the_manufacturing_name_follows_from_model_and_mac) {
    static const char *const table[][2] = {
        {"DP-9841", "CP-9841-SEP001A2B3C4D5E"},     {"DP-9871", MIC_CN},
        {"CP-8875", "CP-8875-SEP001A2B3C4D5E"},     {"CP-7841-3PCC", "CP-7841-SEP001A2B3C4D5E"},
        {"DP-9861NR", "CP-9861NR-SEP001A2B3C4D5E"},
    };
    char name[65];
    struct cdc43_where where;

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        ck_assert_int_eq(mic_cn(table[i][0], strlen(table[i][0]), name, &where), CDC43_OK);
        ck_assert_str_eq(name, table[i][1]);
    }
    ck_assert_int_eq(mic_cn("DP-9871\0\0", 9, name, &where), CDC43_OK);
    ck_assert_str_eq(name, MIC_CN);
}
END_TEST

START_TEST(refuses_models_without_a_number) {
    static const char *const table[] = {"",       "DP",       "DP-",  "DP--1",   "XP-9871", "9871",
                                        "DP9871", "DP-98 71", "CX-1", "DP-98_7", "dp-9871"};
    char name[65];
    char model[64];
    struct cdc43_where where;

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        ck_assert_msg(mic_cn(table[i], strlen(table[i]), name, &where) == CDC43_ERR_MODEL, "%s",
                      table[i]);
    }
    memset(model, '9', sizeof model);
    model[0] = 'D';
    model[1] = 'P';
    model[2] = '-';
    ck_assert_int_eq(mic_cn(model, 3 + 45, name, &where), CDC43_OK);
    ck_assert_uint_eq(strlen(name), CDC43_COMMON_NAME_MAX);
    ck_assert_int_eq(mic_cn(model, 3 + 46, name, &where), CDC43_ERR_MODEL);
}
END_TEST

int main(void) {
    Suite *const suite = suite_create("identity");
    TCase *const tests = tcase_create("all");

    tcase_add_loop_test(tests, builds_both_names, 0, sizeof rows / sizeof rows[0]);
    tcase_add_loop_test(tests, refuses_bad_domains_and_points_at_the_character, 0,
                        sizeof bad / sizeof bad[0]);
    tcase_add_test(tests, a_domain_of_40_fits_and_41_does_not);
    tcase_add_test(tests, a_label_has_1_to_63_characters);
    tcase_add_test(tests, the_manufacturing_name_is_1_to_64_printable_characters);
    tcase_add_test(tests, the_manufacturing_name_follows_from_model_and_mac);
    tcase_add_test(tests, refuses_models_without_a_number);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
