/* SPDX-License-Identifier: MIT */
/* Goes through the tests of a file, asks, judges and counts. */
#include <stdio.h>
#include <string.h>

#include "tlv/cdc43.h"
#include "vectors/runner.h"

const char *cdc43_vec_print_octets(const char *octets, size_t len, char *ret_text,
                                   size_t capacity) {
    static const char digits[] = "0123456789abcdef";
    char *to = ret_text;

    for (size_t i = 0; i < len; i++) {
        const unsigned octet = (unsigned char)octets[i];
        if (capacity - (size_t)(to - ret_text) < 8) { /* an octet, three dots and the NUL */
            memcpy(to, "...", 3);
            to += 3;
            break;
        }
        if (octet >= CDC43_TEXT_LOW && octet <= CDC43_TEXT_HIGH) {
            *to++ = (char)octet;
        } else {
            *to++ = '\\';
            *to++ = 'x';
            *to++ = digits[octet >> 4];
            *to++ = digits[octet & 0x0fU];
        }
    }
    *to = '\0';
    return ret_text;
}

/* A sentence for the report. jansson takes nothing that is not UTF-8, and what a program wrote, or
 * stands in a file or its name, may be anything. */
static json_t *sentence_json(const char *sentence) {
    char text[2 * CDC43_VEC_TEXT_MAX];

    return json_string(cdc43_vec_print_octets(sentence, strlen(sentence), text, sizeof text));
}

static json_t *counts_new(void) {
    return json_pack("{s:i, s:i, s:i, s:i}", "tests", 0, "passed", 0, "failed", 0, "unsupported",
                     0);
}

json_t *cdc43_vec_report_new(void) {
    json_t *const report = counts_new();

    (void)json_object_set_new(report, "files", json_object());
    (void)json_object_set_new(report, "clauses", json_object());
    (void)json_object_set_new(report, "failures", json_array());
    (void)json_object_set_new(report, "problems", json_array());
    (void)json_object_set_new(report, "notAsked", json_integer(0));
    return report;
}

void cdc43_vec_report_problem(json_t *report, const char *sentence) {
    (void)json_array_append_new(json_object_get(report, "problems"), sentence_json(sentence));
}

static void count_one(json_t *counts, const char *name) {
    json_t *const number = json_object_get(counts, name);

    (void)json_integer_set(number, json_integer_value(number) + 1);
}

static void count_test(json_t *counts, enum cdc43_vec_verdict verdict) {
    count_one(counts, "tests");
    switch (verdict) {
    case CDC43_VEC_PASS:
        count_one(counts, "passed");
        break;
    case CDC43_VEC_FAIL:
        count_one(counts, "failed");
        break;
    case CDC43_VEC_UNSUPPORTED:
        count_one(counts, "unsupported");
        break;
    }
}

/* The counts of a file or clause, made when they are asked for first. */
static json_t *counts_of(json_t *all, const char *name) {
    json_t *counts = json_object_get(all, name);

    if (counts == NULL) {
        counts = counts_new();
        (void)json_object_set_new(all, name, counts);
    }
    return counts;
}

static void note_failure(struct cdc43_vec_run *run, const struct cdc43_vec_case *asked,
                         const char *file, const json_t *question, json_t *expected, json_t *got,
                         const char *why) {
    json_t *const failure = json_pack(
        "{s:s, s:O, s:O, s:O, s:o}", "file", file, "tcId", json_object_get(asked->test, "tcId"),
        "comment", json_object_get(asked->test, "comment"), "clause",
        json_object_get(asked->test, "clause"), "why", sentence_json(why));

    (void)json_object_set_new(failure, "question", json_deep_copy(question));
    (void)json_object_set(failure, "expected", expected);
    if (got != NULL) {
        (void)json_object_set(failure, "got", got);
    }
    (void)json_array_append_new(json_object_get(run->report, "failures"), failure);
}

/* Asks one question and notes what is wrong with the answer. */
static enum cdc43_vec_verdict ask(struct cdc43_vec_run *run, const struct cdc43_vec_case *asked,
                                  const char *file) {
    char why[CDC43_VEC_TEXT_MAX] = "";
    json_t *const question = cdc43_vec_question(asked, ++run->asked);
    json_t *const expected = cdc43_vec_expected(asked);
    json_t *const got = run->target.ask(run->target.context, question, why);
    enum cdc43_vec_verdict verdict = CDC43_VEC_FAIL;

    if (got != NULL) {
        verdict = cdc43_vec_judge(expected, got, run->exact, why);
    }
    if (got == NULL && *why == '\0') {
        count_one(run->report, "notAsked");
    } else if (verdict == CDC43_VEC_FAIL) {
        note_failure(run, asked, file, question, expected, got, why);
    }
    json_decref(question);
    json_decref(expected);
    json_decref(got);
    return verdict;
}

static enum cdc43_vec_verdict run_test(struct cdc43_vec_run *run, struct cdc43_vec_case *asked,
                                       const char *file) {
    enum cdc43_vec_verdict strict;
    enum cdc43_vec_verdict tolerant;

    if (strcmp(asked->type, "decode") != 0) {
        asked->mode = NULL;
        return ask(run, asked, file);
    }
    asked->mode = "strict";
    strict = ask(run, asked, file);
    asked->mode = "tolerant";
    tolerant = ask(run, asked, file);
    if (strict == CDC43_VEC_FAIL || tolerant == CDC43_VEC_FAIL) {
        return CDC43_VEC_FAIL;
    }
    return strict == CDC43_VEC_UNSUPPORTED ? strict : tolerant;
}

static void count_everywhere(struct cdc43_vec_run *run, const json_t *file, const char *name,
                             const char *clause, enum cdc43_vec_verdict verdict) {
    json_t *const counts = counts_of(json_object_get(run->report, "clauses"), clause);

    (void)json_object_update_missing(counts,
                                     json_object_get(json_object_get(file, "clauses"), clause));
    count_test(counts, verdict);
    count_test(counts_of(json_object_get(run->report, "files"), name), verdict);
    count_test(run->report, verdict);
}

void cdc43_vec_run_file(struct cdc43_vec_run *run, const json_t *file, const char *name) {
    char shown[CDC43_VEC_TEXT_MAX];
    size_t i;
    json_t *group;

    name = cdc43_vec_print_octets(name, strlen(name), shown, sizeof shown);
    json_array_foreach(json_object_get(file, "testGroups"), i, group) {
        struct cdc43_vec_case asked = {json_string_value(json_object_get(group, "type")), group,
                                       NULL, NULL};
        size_t j;
        if (run->only != NULL && strcmp(run->only, asked.type) != 0) {
            continue;
        }
        json_array_foreach(json_object_get(group, "tests"), j, asked.test) {
            count_everywhere(run, file, name,
                             json_string_value(json_object_get(asked.test, "clause")),
                             run_test(run, &asked, name));
        }
    }
}

bool cdc43_vec_report_is_good(const json_t *report, bool allow_unsupported) {
    const json_int_t tests = json_integer_value(json_object_get(report, "tests"));
    const json_int_t passed = json_integer_value(json_object_get(report, "passed"));
    const json_int_t unsupported = json_integer_value(json_object_get(report, "unsupported"));

    return passed > 0 && passed + (allow_unsupported ? unsupported : 0) == tests &&
           json_array_size(json_object_get(report, "problems")) == 0;
}
