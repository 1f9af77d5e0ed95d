/* SPDX-License-Identifier: MIT */
/* The real library in Kea's hooks manager: which responses it changes, and how. */
#include <string>

#include <boost/make_shared.hpp>
#include <dhcp/dhcp4.h>
#include <dhcp/option_custom.h>
#include <dhcp/option_int_array.h>

#include "kea-hook/policy/models.h"
#include "tests/hook/kea_lab.h"

extern "C" {
#include "tests/unit/sample.h"
}

/* Last: Check has a macro "fail". */
#include "tests/support/main.h"

using namespace isc::dhcp;
using isc::hooks::CalloutHandle;
using octet_list = std::vector<uint8_t>;

static const octet_list example(sample_octets, sample_octets + SAMPLE_LEN);

static std::string one_profile() {
    return std::string("{\"profiles\": [{") + kea_lab::office + "}]}";
}

static void begin() {
    kea_lab::begin();
    kea_lab::accept(one_profile());
}

static octet_list octets_of(const char *hex) {
    const struct octets octets = from_hex(hex);

    return octet_list(octets.at, octets.at + octets.len);
}

/* The values of option 43 after the library has seen an ACK that had these before. */
static std::vector<octet_list> ack_with(const std::vector<octet_list> &before) {
    const Pkt4Ptr answer = kea_lab::response(DHCPACK);

    for (const octet_list &octets : before) {
        answer->Pkt::addOption(boost::make_shared<Option>(Option::V4, uint16_t(43), octets));
    }
    kea_lab::send(kea_lab::query(DHCPREQUEST, "DP-9871"), answer);
    return kea_lab::instances(answer);
}

START_TEST(gives_each_known_model_the_published_octets) {
    for (const char *const model : cdc43_hook_known_models) {
        ck_assert_msg(kea_lab::offer(model) == example, "%s", model);
    }
}
END_TEST

START_TEST(gives_unmatched_clients_nothing) {
    for (const char *const unmatched :
         {"", "DP-987", "DP-98711", "dp-9871", "DP-9872", "CP-9871", "MSFT 5.0"}) {
        ck_assert_msg(kea_lab::offer(unmatched).empty(), "%s", unmatched);
    }
    ck_assert(kea_lab::offer(nullptr).empty());
}
END_TEST

START_TEST(drops_trailing_nuls_of_the_vendor_class) {
    const Pkt4Ptr query = kea_lab::query(DHCPDISCOVER, nullptr);
    const Pkt4Ptr answer = kea_lab::response(DHCPOFFER);

    kea_lab::add(query, 60, octets_of("44502d39383731 00 00"));
    kea_lab::send(query, answer);
    ck_assert(kea_lab::instances(answer) == std::vector<octet_list>{example});
}
END_TEST

START_TEST(changes_only_offer_and_ack) {
    const struct {
        int type;
        size_t count;
    } rows[] = {{DHCPOFFER, 1}, {DHCPACK, 1}, {DHCPNAK, 0}, {DHCPDECLINE, 0}, {0, 0}};

    for (const auto &row : rows) {
        const Pkt4Ptr answer = kea_lab::response(row.type);

        kea_lab::send(kea_lab::query(DHCPREQUEST, "DP-9871"), answer);
        ck_assert_msg(kea_lab::instances(answer).size() == row.count, "type %d", row.type);
    }
}
END_TEST

START_TEST(changes_the_ack_to_an_inform) {
    const Pkt4Ptr answer = kea_lab::response(DHCPACK);

    kea_lab::send(kea_lab::query(DHCPINFORM, "CP-8875"), answer);
    ck_assert(kea_lab::instances(answer) == std::vector<octet_list>{example});
}
END_TEST

START_TEST(leaves_alone_what_another_library_has_settled) {
    for (const auto step : {CalloutHandle::NEXT_STEP_DROP, CalloutHandle::NEXT_STEP_SKIP}) {
        const Pkt4Ptr answer = kea_lab::response(DHCPOFFER);

        ck_assert_int_eq(kea_lab::send(kea_lab::query(DHCPDISCOVER, "DP-9871"), answer, step),
                         step);
        ck_assert(kea_lab::instances(answer).empty());
    }
}
END_TEST

START_TEST(survives_missing_packets) {
    const Pkt4Ptr answer = kea_lab::response(DHCPOFFER);

    kea_lab::send(Pkt4Ptr(), answer);
    ck_assert(kea_lab::instances(answer).empty());
    kea_lab::send(kea_lab::query(DHCPDISCOVER, "DP-9871"), Pkt4Ptr());
}
END_TEST

/* A profile whose value is exactly so many octets: flags 9, Server 2 + 8, fingerprint 2 + 64, and
 * the rest the password. */
