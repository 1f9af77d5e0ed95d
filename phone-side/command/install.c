/* SPDX-License-Identifier: MIT */
/* cdc43-phone install: a certificate that a person brings, with its key, in a PKCS#12 file. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "phone-side/command/certificate.h"

#define FILE_MAX ((size_t)1048576)

/* FIPS Mode as the phone is configured; off for one that has no state yet. Exit code. */
static int find_fips(const char *path, bool *ret_fips) {
    struct cdc43_phone_store store;
    struct cdc43_phone_store_fault fault;
    struct cdc43_phone_state state = {0};
    struct cdc43_params params = {0};
    int code = CDC43_EXIT_GOOD;

    *ret_fips = false;
    if (!cdc43_phone_open(path, false, &store, &fault)) {
        return fault.number == ENOENT ? CDC43_EXIT_GOOD : cdc43_phone_cli_fail(path, &fault);
    }
    if (!cdc43_phone_load(&store, &state, &fault)) {
        code = cdc43_phone_cli_fail(path, &fault);
    } else if (cdc43_phone_get_params(&state, &params)) {
        *ret_fips = cdc43_is_on(&params, CDC43_FIPS_MODE);
    }
    cdc43_phone_close(&store);
    cdc43_wipe(&state, sizeof state);
    return code;
}

static int read_file(const struct cdc43_phone_cli_choice *choice, bool fips,
                     struct cdc43_scep_pair *ret_pair, struct cdc43_scep_info *ret_info) {
    struct cdc43_scep_fault fault;
    size_t password_len = 0;
    size_t len = 0;
    char *const octets = cdc43_cli_read(choice->file, FILE_MAX, &len);
    char *const password =
        octets != NULL
            ? cdc43_phone_cli_password(choice->password_file, "Extract password", &password_len)
            : NULL;
    int code = CDC43_EXIT_BAD;

    if (password != NULL && strlen(password) != password_len) {
        code = cdc43_cli_fail("the extract password must not contain a NUL character");
    } else if (password != NULL) {
        const struct cdc43_view file = {(const uint8_t *)octets, len};
        code = cdc43_scep_read_p12(file, password, fips, ret_pair, &fault) &&
                       cdc43_scep_describe(cdc43_scep_view(&ret_pair->cert), ret_info, &fault)
                   ? CDC43_EXIT_GOOD
                   : cdc43_phone_cli_fail_scep(choice->file, &fault);
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

/* What a person will wonder about later. */
static void warn(const struct cdc43_scep_info *info, int64_t now) {
    char text[CDC43_PHONE_TIME_MAX];

    if (now != CDC43_SCEP_NO_CLOCK && (now < info->not_before || now >= info->not_after)) {
        cdc43_phone_print_time(now < info->not_before ? info->not_before : info->not_after, text);
        (void)cdc43_cli_fail("warning: this certificate is %s %s",
                             now < info->not_before ? "not valid before" : "no longer valid since",
                             text);
    }
    if (info->common_name[0] == '\0') {
        (void)cdc43_cli_fail("warning: this certificate has no valid Common Name");
    }
}

static int run(const struct cdc43_cli_subcommand *self, int argc, char **argv) {
    struct cdc43_phone_cli_choice choice = {0};
    struct cdc43_scep_pair pair = {0};
    struct cdc43_scep_info info = {0};
    bool fips = false;
    int code = cdc43_phone_cli_choose(self, argc, argv,
                                      CDC43_PHONE_TAKES_FILE | CDC43_PHONE_TAKES_PASSWORD, &choice);

    if (code >= 0) {
        return code;
    }
    code = find_fips(choice.path, &fips);
    if (code == CDC43_EXIT_GOOD) {
        code = read_file(&choice, fips, &pair, &info);
    }
    if (code == CDC43_EXIT_GOOD) {
        code = install(choice.path, &pair);
    }
    if (code == CDC43_EXIT_GOOD) {
        (void)printf("Certificate installed.\n");
        warn(&info, cdc43_phone_cli_now());
    }
    cdc43_scep_pair_end(&pair);
    return cdc43_cli_finish(code);
}

const struct cdc43_cli_subcommand cdc43_phone_command_install = {
    .name = "install",
    .summary = "Install a certificate and its private key from a PKCS#12 file",
    .notes = "The certificate is used at once, and replaces an installed one. If a Server is "
             "configured, cdc43-phone run renews it there.",
    .exits = {[CDC43_EXIT_GOOD] = "the certificate is installed",
              [CDC43_EXIT_BAD] = "nothing has changed, and standard error says why"},
    .run = run,
};
