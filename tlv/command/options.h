/* SPDX-License-Identifier: MIT */
/* How every command reads its command line: a table of options, which also makes the help. */
#ifndef CDC43_COMMAND_OPTIONS_H
#define CDC43_COMMAND_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Rules of one option. */
enum cdc43_cli_rule {
    CDC43_CLI_NEEDED = 1, /* must be there */
    CDC43_CLI_REPEATS = 2 /* may be there more than once */
};

/* An option and where its value goes: exactly one of flag, text, choice, number and take is set, or
 * text and number for a list. Rows are written with the macros below, which C++ takes too. */
struct cdc43_cli_option {
    const char *name;     /* "state" for --state; NULL: the words that are not options */
    const char *argument; /* what the help calls the value, "DIR"; NULL: there is none */
    const char *help;     /* what it is for, without a full stop */
    unsigned rules;       /* set of enum cdc43_cli_rule */
    bool *flag;           /* becomes true */
    const char **text;    /* gets the value; of a list: its first place */
    unsigned *choice;     /* gets the place of the value among the words of argument, "text|json" */
    unsigned *number; /* gets a value from low to high; of a list: how many there are, up to high */
    unsigned low;
    unsigned high;
    int (*take)(void *target, const char *value); /* -1, or the exit code after a message */
    void *target;                                 /* for take */
};

#define CDC43_CLI_FLAG(name, target, help)                                                         \
    { name, NULL, help, 0, target, NULL, NULL, NULL, 0, 0, NULL, NULL }
#define CDC43_CLI_TEXT(name, argument, target, rules, help)                                        \
    { name, argument, help, rules, NULL, target, NULL, NULL, 0, 0, NULL, NULL }
#define CDC43_CLI_LIST(name, argument, items, count, most, help)                                   \
    { name, argument, help, CDC43_CLI_REPEATS, NULL, items, NULL, count, 0, most, NULL, NULL }
#define CDC43_CLI_CHOICE(name, words, target, help)                                                \
    { name, words, help, 0, NULL, NULL, target, NULL, 0, 0, NULL, NULL }
#define CDC43_CLI_NUMBER(name, argument, target, low, high, help)                                  \
    { name, argument, help, 0, NULL, NULL, NULL, target, low, high, NULL, NULL }
#define CDC43_CLI_TAKE(name, argument, take, target, rules, help)                                  \
    { name, argument, help, rules, NULL, NULL, NULL, NULL, 0, 0, take, target }

/* Rows in one table; --help is not one of them. */
#define CDC43_CLI_OPTIONS_MAX 24

/* Exit codes that a command can document. */
#define CDC43_CLI_EXITS 4

/* A subcommand, or a command that has none. Sentences of the help; lines are broken by it. */
struct cdc43_cli_subcommand {
    const char *name;    /* "encode"; NULL: a whole command, whose main program calls run */
    const char *summary; /* what it does, one sentence without a full stop */
    const char *notes;   /* what else there is to know, after the options; NULL: nothing */
    const char *exits[CDC43_CLI_EXITS]; /* what each exit code means; NULL: there is no such code.
                                         * That of CDC43_EXIT_USAGE is known. */
    int (*run)(const struct cdc43_cli_subcommand *self, int argc, char **argv); /* the exit code */
};

/* A command. */
struct cdc43_cli_program {
    const char *name;
    const char *summary;
    const struct cdc43_cli_subcommand *const *subcommands;
    size_t count;
};

/* The main program of a command with subcommands: --help, --version, or the subcommand that is
 * named. The exit code. */
int cdc43_cli_run(const struct cdc43_cli_program *program, int argc, char **argv);

/* Reads the command line of a subcommand; argv[0] is its name. Values are written --name=value or
 * --name value, names in full; "--" ends the options. --help prints the help. Exit code, or -1 to
 * go on.
 *
 * No message repeats a word of the command line: it may be a password, or the rest of one. */
int cdc43_cli_parse(const struct cdc43_cli_subcommand *self, int argc, char **argv,
                    const struct cdc43_cli_option *options, size_t count);

#ifdef __cplusplus
}
#endif

#endif
