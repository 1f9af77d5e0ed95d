/* SPDX-License-Identifier: MIT */
/* What Kea's scopes say: what is refused, with which path and sentence. */
#include <string>

#include "tests/hook/kea_lab.h"

/* Last: Check has a macro "fail". */
#include "tests/support/main.h"

#define FP "\"root-ca-fingerprint\": \"12040870625C5B755D73F5925285F8F5FF5D55AF\""
#define PROFILES "{\"profiles\": [{\"name\": \"p\", \"server\": \"http://a\", " FP "}]"
#define CONTEXT(ours) "\"user-context\": {\"cdc43\": " ours "}"
#define DOMAIN(name) "\"option-data\": [{\"name\": \"domain-name\", \"data\": \"" name "\"}]"
#define SUBNET(more) "{\"subnet4\": [{\"id\": 1, \"subnet\": \"192.0.2.0/24\"" more "}]}"
/* 40 characters, and 41. */
#define LONGEST "a234567890.b234567890.c234567890.d234567"
#define TOO_LONG LONGEST "8"
#define CN_SENTENCE                                                                                \
    "the Common Name of DP-9841: the Common Name must have at most 64 characters, 65 found; in "   \
    "a scope without phones, set \"send\": false"

static void begin() {
    kea_lab::begin();
}

static std::string configure(const std::string &parameters, const std::string &dhcp4) {
    ck_assert(kea_lab::load(parameters.c_str()));
    return kea_lab::complete_with(dhcp4);
}

