/* SPDX-License-Identifier: MIT */
/* The library's parameters: what is refused, and with which sentence. */
#include <string>

#include "tests/hook/kea_lab.h"

/* Last: Check has a macro "fail". */
#include "tests/support/main.h"

#define FP "\"root-ca-fingerprint\": \"12040870625C5B755D73F5925285F8F5FF5D55AF\""
#define GOOD "\"server\": \"http://a\", " FP
/* The one profile "p" with something more in it, and the parameters made of profiles alone. */
#define PROFILE(more) "{\"profiles\": [{\"name\": \"p\", " more "}]}"
/* A good profile "p", and a list of models. */
#define MODELS(list) "{\"profiles\": [{\"name\": \"p\", " GOOD "}], \"models\": " list "}"

static void begin() {
    kea_lab::begin();
}

/* Parameters, and how the refusal begins and ends; the position in between is Kea's. */
static const struct {
    const char *parameters;
    const char *path;
    const char *sentence;
} refusals[] = {
    {"{}", "parameters", "\"profiles\" is missing"},
    {"[]", "parameters", "this must be an object"},
    {"{\"profiles\": {}}", "profiles", "this must be a list"},
    {"{\"profiles\": []}", "profiles", "this must not be empty"},
    {"{\"profile\": []}", "profile", "unknown key"},
    {"{\"profiles\": [1]}", "profiles[0]", "this must be an object"},
    {"{\"profiles\": [{" GOOD "}]}", "profiles[0]", "\"name\" is missing"},
    {"{\"profiles\": [{\"name\": 1}]}", "profiles[0].name", "this must be a string"},
    {"{\"profiles\": [{\"name\": \"\", " GOOD "}]}", "profiles[0].name", "this must not be empty"},
    {"{\"profiles\": [{\"name\": \"\\n\", " GOOD "}]}", "profiles[0].name",
     "this must be printable ASCII"},
    {"{\"profiles\": [{\"name\": \"p\", " GOOD "}, {\"name\": \"p\", " GOOD "}]}",
     "profiles[1].name", "another profile has this name"},
    {PROFILE(GOOD ", \"fips_mode\": true"), "profiles[0].fips_mode", "unknown key"},
    {PROFILE(GOOD ", \"device-profile\": true"), "profiles[0].device-profile",
     "this must be a string"},
    {PROFILE(GOOD ", \"device-profile\": \"fax\""), "profiles[0].device-profile",
     "this must be \"phone\" or \"roomos\""},
    {PROFILE(GOOD ", \"fips-mode\": \"on\""), "profiles[0].fips-mode",
     "this must be true or false"},
    {PROFILE(GOOD ", \"fips-mode\": 1"), "profiles[0].fips-mode", "this must be true or false"},
    {PROFILE(GOOD ", \"enable-8021x\": null"), "profiles[0].enable-8021x",
     "this must be true or false"},
    {PROFILE(GOOD ", \"certificate-select\": true"), "profiles[0].certificate-select",
     "this must be a string"},
    {PROFILE(GOOD ", \"certificate-select\": \"on\""), "profiles[0].certificate-select",
     "this must be \"manufacturing-installed\" or \"custom-installed\""},
    {PROFILE(GOOD ", \"certificate-select\": \"custom-installed\\u0000\""),
     "profiles[0].certificate-select",
     "this must be \"manufacturing-installed\" or \"custom-installed\""},
    {PROFILE(GOOD ", \"challenge-password\": 123"), "profiles[0].challenge-password",
     "this must be a string"},
    {PROFILE(GOOD ", \"challenge-password\": \"secret\\u0007\""), "profiles[0].challenge-password",
     "suboption 13 (Challenge Password), octet 6 of the value: the Challenge Password must be "
     "printable ASCII"},
    {PROFILE("\"server\": 1, " FP), "profiles[0].server", "this must be a string"},
    {PROFILE("\"server\": \"\", " FP), "profiles[0].server",
     "suboption 11 (Server): the Server must not be empty"},
    {PROFILE("\"server\": \"https://a\", " FP), "profiles[0].server",
     "suboption 11 (Server): the HTTPS scheme is not supported"},
    {PROFILE("\"server\": \"a b\", " FP), "profiles[0].server",
     "suboption 11 (Server), octet 1 of the value: the Server must be printable ASCII without "
     "space"},
    {PROFILE(FP), "profiles[0].server",
     "suboption 11 (Server): this mandatory suboption is missing"},
    {PROFILE("\"server\": \"a\""), "profiles[0].root-ca-fingerprint",
     "suboption 12 (Root CA Fingerprint): this mandatory suboption is missing"},
    {PROFILE("\"server\": \"a\", \"root-ca-fingerprint\": []"), "profiles[0].root-ca-fingerprint",
     "this must be a string"},
    {PROFILE("\"server\": \"a\", \"root-ca-fingerprint\": \"1204087062"
             "5C5B755D73F5925285F8F5FF5D55AFaa\""),
     "profiles[0].root-ca-fingerprint", "21 octets found"},
    {PROFILE("\"server\": \"a\", \"root-ca-fingerprint\": \"xy\""),
     "profiles[0].root-ca-fingerprint", "this is not a hexadecimal digit"},
    {PROFILE(GOOD ", \"device-profile\": \"roomos\", \"enable-8021x\": false"),
     "profiles[0].enable-8021x", "must be 1, or the device does not enrol"},
    {PROFILE(GOOD ", \"device-profile\": \"roomos\", \"enable-8021x\": true, \"fips-mode\": true"),
     "profiles[0].fips-mode", "the device profile does not have this suboption"},
    {PROFILE("\"vendor\": 1"), "profiles[0].vendor", "this must be a string"},
    {PROFILE("\"vendor\": \"polycom\""), "profiles[0].vendor",
     "this must be \"cisco\", \"snom\" or \"innovaphone\""},
    {PROFILE("\"vendor\": \"snom\\u0000\""), "profiles[0].vendor",
     "this must be \"cisco\", \"snom\" or \"innovaphone\""},
    {PROFILE("\"vendor\": \"snom\""), "profiles[0]", "there are no values for snom phones"},
    {PROFILE("\"vendor\": \"snom\", " GOOD), "profiles[0].root-ca-fingerprint", "unknown key"},
    {PROFILE("\"vendor\": \"snom\", \"vlan-id\": 3"), "parameters",
     "\"models\" is missing; the known ones are no snom phones"},
    {PROFILE("\"vendor\": \"snom\", \"vlan-id\": \"3\""), "profiles[0].vlan-id",
     "this must be a number"},
    {PROFILE("\"vendor\": \"snom\", \"vlan-id\": 4095"), "profiles[0].vlan-id",
     "this must be a number from 1 to 4094"},
    {PROFILE("\"vendor\": \"snom\", \"vlan-id\": -1"), "profiles[0].vlan-id",
     "this must be a number from 1 to 4094"},
    {PROFILE("\"vendor\": \"snom\", \"setting-server\": \"\""), "profiles[0].setting-server",
     "this must have 1 to 252 characters"},
    {PROFILE("\"vendor\": \"snom\", \"setting-server\": \"a\\u0000b\""),
     "profiles[0].setting-server", "this must be printable ASCII"},
    {PROFILE("\"vendor\": \"innovaphone\", \"gatekeepers\": \"192.0.2.1\""),
     "profiles[0].gatekeepers", "this must be a list"},
    {PROFILE("\"vendor\": \"innovaphone\", \"gatekeepers\": [1]"), "profiles[0].gatekeepers[0]",
     "this must be a string"},
    {PROFILE("\"vendor\": \"innovaphone\", \"gatekeepers\": []"), "profiles[0].gatekeepers",
     "this must be a list of 1 to 2 IPv4 addresses"},
    {"{\"profiles\": [{\"name\": \"p\", " GOOD "}, {\"name\": \"q\", " GOOD "}]}", "parameters",
     "\"models\" is missing; only with a single profile may it be left out: all known models then "
     "get that profile"},
    {PROFILE(GOOD "}], \"when-not-requested\": \"never\", \"models\": [{"), "when-not-requested",
     "this must be \"send\" or \"skip\""},
    {PROFILE(GOOD "}], \"when-not-requested\": 1, \"models\": [{"), "when-not-requested",
     "this must be a string"},
    {PROFILE(GOOD "}], \"on-provisioning-conflict\": \"\", \"models\": [{"),
     "on-provisioning-conflict", "this must be \"warn\", \"withhold\" or \"ignore\""},
    {PROFILE(GOOD "}], \"host-context\": 1, \"models\": [{"), "host-context",
     "this must be true or false"},
    {MODELS("{}"), "models", "this must be a list"},
    {MODELS("[]"), "models", "this must not be empty"},
    {MODELS("[\"DP-9871\"]"), "models[0]", "this must be an object"},
    {MODELS("[{\"vendor-class\": \"X\", \"profile\": \"p\", \"remark\": \"\"}]"),
     "models[0].remark", "unknown key"},
    {MODELS("[{\"vendor-class\": \"X\", \"profile\": \"p\", \"comment\": 1}]"), "models[0].comment",
     "this must be a string"},
    {PROFILE(GOOD ", \"user-context\": []"), "profiles[0].user-context", "this must be an object"},
    {MODELS("[{\"vendor-class\": \"X\"}]"), "models[0]", "\"profile\" is missing"},
    {MODELS("[{\"profile\": \"p\"}]"), "models[0]",
     "specify either \"vendor-class\" or \"vendor-class-prefix\""},
    {MODELS("[{\"vendor-class\": \"X\", \"vendor-class-prefix\": \"X\", \"profile\": \"p\"}]"),
     "models[0]", "specify either \"vendor-class\" or \"vendor-class-prefix\""},
    {MODELS("[{\"vendor-class\": 9871, \"profile\": \"p\"}]"), "models[0].vendor-class",
     "this must be a string"},
    {MODELS("[{\"vendor-class\": \"\", \"profile\": \"p\"}]"), "models[0].vendor-class",
     "this must not be empty"},
    {MODELS("[{\"vendor-class-prefix\": \"\", \"profile\": \"p\"}]"),
     "models[0].vendor-class-prefix", "this must not be empty"},
    {MODELS("[{\"vendor-class\": \"X\\u0000\", \"profile\": \"p\"}]"), "models[0].vendor-class",
     "this must be printable ASCII"},
    {MODELS("[{\"vendor-class\": \"X\", \"profile\": 1}]"), "models[0].profile",
     "this must be a string"},
    {MODELS("[{\"vendor-class\": \"X\", \"profile\": \"\"}]"), "models[0].profile",
     "no profile has this name"},
    {MODELS("[{\"vendor-class\": \"X\", \"profile\": \"p\"}, {\"vendor-class\": \"X\","
            "\"profile\": \"p\"}]"),
     "models[1].vendor-class", "another entry has this vendor class"},
    {MODELS("[{\"vendor-class-prefix\": \"X\", \"profile\": \"p\"},"
            "{\"vendor-class-prefix\": \"X\", \"profile\": \"p\"}]"),
     "models[1].vendor-class-prefix", "another entry has this prefix"},
};

