/* SPDX-License-Identifier: MIT */
/* Parameters from cfg.xml: all or nothing, and when a new certificate is asked for. */
#include <string.h>

#include "phone-side/configure.h"
#include "phone-side/state.h"
#include "phone-side/xml.h"
#include "tests/phone/sample.h"
#include "tests/support/main.h"

#define SHA1_TEXT "12040870625C5B755D73F5925285F8F5FF5D55AF"

/* Elements with their texts, up to a NULL. */
static enum cdc43_err set(struct cdc43_phone_settings *ret_settings, struct cdc43_where *ret_where,
                          const char *const *words) {
    enum cdc43_err err = CDC43_OK;

    *ret_settings = (struct cdc43_phone_settings){.cleared = 0};
    for (size_t i = 0; err == CDC43_OK && words[i] != NULL; i += 2) {
        err = cdc43_phone_set_element(words[i], view_of(words[i + 1]), ret_settings, ret_where);
    }
    return err;
}

static enum cdc43_err configure(struct cdc43_phone_state *state, bool *ret_changed,
                                const char *const *words) {
    const struct cdc43_phone_device device = sample_device();
    struct cdc43_phone_settings settings;
    struct cdc43_where where;

    ck_assert_int_eq(set(&settings, &where, words), CDC43_OK);
    return cdc43_phone_configure(&device, &settings, state, ret_changed, &where);
}

/* A state can be stored and comes back. */
static void expect_stored(const struct cdc43_phone_state *state) {
    char text[CDC43_PHONE_STATE_MAX];
    struct cdc43_phone_state again;
    size_t line = 0;
    const size_t len = cdc43_phone_print_state(state, text);

    ck_assert_int_eq(cdc43_phone_parse_state(text, len, &again, &line), CDC43_PHONE_STATE_OK);
    ck_assert_int_eq(again.has_common_name, state->has_common_name);
    ck_assert_str_eq(again.identity.common_name, state->identity.common_name);
    ck_assert_str_eq(again.identity.user_id, state->identity.user_id);
    ck_assert_mem_eq(again.option43, state->option43, state->option43_len);
}

START_TEST(provisions_a_phone_without_dhcp) {
    const char *const words[] = {"CDC_Server_1_",
                                 "http://10.79.57.91",
                                 "CDC_Root_CA_Fingerprint_1_",
                                 SHA1_TEXT,
                                 "CDC_Challenge_Password_1_",
                                 "secret",
                                 "FIPS_Mode",
                                 "Enabled",
                                 "Enable_802.1X_Authentication",
                                 "yes",
                                 "Certificate_Select",
                                 "Custom installed",
                                 "Another_Element",
                                 "whatever",
                                 NULL};
    struct cdc43_phone_state state = {0};
    struct cdc43_params params;
    bool changed = false;

    ck_assert_int_eq(configure(&state, &changed, words), CDC43_OK);
    ck_assert(changed && state.provisioned && !state.has_common_name);
    ck_assert(cdc43_phone_get_params(&state, &params));
    ck_assert_uint_eq(params.present, 0x3f);
    ck_assert_uint_eq(params.on, CDC43_BIT(10U) | CDC43_BIT(14U) | CDC43_BIT(15U));
    ck_assert_str_eq(state.identity.common_name, MIC_CN);
    expect_stored(&state);
    /* The same again changes nothing. */
    ck_assert_int_eq(configure(&state, &changed, words), CDC43_OK);
    ck_assert(!changed);
}
END_TEST

START_TEST(leaves_alone_what_is_not_named) {
    const char *const words[] = {"CDC_Server_1_", "http://other.example.nl/scep", NULL};
    struct cdc43_phone_state state = sample_state("example.nl");
    struct cdc43_params before;
    struct cdc43_params after;
    struct cdc43_phone_state old = state;
    bool changed = false;

    ck_assert_int_eq(configure(&state, &changed, words), CDC43_OK);
    ck_assert(changed);
    ck_assert(cdc43_phone_get_params(&old, &before) && cdc43_phone_get_params(&state, &after));
    ck_assert_uint_eq(after.present, before.present);
    ck_assert_uint_eq(after.on, before.on);
    ck_assert_mem_eq(after.challenge_password.data, before.challenge_password.data,
                     before.challenge_password.len);
    ck_assert_uint_eq(after.server.len, strlen("http://other.example.nl/scep"));
    ck_assert_str_eq(state.identity.common_name, MIC_CN ".example.nl");
    ck_assert_int_eq(state.status.outcome, CDC43_PHONE_APPLIED);
}
END_TEST

START_TEST(a_configured_common_name_wins_over_option_15_and_not_the_user_id) {
    const char *const words[] = {"CDC_Common_Name_1_", "phone-17.example.nl", NULL};
    const char *const none[] = {"CDC_Common_Name_1_", "", NULL};
    struct cdc43_phone_state state = sample_state("example.nl");
    bool changed = false;

    ck_assert_int_eq(configure(&state, &changed, words), CDC43_OK);
    ck_assert(changed && state.has_common_name);
    ck_assert_str_eq(state.identity.common_name, "phone-17.example.nl");
    ck_assert_str_eq(state.identity.user_id, MIC_CN "@example.nl");
    expect_stored(&state);
    ck_assert_int_eq(configure(&state, &changed, none), CDC43_OK);
    ck_assert(changed && !state.has_common_name);
    ck_assert_str_eq(state.identity.common_name, MIC_CN ".example.nl");
    expect_stored(&state);
}
END_TEST