static const struct {
    const char *more; /* parameters beside "profiles" */
    const char *dhcp4;
    const char *path;
    const char *sentence;
} refusals[] = {
    {"",
     "{\"hooks-libraries\": [{\"library\": \"/a/libdhcp_cdc43.so\"}, {\"library\": "
     "\"/a/libdhcp_ha.so\"}, {\"library\": \"libdhcp_cdc43.so\"}]}",
     "hooks-libraries[2]", "this library may be listed only once"},
    {"", "{" CONTEXT("1") "}", "user-context.cdc43", "this must be an object"},
    {"", "{" CONTEXT("{\"x\": 1}") "}", "user-context.cdc43.x", "unknown key"},
    {"", SUBNET(", " CONTEXT("{\"profile\": \"q\"}")), "subnet4[0].user-context.cdc43.profile",
     "no profile has this name"},
    {"", SUBNET(", " CONTEXT("{\"profile\": 1}")), "subnet4[0].user-context.cdc43.profile",
     "this must be a string"},
    {"", SUBNET(", " CONTEXT("{\"send\": \"no\"}")), "subnet4[0].user-context.cdc43.send",
     "this must be true or false"},
    {"", SUBNET(", " CONTEXT("{\"send\": false, \"profile\": \"p\"}")),
     "subnet4[0].user-context.cdc43", "\"profile\" and \"send\": false contradict each other"},
    {"", SUBNET(", " CONTEXT("{\"models\": [\"p\"]}")), "subnet4[0].user-context.cdc43.models",
     "this must be an object"},
    {"", SUBNET(", " CONTEXT("{\"models\": {\"DP-9841\": \"q\"}}")),
     "subnet4[0].user-context.cdc43.models.DP-9841", "no profile has this name"},
    {"", SUBNET(", " CONTEXT("{\"models\": {\"DP-1\": \"p\"}}")),
     "subnet4[0].user-context.cdc43.models.DP-1", "no model matches this vendor class"},
    {"", SUBNET(", " CONTEXT("{\"models\": {\"\": \"p\"}}")),
     "subnet4[0].user-context.cdc43.models.", "no model matches this vendor class"},
    {"",
     SUBNET(", \"pools\": [{\"pool\": \"192.0.2.1 - 192.0.2.9\"}, {\"pool\": "
            "\"192.0.2.16/28\", " CONTEXT("{\"profile\": \"q\"}") "}]"),
     "subnet4[0].pools[1].user-context.cdc43.profile", "no profile has this name"},
    {"",
     "{\"shared-networks\": [{\"name\": \"n\", " CONTEXT("{\"profile\": \"q\"}") ", \"subnet4\": "
                                                                                 "[]}]}",
     "shared-networks[0].user-context.cdc43.profile", "no profile has this name"},
    {"",
     "{\"shared-networks\": [{\"name\": \"n\", \"subnet4\": [{\"subnet\": "
     "\"192.0.2.0/24\", " CONTEXT("{\"profile\": \"q\"}") "}]}]}",
     "shared-networks[0].subnet4[0].user-context.cdc43.profile", "no profile has this name"},
    {"", "{\"client-classes\": [{\"name\": \"c\", " CONTEXT("{\"profile\": \"q\"}") "}]}",
     "client-classes[0].user-context.cdc43.profile", "no profile has this name"},
    {"",
     SUBNET(", \"reservations\": [{\"hw-address\": \"00:01:02:03:04:05\", " CONTEXT(
         "{\"profile\": \"p\"}") "}]"),
     "subnet4[0].reservations[0]",
     "this counts only with \"host-context\": true in the library's parameters"},
    {", \"host-context\": true",
     SUBNET(", \"reservations\": [{\"hw-address\": \"00:01:02:03:04:05\", " CONTEXT(
         "{\"profile\": \"q\"}") "}]"),
     "subnet4[0].reservations[0].user-context.cdc43.profile", "no profile has this name"},
    {", \"models\": [{\"vendor-class\": \"X\", \"profile\": \"p\", \"require-client-class\": "
     "\"c\"}]",
     "{\"client-classes\": [{\"name\": \"d\"}]}", "models[0].require-client-class",
     "no client class has this name"},
    {", \"models\": [{\"vendor-class\": \"X\", \"profile\": \"p\", \"require-client-class\": "
     "\"\"}]",
     "{}", "models[0].require-client-class", "this must not be empty"},
    {"", SUBNET(", " DOMAIN(TOO_LONG)), "subnet4[0].option-data[0].data", CN_SENTENCE},
    {", \"models\": [{\"vendor-class-prefix\": \"DP-\", \"profile\": \"p\"}]",
     SUBNET(", " DOMAIN(TOO_LONG)), "subnet4[0].option-data[0].data", CN_SENTENCE},
    {"", "{" DOMAIN(TOO_LONG) "}", "option-data[0].data", CN_SENTENCE},
    {"",
     "{" DOMAIN(TOO_LONG) ", " CONTEXT("{\"send\": false}") ", \"subnet4\": [{\"subnet\": "
                                                            "\"192.0.2.0/24\", " CONTEXT(
                                                                "{\"profile\": \"p\"}") "}]}",
     "option-data[0].data", CN_SENTENCE},
    {"",
     SUBNET(", " DOMAIN(TOO_LONG) ", " CONTEXT(
         "{\"send\": false}") ", \"pools\": [{\"pool\": "
                              "\"192.0.2.0/28\", " CONTEXT(
                                  "{\"models\": {\"DP-9841\": \"p\"}}") "}]"),
     "subnet4[0].option-data[0].data", CN_SENTENCE},
    {"", SUBNET(", \"pools\": [{\"pool\": \"192.0.2.0/28\", " DOMAIN(TOO_LONG) "}]"),
     "subnet4[0].pools[0].option-data[0].data", CN_SENTENCE},
    {"", SUBNET(", \"reservations\": [{" DOMAIN(TOO_LONG) "}]"),
     "subnet4[0].reservations[0].option-data[0].data", CN_SENTENCE},
    {"", "{\"client-classes\": [{\"name\": \"d\", " DOMAIN(TOO_LONG) "}]}",
     "client-classes[0].option-data[0].data", CN_SENTENCE},
    {"",
     "{\"shared-networks\": [{\"name\": \"n\", \"subnet4\": [], \"option-data\": [{\"code\": 15, "
     "\"data\": \"" TOO_LONG "\"}]}]}",
     "shared-networks[0].option-data[0].data", CN_SENTENCE},
    {"", SUBNET(", " DOMAIN("a..b")), "subnet4[0].option-data[0].data",
     "; in a scope without phones, set \"send\": false"},
    {"",
     SUBNET(", \"option-data\": [{\"name\": \"domain-name\", \"csv-format\": false, \"data\": "
            "\"612e2e62\"}]"),
     "subnet4[0].option-data[0].data", "; in a scope without phones, set \"send\": false"},
    {"", SUBNET(", \"option-data\": [{\"code\": 15, \"csv-format\": false, \"data\": \"'a..b'\"}]"),
     "subnet4[0].option-data[0].data", "; in a scope without phones, set \"send\": false"},
    {"", SUBNET(", \"option-data\": [{\"code\": 15, \"csv-format\": false, \"data\": \"657\"}]"),
     "subnet4[0].option-data[0].data", "; in a scope without phones, set \"send\": false"},
    {"",
     SUBNET(", \"option-data\": [{\"code\": 15, \"data\": \"a\"}, {\"code\": 15, \"data\": "
            "\"a..b\"}]"),
     "subnet4[0].option-data[1].data", "; in a scope without phones, set \"send\": false"},
};

