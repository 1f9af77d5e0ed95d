/* SPDX-License-Identifier: MIT */
/* How the subcommands read their command lines: a table of options each, one reader for all. */
#ifndef CDC43_PHONE_OPTIONS_H
#define CDC43_PHONE_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

/* Options of one subcommand, --help not counted. */
#define CDC43_PHONE_CLI_OPTIONS_MAX 20

/* Where an option goes; exactly one of text, flag and take is set. */
struct cdc43_phone_cli_option {
    const char *name;                             /* without the hyphens */
    const char **text;                            /* gets the value; the last one counts */
    bool *flag;                                   /* becomes true; the option has no value */
    int (*take)(void *target, const char *value); /* -1, or the exit code after a message */
    void *target;                                 /* for take */
};

/* Reads a command line that has options only. --help prints help. Exit code, or -1 to go on. */
int cdc43_phone_cli_parse(int argc, char **argv, const char *help,
                          const struct cdc43_phone_cli_option *options, size_t count);

/* --format text|json, as an option's take; target: bool, json. */
int cdc43_phone_cli_take_format(void *target, const char *value);

/* Rules of more than one subcommand; exit code after a message, or -1 to go on. */
int cdc43_phone_cli_need_state(const char *path);
int cdc43_phone_cli_need_pair(const char *mic, const char *mic_key);

#endif