static std::string profile_of(size_t total) {
    return std::string("{\"profiles\": [{\"name\": \"long\", \"fips-mode\": false,"
                       "\"enable-8021x\": true, \"certificate-select\": \"custom-installed\","
                       "\"server\": \"http://a\", \"root-ca-fingerprint\": \"") +
           std::string(128, 'a') + "\", \"challenge-password\": \"" +
           std::string(total - 9 - 10 - 66 - 2, 'p') + "\"}]}";
}

START_TEST(sends_up_to_255_octets_in_one_instance) {
    for (size_t total = 252; total <= 255; total++) {
        kea_lab::accept(profile_of(total));
        ck_assert_uint_eq(kea_lab::offer("DP-9841").size(), total);
    }
    ck_assert(kea_lab::configure(profile_of(256)).find("255 octets at most, 256 found") !=
              std::string::npos);
}
END_TEST

START_TEST(merges_with_raw_octets) {
    const auto found = ack_with({octets_of("f104c0000209 0d0178 01020304")});

    ck_assert_uint_eq(found.size(), 1);
    octet_list expected = octets_of("01020304");
    expected.insert(expected.end(), example.begin(), example.end());
    const octet_list tail = octets_of("f104c0000209");
    expected.insert(expected.end(), tail.begin(), tail.end());
    ck_assert(found[0] == expected);
}
END_TEST

START_TEST(merges_with_several_instances) {
    const auto found = ack_with({octets_of("f104c000"), octets_of("0209"), octets_of("fe00")});

    octet_list expected = example;
    const octet_list tail = octets_of("f104c0000209 fe00");
    expected.insert(expected.end(), tail.begin(), tail.end());
    ck_assert(found == std::vector<octet_list>{expected});
}
END_TEST

/* In Kea the options of an answer are those of the configuration, not copies. */
START_TEST(leaves_the_servers_own_option_as_it_was) {
    const OptionPtr theirs = boost::make_shared<Option>(Option::V4, uint16_t(43));
    const Pkt4Ptr answer = kea_lab::response(DHCPACK);

    theirs->addOption(boost::make_shared<Option>(Option::V4, uint16_t(241), octets_of("aabb")));
    theirs->addOption(boost::make_shared<Option>(Option::V4, uint16_t(11), octets_of("78")));
    const octet_list before = theirs->toBinary();
    answer->addOption(theirs);
    kea_lab::send(kea_lab::query(DHCPREQUEST, "DP-9871"), answer);

    const auto found = kea_lab::instances(answer);
    octet_list expected = example;
    const octet_list tail = octets_of("f102aabb");
    expected.insert(expected.end(), tail.begin(), tail.end());
    ck_assert(found == std::vector<octet_list>{expected});
    ck_assert(theirs->toBinary() == before);
}
END_TEST

START_TEST(withholds_ours_when_theirs_is_no_list) {
    ck_assert(ack_with({octets_of("f1ffaa")}) == std::vector<octet_list>{octets_of("f1ffaa")});
}
END_TEST

START_TEST(withholds_ours_when_both_do_not_fit) {
    octet_list theirs(187, 0x77);

    theirs[0] = 241;
    theirs[1] = 185;
    ck_assert(ack_with({theirs}) == std::vector<octet_list>{theirs});
    theirs.resize(186);
    theirs[1] = 184;
    ck_assert_uint_eq(ack_with({theirs})[0].size(), 255);
}
END_TEST

/* What an ACK to that request carries, with option 66 or without. */
static size_t count_with(const std::string &parameter, bool is_requested, bool is_provisioned) {
    const Pkt4Ptr query = kea_lab::query(DHCPREQUEST, "DP-9871");
    const Pkt4Ptr answer = kea_lab::response(DHCPACK);

    kea_lab::accept(std::string("{\"profiles\": [{") + kea_lab::office + "}]" + parameter + "}");
    kea_lab::add(query, 55, is_requested ? octets_of("0f2b") : octets_of("0f42"));
    if (is_provisioned) {
        kea_lab::add(answer, 66, octets_of("61"));
    }
    kea_lab::send(query, answer);
    return kea_lab::instances(answer).size();
}

START_TEST(looks_at_the_request_list_when_told_to) {
    ck_assert_uint_eq(count_with("", false, false), 1);
    ck_assert_uint_eq(count_with(", \"when-not-requested\": \"send\"", false, false), 1);
    ck_assert_uint_eq(count_with(", \"when-not-requested\": \"skip\"", false, false), 0);
    ck_assert_uint_eq(count_with(", \"when-not-requested\": \"skip\"", true, false), 1);
}
END_TEST

