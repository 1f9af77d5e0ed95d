/* SPDX-License-Identifier: MIT */
/* Parameters to octets of option 43: canonical form, limits, nothing written on failure. */
#include <string.h>

#include "tests/support/guard.h"
#include "tests/support/main.h"
#include "tests/unit/sample.h"

/* Is a rule of the values broken? Otherwise it is about what is there, or about the room. */
static bool is_about_values(enum cdc43_err err) {
    return err != CDC43_ERR_UNKNOWN_SUBOPTION && err != CDC43_ERR_MISSING &&
           err != CDC43_ERR_ENROLMENT_OFF && err != CDC43_ERR_LIMIT && err != CDC43_ERR_TOO_LONG &&
           err != CDC43_ERR_BUFFER;
}

/* Encodes into exactly capacity octets of room before an unreadable page; on failure the room and
 * the length must be untouched. */
static enum cdc43_err encode(const struct cdc43_device *device, const struct cdc43_params *params,
                             size_t limit, size_t capacity, struct octets *ret_octets,
                             struct cdc43_where *ret_where) {
    uint8_t *const room = guard_room(capacity);
    size_t len = 4711;
    enum cdc43_err err;

    *ret_where = (struct cdc43_where){99, 99, 99, 4711, 4711};
    err = cdc43_encode(device, params, limit, room, capacity, &len, ret_where);
    if (err != CDC43_OK) {
        ck_assert_uint_eq(len, 4711);
        ck_assert_uint_lt(ret_where->suboption, 99);
        ck_assert_uint_eq(ret_where->place,
                          is_about_values(err) ? CDC43_PLACE_VALUE : CDC43_PLACE_NONE);
        ck_assert_uint_eq(ret_where->limit, err == CDC43_ERR_TOO_LONG ? limit : 0);
        if (err != CDC43_ERR_SERVER_CHARACTER && err != CDC43_ERR_PASSWORD_CHARACTER) {
            ck_assert_uint_eq(ret_where->offset, 0);
        }
        ck_assert(capacity == 0 || memcmp(room, fill(0xa5, capacity), capacity) == 0);
        return err;
    }
    ck_assert_uint_le(len, capacity);
    memcpy(ret_octets->at, room, len);
    ret_octets->len = len;
    return err;
}

/* Server, fingerprint and password of given lengths, and the flags of a set. */
static struct cdc43_params params_of(size_t server, size_t fingerprint, size_t password,
                                     unsigned flags) {
    static char text[1024];
    static uint8_t octets[1024];
    struct cdc43_params params = {0};

    memset(text, 'x', sizeof text);
    memset(octets, 7, sizeof octets);
    cdc43_set_value(&params, CDC43_SERVER, server_of(server), server);
    cdc43_set_value(&params, CDC43_ROOT_CA_FINGERPRINT, octets, fingerprint);
    if (password != 0) {
        cdc43_set_value(&params, CDC43_CHALLENGE_PASSWORD, text, password);
    }
    for (unsigned code = CDC43_FIRST_SUBOPTION; code <= CDC43_LAST_SUBOPTION; code++) {
        if ((flags & CDC43_BIT(code)) != 0) {
            cdc43_set_flag(&params, (enum cdc43_suboption)code, true);
        }
    }
    return params;
}

#define ALL_THREE                                                                                  \
    (CDC43_BIT(CDC43_FIPS_MODE) | CDC43_BIT(CDC43_ENABLE_8021X) |                                  \
     CDC43_BIT(CDC43_CERTIFICATE_SELECT))

START_TEST(encodes_the_published_example) {
    const struct cdc43_params params = sample_params();
    struct octets octets;
    struct cdc43_where where;

    ck_assert_int_eq(encode(&cdc43_phone, &params, CDC43_OPTION_MAX, SAMPLE_LEN, &octets, &where),
                     CDC43_OK);
    ck_assert_uint_eq(octets.len, SAMPLE_LEN);
    ck_assert_mem_eq(octets.at, sample_octets, SAMPLE_LEN);
}
END_TEST

