/* SPDX-License-Identifier: MIT */
/* Octets of option 43 to parameters: shape, flags, repetition, tolerance, completeness. */
#include <string.h>

#include "tests/support/guard.h"
#include "tests/support/main.h"
#include "tests/unit/sample.h"

#define ASSERT_WHERE(outcome, code, at)                                                            \
    do {                                                                                           \
        ck_assert_uint_eq((outcome).where.suboption, (code));                                      \
        ck_assert_uint_eq((outcome).where.offset, (at));                                           \
    } while (0)

static void assert_text(struct cdc43_view view, const char *text) {
    ck_assert_uint_eq(view.len, strlen(text));
    ck_assert_mem_eq(view.data, text, view.len);
}

START_TEST(decodes_the_published_example) {
    struct octets octets = {.len = SAMPLE_LEN};
    struct outcome outcome;

    memcpy(octets.at, sample_octets, SAMPLE_LEN);
    outcome = decode_profile(&cdc43_phone, CDC43_STRICT, &octets);
    ck_assert_int_eq(outcome.err, CDC43_OK);
    ck_assert_uint_eq(outcome.params.present, 0x3f);
    ck_assert_uint_eq(outcome.params.tolerated, 0);
    ck_assert(cdc43_is_on(&outcome.params, CDC43_FIPS_MODE));
    assert_text(outcome.params.server, "http://10.79.57.91");
    ck_assert_uint_eq(outcome.params.root_ca_fingerprint.len, CDC43_SHA1_SIZE);
    ck_assert_mem_eq(outcome.params.root_ca_fingerprint.data, sample_octets + 25, 20);
    assert_text(outcome.params.challenge_password, "D233CCF9B9952A15");
    ck_assert(cdc43_is_on(&outcome.params, CDC43_ENABLE_8021X));
    ck_assert(cdc43_is_on(&outcome.params, CDC43_CERTIFICATE_SELECT));
    ck_assert_int_eq(cdc43_check_complete(&cdc43_phone, &outcome.params, &outcome.where), CDC43_OK);
}
END_TEST

START_TEST(decodes_the_published_roomos_example) {
    struct octets octets = {.len = SAMPLE_ROOMOS_LEN};
    struct outcome outcome;

    memcpy(octets.at, sample_roomos_octets, SAMPLE_ROOMOS_LEN);
    outcome = decode_profile(&cdc43_roomos, CDC43_STRICT, &octets);
    ck_assert_int_eq(outcome.err, CDC43_OK);
    ck_assert_uint_eq(outcome.params.present, 0x1e);
    ck_assert_int_eq(cdc43_check_complete(&cdc43_roomos, &outcome.params, &outcome.where),
                     CDC43_OK);
}
END_TEST

START_TEST(stays_inside_every_truncation_of_the_example) {
    for (size_t len = 0; len < SAMPLE_LEN; len++) {
        struct cdc43_params params;
        struct cdc43_where where;
        const uint8_t *const octets = guard_copy(sample_octets, len);
        const enum cdc43_err err =
            cdc43_decode(&cdc43_phone, CDC43_TOLERANT, octets, len, &params, &where);
        /* Good only where a suboption ends. */
        const bool at_end =
            len == 0 || len == 3 || len == 23 || len == 45 || len == 63 || len == 66;

        ck_assert_msg((err == CDC43_OK) == at_end, "length %zu: error %d", len, (int)err);
        if (!at_end) {
            ck_assert(err == CDC43_ERR_TRUNCATED || err == CDC43_ERR_OVERRUN);
        }
    }
}
END_TEST

START_TEST(accepts_any_order_of_suboptions) {
    const struct outcome outcome =
        decode_strict("0f0100 0e0101 0c14 0102030405060708090a0b0c0d0e0f1011121314 0d0141 0a0100 "
                      "0b08687474703a2f2f61");

    ck_assert_int_eq(outcome.err, CDC43_OK);
    ck_assert_uint_eq(outcome.params.present, 0x3f);
    ck_assert(!cdc43_is_on(&outcome.params, CDC43_FIPS_MODE));
    ck_assert(cdc43_is_on(&outcome.params, CDC43_ENABLE_8021X));
    ck_assert(!cdc43_is_on(&outcome.params, CDC43_CERTIFICATE_SELECT));
}
END_TEST

