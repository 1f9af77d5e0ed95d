/* SPDX-License-Identifier: MIT */
/* Challenge passwords that are bound to a Common Name: the vectors, the names, the octets. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "kea-hook/credentials/challenge.h"
#include "tests/support/guard.h"
#include "tests/support/main.h"
#include "tests/unit/sample.h"

#define LEN CDC43_HOOK_CHALLENGE_LEN

static const uint8_t mac[6] = {0x00, 0x1a, 0x2b, 0x3c, 0x4d, 0x5e};
static const char secret[] = "0123456789abcdef0123456789abcdef";

static struct cdc43_hook_policy policy;
static struct cdc43_hook_profile profiles[2];
#define MOST 2 /* models */
static struct cdc43_hook_model models[MOST];
static uint32_t slots[4 * MOST];
static struct cdc43_hook_key *key;

static struct cdc43_view text(const char *string) {
    return (struct cdc43_view){(const uint8_t *)string, strlen(string)};
}

static struct cdc43_hook_key *make_key(const void *octets, size_t len) {
    struct cdc43_hook_key *made = NULL;

    ck_assert_int_eq(cdc43_hook_make_key((struct cdc43_view){guard_copy(octets, len), len}, &made),
                     CDC43_HOOK_OK);
    return made;
}

static void begin(void) {
    memset(profiles, 0xee, sizeof profiles);
    cdc43_hook_init(&policy, profiles, 2, models, 2, slots);
    key = make_key(secret, strlen(secret));
}

static void end(void) {
    cdc43_hook_free_key(key);
}

static struct cdc43_hook_phone phone_of(const char *model, const char *domain) {
    return (struct cdc43_hook_phone){text(model), {mac, sizeof mac}, true, text(domain)};
}

static struct cdc43_params without_password(void) {
    struct cdc43_params params = sample_params();

    params.present = (uint8_t)(params.present & ~CDC43_BIT(CDC43_CHALLENGE_PASSWORD));
    return params;
}

static enum cdc43_hook_err add_bound(const char *name, const struct cdc43_params *params,
                                     enum cdc43_err *ret_rule, struct cdc43_where *ret_where) {
    return cdc43_hook_add_bound_profile(&policy, text(name), params, CDC43_OPTION_MAX, key,
                                        ret_rule, ret_where);
}

static void assert_challenge(const uint8_t *challenge, const char *expected) {
    ck_assert_uint_eq(strlen(expected), LEN);
    ck_assert_msg(memcmp(challenge, expected, LEN) == 0, "%.32s, not %s", (const char *)challenge,
                  expected);
}

START_TEST(derives_what_other_implementations_derive) {
    json_t *const all = json_load_file(CDC43_VECTORS, 0, NULL);
    json_t *const tests = json_object_get(all, "tests");
    json_t *test;
    size_t i;

    ck_assert_uint_eq(json_array_size(tests),
                      (size_t)json_integer_value(json_object_get(all, "numberOfTests")));
    ck_assert_uint_gt(json_array_size(tests), 10);
    json_array_foreach(tests, i, test) {
        const struct octets octets = from_hex(json_string_value(json_object_get(test, "key")));
        const char *const name = json_string_value(json_object_get(test, "commonName"));
        const char *const expected = json_string_value(json_object_get(test, "challenge"));
        struct cdc43_hook_key *const own = make_key(octets.at, octets.len);
        const struct cdc43_hook_key *const keys[] = {own};
        uint8_t challenge[LEN];

        ck_assert_int_eq(cdc43_hook_derive_challenge(own, text(name), challenge), CDC43_HOOK_OK);
        assert_challenge(challenge, expected);
        ck_assert_int_eq(cdc43_hook_check_challenge(keys, 1, text(name), text(expected)),
                         CDC43_HOOK_OK);
        cdc43_hook_free_key(own);
    }
    json_decref(all);
}
END_TEST

