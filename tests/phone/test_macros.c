/* SPDX-License-Identifier: MIT */
/* Macros in a configured Common Name. */
#include <string.h>

#include "phone-side/macros.h"
#include "tests/phone/sample.h"
#include "tests/support/guard.h"
#include "tests/support/main.h"

/* The macros of the MIC CN, and GPP_A as the published example of substrings has it. */
static size_t make(struct cdc43_phone_macros *own, struct cdc43_phone_macro *ret_all) {
    const size_t count = cdc43_phone_make_macros(view_of(MIC_CN), own);

    memcpy(ret_all, own->macros, count * sizeof *ret_all);
    ret_all[count] = (struct cdc43_phone_macro){view_of("A"), view_of("ABCDEF")};
    return count + 1;
}

static const struct {
    const char *text;
    const char *expanded;
} cases[] = {
    {"plain.example.nl", "plain.example.nl"},
    {"$MA", "001a2b3c4d5e"},
    {"$MAU.example.nl", "001A2B3C4D5E.example.nl"},
    {"SEP$(MAU)x", "SEP001A2B3C4D5Ex"},
    {"$MAC", "00:1a:2b:3c:4d:5e"},
    {"$PN-$PSN", "CP-9871-9871"},
    {"$(A:2)", "CDEF"},
    {"$(A:2:3)", "CDE"},
    {"$(A:0:1)$(A:5)$(A:6)$(A:9:9)", "AF"},
    {"$A$A", "ABCDEFABCDEF"},
    {"a$$A", "a$A"},
    {"$$$A", "$ABCDEF"},
    {"$MAUx $maU", "$MAUx $maU"}, /* no names that there are */
    {"$NOBODY.$(NOBODY:1)", "$NOBODY.$(NOBODY:1)"},
    {"$", "$"},
    {"$(", "$("},
    {"$()", "$()"},
    {"$(A", "$(A"},
    {"$(A:", "$(A:"},
    {"$(A:)", "$(A:)"},
    {"$(A:1:)", "$(A:1:)"},
    {"$(A:1:2", "$(A:1:2"},
    {"$(A:1:2:3)", "$(A:1:2:3)"},
    {"$(A:9999)", "$(A:9999)"},
    {"$(A:-1)", "$(A:-1)"},
};

START_TEST(expands_what_the_phone_expands) {
    struct cdc43_phone_macros own;
    struct cdc43_phone_macro all[CDC43_PHONE_MACROS_OF + 1];
    const size_t count = make(&own, all);
    const size_t len = strlen(cases[_i].text);
    char text[CDC43_COMMON_NAME_MAX + 1];
    size_t got = 0;

    ck_assert_int_eq(cdc43_phone_expand((struct cdc43_view){guard_copy(cases[_i].text, len), len},
                                        all, count, text, &got),
                     CDC43_PHONE_MACRO_OK);
    ck_assert_str_eq(text, cases[_i].expanded);
    ck_assert_uint_eq(got, strlen(cases[_i].expanded));
}
END_TEST

START_TEST(does_not_expand_what_a_value_holds) {
    const struct cdc43_phone_macro macros[] = {{view_of("A"), view_of("$B$A")},
                                               {view_of("B"), view_of("b")}};
    char text[CDC43_COMMON_NAME_MAX + 1];
    size_t len = 0;

    ck_assert_int_eq(cdc43_phone_expand(view_of("$A"), macros, 2, text, &len),
                     CDC43_PHONE_MACRO_OK);
    ck_assert_str_eq(text, "$B$A");
}
END_TEST

START_TEST(counts_the_result_against_64_characters) {
    char value[65];
    struct cdc43_phone_macro macro = {view_of("A"), {(const uint8_t *)value, 64}};
    char text[CDC43_COMMON_NAME_MAX + 1];
    size_t len = 0;

    memset(value, 'x', sizeof value);
    ck_assert_int_eq(cdc43_phone_expand(view_of("$A"), &macro, 1, text, &len),
                     CDC43_PHONE_MACRO_OK);
    ck_assert_uint_eq(len, 64);
    ck_assert_int_eq(cdc43_phone_expand(view_of("$A$A"), &macro, 1, text, &len),
                     CDC43_PHONE_MACRO_TOO_LONG);
    ck_assert_uint_eq(len, 128);
    ck_assert_int_eq(cdc43_phone_expand(view_of("$(A:64)"), &macro, 1, text, &len),
                     CDC43_PHONE_MACRO_EMPTY);
    ck_assert_int_eq(cdc43_phone_expand(view_of("a\tb"), &macro, 1, text, &len),
                     CDC43_PHONE_MACRO_CHARACTER);
    ck_assert_int_eq(cdc43_phone_expand(view_of("\xc3\xa4"), &macro, 1, text, &len),
                     CDC43_PHONE_MACRO_CHARACTER);
}
END_TEST

START_TEST(makes_no_macros_of_another_kind_of_name) {
    static const char *const names[] = {
        "",
        "CP-9871",
        "CP-9871-SEP001A2B3C4D5",
        "CP-9871-SEP001a2b3c4d5e",
        "CP-9871-SEP001A2B3C4D5G",
        "CP-9871-XYZ001A2B3C4D5E",
        "CPX9871-SEP001A2B3C4D5E",
        "CP--SEP001A2B3C4D5E",
        "-SEP001A2B3C4D5E",
    };
    struct cdc43_phone_macros own;

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const size_t len = strlen(names[i]);

        ck_assert_uint_eq(
            cdc43_phone_make_macros((struct cdc43_view){guard_copy(names[i], len), len}, &own), 0);
    }
    ck_assert_uint_eq(cdc43_phone_make_macros(view_of("CP-7841-3PCC-SEP001A2B3C4D5E"), &own), 5);
    ck_assert_uint_eq(own.macros[4].value.len, strlen("7841-3PCC"));
}
END_TEST

int main(void) {
    Suite *const suite = suite_create("macros");
    TCase *const tcase = tcase_create("macros");

    tcase_add_loop_test(tcase, expands_what_the_phone_expands, 0,
                        (int)(sizeof cases / sizeof cases[0]));
    tcase_add_test(tcase, does_not_expand_what_a_value_holds);
    tcase_add_test(tcase, counts_the_result_against_64_characters);
    tcase_add_test(tcase, makes_no_macros_of_another_kind_of_name);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