START_TEST(refuses_with_path_and_sentence) {
    const auto &row = refusals[_i];
    const std::string error = kea_lab::configure(row.parameters);
    const std::string sentence = row.sentence;

    ck_assert_msg(error.find(std::string("cdc43: ") + row.path + " (") == 0, "%s\n%s",
                  row.parameters, error.c_str());
    ck_assert_msg(error.size() > sentence.size() &&
                      error.compare(error.size() - sentence.size(), sentence.size(), sentence) == 0,
                  "%s\n%s", row.parameters, error.c_str());
}
END_TEST

START_TEST(refuses_missing_parameters) {
    ck_assert(kea_lab::load(nullptr));
    ck_assert(kea_lab::complete() == "cdc43: parameters: \"profiles\" is missing");
}
END_TEST

START_TEST(says_where_in_the_file) {
    const std::string error = kea_lab::configure("{\n  \"profiles\": [\n    {\"name\": 7}]}");

    ck_assert_str_eq(error.c_str(),
                     "cdc43: profiles[0].name (<string>:3:14): this must be a string");
}
END_TEST

START_TEST(says_how_many_octets_over) {
    const std::string server = "http://a/" + std::string(180, 's');
    const std::string password(20, 'p');
    const std::string sum =
        kea_lab::configure("{\"profiles\": [{\"name\": \"p\", \"server\": \"" + server +
                           "\", \"challenge-password\": \"" + password + "\", " FP "}]}");

    ck_assert_msg(sum.find("must be less than 208 octets, 209 found") != std::string::npos, "%s",
                  sum.c_str());
}
END_TEST

