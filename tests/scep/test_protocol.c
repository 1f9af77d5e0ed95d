/* SPDX-License-Identifier: MIT */
/* URLs, capabilities, base64 and PEM, stored texts, faults in words. */
#include <stdio.h>
#include <string.h>

#include "phone-side/scep/base64.h"
#include "phone-side/scep/lifecycle.h"
#include "phone-side/scep/lines.h"
#include "phone-side/scep/next_ca.h"
#include "phone-side/scep/pending.h"
#include "phone-side/scep/protocol.h"
#include "tests/support/guard.h"
#include "tests/support/main.h"
#include "tlv/text.h"

static struct cdc43_view view(const char *text) {
    return (struct cdc43_view){guard_copy(text, strlen(text)), strlen(text)};
}

static const struct {
    const char *server;
    const char *url;
} urls[] = {
    {"http://10.79.57.91", "http://10.79.57.91/cgi-bin/pkiclient.exe?operation=GetCACert"},
    {"10.79.57.91", "http://10.79.57.91/cgi-bin/pkiclient.exe?operation=GetCACert"},
    {"10.79.57.91:8080", "http://10.79.57.91:8080/cgi-bin/pkiclient.exe?operation=GetCACert"},
    {"HTTP://ca.example.nl/", "http://ca.example.nl/cgi-bin/pkiclient.exe?operation=GetCACert"},
    {"ca.example.nl/scep", "http://ca.example.nl/scep?operation=GetCACert"},
    {"http://ca.example.nl/scep/", "http://ca.example.nl/scep/?operation=GetCACert"},
    {"http://[2001:db8::1]:9001/scep", "http://[2001:db8::1]:9001/scep?operation=GetCACert"},
    {"http://ca/scep?ca=phones", "http://ca/scep?ca=phones&operation=GetCACert"},
    {"http://ca?ca=phones", "http://ca/cgi-bin/pkiclient.exe?ca=phones&operation=GetCACert"},
    {"http://ca/scep#part", "http://ca/scep?operation=GetCACert"},
};

START_TEST(builds_the_url) {
    char url[CDC43_SCEP_URL_MAX];
    struct cdc43_scep_fault fault;

    ck_assert(cdc43_scep_build_url(view(urls[_i].server), CDC43_SCEP_GET_CA_CERT, url, &fault));
    ck_assert_str_eq(url, urls[_i].url);
}
END_TEST

START_TEST(refuses_servers_that_the_format_refuses) {
    static const struct {
        const char *server;
        enum cdc43_err rule;
    } cases[] = {{"https://ca.example.nl", CDC43_ERR_SERVER_HTTPS},
                 {"ftp://ca", CDC43_ERR_SERVER_SCHEME},
                 {"", CDC43_ERR_SERVER_EMPTY},
                 {"http://me@ca", CDC43_ERR_SERVER_USER_INFO}};
    char url[CDC43_SCEP_URL_MAX] = "as before";
    struct cdc43_scep_fault fault;

    ck_assert(!cdc43_scep_build_url(view(cases[_i].server), CDC43_SCEP_GET_CA_CAPS, url, &fault));
    ck_assert_int_eq(fault.err, CDC43_SCEP_ERR_SERVER);
    ck_assert_int_eq(fault.rule, cases[_i].rule);
    ck_assert_str_eq(url, "as before");
}
END_TEST

START_TEST(the_longest_server_fits) {
    char server[CDC43_OPTION_MAX + 2];
    char url[CDC43_SCEP_URL_MAX];
    struct cdc43_scep_fault fault;

    memset(server, 'a', sizeof server);
    server[1] = '?';
    server[CDC43_OPTION_MAX] = '\0';
    ck_assert(cdc43_scep_build_url(view(server), CDC43_SCEP_GET_NEXT_CA_CERT, url, &fault));
    ck_assert_uint_lt(strlen(url), sizeof url);
    ck_assert_ptr_nonnull(strstr(url, "&operation=GetNextCACert"));
    server[CDC43_OPTION_MAX] = 'a';
    server[CDC43_OPTION_MAX + 1] = '\0';
    ck_assert(!cdc43_scep_build_url(view(server), CDC43_SCEP_GET_NEXT_CA_CERT, url, &fault));
}
END_TEST

