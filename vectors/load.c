/* SPDX-License-Identifier: MIT */
/* Reading vector files. Whatever is not exactly as agreed is an error, so that no test is lost. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "tlv/cdc43.h"
#include "tlv/text.h"
#include "vectors/runner.h"

/* A member of an object. */
struct member {
    const char *name;
    char kind; /* 's' string, 'h' hexadecimal, 'i' integer >= 0, 'b' boolean, 'o' object,
                  'a' array, 'e' error object */
    bool optional;
};

/* What tests of one type have besides the members common to all. */
struct type {
    const char *name;
    bool has_profile;
    bool has_acceptable;
    struct member inputs[5];
    struct member good[5];       /* outputs of valid tests */
    struct member acceptable[5]; /* outputs that acceptable tests have more */
    struct member bad[3];        /* outputs of invalid tests */
};

static const struct type types[] = {
    {"decode",
     true,
     true,
     {{"option43", 'h', false}},
     {{"params", 'o', false},
      {"tolerated", 'a', false},
      {"complete", 'b', false},
      {"incomplete", 'e', true}},
     {{"strictError", 'e', false}},
     {{"strictError", 'e', false}, {"tolerantError", 'e', false}}},
    {"encode",
     true,
     false,
     {{"params", 'o', false}, {"limit", 'i', false}, {"capacity", 'i', true}},
     {{"option43", 'h', false}},
     {{NULL, 0, false}},
     {{"error", 'e', false}}},
    {"identity",
     false,
     false,
     {{"micCn", 's', true}, {"model", 's', true}, {"mac", 'h', true}, {"domain", 'h', false}},
     {{"commonName", 's', false}, {"userId", 's', false}},
     {{NULL, 0, false}},
     {{"error", 'e', false}}},
    {"message",
     false,
     false,
     {{"message", 'h', false}, {"option", 'i', false}, {"capacity", 'i', true}},
     {{"present", 'b', false}, {"value", 'h', true}},
     {{NULL, 0, false}},
     {{"error", 'e', false}}},
    {"text",
     false,
     false,
     {{"form", 's', false}, {"text", 's', false}, {"suboption", 's', true}},
     {{"octets", 'h', true}, {"on", 'b', true}},
     {{NULL, 0, false}},
     {{"error", 'e', false}}},
};

static const struct member file_members[] = {{"schema", 's', false},  {"numberOfTests", 'i', false},
                                             {"header", 'a', false},  {"notes", 'o', false},
                                             {"clauses", 'o', false}, {"testGroups", 'a', false},
                                             {NULL, 0, false}};
static const struct member group_members[] = {{"type", 's', false},
                                              {"profile", 's', true},
                                              {"source", 'o', false},
                                              {"tests", 'a', false},
                                              {NULL, 0, false}};
static const struct member test_members[] = {{"tcId", 'i', false},   {"comment", 's', false},
                                             {"flags", 'a', false},  {"clause", 's', false},
                                             {"result", 's', false}, {NULL, 0, false}};
static const struct member error_members[] = {{"name", 's', false},
                                              {"suboption", 'i', true},
                                              {"offset", 'i', true},
                                              {"excess", 'i', true},
                                              {NULL, 0, false}};

static const struct member question_members[] = {{"id", 'i', false},      {"op", 's', false},
                                                 {"profile", 's', true},  {"mode", 's', true},
                                                 {"tolerate", 'a', true}, {NULL, 0, false}};