START_TEST(refuses_keys_of_less_than_16_octets) {
    for (size_t len = 0; len < 16; len++) {
        struct cdc43_hook_key *made = NULL;

        ck_assert_int_eq(
            cdc43_hook_make_key((struct cdc43_view){guard_copy(secret, len), len}, &made),
            CDC43_HOOK_ERR_KEY_SHORT);
        ck_assert_ptr_null(made);
    }
    cdc43_hook_free_key(make_key(secret, 16));
    cdc43_hook_free_key(NULL);
}
END_TEST

START_TEST(refuses_names_that_no_certificate_has) {
    const char *const name = "CP-9871-SEP001A2B3C4D5E.d1234567890123456789012345678901234567890";
    uint8_t challenge[LEN] = {7};

    ck_assert_uint_eq(strlen(name), 65);
    ck_assert_int_eq(cdc43_hook_derive_challenge(key, text(name), challenge), CDC43_HOOK_ERR_NAME);
    ck_assert_int_eq(cdc43_hook_derive_challenge(key, text(""), challenge), CDC43_HOOK_ERR_NAME);
    ck_assert_uint_eq(challenge[0], 7);
    ck_assert_int_eq(cdc43_hook_check_challenge((const struct cdc43_hook_key *const *)&key, 1,
                                                text(name),
                                                text("00000000000000000000000000000000")),
                     CDC43_HOOK_ERR_NAME);
}
END_TEST

START_TEST(takes_a_password_made_with_any_of_the_keys) {
    struct cdc43_hook_key *const old = make_key("an old key of this site", 23);
    const struct cdc43_hook_key *const keys[] = {key, old};
    const struct cdc43_view name = text("CP-9871-SEP001A2B3C4D5E.example.nl");
    uint8_t challenge[LEN];
    const struct cdc43_view given = {challenge, sizeof challenge};

    for (size_t i = 0; i < 2; i++) {
        ck_assert_int_eq(cdc43_hook_derive_challenge(keys[i], name, challenge), CDC43_HOOK_OK);
        ck_assert_int_eq(cdc43_hook_check_challenge(keys, 2, name, given), CDC43_HOOK_OK);
        ck_assert_int_eq(cdc43_hook_check_challenge(keys + 1 - i, 1, name, given),
                         CDC43_HOOK_ERR_CHALLENGE);
    }
    ck_assert_int_eq(cdc43_hook_check_challenge(keys, 0, name, given), CDC43_HOOK_ERR_CHALLENGE);
    cdc43_hook_free_key(old);
}
END_TEST

START_TEST(refuses_a_password_that_differs_anywhere) {
    const struct cdc43_view name = text("CP-9871-SEP001A2B3C4D5E.example.nl");
    const struct cdc43_hook_key *const keys[] = {key};
    uint8_t challenge[LEN + 1] = {0};

    ck_assert_int_eq(cdc43_hook_derive_challenge(key, name, challenge), CDC43_HOOK_OK);
    for (size_t len = 0; len <= LEN + 1; len++) {
        ck_assert_int_eq(cdc43_hook_check_challenge(
                             keys, 1, name, (struct cdc43_view){guard_copy(challenge, len), len}),
                         len == LEN ? CDC43_HOOK_OK : CDC43_HOOK_ERR_CHALLENGE);
    }
    for (size_t i = 0; i < LEN; i++) {
        challenge[i] ^= 1U;
        ck_assert_int_eq(
            cdc43_hook_check_challenge(keys, 1, name, (struct cdc43_view){challenge, LEN}),
            CDC43_HOOK_ERR_CHALLENGE);
        challenge[i] ^= 1U;
    }
}
END_TEST

START_TEST(compares_secrets) {
    ck_assert(cdc43_hook_is_same_secret((const uint8_t *)"abc", (const uint8_t *)"abc", 3));
    ck_assert(cdc43_hook_is_same_secret((const uint8_t *)"abc", (const uint8_t *)"abd", 2));
    ck_assert(!cdc43_hook_is_same_secret((const uint8_t *)"abc", (const uint8_t *)"abd", 3));
}
END_TEST

