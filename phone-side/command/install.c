/* SPDX-License-Identifier: MIT */
/* cdc43-phone install: a certificate that a person brings, with its key, in a PKCS#12 file. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "phone-side/command/cert_page.h"
#include "phone-side/command/certificate.h"

/* What the phone says of itself; all zero for one that has no state yet. Exit code. */
static int find_phone(const char *path, struct cdc43_phone_state *ret_state) {
    struct cdc43_phone_store store;
    struct cdc43_phone_store_fault fault;
    int code = CDC43_EXIT_GOOD;

    if (!cdc43_phone_open(path, false, &store, &fault)) {
        return fault.number == ENOENT ? CDC43_EXIT_GOOD : cdc43_phone_cli_fail(path, &fault);
    }
    if (!cdc43_phone_load(&store, ret_state, &fault)) {
        code = cdc43_phone_cli_fail(path, &fault);
    }
    cdc43_phone_close(&store);
    return code;
}

static bool has_fips(const struct cdc43_phone_state *state) {
    struct cdc43_params params = {0};

    return cdc43_phone_get_params(state, &params) && cdc43_is_on(&params, CDC43_FIPS_MODE);
}

/* The Common Name in its requests; NULL: not known. */
static const char *own_name(const struct cdc43_phone_state *state) {
    return state->mic_cn_len == 0 ? NULL
           : state->provisioned   ? state->identity.common_name
                                  : state->mic_cn;
}

/* Is it the name of this phone, though perhaps in another domain? */
static bool is_of_phone(const struct cdc43_phone_state *state, const char *common_name) {
    return state->mic_cn_len != 0 && strncmp(common_name, state->mic_cn, state->mic_cn_len) == 0 &&
           (common_name[state->mic_cn_len] == '\0' || common_name[state->mic_cn_len] == '.');
}

/* Refused by cert-check, and only warned of here: what time, the clock or another domain changes.
 */
static bool may_change(const struct cdc43_phone_state *state, const struct cdc43_cert_case *result,
                       const char *requirement) {
    return strcmp(requirement, "ALL-15") == 0 ||
           (strcmp(requirement, "S004-62") == 0 &&
            is_of_phone(state, cdc43_cert_itself(result)->info.common_name));
}

static void soften(const struct cdc43_phone_state *state, struct cdc43_cert_case *result) {
    for (size_t i = 0; i < result->count; i++) {
        struct cdc43_cert_finding *const finding = &result->finding[i];
        if (finding->verdict == CDC43_CERT_REFUSED &&
            may_change(state, result, finding->requirement->id)) {
            finding->verdict = CDC43_CERT_WARNED;
        }
    }
}

/* What is being installed. All zero: nothing yet. */
struct work {
    const struct cdc43_phone_cli_choice *choice;
    struct cdc43_phone_state state;
    struct cdc43_phone_cli_certs *certs;
    struct cdc43_scep_pair pair;
};

static void print_findings(const struct work *work) {
    cdc43_phone_page_findings(stderr, &work->certs->result, CDC43_CERT_WARNED);
}

/* The findings say more about such a file than the fault. */
static bool is_about_contents(enum cdc43_scep_err err) {
    return err == CDC43_SCEP_ERR_P12_FORMAT || err == CDC43_SCEP_ERR_PAIR;
}

/* All findings about the file. Exit code. */
static int look(struct work *work, bool fips, uint8_t *octets, size_t len, const char *password) {
    int code = cdc43_phone_cli_begin_certs(fips, &work->certs);

    if (code == CDC43_EXIT_GOOD) {
        work->certs->question.device = CDC43_CERT_FOR_CDC;
        work->certs->question.now = cdc43_phone_cli_now();
        work->certs->question.expected_name = own_name(&work->state);
        code = cdc43_phone_cli_add_certs(work->certs->reader, work->choice->file, octets, len,
                                         password, &work->certs->bundle);
    }
    if (code == CDC43_EXIT_GOOD) {
        cdc43_cert_relate(work->certs->reader, &work->certs->bundle);
        cdc43_cert_check(&work->certs->bundle, &work->certs->question, &work->certs->result);
        soften(&work->state, &work->certs->result);
    }
    return code;
}

