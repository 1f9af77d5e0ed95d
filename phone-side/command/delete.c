/* SPDX-License-Identifier: MIT */
/* cdc43-phone delete: removes the installed certificate, at once. */
#include <stdio.h>

#include "phone-side/command/certificate.h"

static int remove_pair(const char *path, const struct cdc43_scep_store *store) {
    struct cdc43_scep_pair pair = {0};
    struct cdc43_scep_fault fault = {0};
    bool present = false;
    /* A damaged one is deleted, too. */
    const bool readable = store->load_pair(store->context, &pair, &present, &fault);

    cdc43_scep_pair_end(&pair);
    if (!readable && fault.err != CDC43_SCEP_ERR_STORE_DAMAGED) {
        return cdc43_phone_cli_fail_scep(path, &fault);
    }
    if (readable && !present) {
        /* What an interrupted deletion or installation left must not stay. */
        return store->delete_pair(store->context, &fault)
                   ? cdc43_cli_fail("%s: no certificate is installed", path)
                   : cdc43_phone_cli_fail_scep(path, &fault);
    }
    if (!cdc43_scep_delete(store, &fault)) {
        return cdc43_phone_cli_fail_scep(path, &fault);
    }
    (void)printf("Certificate deleted.\n");
    return CDC43_EXIT_GOOD;
}

static int run(const struct cdc43_cli_subcommand *self, int argc, char **argv) {
    struct cdc43_phone_cli_choice choice = {0};
    struct cdc43_phone_cli_files files;
    int code = cdc43_phone_cli_choose(self, argc, argv, 0, &choice);

    if (code >= 0) {
        return code;
    }
    code = cdc43_phone_cli_open_files(choice.path, &files);
    if (code == CDC43_EXIT_GOOD) {
        code = remove_pair(choice.path, &files.certificates);
        cdc43_phone_cli_close_files(&files);
    }
    return cdc43_cli_finish(code);
}

const struct cdc43_cli_subcommand cdc43_phone_command_delete = {
    .name = "delete",
    .summary = "Delete the installed certificate and its private key",
    .notes = "The certificate is deleted at once, without a question, and a pending request is "
             "given up. The phone asks for a new certificate only after cdc43-phone enrol, or "
             "after a parameter has changed.",
    .exits = {[CDC43_EXIT_GOOD] = "the certificate was deleted",
              [CDC43_EXIT_BAD] = "no certificate was installed, or it could not be deleted"},
    .run = run,
};
