/* SPDX-License-Identifier: MIT */
/* Reads command lines by their tables. */
#include "tlv/command/options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tlv/command/cli.h"
#include "tlv/command/help.h"

#define GO_ON (-1)
#define NAME_MAX_LEN 40 /* longer words are not like any name */
#define WORDS_MAX 96    /* of a choice, in a sentence */

/* What is being read. */
struct reader {
    const struct cdc43_cli_subcommand *subcommand;
    const struct cdc43_cli_option *options;
    size_t count;
    char *const *argv;
    int argc;
    int at; /* the word of argv that comes next */
    bool seen[CDC43_CLI_OPTIONS_MAX];
};

/* The number of changes of one character each that make a of b. */
static size_t distance(const char *a, size_t a_len, const char *b) {
    size_t row[NAME_MAX_LEN + 1];
    const size_t b_len = strlen(b);

    for (size_t j = 0; j <= b_len; j++) {
        row[j] = j;
    }
    for (size_t i = 1; i <= a_len; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            const size_t changed = corner + (a[i - 1] != b[j - 1]);
            const size_t moved = 1 + (row[j] < row[j - 1] ? row[j] : row[j - 1]);
            corner = row[j];
            row[j] = changed < moved ? changed : moved;
        }
    }
    return row[b_len];
}

/* Is this name closer to what was typed than *best, and close enough to be what was meant? A slip
 * of the pen, or the beginning of the name. */
static bool is_closer(const char *typed, size_t len, const char *name, size_t *best) {
    const size_t name_len = strlen(name);
    size_t far = *best;

    if (len != 0 && len < NAME_MAX_LEN && name_len < NAME_MAX_LEN) {
        far = strncmp(typed, name, len) == 0 ? 0 : distance(typed, len, name);
    }
    if (far >= *best || 2 * far > name_len) {
        return false;
    }
    *best = far;
    return true;
}

/* The place of a word as a shell counts: $1 comes after the name of the program. */
static int place_of(const struct reader *reader) {
    return reader->at + (reader->subcommand->name != NULL);
}

static int refuse_option(const struct reader *reader, const char *typed, size_t len) {
    const char *meant = NULL;
    size_t best = NAME_MAX_LEN;

    for (size_t i = 0; i < reader->count; i++) {
        const char *const name = reader->options[i].name;
        if (name != NULL && is_closer(typed, len, name, &best)) {
            meant = name;
        }
    }
    return cdc43_cli_usage("argument %d is an unknown option%s%s%s", place_of(reader),
                           meant != NULL ? "; did you mean --" : "", meant != NULL ? meant : "",
                           meant != NULL ? "?" : "");
}

static int take_number(const struct cdc43_cli_option *option, const char *value) {
    unsigned long number;
    char *end;

    errno = 0;
    number = strtoul(value, &end, 10);
    if (*value < '0' || *value > '9' || *end != '\0' || errno != 0 || number < option->low ||
        number > option->high) {
        return cdc43_cli_usage("--%s takes a number from %u to %u", option->name, option->low,
                               option->high);
    }
    *option->number = (unsigned)number;
    return GO_ON;
}

/* "text|json|xml" as "text, json or xml". */
static void print_words(const char *words, char ret_text[WORDS_MAX]) {
    size_t len = 0;

    for (; *words != '\0' && len < WORDS_MAX - sizeof " or "; words++) {
        const char *const between = strchr(words + 1, '|') != NULL ? ", " : " or ";
        if (*words == '|') {
            memcpy(ret_text + len, between, strlen(between));
            len += strlen(between);
        } else {
            ret_text[len++] = *words;
        }
    }
    ret_text[len] = '\0';
}

static int take_choice(const struct cdc43_cli_option *option, const char *value) {
    char words[WORDS_MAX];
    const char *word = option->argument;
    unsigned place = 0;

    while (*word != '\0') {
        const size_t len = strcspn(word, "|");
        if (strlen(value) == len && memcmp(word, value, len) == 0) {
            *option->choice = place;
            return GO_ON;
        }
        word += len + (word[len] == '|');
        place++;
    }
    print_words(option->argument, words);
    return cdc43_cli_usage("--%s takes %s", option->name, words);
}

static int add_to_list(const struct cdc43_cli_option *option, const char *value) {
    if (*option->number == option->high) {
        return cdc43_cli_usage(
            "%s%s may be given at most %u times", option->name != NULL ? "--" : "",
            option->name != NULL ? option->name : option->argument, option->high);
    }
    option->text[(*option->number)++] = value;
    return GO_ON;
}

static int take_value(const struct cdc43_cli_option *option, const char *value) {
    if (option->text != NULL && option->number != NULL) {
        return add_to_list(option, value);
    }
    if (option->text != NULL) {
        *option->text = value;
        return GO_ON;
    }
    if (option->choice != NULL) {
        return take_choice(option, value);
    }
    return option->number != NULL ? take_number(option, value)
                                  : option->take(option->target, value);
}