START_TEST(encodes_the_published_roomos_example) {
    struct cdc43_params params = sample_params();
    struct octets octets;
    struct cdc43_where where;

    params.present = (uint8_t)(params.present & cdc43_roomos.suboptions);
    ck_assert_int_eq(encode(&cdc43_roomos, &params, CDC43_OPTION_MAX, 255, &octets, &where),
                     CDC43_OK);
    ck_assert_uint_eq(octets.len, SAMPLE_ROOMOS_LEN);
    ck_assert_mem_eq(octets.at, sample_roomos_octets, SAMPLE_ROOMOS_LEN);
}
END_TEST

START_TEST(every_present_set_round_trips) {
    for (unsigned set = 0; set < 64; set++) {
        for (unsigned on = 0; on < 64; on++) {
            struct cdc43_params params = sample_params();
            struct cdc43_params again;
            struct octets octets;
            struct octets twice;
            struct cdc43_where where;
            enum cdc43_err err;

            params.present = (uint8_t)set;
            params.on = (uint8_t)on;
            err = encode(&cdc43_phone, &params, 255, 255, &octets, &where);
            if ((set & cdc43_phone.mandatory) != cdc43_phone.mandatory) {
                ck_assert_int_eq(err, CDC43_ERR_MISSING);
                continue;
            }
            ck_assert_int_eq(err, CDC43_OK);
            ck_assert_int_eq(cdc43_decode(&cdc43_phone, CDC43_STRICT,
                                          guard_copy(octets.at, octets.len), octets.len, &again,
                                          &where),
                             CDC43_OK);
            ck_assert_uint_eq(again.present, set);
            ck_assert_uint_eq(again.on, on & set & ALL_THREE);
            ck_assert_int_eq(encode(&cdc43_phone, &again, 255, 255, &twice, &where), CDC43_OK);
            ck_assert_uint_eq(twice.len, octets.len);
            ck_assert_mem_eq(twice.at, octets.at, octets.len);
        }
    }
}
END_TEST

START_TEST(leaves_an_empty_password_out) {
    struct cdc43_params params = sample_params();
    struct octets octets;
    struct cdc43_where where;

    cdc43_set_value(&params, CDC43_CHALLENGE_PASSWORD, "", 0);
    ck_assert_int_eq(encode(&cdc43_phone, &params, 255, 51, &octets, &where), CDC43_OK);
    ck_assert_uint_eq(octets.len, SAMPLE_LEN - 18);
    ck_assert_mem_eq(octets.at, sample_octets, 45);
    ck_assert_mem_eq(octets.at + 45, sample_octets + 63, 6);
}
END_TEST

START_TEST(an_absent_value_does_not_count_even_if_its_view_is_set) {
    struct cdc43_params params = params_of(200, 20, 100, 0);
    struct octets octets;
    struct cdc43_where where;

    ck_assert_int_eq(encode(&cdc43_phone, &params, 255, 255, &octets, &where),
                     CDC43_ERR_SUM_LIMIT_REACHED);
    params.present = (uint8_t)(params.present & ~CDC43_BIT(CDC43_CHALLENGE_PASSWORD));
    ck_assert_int_eq(encode(&cdc43_phone, &params, 255, 255, &octets, &where), CDC43_OK);
    ck_assert_uint_eq(octets.len, 2 + 200 + 2 + 20);
}
END_TEST

START_TEST(refuses_a_sum_of_208_and_says_how_much_over) {
    for (size_t sum = 200; sum <= 212; sum++) {
        struct cdc43_params params = params_of(sum - 100, 20, 100, 0);
        struct octets octets;
        struct cdc43_where where;
        const enum cdc43_err err = encode(&cdc43_phone, &params, 255, 255, &octets, &where);

        if (sum <= 207) {
            ck_assert_int_eq(err, CDC43_OK);
            ck_assert_uint_eq(octets.len, 6 + 20 + sum);
        } else {
            ck_assert_int_eq(err, CDC43_ERR_SUM_LIMIT_REACHED);
            ck_assert_uint_eq(where.excess, sum - 207);
        }
    }
}
END_TEST

