/* SPDX-License-Identifier: MIT */
/* Reading configurations: comments, included files, and that places survive both. */
#include <map>
#include <string>

#include "kea-hook/offline/config_text.h"
#include "kea-hook/offline/options.h"
#include "tests/support/main.h"

using cdc43_kea::config_text;
using cdc43_kea::config_text_error;

/* The files of a test. */
static std::map<std::string, std::string> files;

static std::string content_of(const std::string &path) {
    const auto found = files.find(path);

    if (found == files.end()) {
        throw std::runtime_error("no such file");
    }
    return found->second;
}

static void expect(const std::string &got, const std::string &wanted) {
    ck_assert_msg(got == wanted, "got '%s', wanted '%s'", got.c_str(), wanted.c_str());
}

static void begin() {
    files.clear();
}

/* Where the value of a key of the outermost object stands. */
static std::string place_of(const char *key) {
    const config_text text("a", content_of);

    return text.find(*text.parse()->get(key)).text();
}

/* Where and how reading fails; empty: it does not. */
static std::string failure() {
    try {
        const config_text text("a", content_of);
        (void)text.parse();
    } catch (const config_text_error &e) {
        return e.where.text() + ": " + e.what();
    }
    return "";
}

START_TEST(brackets_are_followed_to_a_limit) {
    /* Kea 2.6.3 and later take 100 themselves. */
    const size_t most = cdc43_kea::kea_version() < 20600 ? 999 : 90;
    files["a"] = "{ \"]\": " + std::string(most, '[') + std::string(most, ']') + " }";
    expect(failure(), "");
    files["a"] = "{ \"]\":\n" + std::string(1000, '[') + std::string(1000, ']') + " }";
    expect(failure(), "a:2:1000: there are more than 1000 brackets within brackets");
}
END_TEST

START_TEST(what_is_no_text_is_named) {
    files["a"] = "\xef\xbb\xbf{ }";
    expect(failure(),
           "a:1:1: the file begins with a byte order mark (ef bb bf), which Kea refuses");
    files["a"] = " \n# only this\n";
    expect(failure(), "a:1:1: there is nothing in the file");
}
END_TEST

START_TEST(keys_stand_where_they_are_written) {
    files["a"] = "{\n  \"y\": { \"z\": 1 },\n \"x\":\n[ ] }";
    const config_text text("a", content_of);
    const isc::data::ElementPtr root = text.parse();

    expect(text.find_key("x", *root->get("x")).text(), "a:3:2");
    expect(text.find_key("z", *root->get("y")->get("z")).text(), "a:2:10");
}
END_TEST

START_TEST(values_stand_where_they_are_written) {
    files["a"] = "{ \"x\": 1,\n  \"y\": [ 2 ], \"z\": { },\n\"w\": \"s\" }";
    expect(place_of("x"), "a:1:8");
    expect(place_of("y"), "a:2:8");
    expect(place_of("z"), "a:2:20");
    expect(place_of("w"), "a:3:6");
}
END_TEST

START_TEST(comments_are_no_part_of_it_and_move_nothing) {
    files["a"] = "# one \"\n{ /* two\n\" */ \"x\": 1, // three\n \"y\": \"# // /* no comment\" }";
    expect(place_of("x"), "a:3:11");
    expect(place_of("y"), "a:4:7");
    const config_text text("a", content_of);
    expect(text.parse()->get("y")->stringValue(), "# // /* no comment");
}
END_TEST

START_TEST(an_included_file_keeps_its_own_places) {
    files["a"] = "{ <?include \"b\"?> \"y\": 2,\n \"z\": 3 }";
    files["b"] = "// b\n\"x\": 1,\n<?include \"c\"?>";
    files["c"] = "\"v\": 0,";
    expect(place_of("x"), "b:2:6");
    expect(place_of("v"), "c:1:6");
    expect(place_of("y"), "a:1:24");
    expect(place_of("z"), "a:2:7");
}
END_TEST

START_TEST(commas_before_closing_brackets_are_taken) {
    files["a"] = "{ \"x\": [ 1, ], \"y\": \",]\", // c\n }";
    expect(failure(), "");
    const config_text text("a", content_of);
    expect(text.parse()->get("y")->stringValue(), ",]");
    ck_assert_uint_eq(text.parse()->get("x")->size(), 1);
}
END_TEST