START_TEST(an_empty_value_is_well_formed_but_incomplete) {
    struct outcome outcome = decode_strict("");

    ck_assert_int_eq(outcome.err, CDC43_OK);
    ck_assert_uint_eq(outcome.params.present, 0);
    ck_assert_int_eq(cdc43_check_complete(&cdc43_phone, &outcome.params, &outcome.where),
                     CDC43_ERR_MISSING);
    ck_assert_uint_eq(outcome.where.suboption, CDC43_SERVER);
}
END_TEST

START_TEST(names_the_missing_suboption) {
    struct outcome outcome = decode_strict("0b0161");

    ck_assert_int_eq(outcome.err, CDC43_OK);
    outcome.where = (struct cdc43_where){99, 99, 99, 99, 99};
    ck_assert_int_eq(cdc43_check_complete(&cdc43_phone, &outcome.params, &outcome.where),
                     CDC43_ERR_MISSING);
    ck_assert_uint_eq(outcome.where.suboption, CDC43_ROOT_CA_FINGERPRINT);
    ck_assert_uint_eq(outcome.where.offset, 0);
    ck_assert_uint_eq(outcome.where.excess, 0);
}
END_TEST

START_TEST(roomos_needs_802_1x_on) {
    struct octets octets = from_hex(MANDATORY);
    struct outcome outcome = decode_profile(&cdc43_roomos, CDC43_STRICT, &octets);

    ck_assert_int_eq(outcome.err, CDC43_OK);
    ck_assert_int_eq(cdc43_check_complete(&cdc43_roomos, &outcome.params, &outcome.where),
                     CDC43_ERR_MISSING);
    ck_assert_uint_eq(outcome.where.suboption, CDC43_ENABLE_8021X);

    add_hex(&octets, "0e0100");
    outcome = decode_profile(&cdc43_roomos, CDC43_STRICT, &octets);
    ck_assert_int_eq(outcome.err, CDC43_OK);
    ck_assert_int_eq(cdc43_check_complete(&cdc43_roomos, &outcome.params, &outcome.where),
                     CDC43_ERR_ENROLMENT_OFF);
    ck_assert_uint_eq(outcome.where.suboption, CDC43_ENABLE_8021X);
}
END_TEST

START_TEST(roomos_has_fewer_suboptions_and_digests) {
    static const unsigned foreign[] = {CDC43_FIPS_MODE, CDC43_CERTIFICATE_SELECT};
    struct octets octets;
    struct outcome outcome;

    for (size_t i = 0; i < 2; i++) {
        octets = from_hex(MANDATORY);
        add_suboption(&octets, foreign[i], 1, 1);
        outcome = decode_profile(&cdc43_roomos, CDC43_STRICT, &octets);
        ck_assert_int_eq(outcome.err, CDC43_ERR_UNKNOWN_SUBOPTION);
        ASSERT_WHERE(outcome, foreign[i], 32);
        outcome = decode_profile(&cdc43_roomos, CDC43_TOLERANT, &octets);
        ck_assert_int_eq(outcome.err, CDC43_OK);
        ck_assert_uint_eq(outcome.params.tolerated, CDC43_TOLERATED_UNKNOWN_SUBOPTION);
        ck_assert(!cdc43_has(&outcome.params, (enum cdc43_suboption)foreign[i]));
    }
    octets = (struct octets){.len = 0};
    add_suboption(&octets, CDC43_ROOT_CA_FINGERPRINT, CDC43_SHA384_SIZE, 1);
    outcome = decode_profile(&cdc43_roomos, CDC43_TOLERANT, &octets);
    ck_assert_int_eq(outcome.err, CDC43_ERR_FINGERPRINT_LENGTH);
    outcome = decode_profile(&cdc43_phone, CDC43_STRICT, &octets);
    ck_assert_int_eq(outcome.err, CDC43_OK);
}
END_TEST