START_TEST(a_configured_common_name_wins_over_option_15_in_a_dhcp_answer) {
    struct cdc43_phone_device device = sample_device();
    const struct cdc43_phone_response answer = sample_answer("example.nl");
    struct cdc43_phone_state state = {0};

    device.common_name = view_of("phone-17");
    ck_assert_int_eq(cdc43_phone_apply(&device, &answer, &state), CDC43_PHONE_APPLIED);
    ck_assert_str_eq(state.identity.common_name, "phone-17");
    ck_assert_str_eq(state.identity.user_id, MIC_CN "@example.nl");
    expect_stored(&state);
}
END_TEST

START_TEST(asks_for_no_certificate_when_the_ca_sees_no_change) {
    const char *const words[] = {"Enable_802.1X_Authentication",
                                 "No",
                                 "Certificate_Select",
                                 "manufacturing installed",
                                 "CDC_Challenge_Password_1_",
                                 CDC43_PHONE_MASK,
                                 "CDC_Server_1_",
                                 "http://10.79.57.91",
                                 NULL};
    const char *const fips[] = {"FIPS_Mode", "Disabled", NULL};
    const char *const password[] = {"CDC_Challenge_Password_1_", "", NULL};
    struct cdc43_phone_state state = sample_state("");
    struct cdc43_params params;
    bool changed = true;

    ck_assert_int_eq(configure(&state, &changed, words), CDC43_OK);
    ck_assert(!changed);
    ck_assert(cdc43_phone_get_params(&state, &params));
    ck_assert(!cdc43_is_on(&params, CDC43_ENABLE_8021X));
    ck_assert_uint_eq(params.challenge_password.len, 16); /* a masked one stays */
    ck_assert_int_eq(configure(&state, &changed, fips), CDC43_OK);
    ck_assert(changed);
    ck_assert_int_eq(configure(&state, &changed, password), CDC43_OK);
    ck_assert(changed);
    ck_assert(cdc43_phone_get_params(&state, &params));
    ck_assert(!cdc43_has(&params, CDC43_CHALLENGE_PASSWORD));
}
END_TEST

static const struct {
    const char *name;
    const char *text;
    enum cdc43_err err;
} refused[] = {
    {"CDC_Server_1_", "https://10.79.57.91", CDC43_ERR_SERVER_HTTPS},
    {"CDC_Server_1_", "", CDC43_ERR_MISSING},
    {"CDC_Root_CA_Fingerprint_1_", "", CDC43_ERR_MISSING},
    {"CDC_Challenge_Password_1_", "a\tb", CDC43_ERR_PASSWORD_CHARACTER},
    {"CDC_Common_Name_1_", "12345678901234567890123456789012345678901234567890123456789012345",
     CDC43_ERR_MIC_COMMON_NAME},
};

START_TEST(changes_nothing_when_something_is_wrong) {
    const char *const words[] = {"FIPS_Mode", "Disabled", refused[_i].name, refused[_i].text, NULL};
    struct cdc43_phone_state state = sample_state("example.nl");
    const struct cdc43_phone_state before = state;
    bool changed = false;

    ck_assert_int_eq(configure(&state, &changed, words), refused[_i].err);
    ck_assert_mem_eq(&state, &before, sizeof state);
    ck_assert(!changed);
}
END_TEST

static const struct {
    const char *words[5];
    enum cdc43_err err;
    uint8_t suboption;
} unread[] = {
    {{"FIPS_Mode", "1"}, CDC43_ERR_WORD, 10},
    {{"Certificate_Select", "Custom"}, CDC43_ERR_WORD, 15},
    {{"Enable_802.1X_Authentication", "Yess"}, CDC43_ERR_WORD, 14},
    {{"CDC_Root_CA_Fingerprint_1_", "1204"}, CDC43_ERR_FINGERPRINT_LENGTH, 12},
    {{"CDC_Root_CA_Fingerprint_1_", "xyz"}, CDC43_ERR_HEX_DIGIT, 12},
    {{"CDC_Server_1_", "a", "CDC_Server_1_", "b"}, CDC43_ERR_DUPLICATE, 11},
    {{"CDC_Server_1_", "", "CDC_Server_1_", ""}, CDC43_ERR_DUPLICATE, 11},
    {{"CDC_Common_Name_1_", "a", "CDC_Common_Name_1_", "a"}, CDC43_ERR_DUPLICATE, 0},
};

START_TEST(refuses_elements_that_say_nothing_clear) {
    struct cdc43_phone_settings settings;
    struct cdc43_where where = {.suboption = 99};

    ck_assert_int_eq(set(&settings, &where, unread[_i].words), unread[_i].err);
    ck_assert_uint_eq(where.suboption, unread[_i].suboption);
}
END_TEST

int main(void) {
    Suite *const suite = suite_create("cfg.xml");
    TCase *const tcase = tcase_create("configure");

    tcase_add_test(tcase, provisions_a_phone_without_dhcp);
    tcase_add_test(tcase, leaves_alone_what_is_not_named);
    tcase_add_test(tcase, a_configured_common_name_wins_over_option_15_and_not_the_user_id);
    tcase_add_test(tcase, a_configured_common_name_wins_over_option_15_in_a_dhcp_answer);
    tcase_add_test(tcase, asks_for_no_certificate_when_the_ca_sees_no_change);
    tcase_add_loop_test(tcase, changes_nothing_when_something_is_wrong, 0,
                        (int)(sizeof refused / sizeof refused[0]));
    tcase_add_loop_test(tcase, refuses_elements_that_say_nothing_clear, 0,
                        (int)(sizeof unread / sizeof unread[0]));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