/* The sample's octets with a password of 32 octets. */
START_TEST(replaces_the_password_and_nothing_else) {
    const struct cdc43_params params = without_password();
    const struct cdc43_hook_phone phone = phone_of("DP-9871", "example.nl");
    const struct cdc43_hook_phone other = phone_of("DP-9841", "example.nl");
    enum cdc43_err rule;
    struct cdc43_where where;
    uint8_t octets[CDC43_OPTION_MAX];
    uint8_t before[CDC43_OPTION_MAX];

    ck_assert_int_eq(add_bound("a", &params, &rule, &where), CDC43_HOOK_OK);
    ck_assert_uint_eq(profiles[0].len, SAMPLE_LEN + 16);
    memcpy(before, profiles[0].octets, sizeof before);
    ck_assert_int_eq(cdc43_hook_bind(&profiles[0], &phone, octets), CDC43_HOOK_OK);
    ck_assert_mem_eq(octets, sample_octets, 45);
    ck_assert_uint_eq(octets[45], 13);
    ck_assert_uint_eq(octets[46], LEN);
    assert_challenge(octets + 47, "243cd3a6b821e5945893d37b1ffd91a4");
    ck_assert_mem_eq(octets + 47 + LEN, sample_octets + SAMPLE_LEN - 6, 6);
    ck_assert_mem_eq(before, profiles[0].octets, sizeof before);

    memcpy(before, octets, sizeof before);
    ck_assert_int_eq(cdc43_hook_bind(&profiles[0], &other, octets), CDC43_HOOK_OK);
    ck_assert_mem_ne(octets + 47, before + 47, LEN);
}
END_TEST

START_TEST(counts_the_32_octets_when_the_profile_is_added) {
    struct cdc43_params params = without_password();
    enum cdc43_err rule = CDC43_OK;
    struct cdc43_where where = {0};

    cdc43_set_value(&params, CDC43_SERVER, server_of(CDC43_SUM_LIMIT - LEN), CDC43_SUM_LIMIT - LEN);
    ck_assert_int_eq(add_bound("a", &params, &rule, &where), CDC43_HOOK_ERR_RULE);
    ck_assert_int_eq(rule, CDC43_ERR_SUM_LIMIT_REACHED);
    ck_assert_uint_eq(where.excess, 1);
    cdc43_set_value(&params, CDC43_SERVER, server_of(CDC43_SUM_LIMIT - LEN - 1),
                    CDC43_SUM_LIMIT - LEN - 1);
    ck_assert_int_eq(add_bound("a", &params, &rule, &where), CDC43_HOOK_OK);
    ck_assert_int_eq(add_bound("a", &params, &rule, &where), CDC43_HOOK_ERR_PROFILE_TWICE);

    cdc43_set_value(&params, CDC43_ROOT_CA_FINGERPRINT, sample_octets, CDC43_SHA512_SIZE);
    ck_assert_int_eq(add_bound("b", &params, &rule, &where), CDC43_HOOK_ERR_RULE);
    ck_assert_int_eq(rule, CDC43_ERR_TOO_LONG);
    ck_assert_uint_eq(policy.profile_count, 1);
}
END_TEST

START_TEST(leaves_other_profiles_unbound) {
    const struct cdc43_params params = sample_params();
    enum cdc43_err rule;
    struct cdc43_where where;

    ck_assert_int_eq(cdc43_hook_add_profile(&policy, text("a"), &cdc43_phone, &params,
                                            CDC43_OPTION_MAX, &rule, &where),
                     CDC43_HOOK_OK);
    ck_assert_ptr_null(profiles[0].key);
    ck_assert_int_eq(cdc43_hook_check_model(&profiles[0], text("anything")), CDC43_HOOK_OK);
}
END_TEST