START_TEST(reads_capabilities_however_they_are_written) {
    static const struct {
        const char *text;
        unsigned bits;
    } cases[] = {
        {"", 0},
        {"AES", CDC43_SCEP_CAP_AES},
        {"AES\n", CDC43_SCEP_CAP_AES},
        {"aes\r\n renewal \t\r\nsha-512",
         CDC43_SCEP_CAP_AES | CDC43_SCEP_CAP_RENEWAL | CDC43_SCEP_CAP_SHA512},
        {"AESX\nXAES\nPOST", 0},
        {"<html>AES</html>", 0},
        {"<html> AES </html>", 0},
        {"\xef\xbb\xbf"
         "AES\nRenewal",
         CDC43_SCEP_CAP_AES | CDC43_SCEP_CAP_RENEWAL},
        {"\xef\xbb\xbf", 0},
        {"AES Renewal SHA-512",
         CDC43_SCEP_CAP_AES | CDC43_SCEP_CAP_RENEWAL | CDC43_SCEP_CAP_SHA512},
        {"AES,Renewal;\tSHA-1\r\n",
         CDC43_SCEP_CAP_AES | CDC43_SCEP_CAP_RENEWAL | CDC43_SCEP_CAP_SHA1},
        {"SCEPStandard", CDC43_SCEP_CAP_STANDARD | CDC43_SCEP_CAP_AES | CDC43_SCEP_CAP_POST |
                             CDC43_SCEP_CAP_SHA256},
        {"DES3\nSHA-1\nGetNextCACert\nPOSTPKIOperation", CDC43_SCEP_CAP_DES3 | CDC43_SCEP_CAP_SHA1 |
                                                             CDC43_SCEP_CAP_GET_NEXT_CA_CERT |
                                                             CDC43_SCEP_CAP_POST},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ck_assert_uint_eq(cdc43_scep_parse_capabilities(view(cases[i].text)), cases[i].bits);
    }
    ck_assert_uint_eq(
        cdc43_scep_parse_capabilities((struct cdc43_view){guard_copy("AES\0AES", 7), 7}),
        CDC43_SCEP_CAP_AES);
}
END_TEST

START_TEST(a_shorter_list_never_weakens_what_is_sent) {
    struct cdc43_scep_config config = {0};

    for (unsigned bits = 0; bits < 1U << 9; bits++) {
        const enum cdc43_scep_digest digest = cdc43_scep_pick_digest(&config, (uint16_t)bits);
        ck_assert_int_eq(cdc43_scep_pick_cipher(&config, (uint16_t)bits), CDC43_SCEP_AES128);
        ck_assert_int_ne(digest, CDC43_SCEP_SHA1);
    }
    ck_assert(!cdc43_scep_is_offered(&config, CDC43_SCEP_CAP_DES3 | CDC43_SCEP_CAP_SHA1));
    ck_assert(!cdc43_scep_is_offered(&config, CDC43_SCEP_CAP_AES));
    ck_assert(!cdc43_scep_is_offered(&config, CDC43_SCEP_CAP_SHA256));
    ck_assert(cdc43_scep_is_offered(&config, CDC43_SCEP_CAP_AES | CDC43_SCEP_CAP_SHA256));
    ck_assert(cdc43_scep_is_offered(&config, CDC43_SCEP_CAP_AES | CDC43_SCEP_CAP_SHA512));
    config.allow_legacy = true;
    ck_assert(cdc43_scep_is_offered(&config, CDC43_SCEP_CAP_DES3 | CDC43_SCEP_CAP_SHA1));
    ck_assert_int_eq(cdc43_scep_pick_cipher(&config, CDC43_SCEP_CAP_DES3), CDC43_SCEP_3DES);
    ck_assert_int_eq(cdc43_scep_pick_digest(&config, CDC43_SCEP_CAP_SHA1), CDC43_SCEP_SHA1);
    ck_assert_int_eq(cdc43_scep_pick_cipher(&config, 0), CDC43_SCEP_AES128);
    ck_assert_int_eq(cdc43_scep_pick_digest(&config, 0), CDC43_SCEP_SHA256);
}
END_TEST

