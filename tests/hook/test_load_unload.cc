/* SPDX-License-Identifier: MIT */
/* Loading and configuring the library: whose octets are in use after each kind of refusal. */
#include <string>

#include "tests/hook/kea_lab.h"

/* Last: Check has a macro "fail". */
#include "tests/support/main.h"

static const char other_profile[] =
    "{\"profiles\": [{\"name\": \"p\", \"server\": \"http://a\", \"root-ca-fingerprint\": "
    "\"12040870625C5B755D73F5925285F8F5FF5D55AF\"}]}";

static std::string one_profile() {
    return std::string("{\"profiles\": [{") + kea_lab::office + "}]}";
}

static void begin() {
    kea_lab::begin();
}

/* Must be the first case: the policy in use outlives the library's unloading. */
START_TEST(serves_nobody_before_the_first_good_configuration) {
    ck_assert(kea_lab::configure("{}") != "");
    ck_assert(kea_lab::offer("DP-9871").empty());
}
END_TEST

START_TEST(serves_on_with_the_old_octets_after_a_refusal) {
    kea_lab::accept(one_profile());
    ck_assert_uint_eq(kea_lab::offer("DP-9871").size(), 69);
    ck_assert(kea_lab::configure("{}") != "");
    ck_assert_uint_eq(kea_lab::offer("DP-9871").size(), 69);
    kea_lab::accept(other_profile);
    ck_assert_uint_eq(kea_lab::offer("DP-9871").size(), 32);
}
END_TEST

/* A configuration that was loaded and never completed, as when its other parts are wrong. */
START_TEST(keeps_the_old_octets_until_a_configuration_is_complete) {
    kea_lab::accept(one_profile());
    ck_assert(kea_lab::load(other_profile));
    ck_assert_uint_eq(kea_lab::offer("DP-9871").size(), 69);
}
END_TEST

/* Accepted here, and taken by Kea or not. */
static void offer_to_kea(const char *server, bool is_taken) {
    const std::string parameters = std::string("{\"profiles\": [{\"name\": \"p\", \"server\": \"") +
                                   server +
                                   "\", \"root-ca-fingerprint\": "
                                   "\"12040870625C5B755D73F5925285F8F5FF5D55AF\"}]}";

    ck_assert(kea_lab::load(parameters.c_str()));
    ck_assert(kea_lab::complete_as_server(is_taken).empty());
}

/* With or without a moment for what was posted between the configurations. */
START_TEST(goes_with_kea_when_another_library_refuses_later) {
    for (const bool is_taken : {false, true}) {
        for (const bool is_at_once : {false, true}) {
            offer_to_kea("http://first", true);
            kea_lab::run_posted();
            const auto before = kea_lab::offer("DP-9871");
            offer_to_kea("http://2nd", false);
            if (!is_at_once) {
                kea_lab::run_posted();
                ck_assert(kea_lab::offer("DP-9871") == before);
            }
            offer_to_kea("http://3rd", is_taken);
            kea_lab::run_posted();
            const auto after = kea_lab::offer("DP-9871");
            ck_assert_uint_eq(before.size(), 2 + 12 + 2 + 20);
            ck_assert_uint_eq(after.size(), is_taken ? 2 + 10 + 2 + 20 : before.size());
            ck_assert((after == before) != is_taken);
        }
    }
}
END_TEST

START_TEST(loads_only_in_the_dhcpv4_server) {
    kea_lab::begin("kea-dhcp6");
    ck_assert(!kea_lab::load(one_profile().c_str()));
}
END_TEST

int main() {
    Suite *const suite = suite_create("load_unload");
    TCase *const cases = tcase_create("load_unload");
    TCase *const foreign = tcase_create("foreign");

    tcase_add_checked_fixture(cases, begin, nullptr);
    tcase_add_test(cases, serves_nobody_before_the_first_good_configuration);
    tcase_add_test(cases, serves_on_with_the_old_octets_after_a_refusal);
    tcase_add_test(cases, keeps_the_old_octets_until_a_configuration_is_complete);
    tcase_add_test(cases, goes_with_kea_when_another_library_refuses_later);
    suite_add_tcase(suite, cases);
    tcase_add_test(foreign, loads_only_in_the_dhcpv4_server);
    suite_add_tcase(suite, foreign);
    setenv("CK_FORK", "no", 1); /* see kea_lab.h */
    return run_suite(suite);
}
