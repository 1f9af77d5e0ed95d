/* SPDX-License-Identifier: MIT */
/* Test vectors as data: reading them, asking an implementation, judging its answers, reporting. */
#ifndef CDC43_VECTORS_RUNNER_H
#define CDC43_VECTORS_RUNNER_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/* Conventions: a json_t that a function returns belongs to the caller, one that it is given stays
 * the caller's. NULL out of memory ends the program, as jansson's own helpers cannot go on either.
 * Questions and answers are JSON objects; vectors/README.md has their members. */

#define CDC43_VEC_TEXT_MAX 400 /* a sentence for a person, with its NUL */

/* Octets of any kind as text that a report can hold and a terminal can show: what is not printable
 * ASCII comes as \xNN, what does not fit is left out, and "..." says so. capacity: 8 or more.
 * Returns ret_text. */
const char *cdc43_vec_print_octets(const char *octets, size_t len, char *ret_text, size_t capacity);

/* Reads one vector file and checks all of it: known members only, numberOfTests, ids, flags and
 * clauses that the file explains, outputs that belong to the result. NULL when anything is wrong,
 * ret_error then says what, without the path. Nothing is ever skipped. */
json_t *cdc43_vec_load(const char *path, char ret_error[CDC43_VEC_TEXT_MAX]);

/* Checks a vector file that is already JSON; the same rules. */
bool cdc43_vec_check(json_t *file, char ret_error[CDC43_VEC_TEXT_MAX]);

/* Is that a question of the protocol, with all inputs of its kind? Also true for an operation that
 * is not known, which has an answer of its own. */
bool cdc43_vec_check_question(json_t *question, char ret_error[CDC43_VEC_TEXT_MAX]);

/* One thing that is asked about a test. A decode test is asked about twice, strict and tolerant;
 * all others once, mode NULL. */
struct cdc43_vec_case {
    const char *type; /* "decode", "encode", "identity", "message", "text" */
    json_t *group;
    json_t *test;
    const char *mode;
};

/* The question that goes to an implementation, and the answer that is right. */
json_t *cdc43_vec_question(const struct cdc43_vec_case *asked, json_int_t id);
json_t *cdc43_vec_expected(const struct cdc43_vec_case *asked);

enum cdc43_vec_verdict { CDC43_VEC_PASS, CDC43_VEC_FAIL, CDC43_VEC_UNSUPPORTED };

/* Compares. exact: the details of errors, tolerances and completeness must be there and right;
 * otherwise they must be right when they are there. ret_why: on failure what is wrong. */
enum cdc43_vec_verdict cdc43_vec_judge(json_t *expected, json_t *answer, bool exact,
                                       char ret_why[CDC43_VEC_TEXT_MAX]);

/* An implementation under test. ask returns its answer, or NULL when there is none: ret_problem
 * then says why, or is empty when the target has given up and is not asked any more. */
struct cdc43_vec_target {
    json_t *(*ask)(void *context, const json_t *question, char ret_problem[CDC43_VEC_TEXT_MAX]);
    void *context;
};

/* The library of this project as a target; context is not used. */
json_t *cdc43_vec_ask_library(void *context, const json_t *question,
                              char ret_problem[CDC43_VEC_TEXT_MAX]);

/* A program as a target: questions to its standard input, answers from its standard output, one
 * JSON object in a line. It is started when it is asked first, and again after it has ended, hung
 * or talked nonsense, at most restarts times; it runs in a process group of its own, which dies
 * with it. */
struct cdc43_vec_process;

/* command: for /bin/sh -c. timeout_ms: for each answer, and for the end. The process is the context
 * of cdc43_vec_ask_process. */
struct cdc43_vec_process *cdc43_vec_process_new(const char *command, int timeout_ms,
                                                unsigned restarts);
json_t *cdc43_vec_ask_process(void *context, const json_t *question,
                              char ret_problem[CDC43_VEC_TEXT_MAX]);

/* Closes its input and waits for its end. false when that was not clean: a bad exit status, more
 * output than answers, no end in time. Frees it in any case. */
bool cdc43_vec_process_end(struct cdc43_vec_process *process, char ret_problem[CDC43_VEC_TEXT_MAX]);

/* What is run and how it is counted. */
struct cdc43_vec_run {
    struct cdc43_vec_target target;
    bool exact;
    const char *only; /* type of tests; NULL: all */
    json_int_t asked; /* questions so far, the id of the last one */
    json_t *report;   /* from cdc43_vec_report_new */
};

/* The report, a JSON object: "tests", "passed", "failed", "unsupported", "files" (the same per
 * file), "clauses" (the same per clause, with "rule" and "origin"), "failures" (file, tcId,
 * comment, clause, question, expected, got, why), "problems" (sentences), "notAsked" (questions
 * after the target gave up: their tests count as failed, but are not listed). */
json_t *cdc43_vec_report_new(void);

/* Adds a sentence about something that is wrong beside the tests. */
void cdc43_vec_report_problem(json_t *report, const char *sentence);

/* Runs the tests of a loaded file. name: of the file, for the report. */
void cdc43_vec_run_file(struct cdc43_vec_run *run, const json_t *file, const char *name);

/* Was anything run, and did all of it pass? allow_unsupported: answers "unsupported" do not count
 * as failures. */
bool cdc43_vec_report_is_good(const json_t *report, bool allow_unsupported);

/* The report for people on standard output: failures, clauses (when wanted), totals. */
void cdc43_vec_report_print(const json_t *report, bool with_clauses);

#endif