START_TEST(escapes_a_message_for_a_url) {
    /* Octets whose base64 form has all three characters that need an escape. */
    static const uint8_t octets[] = {0xfb, 0xff, 0xbf, 0xfb};
    char text[64];
    uint8_t all[GUARD_MAX / 16];
    char *room;

    cdc43_scep_put_message((struct cdc43_view){octets, sizeof octets}, text);
    ck_assert_str_eq(text, "&message=%2B%2F%2B%2F%2Bw%3D%3D");
    memset(all, 0xff, sizeof all); /* nothing but slashes: the longest form */
    for (size_t len = 0; len <= sizeof all; len++) {
        union {
            uint8_t *octets;
            char *text;
        } to = {guard_room(cdc43_scep_message_room(len))};
        room = to.text;
        cdc43_scep_put_message((struct cdc43_view){all, len}, room);
        ck_assert_uint_lt(strlen(room), cdc43_scep_message_room(len));
    }
}
END_TEST

START_TEST(pem_comes_back_as_it_was) {
    uint8_t octets[200];
    uint8_t back[600];
    char text[600];

    for (size_t len = 1; len <= sizeof octets; len++) {
        size_t at = 0;
        size_t back_len = 0;
        struct cdc43_view pem = {(const uint8_t *)text, 0};
        octets[len - 1] = (uint8_t)(len * 37);
        pem.len = cdc43_pem_print((struct cdc43_view){octets, len}, "PRIVATE KEY", text);
        ck_assert_uint_le(pem.len, cdc43_pem_room(len, "PRIVATE KEY"));
        ck_assert(cdc43_pem_next(pem, "PRIVATE KEY", &at, back, &back_len));
        ck_assert_uint_eq(back_len, len);
        ck_assert_mem_eq(back, octets, len);
        ck_assert(!cdc43_pem_next(pem, "PRIVATE KEY", &at, back, &back_len));
    }
}
END_TEST

START_TEST(refuses_damaged_pem) {
    static const char *const texts[] = {
        "-----BEGIN X-----\nAAA\n-----END X-----\n",
        "-----BEGIN X-----\nA=AA\n-----END X-----\n",
        "-----BEGIN X-----\n====\n-----END X-----\n",
        "-----BEGIN X-----\nAA*A\n-----END X-----\n",
        "-----BEGIN X-----\n-----END X-----\n",
        "-----BEGIN X-----\nAAAA\n",
        "-----BEGIN X",
        "-----BEGIN Y-----\nAAAA\n-----END Y-----\n",
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        size_t at = 0;
        size_t len = 0;
        uint8_t octets[64];
        ck_assert_msg(!cdc43_pem_next(view(texts[i]), "X", &at, octets, &len), "%s", texts[i]);
    }
}
END_TEST

START_TEST(polls_get_rarer_and_end) {
    struct cdc43_scep_pending pending = {.since = 1000000};
    int64_t now = pending.since;
    unsigned polls = 0;

    ck_assert_int_eq(cdc43_scep_poll_delay(0), 60);
    ck_assert_int_eq(cdc43_scep_poll_delay(5), 1920);
    ck_assert_int_eq(cdc43_scep_poll_delay(6), 3600);
    ck_assert_int_eq(cdc43_scep_poll_delay(1000), 3600);
    while (!cdc43_scep_is_polled_out(&pending, now, CDC43_SCEP_NO_CLOCK) && polls < 10000) {
        now += cdc43_scep_poll_delay(pending.polls++);
        polls++;
    }
    ck_assert_uint_ge(polls, 160);
    ck_assert_uint_le(polls, CDC43_SCEP_POLL_MAX);
    /* Halfway to the end of the certificate that is renewed, if that is sooner. */
    pending.polls = 0;
    ck_assert(!cdc43_scep_is_polled_out(&pending, 1000500, 1001000));
    ck_assert(cdc43_scep_is_polled_out(&pending, 1000501, 1001000));
    ck_assert(!cdc43_scep_is_polled_out(&pending, 1000501, 1000000)); /* it has ended */
    ck_assert(!cdc43_scep_is_polled_out(&pending, 1604800, 100000000));
    ck_assert(cdc43_scep_is_polled_out(&pending, 1604801, 100000000));
}
END_TEST

