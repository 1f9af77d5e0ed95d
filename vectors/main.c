/* SPDX-License-Identifier: MIT */
/* cdc43-vectors: the vectors against the library, or against any program. */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tlv/command/cli.h"
#include "tlv/command/options.h"
#include "vectors/runner.h"

#define FILES_MAX 64

struct request {
    const char *command; /* NULL: the library */
    bool exact;
    bool allow_unsupported;
    bool clauses;
    unsigned format; /* enum cdc43_cli_format */
    bool list;
    bool answer;
    unsigned type;    /* place in types; TYPE_COUNT: all */
    unsigned timeout; /* seconds */
    unsigned restarts;
    const char *files[FILES_MAX];
    unsigned file_count;
    char *found[FILES_MAX]; /* those of them that were found in a folder, to be freed */
    size_t found_count;
};

/* As the words of --type. */
static const char *const types[] = {"decode", "encode", "identity", "message", "text"};
#define TYPE_COUNT (sizeof types / sizeof types[0])

/* Exit code, or -1 to go on. */
static int parse(const struct cdc43_cli_subcommand *self, struct request *request, int argc,
                 char **argv) {
    const struct cdc43_cli_option options[] = {
        CDC43_CLI_LIST(NULL, "FILE", request->files, &request->file_count, FILES_MAX,
                       "vector file; without any, all files that come with the command"),
        CDC43_CLI_TEXT("run", "COMMAND", &request->command, 0,
                       "test a program, which gets questions on standard input and gives answers "
                       "on standard output, one JSON object per line; see cdc43-vectors(5)"),
        CDC43_CLI_FLAG("exact", &request->exact,
                       "answers must have the details of errors, what was tolerated and whether "
                       "the value is complete (always so for the library)"),
        CDC43_CLI_CHOICE("type", "decode|encode|identity|message|text", &request->type,
                         "run only tests of this type"),
        CDC43_CLI_FLAG("allow-unsupported", &request->allow_unsupported,
                       "answers {\"unsupported\": true} are not failures"),
        CDC43_CLI_NUMBER("timeout", "SECONDS", &request->timeout, 1, 3600,
                         "time for each answer (default 5)"),
        CDC43_CLI_NUMBER("restarts", "N", &request->restarts, 0, 100000,
                         "how often the program may be started again (default 20)"),
        CDC43_CLI_FLAG("clauses", &request->clauses,
                       "print a line for each rule too (always so with --run)"),
        CDC43_CLI_CHOICE("format", CDC43_CLI_FORMATS, &request->format,
                         "text for people (default) or JSON for programs"),
        CDC43_CLI_FLAG("list", &request->list,
                       "print the paths of the vector files, and test nothing"),
        CDC43_CLI_FLAG("answer", &request->answer,
                       "answer questions from standard input with the library"),
    };

    return cdc43_cli_parse(self, argc, argv, options, sizeof options / sizeof options[0]);
}