START_TEST(knows_which_models_can_have_a_name) {
    const struct cdc43_params params = without_password();
    enum cdc43_err rule;
    struct cdc43_where where;

    ck_assert_int_eq(add_bound("a", &params, &rule, &where), CDC43_HOOK_OK);
    ck_assert_int_eq(cdc43_hook_check_model(&profiles[0], text("DP-9871")), CDC43_HOOK_OK);
    ck_assert_int_eq(cdc43_hook_check_model(&profiles[0], text("DP-")), CDC43_HOOK_ERR_MODEL_NAME);
    ck_assert_int_eq(cdc43_hook_check_model(&profiles[0], text("MSFT 5.0")),
                     CDC43_HOOK_ERR_MODEL_NAME);
}
END_TEST

/* Phones without a name, and why. */
START_TEST(gives_nothing_to_phones_without_a_name) {
    const struct cdc43_params params = without_password();
    const struct cdc43_hook_phone good = phone_of("DP-9871", "example.nl");
    struct cdc43_hook_phone bad[7] = {good, good, good, good, good, good, good};
    const enum cdc43_err rules[7] = {CDC43_OK,
                                     CDC43_OK,
                                     CDC43_OK,
                                     CDC43_ERR_MODEL,
                                     CDC43_ERR_MODEL,
                                     CDC43_ERR_DOMAIN,
                                     CDC43_ERR_COMMON_NAME_TOO_LONG};
    uint8_t octets[CDC43_OPTION_MAX] = {7};
    struct cdc43_identity identity;
    enum cdc43_err rule = CDC43_OK;
    struct cdc43_where where;

    bad[0].is_ethernet = false;
    bad[1].hw_address.len = 5;
    bad[2].hw_address = (struct cdc43_view){NULL, 0};
    bad[3].vendor_class = text("MSFT 5.0");
    bad[4].vendor_class = text("");
    bad[5].domain = text("example..nl");
    bad[6].domain = text("d1234567890123456789012345678901234567890");
    ck_assert_int_eq(add_bound("a", &params, &rule, &where), CDC43_HOOK_OK);
    for (size_t i = 0; i < 7; i++) {
        const enum cdc43_hook_err err = cdc43_hook_name_phone(&bad[i], &identity, &rule, &where);

        ck_assert_int_eq(err,
                         rules[i] == CDC43_OK ? CDC43_HOOK_ERR_HW_ADDRESS : CDC43_HOOK_ERR_RULE);
        ck_assert_int_eq(rule, rules[i]);
        ck_assert_int_eq(cdc43_hook_bind(&profiles[0], &bad[i], octets), CDC43_HOOK_ERR_NAME);
        ck_assert_uint_eq(octets[0], 7);
    }
    ck_assert_int_eq(cdc43_hook_bind(&profiles[0], &good, octets), CDC43_HOOK_OK);
}
END_TEST

int main(void) {
    Suite *const suite = suite_create("challenge");
    TCase *const cases = tcase_create("challenge");

    tcase_add_checked_fixture(cases, begin, end);
    tcase_add_test(cases, derives_what_other_implementations_derive);
    tcase_add_test(cases, refuses_keys_of_less_than_16_octets);
    tcase_add_test(cases, refuses_names_that_no_certificate_has);
    tcase_add_test(cases, takes_a_password_made_with_any_of_the_keys);
    tcase_add_test(cases, refuses_a_password_that_differs_anywhere);
    tcase_add_test(cases, compares_secrets);
    tcase_add_test(cases, replaces_the_password_and_nothing_else);
    tcase_add_test(cases, counts_the_32_octets_when_the_profile_is_added);
    tcase_add_test(cases, leaves_other_profiles_unbound);
    tcase_add_test(cases, knows_which_models_can_have_a_name);
    tcase_add_test(cases, gives_nothing_to_phones_without_a_name);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