START_TEST(the_total_binds_before_the_sum_for_long_fingerprints) {
    static const size_t sizes[] = {20, 32, 48, 64};

    for (size_t i = 0; i < 4; i++) {
        for (size_t sum = 160; sum <= 207; sum++) {
            struct cdc43_params params = params_of(sum - 90, sizes[i], 90, ALL_THREE);
            struct octets octets;
            struct cdc43_where where;
            const size_t total = 15 + sizes[i] + sum;
            const enum cdc43_err err = encode(&cdc43_phone, &params, 255, 255, &octets, &where);

            if (total <= 255) {
                ck_assert_int_eq(err, CDC43_OK);
                ck_assert_uint_eq(octets.len, total);
            } else {
                ck_assert_int_eq(err, CDC43_ERR_TOO_LONG);
                ck_assert_uint_eq(where.excess, total - 255);
                ck_assert_uint_eq(where.suboption, 0);
            }
        }
    }
}
END_TEST

START_TEST(obeys_the_ceiling_of_the_server) {
    const struct cdc43_params params = sample_params();
    struct octets octets;
    struct cdc43_where where;

    ck_assert_int_eq(encode(&cdc43_phone, &params, 69, 255, &octets, &where), CDC43_OK);
    ck_assert_int_eq(encode(&cdc43_phone, &params, 68, 255, &octets, &where), CDC43_ERR_TOO_LONG);
    ck_assert_uint_eq(where.excess, 1);
    ck_assert_int_eq(encode(&cdc43_phone, &params, 0, 255, &octets, &where), CDC43_ERR_TOO_LONG);
    ck_assert_uint_eq(where.excess, 69);
    ck_assert_int_eq(encode(&cdc43_phone, &params, 256, 255, &octets, &where), CDC43_ERR_LIMIT);
}
END_TEST

START_TEST(never_writes_beyond_the_buffer) {
    const struct cdc43_params params = sample_params();

    for (size_t capacity = 0; capacity <= SAMPLE_LEN + 1; capacity++) {
        struct octets octets;
        struct cdc43_where where;
        const enum cdc43_err err = encode(&cdc43_phone, &params, 255, capacity, &octets, &where);

        ck_assert_int_eq(err, capacity < SAMPLE_LEN ? CDC43_ERR_BUFFER : CDC43_OK);
        if (err != CDC43_OK) {
            ck_assert_uint_eq(where.excess, SAMPLE_LEN - capacity);
        }
    }
}
END_TEST

START_TEST(refuses_what_the_profile_has_not) {
    struct cdc43_params params = sample_params();
    struct octets octets;
    struct cdc43_where where;

    ck_assert_int_eq(encode(&cdc43_roomos, &params, 255, 255, &octets, &where),
                     CDC43_ERR_UNKNOWN_SUBOPTION);
    ck_assert_uint_eq(where.suboption, 10);
    params.present = (uint8_t)(params.present & ~CDC43_BIT(CDC43_FIPS_MODE));
    ck_assert_int_eq(encode(&cdc43_roomos, &params, 255, 255, &octets, &where),
                     CDC43_ERR_UNKNOWN_SUBOPTION);
    ck_assert_uint_eq(where.suboption, 15);
    params = sample_params();
    params.present = (uint8_t)(params.present | 0x40);
    ck_assert_int_eq(encode(&cdc43_phone, &params, 255, 255, &octets, &where),
                     CDC43_ERR_UNKNOWN_SUBOPTION);
    ck_assert_uint_eq(where.suboption, 16);
}
END_TEST

