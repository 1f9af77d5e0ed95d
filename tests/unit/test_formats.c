/* SPDX-License-Identifier: MIT */
/* The table of servers: each template is filled in whole, and what a server cannot take is refused.
 */
#include <stdio.h>
#include <string.h>

#include "tests/support/main.h"
#include "tests/unit/sample.h"
#include "tlv/formats/formats.h"
#include "tlv/text.h"

static char text[CDC43_SNIPPET_MAX];
static struct cdc43_where where;
static const char *const models[] = {"DP-9841", "DP-9851", "DP-9861",
                                     "DP-9871", "CP-8875", "CP-7841-3PCC"};
#define MODELS (sizeof models / sizeof models[0])

static enum cdc43_format_err print(const char *format, struct cdc43_view octets, size_t count) {
    const struct cdc43_snippet snippet = {octets, models, count};
    size_t len = 0;
    const enum cdc43_format_err err =
        cdc43_print_snippet(cdc43_find_format(format), &snippet, text, sizeof text, &len, &where);

    if (err == CDC43_FORMAT_OK) {
        ck_assert_uint_eq(len, strlen(text));
    }
    return err;
}

static enum cdc43_format_err print_params(const char *format, const struct cdc43_params *params) {
    static uint8_t octets[CDC43_OPTION_MAX];
    size_t len = 0;
    struct cdc43_where unused;

    ck_assert_int_eq(
        cdc43_encode(&cdc43_phone, params, CDC43_OPTION_MAX, octets, sizeof octets, &len, &unused),
        CDC43_OK);
    return print(format, (struct cdc43_view){octets, len}, 1);
}

START_TEST(each_template_is_filled_in) {
    const struct cdc43_format *const format = &cdc43_formats[_i];
    const struct cdc43_view octets = {sample_octets, SAMPLE_LEN};

    for (size_t count = format->alone == NULL ? 1 : 0; count <= MODELS; count++) {
        const enum cdc43_format_err err = print(format->name, octets, count);

        ck_assert_msg(err == CDC43_FORMAT_OK, "%s: %d", format->name, (int)err);
        ck_assert_msg(strstr(text, "%") == NULL, "%s", text);
        ck_assert_msg(text[strlen(text) - 1] == '\n', "%s", format->name);
        for (size_t i = 0; i < count && format->matched != NULL; i++) {
            char hex[64] = "";

            cdc43_print_hex((struct cdc43_view){(const uint8_t *)models[i], strlen(models[i])},
                            hex);
            ck_assert_msg(strstr(text, models[i]) != NULL || strstr(text, hex) != NULL, "%s", text);
        }
    }
    ck_assert_str_ne(format->title, "");
    ck_assert_ptr_nonnull(cdc43_format_match_word(format->match));
    ck_assert_ptr_nonnull(cdc43_format_known_word(format->known));
    ck_assert_msg(format->match == CDC43_MATCH_NONE || format->matched != NULL ||
                      strcmp(format->name, "cisco-pnr") == 0,
                  "%s", format->name);
}
END_TEST

START_TEST(a_format_without_models_says_so) {
    const struct cdc43_view octets = {sample_octets, SAMPLE_LEN};
    char sentence[CDC43_SENTENCE_MAX];

    ck_assert_int_eq(print("technitium", octets, 0), CDC43_FORMAT_ERR_MODELS);
    cdc43_format_print_error(cdc43_find_format("technitium"), CDC43_FORMAT_ERR_MODELS, &where,
                             sentence, sizeof sentence);
    ck_assert_str_eq(sentence, "Technitium DNS Server, DHCP scope needs at least one model");
    ck_assert_int_eq(print("udhcpd", octets, 1), CDC43_FORMAT_OK);
    ck_assert_ptr_nonnull(strstr(text, "every client gets the value"));
}
END_TEST

START_TEST(ceilings_hold) {
    struct cdc43_params params = sample_params();
    char sentence[CDC43_SENTENCE_MAX];

    params.challenge_password.len = 0;
    params.present &= (uint8_t)~CDC43_BIT(CDC43_CHALLENGE_PASSWORD);
    for (size_t i = 0; i < cdc43_format_count; i++) {
        const struct cdc43_format *const format = &cdc43_formats[i];
        /* Without a password, the other five have 33 octets besides the Server. */
        const size_t longest = format->ceiling - 33 < 200 ? format->ceiling - 33 : 200;

        if (format->each < 255) {
            continue;
        }
        cdc43_set_value(&params, CDC43_SERVER, server_of(longest), longest);
        ck_assert_msg(print_params(format->name, &params) == CDC43_FORMAT_OK, "%s", format->name);
        if (longest == 200) {
            continue;
        }
        cdc43_set_value(&params, CDC43_SERVER, server_of(longest + 2), longest + 2);
        ck_assert_int_eq(print_params(format->name, &params), CDC43_FORMAT_ERR_TOO_LONG);
        ck_assert_uint_eq(where.excess, 2);
    }
    cdc43_set_value(&params, CDC43_SERVER, server_of(97), 97);
    ck_assert_int_eq(print_params("comware", &params), CDC43_FORMAT_ERR_TOO_LONG);
    cdc43_format_print_error(cdc43_find_format("comware"), CDC43_FORMAT_ERR_TOO_LONG, &where,
                             sentence, sizeof sentence);
    ck_assert_str_eq(sentence, "HPE Comware takes 128 octets at most, this value has 130");
}
END_TEST