START_TEST(unwraps_der) {
    /* 130 octets, so that the length has two. */
    uint8_t der[133] = {0x30, 0x81, 0x82, 1};
    uint8_t octets[1024];
    char text[1024];
    size_t len = 0;
    size_t text_len = 0;

    ck_assert(cdc43_der_unwrap((struct cdc43_view){guard_copy(der, 133), 133}, octets, &len));
    ck_assert_uint_eq(len, 133);
    for (size_t cut = 0; cut < sizeof der; cut++) {
        ck_assert(!cdc43_der_unwrap((struct cdc43_view){guard_copy(der, cut), cut}, octets, &len));
    }
    memcpy(text, der, sizeof der);
    memcpy(text + sizeof der, "\r\n \n", sizeof "\r\n \n");
    ck_assert(cdc43_der_unwrap((struct cdc43_view){guard_copy(text, 137), 137}, octets, &len));
    ck_assert_uint_eq(len, 133);
    text[136] = 'x';
    ck_assert(!cdc43_der_unwrap((struct cdc43_view){guard_copy(text, 137), 137}, octets, &len));
    memcpy(text, "\xef\xbb\xbf\n", sizeof "\xef\xbb\xbf\n");
    cdc43_base64_print((struct cdc43_view){der, sizeof der}, text + 4);
    text_len = 4 + cdc43_base64_len(sizeof der);
    text[text_len++] = '\n';
    ck_assert(
        cdc43_der_unwrap((struct cdc43_view){guard_copy(text, text_len), text_len}, octets, &len));
    ck_assert_uint_eq(len, 133);
    ck_assert_mem_eq(octets, der, len);
    text_len = cdc43_pem_print((struct cdc43_view){der, sizeof der}, "PKCS7", text);
    ck_assert(
        cdc43_der_unwrap((struct cdc43_view){guard_copy(text, text_len), text_len}, octets, &len));
    ck_assert_mem_eq(octets, der, sizeof der);
    ck_assert(cdc43_pem_has((struct cdc43_view){guard_copy(text, text_len), text_len}, "PKCS7"));
    ck_assert(!cdc43_pem_has((struct cdc43_view){guard_copy(text, text_len), text_len}, "PKCS8"));
    ck_assert(!cdc43_der_unwrap(view("<html>This is not a certificate</html>"), octets, &len));
    ck_assert(!cdc43_der_unwrap(view("\x30\x80\x02\x01\x05"), octets, &len)); /* indefinite */
    ck_assert(!cdc43_der_unwrap(view(""), octets, &len));
}
END_TEST

START_TEST(a_pending_request_comes_back_as_it_was) {
    uint8_t key[] = {0x30, 0x00, 0xff};
    uint8_t signer[] = {0x30, 0x01};
    struct cdc43_scep_pending pending = {
        .method = CDC43_SCEP_RENEWAL_MIC,
        .transaction = "0123456789ABCDEF",
        .common_name = "CP-9871-SEP001A2B3C4D5E.example.nl",
        .since = 1800000000,
        .next_at = 1800000060,
        .polls = 7,
        .unanswered = (unsigned)_i,
        .key = {key, sizeof key},
        .signer = {signer, sizeof signer},
    };
    struct cdc43_scep_pending back = {0};
    struct cdc43_scep_blob text = {0};

    ck_assert(cdc43_scep_print_pending(&pending, &text));
    ck_assert(cdc43_scep_parse_pending(cdc43_scep_view(&text), &back));
    ck_assert_int_eq(back.method, pending.method);
    ck_assert_str_eq(back.transaction, pending.transaction);
    ck_assert_str_eq(back.common_name, pending.common_name);
    ck_assert_int_eq(back.since, pending.since);
    ck_assert_int_eq(back.next_at, pending.next_at);
    ck_assert_uint_eq(back.polls, 7);
    ck_assert_mem_eq(back.key.data, key, sizeof key);
    ck_assert_mem_eq(back.signer.data, signer, sizeof signer);
    ck_assert_uint_eq(back.unanswered, pending.unanswered);
    cdc43_scep_pending_end(&back);
    for (size_t len = 0; len < text.len; len++) { /* cut anywhere, it is none */
        const struct cdc43_view cut = {guard_copy(text.data, len), len};
        ck_assert(!cdc43_scep_parse_pending(cut, &back));
    }
    cdc43_scep_blob_end(&text);
}
END_TEST

