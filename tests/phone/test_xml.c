/* SPDX-License-Identifier: MIT */
/* The configuration file form: elements, words, mask and escapes. */
#include "phone-side/xml.h"
#include "tests/phone/sample.h"
#include "tests/support/guard.h"
#include "tests/support/main.h"

static const char published[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<flat-profile>\n"
    "  <CDC_Server_1_ ua=\"na\">http://10.79.57.91</CDC_Server_1_>\n"
    "  <CDC_Root_CA_Fingerprint_1_ ua=\"na\">12040870625C5B755D73F5925285F8F5FF5D55AF"
    "</CDC_Root_CA_Fingerprint_1_>\n"
    "  <CDC_Challenge_Password_1_ ua=\"na\">********</CDC_Challenge_Password_1_>\n"
    "  <CDC_Common_Name_1_ ua=\"na\">" MIC_CN ".example.nl</CDC_Common_Name_1_>\n"
    "  <FIPS_Mode ua=\"na\">Enabled</FIPS_Mode>\n"
    "  <Enable_802.1X_Authentication ua=\"rw\">Yes</Enable_802.1X_Authentication>\n"
    "  <Certificate_Select ua=\"rw\">Custom installed</Certificate_Select>\n"
    "</flat-profile>\n";

/* Valid until the next call. */
static const char *print(const struct cdc43_phone_state *state, bool show_secrets) {
    static char text[CDC43_PHONE_XML_MAX];
    size_t len = 0;

    ck_assert_int_eq(cdc43_phone_print_xml(state, show_secrets, text, sizeof text, &len), CDC43_OK);
    ck_assert_uint_eq(len, strlen(text));
    return text;
}

static struct cdc43_phone_state state_of(const char *hex) {
    const struct octets octets = from_hex(hex);
    const struct cdc43_phone_device device = {.mic_cn = view_of("A&B<C>D\"E'F")};
    const struct cdc43_phone_response answer = {.has_option43 = true,
                                                .option43 = {octets.at, octets.len}};
    struct cdc43_phone_state state = {0};

    ck_assert_int_eq(cdc43_phone_apply(&device, &answer, &state), CDC43_PHONE_APPLIED);
    return state;
}

START_TEST(prints_the_published_example_with_the_password_masked) {
    const struct cdc43_phone_state state = sample_state("example.nl");

    ck_assert_str_eq(print(&state, false), published);
    ck_assert_ptr_null(strstr(print(&state, false), "D233CCF9B9952A15"));
    ck_assert_ptr_nonnull(strstr(print(&state, true), "<CDC_Challenge_Password_1_ ua=\"na\">"
                                                      "D233CCF9B9952A15<"));
}
END_TEST

START_TEST(has_empty_elements_and_defaults_after_a_factory_reset) {
    const struct cdc43_phone_state state = {0};
    const char *const text = print(&state, false);

    ck_assert_ptr_nonnull(strstr(text, "<CDC_Server_1_ ua=\"na\"></CDC_Server_1_>"));
    ck_assert_ptr_nonnull(strstr(text, "<CDC_Challenge_Password_1_ ua=\"na\"></CDC_"));
    ck_assert_ptr_nonnull(strstr(text, ">Disabled</FIPS_Mode>"));
    ck_assert_ptr_nonnull(strstr(text, ">No</Enable_802.1X_Authentication>"));
    ck_assert_ptr_nonnull(strstr(text, ">Manufacturing installed</Certificate_Select>"));
}
END_TEST

START_TEST(escapes_what_is_special) {
    /* Password <&>"' and ]]>, Server http://a/?b&c */
    const struct cdc43_phone_state state =
        state_of("0b0c 687474703a2f2f612f3f6226 0c14 0102030405060708090a0b0c0d0e0f1011121314"
                 "0d08 3c263e22275d5d3e");
    const char *const text = print(&state, true);

    ck_assert_ptr_nonnull(strstr(text, ">http://a/?b&amp;<"));
    ck_assert_ptr_nonnull(strstr(text, ">&lt;&amp;&gt;&quot;&apos;]]&gt;<"));
    ck_assert_ptr_nonnull(strstr(text, ">A&amp;B&lt;C&gt;D&quot;E&apos;F<"));
}
END_TEST

START_TEST(needs_no_more_room_than_it_says) {
    struct octets octets = from_hex("0a0101 0b08 687474703a2f2f61");
    struct cdc43_phone_state state = {0};
    const struct cdc43_phone_device device = {
        .mic_cn = view_of("\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\""
                          "\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"\"")};
    struct cdc43_phone_response answer = {.has_option43 = true};
    size_t len = 0;

    add_suboption(&octets, 12, 32, 7);
    add_suboption(&octets, 13, 200, '"'); /* each of them six characters */
    add_hex(&octets, "0e0101 0f0101");
    answer.option43 = (struct cdc43_view){octets.at, octets.len};
    ck_assert_int_eq(cdc43_phone_apply(&device, &answer, &state), CDC43_PHONE_APPLIED);
    ck_assert_uint_lt(strlen(print(&state, true)), CDC43_PHONE_XML_MAX);
    for (size_t capacity = 0; capacity <= strlen(print(&state, true)); capacity += 7) {
        ck_assert_int_eq(
            cdc43_phone_print_xml(&state, true, (char *)guard_room(capacity), capacity, &len),
            CDC43_ERR_BUFFER);
        ck_assert_uint_eq(len, 0);
    }
}
END_TEST

int main(void) {
    Suite *const suite = suite_create("xml");
    TCase *const tcase = tcase_create("xml");

    tcase_add_test(tcase, prints_the_published_example_with_the_password_masked);
    tcase_add_test(tcase, has_empty_elements_and_defaults_after_a_factory_reset);
    tcase_add_test(tcase, escapes_what_is_special);
    tcase_add_test(tcase, needs_no_more_room_than_it_says);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