START_TEST(roomos_has_no_208_rule) {
    struct octets octets = {.len = 0};
    struct outcome outcome;

    add_suboption(&octets, CDC43_SERVER, 230, 'a'); /* a label over 63, behind a path below */
    memcpy(octets.at + 2, "http://a/", 9);
    outcome = decode_profile(&cdc43_roomos, CDC43_STRICT, &octets);
    ck_assert_int_eq(outcome.err, CDC43_OK);
    outcome = decode_profile(&cdc43_phone, CDC43_TOLERANT, &octets);
    ck_assert_int_eq(outcome.err, CDC43_ERR_SUM_LIMIT_REACHED);
    ck_assert_uint_eq(outcome.where.excess, 23);
}
END_TEST

/* Shape errors: the same in both modes. */
static const struct {
    const char *hex;
    enum cdc43_err err;
    unsigned suboption;
    size_t offset;
    size_t excess;
} malformed[] = {
    {"0a", CDC43_ERR_TRUNCATED, 10, 0, 0},
    {"0a0101 0b", CDC43_ERR_TRUNCATED, 11, 3, 0},
    {"63", CDC43_ERR_TRUNCATED, 99, 0, 0},
    {"0a01", CDC43_ERR_OVERRUN, 10, 0, 1},
    {"0b0961", CDC43_ERR_OVERRUN, 11, 0, 8},
    {"0a0101 63ff00", CDC43_ERR_OVERRUN, 99, 3, 254},
    {"0a00", CDC43_ERR_FLAG_LENGTH, 10, 2, 0},
    {"0a020101", CDC43_ERR_FLAG_LENGTH, 10, 2, 2},
    {"0e00", CDC43_ERR_FLAG_LENGTH, 14, 2, 0},
    {"0f020000", CDC43_ERR_FLAG_LENGTH, 15, 2, 2},
    {"0a0102", CDC43_ERR_FLAG_VALUE, 10, 2, 0},
    {"0e01ff", CDC43_ERR_FLAG_VALUE, 14, 2, 0},
    {"0a0101 0f0102", CDC43_ERR_FLAG_VALUE, 15, 5, 0},
    {"0c00", CDC43_ERR_FINGERPRINT_LENGTH, 12, 2, 0},
    {"0a0100 0c0101", CDC43_ERR_FINGERPRINT_LENGTH, 12, 5, 1},
    {"0a0100 0a0101", CDC43_ERR_CONFLICT, 10, 3, 0},
    {"0a0101 0a0100", CDC43_ERR_CONFLICT, 10, 3, 0},
    {"0b0161 0b0162", CDC43_ERR_CONFLICT, 11, 3, 0},
    {"0b0161 0b026161", CDC43_ERR_CONFLICT, 11, 3, 0},
    {"0b00", CDC43_ERR_SERVER_EMPTY, 11, 2, 0},
    {"0b026120", CDC43_ERR_SERVER_CHARACTER, 11, 3, 0},
    {"0b03610062", CDC43_ERR_SERVER_CHARACTER, 11, 3, 0},
    {"0a0101 0b0161 0d03417f42", CDC43_ERR_PASSWORD_CHARACTER, 13, 9, 0},
    {"0d011f", CDC43_ERR_PASSWORD_CHARACTER, 13, 2, 0},
    {"0d0180", CDC43_ERR_PASSWORD_CHARACTER, 13, 2, 0},
    {"0d03410041", CDC43_ERR_PASSWORD_CHARACTER, 13, 3, 0},
};