/* The place of the option with this name; count: there is none. */
static size_t find(const struct reader *reader, const char *typed, size_t len) {
    size_t place = 0;

    for (; place < reader->count; place++) {
        const char *const name = reader->options[place].name;
        if (name != NULL && strlen(name) == len && memcmp(name, typed, len) == 0) {
            break;
        }
    }
    return place;
}

/* "--name", "--name=value" or "--name" with its value in the next word. */
static int take_option(struct reader *reader, const char *typed) {
    const size_t len = strcspn(typed, "=");
    const size_t place = find(reader, typed, len);
    const struct cdc43_cli_option *const option = &reader->options[place];
    const char *value = typed[len] == '=' ? typed + len + 1 : NULL;

    if (place == reader->count) {
        return refuse_option(reader, typed, len);
    }
    if (reader->seen[place] && (option->rules & CDC43_CLI_REPEATS) == 0) {
        return cdc43_cli_usage("--%s may be given only once", option->name);
    }
    reader->seen[place] = true;
    if (option->flag != NULL) {
        *option->flag = true;
        return value == NULL ? GO_ON : cdc43_cli_usage("--%s takes no value", option->name);
    }
    if (value == NULL) {
        if (reader->at + 1 >= reader->argc) {
            return cdc43_cli_usage("--%s needs a value", option->name);
        }
        value = reader->argv[++reader->at];
    }
    return take_value(option, value);
}

/* A word that is not an option. */
static int take_word(struct reader *reader, const char *word) {
    for (size_t i = 0; i < reader->count; i++) {
        const struct cdc43_cli_option *const option = &reader->options[i];
        if (option->name == NULL &&
            (!reader->seen[i] || (option->rules & CDC43_CLI_REPEATS) != 0)) {
            reader->seen[i] = true;
            return take_value(option, word);
        }
    }
    return cdc43_cli_usage("argument %d was not expected; quote a value that has spaces",
                           place_of(reader));
}

static int check_needed(const struct reader *reader) {
    for (size_t i = 0; i < reader->count; i++) {
        const struct cdc43_cli_option *const option = &reader->options[i];
        if ((option->rules & CDC43_CLI_NEEDED) != 0 && !reader->seen[i]) {
            return cdc43_cli_usage("%s%s is missing", option->name != NULL ? "--" : "",
                                   option->name != NULL ? option->name : option->argument);
        }
    }
    return GO_ON;
}

static bool is_help(const char *word) {
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

int cdc43_cli_parse(const struct cdc43_cli_subcommand *self, int argc, char **argv,
                    const struct cdc43_cli_option *options, size_t count) {
    struct reader reader = {self, options, count, argv, argc, 1, {false}};
    bool only_words = false;
    int code = count <= CDC43_CLI_OPTIONS_MAX ? GO_ON : cdc43_cli_fail("too many options");

    for (; code == GO_ON && reader.at < argc; reader.at++) {
        const char *const word = argv[reader.at];
        if (only_words || word[0] != '-' || word[1] == '\0') {
            code = take_word(&reader, word);
        } else if (strcmp(word, "--") == 0) {
            only_words = true;
        } else if (is_help(word)) {
            cdc43_cli_print_subcommand(stdout, self, options, count);
            code = cdc43_cli_finish(CDC43_EXIT_GOOD);
        } else if (self->name == NULL && strcmp(word, "--version") == 0) {
            code = cdc43_cli_version();
        } else if (word[1] == '-') {
            code = take_option(&reader, word + 2);
        } else {
            code = refuse_option(&reader, "", 0);
        }
    }
    return code == GO_ON ? check_needed(&reader) : code;
}

static int refuse_subcommand(const struct cdc43_cli_program *program, const char *typed) {
    const char *meant = NULL;
    size_t best = NAME_MAX_LEN;

    for (size_t i = 0; i < program->count; i++) {
        const char *const name = program->subcommands[i]->name;
        if (is_closer(typed, strlen(typed), name, &best)) {
            meant = name;
        }
    }
    return cdc43_cli_usage("unknown command%s%s%s", meant != NULL ? "; did you mean " : "",
                           meant != NULL ? meant : "", meant != NULL ? "?" : "");
}

int cdc43_cli_run(const struct cdc43_cli_program *program, int argc, char **argv) {
    cdc43_cli_set_name(program->name, NULL);
    if (argc < 2) {
        cdc43_cli_print_program(stderr, program);
        return CDC43_EXIT_USAGE;
    }
    if (is_help(argv[1]) || strcmp(argv[1], "help") == 0) {
        cdc43_cli_print_program(stdout, program);
        return cdc43_cli_finish(CDC43_EXIT_GOOD);
    }
    if (strcmp(argv[1], "--version") == 0) {
        return cdc43_cli_version();
    }
    for (size_t i = 0; i < program->count; i++) {
        const struct cdc43_cli_subcommand *const one = program->subcommands[i];
        if (strcmp(argv[1], one->name) == 0) {
            cdc43_cli_set_name(program->name, one->name);
            return one->run(one, argc - 1, argv + 1);
        }
    }
    return refuse_subcommand(program, argv[1]);
}
