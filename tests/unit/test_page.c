/* SPDX-License-Identifier: MIT */
/* What the calculator answers, as a program of this machine: also to questions that no page asks.
 */
#include <stdio.h>
#include <string.h>

#include "tests/support/guard.h"
#include "tests/support/main.h"
#include "tlv/web/answers.h"

#define FINGERPRINT "12040870625c5b755d73f5925285f8f5ff5d55af"

/* A question that is being put together. */
static uint8_t question[GUARD_MAX];
static size_t question_len;
static char answer[CDC43_WEB_ANSWER_MAX];

static void ask_with(const char *name, const void *value, size_t len) {
    memcpy(&question[question_len], name, strlen(name) + 1);
    question_len += strlen(name) + 1;
    question[question_len++] = (uint8_t)len;
    question[question_len++] = (uint8_t)(len >> 8);
    question[question_len++] = 0;
    question[question_len++] = 0;
    memcpy(&question[question_len], value, len);
    question_len += len;
}

static void ask(const char *what) {
    question_len = 0;
    ask_with("ask", what, strlen(what));
}

static void with(const char *name, const char *value) {
    ask_with(name, value, strlen(value));
}

/* The answer to the first len octets of the question, which end where nothing may be read. */
static const char *answered(size_t len) {
    struct cdc43_json json = cdc43_json_of(answer, sizeof answer);

    cdc43_web_answer((struct cdc43_view){guard_copy(question, len), len}, &json);
    ck_assert(!cdc43_json_is_cut(&json));
    ck_assert_int_eq(answer[0], '{');
    ck_assert_int_eq(answer[json.line.len - 1], '}');
    return answer;
}

static void assert_says(const char *part) {
    if (strstr(answered(question_len), part) == NULL) {
        ck_abort_msg("%s is not in %s", part, answer);
    }
}

START_TEST(encodes_what_is_typed) {
    ask("encode");
    with("server", "a.b");
    with("root-ca-fingerprint", FINGERPRINT);
    with("certificate-select", "custom-installed");
    with("format", "comware");
    assert_says("\"option43\":\"0b03612e620c14" FINGERPRINT "0f0101\"");
    assert_says("\"said\":\"30 of 255 octets, 225 left\"");
    assert_says("30 of 128 octets, 98 left");
}
END_TEST

START_TEST(names_the_field_of_each_error) {
    ask("encode");
    with("server", "https://a");
    with("fips-mode", "perhaps");
    assert_says("{\"field\":\"fips-mode\",\"level\":\"bad\"");
    assert_says("{\"field\":\"server\",\"level\":\"bad\"");
    assert_says("{\"field\":\"root-ca-fingerprint\",\"level\":\"open\"");
    ask("identity");
    with("model", "DP-9871");
    with("mac", "00");
    with("domain", "a..b");
    assert_says("{\"field\":\"mac\"");
    assert_says("{\"field\":\"domain\"");
}
END_TEST

START_TEST(hides_the_password_unless_it_is_to_be_shown) {
    ask("judge");
    with("text", "0b0161 0d05 68656c6c6f");
    ck_assert_ptr_null(strstr(answered(question_len), "hello"));
    ck_assert_ptr_null(strstr(answer, "\"68\",\"65\""));
    with("show", "");
    assert_says("hello");
    assert_says("\"68\",\"65\"");
}
END_TEST

START_TEST(any_octet_is_text) {
    uint8_t octets[256];

    for (size_t i = 0; i < sizeof octets; i++) {
        octets[i] = (uint8_t)i;
    }
    struct cdc43_json json = cdc43_json_of(answer, sizeof answer);
    cdc43_json_octets(&json, NULL, (struct cdc43_view){octets, sizeof octets});
    ck_assert_ptr_nonnull(strstr(answer, "\\u0000\\u0001"));
    ck_assert_ptr_nonnull(strstr(answer, " !\\\"#$"));
    ck_assert_ptr_nonnull(strstr(answer, "[\\\\]"));
    ck_assert_ptr_nonnull(strstr(answer, "}~\\u007f\\u0080"));
    ck_assert_ptr_nonnull(strstr(answer, "\\u00ff\""));
}
END_TEST