START_TEST(refuses_bad_values_with_their_place) {
    struct cdc43_params params = sample_params();
    struct octets octets;
    struct cdc43_where where;

    cdc43_set_value(&params, CDC43_SERVER, "http://a b", 10);
    ck_assert_int_eq(encode(&cdc43_phone, &params, 255, 255, &octets, &where),
                     CDC43_ERR_SERVER_CHARACTER);
    ck_assert_uint_eq(where.suboption, 11);
    ck_assert_uint_eq(where.offset, 8);

    params = sample_params();
    params.root_ca_fingerprint.len = 21;
    ck_assert_int_eq(encode(&cdc43_phone, &params, 255, 255, &octets, &where),
                     CDC43_ERR_FINGERPRINT_LENGTH);
    ck_assert_uint_eq(where.suboption, 12);
    ck_assert_uint_eq(where.excess, 21);

    params = sample_params();
    cdc43_set_value(&params, CDC43_CHALLENGE_PASSWORD, "abc\n", 4);
    ck_assert_int_eq(encode(&cdc43_phone, &params, 255, 255, &octets, &where),
                     CDC43_ERR_PASSWORD_CHARACTER);
    ck_assert_uint_eq(where.suboption, 13);
    ck_assert_uint_eq(where.offset, 3);
}
END_TEST

START_TEST(empty_values_may_be_null) {
    struct cdc43_params params = sample_params();
    struct cdc43_identity identity;
    struct octets octets;
    struct cdc43_where where;
    const struct cdc43_view none = {NULL, 0};
    const struct cdc43_view name = {(const uint8_t *)"CP", 2};

    cdc43_set_value(&params, CDC43_CHALLENGE_PASSWORD, NULL, 0);
    ck_assert_int_eq(encode(&cdc43_phone, &params, 255, 255, &octets, &where), CDC43_OK);
    cdc43_set_value(&params, CDC43_SERVER, NULL, 0);
    ck_assert_int_eq(encode(&cdc43_phone, &params, 255, 255, &octets, &where),
                     CDC43_ERR_SERVER_EMPTY);
    params = sample_params();
    cdc43_set_value(&params, CDC43_ROOT_CA_FINGERPRINT, NULL, 0);
    ck_assert_int_eq(encode(&cdc43_phone, &params, 255, 255, &octets, &where),
                     CDC43_ERR_FINGERPRINT_LENGTH);
    ck_assert_int_eq(cdc43_decode(&cdc43_phone, CDC43_STRICT, NULL, 0, &params, &where), CDC43_OK);
    ck_assert_int_eq(cdc43_build_identity(name, none, &identity, &where), CDC43_OK);
    ck_assert_str_eq(identity.user_id, "CP");
    ck_assert_int_eq(cdc43_build_identity(none, name, &identity, &where),
                     CDC43_ERR_MIC_COMMON_NAME);
}
END_TEST

START_TEST(check_says_the_same_without_the_total) {
    struct cdc43_params params = params_of(150, 64, 50, ALL_THREE);
    struct octets octets;
    struct cdc43_where where;

    ck_assert_int_eq(encode(&cdc43_phone, &params, 255, 255, &octets, &where), CDC43_ERR_TOO_LONG);
    ck_assert_int_eq(cdc43_check(&cdc43_phone, &params, &where), CDC43_OK);
    params.present = 0;
    ck_assert_int_eq(cdc43_check(&cdc43_phone, &params, &where), CDC43_ERR_MISSING);
    params = sample_params();
    params.server.len = 0;
    ck_assert_int_eq(cdc43_check(&cdc43_phone, &params, &where), CDC43_ERR_SERVER_EMPTY);
}
END_TEST

START_TEST(password_may_be_any_printable_text) {
    char text[128];
    struct cdc43_params params = sample_params();
    struct octets octets;
    struct cdc43_where where;
    size_t len = 0;

    for (int c = 0x20; c <= 0x7e; c++) {
        text[len++] = (char)c;
    }
    cdc43_set_value(&params, CDC43_CHALLENGE_PASSWORD, text, len);
    ck_assert_int_eq(encode(&cdc43_phone, &params, 255, 255, &octets, &where), CDC43_OK);
    for (int c = 0; c <= 255; c++) {
        text[0] = (char)c;
        cdc43_set_value(&params, CDC43_CHALLENGE_PASSWORD, text, 1);
        ck_assert_int_eq(encode(&cdc43_phone, &params, 255, 255, &octets, &where),
                         c >= 0x20 && c <= 0x7e ? CDC43_OK : CDC43_ERR_PASSWORD_CHARACTER);
    }
}
END_TEST

