/* SPDX-License-Identifier: MIT */
/* What the commands of this project share: messages, exit codes, reading files and parameters. */
#ifndef CDC43_COMMAND_CLI_H
#define CDC43_COMMAND_CLI_H

#include <jansson.h>

#include "tlv/cdc43.h"
#include "tlv/text.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Exit codes of every command. */
enum cdc43_exit {
    CDC43_EXIT_GOOD = 0,
    CDC43_EXIT_BAD = 1,  /* the data breaks a rule, or the work could not be done */
    CDC43_EXIT_USAGE = 2 /* the command line is wrong */
};

/* The name before each message, "cdc43" if never set, and the subcommand whose help a message about
 * the command line points to; NULL: none. Not copied. */
void cdc43_cli_set_name(const char *name, const char *subcommand);
const char *cdc43_cli_name(void);

/* "NAME: message" and a line end on standard error. The first returns CDC43_EXIT_BAD; the second
 * adds where help is and returns CDC43_EXIT_USAGE. */
int cdc43_cli_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
int cdc43_cli_usage(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same for an error of the library. before: "" or words and a colon, such as "FILE: ". */
int cdc43_cli_fail_err(const char *before, enum cdc43_err err, const struct cdc43_where *where);

/* Choices of --format. */
#define CDC43_CLI_FORMATS "text|json"
enum cdc43_cli_format { CDC43_CLI_FORMAT_TEXT, CDC43_CLI_FORMAT_JSON };

/* Choices of --profile, and the device of a choice. The first is the default. */
extern const char *const cdc43_cli_devices;
const struct cdc43_device *cdc43_cli_device_of(unsigned choice);

/* Prints "NAME VERSION" and says CDC43_EXIT_GOOD, or that standard output failed. */
int cdc43_cli_version(void);

/* Flushes standard output; CDC43_EXIT_BAD with a message if anything could not be written. */
int cdc43_cli_finish(int code);

/* Reads a file, or standard input for "-", of at most max octets. Returns malloc'ed octets with a
 * NUL after them, which the caller frees; NULL after a message. */
char *cdc43_cli_read(const char *path, size_t max, size_t *ret_len);

/* Reads a secret from a file: one line, its line end dropped. malloc'ed; the caller wipes and frees
 * it. NULL after a message. */
char *cdc43_cli_read_secret(const char *path, size_t *ret_len);

/* Reads a JSON object from a file or "-"; duplicate keys are errors. NULL after a message. The
 * caller drops the reference. */
json_t *cdc43_cli_read_json(const char *path);

/* Parameters whose views point to the strings that they were read from, and for the fingerprint to
 * octets inside this struct: it must stay where it is. */
struct cdc43_cli_params {
    struct cdc43_params params;
    uint8_t fingerprint[CDC43_DIGEST_MAX];
};

/* Sets one parameter from its text form; text must outlive params. Strings from the command line:
 * flags by their words. */
CDC43_MUST_USE enum cdc43_err cdc43_cli_set(struct cdc43_cli_params *params,
                                            const struct cdc43_suboption_info *info,
                                            const char *text, size_t len,
                                            struct cdc43_where *ret_where);

/* Sets all parameters from a JSON object with the names of the suboption table: flags as true and
 * false (certificate-select: its two words), the others as strings. An unknown key is an error,
 * which names its place and not the key. The object must outlive params. Returns 0, or
 * CDC43_EXIT_BAD after a message that begins with before.
 */
int cdc43_cli_set_json(struct cdc43_cli_params *params, json_t *object, const char *before);

/* Adds the parameters that are there to a JSON object, in the form that cdc43_cli_set_json reads;
 * challenge-password only with show_secrets, challenge-password-length always. */
void cdc43_cli_add_json(json_t *object, const struct cdc43_params *params, bool show_secrets);

/* Prints JSON and a line end on standard output and drops the reference. */
void cdc43_cli_print_json(json_t *value);
/* The same in one line, for lists. */
void cdc43_cli_print_json_line(json_t *value);

/* The meaning of a flag's value in words, "enabled". */
const char *cdc43_cli_flag_word(const struct cdc43_suboption_info *info, bool on);

#ifdef __cplusplus
}
#endif

#endif
