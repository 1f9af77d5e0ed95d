/* SPDX-License-Identifier: MIT */
/* What is put into a response: passwords that are each phone's own. */
#include <filesystem>
#include <string>

#include <sys/stat.h>
#include <unistd.h>

#include <boost/make_shared.hpp>
#include <dhcp/dhcp4.h>
#include <dhcp/option_string.h>

#include "tests/hook/kea_lab.h"

extern "C" {
#include "tests/unit/sample.h"
}

/* Last: Check has a macro "fail". */
#include "tests/support/main.h"

using namespace isc::dhcp;
using octet_list = std::vector<uint8_t>;

static const std::vector<uint8_t> own_mac = {0x00, 0x1a, 0x2b, 0x3c, 0x4d, 0x5e};
/* Of vectors/challenge_vectors.json. */
static const char own_password[] = "243cd3a6b821e5945893d37b1ffd91a4";
static const char other_mac_password[] = "da298c83eee7db5c7fdb6eda65878f5f";

static const uint16_t infiniband = 32; /* a hardware type with addresses of other kinds */

static std::string folder;

static std::string write_key(const std::string &content, mode_t mode = 0600) {
    std::string path = folder + "/key.XXXXXX";
    const int file = mkstemp(&path[0]);

    ck_assert_int_ge(file, 0);
    ck_assert_int_eq(write(file, content.data(), content.size()),
                     static_cast<ssize_t>(content.size()));
    ck_assert_int_eq(fchmod(file, mode), 0);
    ck_assert_int_eq(close(file), 0);
    return path;
}

/* The published example, with a key in place of the password and more at the end. */
static std::string profile_with(const std::string &key, const std::string &more = "") {
    return "{\"profiles\": [{\"name\": \"office\", \"fips-mode\": true,"
           "\"server\": \"http://10.79.57.91\","
           "\"root-ca-fingerprint\": \"12040870625C5B755D73F5925285F8F5FF5D55AF\","
           "\"enable-8021x\": true, \"certificate-select\": \"custom-installed\","
           "\"challenge-key-file\": \"" +
           key + "\"" + more + "}]}";
}

static std::string good() {
    return profile_with(write_key("0123456789abcdef0123456789abcdef\n"));
}