START_TEST(refuses_malformed_values_in_both_modes) {
    for (unsigned mode = 0; mode < 2; mode++) {
        const struct outcome outcome =
            mode == 0 ? decode_strict(malformed[_i].hex) : decode_tolerant(malformed[_i].hex);
        ck_assert_msg(outcome.err == malformed[_i].err, "%s: error %d", malformed[_i].hex,
                      (int)outcome.err);
        ASSERT_WHERE(outcome, malformed[_i].suboption, malformed[_i].offset);
        ck_assert_uint_eq(outcome.where.excess, malformed[_i].excess);
    }
}
END_TEST

/* What tolerant decoding forgives, and strict does not. */
static const struct {
    const char *hex;
    enum cdc43_err err;
    unsigned suboption;
    size_t offset;
    unsigned present;
} forgiven[] = {
    {"00 0a0101", CDC43_ERR_PAD, 0, 0, 0x01},
    {"0a0101 00", CDC43_ERR_PAD, 0, 3, 0x01},
    {"0a0101 ff", CDC43_ERR_END, 0, 3, 0x01},
    {"ff", CDC43_ERR_END, 0, 0, 0},
    {"0a0101 ff 0b", CDC43_ERR_END, 0, 3, 0x01},
    {"0a0101 ff 0b0161", CDC43_ERR_END, 0, 3, 0x01},
    {"0b026100", CDC43_ERR_TRAILING_NUL, 11, 0, 0x02},
    {"0b0461000000", CDC43_ERR_TRAILING_NUL, 11, 0, 0x02},
    {"0d024100", CDC43_ERR_TRAILING_NUL, 13, 0, 0x08},
    {"0d00", CDC43_ERR_EMPTY_PASSWORD, 13, 0, 0},
    {"010141", CDC43_ERR_UNKNOWN_SUBOPTION, 1, 0, 0},
    {"0900", CDC43_ERR_UNKNOWN_SUBOPTION, 9, 0, 0},
    {"1000", CDC43_ERR_UNKNOWN_SUBOPTION, 16, 0, 0},
    {"fe01ff", CDC43_ERR_UNKNOWN_SUBOPTION, 254, 0, 0},
    {"0a0101 0a0101", CDC43_ERR_DUPLICATE, 10, 3, 0x01},
    {"0a0100 0a0100", CDC43_ERR_DUPLICATE, 10, 3, 0x01},
    {"0b0161 0b0161", CDC43_ERR_DUPLICATE, 11, 3, 0x02},
    {"0d0141 0d0141", CDC43_ERR_DUPLICATE, 13, 3, 0x08},
};

START_TEST(forgives_when_tolerant_and_says_so) {
    const unsigned bit = 1U << ((unsigned)forgiven[_i].err - 1U);
    struct outcome outcome = decode_strict(forgiven[_i].hex);
    struct octets octets;

    ck_assert_msg(outcome.err == forgiven[_i].err, "%s: error %d", forgiven[_i].hex,
                  (int)outcome.err);
    ASSERT_WHERE(outcome, forgiven[_i].suboption, forgiven[_i].offset);

    outcome = decode_tolerant(forgiven[_i].hex);
    ck_assert_int_eq(outcome.err, CDC43_OK);
    ck_assert_uint_eq(outcome.params.tolerated, bit);
    ck_assert_uint_eq(outcome.params.present, forgiven[_i].present);

    /* One tolerance at a time: this one alone is enough, all the others do not help. */
    octets = from_hex(forgiven[_i].hex);
    outcome = decode_profile(&cdc43_phone, bit, &octets);
    ck_assert_int_eq(outcome.err, CDC43_OK);
    outcome = decode_profile(&cdc43_phone, CDC43_TOLERANT & ~bit, &octets);
    ck_assert_int_eq(outcome.err, forgiven[_i].err);
}
END_TEST

START_TEST(takes_trailing_nuls_off_the_value) {
    struct outcome outcome = decode_tolerant("0b0461000000 0d03414200");

    ck_assert_int_eq(outcome.err, CDC43_OK);
    assert_text(outcome.params.server, "a");
    assert_text(outcome.params.challenge_password, "AB");
}
END_TEST