START_TEST(each_suboption_has_a_ceiling) {
    struct cdc43_params params = sample_params();
    char sentence[CDC43_SENTENCE_MAX];

    cdc43_set_value(&params, CDC43_SERVER, server_of(64), 64);
    ck_assert_int_eq(print_params("huawei-ne", &params), CDC43_FORMAT_OK);
    cdc43_set_value(&params, CDC43_SERVER, server_of(65), 65);
    ck_assert_int_eq(print_params("huawei-ne", &params), CDC43_FORMAT_ERR_EACH);
    cdc43_format_print_error(cdc43_find_format("huawei-ne"), CDC43_FORMAT_ERR_EACH, &where,
                             sentence, sizeof sentence);
    ck_assert_str_eq(sentence,
                     "suboption 11 (Server): Huawei NetEngine takes 64 octets at most for "
                     "each suboption, this one has 65");
}
END_TEST

START_TEST(characters_are_quoted_or_refused) {
    struct cdc43_params params = sample_params();
    static const char password[] = "a,b\"\\ c'%d";
    char sentence[CDC43_SENTENCE_MAX];

    cdc43_set_value(&params, CDC43_CHALLENGE_PASSWORD, password, strlen(password));
    ck_assert_int_eq(print_params("kea-hook", &params), CDC43_FORMAT_OK);
    ck_assert_ptr_nonnull(strstr(text, "\"a,b\\\"\\\\ c'%d\""));
    ck_assert_int_eq(print_params("systemd-networkd", &params), CDC43_FORMAT_OK);
    ck_assert_ptr_nonnull(strstr(text, "13:string:a\\x2cb\\x22\\x5c\\x20c\\x27\\x25d\n"));
    ck_assert_int_eq(print_params("kea-typed", &params), CDC43_FORMAT_ERR_CHARACTER);
    ck_assert_uint_eq(where.offset, 3);
    cdc43_format_print_error(cdc43_find_format("kea-typed"), CDC43_FORMAT_ERR_CHARACTER, &where,
                             sentence, sizeof sentence);
    ck_assert_str_eq(sentence, "suboption 13 (Challenge Password), octet 3 of the value: no way is "
                               "known to write this character for ISC Kea, typed suboptions");
    cdc43_set_value(&params, CDC43_CHALLENGE_PASSWORD, "a,b", 3);
    ck_assert_int_eq(print_params("kea-typed", &params), CDC43_FORMAT_OK);
    ck_assert_ptr_nonnull(strstr(text, "\"a\\\\,b\""));
    cdc43_set_value(&params, CDC43_CHALLENGE_PASSWORD, "a)", 2);
    ck_assert_int_eq(print_params("cisco-pnr", &params), CDC43_FORMAT_ERR_CHARACTER);
}
END_TEST

START_TEST(models_are_plain_words) {
    static char too_long[66]; /* and a NUL */
    static const char *const bad[] = {"",    "a b", "a'",       "a\"b",  "a;b",
                                      "a\n", "a:b", "\xc3\xa4", too_long};
    const struct cdc43_format *const format = cdc43_find_format("dnsmasq");

    memset(too_long, 'a', sizeof too_long - 1);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const char *const both[] = {"DP-9841", bad[i]};
        const struct cdc43_snippet snippet = {{sample_octets, SAMPLE_LEN}, both, 2};
        size_t len = 4711;

        ck_assert_int_eq(cdc43_print_snippet(format, &snippet, text, sizeof text, &len, &where),
                         CDC43_FORMAT_ERR_MODEL);
        ck_assert_uint_eq(where.offset, 1);
        ck_assert_uint_eq(len, 4711);
    }
}
END_TEST

/* Other makers' suboptions have no names in typed forms. */
START_TEST(other_suboptions_are_for_untyped_forms) {
    const struct octets octets = from_hex("84023300");

    ck_assert_int_eq(print("kea", (struct cdc43_view){octets.at, octets.len}, 1), CDC43_FORMAT_OK);
    ck_assert_int_eq(print("kea-typed", (struct cdc43_view){octets.at, octets.len}, 1),
                     CDC43_FORMAT_ERR_SUBOPTION);
    ck_assert_uint_eq(where.suboption, 132);
}
END_TEST

START_TEST(a_small_room_is_an_error) {
    const struct cdc43_snippet snippet = {{sample_octets, SAMPLE_LEN}, models, 1};
    char small[100];
    size_t len = 4711;

    ck_assert_int_eq(
        cdc43_print_snippet(cdc43_find_format("hex"), &snippet, small, sizeof small, &len, &where),
        CDC43_FORMAT_ERR_ROOM);
    ck_assert_uint_eq(len, 4711);
}
END_TEST

int main(void) {
    Suite *const suite = suite_create("formats");
    TCase *const tests = tcase_create("all");

    tcase_add_loop_test(tests, each_template_is_filled_in, 0, (int)cdc43_format_count);
    tcase_add_test(tests, a_format_without_models_says_so);
    tcase_add_test(tests, ceilings_hold);
    tcase_add_test(tests, each_suboption_has_a_ceiling);
    tcase_add_test(tests, characters_are_quoted_or_refused);
    tcase_add_test(tests, models_are_plain_words);
    tcase_add_test(tests, other_suboptions_are_for_untyped_forms);
    tcase_add_test(tests, a_small_room_is_an_error);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
