/* SPDX-License-Identifier: MIT */
/* The factory-reset gate, all or nothing, identity, and the status in words. */
#include "phone-side/state.h"
#include "tests/phone/sample.h"
#include "tests/support/guard.h"
#include "tests/support/main.h"

static enum cdc43_phone_outcome apply_octets(struct cdc43_phone_state *state, const uint8_t *octets,
                                             size_t len, const char *domain) {
    const struct cdc43_phone_device device = sample_device();
    const struct cdc43_phone_response answer = {.has_option43 = true,
                                                .option43 = {guard_copy(octets, len), len},
                                                .option15 = view_of(domain)};

    return cdc43_phone_apply(&device, &answer, state);
}

static enum cdc43_phone_outcome apply_hex(struct cdc43_phone_state *state, const char *hex,
                                          const char *domain) {
    const struct octets octets = from_hex(hex);

    return apply_octets(state, octets.at, octets.len, domain);
}

/* Nothing of what the phone keeps was touched. */
static void expect_reset(const struct cdc43_phone_state *state) {
    const struct cdc43_phone_state fresh = {0};
    struct cdc43_params params;

    ck_assert(!state->provisioned);
    ck_assert_uint_eq(state->option43_len, 0);
    ck_assert_mem_eq(state->option43, fresh.option43, sizeof fresh.option43);
    ck_assert_mem_eq(&state->identity, &fresh.identity, sizeof fresh.identity);
    ck_assert(!cdc43_phone_get_params(state, &params));
    ck_assert_uint_eq(params.present, 0);
}

static void expect_sentence(const struct cdc43_phone_state *state, const char *part) {
    char sentence[CDC43_PHONE_SENTENCE_MAX];

    cdc43_phone_print_status(&state->status, sentence, sizeof sentence);
    ck_assert_msg(strstr(sentence, part) != NULL, "'%s' is not in: %s", part, sentence);
}

START_TEST(takes_the_published_example_after_a_factory_reset) {
    const struct cdc43_phone_state state = sample_state("example.nl");
    struct cdc43_params params;

    ck_assert_int_eq(state.status.outcome, CDC43_PHONE_APPLIED);
    ck_assert(state.provisioned);
    ck_assert(cdc43_phone_get_params(&state, &params));
    ck_assert_uint_eq(params.present, 0x3f);
    ck_assert_uint_eq(params.on, CDC43_BIT(10) | CDC43_BIT(14) | CDC43_BIT(15));
    ck_assert_uint_eq(params.server.len, 18);
    ck_assert_mem_eq(params.server.data, "http://10.79.57.91", 18);
    ck_assert_uint_eq(params.root_ca_fingerprint.len, 20);
    ck_assert_mem_eq(params.challenge_password.data, "D233CCF9B9952A15", 16);
    ck_assert_str_eq(state.identity.common_name, MIC_CN ".example.nl");
    ck_assert_str_eq(state.identity.user_id, MIC_CN "@example.nl");
    ck_assert_str_eq(state.mic_cn, MIC_CN);
}
END_TEST

START_TEST(ignores_option_43_outside_factory_reset_state) {
    struct cdc43_phone_state state = sample_state("example.nl");
    const struct cdc43_phone_state before = state;

    ck_assert_int_eq(apply_hex(&state, MANDATORY, "other.nl"), CDC43_PHONE_IGNORED);
    ck_assert_uint_eq(state.option43_len, before.option43_len);
    ck_assert_mem_eq(state.option43, before.option43, sizeof before.option43);
    ck_assert_str_eq(state.identity.common_name, before.identity.common_name);
    expect_sentence(&state, "only in factory-reset state");
    ck_assert_int_eq(apply_hex(&state, "ff ff ff", ""), CDC43_PHONE_IGNORED);
    ck_assert(state.provisioned);
}
END_TEST