START_TEST(a_password_of_only_nuls_is_absent) {
    const struct outcome outcome = decode_tolerant("0d020000");

    ck_assert_int_eq(outcome.err, CDC43_OK);
    ck_assert(!cdc43_has(&outcome.params, CDC43_CHALLENGE_PASSWORD));
    ck_assert_uint_eq(outcome.params.tolerated,
                      CDC43_TOLERATED_TRAILING_NUL | CDC43_TOLERATED_EMPTY_PASSWORD);
}
END_TEST

START_TEST(an_empty_password_beside_another_is_a_conflict) {
    ck_assert_int_eq(decode_tolerant("0d00 0d0141").err, CDC43_ERR_CONFLICT);
    ck_assert_int_eq(decode_tolerant("0d0141 0d00").err, CDC43_ERR_CONFLICT);
    ck_assert_int_eq(decode_tolerant("0d00 0d00").err, CDC43_OK);
}
END_TEST

START_TEST(a_server_of_only_nuls_is_empty) {
    ck_assert_int_eq(decode_tolerant("0b020000").err, CDC43_ERR_SERVER_EMPTY);
}
END_TEST

START_TEST(nuls_in_a_fingerprint_are_its_own) {
    struct octets octets = {.len = 0};
    struct outcome outcome;

    add_suboption(&octets, CDC43_ROOT_CA_FINGERPRINT, CDC43_SHA256_SIZE, 0);
    outcome = decode_profile(&cdc43_phone, CDC43_STRICT, &octets);
    ck_assert_int_eq(outcome.err, CDC43_OK);
    ck_assert_uint_eq(outcome.params.root_ca_fingerprint.len, CDC43_SHA256_SIZE);
}
END_TEST

START_TEST(compares_a_repeated_value_without_its_nuls) {
    const struct outcome outcome = decode_tolerant("0b0161 0b026100");

    ck_assert_int_eq(outcome.err, CDC43_OK);
    ck_assert_uint_eq(outcome.params.tolerated,
                      CDC43_TOLERATED_TRAILING_NUL | CDC43_TOLERATED_DUPLICATE);
}
END_TEST

START_TEST(accepts_only_the_sizes_of_digests) {
    for (size_t size = 0; size <= 200; size++) {
        struct octets octets = {.len = 0};
        const bool good = size == 20 || size == 32 || size == 48 || size == 64;
        struct outcome outcome;

        add_suboption(&octets, CDC43_ROOT_CA_FINGERPRINT, size, 0xee);
        outcome = decode_profile(&cdc43_phone, CDC43_TOLERANT, &octets);
        ck_assert_int_eq(outcome.err, good ? CDC43_OK : CDC43_ERR_FINGERPRINT_LENGTH);
        outcome = decode_profile(&cdc43_roomos, CDC43_TOLERANT, &octets);
        ck_assert_int_eq(outcome.err, good && size <= 32 ? CDC43_OK : CDC43_ERR_FINGERPRINT_LENGTH);
    }
}
END_TEST

START_TEST(server_plus_password_of_207_is_good_and_208_is_forgiven) {
    for (size_t sum = 206; sum <= 210; sum++) {
        for (size_t password = 0; password <= 190; password += 190) {
            struct octets octets = {.len = 0};
            struct outcome outcome;

            add_suboption(&octets, CDC43_SERVER, sum - password, 'p');
            memcpy(octets.at + 2, "http://a/", sum - password < 9 ? 8 : 9);
            if (password != 0) {
                add_suboption(&octets, CDC43_CHALLENGE_PASSWORD, password, 'x');
            }
            outcome = decode_profile(&cdc43_phone, CDC43_STRICT, &octets);
            ck_assert_int_eq(outcome.err, sum <= 207 ? CDC43_OK : CDC43_ERR_SUM_LIMIT_REACHED);
            if (sum > 207) {
                ck_assert_uint_eq(outcome.where.excess, sum - 207);
                ck_assert_uint_eq(outcome.where.suboption, password != 0 ? 13 : 11);
                ck_assert_uint_eq(outcome.where.offset, password != 0 ? 4 + sum - password : 2);
            }
            outcome = decode_profile(&cdc43_phone, CDC43_TOLERANT, &octets);
            ck_assert_int_eq(outcome.err, sum <= 208 ? CDC43_OK : CDC43_ERR_SUM_LIMIT_REACHED);
            if (sum <= 208) {
                ck_assert_uint_eq(outcome.params.tolerated,
                                  sum == 208 ? CDC43_TOLERATED_SUM_LIMIT_REACHED : 0);
            }
        }
    }
}
END_TEST

