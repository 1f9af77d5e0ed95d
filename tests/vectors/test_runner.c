/* SPDX-License-Identifier: MIT */
/* The runner of the vectors: what it refuses, what it asks, how it judges. */
#include <stdio.h>
#include <string.h>

#include "tests/support/main.h"
#include "vectors/runner.h"

static const char file_text[] =
    "{'schema': 'identity_schema.json', 'numberOfTests': 1, 'header': ['x'],"
    " 'notes': {'Normal': {}}, 'clauses': {'a.b': {'rule': 'r', 'origin': 'o'}},"
    " 'testGroups': [{'type': 'identity', 'source': {}, 'tests': [{'tcId': 4, 'comment': 'c',"
    " 'flags': ['Normal'], 'clause': 'a.b', 'micCn': 'CP', 'domain': '6e6c', 'result': 'valid',"
    " 'commonName': 'CP.nl', 'userId': 'CP@nl'}]}]}";

/* JSON with ' for ". */
static json_t *parse(const char *text) {
    char copy[2048];
    json_t *value;

    ck_assert_uint_lt(strlen(text), sizeof copy);
    memcpy(copy, text, strlen(text) + 1);
    for (char *c = strchr(copy, '\''); c != NULL; c = strchr(c, '\'')) {
        *c = '"';
    }
    value = json_loads(copy, JSON_ALLOW_NUL, NULL);
    ck_assert_ptr_nonnull(value);
    return value;
}

static json_t *first_test(json_t *file) {
    json_t *const group = json_array_get(json_object_get(file, "testGroups"), 0);

    return json_array_get(json_object_get(group, "tests"), 0);
}

/* Runs a file against the library; the number of tests that passed. */
static json_int_t passed(json_t *file) {
    struct cdc43_vec_run run = {
        {cdc43_vec_ask_library, NULL}, true, NULL, 0, cdc43_vec_report_new()};
    json_int_t count;

    cdc43_vec_run_file(&run, file, "f");
    count = json_integer_value(json_object_get(run.report, "passed"));
    ck_assert_int_eq(cdc43_vec_report_is_good(run.report, false), count == 1);
    json_decref(run.report);
    return count;
}

START_TEST(accepts_a_good_file_and_passes_it) {
    char error[CDC43_VEC_TEXT_MAX];
    json_t *const file = parse(file_text);

    ck_assert_msg(cdc43_vec_check(file, error), "%s", error);
    ck_assert_int_eq(passed(file), 1);
    json_decref(file);
}
END_TEST

START_TEST(fails_a_wrong_expectation) {
    json_t *const file = parse(file_text);

    (void)json_object_set_new(first_test(file), "userId", json_string("CP@be"));
    ck_assert_int_eq(passed(file), 0);
    json_decref(file);
}
END_TEST

START_TEST(refuses_a_file_without_any_one_of_its_members) {
    json_t *const good = parse(file_text);
    char error[CDC43_VEC_TEXT_MAX];
    const char *key;
    json_t *value;

    json_object_foreach(good, key, value) {
        json_t *const file = json_deep_copy(good);
        (void)json_object_del(file, key);
        ck_assert_msg(!cdc43_vec_check(file, error), "without %s", key);
        json_decref(file);
    }
    json_object_foreach(first_test(good), key, value) {
        json_t *const file = json_deep_copy(good);
        if (strcmp(key, "micCn") != 0) { /* or model and mac */
            (void)json_object_del(first_test(file), key);
            ck_assert_msg(!cdc43_vec_check(file, error), "without %s", key);
        }
        json_decref(file);
    }
    json_decref(good);
}
END_TEST

START_TEST(refuses_a_wrong_kind_of_any_member) {
    json_t *const good = parse(file_text);
    char error[CDC43_VEC_TEXT_MAX];
    const char *key;
    json_t *value;

    json_object_foreach(first_test(good), key, value) {
        json_t *const file = json_deep_copy(good);
        (void)json_object_set_new(first_test(file), key, json_real(1.5));
        ck_assert_msg(!cdc43_vec_check(file, error), "%s is a fraction", key);
        json_decref(file);
    }
    json_decref(good);
}
END_TEST

START_TEST(asks_decoding_twice_and_hides_the_outputs) {
    json_t *const group = parse("{'type': 'decode', 'profile': 'roomos'}");
    json_t *const test = parse(
        "{'tcId': 1, 'comment': 'c', 'flags': [], 'clause': 'a.b', 'option43': '00',"
        " 'result': 'acceptable', 'params': {}, 'tolerated': ['pad'], 'complete': false,"
        " 'incomplete': {'name': 'MISSING', 'suboption': 11}, 'strictError': {'name': 'PAD'}}");
    const struct cdc43_vec_case strict = {"decode", group, test, "strict"};
    const struct cdc43_vec_case tolerant = {"decode", group, test, "tolerant"};
    json_t *const question = cdc43_vec_question(&strict, 9);
    json_t *const refused = cdc43_vec_expected(&strict);
    json_t *const accepted = cdc43_vec_expected(&tolerant);
    json_t *const wanted = parse("{'id': 9, 'op': 'decode', 'profile': 'roomos', 'mode': 'strict',"
                                 " 'option43': '00'}");

    ck_assert(json_equal(question, wanted));
    ck_assert(json_is_false(json_object_get(refused, "ok")));
    ck_assert(json_is_true(json_object_get(accepted, "ok")));
    ck_assert_uint_eq(json_object_size(accepted), 5);
    json_decref(group);
    json_decref(test);
    json_decref(question);
    json_decref(refused);
    json_decref(accepted);
    json_decref(wanted);
}
END_TEST

