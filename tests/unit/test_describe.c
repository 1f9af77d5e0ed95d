/* SPDX-License-Identifier: MIT */
/* What is shown of parameters and octets, and what is kept back. */
#include <stdio.h>

#include "tests/support/guard.h"
#include "tests/support/main.h"
#include "tests/unit/sample.h"
#include "tlv/text.h"

static const struct {
    const char *octets;
    const char *text;
} masks[] = {
    {"", ""},
    {"0a0101", "0a0101"},
    {"0b0141 0c0142 0e0101 0f0100", "0b01410c01420e01010f0100"},
    {"0d0341424344", "0d03********"}, /* the rest is no suboption */
    {"0d03414243", "0d03******"},
    {"0d00 0a0101", "0d000a0101"},
    {"00 0d0141 00 0a0100", "000d01**000a0100"},
    {"1703414243 0a0101", "1703******0a0101"}, /* 23 for 13 */
    {"0a0101 ff 0d0141", "0a0101ff******"},
    {"ff", "ff"},
    {"0a0101 0d0541424344", "0a0101************"}, /* runs past the end */
    {"0a0101 0d", "0a0101**"},
    {"0a0101 0b0341", "0a0101******"},
};

START_TEST(octets_that_may_be_secret_are_stars) {
    const struct octets octets = from_hex(masks[_i].octets);
    const size_t len = octets.len;
    const uint8_t *const guarded = guard_copy(octets.at, len);
    char *const text = (char *)guard_room(2 * len + 1);

    cdc43_print_masked((struct cdc43_view){guarded, len}, text);
    ck_assert_str_eq(text, masks[_i].text);
}
END_TEST

/* "name=value" of each member, a secret in brackets. */
static void describe_all(const struct cdc43_params *params, char ret_text[1024]) {
    size_t len = 0;

    for (size_t i = 0; i < CDC43_DESCRIPTION_COUNT; i++) {
        struct cdc43_description one;

        cdc43_describe(params, i, &one);
        switch (one.form) {
        case CDC43_FORM_ABSENT:
            continue;
        case CDC43_FORM_BOOLEAN:
            len += (size_t)snprintf(ret_text + len, 1024 - len, "%s=%d ", one.name, one.on);
            break;
        case CDC43_FORM_NUMBER:
            len += (size_t)snprintf(ret_text + len, 1024 - len, "%s=%zu ", one.name, one.number);
            break;
        case CDC43_FORM_TEXT:
            len += (size_t)snprintf(ret_text + len, 1024 - len, "%s=%.*s ", one.name,
                                    (int)one.text.len, (const char *)one.text.data);
            break;
        case CDC43_FORM_SECRET:
            len += (size_t)snprintf(ret_text + len, 1024 - len, "%s=(%.*s) ", one.name,
                                    (int)one.text.len, (const char *)one.text.data);
            break;
        }
    }
    ret_text[len] = '\0';
}

START_TEST(describes_the_published_example) {
    const struct cdc43_params params = sample_params();
    char text[1024];

    describe_all(&params, text);
    ck_assert_str_eq(text, "fips-mode=1 server=http://10.79.57.91 "
                           "root-ca-fingerprint=12040870625c5b755d73f5925285f8f5ff5d55af "
                           "challenge-password=(D233CCF9B9952A15) enable-8021x=1 "
                           "certificate-select=custom-installed challenge-password-length=16 ");
}
END_TEST

START_TEST(what_is_absent_is_absent_but_for_the_length) {
    const struct cdc43_params params = {.present = 0};
    char text[1024];

    describe_all(&params, text);
    ck_assert_str_eq(text, "challenge-password-length=0 ");
}
END_TEST

START_TEST(flags_that_are_off_are_there) {
    struct cdc43_params params = {.present = 0};
    char text[1024];

    cdc43_set_flag(&params, CDC43_FIPS_MODE, false);
    cdc43_set_flag(&params, CDC43_CERTIFICATE_SELECT, false);
    describe_all(&params, text);
    ck_assert_str_eq(text, "fips-mode=0 certificate-select=manufacturing-installed "
                           "challenge-password-length=0 ");
}
END_TEST

int main(void) {
    Suite *const suite = suite_create("describe");
    TCase *const tests = tcase_create("all");

    tcase_add_loop_test(tests, octets_that_may_be_secret_are_stars, 0,
                        sizeof masks / sizeof masks[0]);
    tcase_add_test(tests, describes_the_published_example);
    tcase_add_test(tests, what_is_absent_is_absent_but_for_the_length);
    tcase_add_test(tests, flags_that_are_off_are_there);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