START_TEST(a_life_comes_back_as_it_was) {
    struct cdc43_scep_life life = {
        .condition = CDC43_SCEP_IS_RENEW_FAILED,
        .fault = {.err = CDC43_SCEP_ERR_REJECTED,
                  .number = 2,
                  .detail = "ask the operator",
                  .left_out = "Test RA (why)"},
        .method = CDC43_SCEP_RENEWAL_CHALLENGE,
        .requested = true,
        .ca_expired = true,
        .rung = CDC43_SCEP_METHOD_COUNT,
        .password_sent = true,
        .failures = 3,
        .attempts = 99,
        .last_at = 1800000000,
        .next_at = 1800014400,
        .certificate = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    };
    struct cdc43_scep_life back;
    char text[CDC43_SCEP_LIFE_MAX];
    char sentence[CDC43_SCEP_STATUS_MAX];
    const size_t len = cdc43_scep_print_life(&life, text);

    ck_assert(cdc43_scep_parse_life((struct cdc43_view){(const uint8_t *)text, len}, &back));
    ck_assert_int_eq(back.condition, life.condition);
    ck_assert_int_eq(back.fault.err, life.fault.err);
    ck_assert_uint_eq(back.fault.number, 2);
    ck_assert_str_eq(back.fault.detail, life.fault.detail);
    ck_assert_str_eq(back.certificate, life.certificate);
    ck_assert_int_eq(back.method, life.method);
    ck_assert(back.requested && back.ca_expired);
    ck_assert_uint_eq(back.rung, CDC43_SCEP_METHOD_COUNT);
    ck_assert(back.password_sent);
    ck_assert_str_eq(back.fault.left_out, life.fault.left_out);
    ck_assert_uint_eq(back.failures, 3);
    ck_assert_uint_eq(back.attempts, 99);
    ck_assert_int_eq(back.last_at, life.last_at);
    ck_assert_int_eq(back.next_at, life.next_at);
    cdc43_scep_print_status(&back, sentence, sizeof sentence);
    ck_assert_ptr_nonnull(strstr(sentence, "the installed certificate stays"));
    ck_assert_ptr_nonnull(strstr(sentence, "badRequest"));
    ck_assert_ptr_nonnull(strstr(sentence, "it says: ask the operator"));
    for (size_t cut = 0; cut < len; cut++) {
        const struct cdc43_view part = {guard_copy(text, cut), cut};
        ck_assert(!cdc43_scep_parse_life(part, &back));
    }
}
END_TEST

START_TEST(reads_a_life_of_version_1) {
    static const char text[] = "cdc43-scep-life 1\ncondition 1\nerror 0\nnumber 0\nrule 0\n"
                               "method 2\nrequested 0\nca-expired 0\nrung 2\nfailures 0\n"
                               "attempts 3\nlast-at 1800000000\nnext-at 1800014400\n"
                               "certificate 00\ndetail \nend\n";
    struct cdc43_scep_life life;

    ck_assert(
        cdc43_scep_parse_life((struct cdc43_view){(const uint8_t *)text, sizeof text - 1}, &life));
    ck_assert_int_eq(life.condition, CDC43_SCEP_IS_INSTALLED);
    ck_assert_uint_eq(life.attempts, 3);
    ck_assert_int_eq(life.next_at, 1800014400);
    ck_assert(!life.password_sent);
}
END_TEST

START_TEST(an_announced_root_comes_back_as_it_was) {
    uint8_t octets[] = {0x30, 0x03, 0x02, 0x01, 0x05};
    struct cdc43_scep_next_ca next = {
        .fetched_at = 1800000000,
        .digest_len = 32,
        .announcer = {1, 2, 3},
        .fingerprint = {4, 5, 6},
        .root = {octets, sizeof octets},
    };
    struct cdc43_scep_next_ca back = {0};
    struct cdc43_scep_blob text = {0};

    for (next.digest_len = 0; next.digest_len <= CDC43_DIGEST_MAX; next.digest_len++) {
        ck_assert(cdc43_scep_print_next_ca(&next, &text));
        ck_assert_int_eq(cdc43_scep_parse_next_ca(cdc43_scep_view(&text), &back),
                         cdc43_digest_name(next.digest_len) != NULL);
        if (back.digest_len != 0) {
            ck_assert_uint_eq(back.digest_len, next.digest_len);
            ck_assert_mem_eq(back.announcer, next.announcer, next.digest_len);
            ck_assert_mem_eq(back.fingerprint, next.fingerprint, next.digest_len);
            ck_assert_int_eq(back.fetched_at, next.fetched_at);
            ck_assert_uint_eq(back.root.len, sizeof octets);
            ck_assert_mem_eq(back.root.data, octets, sizeof octets);
            for (size_t cut = 0; cut < text.len; cut++) {
                const struct cdc43_view part = {guard_copy(text.data, cut), cut};
                struct cdc43_scep_next_ca none = {0};
                ck_assert(!cdc43_scep_parse_next_ca(part, &none));
            }
        }
        cdc43_scep_next_ca_end(&back);
        cdc43_scep_blob_end(&text);
    }
}
END_TEST

