/* SPDX-License-Identifier: MIT */
/* From a test to the question, to the answer that is right, and to the verdict. */
#include <stdio.h>
#include <string.h>

#include "vectors/runner.h"

/* Members of a test that are not inputs: everything but these goes into the question. */
static const char *const not_inputs[] = {
    "tcId",      "comment",  "flags",      "clause",      "result",       "error",
    "tolerated", "complete", "incomplete", "present",     "value",        "octets",
    "on",        "userId",   "commonName", "strictError", "tolerantError"};

/* "params" and "option43" are inputs of the one type and outputs of the other. */
static bool is_input(const char *type, const char *name) {
    if (strcmp(name, "params") == 0) {
        return strcmp(type, "encode") == 0;
    }
    if (strcmp(name, "option43") == 0) {
        return strcmp(type, "decode") == 0;
    }
    for (size_t i = 0; i < sizeof not_inputs / sizeof not_inputs[0]; i++) {
        if (strcmp(not_inputs[i], name) == 0) {
            return false;
        }
    }
    return true;
}

json_t *cdc43_vec_question(const struct cdc43_vec_case *asked, json_int_t id) {
    json_t *const question = json_object();
    json_t *const profile = json_object_get(asked->group, "profile");
    const char *key;
    json_t *value;

    (void)json_object_set_new(question, "id", json_integer(id));
    (void)json_object_set_new(question, "op", json_string(asked->type));
    if (profile != NULL) {
        (void)json_object_set(question, "profile", profile);
    }
    if (asked->mode != NULL) {
        (void)json_object_set_new(question, "mode", json_string(asked->mode));
    }
    json_object_foreach(asked->test, key, value) {
        if (is_input(asked->type, key)) {
            (void)json_object_set(question, key, value);
        }
    }
    return question;
}

json_t *cdc43_vec_expected(const struct cdc43_vec_case *asked) {
    json_t *const expected = json_object();
    const bool strict = asked->mode != NULL && strcmp(asked->mode, "strict") == 0;
    json_t *error = json_object_get(asked->test, "error");
    const char *key;
    json_t *value;

    if (asked->mode != NULL) {
        error = json_object_get(asked->test, strict ? "strictError" : "tolerantError");
    }
    (void)json_object_set_new(expected, "ok", json_boolean(error == NULL));
    if (error != NULL) {
        (void)json_object_set(expected, "error", error);
        return expected;
    }
    json_object_foreach(asked->test, key, value) {
        const bool about = strcmp(key, "tcId") == 0 || strcmp(key, "comment") == 0 ||
                           strcmp(key, "flags") == 0 || strcmp(key, "clause") == 0 ||
                           strcmp(key, "result") == 0 || strcmp(key, "strictError") == 0;
        if (!about && !is_input(asked->type, key)) {
            (void)json_object_set(expected, key, value);
        }
    }
    return expected;
}

/* May an answer leave this member out, if details are not insisted on? */
static bool is_detail(const char *name) {
    return strcmp(name, "error") == 0 || strcmp(name, "tolerated") == 0 ||
           strcmp(name, "complete") == 0 || strcmp(name, "incomplete") == 0 ||
           strcmp(name, "name") == 0 || strcmp(name, "suboption") == 0 ||
           strcmp(name, "offset") == 0 || strcmp(name, "excess") == 0;
}

static bool same_member(const char *name, json_t *expected, json_t *got, bool exact,
                        char ret_why[CDC43_VEC_TEXT_MAX]);

/* What is expected must be there (details: if exact), what is there must be expected. */
static bool same_object(json_t *expected, json_t *answer, bool exact,
                        char ret_why[CDC43_VEC_TEXT_MAX]) {
    const char *key;
    json_t *value;

    json_object_foreach(expected, key, value) {
        json_t *const got = json_object_get(answer, key);
        if (got == NULL && !exact && is_detail(key)) {
            continue;
        }
        if (got == NULL) {
            (void)snprintf(ret_why, CDC43_VEC_TEXT_MAX, "\"%s\" is missing in the answer", key);
            return false;
        }
        if (!same_member(key, value, got, exact, ret_why)) {
            return false;
        }
    }
    json_object_foreach(answer, key, value) {
        if (json_object_get(expected, key) == NULL && strcmp(key, "id") != 0) {
            (void)snprintf(ret_why, CDC43_VEC_TEXT_MAX, "\"%.60s\" is not a member of this answer",
                           key);
            return false;
        }
    }
    return true;
}

/* Lists are sets of names here: their order does not matter. */
static bool same_names(const json_t *expected, const json_t *got) {
    size_t i;
    json_t *name;

    if (!json_is_array(got) || json_array_size(got) != json_array_size(expected)) {
        return false;
    }
    json_array_foreach(expected, i, name) {
        size_t j;
        json_t *other;
        bool found = false;
        json_array_foreach(got, j, other) {
            found = found || json_equal(name, other) != 0;
        }
        if (!found) {
            return false;
        }
    }
    return true;
}

static bool same_member(const char *name, json_t *expected, json_t *got, bool exact,
                        char ret_why[CDC43_VEC_TEXT_MAX]) {
    bool same;

    if (json_is_object(expected) && json_is_object(got)) {
        return same_object(expected, got, exact || strcmp(name, "params") == 0, ret_why);
    }
    same = json_is_array(expected) ? same_names(expected, got) : json_equal(expected, got) != 0;
    if (!same) {
        (void)snprintf(ret_why, CDC43_VEC_TEXT_MAX, "\"%s\" is wrong", name);
    }
    return same;
}

enum cdc43_vec_verdict cdc43_vec_judge(json_t *expected, json_t *answer, bool exact,
                                       char ret_why[CDC43_VEC_TEXT_MAX]) {
    const json_t *const ok = json_object_get(answer, "ok");

    if (json_is_true(json_object_get(answer, "unsupported"))) {
        return CDC43_VEC_UNSUPPORTED;
    }
    if (!json_is_boolean(ok)) {
        (void)snprintf(ret_why, CDC43_VEC_TEXT_MAX, "\"ok\" is not true or false");
        return CDC43_VEC_FAIL;
    }
    if (json_equal(ok, json_object_get(expected, "ok")) == 0) {
        (void)snprintf(ret_why, CDC43_VEC_TEXT_MAX,
                       json_is_true(ok) ? "accepted, but must be refused"
                                        : "refused, but must be accepted");
        return CDC43_VEC_FAIL;
    }
    return same_object(expected, answer, exact, ret_why) ? CDC43_VEC_PASS : CDC43_VEC_FAIL;
}