START_TEST(a_code_that_is_no_flag_sets_nothing) {
    for (unsigned code = 0; code <= UINT8_MAX; code++) {
        const bool is_flag = code == 10 || code == 14 || code == 15;
        struct cdc43_params params = {0};

        cdc43_set_flag(&params, (enum cdc43_suboption)code, true);
        ck_assert_uint_eq(params.present, is_flag ? CDC43_BIT(code) : 0);
        ck_assert_uint_eq(params.on, params.present);
        params.on = 0xff;
        cdc43_set_flag(&params, (enum cdc43_suboption)code, false);
        ck_assert_uint_eq(params.on, 0xff & ~params.present);
    }
}
END_TEST

/* The octet that is not printable is found at every place. */
START_TEST(every_octet_counts_at_every_place_of_a_long_text) {
    struct cdc43_where where;

    for (size_t len = 7; len <= 17; len++) {
        for (size_t place = 0; place < len; place++) {
            for (unsigned c = 0; c < 256; c++) {
                struct cdc43_params params = sample_params();
                uint8_t text[9 + 17] = "http://a/";
                const enum cdc43_err expected =
                    c >= 0x20 && c <= 0x7e ? CDC43_OK : CDC43_ERR_PASSWORD_CHARACTER;
                memset(text + 9, 'b', len);
                text[9 + place] = (uint8_t)c;
                cdc43_set_value(&params, CDC43_CHALLENGE_PASSWORD, text + 9, len);
                ck_assert_int_eq(cdc43_check(&cdc43_phone, &params, &where), expected);
                ck_assert(expected == CDC43_OK || where.offset == place);
                cdc43_set_value(&params, CDC43_CHALLENGE_PASSWORD, "b", 1);
                cdc43_set_value(&params, CDC43_SERVER, text, 9 + len);
                ck_assert_int_eq(cdc43_check(&cdc43_phone, &params, &where),
                                 c >= 0x21 && c <= 0x7e ? CDC43_OK : CDC43_ERR_SERVER_CHARACTER);
                ck_assert((c >= 0x21 && c <= 0x7e) || where.offset == 9 + place);
            }
        }
    }
}
END_TEST

START_TEST(wipe_erases) {
    uint8_t secret[9];

    memset(secret, 0x5a, sizeof secret);
    cdc43_wipe(secret + 1, 7);
    ck_assert_uint_eq(secret[0], 0x5a);
    ck_assert_mem_eq(secret + 1, fill(0, 7), 7);
    ck_assert_uint_eq(secret[8], 0x5a);
}
END_TEST

int main(void) {
    Suite *const suite = suite_create("encode");
    TCase *const tests = tcase_create("all");

    tcase_add_test(tests, encodes_the_published_example);
    tcase_add_test(tests, encodes_the_published_roomos_example);
    tcase_add_test(tests, every_present_set_round_trips);
    tcase_add_test(tests, leaves_an_empty_password_out);
    tcase_add_test(tests, an_absent_value_does_not_count_even_if_its_view_is_set);
    tcase_add_test(tests, refuses_a_sum_of_208_and_says_how_much_over);
    tcase_add_test(tests, the_total_binds_before_the_sum_for_long_fingerprints);
    tcase_add_test(tests, obeys_the_ceiling_of_the_server);
    tcase_add_test(tests, never_writes_beyond_the_buffer);
    tcase_add_test(tests, refuses_what_the_profile_has_not);
    tcase_add_test(tests, refuses_bad_values_with_their_place);
    tcase_add_test(tests, empty_values_may_be_null);
    tcase_add_test(tests, check_says_the_same_without_the_total);
    tcase_add_test(tests, password_may_be_any_printable_text);
    tcase_add_test(tests, a_code_that_is_no_flag_sets_nothing);
    tcase_add_test(tests, every_octet_counts_at_every_place_of_a_long_text);
    tcase_add_test(tests, wipe_erases);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