START_TEST(an_answer_without_room_is_cut) {
    char small[40];
    struct cdc43_json json = cdc43_json_of(small, sizeof small);

    ask("tables");
    cdc43_web_answer((struct cdc43_view){question, question_len}, &json);
    ck_assert(cdc43_json_is_cut(&json));
    ck_assert_uint_eq(strlen(small), sizeof small - 1);
}
END_TEST

/* Each question, cut everywhere, and with each octet changed. */
START_TEST(broken_questions_are_answered) {
    static const char *const asks[] = {"encode",  "decode", "judge",       "identity", "text",
                                       "message", "tables", "certificate", "anything", ""};

    for (size_t i = 0; i < sizeof asks / sizeof asks[0]; i++) {
        ask(asks[i]);
        with("form", "hex");
        with("text", "0b 01 61");
        with("file", "-----BEGIN CERTIFICATE-----\nMAA=\n-----END");
        with("format", "kea");
        with("server", "a");
        with("root-ca-fingerprint", FINGERPRINT);
        with("model", "DP-9871");
        with("limit", "99999999999999999999");
        for (size_t len = 0; len <= question_len; len++) {
            (void)answered(len);
        }
        for (size_t at = 0; at < question_len; at++) {
            question[at] ^= 0x80U;
            (void)answered(question_len);
            question[at] ^= 0x80U;
        }
    }
}
END_TEST

/* The parts of a certificate as far as the page looks at them. */
#define NAME_A "\x30\x03\x0c\x01\x41"
#define NAME_B "\x30\x03\x0c\x01\x42"
#define EMPTY "\x30\x00"
#define CERTIFICATE(issuer, subject)                                                               \
    "\x30\x1d\x30\x1b\xa0\x03\x02\x01\x02\x02\x01\x07" EMPTY issuer EMPTY subject                  \
    "\x30\x03\x02\x01\x00"

static const char root[] = CERTIFICATE(NAME_A, NAME_A);
static const char other[] = CERTIFICATE(NAME_A, NAME_B);

START_TEST(tells_a_root_from_another_certificate) {
    ask("certificate");
    ask_with("file", root, sizeof root - 1);
    assert_says("\"ok\":true");
    assert_says("a root certificate");
    ask("certificate");
    ask_with("file", other, sizeof other - 1);
    assert_says("\"ok\":true");
    assert_says("not a root");
}
END_TEST

START_TEST(broken_certificates_are_refused) {
    for (size_t len = 0; len < sizeof root - 1; len++) {
        ask("certificate");
        ask_with("file", root, len);
        assert_says("\"ok\":false");
    }
    for (size_t at = 0; at < sizeof root - 1; at++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            char changed[sizeof root];

            memcpy(changed, root, sizeof root);
            changed[at] = (char)(changed[at] ^ (1 << bit));
            ask("certificate");
            ask_with("file", changed, sizeof changed - 1);
            (void)answered(question_len);
        }
    }
}
END_TEST

START_TEST(takes_the_root_of_a_chain) {
    static const char pem[] =
        "text\n-----BEGIN CERTIFICATE-----\n" /* other */
        "MB0wG6ADAgECAgEHMAAwAwwBQTAAMAMMAUIwAwIBAA==\n"
        "-----END CERTIFICATE-----\n-----BEGIN CERTIFICATE-----\r\n" /* root */
        "MB0wG6ADAgECAgEHMAAwAwwB\r\nQTAAMAMMAUEwAwIBAA==\r\n"
        "-----END CERTIFICATE-----\r\n";

    ask("certificate");
    with("file", pem);
    assert_says("of 2 certificates, number 2 was taken");
    assert_says("\"der\":\"301d301ba003020102020107300030030c0141300030030c01413003020100\"");
    ask("certificate");
    with("file", "-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n");
    assert_says("private key");
}
END_TEST

int main(void) {
    Suite *const suite = suite_create("page");
    TCase *const tests = tcase_create("all");

    tcase_add_test(tests, encodes_what_is_typed);
    tcase_add_test(tests, names_the_field_of_each_error);
    tcase_add_test(tests, hides_the_password_unless_it_is_to_be_shown);
    tcase_add_test(tests, any_octet_is_text);
    tcase_add_test(tests, an_answer_without_room_is_cut);
    tcase_add_test(tests, broken_questions_are_answered);
    tcase_add_test(tests, tells_a_root_from_another_certificate);
    tcase_add_test(tests, broken_certificates_are_refused);
    tcase_add_test(tests, takes_the_root_of_a_chain);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
