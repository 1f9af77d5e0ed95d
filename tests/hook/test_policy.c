/* SPDX-License-Identifier: MIT */
/* Which octets a model gets: profiles, exact models and prefixes, without Kea. */
#include <stdio.h>
#include <string.h>

#include "kea-hook/policy/policy.h"
#include "tests/support/guard.h"
#include "tests/support/main.h"
#include "tests/unit/sample.h"

#define MOST 8192U

static struct cdc43_hook_policy policy;
static struct cdc43_hook_profile profiles[4];
static struct cdc43_hook_model models[MOST];
static uint32_t slots[4 * MOST];

static struct cdc43_view text(const char *string) {
    return (struct cdc43_view){(const uint8_t *)string, strlen(string)};
}

static enum cdc43_hook_err add_profile(const char *name, const struct cdc43_params *params) {
    enum cdc43_err rule;
    struct cdc43_where where;

    return cdc43_hook_add_profile(&policy, text(name), &cdc43_phone, params, CDC43_OPTION_MAX,
                                  &rule, &where);
}

/* Two profiles, "a" (index 0) and "b" (1), that differ in the FIPS Mode. */
static void begin(void) {
    struct cdc43_params params = sample_params();

    memset(profiles, 0xee, sizeof profiles);
    memset(slots, 0xee, sizeof slots);
    cdc43_hook_init(&policy, profiles, sizeof profiles / sizeof *profiles, models, MOST, slots);
    ck_assert_int_eq(add_profile("a", &params), CDC43_HOOK_OK);
    cdc43_set_flag(&params, CDC43_FIPS_MODE, false);
    ck_assert_int_eq(add_profile("b", &params), CDC43_HOOK_OK);
}

static void add(const char *vendor_class, bool is_prefix, size_t profile) {
    ck_assert_int_eq(cdc43_hook_add_model(&policy, text(vendor_class), is_prefix, profile),
                     CDC43_HOOK_OK);
}

/* What octets select, read against an unreadable page. */
static struct cdc43_hook_choice select_octets(const void *octets, size_t len) {
    struct cdc43_hook_choice choice = {
        .reason = CDC43_HOOK_EXACT, .model = &models[0], .profile = &profiles[0]};

    cdc43_hook_select(&policy, (struct cdc43_view){guard_copy(octets, len), len}, &choice);
    ck_assert((choice.model == NULL) == (choice.profile == NULL));
    return choice;
}

static struct cdc43_hook_choice select_text(const char *vendor_class) {
    return select_octets(vendor_class, strlen(vendor_class));
}

static void assert_choice(const char *vendor_class, enum cdc43_hook_reason reason,
                          const char *matched, size_t profile) {
    const struct cdc43_hook_choice choice = select_text(vendor_class);

    ck_assert_msg(choice.reason == reason, "%s: reason %d", vendor_class, (int)choice.reason);
    if (matched == NULL) {
        ck_assert_ptr_null(choice.model);
        return;
    }
    ck_assert_uint_eq(choice.model->vendor_class.len, strlen(matched));
    ck_assert_mem_eq(choice.model->vendor_class.data, matched, strlen(matched));
    ck_assert_ptr_eq(choice.profile, &profiles[profile]);
}

START_TEST(encodes_a_profile_to_the_published_octets) {
    ck_assert_uint_eq(policy.profiles[0].len, SAMPLE_LEN);
    ck_assert_mem_eq(policy.profiles[0].octets, sample_octets, SAMPLE_LEN);
    ck_assert_uint_eq(policy.profiles[1].octets[2], 0);
}
END_TEST

START_TEST(passes_the_broken_rule_on) {
    struct cdc43_params params = sample_params();
    enum cdc43_err rule = CDC43_OK;
    struct cdc43_where where;

    cdc43_set_value(&params, CDC43_SERVER, "https://a", 9);
    ck_assert_int_eq(cdc43_hook_add_profile(&policy, text("c"), &cdc43_phone, &params,
                                            CDC43_OPTION_MAX, &rule, &where),
                     CDC43_HOOK_ERR_RULE);
    ck_assert_int_eq(rule, CDC43_ERR_SERVER_HTTPS);
    ck_assert_uint_eq(where.suboption, CDC43_SERVER);
    ck_assert_uint_eq(policy.profile_count, 2);
}
END_TEST

START_TEST(passes_the_limit_on) {
    const struct cdc43_params params = sample_params();
    enum cdc43_err rule = CDC43_OK;
    struct cdc43_where where;

    ck_assert_int_eq(cdc43_hook_add_profile(&policy, text("c"), &cdc43_phone, &params,
                                            SAMPLE_LEN - 1, &rule, &where),
                     CDC43_HOOK_ERR_RULE);
    ck_assert_int_eq(rule, CDC43_ERR_TOO_LONG);
    ck_assert_uint_eq(where.excess, 1);
}
END_TEST