START_TEST(keeps_what_it_has_when_no_option_43_or_no_answer_comes) {
    const struct cdc43_phone_device device = sample_device();
    const struct cdc43_phone_response none = {.option15 = view_of("other.nl")};
    const struct cdc43_phone_response missing = {.is_missing = true};
    const struct cdc43_phone_response broken = {
        .err = CDC43_ERR_MESSAGE_OPTION,
        .where = {.place = CDC43_PLACE_MESSAGE, .offset = 250, .excess = 3}};
    struct cdc43_phone_state state = sample_state("example.nl");

    ck_assert_int_eq(cdc43_phone_apply(&device, &none, &state), CDC43_PHONE_NO_OPTION43);
    ck_assert_int_eq(cdc43_phone_apply(&device, &missing, &state), CDC43_PHONE_NO_ANSWER);
    ck_assert_int_eq(cdc43_phone_apply(&device, &broken, &state), CDC43_PHONE_BAD_MESSAGE);
    expect_sentence(&state, "the DHCP response was refused");
    expect_sentence(&state, "octet 250 of the message");
    expect_sentence(&state, "3 octets missing");
    ck_assert(state.provisioned);
    ck_assert_str_eq(state.identity.common_name, MIC_CN ".example.nl");
}
END_TEST

START_TEST(stays_in_factory_reset_state_without_option_43) {
    const struct cdc43_phone_device device = sample_device();
    const struct cdc43_phone_response none = {.option15 = view_of("example.nl")};
    struct cdc43_phone_state state = {0};

    ck_assert_int_eq(cdc43_phone_apply(&device, &none, &state), CDC43_PHONE_NO_OPTION43);
    expect_reset(&state);
    ck_assert_int_eq(apply_hex(&state, MANDATORY, ""), CDC43_PHONE_APPLIED);
}
END_TEST

/* One broken rule each, everything else is good. */
static const struct {
    const char *hex;
    enum cdc43_err err;
    unsigned suboption;
} bad[] = {
    {"", CDC43_ERR_MISSING, 11},
    {"0b08 687474703a2f2f61", CDC43_ERR_MISSING, 12},
    {"0c14 0102030405060708090a0b0c0d0e0f1011121314", CDC43_ERR_MISSING, 11},
    {MANDATORY "0a0102", CDC43_ERR_FLAG_VALUE, 10},
    {MANDATORY "0e0200ff", CDC43_ERR_FLAG_LENGTH, 14},
    {MANDATORY "0f0102", CDC43_ERR_FLAG_VALUE, 15},
    {MANDATORY "0d0107", CDC43_ERR_PASSWORD_CHARACTER, 13},
    {MANDATORY "0d", CDC43_ERR_TRUNCATED, 13},
    {MANDATORY "0d0541", CDC43_ERR_OVERRUN, 13},
    {MANDATORY "0b08 687474703a2f2f62", CDC43_ERR_CONFLICT, 11},
    {MANDATORY "0a0101 0a0100", CDC43_ERR_CONFLICT, 10},
};

START_TEST(applies_nothing_of_a_bad_option_43) {
    struct cdc43_phone_state state = {0};

    ck_assert_int_eq(apply_hex(&state, bad[_i].hex, "example.nl"), CDC43_PHONE_BAD_OPTION43);
    ck_assert_int_eq(state.status.err, bad[_i].err);
    ck_assert_uint_eq(state.status.where.suboption, bad[_i].suboption);
    expect_reset(&state);
    expect_sentence(&state, "option 43 was refused; nothing was applied: suboption");
    ck_assert_int_eq(apply_hex(&state, MANDATORY, "example.nl"), CDC43_PHONE_APPLIED);
}
END_TEST

