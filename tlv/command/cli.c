/* SPDX-License-Identifier: MIT */
/* Messages, exit codes and files, the same for every command. */
#include "tlv/command/cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *command = "cdc43";
static const char *subcommand = NULL;

void cdc43_cli_set_name(const char *name, const char *name_of_subcommand) {
    command = name;
    subcommand = name_of_subcommand;
}

const char *cdc43_cli_name(void) {
    return command;
}

static void __attribute__((format(printf, 1, 0))) say(const char *format, va_list arguments) {
    (void)fflush(stdout);
    (void)fprintf(stderr, "%s: ", command);
    (void)vfprintf(stderr, format, arguments);
    (void)fputc('\n', stderr);
}

int cdc43_cli_fail(const char *format, ...) {
    va_list arguments;

    va_start(arguments, format);
    say(format, arguments);
    va_end(arguments);
    return CDC43_EXIT_BAD;
}

int cdc43_cli_usage(const char *format, ...) {
    va_list arguments;

    va_start(arguments, format);
    say(format, arguments);
    va_end(arguments);
    (void)fprintf(stderr, "Try '%s%s%s --help'.\n", command, subcommand != NULL ? " " : "",
                  subcommand != NULL ? subcommand : "");
    return CDC43_EXIT_USAGE;
}

int cdc43_cli_fail_err(const char *before, enum cdc43_err err, const struct cdc43_where *where) {
    char sentence[CDC43_SENTENCE_MAX];

    cdc43_print_error(err, where, sentence, sizeof sentence);
    return cdc43_cli_fail("%s%s", before, sentence);
}

int cdc43_cli_version(void) {
    (void)printf("%s %s\n", command, CDC43_VERSION);
    return cdc43_cli_finish(CDC43_EXIT_GOOD);
}

int cdc43_cli_finish(int code) {
    if (fflush(stdout) != 0 || ferror(stdout) != 0) {
        return cdc43_cli_fail("cannot write to standard output: %s", strerror(errno));
    }
    return code;
}

char *cdc43_cli_read(const char *path, size_t max, size_t *ret_len) {
    const bool is_stdin = strcmp(path, "-") == 0;
    const char *const shown = is_stdin ? "standard input" : path;
    FILE *const file = is_stdin ? stdin : fopen(path, "rbe");
    char *octets = NULL;
    size_t len = 0;

    if (file == NULL) {
        (void)cdc43_cli_fail("cannot open %s: %s", shown, strerror(errno));
        return NULL;
    }
    octets = malloc(max + 2); /* one more to see that there is more, one for the NUL */
    if (octets == NULL) {
        (void)cdc43_cli_fail("out of memory");
    } else {
        len = fread(octets, 1, max + 1, file);
        if (ferror(file) != 0) {
            (void)cdc43_cli_fail("cannot read %s: %s", shown, strerror(errno));
            free(octets);
            octets = NULL;
        } else if (len > max) {
            (void)cdc43_cli_fail("%s is larger than %zu octets", shown, max);
            cdc43_wipe(octets, len);
            free(octets);
            octets = NULL;
        } else {
            octets[len] = '\0';
            *ret_len = len;
        }
    }
    if (!is_stdin) {
        (void)fclose(file);
    }
    return octets;
}

char *cdc43_cli_read_secret(const char *path, size_t *ret_len) {
    /* More than any rule allows, so that it is the rule that refuses a long one. */
    char *const secret = cdc43_cli_read(path, 4096, ret_len);

    if (secret != NULL && *ret_len != 0 && secret[*ret_len - 1] == '\n') {
        secret[--*ret_len] = '\0';
        if (*ret_len != 0 && secret[*ret_len - 1] == '\r') {
            secret[--*ret_len] = '\0';
        }
    }
    return secret;
}