START_TEST(refuses_bad_profile_names) {
    const struct cdc43_params params = sample_params();
    char name[CDC43_OPTION_MAX + 2];

    memset(name, 'n', sizeof name);
    name[CDC43_OPTION_MAX + 1] = '\0';
    ck_assert_int_eq(add_profile(name, &params), CDC43_HOOK_ERR_LONG);
    ck_assert_int_eq(add_profile("", &params), CDC43_HOOK_ERR_EMPTY);
    ck_assert_int_eq(add_profile("\x1f", &params), CDC43_HOOK_ERR_CHARACTER);
    ck_assert_int_eq(add_profile("\x7f", &params), CDC43_HOOK_ERR_CHARACTER);
    ck_assert_int_eq(add_profile("\xe4", &params), CDC43_HOOK_ERR_CHARACTER);
    ck_assert_int_eq(add_profile("a", &params), CDC43_HOOK_ERR_PROFILE_TWICE);
    name[CDC43_OPTION_MAX] = '\0';
    ck_assert_int_eq(add_profile(name, &params), CDC43_HOOK_OK);
    ck_assert_int_eq(add_profile(" ~", &params), CDC43_HOOK_OK);
    ck_assert_int_eq(add_profile("full", &params), CDC43_HOOK_ERR_CAPACITY);
}
END_TEST

START_TEST(finds_profiles_by_their_whole_name) {
    size_t profile = 4711;

    ck_assert_int_eq(cdc43_hook_find_profile(&policy, text("b"), &profile), CDC43_HOOK_OK);
    ck_assert_uint_eq(profile, 1);
    ck_assert_int_eq(cdc43_hook_find_profile(&policy, text("bb"), &profile),
                     CDC43_HOOK_ERR_NO_PROFILE);
    ck_assert_int_eq(cdc43_hook_find_profile(&policy, text(""), &profile),
                     CDC43_HOOK_ERR_NO_PROFILE);
    ck_assert_uint_eq(profile, 1);
}
END_TEST

START_TEST(matches_the_whole_vendor_class) {
    add("DP-9871", false, 1);
    assert_choice("DP-9871", CDC43_HOOK_EXACT, "DP-9871", 1);
    assert_choice("DP-987", CDC43_HOOK_NO_MATCH, NULL, 0);
    assert_choice("DP-98711", CDC43_HOOK_NO_MATCH, NULL, 0);
    assert_choice("dp-9871", CDC43_HOOK_NO_MATCH, NULL, 0);
    assert_choice(" DP-9871", CDC43_HOOK_NO_MATCH, NULL, 0);
    assert_choice("MSFT 5.0", CDC43_HOOK_NO_MATCH, NULL, 0);
}
END_TEST

START_TEST(drops_trailing_nuls_only) {
    add("DP-9871", false, 0);
    ck_assert_int_eq(select_octets("DP-9871\0\0\0", 10).reason, CDC43_HOOK_EXACT);
    ck_assert_int_eq(select_octets("\0DP-9871", 8).reason, CDC43_HOOK_NO_MATCH);
    ck_assert_int_eq(select_octets("DP\0-9871", 8).reason, CDC43_HOOK_NO_MATCH);
    ck_assert_int_eq(select_octets("DP-9871 ", 8).reason, CDC43_HOOK_NO_MATCH);
}
END_TEST

START_TEST(tells_a_missing_vendor_class_from_a_strange_one) {
    add("DP-9871", false, 0);
    ck_assert_int_eq(select_octets("", 0).reason, CDC43_HOOK_NO_VENDOR_CLASS);
    ck_assert_int_eq(select_octets("\0\0\0", 3).reason, CDC43_HOOK_NO_VENDOR_CLASS);
    ck_assert_int_eq(select_octets("\xff", 1).reason, CDC43_HOOK_NO_MATCH);
}
END_TEST

START_TEST(takes_the_longest_prefix) {
    add("DP-", true, 0);
    add("DP-98", true, 1);
    add("D", true, 1);
    assert_choice("DP-9871", CDC43_HOOK_PREFIX, "DP-98", 1);
    assert_choice("DP-98", CDC43_HOOK_PREFIX, "DP-98", 1);
    assert_choice("DP-9", CDC43_HOOK_PREFIX, "DP-", 0);
    assert_choice("DQ", CDC43_HOOK_PREFIX, "D", 1);
    assert_choice("E", CDC43_HOOK_NO_MATCH, NULL, 0);
}
END_TEST

START_TEST(prefers_the_exact_model) {
    add("DP-98", true, 0);
    add("DP-9871", true, 0);
    add("DP-9871", false, 1);
    add("DP", false, 1);
    assert_choice("DP-9871", CDC43_HOOK_EXACT, "DP-9871", 1);
    assert_choice("DP-98711", CDC43_HOOK_PREFIX, "DP-9871", 0);
    assert_choice("DP-9861", CDC43_HOOK_PREFIX, "DP-98", 0);
    assert_choice("DP", CDC43_HOOK_EXACT, "DP", 1);
}
END_TEST