/* What kea-dhcp4 -t says about each of these. */
START_TEST(commas_are_taken_where_kea_takes_them) {
    files["a"] = "{ \"x\": [ 1,, 2 ],, , \"y\": 2,, }";
    expect(failure(), "");
    for (const char *const wrong : {"{ , \"x\": 1 }", "{ \"x\": [ , ] }", "{ \"x\": [ ,1 ] }"}) {
        files["a"] = wrong;
        ck_assert_msg(!failure().empty(), "%s", wrong);
    }
}
END_TEST

START_TEST(a_member_stands_once_in_its_object) {
    files["a"] =
        "{ \"x\": { \"x\": \"x\" },\n \"y\": [ { \"x\": 1 }, { \"x\": \":\" }, \"x\", \"x\" ] }";
    expect(failure(), "");
    files["a"] = "{ \"x\": { \"y\": \"\\\"\" },\n <?include \"b\"?> }";
    files["b"] = "\"z\": [],\n  \"x\" : 2";
    expect(failure(), "b:2:3: this object has \"x\" twice");
    files["a"] = "{ \"x\": [ { \"y\": 1, \"z\": { \"y\": 1 },\n\"y\": 1 } ] }";
    expect(failure(), "a:2:1: this object has \"y\" twice");
}
END_TEST

START_TEST(nothing_stands_behind_the_object) {
    files["a"] = "{ \"x\": 1 } // end\n /* end */ \n# end";
    expect(failure(), "");
    files["a"] = "{ \"x\": 1 }\n  { \"x\": 1 }";
    expect(failure(), "a:2:3: there is something after the object");
    for (const char *const wrong : {"{ \"x\": 1 };", "{ \"x\": 1 },", "{ \"x\": 1 } }"}) {
        files["a"] = wrong;
        ck_assert_msg(!failure().empty(), "%s", wrong);
    }
}
END_TEST

START_TEST(a_string_has_no_control_characters) {
    files["a"] = "{ \"x\":\n \"a\tb\" }";
    expect(failure(), "a:2:4: a string contains a control character or a line end");
    files["a"] = "{ \"x\": \"a\nb\" }";
    expect(failure(), "a:1:10: a string contains a control character or a line end");
}
END_TEST

START_TEST(an_include_needs_no_blank) {
    files["a"] = "{ <?include\"b\"?> }";
    files["b"] = "\"x\": 1";
    expect(failure(), "");
}
END_TEST

START_TEST(what_cannot_be_read_has_a_place) {
    expect(failure(), "a: no such file");
    files["a"] = "{ \"x\": 1\n <?include \"b\"?> }";
    expect(failure(), "b: no such file");
    files["a"] = "{ \"x\":\n /* ";
    expect(failure(), "a:2:2: this comment is not closed");
    files["a"] = "{ <?include \"b";
    expect(failure(), "a:1:3: this include is not closed");
    files["a"] = "{ <?include b?> }";
    expect(failure(), "a:1:3: an include must be <?include \"FILE\"?>");
    files["a"] = "[]";
    expect(failure(), "a:1:1: this is not a JSON object");
    files["a"] = "<?include \"a\"?>";
    expect(failure(), "a:1:1: too many levels of included files");
}
END_TEST

START_TEST(a_json_error_names_the_place_and_no_content) {
    files["a"] = "{ \"x\":\n  \"Canary\" \"Canary\" }";
    const std::string sentence = failure();

    ck_assert_msg(sentence.compare(0, 4, "a:2:") == 0, "%s", sentence.c_str());
    ck_assert_msg(sentence.find("Canary") == std::string::npos, "%s", sentence.c_str());
}
END_TEST

int main() {
    Suite *const suite = suite_create("config text");
    TCase *const tests = tcase_create("tests");

    tcase_add_checked_fixture(tests, begin, NULL);
    tcase_add_test(tests, brackets_are_followed_to_a_limit);
    tcase_add_test(tests, what_is_no_text_is_named);
    tcase_add_test(tests, keys_stand_where_they_are_written);
    tcase_add_test(tests, values_stand_where_they_are_written);
    tcase_add_test(tests, comments_are_no_part_of_it_and_move_nothing);
    tcase_add_test(tests, an_included_file_keeps_its_own_places);
    tcase_add_test(tests, commas_before_closing_brackets_are_taken);
    tcase_add_test(tests, commas_are_taken_where_kea_takes_them);
    tcase_add_test(tests, a_member_stands_once_in_its_object);
    tcase_add_test(tests, nothing_stands_behind_the_object);
    tcase_add_test(tests, a_string_has_no_control_characters);
    tcase_add_test(tests, an_include_needs_no_blank);
    tcase_add_test(tests, what_cannot_be_read_has_a_place);
    tcase_add_test(tests, a_json_error_names_the_place_and_no_content);
    tcase_set_timeout(tests, 60);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