START_TEST(applies_nothing_of_a_cut_option_43) {
    /* What is cut behind a whole suboption is good again once 11 and 12 are there. */
    static const size_t good[] = {45, 63, 66};

    for (size_t len = 0; len < SAMPLE_LEN; len++) {
        struct cdc43_phone_state state = {0};
        bool is_good = false;
        const enum cdc43_phone_outcome outcome =
            apply_octets(&state, sample_octets, len, "example.nl");

        for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
            is_good = is_good || len == good[i];
        }
        ck_assert_msg((outcome == CDC43_PHONE_APPLIED) == is_good, "at %zu octets", len);
        if (!is_good) {
            expect_reset(&state);
        }
    }
}
END_TEST

START_TEST(tolerates_what_servers_do) {
    struct cdc43_phone_state state = {0};
    struct cdc43_params params;

    ck_assert_int_eq(apply_hex(&state, "0000" MANDATORY "0d00 63020102 ff 55", ""),
                     CDC43_PHONE_APPLIED);
    ck_assert(cdc43_phone_get_params(&state, &params));
    ck_assert_uint_eq(params.tolerated, CDC43_TOLERATED_PAD | CDC43_TOLERATED_END |
                                            CDC43_TOLERATED_EMPTY_PASSWORD |
                                            CDC43_TOLERATED_UNKNOWN_SUBOPTION);
}
END_TEST

static const struct {
    const char *domain;
    const char *common_name;
    const char *user_id;
} names[] = {
    {"example.nl", MIC_CN ".example.nl", MIC_CN "@example.nl"},
    {"", MIC_CN, MIC_CN},
    {"Example.NL.", MIC_CN ".Example.NL", MIC_CN "@Example.NL"},
    {"abcdefghijklmnopqrstuvwxyz0123456789.abc", MIC_CN ".abcdefghijklmnopqrstuvwxyz0123456789.abc",
     MIC_CN "@abcdefghijklmnopqrstuvwxyz0123456789.abc"},
};

START_TEST(builds_both_names_from_option_15) {
    const struct cdc43_phone_state state = sample_state(names[_i].domain);

    ck_assert_int_eq(state.status.outcome, CDC43_PHONE_APPLIED);
    ck_assert_str_eq(state.identity.common_name, names[_i].common_name);
    ck_assert_str_eq(state.identity.user_id, names[_i].user_id);
}
END_TEST

static const struct {
    const char *domain;
    enum cdc43_err err;
} bad_domains[] = {
    {"a..b", CDC43_ERR_DOMAIN},
    {"ex ample.nl", CDC43_ERR_DOMAIN},
    {"example.nl;reboot", CDC43_ERR_DOMAIN},
    {"abcdefghijklmnopqrstuvwxyz0123456789.abcd", CDC43_ERR_COMMON_NAME_TOO_LONG},
};

START_TEST(stops_at_a_bad_option_15) {
    const struct cdc43_phone_state state = sample_state(bad_domains[_i].domain);

    ck_assert_int_eq(state.status.outcome, CDC43_PHONE_BAD_IDENTITY);
    ck_assert_int_eq(state.status.err, bad_domains[_i].err);
    expect_reset(&state);
    expect_sentence(&state, "the phone does not enrol: ");
}
END_TEST

START_TEST(belongs_to_one_phone_once_provisioned) {
    const struct cdc43_phone_device own = sample_device();
    const struct cdc43_phone_device other = {.mic_cn = view_of("CP-9871-SEP001A2B3C4D5F")};
    const struct cdc43_phone_device shorter = {.mic_cn = view_of("CP-9871")};
    const struct cdc43_phone_state fresh = {0};
    const struct cdc43_phone_state state = sample_state("");

    ck_assert(cdc43_phone_is_own(&fresh, &other));
    ck_assert(cdc43_phone_is_own(&state, &own));
    ck_assert(!cdc43_phone_is_own(&state, &other));
    ck_assert(!cdc43_phone_is_own(&state, &shorter));
}
END_TEST