static bool complain(char ret_error[CDC43_VEC_TEXT_MAX], const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static bool complain(char ret_error[CDC43_VEC_TEXT_MAX], const char *format, ...) {
    va_list arguments;

    va_start(arguments, format);
    (void)vsnprintf(ret_error, CDC43_VEC_TEXT_MAX, format, arguments);
    va_end(arguments);
    return false;
}

static const char *string_of(const json_t *object, const char *name) {
    const char *const text = json_string_value(json_object_get(object, name));

    return text != NULL ? text : "";
}

static bool is_hex(const json_t *value) {
    const char *const text = json_string_value(value);

    return text != NULL && strlen(text) == json_string_length(value) && strlen(text) % 2 == 0 &&
           strspn(text, "0123456789abcdef") == strlen(text);
}

static bool is_error_name(const char *name) {
    for (int err = 1; err <= UINT8_MAX; err++) {
        const char *const known = cdc43_err_name((enum cdc43_err)err);
        if (known != NULL && strcmp(known, name) == 0) {
            return true;
        }
    }
    return false;
}

static bool check_members(json_t *object, const struct member *const *lists, size_t count,
                          const char *what, char ret_error[CDC43_VEC_TEXT_MAX]);

static bool is_of_kind(json_t *value, char kind, const char *what,
                       char ret_error[CDC43_VEC_TEXT_MAX]) {
    const struct member *const lists[] = {error_members};

    switch (kind) {
    case 's':
        return json_is_string(value);
    case 'h':
        return is_hex(value);
    case 'i':
        return json_is_integer(value) && json_integer_value(value) >= 0;
    case 'b':
        return json_is_boolean(value);
    case 'o':
        return json_is_object(value);
    case 'a':
        return json_is_array(value);
    default:
        return json_is_object(value) && check_members(value, lists, 1, what, ret_error) &&
               is_error_name(string_of(value, "name"));
    }
}

static const struct member *find_member(const struct member *const *lists, size_t count,
                                        const char *name) {
    for (size_t i = 0; i < count; i++) {
        for (const struct member *member = lists[i]; member->name != NULL; member++) {
            if (strcmp(member->name, name) == 0) {
                return member;
            }
        }
    }
    return NULL;
}

/* Has the object the members of these lists, and no others? */
static bool check_members(json_t *object, const struct member *const *lists, size_t count,
                          const char *what, char ret_error[CDC43_VEC_TEXT_MAX]) {
    const char *key;
    json_t *value;
    bool good = json_is_object(object) || complain(ret_error, "%s is not an object", what);

    for (size_t i = 0; good && i < count; i++) {
        for (const struct member *member = lists[i]; good && member->name != NULL; member++) {
            if (!member->optional && json_object_get(object, member->name) == NULL) {
                good = complain(ret_error, "%s lacks \"%s\"", what, member->name);
            }
        }
    }
    json_object_foreach(object, key, value) {
        const struct member *const member = good ? find_member(lists, count, key) : NULL;
        if (good && member == NULL) {
            good = complain(ret_error, "%s has the unknown member \"%.40s\"", what, key);
        } else if (good && !is_of_kind(value, member->kind, key, ret_error)) {
            good = complain(ret_error, "%s: \"%s\" has a wrong type or form", what, key);
        }
    }
    return good;
}

static bool check_explained(const json_t *file, const json_t *test, const char *what,
                            char ret_error[CDC43_VEC_TEXT_MAX]) {
    const json_t *const flags = json_object_get(test, "flags");
    const char *const clause = string_of(test, "clause");
    size_t i;
    json_t *flag;

    if (json_object_get(json_object_get(file, "clauses"), clause) == NULL) {
        return complain(ret_error, "%s: clause \"%.60s\" is not in \"clauses\"", what, clause);
    }
    json_array_foreach(flags, i, flag) {
        if (!json_is_string(flag) ||
            json_object_get(json_object_get(file, "notes"), json_string_value(flag)) == NULL) {
            return complain(ret_error, "%s: a flag is not in \"notes\"", what);
        }
    }
    return true;
}

static bool check_test(const json_t *file, const struct type *type, json_t *test, json_t *ids,
                       char ret_error[CDC43_VEC_TEXT_MAX]) {
    const struct member *lists[4] = {test_members, type->inputs, type->good, type->acceptable};
    const char *const result = string_of(test, "result");
    size_t count = 3;
    char id[32];
    char what[64];

    (void)snprintf(id, sizeof id, "%" JSON_INTEGER_FORMAT,
                   json_integer_value(json_object_get(test, "tcId")));
    (void)snprintf(what, sizeof what, "test %s", id);
    if (strcmp(result, "invalid") == 0) {
        lists[2] = type->bad;
    } else if (strcmp(result, "acceptable") == 0 && type->has_acceptable) {
        count = 4;
    } else if (strcmp(result, "valid") != 0) {
        return complain(ret_error, "%s: unknown result \"%.30s\"", what, result);
    }
    if (!check_members(test, lists, count, what, ret_error) ||
        !check_explained(file, test, what, ret_error)) {
        return false;
    }
    if (json_integer_value(json_object_get(test, "tcId")) < 1 || json_object_get(ids, id) != NULL) {
        return complain(ret_error, "tcId %s appears twice or is not positive", id);
    }
    (void)json_object_set_new(ids, id, json_true());
    return true;
}

static const struct type *find_type(const char *name) {
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (strcmp(types[i].name, name) == 0) {
            return &types[i];
        }
    }
    return NULL;
}