START_TEST(looks_at_the_request_list_as_kea_unpacks_it) {
    const Pkt4Ptr query = kea_lab::query(DHCPREQUEST, "DP-9871");
    const Pkt4Ptr answer = kea_lab::response(DHCPACK);

    kea_lab::accept(std::string("{\"profiles\": [{") + kea_lab::office +
                    "}], \"when-not-requested\": \"skip\"}");
    query->addOption(
        boost::make_shared<OptionUint8Array>(Option::V4, uint16_t(55), octets_of("010f2b")));
    kea_lab::send(query, answer);
    ck_assert_uint_eq(kea_lab::instances(answer).size(), 1);
}
END_TEST

START_TEST(looks_at_options_of_remote_provisioning) {
    ck_assert_uint_eq(count_with("", true, true), 1);
    ck_assert_uint_eq(count_with(", \"on-provisioning-conflict\": \"warn\"", true, true), 1);
    ck_assert_uint_eq(count_with(", \"on-provisioning-conflict\": \"ignore\"", true, true), 1);
    ck_assert_uint_eq(count_with(", \"on-provisioning-conflict\": \"withhold\"", true, true), 0);
    ck_assert_uint_eq(count_with(", \"on-provisioning-conflict\": \"withhold\"", true, false), 1);
}
END_TEST

START_TEST(withholds_beside_each_option_of_remote_provisioning) {
    for (int code = 1; code < 254; code++) {
        const bool is_one = code == 66 || code == 150 || code == 159 || code == 160;
        const Pkt4Ptr answer = kea_lab::response(DHCPACK);

        if (code == 1) {
            count_with(", \"on-provisioning-conflict\": \"withhold\"", true, false);
        }
        if (code == 43 || code == 53) {
            continue;
        }
        kea_lab::add(answer, static_cast<uint8_t>(code), octets_of("0102"));
        kea_lab::send(kea_lab::query(DHCPREQUEST, "DP-9871"), answer);
        ck_assert_msg((answer->options_.count(43) == 0) == is_one, "option %d", code);
    }
}
END_TEST

START_TEST(shows_no_octets_as_text) {
    const Pkt4Ptr answer = kea_lab::response(DHCPOFFER);

    kea_lab::send(kea_lab::query(DHCPDISCOVER, "DP-9871"), answer);
    const std::string text = answer->toText();
    ck_assert(text.find("type=043, len=069") != std::string::npos);
    ck_assert(text.find("D233CCF9B9952A15") == std::string::npos);
    ck_assert(text.find("44:32:33:33") == std::string::npos);
    ck_assert(text.find("44323333") == std::string::npos);
}
END_TEST

START_TEST(hands_real_octets_to_other_libraries) {
    const Pkt4Ptr answer = kea_lab::response(DHCPOFFER);

    kea_lab::send(kea_lab::query(DHCPDISCOVER, "DP-9871"), answer);
    answer->setCopyRetrievedOptions(true);
    const OptionPtr copy = answer->getOption(43);
    ck_assert(copy->toBinary() == example);
    ck_assert(kea_lab::instances(answer) == std::vector<octet_list>{example});
    ck_assert(copy->equals(copy->clone()));
    ck_assert(!copy->equals(boost::make_shared<Option>(Option::V4, uint16_t(43), example)));
}
END_TEST

int main() {
    Suite *const suite = suite_create("pkt4_send");
    TCase *const cases = tcase_create("pkt4_send");

    tcase_add_checked_fixture(cases, begin, nullptr);
    tcase_add_test(cases, gives_each_known_model_the_published_octets);
    tcase_add_test(cases, gives_unmatched_clients_nothing);
    tcase_add_test(cases, drops_trailing_nuls_of_the_vendor_class);
    tcase_add_test(cases, changes_only_offer_and_ack);
    tcase_add_test(cases, changes_the_ack_to_an_inform);
    tcase_add_test(cases, leaves_alone_what_another_library_has_settled);
    tcase_add_test(cases, survives_missing_packets);
    tcase_add_test(cases, sends_up_to_255_octets_in_one_instance);
    tcase_add_test(cases, merges_with_raw_octets);
    tcase_add_test(cases, merges_with_several_instances);
    tcase_add_test(cases, leaves_the_servers_own_option_as_it_was);
    tcase_add_test(cases, withholds_ours_when_theirs_is_no_list);
    tcase_add_test(cases, withholds_ours_when_both_do_not_fit);
    tcase_add_test(cases, looks_at_the_request_list_when_told_to);
    tcase_add_test(cases, looks_at_the_request_list_as_kea_unpacks_it);
    tcase_add_test(cases, looks_at_options_of_remote_provisioning);
    tcase_add_test(cases, withholds_beside_each_option_of_remote_provisioning);
    tcase_add_test(cases, shows_no_octets_as_text);
    tcase_add_test(cases, hands_real_octets_to_other_libraries);
    suite_add_tcase(suite, cases);

    setenv("CK_FORK", "no", 1); /* see kea_lab.h */
    return run_suite(suite);
}
