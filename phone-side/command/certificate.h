/* SPDX-License-Identifier: MIT */
/* What the subcommands about the certificate share: options, a session with the CA, pages. */
#ifndef CDC43_PHONE_CERTIFICATE_H
#define CDC43_PHONE_CERTIFICATE_H

#include "phone-side/command/command.h"
#include "phone-side/scep/agent.h"
#include "phone-side/scep/files.h"

/* Options besides --state and --help, by who takes them. */
enum cdc43_phone_cli_takes {
    CDC43_PHONE_TAKES_EXCHANGE = 1, /* --mic --mic-key --allow-legacy --key-bits --aes256 --quiet */
    CDC43_PHONE_TAKES_FORMAT = 2,   /* --format */
    CDC43_PHONE_TAKES_NEW = 4,      /* --new */
    CDC43_PHONE_TAKES_IF_DUE = 8,   /* --if-due */
    CDC43_PHONE_TAKES_FILE = 16,    /* --file --force */
    CDC43_PHONE_TAKES_PASSWORD = 32 /* --password-file */
};

/* The command line of a subcommand. All zero: nothing was said. */
struct cdc43_phone_cli_choice {
    const char *path; /* --state */
    const char *mic;  /* --mic, --mic-key: both or none */
    const char *mic_key;
    const char *file;
    bool force;
    const char *password_file;
    unsigned key_bits;
    bool aes256;
    bool allow_legacy;
    bool quiet;
    unsigned format; /* enum cdc43_cli_format */
    bool new_request;
    bool if_due;
    bool (*is_stopped)(void); /* breaks off an exchange; NULL: never */
};

/* takes: set of enum cdc43_phone_cli_takes. Exit code, or -1 to go on. */
int cdc43_phone_cli_choose(const struct cdc43_cli_subcommand *self, int argc, char **argv,
                           unsigned takes, struct cdc43_phone_cli_choice *ret_choice);

/* A password, malloc'ed and NUL-terminated, from a file (one line; "-" standard input), or when
 * path is NULL from the terminal, which asks the question. NULL after a message. The caller wipes
 * and frees it. */
char *cdc43_phone_cli_password(const char *path, const char *question, size_t *ret_len);

/* Puts another challenge password into the state; file: as for cdc43_phone_cli_password. Exit
 * code. */
int cdc43_phone_cli_change_password(const char *path, const char *file);

/* The manufacturing pair from its files, and its Common Name. Exit code. */
int cdc43_phone_cli_read_mic(const char *cert_path, const char *key_path,
                             struct cdc43_scep_pair *ret_mic,
                             char ret_mic_cn[CDC43_COMMON_NAME_MAX + 1]);

/* Warns of stored files that were damaged. damaged: set of enum cdc43_scep_damaged. */
void cdc43_phone_cli_say_damaged(const char *path, unsigned damaged);

/* Prints a fault about what is named; CDC43_EXIT_BAD. */
int cdc43_phone_cli_fail_scep(const char *what, const struct cdc43_scep_fault *fault);

/* A machine whose clock was never set starts in 1970 or with the day its system was made; before
 * this moment, 2025-01-01, there was no cdc43. */
#define CDC43_PHONE_CLOCK_FLOOR 1735689600
/* The time, or CDC43_SCEP_NO_CLOCK when the machine's clock has not been set since it was built. */
int64_t cdc43_phone_cli_now(void);

/* The state directory and the certificates in it, locked. End it with _close_files. */
struct cdc43_phone_cli_files {
    struct cdc43_phone_store directory;
    struct cdc43_scep_store certificates;
};
int cdc43_phone_cli_open_files(const char *path, struct cdc43_phone_cli_files *ret_files);
void cdc43_phone_cli_close_files(struct cdc43_phone_cli_files *files);

/* What is asked of a check. */
enum cdc43_phone_cli_wish {
    CDC43_PHONE_AS_PLANNED = 0, /* what is due */
    CDC43_PHONE_BOOTED,         /* the same, and what failed to enrol is tried again */
    CDC43_PHONE_ENROL,          /* a new certificate; a request that is pending is asked about */
    CDC43_PHONE_ENROL_NEW,      /* a new certificate; a request that is pending is given up */
    CDC43_PHONE_RENEW           /* a renewal, due or not */
};

/* Everything that exchanges with the CA need, for as long as they go on. It must stay where it
 * is. */
struct cdc43_phone_cli_session {
    const struct cdc43_phone_cli_choice *choice;
    struct cdc43_scep_store store;
    struct cdc43_scep_transport transport;
    struct cdc43_scep_pair mic; /* all zero: none */
    char mic_cn[CDC43_COMMON_NAME_MAX + 1];
};

/* Opens a session over an existing state directory. Exit code; ends with _end only when good. */
int cdc43_phone_cli_begin(const struct cdc43_phone_cli_choice *choice,
                          struct cdc43_phone_cli_session *ret_session);
void cdc43_phone_cli_end(struct cdc43_phone_cli_session *session);

/* What the phone is configured to do; views point into state. */
struct cdc43_scep_config cdc43_phone_cli_config_of(const struct cdc43_phone_cli_choice *choice,
                                                   const struct cdc43_phone_state *state);

/* The surroundings of one exchange, now. */
struct cdc43_scep_env cdc43_phone_cli_env_of(const struct cdc43_phone_cli_session *session);

/* Says that there is nobody to ask; CDC43_EXIT_BAD. */
int cdc43_phone_cli_fail_factory(const char *path);

/* One check under the lock of the directory, with the parameters as they are stored now; one
 * exchange at most. Exit code good: ret_life says what became of it. */
int cdc43_phone_cli_check(struct cdc43_phone_cli_session *session, enum cdc43_phone_cli_wish wish,
                          struct cdc43_scep_life *ret_life);

/* Asks the CA for its next root, keeps the response, and says a line about one that was not
 * known. */
void cdc43_phone_cli_look_for_next_ca(const struct cdc43_phone_cli_session *session);

/* The whole of a subcommand: a session, one check, the page; the exit code. */
int cdc43_phone_cli_enrol(const struct cdc43_phone_cli_choice *choice,
                          enum cdc43_phone_cli_wish wish);

/* The page and the exit code after a check. */
int cdc43_phone_cli_report(const struct cdc43_phone_cli_session *session,
                           const struct cdc43_scep_life *life);

/* The page "Custom Cert Status" on standard output. */
void cdc43_phone_page_status(const struct cdc43_scep_life *life, const struct cdc43_scep_info *info,
                             bool json);

/* A row of a page with a time; and such a time: "2026-11-25 14:46:34 UTC", NUL-terminated. */
#define CDC43_PHONE_TIME_MAX 32
void cdc43_phone_page_time(const char *label, int64_t time);
void cdc43_phone_print_time(int64_t time, char ret_text[CDC43_PHONE_TIME_MAX]);
/* The same for what the phone's own clock said, which may not have been set. */
void cdc43_phone_print_clock(int64_t time, char ret_text[CDC43_PHONE_TIME_MAX]);

/* The installed certificate; *ret_present false: there is none. Exit code. */
int cdc43_phone_cli_describe(const char *path, const struct cdc43_scep_store *store,
                             struct cdc43_scep_info *ret_info, bool *ret_present);

#endif