static int by_name(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Takes all "..._test.json" of a folder; false when there is none. */
static bool take_folder(struct request *request, const char *folder) {
    static const char ending[] = "_test.json";
    DIR *const entries = opendir(folder);
    const struct dirent *entry;

    if (entries == NULL) {
        return false;
    }
    while ((entry = readdir(entries)) != NULL && request->file_count < FILES_MAX) {
        const size_t len = strlen(entry->d_name);
        const size_t room = strlen(folder) + len + 2;
        if (len > sizeof ending - 1 &&
            strcmp(entry->d_name + len - (sizeof ending - 1), ending) == 0) {
            char *const path = malloc(room);
            if (path == NULL) {
                abort();
            }
            (void)snprintf(path, room, "%s/%s", folder, entry->d_name);
            request->found[request->found_count++] = path;
            request->files[request->file_count++] = path;
        }
    }
    (void)closedir(entries);
    qsort(request->files, request->file_count, sizeof request->files[0], by_name);
    return request->file_count != 0;
}

/* The files that come with the command: beside it, as after an installation to any place and in a
 * build folder, or where they are installed. */
static bool take_all_files(struct request *request) {
    char path[4096];
    const ssize_t len = readlink("/proc/self/exe", path, sizeof path - 64);

    if (len > 0) {
        char *slash;
        path[len] = '\0';
        slash = strrchr(path, '/');
        if (slash != NULL) {
            (void)snprintf(slash, 64, "/../share/cdc43/vectors");
            if (take_folder(request, path)) {
                return true;
            }
        }
    }
    return take_folder(request, CDC43_VEC_FOLDER);
}

static const char *base_name(const char *path) {
    const char *const slash = strrchr(path, '/');

    return slash != NULL ? slash + 1 : path;
}

static bool run_files(const struct request *request, struct cdc43_vec_run *run) {
    char error[CDC43_VEC_TEXT_MAX];
    bool good = true;

    for (size_t i = 0; i < request->file_count; i++) {
        json_t *const file = cdc43_vec_load(request->files[i], error);
        if (file == NULL) {
            char sentence[2 * CDC43_VEC_TEXT_MAX];
            (void)cdc43_cli_fail("%s: %s", request->files[i], error);
            (void)snprintf(sentence, sizeof sentence, "%s: %s", base_name(request->files[i]),
                           error);
            cdc43_vec_report_problem(run->report, sentence);
            good = false;
            continue;
        }
        cdc43_vec_run_file(run, file, base_name(request->files[i]));
        json_decref(file);
    }
    return good;
}

static int run_all(const struct request *request) {
    struct cdc43_vec_run run = {{cdc43_vec_ask_library, NULL},
                                true,
                                request->type < TYPE_COUNT ? types[request->type] : NULL,
                                0,
                                cdc43_vec_report_new()};
    char problem[CDC43_VEC_TEXT_MAX];
    bool good;

    if (request->command != NULL) {
        run.exact = request->exact;
        run.target.ask = cdc43_vec_ask_process;
        run.target.context = cdc43_vec_process_new(request->command, (int)request->timeout * 1000,
                                                   request->restarts + 1);
    }
    good = run_files(request, &run);
    if (request->command != NULL && !cdc43_vec_process_end(run.target.context, problem)) {
        cdc43_vec_report_problem(run.report, problem);
    }
    if (json_integer_value(json_object_get(run.report, "passed")) == 0 &&
        json_integer_value(json_object_get(run.report, "failed")) == 0) {
        cdc43_vec_report_problem(run.report, "nothing was tested");
    }
    good = good && cdc43_vec_report_is_good(run.report, request->allow_unsupported);
    if (request->format == CDC43_CLI_FORMAT_JSON) {
        cdc43_cli_print_json(run.report);
    } else {
        cdc43_vec_report_print(run.report, request->clauses || request->command != NULL);
        json_decref(run.report);
    }
    return cdc43_cli_finish(good ? CDC43_EXIT_GOOD : CDC43_EXIT_BAD);
}

/* Questions from standard input, answers to standard output. */
static int answer_all(void) {
    char *line = NULL;
    size_t room = 0;
    int code = CDC43_EXIT_GOOD;
    ssize_t len;

    while ((len = getline(&line, &room, stdin)) > 0) {
        char problem[CDC43_VEC_TEXT_MAX] = "this is not a question";
        char shown[100];
        char said[CDC43_VEC_TEXT_MAX];
        json_error_t error;
        json_t *const question =
            json_loadb(line, (size_t)len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
        json_t *answer = NULL;
        if (json_is_object(question) && cdc43_vec_check_question(question, problem)) {
            answer = cdc43_vec_ask_library(NULL, question, problem);
        }
        if (answer == NULL) {
            (void)cdc43_vec_print_octets(problem, strlen(problem), said, sizeof said);
            code = cdc43_cli_fail(
                "%s: %s", said,
                cdc43_vec_print_octets(line, strcspn(line, "\r\n"), shown, sizeof shown));
            answer = json_pack("{s:s}", "problem", said);
        }
        if (json_object_get(question, "id") != NULL) {
            (void)json_object_set(answer, "id", json_object_get(question, "id"));
        }
        (void)json_dumpf(answer, stdout, JSON_COMPACT | JSON_ENSURE_ASCII);
        (void)putchar('\n');
        (void)fflush(stdout);
        json_decref(answer);
        json_decref(question);
    }
    free(line);
    return cdc43_cli_finish(code);
}

static int run(const struct cdc43_cli_subcommand *self, int argc, char **argv) {
    struct request request = {.type = TYPE_COUNT, .timeout = 5, .restarts = 20};
    int code = parse(self, &request, argc, argv);

    if (code < 0 && request.answer) {
        code = answer_all();
    } else if (code < 0) {
        if (request.file_count == 0 && !take_all_files(&request)) {
            code = cdc43_cli_fail("no vector files found; name them on the command line");
        } else if (request.list) {
            for (size_t i = 0; i < request.file_count; i++) {
                (void)printf("%s\n", request.files[i]);
            }
            code = cdc43_cli_finish(CDC43_EXIT_GOOD);
        } else {
            code = run_all(&request);
        }
    }
    for (size_t i = 0; i < request.found_count; i++) {
        free(request.found[i]);
    }
    return code;
}

int main(int argc, char **argv) {
    static const struct cdc43_cli_subcommand whole = {
        .summary =
            "Run the test vectors against the library of this project, or against any program",
        .exits = {[CDC43_EXIT_GOOD] = "all tests passed",
                  [CDC43_EXIT_BAD] = "a test failed, or a file is not valid"},
        .run = run,
    };

    cdc43_cli_set_name("cdc43-vectors", NULL);
    return whole.run(&whole, argc, argv);
}