/* The pair of the file, and what is found about it. Exit code. */
static int take(struct work *work, uint8_t *octets, size_t len, const char *password) {
    const bool fips = has_fips(&work->state);
    struct cdc43_scep_fault fault;
    int code = look(work, fips, octets, len, password);

    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    if (work->certs->bundle.file[0].too_many_rounds) {
        print_findings(work);
        return cdc43_cli_fail("%s: nothing was changed", work->choice->file);
    }
    if (!cdc43_scep_read_p12((struct cdc43_view){octets, len}, password, fips, &work->pair,
                             &fault)) {
        code = cdc43_phone_cli_fail_scep(work->choice->file, &fault);
    }
    if (code == CDC43_EXIT_GOOD || is_about_contents(fault.err)) {
        print_findings(work);
    }
    return code;
}

static int read_file(struct work *work) {
    size_t password_len = 0;
    size_t len = 0;
    char *const octets = cdc43_cli_read(work->choice->file, CDC43_CERT_FILE_MAX, &len);
    char *const password = octets != NULL
                               ? cdc43_phone_cli_password(work->choice->password_file,
                                                          "Extract password", &password_len)
                               : NULL;
    int code = CDC43_EXIT_BAD;

    if (password != NULL && strlen(password) != password_len) {
        code = cdc43_cli_fail("the extract password must not contain a NUL character");
    } else if (password != NULL) {
        code = take(work, (uint8_t *)octets, len, password);
    }
    if (password != NULL) {
        cdc43_wipe(password, password_len);
    }
    if (octets != NULL) {
        cdc43_wipe(octets, len);
    }
    free(password);
    free(octets);
    return code;
}

static int install(const char *path, const struct cdc43_scep_pair *pair) {
    struct cdc43_phone_store store;
    struct cdc43_phone_cli_files files;
    struct cdc43_scep_fault fault;
    int code = cdc43_phone_cli_open(path, true, &store);

    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    cdc43_phone_close(&store);
    code = cdc43_phone_cli_open_files(path, &files);
    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    if (!cdc43_scep_install(&files.certificates, pair, &fault)) {
        code = cdc43_phone_cli_fail_scep(path, &fault);
    }
    cdc43_phone_cli_close_files(&files);
    return code;
}

/* Installs what the phone can use, or what is forced. Exit code. */
static int judge(const struct work *work) {
    const struct cdc43_phone_cli_choice *const choice = work->choice;
    const bool refused = cdc43_cert_count(&work->certs->result, CDC43_CERT_REFUSED) != 0;
    int code = CDC43_EXIT_GOOD;

    if (refused && !choice->force) {
        return cdc43_cli_fail("%s: this phone cannot use it; nothing was changed (--force installs "
                              "it all the same)",
                              choice->file);
    }
    code = install(choice->path, &work->pair);
    if (code == CDC43_EXIT_GOOD) {
        (void)puts(refused ? "Certificate installed by --force; this phone cannot use it."
                           : "Certificate installed.");
    }
    return code;
}

static int run(const struct cdc43_cli_subcommand *self, int argc, char **argv) {
    struct cdc43_phone_cli_choice choice = {0};
    struct work work = {.choice = &choice};
    int code = cdc43_phone_cli_choose(self, argc, argv,
                                      CDC43_PHONE_TAKES_FILE | CDC43_PHONE_TAKES_PASSWORD, &choice);

    if (code >= 0) {
        return code;
    }
    code = find_phone(choice.path, &work.state);
    if (code == CDC43_EXIT_GOOD) {
        code = read_file(&work);
    }
    if (code == CDC43_EXIT_GOOD) {
        code = judge(&work);
    }
    cdc43_phone_cli_end_certs(work.certs);
    cdc43_scep_pair_end(&work.pair);
    cdc43_wipe(&work.state, sizeof work.state);
    return cdc43_cli_finish(code);
}

const struct cdc43_cli_subcommand cdc43_phone_command_install = {
    .name = "install",
    .summary = "Install a certificate and its private key from a PKCS#12 file",
    .notes = "The certificate is used at once, and replaces an installed one. If a Server is "
             "configured, cdc43-phone run renews it there.\n\nWhat cdc43-phone cert-check --for "
             "cisco-cdc finds is printed. What the phone cannot use is refused: a CA certificate, "
             "one that is not for clients, another phone's name, weak or several keys.",
    .exits = {[CDC43_EXIT_GOOD] = "the certificate is installed",
              [CDC43_EXIT_BAD] = "nothing has changed, and standard error says why"},
    .run = run,
};
