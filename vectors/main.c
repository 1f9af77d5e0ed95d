/* SPDX-License-Identifier: MIT */
/* cdc43-vectors: the vectors against the library, or against any program. */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tlv/command/cli.h"
#include "vectors/runner.h"

static const char help[] =
    "cdc43-vectors - test vectors for option 43 of Cisco desk phones\n"
    "\n"
    "Usage: cdc43-vectors [options] [FILE...]\n"
    "       cdc43-vectors --run 'COMMAND' [options] [FILE...]\n"
    "       cdc43-vectors --answer\n"
    "\n"
    "Without --run the library of this project is tested. FILE: vector files; all that come with\n"
    "the command by default.\n"
    "\n"
    "  --run COMMAND        tests a program: questions to its standard input, answers from its\n"
    "                       standard output, one JSON object in a line (see cdc43-vectors(5))\n"
    "  --exact              answers must have the details of errors, tolerances and completeness\n"
    "                       (always so for the library)\n"
    "  --type TYPE          only tests of that type: decode, encode, identity, message, text\n"
    "  --allow-unsupported  answers {\"unsupported\": true} are no failures\n"
    "  --timeout SECONDS    for each answer (default 5)\n"
    "  --restarts N         how often the program may be started again (default 20)\n"
    "  --clauses            a line for each clause too (always so with --run)\n"
    "  --format text|json   form of the report\n"
    "  --list               prints the paths of the vector files and ends\n"
    "  --answer             answers questions from standard input with the library\n"
    "  --help, --version\n"
    "\n"
    "Exit: 0 everything passed; 1 something failed, or a file is not as it must be; 2 wrong "
    "usage.\n";

#define FILES_MAX 64

struct request {
    const char *command; /* NULL: the library */
    bool exact;
    bool allow_unsupported;
    bool clauses;
    bool json;
    bool list;
    bool answer;
    const char *type;
    int timeout_ms;
    unsigned restarts;
    char *files[FILES_MAX];
    size_t file_count;
    bool owns_files; /* found in a folder, and to be freed */
};

enum {
    OPT_HELP = 1,
    OPT_VERSION,
    OPT_RUN,
    OPT_EXACT,
    OPT_TYPE,
    OPT_UNSUPPORTED,
    OPT_TIMEOUT,
    OPT_RESTARTS,
    OPT_CLAUSES,
    OPT_FORMAT,
    OPT_LIST,
    OPT_ANSWER
};

static const struct option options[] = {{"help", no_argument, NULL, OPT_HELP},
                                        {"version", no_argument, NULL, OPT_VERSION},
                                        {"run", required_argument, NULL, OPT_RUN},
                                        {"exact", no_argument, NULL, OPT_EXACT},
                                        {"type", required_argument, NULL, OPT_TYPE},
                                        {"allow-unsupported", no_argument, NULL, OPT_UNSUPPORTED},
                                        {"timeout", required_argument, NULL, OPT_TIMEOUT},
                                        {"restarts", required_argument, NULL, OPT_RESTARTS},
                                        {"clauses", no_argument, NULL, OPT_CLAUSES},
                                        {"format", required_argument, NULL, OPT_FORMAT},
                                        {"list", no_argument, NULL, OPT_LIST},
                                        {"answer", no_argument, NULL, OPT_ANSWER},
                                        {NULL, 0, NULL, 0}};

static bool parse_number(const char *text, unsigned long low, unsigned long high,
                         unsigned long *ret_number) {
    char *end;

    errno = 0;
    *ret_number = strtoul(text, &end, 10);
    return *text >= '0' && *text <= '9' && *end == '\0' && errno == 0 && *ret_number >= low &&
           *ret_number <= high;
}

/* Options that take a value. */
static int set_valued(struct request *request, int option, const char *text) {
    static const char *const types[] = {"decode", "encode", "identity", "message", "text"};
    unsigned long number = 0;

    if (option == OPT_RUN) {
        request->command = text;
    } else if (option == OPT_FORMAT) {
        return cdc43_cli_parse_format(text, &request->json);
    } else if (option == OPT_TIMEOUT) {
        if (!parse_number(text, 1, 3600, &number)) {
            return cdc43_cli_usage("--timeout takes seconds from 1 to 3600");
        }
        request->timeout_ms = (int)number * 1000;
    } else if (option == OPT_RESTARTS) {
        if (!parse_number(text, 0, 100000, &number)) {
            return cdc43_cli_usage("--restarts takes a number up to 100000");
        }
        request->restarts = (unsigned)number;
    } else {
        for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
            if (strcmp(types[i], text) == 0) {
                request->type = types[i];
                return CDC43_EXIT_GOOD;
            }
        }
        return cdc43_cli_usage("--type takes decode, encode, identity, message or text");
    }
    return CDC43_EXIT_GOOD;
}

/* -1: go on; otherwise the exit code. */
static int read_arguments(struct request *request, int argc, char **argv) {
    int option;

    opterr = 0; /* see cdc43_cli_wrong_option */
    while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
        switch (option) {
        case 'h':
        case OPT_HELP:
            (void)fputs(help, stdout);
            return cdc43_cli_finish(CDC43_EXIT_GOOD);
        case OPT_VERSION:
            return cdc43_cli_version();
        case OPT_EXACT:
            request->exact = true;
            break;
        case OPT_UNSUPPORTED:
            request->allow_unsupported = true;
            break;
        case OPT_CLAUSES:
            request->clauses = true;
            break;
        case OPT_LIST:
            request->list = true;
            break;
        case OPT_ANSWER:
            request->answer = true;
            break;
        case '?':
            return cdc43_cli_wrong_option(argv);
        default:
            if (set_valued(request, option, optarg) != CDC43_EXIT_GOOD) {
                return CDC43_EXIT_USAGE;
            }
        }
    }
    for (int i = optind; i < argc; i++) {
        if (request->file_count == FILES_MAX) {
            return cdc43_cli_usage("more than %d files", FILES_MAX);
        }
        request->files[request->file_count++] = argv[i];
    }
    return -1;
}

static int by_name(const void *left, const void *right) {
    return strcmp(*(char *const *)left, *(char *const *)right);
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
            request->files[request->file_count++] = path;
        }
    }
    (void)closedir(entries);
    request->owns_files = true;
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
    struct cdc43_vec_run run = {
        {cdc43_vec_ask_library, NULL}, true, request->type, 0, cdc43_vec_report_new()};
    char problem[CDC43_VEC_TEXT_MAX];
    bool good;

    if (request->command != NULL) {
        run.exact = request->exact;
        run.target.ask = cdc43_vec_ask_process;
        run.target.context =
            cdc43_vec_process_new(request->command, request->timeout_ms, request->restarts + 1);
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
    if (request->json) {
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

int main(int argc, char **argv) {
    struct request request = {.timeout_ms = 5000, .restarts = 20};
    int code;

    cdc43_cli_set_name("cdc43-vectors");
    code = read_arguments(&request, argc, argv);
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
    for (size_t i = 0; request.owns_files && i < request.file_count; i++) {
        free(request.files[i]);
    }
    return code;
}
