/* SPDX-License-Identifier: MIT */
/* Every broken rule of a value, with its place among the octets as given. */
#include <string.h>

#include "tests/support/main.h"
#include "tests/unit/sample.h"
#include "tlv/judge.h"

static struct cdc43_judgement judge(const char *hex) {
    static struct octets octets;
    struct cdc43_judgement result;

    octets = from_hex(hex);
    cdc43_judge(&cdc43_phone, (struct cdc43_view){octets.at, octets.len}, &result);
    return result;
}

static void assert_finding(const struct cdc43_judgement *got, size_t i, enum cdc43_err err,
                           unsigned suboption, size_t offset, bool is_tolerated) {
    ck_assert_uint_lt(i, got->count);
    ck_assert_int_eq(got->findings[i].err, err);
    ck_assert_uint_eq(got->findings[i].where.suboption, suboption);
    ck_assert_uint_eq(got->findings[i].where.offset, offset);
    ck_assert(got->findings[i].is_tolerated == is_tolerated);
}

START_TEST(a_good_value_has_none) {
    struct cdc43_judgement got;

    cdc43_judge(&cdc43_phone, (struct cdc43_view){sample_octets, SAMPLE_LEN}, &got);
    ck_assert_uint_eq(got.count, 0);
    ck_assert(got.is_readable && got.has_fips);
    ck_assert_ptr_null(cdc43_refusal(&got));
    ck_assert_uint_eq(got.params.server.len, 18);
}
END_TEST

START_TEST(all_are_found_with_their_places) {
    /* FIPS Mode 2, an unknown suboption, no fingerprint, a password with a control character. */
    const struct cdc43_judgement got = judge("0a0102 6300 0b0161 0d0107 00");

    ck_assert_uint_eq(got.count, 5);
    assert_finding(&got, 0, CDC43_ERR_FLAG_VALUE, 10, 2, false);
    assert_finding(&got, 1, CDC43_ERR_UNKNOWN_SUBOPTION, 0x63, 3, true);
    assert_finding(&got, 2, CDC43_ERR_PASSWORD_CHARACTER, 13, 10, false);
    assert_finding(&got, 3, CDC43_ERR_PAD, 0, 11, true);
    assert_finding(&got, 4, CDC43_ERR_MISSING, 12, 0, false);
    ck_assert(!got.is_readable);
    ck_assert_ptr_eq(cdc43_refusal(&got), &got.findings[0]);
}
END_TEST

START_TEST(what_is_tolerated_is_no_refusal) {
    const struct cdc43_judgement got = judge(MANDATORY "0d00 ff");

    ck_assert_uint_eq(got.count, 2);
    assert_finding(&got, 0, CDC43_ERR_EMPTY_PASSWORD, 13, 32, true);
    assert_finding(&got, 1, CDC43_ERR_END, 0, 34, true);
    ck_assert(got.is_readable);
    ck_assert_ptr_null(cdc43_refusal(&got));
}
END_TEST

/* Of several with one code, the one that breaks a rule is taken out, not the last. */
START_TEST(each_of_many_is_looked_at) {
    const struct cdc43_judgement got = judge(MANDATORY "0e0101 0e0101 0e0102 0e0100");

    ck_assert_uint_eq(got.count, 3);
    assert_finding(&got, 0, CDC43_ERR_DUPLICATE, 14, 35, true);
    assert_finding(&got, 1, CDC43_ERR_FLAG_VALUE, 14, 40, false);
    assert_finding(&got, 2, CDC43_ERR_CONFLICT, 14, 41, false);
    ck_assert(!got.is_readable);
}
END_TEST

/* The place of a value of no octets is the end of it, whatever stood there and was taken out. */
START_TEST(places_are_those_of_the_octets_as_given) {
    const struct cdc43_judgement got = judge("0d00 0d00 0b00 0d00 0d00 63026161 0b00");

    ck_assert_uint_eq(got.count, 8);
    assert_finding(&got, 0, CDC43_ERR_EMPTY_PASSWORD, 13, 0, true);
    assert_finding(&got, 1, CDC43_ERR_DUPLICATE, 13, 2, true);
    assert_finding(&got, 2, CDC43_ERR_SERVER_EMPTY, 11, 6, false);
    assert_finding(&got, 3, CDC43_ERR_DUPLICATE, 13, 6, true);
    assert_finding(&got, 4, CDC43_ERR_DUPLICATE, 13, 8, true);
    assert_finding(&got, 5, CDC43_ERR_UNKNOWN_SUBOPTION, 0x63, 10, true);
    assert_finding(&got, 6, CDC43_ERR_SERVER_EMPTY, 11, 16, false);
    assert_finding(&got, 7, CDC43_ERR_MISSING, 12, 0, false);
}
END_TEST

START_TEST(no_octets_lack_what_is_mandatory) {
    struct cdc43_judgement got;

    cdc43_judge(&cdc43_phone, (struct cdc43_view){NULL, 0}, &got);
    ck_assert_uint_eq(got.count, 2);
    assert_finding(&got, 0, CDC43_ERR_MISSING, 11, 0, false);
    assert_finding(&got, 1, CDC43_ERR_MISSING, 12, 0, false);
}
END_TEST