START_TEST(takes_255_octets_and_refuses_256) {
    struct octets octets = {.len = 0};
    struct outcome outcome;

    add_suboption(&octets, 100, 253, 0);
    ck_assert_uint_eq(octets.len, CDC43_OPTION_MAX);
    outcome = decode_profile(&cdc43_phone, CDC43_TOLERANT, &octets);
    ck_assert_int_eq(outcome.err, CDC43_OK);
    octets.at[octets.len++] = 0;
    outcome = decode_profile(&cdc43_phone, CDC43_TOLERANT, &octets);
    ck_assert_int_eq(outcome.err, CDC43_ERR_TOO_LONG);
    ck_assert_uint_eq(outcome.where.excess, 1);
    ck_assert_int_eq(outcome.where.place, CDC43_PLACE_NONE);
    ck_assert_uint_eq(outcome.where.offset, 0);
    octets.len = 600;
    outcome = decode_profile(&cdc43_phone, CDC43_TOLERANT, &octets);
    ck_assert_int_eq(outcome.err, CDC43_ERR_TOO_LONG);
    ck_assert_uint_eq(outcome.where.excess, 345);
}
END_TEST

START_TEST(a_rule_of_a_value_names_the_octet_in_the_option) {
    const struct outcome outcome =
        decode_strict("0a0101 0d0141 0b0e 687474703a2f2f75 40682f6162ff");

    ck_assert_int_eq(outcome.err, CDC43_ERR_SERVER_CHARACTER);
    ASSERT_WHERE(outcome, 11, 21);
}
END_TEST

int main(void) {
    Suite *const suite = suite_create("decode");
    TCase *const tests = tcase_create("all");

    tcase_add_test(tests, decodes_the_published_example);
    tcase_add_test(tests, decodes_the_published_roomos_example);
    tcase_add_test(tests, stays_inside_every_truncation_of_the_example);
    tcase_add_test(tests, accepts_any_order_of_suboptions);
    tcase_add_test(tests, an_empty_value_is_well_formed_but_incomplete);
    tcase_add_test(tests, names_the_missing_suboption);
    tcase_add_test(tests, roomos_needs_802_1x_on);
    tcase_add_test(tests, roomos_has_fewer_suboptions_and_digests);
    tcase_add_test(tests, roomos_has_no_208_rule);
    tcase_add_loop_test(tests, refuses_malformed_values_in_both_modes, 0,
                        sizeof malformed / sizeof malformed[0]);
    tcase_add_loop_test(tests, forgives_when_tolerant_and_says_so, 0,
                        sizeof forgiven / sizeof forgiven[0]);
    tcase_add_test(tests, takes_trailing_nuls_off_the_value);
    tcase_add_test(tests, a_password_of_only_nuls_is_absent);
    tcase_add_test(tests, an_empty_password_beside_another_is_a_conflict);
    tcase_add_test(tests, a_server_of_only_nuls_is_empty);
    tcase_add_test(tests, nuls_in_a_fingerprint_are_its_own);
    tcase_add_test(tests, compares_a_repeated_value_without_its_nuls);
    tcase_add_test(tests, accepts_only_the_sizes_of_digests);
    tcase_add_test(tests, server_plus_password_of_207_is_good_and_208_is_forgiven);
    tcase_add_test(tests, takes_255_octets_and_refuses_256);
    tcase_add_test(tests, a_rule_of_a_value_names_the_octet_in_the_option);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