START_TEST(uses_8021x_and_certificate_select_on_wired_phones_only) {
    const struct cdc43_phone_state wired = {0};
    const struct cdc43_phone_state wireless = {.wireless = true};

    for (unsigned code = CDC43_FIRST_SUBOPTION; code <= CDC43_LAST_SUBOPTION; code++) {
        const bool is_wired_only = code == CDC43_ENABLE_8021X || code == CDC43_CERTIFICATE_SELECT;
        ck_assert(cdc43_phone_uses(&wired, (enum cdc43_suboption)code));
        ck_assert(cdc43_phone_uses(&wireless, (enum cdc43_suboption)code) == !is_wired_only);
    }
}
END_TEST

START_TEST(never_shows_the_password_in_a_status) {
    struct cdc43_phone_state state = {0};
    char sentence[CDC43_PHONE_SENTENCE_MAX];

    ck_assert_int_eq(apply_hex(&state, MANDATORY "0d07 53454352455407", ""),
                     CDC43_PHONE_BAD_OPTION43);
    cdc43_phone_print_status(&state.status, sentence, sizeof sentence);
    ck_assert_ptr_null(strstr(sentence, "SECRET"));
}
END_TEST

START_TEST(cuts_the_sentence_to_any_room) {
    const struct cdc43_phone_status status = {CDC43_PHONE_BAD_OPTION43,
                                              CDC43_ERR_FINGERPRINT_LENGTH,
                                              {12, CDC43_PLACE_OPTION, 0, 254, 235}};
    char whole[CDC43_PHONE_SENTENCE_MAX];

    cdc43_phone_print_status(&status, whole, sizeof whole);
    for (size_t capacity = 1; capacity <= strlen(whole) + 1; capacity++) {
        char *const text = (char *)guard_room(capacity);
        cdc43_phone_print_status(&status, text, capacity);
        ck_assert_uint_eq(strlen(text), capacity - 1);
        ck_assert_mem_eq(text, whole, capacity - 1);
    }
}
END_TEST

START_TEST(names_every_outcome) {
    ck_assert_str_eq(cdc43_phone_outcome_name(CDC43_PHONE_NONE), "none");
    ck_assert_str_eq(cdc43_phone_outcome_name(CDC43_PHONE_BAD_IDENTITY), "bad-identity");
    ck_assert_ptr_null(cdc43_phone_outcome_name((enum cdc43_phone_outcome)8));
}
END_TEST

int main(void) {
    Suite *const suite = suite_create("phone");
    TCase *const gate = tcase_create("gate");
    TCase *const identity = tcase_create("identity");
    TCase *const status = tcase_create("status");

    tcase_add_test(gate, takes_the_published_example_after_a_factory_reset);
    tcase_add_test(gate, ignores_option_43_outside_factory_reset_state);
    tcase_add_test(gate, keeps_what_it_has_when_no_option_43_or_no_answer_comes);
    tcase_add_test(gate, stays_in_factory_reset_state_without_option_43);
    tcase_add_loop_test(gate, applies_nothing_of_a_bad_option_43, 0, sizeof bad / sizeof bad[0]);
    tcase_add_test(gate, applies_nothing_of_a_cut_option_43);
    tcase_add_test(gate, tolerates_what_servers_do);
    tcase_add_loop_test(identity, builds_both_names_from_option_15, 0,
                        sizeof names / sizeof names[0]);
    tcase_add_loop_test(identity, stops_at_a_bad_option_15, 0,
                        sizeof bad_domains / sizeof bad_domains[0]);
    tcase_add_test(identity, belongs_to_one_phone_once_provisioned);
    tcase_add_test(identity, uses_8021x_and_certificate_select_on_wired_phones_only);
    tcase_add_test(status, never_shows_the_password_in_a_status);
    tcase_add_test(status, cuts_the_sentence_to_any_room);
    tcase_add_test(status, names_every_outcome);
    suite_add_tcase(suite, gate);
    suite_add_tcase(suite, identity);
    suite_add_tcase(suite, status);
    return run_suite(suite);
}
