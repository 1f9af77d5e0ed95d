/* SPDX-License-Identifier: MIT */
/* What cdc43-status and cdc43-profile-list say of two servers that are alike, or are not. */
#include <string>

#include <unistd.h>

#include "tests/hook/kea_lab.h"

/* Last: Check has a macro "fail". */
#include "tests/support/main.h"

#define FP "\"root-ca-fingerprint\": \"12040870625C5B755D73F5925285F8F5FF5D55AF\""

static const std::string office =
    "{\"name\": \"office\", \"server\": \"http://a\", " FP ", \"challenge-password\": \"sEcReT\"}";
static const std::string lab = "{\"name\": \"lab\", \"server\": \"http://b\", " FP "}";
static const std::string first = "{\"vendor-class\": \"DP-9841\", \"profile\": \"office\"}";
static const std::string second = "{\"vendor-class-prefix\": \"CP-\", \"profile\": \"lab\"}";

static void begin() {
    kea_lab::begin();
}

static std::string value_of(const std::string &text, const std::string &key) {
    const std::string start = "\"" + key + "\": \"";
    const size_t at = text.find(start);

    ck_assert_msg(at != std::string::npos, "%s not in %s", key.c_str(), text.c_str());
    return text.substr(at + start.size(), text.find('"', at + start.size()) - at - start.size());
}

static std::string digest() {
    const std::string text = value_of(kea_lab::command("cdc43-status"), "digest");

    ck_assert_uint_eq(text.size(), 64);
    return text;
}

static std::string configured(const std::string &profiles, const std::string &models,
                              const std::string &dhcp4 = "{}") {
    const std::string parameters =
        "{\"profiles\": [" + profiles + "], \"models\": [" + models + "]}";

    ck_assert(kea_lab::load(parameters.c_str()));
    const std::string error = kea_lab::complete_with(dhcp4);
    ck_assert_msg(error.empty(), "%s", error.c_str());
    return digest();
}

static std::string with(const std::string &profile, const char *old_part, const char *new_part) {
    std::string result = profile;

    result.replace(result.find(old_part), std::string(old_part).size(), new_part);
    return result;
}

START_TEST(the_order_in_the_configuration_does_not_matter) {
    ck_assert(configured(office + ", " + lab, first + ", " + second) ==
              configured(lab + ", " + office, second + ", " + first));
    ck_assert(configured(office, first,
                         "{\"subnet4\": [{\"id\": 1, \"subnet\": \"192.0.2.0/24\"}, {\"id\": 2, "
                         "\"subnet\": \"198.51.100.0/24\", \"user-context\": "
                         "{\"cdc43\": {\"send\": false}}}]}") ==
              configured(office, first,
                         "{\"subnet4\": [{\"id\": 7, \"subnet\": \"198.51.100.0/24\", "
                         "\"user-context\": {\"cdc43\": {\"send\": false}}}, {\"id\": 1, "
                         "\"subnet\": \"192.0.2.0/24\"}]}"));
}
END_TEST

START_TEST(everything_that_phones_get_makes_another_digest) {
    const std::string same = configured(office + ", " + lab, first + ", " + second);
    const std::string subnet = "{\"subnet4\": [{\"id\": 1, \"subnet\": \"192.0.2.0/24\", "
                               "\"user-context\": {\"cdc43\": {\"profile\": \"lab\"}}}]}";

    ck_assert(same !=
              configured(with(office, "sEcReT", "sEcReX") + ", " + lab, first + ", " + second));
    ck_assert(same !=
              configured(with(office, "http://a", "http://c") + ", " + lab, first + ", " + second));
    ck_assert(same != configured(office + ", " + lab, first));
    ck_assert(same !=
              configured(office + ", " + lab, first + ", " + with(second, "lab", "office")));
    ck_assert(same != configured(office + ", " + lab,
                                 with(first, "}", ", \"require-client-class\": \"KNOWN\"}") + ", " +
                                     second));
    const std::string scoped = configured(office + ", " + lab, first + ", " + second, subnet);
    ck_assert(same != scoped);
    ck_assert(scoped !=
              configured(office + ", " + lab, first + ", " + second, with(subnet, "0/24", "0/25")));
    ck_assert(scoped != configured(office + ", " + lab, first + ", " + second,
                                   with(subnet, "\"lab\"", "\"office\"")));
    ck_assert(same == configured(office + ", " + lab, first + ", " + second));
}
END_TEST

START_TEST(another_key_makes_another_digest) {
    char name[] = "/tmp/cdc43-key.XXXXXX";
    const int file = mkstemp(name);
    const std::string profile = "{\"name\": \"p\", \"server\": \"http://a\", " FP
                                ", \"challenge-key-file\": \"" +
                                std::string(name) + "\"}";
    std::string digests[2];

    ck_assert_int_ge(file, 0);
    for (std::string &one : digests) {
        const std::string key = &one == digests ? "0123456789abcdef" : "0123456789abcdeg";

        ck_assert_int_eq(pwrite(file, key.data(), key.size(), 0), 16);
        one = configured(profile, "{\"vendor-class\": \"DP-9841\", \"profile\": \"p\"}");
    }
    close(file);
    unlink(name);
    ck_assert(digests[0] != digests[1]);
}
END_TEST

START_TEST(the_digest_of_one_profile_leaves_its_secret_out) {
    (void)configured(office, first);
    const std::string before =
        value_of(kea_lab::command("cdc43-profile-list"), "digest-without-secrets");
    (void)configured(with(office, "sEcReT", "sEcReX"), first);
    ck_assert(before == value_of(kea_lab::command("cdc43-profile-list"), "digest-without-secrets"));
    (void)configured(with(office, "http://a", "http://c"), first);
    ck_assert(before != value_of(kea_lab::command("cdc43-profile-list"), "digest-without-secrets"));
}
END_TEST

START_TEST(a_profile_is_listed_with_its_models) {
    (void)configured(office + ", " + lab, first + ", " + second);
    const std::string list = kea_lab::command("cdc43-profile-list");

    for (const char *const part :
         {"\"vendor-class-prefixes\": [  ], \"vendor-classes\": [ \"DP-9841\" ]",
          "\"vendor-class-prefixes\": [ \"CP-\" ], \"vendor-classes\": [  ]", "\"models\": 1"}) {
        ck_assert_msg(list.find(part) != std::string::npos, "%s not in %s", part, list.c_str());
    }
    ck_assert(list.find("sEcReT") == std::string::npos);
}
END_TEST

int main() {
    Suite *const suite = suite_create("status");
    TCase *const cases = tcase_create("status");

    tcase_add_checked_fixture(cases, begin, nullptr);
    tcase_set_timeout(cases, 120);
    tcase_add_test(cases, the_order_in_the_configuration_does_not_matter);
    tcase_add_test(cases, everything_that_phones_get_makes_another_digest);
    tcase_add_test(cases, another_key_makes_another_digest);
    tcase_add_test(cases, the_digest_of_one_profile_leaves_its_secret_out);
    tcase_add_test(cases, a_profile_is_listed_with_its_models);
    suite_add_tcase(suite, cases);
    setenv("CK_FORK", "no", 1); /* see kea_lab.h */
    return run_suite(suite);
}