START_TEST(refuses_with_path_and_sentence) {
    const auto &row = refusals[_i];
    const std::string error = configure(std::string(PROFILES) + row.more + "}", row.dhcp4);
    const std::string sentence = row.sentence;

    ck_assert_msg(error.find(std::string("cdc43: ") + row.path + " (") == 0, "%s\n%s", row.dhcp4,
                  error.c_str());
    ck_assert_msg(error.size() > sentence.size() &&
                      error.compare(error.size() - sentence.size(), sentence.size(), sentence) == 0,
                  "%s\n%s", row.dhcp4, error.c_str());
}
END_TEST

START_TEST(accepts_what_the_page_allows) {
    for (const char *const dhcp4 :
         {"{}", "{" CONTEXT("{}") "}", "{" CONTEXT("{\"send\": true, \"profile\": \"p\"}") "}",
          "{" CONTEXT("{\"send\": false, \"models\": {\"DP-9841\": \"p\"}}") "}",
          SUBNET(", " DOMAIN(LONGEST)),
          SUBNET(", " DOMAIN(TOO_LONG) ", " CONTEXT("{\"send\": false}")),
          "{" DOMAIN(TOO_LONG) ", " CONTEXT(
              "{\"send\": false}") ", \"subnet4\": [{\"subnet\": "
                                   "\"192.0.2.0/24\", " DOMAIN(LONGEST) ", " CONTEXT(
                                       "{\"profile\": \"p\"}") "}]}",
          SUBNET(", \"option-data\": [{\"name\": \"domain-name\", \"space\": \"other\", \"data\": "
                 "\"" TOO_LONG "\"}]"),
          SUBNET(", \"user-context\": {\"other\": 1}")}) {
        const std::string error = configure(PROFILES "}", dhcp4);

        ck_assert_msg(error.empty(), "%s\n%s", dhcp4, error.c_str());
    }
    for (const char *const name : {"KNOWN", "VENDOR_CLASS_X", "c"}) {
        const std::string error = configure(
            std::string(PROFILES ", \"models\": [{\"vendor-class\": \"X\", \"profile\": \"p\", "
                                 "\"require-client-class\": \"") +
                name + "\"}]}",
            "{\"client-classes\": [{\"name\": \"c\"}]}");
        ck_assert_msg(error.empty(), "%s", error.c_str());
    }
}
END_TEST

int main() {
    Suite *const suite = suite_create("scope_context");
    TCase *const cases = tcase_create("scope_context");

    tcase_add_checked_fixture(cases, begin, nullptr);
    tcase_add_loop_test(cases, refuses_with_path_and_sentence, 0,
                        static_cast<int>(sizeof refusals / sizeof *refusals));
    tcase_add_test(cases, accepts_what_the_page_allows);
    suite_add_tcase(suite, cases);
    setenv("CK_FORK", "no", 1); /* see kea_lab.h */
    return run_suite(suite);
}