START_TEST(never_repeats_a_value) {
    for (const char *const parameters :
         {PROFILE("\"server\": \"sEcReT b\", " FP), PROFILE(GOOD ", \"fips-mode\": \"sEcReT\""),
          PROFILE(GOOD ", \"challenge-password\": \"sEcReT\\u00e4\""),
          MODELS("[{\"vendor-class\": \"sEcReT\", \"profile\": \"sEcReT\"}]")}) {
        const std::string error = kea_lab::configure(parameters);

        ck_assert(!error.empty());
        ck_assert_msg(error.find("sEcReT") == std::string::npos, "%s", error.c_str());
    }
}
END_TEST

START_TEST(picks_the_profile_by_model) {
    const std::string two =
        std::string("{\"profiles\": [{") + kea_lab::office +
        "}, {\"name\": \"lab\", " GOOD
        "}], \"models\": [{\"vendor-class-prefix\": \"DP-98\", \"profile\": \"lab\"},"
        "{\"vendor-class\": \"DP-9871\", \"profile\": \"office\"}]}";

    kea_lab::accept(two);
    ck_assert_uint_eq(kea_lab::offer("DP-9871").size(), 69);
    ck_assert_uint_eq(kea_lab::offer("DP-9841").size(), 32);
    ck_assert(kea_lab::offer("CP-8875").empty());
}
END_TEST

