/* SPDX-License-Identifier: MIT */
/* Tests of client classes: what they are worth for a phone, in three values. */
#include <string>

#include "kea-hook/offline/expression.h"
#include "tests/support/main.h"

using cdc43_kea::client;
using cdc43_kea::expression;
using cdc43_kea::pattern;
using cdc43_kea::truth;

static const truth yes = truth::yes;
static const truth no = truth::no;
static const truth unknown = truth::unknown;

/* For a DP-9841 whose MAC address is known, in the classes ALL and A and perhaps in B. */
static const struct {
    const char *text;
    truth wanted;
} cases[] = {
    {"option[60].hex == 'DP-9841'", yes},
    {"option[60].text=='DP-9841'", yes},
    {"option[vendor-class-identifier].hex == 'DP-9841'", yes},
    {"'DP-9841' == option[60].hex", yes},
    {"option[60].hex == 'DP-98411'", no},
    {"option[60].hex == 'dp-9841'", no},
    {"option[60].hex == 0x44502D39383431", yes},
    {"option[60].exists", yes},
    {"not option[60].exists", no},
    {"substring(option[60].hex,0,5) == 'DP-98'", yes},
    {"substring(option[60].hex, 0, all) == 'DP-9841'", yes},
    {"substring(option[60].hex, -4, 4) == '9841'", yes},
    {"substring(option[60].hex, -1, -4) == '-984'", yes},
    {"substring(option[60].hex, 3, -9) == 'DP-'", yes},
    {"substring(option[60].hex, 7, 1) == ''", yes},
    {"substring(option[60].hex, -8, 1) == ''", yes},
    {"substring(option[60].hex, 5, 99) == '41'", yes},
    {"concat('DP-', '9841') == option[60].hex", yes},
    {"substring(option[60].hex,0,3) + '1' == 'DP-1'", yes},
    {"lcase(option[60].hex) == 'dp-9841'", yes},
    {"ucase('dp-9841') == option[60].hex", yes},
    {"ifelse(option[60].exists, 'a', 'b') == 'a'", yes},
    {"ifelse(option[61].exists, 'a', 'b') == 'a'", unknown},
    {"pkt4.mac == 0x001a2b3c4d5e", yes},
    {"option[60].hex == 'x' or option[60].hex == 'DP-9841'", yes},
    {"option[60].hex == 'DP-9841' and option[60].hex == 'x'", no},
    {"option[60].hex == 'x' and 'a' == 'b' or 'a' == 'a'", yes},
    {"'a' == 'a' or 'a' == 'b' and 'a' == 'b'", yes},
    {"not 'a' == 'b' and 'a' == 'a'", yes},
    {"('a' == 'b' or 'a' == 'a') and ('a' == 'a')", yes},
    {"member('A')", yes},
    {"member('B')", unknown},
    {"member('C')", no},
    {"not member('B')", unknown},
    /* What nobody knows here decides nothing, unless the rest does. */
    {"relay4[1].hex == 0x01", unknown},
    {"relay4[1].hex == 0x01 and option[60].hex == 'x'", no},
    {"relay4[1].hex == 0x01 or option[60].hex == 'DP-9841'", yes},
    {"pkt4.giaddr == 10.0.0.1", unknown},
    {"vendor[4491].option[1].exists", unknown},
    {"option[43].option[1].exists", unknown},
    {"option[61].hex == 'x'", unknown},
    {"option[60].option[1].hex == 'x'", unknown},
    {"hexstring(pkt4.mac, ':') == '00:1a:2b:3c:4d:5e'", unknown},
    {"pkt.iface == 'eth0'", unknown},
    /* No tests at all. */
    {"", unknown},
    {"option[60].hex", unknown},
    {"'a' == 'a' and", unknown},
    {"option[60].hex == 'DP-9841' nonsense", unknown},
    {"option[60].exists == 'a'", unknown},
    {"option[60].hex == 'DP-9841", unknown},
    {"(option[60].hex == 'DP-9841'", unknown},
    {"substring(option[60].hex,0) == 'D'", unknown},
    {"option[60", unknown},
    {"not", unknown},
};

START_TEST(decides_as_kea_or_says_that_it_cannot) {
    const client phone = {"DP-9841", std::string("\x00\x1a\x2b\x3c\x4d\x5e", 6), {}};
    const truth got = expression(cases[_i].text).evaluate(phone, {"ALL", "A"}, {"B"});

    ck_assert_msg(got == cases[_i].wanted, "%s: %d", cases[_i].text, static_cast<int>(got));
}
END_TEST

START_TEST(an_unknown_mac_address_is_not_guessed) {
    const client phone = {"DP-9841", "", {}};

    ck_assert(expression("pkt4.mac == 0x001a2b3c4d5e").evaluate(phone, {}, {}) == unknown);
}
END_TEST

START_TEST(finds_the_vendor_classes_of_a_test) {
    bool is_all = false;
    const std::vector<pattern> found =
        expression("substring(option[60].hex,0,5) == 'DP-98' or option[60].hex == 'CP-8875'")
            .patterns(&is_all);

    ck_assert(is_all);
    ck_assert_uint_eq(found.size(), 2);
    ck_assert(found[0].is_prefix && found[0].text == "DP-98");
    ck_assert(!found[1].is_prefix && found[1].text == "CP-8875");
    (void)expression("option[60].hex == 'CP-8875' and member('A')").patterns(&is_all);
    ck_assert(!is_all);
    (void)expression("not option[60].hex == 'CP-8875'").patterns(&is_all);
    ck_assert(!is_all);
    ck_assert(expression("substring(option[60].hex,0,4) == 'DP-98'").patterns(&is_all).empty());
}
END_TEST

START_TEST(takes_a_deep_test_without_falling) {
    const std::string deep = std::string(100000, '(') + "'a' == 'a'" + std::string(100000, ')');
    const client phone = {"DP-9841", "", {}};
    std::string nots;

    ck_assert(expression(deep).evaluate(phone, {}, {}) == unknown);
    for (int i = 0; i < 100000; i++) {
        nots += "not ";
    }
    ck_assert(expression(nots + "'a' == 'a'").evaluate(phone, {}, {}) == unknown);
}
END_TEST

int main() {
    Suite *const suite = suite_create("expression");
    TCase *const tests = tcase_create("tests");

    tcase_add_loop_test(tests, decides_as_kea_or_says_that_it_cannot, 0,
                        static_cast<int>(sizeof cases / sizeof cases[0]));
    tcase_add_test(tests, an_unknown_mac_address_is_not_guessed);
    tcase_add_test(tests, finds_the_vendor_classes_of_a_test);
    tcase_add_test(tests, takes_a_deep_test_without_falling);
    tcase_set_timeout(tests, 60);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