START_TEST(a_wrong_length_ends_it) {
    const struct cdc43_judgement got = judge("0a0102 0bff 61");

    ck_assert_uint_eq(got.count, 2);
    assert_finding(&got, 0, CDC43_ERR_FLAG_VALUE, 10, 2, false);
    assert_finding(&got, 1, CDC43_ERR_OVERRUN, 11, 3, false);
}
END_TEST

/* 127 suboptions that nobody knows, and END: what is missing is said all the same. */
START_TEST(there_is_room_for_every_finding) {
    uint8_t octets[CDC43_OPTION_MAX] = {0};
    struct cdc43_judgement got;

    for (size_t i = 0; i + 1 < sizeof octets; i += 2) {
        octets[i] = 0x63;
    }
    octets[sizeof octets - 1] = 0xff;
    cdc43_judge(&cdc43_phone, (struct cdc43_view){octets, sizeof octets}, &got);
    ck_assert_uint_eq(got.count, 127 + 1 + 2);
    assert_finding(&got, 127, CDC43_ERR_END, 0, 254, true);
    assert_finding(&got, 129, CDC43_ERR_MISSING, 12, 0, false);
}
END_TEST

START_TEST(long_values_are_too_long) {
    uint8_t octets[300];
    struct cdc43_judgement got;

    memset(octets, 0, sizeof octets);
    cdc43_judge(&cdc43_phone, (struct cdc43_view){octets, sizeof octets}, &got);
    ck_assert_uint_eq(got.count, 1);
    assert_finding(&got, 0, CDC43_ERR_TOO_LONG, 0, 0, false);
    ck_assert_uint_eq(got.findings[0].where.excess, 45);
}
END_TEST

/* It ends, stays inside, and agrees with the decoder about whether there is anything. */
START_TEST(any_octets_are_judged) {
    unsigned seed = 43;

    for (unsigned round = 0; round < 20000; round++) {
        uint8_t octets[CDC43_OPTION_MAX];
        struct cdc43_judgement got;
        struct cdc43_params params;
        struct cdc43_where where;
        size_t len;

        for (size_t i = 0; i < sizeof octets; i++) {
            seed = seed * 1103515245U + 12345U;
            octets[i] = (uint8_t)(seed >> 16 & (round % 2 == 0 ? 0x0fU : 0xffU));
        }
        len = seed % (sizeof octets + 1);
        cdc43_judge(&cdc43_phone, (struct cdc43_view){octets, len}, &got);
        ck_assert(
            (got.count == 0) ==
            (cdc43_decode(&cdc43_phone, CDC43_STRICT, octets, len, &params, &where) == CDC43_OK &&
             cdc43_check_complete(&cdc43_phone, &params, &where) == CDC43_OK));
        ck_assert_uint_le(got.count, CDC43_FINDINGS_MAX);
        for (size_t i = 0; i < got.count; i++) {
            ck_assert_uint_le(got.findings[i].where.offset, len);
        }
    }
}
END_TEST

static bool is_ours(const char *hex, bool is_phone) {
    const struct octets octets = from_hex(hex);

    return cdc43_is_ours((struct cdc43_view){octets.at, octets.len}, is_phone);
}

#define DIGEST "0c14 12040870625c5b755d73f5925285f8f5ff5d55af"

START_TEST(the_form_tells_whose_value_it_is) {
    static const struct {
        const char *hex;
        bool to_anybody, to_phone;
    } cases[] = {
        {"0b0161 " DIGEST, true, true},
        {"0b0161 00 " DIGEST " 0a0102 0d03616200 0e0100 ff 6300", true,
         true}, /* broken, but ours */
        {"0b0968747470733a2f2f68 " DIGEST, true, true},
        {"", false, true},
        {"0b0161", false, true},
        {DIGEST, false, true},
        {"0b0161 " DIGEST " 630161", false, true},
        {"0b0161 " DIGEST " 0e", false, true},
        {"0b0161 " DIGEST " 0e0201", false, true},
        {"0b0161 " DIGEST " 0e020101", false, true},
        {"0b0107 " DIGEST, false, true},
        {"0b0161 0c13 12040870625c5b755d73f5925285f8f5ff5d55", false, true},
        {"0b0161 0c14 2f6578706f72742f696e7374616c6c2f73313075", false, true}, /* a path */
        {"f104c0000201", false, false},
        {"3137322e", false, false},
        {"ff", false, false},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ck_assert_msg(is_ours(cases[i].hex, false) == cases[i].to_anybody, "%s", cases[i].hex);
        ck_assert_msg(is_ours(cases[i].hex, true) == cases[i].to_phone, "%s to a phone",
                      cases[i].hex);
    }
}
END_TEST

int main(void) {
    Suite *const suite = suite_create("judge");
    TCase *const tests = tcase_create("all");

    tcase_set_timeout(tests, 0);
    tcase_add_test(tests, a_good_value_has_none);
    tcase_add_test(tests, all_are_found_with_their_places);
    tcase_add_test(tests, what_is_tolerated_is_no_refusal);
    tcase_add_test(tests, each_of_many_is_looked_at);
    tcase_add_test(tests, places_are_those_of_the_octets_as_given);
    tcase_add_test(tests, no_octets_lack_what_is_mandatory);
    tcase_add_test(tests, a_wrong_length_ends_it);
    tcase_add_test(tests, there_is_room_for_every_finding);
    tcase_add_test(tests, long_values_are_too_long);
    tcase_add_test(tests, any_octets_are_judged);
    tcase_add_test(tests, the_form_tells_whose_value_it_is);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