START_TEST(takes_the_room_device_profile) {
    kea_lab::accept("{\"profiles\": [{\"name\": \"p\", \"device-profile\": \"roomos\","
                    "\"enable-8021x\": true, " GOOD
                    "}], \"models\": [{\"vendor-class\": \"room\", \"profile\": \"p\"}]}");
    ck_assert_uint_eq(kea_lab::offer("room").size(), 35);
    ck_assert(kea_lab::offer("DP-9871").empty());
}
END_TEST

START_TEST(allows_remarks_as_kea_does) {
    kea_lab::accept(
        "{\"comment\": \"ours\", \"user-context\": {\"a\": 1}, \"profiles\": [{\"name\": \"p\","
        "\"comment\": \"the office\", \"user-context\": {}, " GOOD
        "}], \"models\": [{\"vendor-class\": \"X\", \"profile\": \"p\","
        "\"comment\": \"a model\", \"user-context\": {\"cdc43\": 1}}]}");
    ck_assert_uint_eq(kea_lab::offer("X").size(), 32);
}
END_TEST

int main() {
    Suite *const suite = suite_create("parameters");
    TCase *const cases = tcase_create("parameters");

    tcase_add_checked_fixture(cases, begin, nullptr);
    tcase_add_loop_test(cases, refuses_with_path_and_sentence, 0,
                        static_cast<int>(sizeof refusals / sizeof *refusals));
    tcase_add_test(cases, refuses_missing_parameters);
    tcase_add_test(cases, says_where_in_the_file);
    tcase_add_test(cases, says_how_many_octets_over);
    tcase_add_test(cases, never_repeats_a_value);
    tcase_add_test(cases, picks_the_profile_by_model);
    tcase_add_test(cases, takes_the_room_device_profile);
    tcase_add_test(cases, allows_remarks_as_kea_does);
    suite_add_tcase(suite, cases);
    setenv("CK_FORK", "no", 1); /* see kea_lab.h */
    return run_suite(suite);
}