/* What the runner makes of an answer. */
static enum cdc43_vec_verdict judge(const char *expected_text, const char *answer_text,
                                    bool exact) {
    json_t *const expected = parse(expected_text);
    json_t *const answer = parse(answer_text);
    char why[CDC43_VEC_TEXT_MAX];
    const enum cdc43_vec_verdict verdict = cdc43_vec_judge(expected, answer, exact, why);

    json_decref(expected);
    json_decref(answer);
    return verdict;
}

START_TEST(judges_refusals_by_what_they_say) {
    const char *const expected =
        "{'ok': false, 'error': {'name': 'PAD', 'suboption': 0, 'offset': 3, 'excess': 0}}";

    ck_assert_int_eq(judge(expected, expected, true), CDC43_VEC_PASS);
    ck_assert_int_eq(judge(expected, "{'ok': false}", false), CDC43_VEC_PASS);
    ck_assert_int_eq(judge(expected, "{'ok': false}", true), CDC43_VEC_FAIL);
    ck_assert_int_eq(judge(expected, "{'ok': false, 'error': {'name': 'PAD'}}", false),
                     CDC43_VEC_PASS);
    ck_assert_int_eq(judge(expected, "{'ok': false, 'error': {'name': 'PAD'}}", true),
                     CDC43_VEC_FAIL);
    ck_assert_int_eq(judge(expected, "{'ok': false, 'error': {'name': 'END'}}", false),
                     CDC43_VEC_FAIL);
    ck_assert_int_eq(judge(expected, "{'ok': true}", false), CDC43_VEC_FAIL);
    ck_assert_int_eq(judge(expected, "{'ok': 0}", false), CDC43_VEC_FAIL);
    ck_assert_int_eq(judge(expected, "{'unsupported': true}", true), CDC43_VEC_UNSUPPORTED);
    ck_assert_int_eq(judge(expected, "{'unsupported': false}", true), CDC43_VEC_FAIL);
}
END_TEST

START_TEST(judges_parameters_to_the_last_one) {
    const char *const expected = "{'ok': true, 'params': {'server': 'ca', 'fips-mode': true},"
                                 " 'tolerated': ['pad', 'end'], 'complete': true}";

    ck_assert_int_eq(
        judge(expected, "{'ok': true, 'params': {'server': 'ca', 'fips-mode': true}}", false),
        CDC43_VEC_PASS);
    ck_assert_int_eq(judge(expected, "{'ok': true, 'params': {'server': 'ca'}}", false),
                     CDC43_VEC_FAIL);
    ck_assert_int_eq(
        judge(expected, "{'ok': true, 'params': {'server': 'ca', 'fips-mode': 1}}", false),
        CDC43_VEC_FAIL);
    ck_assert_int_eq(judge(expected,
                           "{'ok': true, 'params': {'server': 'ca', 'fips-mode': true,"
                           " 'enable-8021x': false}}",
                           false),
                     CDC43_VEC_FAIL);
    ck_assert_int_eq(judge(expected, "{'ok': true}", false), CDC43_VEC_FAIL);
    ck_assert_int_eq(judge(expected,
                           "{'ok': true, 'params': {'server': 'ca', 'fips-mode': true},"
                           " 'tolerated': ['end', 'pad']}",
                           false),
                     CDC43_VEC_PASS);
    ck_assert_int_eq(judge(expected,
                           "{'ok': true, 'params': {'server': 'ca', 'fips-mode': true},"
                           " 'tolerated': ['end']}",
                           false),
                     CDC43_VEC_FAIL);
}
END_TEST

START_TEST(an_empty_report_is_not_good) {
    json_t *const report = cdc43_vec_report_new();

    ck_assert(!cdc43_vec_report_is_good(report, true));
    json_decref(report);
}
END_TEST

int main(void) {
    Suite *const suite = suite_create("runner");
    TCase *const cases = tcase_create("runner");

    tcase_add_test(cases, accepts_a_good_file_and_passes_it);
    tcase_add_test(cases, fails_a_wrong_expectation);
    tcase_add_test(cases, refuses_a_file_without_any_one_of_its_members);
    tcase_add_test(cases, refuses_a_wrong_kind_of_any_member);
    tcase_add_test(cases, asks_decoding_twice_and_hides_the_outputs);
    tcase_add_test(cases, judges_refusals_by_what_they_say);
    tcase_add_test(cases, judges_parameters_to_the_last_one);
    tcase_add_test(cases, an_empty_report_is_not_good);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
