/* SPDX-License-Identifier: MIT */
/* cdc43-phone enrol, renew: a certificate now, because a person wants it. */
#include <stdio.h>
#include <unistd.h>

#include "phone-side/command/certificate.h"

#define TYPED_MAX 3  /* challenge passwords that a person may try at once */
#define LADDER_MAX 3 /* attempts of one renewal: as many as the ladder has rungs */

int cdc43_phone_cli_report(const struct cdc43_phone_cli_session *session,
                           const struct cdc43_scep_life *life) {
    char sentence[CDC43_SCEP_STATUS_MAX];
    struct cdc43_scep_info info;
    bool present = false;
    const int code =
        cdc43_phone_cli_describe(session->choice->path, &session->store, &info, &present);

    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    cdc43_phone_page_status(life, present ? &info : NULL, false);
    if (life->condition == CDC43_SCEP_IS_INSTALLED && present) {
        return cdc43_cli_finish(CDC43_EXIT_GOOD);
    }
    cdc43_scep_print_status(life, sentence, sizeof sentence);
    (void)cdc43_cli_fail("%s", sentence);
    return cdc43_cli_finish(life->condition == CDC43_SCEP_IS_PENDING ? CDC43_PHONE_EXIT_LATER
                                                                     : CDC43_EXIT_BAD);
}

static bool is_person(void) {
    return isatty(STDIN_FILENO) == 1;
}

int cdc43_phone_cli_enrol(const struct cdc43_phone_cli_choice *choice,
                          enum cdc43_phone_cli_wish wish) {
    struct cdc43_phone_cli_session session;
    struct cdc43_scep_life life = {0};
    int code = cdc43_phone_cli_begin(choice, &session);

    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    code = cdc43_phone_cli_check(&session, wish, &life);
    for (unsigned i = 0; i < TYPED_MAX && code == CDC43_EXIT_GOOD &&
                         life.condition == CDC43_SCEP_IS_PASSWORD_NEEDED && is_person();
         i++) {
        (void)cdc43_cli_fail("%s", cdc43_scep_condition_text(life.condition));
        code = cdc43_phone_cli_change_password(choice->path, NULL);
        if (code == CDC43_EXIT_GOOD) {
            code = cdc43_phone_cli_check(&session, CDC43_PHONE_ENROL_NEW, &life);
        }
    }
    if (code == CDC43_EXIT_GOOD) {
        code = cdc43_phone_cli_report(&session, &life);
    }
    cdc43_phone_cli_end(&session);
    return code;
}

static int run_enrol(const struct cdc43_cli_subcommand *self, int argc, char **argv) {
    struct cdc43_phone_cli_choice choice = {0};
    int code = cdc43_phone_cli_choose(
        self, argc, argv,
        CDC43_PHONE_TAKES_EXCHANGE | CDC43_PHONE_TAKES_NEW | CDC43_PHONE_TAKES_PASSWORD, &choice);

    if (code >= 0) {
        return code;
    }
    if (choice.password_file != NULL) {
        code = cdc43_phone_cli_change_password(choice.path, choice.password_file);
        if (code != CDC43_EXIT_GOOD) {
            return code;
        }
    }
    return cdc43_phone_cli_enrol(&choice, choice.new_request || choice.password_file != NULL
                                              ? CDC43_PHONE_ENROL_NEW
                                              : CDC43_PHONE_ENROL);
}

/* Rung by rung: a person does not want to wait four hours for the next. */
static int renew(struct cdc43_phone_cli_session *session, struct cdc43_scep_life *ret_life) {
    int code = CDC43_EXIT_GOOD;

    for (unsigned i = 0; i < LADDER_MAX && code == CDC43_EXIT_GOOD; i++) {
        code = cdc43_phone_cli_check(session, CDC43_PHONE_RENEW, ret_life);
        if (code == CDC43_EXIT_GOOD &&
            (ret_life->condition != CDC43_SCEP_IS_RENEW_FAILED ||
             ret_life->fault.err != CDC43_SCEP_ERR_REJECTED || ret_life->rung == 0)) {
            break;
        }
    }
    return code;
}

/* Something to renew must be there. */
static int find_certificate(const struct cdc43_phone_cli_session *session) {
    struct cdc43_scep_info info;
    bool present = false;
    const int code =
        cdc43_phone_cli_describe(session->choice->path, &session->store, &info, &present);

    return code != CDC43_EXIT_GOOD || present
               ? code
               : cdc43_cli_fail("%s: there is no certificate to renew; run 'cdc43-phone enrol' "
                                "first",
                                session->choice->path);
}

static int run_renew(const struct cdc43_cli_subcommand *self, int argc, char **argv) {
    struct cdc43_phone_cli_choice choice = {0};
    struct cdc43_phone_cli_session session;
    struct cdc43_scep_life life = {0};
    int code = cdc43_phone_cli_choose(
        self, argc, argv, CDC43_PHONE_TAKES_EXCHANGE | CDC43_PHONE_TAKES_IF_DUE, &choice);

    if (code >= 0) {
        return code;
    }
    if (choice.if_due) {
        return cdc43_phone_cli_enrol(&choice, CDC43_PHONE_AS_PLANNED);
    }
    code = cdc43_phone_cli_begin(&choice, &session);
    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    code = find_certificate(&session);
    if (code == CDC43_EXIT_GOOD) {
        code = renew(&session, &life);
    }
    if (code == CDC43_EXIT_GOOD) {
        code = cdc43_phone_cli_report(&session, &life);
    }
    cdc43_phone_cli_end(&session);
    return code;
}

const struct cdc43_cli_subcommand cdc43_phone_command_enrol = {
    .name = "enrol",
    .summary = "Get a certificate from the CA",
    .notes = "Without a challenge password, the manufacturing certificate signs the request, if "
             "there is one. The new certificate is DIR/current/cert.pem, key.pem and chain.pem; a "
             "valid one stays until the new one has come. If the CA does not accept the challenge "
             "password, a terminal asks for another one.",
    .exits = {[CDC43_EXIT_GOOD] = "the certificate is installed",
              [CDC43_EXIT_BAD] = "it is not, and standard error says why and what to do",
              [CDC43_PHONE_EXIT_LATER] = "the CA decides later; ask again"},
    .run = run_enrol,
};

const struct cdc43_cli_subcommand cdc43_phone_command_renew = {
    .name = "renew",
    .summary = "Renew the installed certificate",
    .notes = "The installed certificate signs the request, or the manufacturing certificate if no "
             "challenge password is configured; if the CA refuses, the command tries the other "
             "ways that SCEP has. The old certificate stays until the new one has come.",
    .exits = {[CDC43_EXIT_GOOD] = "the certificate is installed",
              [CDC43_EXIT_BAD] = "it is not, and standard error says why and what to do",
              [CDC43_PHONE_EXIT_LATER] = "the CA decides later; ask again"},
    .run = run_renew,
};
