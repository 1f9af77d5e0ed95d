/* SPDX-License-Identifier: MIT */
/* The report for people. */
#include <stdio.h>
#include <stdlib.h>

#include "vectors/runner.h"

static const char *text_of(const json_t *object, const char *name) {
    const char *const text = json_string_value(json_object_get(object, name));

    return text != NULL ? text : "";
}

static json_int_t number_of(const json_t *object, const char *name) {
    return json_integer_value(json_object_get(object, name));
}

static void print_value(const char *label, const json_t *value) {
    char *const text = value == NULL ? NULL : json_dumps(value, JSON_ENSURE_ASCII);

    if (text != NULL) {
        (void)printf("    %-9s %s\n", label, text);
    }
    free(text);
}

static void print_failures(const json_t *failures) {
    size_t i;
    json_t *failure;

    json_array_foreach(failures, i, failure) {
        (void)printf("FAIL %s %" JSON_INTEGER_FORMAT ": %s\n", text_of(failure, "file"),
                     number_of(failure, "tcId"), text_of(failure, "comment"));
        (void)printf("    %-9s %s\n    %-9s %s\n", "clause", text_of(failure, "clause"), "why",
                     text_of(failure, "why"));
        print_value("question", json_object_get(failure, "question"));
        print_value("expected", json_object_get(failure, "expected"));
        print_value("got", json_object_get(failure, "got"));
    }
}

/* "12 of 14", and what the others were. */
static void print_counts(const json_t *counts) {
    (void)printf("%5" JSON_INTEGER_FORMAT " of %5" JSON_INTEGER_FORMAT " passed",
                 number_of(counts, "passed"), number_of(counts, "tests"));
    if (number_of(counts, "failed") != 0) {
        (void)printf(", %" JSON_INTEGER_FORMAT " failed", number_of(counts, "failed"));
    }
    if (number_of(counts, "unsupported") != 0) {
        (void)printf(", %" JSON_INTEGER_FORMAT " unsupported", number_of(counts, "unsupported"));
    }
}

static void print_clauses(json_t *clauses) {
    json_t *const names = json_array();
    const char *key;
    json_t *counts;

    json_object_foreach(clauses, key, counts) {
        size_t at = 0;
        while (at < json_array_size(names) &&
               number_of(json_object_get(clauses, json_string_value(json_array_get(names, at))),
                         "failed") >= number_of(counts, "failed")) {
            at++;
        }
        (void)json_array_insert_new(names, at, json_string(key)); /* the worst first */
    }
    (void)printf("Clauses:\n");
    for (size_t i = 0; i < json_array_size(names); i++) {
        const char *const name = json_string_value(json_array_get(names, i));
        counts = json_object_get(clauses, name);
        (void)printf("  ");
        print_counts(counts);
        (void)printf("  %s\n    %s [%s]\n", name, text_of(counts, "rule"),
                     text_of(counts, "origin"));
    }
    json_decref(names);
}

void cdc43_vec_report_print(const json_t *report, bool with_clauses) {
    size_t i;
    json_t *problem;
    const char *key;
    json_t *counts;

    print_failures(json_object_get(report, "failures"));
    json_array_foreach(json_object_get(report, "problems"), i, problem) {
        (void)printf("PROBLEM %s\n", json_string_value(problem));
    }
    if (number_of(report, "notAsked") != 0) {
        (void)printf("PROBLEM %" JSON_INTEGER_FORMAT
                     " questions were not asked: the program ended or failed too often\n",
                     number_of(report, "notAsked"));
    }
    if (with_clauses) {
        print_clauses(json_object_get(report, "clauses"));
    }
    (void)printf("Files:\n");
    json_object_foreach(json_object_get(report, "files"), key, counts) {
        (void)printf("  ");
        print_counts(counts);
        (void)printf("  %s\n", key);
    }
    (void)printf("All:\n  ");
    print_counts(report);
    (void)printf("\n");
}
