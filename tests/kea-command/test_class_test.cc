/* SPDX-License-Identifier: MIT */
/* Tests of client classes: what Kea makes of them for a phone, in three values. */
#include <string>

#include "kea-hook/offline/class_test.h"
#include "kea-hook/offline/options.h"
#include "tests/support/main.h"

using cdc43_kea::class_test;
using cdc43_kea::client;
using cdc43_kea::pattern;
using cdc43_kea::test_packet;
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
    {"hexstring(pkt4.mac, ':') == '00:1a:2b:3c:4d:5e'", yes},
    {"option[55].exists", yes},
    {"member('VENDOR_CLASS_DP-9841')", yes},
    {"ifelse(member('B'), option[60].hex, 'x') == 'DP-9841'", unknown},
    {"ifelse(member('A'), option[60].hex, option[77].hex) == 'DP-9841'", yes},
    {"pkt.iface == 'eth0'", unknown},
};

static bool is_defined(const std::string &name) {
    return name.size() == 1 || cdc43_kea::is_built_in(name);
}

static class_test made(const std::string &text) {
    return class_test(text, is_defined);
}

static test_packet packet_of(const client &who) {
    test_packet packet(who);

    (void)packet.add_class("A");
    packet.add_undecided("B");
    return packet;
}

static const client phone = {"DP-9841", std::string("\x00\x1a\x2b\x3c\x4d\x5e", 6), {43}};

START_TEST(decides_as_kea_or_says_that_it_cannot) {
    const class_test test = made(cases[_i].text);
    const truth got = test.evaluate(packet_of(phone));

    ck_assert_str_eq(test.refusal().c_str(), "");
    ck_assert_msg(got == cases[_i].wanted, "%s: %d", cases[_i].text, static_cast<int>(got));
}
END_TEST

START_TEST(an_unknown_mac_address_is_not_guessed) {
    std::set<std::string> needs;

    ck_assert(made("pkt4.mac == 0x001a2b3c4d5e").evaluate(packet_of({"DP-9841", "", {}}), &needs) ==
              unknown);
    ck_assert(needs == std::set<std::string>{"the MAC address"});
}
END_TEST

/* What would have to be known, and nothing that does not matter any more. */
static const struct {
    const char *text;
    const char *needs;
} needed[] = {
    {"relay4[1].hex == 0x01", "option 82"},
    {"relay4[1].exists and option[12].exists", "option 12, option 82"},
    {"option[60].hex == 'DP-9841' and pkt.iface == 'eth0'", "the interface"},
    {"option[60].hex == 'x' and pkt.iface == 'eth0' or option[93].exists", "option 93"},
    {"not member('B')", "class \"B\""},
    {"pkt4.giaddr == 10.0.0.1", "the relay's address"},
    {"vendor[4491].exists", "the vendor's options 124 and 125"},
};

START_TEST(names_what_nobody_said) {
    std::set<std::string> needs;
    std::string text;

    ck_assert(made(needed[_i].text).evaluate(packet_of(phone), &needs) == unknown);
    for (const std::string &need : needs) {
        text += (text.empty() ? "" : ", ") + need;
    }
    ck_assert_str_eq(text.c_str(), needed[_i].needs);
}
END_TEST

/* What Kea refuses, and a part of its words. */
static const struct {
    const char *text;
    const char *words;
} refused[] = {
    {"", "unexpected"},
    {"option[60].hex", "unexpected"},
    {"option[60] == 'DP-9841'", "(character 12 of the test)"},
    {"'a' == 'a' and", "unexpected"},
    {"option[60].hex == 'DP-9841' nonsense", "(character 29 of the test)"},
    {"option[60].exists == 'a'", "unexpected =="},
    {"option[60].hex == 'DP-9841", "Invalid character"},
    {"substring(option[60].hex,0) == 'D'", "unexpected )"},
    {"option[60", "unexpected"},
    {"not", "unexpected"},
    {"member('undefined')", "undefined"},
    {"option[no-such-option].hex == 'x'", "no-such-option"},
};

START_TEST(says_why_kea_refuses_a_test) {
    const class_test test = made(refused[_i].text);

    ck_assert_msg(test.refusal().find(refused[_i].words) != std::string::npos, "%s: %s",
                  refused[_i].text, test.refusal().c_str());
    ck_assert(test.evaluate(packet_of(phone)) == no);
    ck_assert(test.members().empty());
}
END_TEST

START_TEST(finds_the_vendor_classes_of_a_test) {
    const class_test other = made("'CP-8875' == option[60].hex");
    const auto find = [&](const std::string &name) { return name == "A" ? &other : nullptr; };
    bool is_all = false;
    const std::vector<pattern> found =
        made("substring(option[60].hex,0,5) == 'DP-98' or member('A') or "
             "'DP-9' == substring(option[60].text,0,4) or member('VENDOR_CLASS_X')")
            .patterns(find, &is_all);

    ck_assert(is_all);
    ck_assert_uint_eq(found.size(), 4);
    ck_assert(found[0].is_prefix && found[0].text == "DP-98");
    ck_assert(!found[1].is_prefix && found[1].text == "CP-8875");
    ck_assert(found[2].is_prefix && found[2].text == "DP-9");
    ck_assert(!found[3].is_prefix && found[3].text == "X");
    (void)made("option[60].hex == 'CP-8875' and member('A')").patterns(find, &is_all);
    ck_assert(!is_all);
    (void)made("not option[60].hex == 'CP-8875'").patterns(find, &is_all);
    ck_assert(!is_all);
    (void)made("option[60].hex == 'CP-8875' or member('B')").patterns(find, &is_all);
    ck_assert(!is_all);
    ck_assert(made("substring(option[60].hex,0,4) == 'DP-98'").patterns(find, &is_all).empty());
    ck_assert(!is_all);
}
END_TEST

START_TEST(takes_a_deep_test_without_falling) {
    const std::string deep = std::string(100000, '(') + "'a' == 'a'" + std::string(100000, ')');
    std::string nots;

    ck_assert(made(deep).evaluate(packet_of(phone)) == yes);
    for (int i = 0; i < 100000; i++) {
        nots += "not ";
    }
    ck_assert(made(nots + "'a' == 'a'").evaluate(packet_of(phone)) == yes);
}
END_TEST

int main() {
    cdc43_kea::start_kea_libraries();
    Suite *const suite = suite_create("class_test");
    TCase *const tests = tcase_create("tests");

    tcase_add_loop_test(tests, decides_as_kea_or_says_that_it_cannot, 0,
                        static_cast<int>(sizeof cases / sizeof cases[0]));
    tcase_add_loop_test(tests, names_what_nobody_said, 0,
                        static_cast<int>(sizeof needed / sizeof needed[0]));
    tcase_add_loop_test(tests, says_why_kea_refuses_a_test, 0,
                        static_cast<int>(sizeof refused / sizeof refused[0]));
    tcase_add_test(tests, an_unknown_mac_address_is_not_guessed);
    tcase_add_test(tests, finds_the_vendor_classes_of_a_test);
    tcase_add_test(tests, takes_a_deep_test_without_falling);
    tcase_set_timeout(tests, 60);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