static bool check_group(const json_t *file, json_t *group, json_t *ids,
                        char ret_error[CDC43_VEC_TEXT_MAX]) {
    const struct member *const lists[] = {group_members};
    const char *const name = string_of(group, "type");
    const struct type *const type = find_type(name);
    const json_t *const profile = json_object_get(group, "profile");
    char schema[64];
    size_t i;
    json_t *test;

    if (!check_members(group, lists, 1, "a group of tests", ret_error)) {
        return false;
    }
    if (type == NULL) {
        return complain(ret_error, "unknown type of tests \"%.40s\"", name);
    }
    (void)snprintf(schema, sizeof schema, "%s_schema.json", name);
    if (strcmp(string_of(file, "schema"), schema) != 0) {
        return complain(ret_error, "schema \"%.60s\" does not fit tests of type \"%s\"",
                        string_of(file, "schema"), name);
    }
    if (type->has_profile != (profile != NULL) ||
        (profile != NULL && cdc43_find_device(json_string_value(profile)) == NULL)) {
        return complain(ret_error, "\"profile\" is missing, unknown, or is not used with \"%s\"",
                        name);
    }
    json_array_foreach(json_object_get(group, "tests"), i, test) {
        if (!check_test(file, type, test, ids, ret_error)) {
            return false;
        }
    }
    return true;
}

bool cdc43_vec_check_question(json_t *question, char ret_error[CDC43_VEC_TEXT_MAX]) {
    const struct type *const type = find_type(string_of(question, "op"));
    const char *const mode = string_of(question, "mode");
    const bool tolerate = json_object_get(question, "tolerate") != NULL;
    const char *const profile = string_of(question, "profile");

    if (type == NULL) {
        return true; /* another operation: that is answered */
    }
    {
        const struct member *const lists[] = {question_members, type->inputs};
        if (!check_members(question, lists, 2, "the question", ret_error)) {
            return false;
        }
    }
    if (type->has_profile && cdc43_find_device(profile) == NULL) {
        return complain(ret_error, "\"profile\" is missing or unknown");
    }
    if (type->has_acceptable && !tolerate && strcmp(mode, "strict") != 0 &&
        strcmp(mode, "tolerant") != 0) {
        return complain(ret_error, "\"mode\" must be strict or tolerant");
    }
    return true;
}

bool cdc43_vec_check(json_t *file, char ret_error[CDC43_VEC_TEXT_MAX]) {
    const struct member *const lists[] = {file_members};
    json_t *const ids = json_object();
    json_int_t wanted;
    size_t i;
    json_t *group;
    bool good = check_members(file, lists, 1, "the file", ret_error);

    json_array_foreach(json_object_get(file, "testGroups"), i, group) {
        good = good && check_group(file, group, ids, ret_error);
    }
    wanted = json_integer_value(json_object_get(file, "numberOfTests"));
    if (good && (wanted == 0 || wanted != (json_int_t)json_object_size(ids))) {
        good =
            complain(ret_error, "numberOfTests is %" JSON_INTEGER_FORMAT ", but the file has %zu",
                     wanted, json_object_size(ids));
    }
    json_decref(ids);
    return good;
}

json_t *cdc43_vec_load(const char *path, char ret_error[CDC43_VEC_TEXT_MAX]) {
    json_error_t error;
    json_t *const file = json_load_file(path, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);

    if (file == NULL) {
        (void)(error.line > 0 ? complain(ret_error, "line %d: %s", error.line, error.text)
                              : complain(ret_error, "%s", error.text));
        return NULL;
    }
    if (!cdc43_vec_check(file, ret_error)) {
        json_decref(file);
        return NULL;
    }
    return file;
}