static void begin() {
    folder = std::string("/tmp/cdc43-bound.XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(&folder[0]));
    kea_lab::begin();
    kea_lab::accept(good());
}

static void end() {
    ck_assert_uint_gt(std::filesystem::remove_all(folder), 0);
}

static octet_list octets_of(const char *hex) {
    const struct octets octets = from_hex(hex);

    return octet_list(octets.at, octets.at + octets.len);
}

static octet_list text(const std::string &string) {
    return octet_list(string.begin(), string.end());
}

/* The octets of the published example with that password. */
static octet_list example_with(const std::string &password) {
    octet_list result(sample_octets, sample_octets + 45);
    const octet_list head = {13, static_cast<uint8_t>(password.size())};

    result.insert(result.end(), head.begin(), head.end());
    result.insert(result.end(), password.begin(), password.end());
    result.insert(result.end(), sample_octets + SAMPLE_LEN - 6, sample_octets + SAMPLE_LEN);
    return result;
}

/* A request and an answer with these circumstances. */
struct exchange {
    Pkt4Ptr query;
    Pkt4Ptr answer;

    explicit exchange(const char *model = "DP-9871", const octet_list &mac = own_mac,
                      uint16_t hardware_type = HTYPE_ETHER)
        : query(kea_lab::query(DHCPREQUEST, model)), answer(kea_lab::response(DHCPACK)) {
        query->setHWAddr(boost::make_shared<HWAddr>(mac, hardware_type));
    }

    exchange &domain(const std::string &name) {
        answer->Pkt::addOption(
            boost::make_shared<Option>(Option::V4, uint16_t(DHO_DOMAIN_NAME), text(name)));
        return *this;
    }

    std::vector<octet_list> send() {
        kea_lab::send(query, answer);
        return kea_lab::instances(answer);
    }
};

START_TEST(gives_each_phone_a_password_of_its_own) {
    const octet_list other = {0x00, 0x1a, 0x2b, 0x3c, 0x4d, 0x5f};

    ck_assert(exchange().domain("example.nl").send() ==
              std::vector<octet_list>{example_with(own_password)});
    ck_assert(exchange("DP-9871", other).domain("example.nl").send() ==
              std::vector<octet_list>{example_with(other_mac_password)});
    ck_assert(exchange("CP-8875").domain("example.nl").send() ==
              std::vector<octet_list>{example_with("f501e77a233abc6006886a3e3a429984")});
    ck_assert(exchange().domain("example.nl").send() ==
              std::vector<octet_list>{example_with(own_password)});
}
END_TEST

START_TEST(takes_the_domain_that_the_response_carries) {
    const octet_list with_domain = example_with(own_password);
    exchange typed;

    ck_assert(exchange().send()[0] != with_domain);
    ck_assert(exchange().domain("example.com").send()[0] != with_domain);
    ck_assert(exchange().domain("EXAMPLE.NL").send()[0] != with_domain);
    ck_assert(exchange().domain(std::string("example.nl.\0", 12)).send()[0] == with_domain);
    ck_assert(exchange().domain("exam").domain("ple.nl").send()[0] == with_domain);
    typed.answer->addOption(
        boost::make_shared<OptionString>(Option::V4, uint16_t(DHO_DOMAIN_NAME), "example.nl"));
    ck_assert(typed.send()[0] == with_domain);
}
END_TEST

START_TEST(drops_trailing_nuls_of_the_vendor_class) {
    exchange one(nullptr);

    kea_lab::add(one.query, 60, octets_of("44502d39383731 00 00"));
    ck_assert(one.domain("example.nl").send()[0] == example_with(own_password));
}
END_TEST

START_TEST(gives_nothing_to_phones_without_a_name) {
    ck_assert(exchange("DP-9871", own_mac, infiniband).send().empty());
    ck_assert(exchange("DP-9871", octets_of("001a2b3c4d")).send().empty());
    ck_assert(exchange("DP-9871", octets_of("001a2b3c4d5e6f70")).send().empty());
    ck_assert(exchange("DP-9871", {}).send().empty());
    ck_assert(exchange().domain("exa mple").send().empty());
    ck_assert(exchange().domain(std::string(41, 'd')).send().empty());
    ck_assert(
        exchange().domain(std::string(200, 'd')).domain(std::string(200, 'd')).send().empty());
    ck_assert(exchange().domain(std::string(40, 'd')).send().size() == 1);
}
END_TEST

/* What Kea has put into option 43 stays as it is for them. */
START_TEST(leaves_the_servers_own_octets_to_phones_without_a_name) {
    exchange one("DP-9871", octets_of("001a2b3c4d"));

    kea_lab::add(one.answer, 43, octets_of("f104c0000209"));
    ck_assert(one.send() == std::vector<octet_list>{octets_of("f104c0000209")});
}
END_TEST

START_TEST(merges_with_the_servers_own_octets) {
    exchange one;
    octet_list expected = octets_of("01020304");
    const octet_list ours = example_with(own_password);

    kea_lab::add(one.answer, 43, octets_of("f104c0000209 0d0178 01020304"));
    expected.insert(expected.end(), ours.begin(), ours.end());
    const octet_list tail = octets_of("f104c0000209");
    expected.insert(expected.end(), tail.begin(), tail.end());
    ck_assert(one.domain("example.nl").send() == std::vector<octet_list>{expected});
}
END_TEST

START_TEST(withholds_ours_when_both_do_not_fit) {
    octet_list theirs(171, 0x77);
    exchange full;
    exchange fits;

    theirs[0] = 241;
    theirs[1] = 169;
    kea_lab::add(full.answer, 43, theirs);
    ck_assert(full.send() == std::vector<octet_list>{theirs});
    theirs.resize(170);
    theirs[1] = 168;
    kea_lab::add(fits.answer, 43, theirs);
    ck_assert_uint_eq(fits.send()[0].size(), 255);
}
END_TEST

START_TEST(gives_nothing_to_models_of_a_prefix_without_a_name) {
    const std::string parameters = good();

    kea_lab::accept(
        parameters.substr(0, parameters.size() - 1) +
        ", \"models\": [{\"vendor-class-prefix\": \"\\u0044\", \"profile\": \"office\"},"
        "{\"vendor-class-prefix\": \"MSFT\", \"profile\": \"office\"}]}");
    ck_assert(exchange("DP-9871").domain("example.nl").send()[0] == example_with(own_password));
    ck_assert(exchange("MSFT 5.0").send().empty());
    ck_assert(exchange("D").send().empty());
}
END_TEST

/* Options that leave with one answer are not those of another, whatever happens meanwhile. */
START_TEST(shares_no_option_between_responses) {
    exchange first;
    exchange second("DP-9871", octets_of("001a2b3c4d5f"));

    kea_lab::send(first.domain("example.nl").query, first.answer);
    kea_lab::send(second.domain("example.nl").query, second.answer);
    ck_assert_ptr_ne(first.answer->options_.find(43)->second.get(),
                     second.answer->options_.find(43)->second.get());
    ck_assert(kea_lab::instances(second.answer)[0] == example_with(other_mac_password));
    ck_assert(kea_lab::instances(first.answer)[0] == example_with(own_password));
}
END_TEST

START_TEST(shows_no_octets_as_text) {
    exchange one;

    one.domain("example.nl").send();
    ck_assert(one.answer->toText().find(own_password) == std::string::npos);
    ck_assert(one.answer->toText().find("type=043, len=085") != std::string::npos);
}
END_TEST

static void assert_refused(const std::string &parameters, const char *path,
                           const std::string &sentence) {
    const std::string error = kea_lab::configure(parameters);

    ck_assert_msg(error.find(std::string("cdc43: profiles[0].") + path + " (") == 0, "%s",
                  error.c_str());
    ck_assert_msg(error.size() > sentence.size() &&
                      error.compare(error.size() - sentence.size(), sentence.size(), sentence) == 0,
                  "%s", error.c_str());
    ck_assert_msg(error.find("sEcReT") == std::string::npos, "%s", error.c_str());
}

START_TEST(refuses_wrong_keys) {
    const std::string path = "challenge-key-file";
    const std::string link = folder + "/link";
    const std::string key = write_key("sEcReT0123456789");

    kea_lab::accept(profile_with(key));
    assert_refused(profile_with(write_key("sEcReT012345678")), path.c_str(),
                   "the key must have at least 16 octets");
    assert_refused(profile_with(write_key("sEcReT012345678\n")), path.c_str(),
                   "the key must have at least 16 octets");
    kea_lab::accept(profile_with(write_key("sEcReT012345678\n\n")));
    assert_refused(profile_with(write_key("")), path.c_str(),
                   "the key must have at least 16 octets");
    kea_lab::accept(profile_with(write_key(std::string(4096, 'k'))));
    assert_refused(profile_with(write_key(std::string(4097, 'k'))), path.c_str(),
                   "the file is too long");
    assert_refused(profile_with("key"), path.c_str(), "the path must be absolute");
    assert_refused(profile_with(folder + "/none"), path.c_str(),
                   "the file cannot be opened: No such file or directory");
    assert_refused(profile_with(folder), path.c_str(), "this is not a regular file");
    ck_assert_int_eq(symlink(key.c_str(), link.c_str()), 0);
    assert_refused(profile_with(link), path.c_str(),
                   "the file cannot be opened: Too many levels of symbolic links");
    for (const mode_t mode : {0644U, 0660U, 0602U, 0601U}) {
        assert_refused(
            profile_with(write_key("sEcReT0123456789", mode)), path.c_str(),
            "the file's group must not have write access, and others must have no access");
    }
    kea_lab::accept(profile_with(write_key("sEcReT0123456789", 0640)));
}
END_TEST

START_TEST(refuses_a_key_beside_a_password) {
    const std::string key = write_key("sEcReT0123456789");

    assert_refused(profile_with(key, ", \"challenge-password\": \"sEcReT\""), "challenge-key-file",
                   "specify either this or \"challenge-password\", not both");
    assert_refused(profile_with(key, ", \"challenge-password\": \"\""), "challenge-key-file",
                   "specify either this or \"challenge-password\", not both");
    assert_refused(profile_with(key, ", \"challenge-password-file\": \"" + key + "\""),
                   "challenge-key-file",
                   "specify either this or \"challenge-password-file\", not both");
    assert_refused(profile_with(key, ", \"device-profile\": \"roomos\""), "challenge-key-file",
                   "\"device-profile\" is not known");
    ck_assert(kea_lab::configure("{\"profiles\": [{\"name\": \"p\", \"challenge-key-file\": 1}]}")
                  .find("this must be a string") != std::string::npos);
}
END_TEST

START_TEST(counts_the_password_of_32_octets) {
    const std::string key = write_key("sEcReT0123456789");
    const auto with_server = [&](size_t len) {
        return "{\"profiles\": [{\"name\": \"p\", \"server\": \"http://a/" +
               std::string(len - 9, 's') + "\", \"root-ca-fingerprint\": \"" +
               std::string(40, 'a') + "\", \"challenge-key-file\": \"" + key + "\"}]}";
    };

    kea_lab::accept(with_server(207 - 32));
    ck_assert_uint_eq(exchange().send()[0].size(), 2 + 175 + 2 + 20 + 2 + 32);
    ck_assert(kea_lab::configure(with_server(208 - 32)).find("must be less than 208 octets") !=
              std::string::npos);
}
END_TEST

START_TEST(refuses_models_that_have_no_name) {
    const std::string parameters = good();
    const std::string start = parameters.substr(0, parameters.size() - 1) + ", \"models\": [";
    const std::string sentence = "no Common Name follows from this vendor class";

    ck_assert(kea_lab::configure(start + "{\"vendor-class\": \"MSFT 5.0\", \"profile\": "
                                         "\"office\"}]}")
                  .find(sentence) != std::string::npos);
    ck_assert(kea_lab::load((start + "{\"vendor-class-prefix\": \"MSFT\", \"profile\": "
                                     "\"office\"}]}")
                                .c_str()));
    ck_assert(kea_lab::complete_with("{\"user-context\": {\"cdc43\": {\"models\": {\"MSFT 5.0\": "
                                     "\"office\"}}}}")
                  .find(sentence) != std::string::npos);
}
END_TEST

START_TEST(serves_on_with_the_old_key_after_a_refusal) {
    ck_assert(kea_lab::configure(profile_with(folder + "/none")) != "");
    ck_assert(exchange().domain("example.nl").send()[0] == example_with(own_password));
    kea_lab::accept(profile_with(write_key("fedcba9876543210fedcba9876543210")));
    ck_assert(exchange().domain("example.nl").send()[0] != example_with(own_password));
}
END_TEST

int main() {
    Suite *const suite = suite_create("response");
    TCase *const cases = tcase_create("response");

    tcase_add_checked_fixture(cases, begin, end);
    tcase_add_test(cases, gives_each_phone_a_password_of_its_own);
    tcase_add_test(cases, takes_the_domain_that_the_response_carries);
    tcase_add_test(cases, drops_trailing_nuls_of_the_vendor_class);
    tcase_add_test(cases, gives_nothing_to_phones_without_a_name);
    tcase_add_test(cases, leaves_the_servers_own_octets_to_phones_without_a_name);
    tcase_add_test(cases, merges_with_the_servers_own_octets);
    tcase_add_test(cases, withholds_ours_when_both_do_not_fit);
    tcase_add_test(cases, gives_nothing_to_models_of_a_prefix_without_a_name);
    tcase_add_test(cases, shares_no_option_between_responses);
    tcase_add_test(cases, shows_no_octets_as_text);
    tcase_add_test(cases, refuses_wrong_keys);
    tcase_add_test(cases, refuses_a_key_beside_a_password);
    tcase_add_test(cases, counts_the_password_of_32_octets);
    tcase_add_test(cases, refuses_models_that_have_no_name);
    tcase_add_test(cases, serves_on_with_the_old_key_after_a_refusal);
    suite_add_tcase(suite, cases);
    setenv("CK_FORK", "no", 1); /* see kea_lab.h */
    return run_suite(suite);
}