START_TEST(two_digests_of_different_lengths_are_no_announcement) {
    static const char text[] = "cdc43-scep-next-ca 1\nfetched-at 1\n"
                               "announcer 0000000000000000000000000000000000000000\n"
                               "fingerprint 00000000000000000000000000000000"
                               "00000000000000000000000000000000\nroot 00\nend\n";
    struct cdc43_scep_next_ca next = {0};

    ck_assert(!cdc43_scep_parse_next_ca((struct cdc43_view){(const uint8_t *)text, sizeof text - 1},
                                        &next));
}
END_TEST

START_TEST(every_sentence_fits) {
    struct cdc43_scep_life life = {0};
    char sentence[CDC43_SCEP_STATUS_MAX];
    char text[CDC43_SCEP_LIFE_MAX];

    memset(life.fault.detail, 'x', CDC43_SCEP_DETAIL_MAX);
    memset(life.fault.left_out, 'x', CDC43_SCEP_LEFT_OUT_MAX);
    memset(life.certificate, 'f', CDC43_SCEP_CERTIFICATE_MAX);
    life.last_at = life.next_at = 999999999999999999;
    life.attempts = life.failures = UINT32_MAX;
    for (unsigned err = 1; err < 256; err++) {
        for (unsigned number = 0; number < 6; number++) {
            life.fault.err = (enum cdc43_scep_err)err;
            life.fault.number = number;
            life.fault.rule = err == CDC43_SCEP_ERR_SERVER ? CDC43_ERR_SERVER_HOST : CDC43_OK;
            cdc43_scep_print_fault(&life.fault, sentence, sizeof sentence);
            ck_assert_uint_lt(strlen(sentence), CDC43_SCEP_SENTENCE_MAX - 1);
            for (int i = 0; cdc43_scep_condition_name((enum cdc43_scep_condition)i) != NULL; i++) {
                life.condition = (enum cdc43_scep_condition)i;
                cdc43_scep_print_status(&life, sentence, sizeof sentence);
                ck_assert_uint_lt(strlen(sentence), sizeof sentence - 1);
                ck_assert_uint_lt(cdc43_scep_print_life(&life, text), sizeof text);
            }
        }
    }
}
END_TEST

int main(void) {
    Suite *const suite = suite_create("SCEP protocol");
    TCase *const tcase = tcase_create("decisions");

    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, builds_the_url, 0, sizeof urls / sizeof urls[0]);
    tcase_add_loop_test(tcase, refuses_servers_that_the_format_refuses, 0, 4);
    tcase_add_test(tcase, the_longest_server_fits);
    tcase_add_test(tcase, reads_capabilities_however_they_are_written);
    tcase_add_test(tcase, a_shorter_list_never_weakens_what_is_sent);
    tcase_add_test(tcase, escapes_a_message_for_a_url);
    tcase_add_test(tcase, pem_comes_back_as_it_was);
    tcase_add_test(tcase, refuses_damaged_pem);
    tcase_add_test(tcase, polls_get_rarer_and_end);
    tcase_add_loop_test(tcase, a_pending_request_comes_back_as_it_was, 0, CDC43_SCEP_SENDS_MAX + 1);
    tcase_add_test(tcase, unwraps_der);
    tcase_add_test(tcase, reads_a_life_of_version_1);
    tcase_add_test(tcase, a_life_comes_back_as_it_was);
    tcase_add_test(tcase, an_announced_root_comes_back_as_it_was);
    tcase_add_test(tcase, two_digests_of_different_lengths_are_no_announcement);
    tcase_add_test(tcase, every_sentence_fits);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
