/* SPDX-License-Identifier: MIT */
/* What Kea says about a configuration: that it comes back, and without a secret. */
#include <cstdio>
#include <string>

#include <sys/stat.h>
#include <unistd.h>

#include "kea-hook/command/kea_verdict.h"
#include "tests/support/main.h"

using namespace cdc43_kea;

static const char *const config = R"({ "Dhcp4": {
  "client-classes": [{ "name": "Office", "test": "option[60].hex == 'DP-9841'", "option-data": [
    { "name": "server", "space": "cisco", "data": "http://10.0.0.1" },
    { "name": "challenge-password", "space": "cisco", "data": "swordfish, Sw0rdfish 12345" },
    { "name": "dot1x", "space": "cisco", "data": "yes" },
    { "name": "vendor-encapsulated-options", "data": "0d02beef" } ] }],
  "Sw0rdkey": "Other1", "valid-lifetime": "many" } })";

static std::string folder;

static std::string masked(const char *sentence) {
    return without_values(sentence, isc::data::Element::fromJSON(config));
}

static void expect(const std::string &got, const std::string &wanted) {
    ck_assert_msg(got == wanted, "got '%s', wanted '%s'", got.c_str(), wanted.c_str());
}

/* A program that says what a Kea might. */
static std::string program(const std::string &lines) {
    const std::string path = folder + "/kea";
    FILE *const file = fopen(path.c_str(), "w");

    ck_assert(file != nullptr);
    (void)fprintf(file, "#!/bin/sh\n%s\n", lines.c_str());
    (void)fclose(file);
    ck_assert(chmod(path.c_str(), 0755) == 0);
    return path;
}

static void begin() {
    char name[] = "/tmp/test_verdict.XXXXXX";

    ck_assert(mkdtemp(name) != nullptr);
    folder = name;
}

static void end() {
    (void)unlink((folder + "/kea").c_str());
    (void)rmdir(folder.c_str());
}

START_TEST(no_value_that_may_be_secret_remains) {
    expect(masked("unable to convert the value 'Sw0rdfish' to integer"),
           "unable to convert the value '...' to integer");
    expect(masked("no digits: swordfish, Sw0rdfish 12345"), "no digits: ..., ... ...");
    expect(masked("got unexpected keyword \"swordfish\" in Dhcp4 map."),
           "got unexpected keyword \"...\" in Dhcp4 map.");
    expect(masked("got unexpected keyword \"Sw0rdkey\" in it"),
           "got unexpected keyword \"...\" in it");
    expect(masked("bad: 0d02beef, Other1"), "bad: ..., ...");
    expect(masked("expression: [option[60].hex == Sw0rdfish] error"),
           "expression: [...].hex == ...] error");
}
END_TEST

START_TEST(what_is_no_secret_remains) {
    expect(masked("class 'Office' of 192.0.2.0/24 and '192.0.2.1'"),
           "class 'Office' of 192.0.2.0/24 and '192.0.2.1'");
    expect(masked("got unexpected keyword \"valid-lifetim\" in Dhcp4 map."),
           "got unexpected keyword \"valid-lifetim\" in Dhcp4 map.");
    expect(masked("unable to covert the value 'yes' to boolean data type"),
           "unable to covert the value 'yes' to boolean data type");
    expect(masked("syntax error, unexpected }, expecting \",\" or ]"),
           "syntax error, unexpected }, expecting \",\" or ]");
    expect(masked("interface doesn't exist, 'Office' isn't"),
           "interface doesn't exist, 'Office' isn't");
}
END_TEST

START_TEST(a_file_that_nobody_can_read_shows_nothing_in_quotes) {
    expect(without_values("illegal escape in \"Sw0rd\"fish\\q\" here", nullptr),
           "illegal escape in ... here");
}
END_TEST

START_TEST(kea_gets_the_text_and_its_words_have_a_place) {
    const kea_answer answer = ask_kea(program("[ \"$(cat $2)\" = text ] && echo \"Error "
                                              "encountered: no, it is (so) ($2:3:14) ($2:3:1)\" "
                                              ">&2; exit 1"),
                                      "text", 60);

    ck_assert(answer.kind == kea_answer::refused);
    expect(answer.sentence, "no, it is (so)");
    ck_assert_uint_eq(answer.line, 3);
    ck_assert_uint_eq(answer.column, 14);
}
END_TEST

START_TEST(a_syntax_error_has_a_place) {
    const kea_answer answer = ask_kea(
        program(
            "echo \"Syntax check failed with: $2:7.3-17: syntax error, unexpected }\" >&2; exit 1"),
        "text", 60);

    ck_assert(answer.kind == kea_answer::refused);
    expect(answer.sentence, "syntax error, unexpected }");
    ck_assert_uint_eq(answer.line, 7);
    ck_assert_uint_eq(answer.column, 3);
}
END_TEST

START_TEST(kea_writes_no_file_and_sees_no_environment) {
    const std::string path = folder + "/kea";
    const kea_answer answer =
        ask_kea(program("[ -z \"$HOME$USER\" ] || exit 3\n"
                        "echo something >>" +
                        path + " && echo \"Error encountered: wrote\" >&2; exit 1"),
                "text", 60);

    ck_assert(answer.kind == kea_answer::refused);
    expect(answer.sentence, "it does not say why");
}
END_TEST

START_TEST(a_kea_without_an_answer_is_ended) {
    const kea_answer answer = ask_kea(program("sleep 600 & sleep 600"), "text", 1);

    ck_assert(answer.kind == kea_answer::none);
    expect(answer.sentence, "it gave no answer within 1 seconds");
}
END_TEST

START_TEST(other_ends_are_told_apart) {
    expect(ask_kea(program("kill -SEGV $$"), "text", 60).sentence, "it was ended by signal 11");
    expect(ask_kea(folder + "/none", "text", 60).sentence, "it cannot be started");
    ck_assert(ask_kea(program("exit 0"), "text", 60).kind == kea_answer::accepted);
    /* An older release than the one that this program was made for. */
    ck_assert(ask_kea(program("[ $1 = -t ] || { echo \"$0: invalid option -- 'T'\" >&2; exit 1; }"),
                      "text", 60)
                  .kind == kea_answer::accepted);
}
END_TEST

int main() {
    Suite *const suite = suite_create("verdict");
    TCase *const tests = tcase_create("tests");

    tcase_add_checked_fixture(tests, begin, end);
    tcase_add_test(tests, no_value_that_may_be_secret_remains);
    tcase_add_test(tests, what_is_no_secret_remains);
    tcase_add_test(tests, a_file_that_nobody_can_read_shows_nothing_in_quotes);
    tcase_add_test(tests, kea_gets_the_text_and_its_words_have_a_place);
    tcase_add_test(tests, a_syntax_error_has_a_place);
    tcase_add_test(tests, kea_writes_no_file_and_sees_no_environment);
    tcase_add_test(tests, a_kea_without_an_answer_is_ended);
    tcase_add_test(tests, other_ends_are_told_apart);
    tcase_set_timeout(tests, 300);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
