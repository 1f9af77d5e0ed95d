/* SPDX-License-Identifier: MIT */
/* cdc43-phone status: the page "Custom Cert Status" of a stored state. */
#include <stdio.h>

#include "phone-side/command/certificate.h"

int cdc43_phone_cli_describe(const char *path, const struct cdc43_scep_store *store,
                             struct cdc43_scep_info *ret_info, bool *ret_present) {
    struct cdc43_scep_pair pair = {0};
    struct cdc43_scep_fault fault;
    bool good =
        store->load_pair(store->context, &pair, ret_present, &fault) &&
        (!*ret_present || cdc43_scep_describe(cdc43_scep_view(&pair.cert), ret_info, &fault));

    cdc43_scep_pair_end(&pair);
    return good ? CDC43_EXIT_GOOD : cdc43_phone_cli_fail_scep(path, &fault);
}

static int run(const struct cdc43_cli_subcommand *self, int argc, char **argv) {
    struct cdc43_phone_cli_choice choice = {0};
    struct cdc43_scep_store store;
    struct cdc43_scep_life life;
    struct cdc43_scep_info info;
    struct cdc43_scep_fault fault;
    bool present = false;
    int code = cdc43_phone_cli_choose(self, argc, argv, CDC43_PHONE_TAKES_FORMAT, &choice);

    if (code >= 0) {
        return code;
    }
    if (!cdc43_scep_directory_open(choice.path, false, &store, &fault)) {
        return cdc43_phone_cli_fail_scep(choice.path, &fault);
    }
    code = cdc43_scep_load_life(&store, &life, &fault)
               ? cdc43_phone_cli_describe(choice.path, &store, &info, &present)
               : cdc43_phone_cli_fail_scep(choice.path, &fault);
    cdc43_scep_directory_close(&store);
    if (code == CDC43_EXIT_GOOD) {
        cdc43_phone_cli_say_damaged(choice.path, life.damaged);
        cdc43_phone_page_status(&life, present ? &info : NULL,
                                choice.format == CDC43_CLI_FORMAT_JSON);
    }
    return cdc43_cli_finish(code);
}

const struct cdc43_cli_subcommand cdc43_phone_command_status = {
    .name = "status",
    .summary = "Show the page \"Custom Cert Status\": the result of the last request",
    .exits = {[CDC43_EXIT_GOOD] = "the status was shown, whatever it is",
              [CDC43_EXIT_BAD] = "there is no such state, or it is damaged"},
    .run = run,
};