START_TEST(refuses_bad_models) {
    const char *const wrong[] = {"", "DP\n", "DP\x7f", "DP\xff"};
    const enum cdc43_hook_err errors[] = {CDC43_HOOK_ERR_EMPTY, CDC43_HOOK_ERR_CHARACTER,
                                          CDC43_HOOK_ERR_CHARACTER, CDC43_HOOK_ERR_CHARACTER};

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ck_assert_int_eq(cdc43_hook_add_model(&policy, text(wrong[i]), true, 0), errors[i]);
    }
    add("DP-9871", false, 0);
    add("DP-9871", true, 0);
    ck_assert_int_eq(cdc43_hook_add_model(&policy, text("DP-9871"), false, 1),
                     CDC43_HOOK_ERR_MODEL_TWICE);
    ck_assert_int_eq(cdc43_hook_add_model(&policy, text("DP-9871"), true, 1),
                     CDC43_HOOK_ERR_PREFIX_TWICE);
    ck_assert_int_eq(cdc43_hook_add_model(&policy, text("X"), true, 2), CDC43_HOOK_ERR_NO_PROFILE);
    ck_assert_uint_eq(policy.model_count, 2);
}
END_TEST

START_TEST(matches_the_longest_option_there_is) {
    char longest[CDC43_OPTION_MAX + 2];

    memset(longest, 'L', sizeof longest);
    longest[CDC43_OPTION_MAX + 1] = '\0';
    ck_assert_int_eq(cdc43_hook_add_model(&policy, text(longest), false, 0), CDC43_HOOK_ERR_LONG);
    longest[CDC43_OPTION_MAX] = '\0';
    add(longest, false, 0);
    add(longest, true, 1);
    assert_choice(longest, CDC43_HOOK_EXACT, longest, 0);
    longest[CDC43_OPTION_MAX - 1] = '\0';
    assert_choice(longest, CDC43_HOOK_NO_MATCH, NULL, 0);
}
END_TEST

START_TEST(serves_as_many_models_as_announced) {
    static char names[MOST][16];

    for (size_t i = 0; i < MOST; i++) {
        (void)snprintf(names[i], sizeof names[i], "M%zu", i);
        add(names[i], i % 4 == 3, i % 2);
    }
    ck_assert_int_eq(cdc43_hook_add_model(&policy, text("more"), false, 0),
                     CDC43_HOOK_ERR_CAPACITY);
    for (size_t i = 0; i < MOST; i++) {
        assert_choice(names[i], i % 4 == 3 ? CDC43_HOOK_PREFIX : CDC43_HOOK_EXACT, names[i], i % 2);
    }
    assert_choice("N1", CDC43_HOOK_NO_MATCH, NULL, 0);
}
END_TEST

START_TEST(has_room_for_every_number_of_models) {
    for (size_t count = 0; count < 1000; count++) {
        const size_t room = cdc43_hook_slot_count(count);

        ck_assert_uint_ge(room, 2);
        ck_assert_uint_ge(room, 4 * count);
        ck_assert_uint_eq(room & (room - 1), 0);
    }
}
END_TEST

START_TEST(erases_the_octets) {
    add("DP-9871", false, 0);
    cdc43_hook_wipe(&policy);
    for (size_t i = 0; i < sizeof profiles; i++) {
        ck_assert_uint_eq(((const uint8_t *)profiles)[i], 0);
    }
    assert_choice("DP-9871", CDC43_HOOK_NO_MATCH, NULL, 0);
}
END_TEST

START_TEST(has_a_sentence_for_every_error) {
    ck_assert_str_eq(cdc43_hook_err_text(CDC43_HOOK_OK), "no error");
    for (int err = 1; err <= CDC43_HOOK_ERR_PINNED; err++) {
        ck_assert_ptr_nonnull(cdc43_hook_err_text((enum cdc43_hook_err)err));
    }
    ck_assert_ptr_null(
        cdc43_hook_err_text((enum cdc43_hook_err)(CDC43_HOOK_ERR_REQUEST_CHALLENGES + 1)));
}
END_TEST

int main(void) {
    Suite *const suite = suite_create("policy");
    TCase *const cases = tcase_create("policy");

    tcase_add_checked_fixture(cases, begin, NULL);
    tcase_add_test(cases, encodes_a_profile_to_the_published_octets);
    tcase_add_test(cases, passes_the_broken_rule_on);
    tcase_add_test(cases, passes_the_limit_on);
    tcase_add_test(cases, refuses_bad_profile_names);
    tcase_add_test(cases, finds_profiles_by_their_whole_name);
    tcase_add_test(cases, matches_the_whole_vendor_class);
    tcase_add_test(cases, drops_trailing_nuls_only);
    tcase_add_test(cases, tells_a_missing_vendor_class_from_a_strange_one);
    tcase_add_test(cases, takes_the_longest_prefix);
    tcase_add_test(cases, prefers_the_exact_model);
    tcase_add_test(cases, refuses_bad_models);
    tcase_add_test(cases, matches_the_longest_option_there_is);
    tcase_add_test(cases, serves_as_many_models_as_announced);
    tcase_add_test(cases, has_room_for_every_number_of_models);
    tcase_add_test(cases, erases_the_octets);
    tcase_add_test(cases, has_a_sentence_for_every_error);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
