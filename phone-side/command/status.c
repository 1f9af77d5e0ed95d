/* SPDX-License-Identifier: MIT */
/* cdc43-phone status: the page "Custom Cert Status" of a stored state. */
#include <stdio.h>

#include "phone-side/command/certificate.h"

static const char help[] =
    "cdc43-phone status - the page \"Custom Cert Status\": what became of the last request\n"
    "\n"
    "Usage: cdc43-phone status --state DIR [--format text|json]\n"
    "\n"
    "  --state DIR         the phone's state directory\n"
    "  --format text|json  for people (default) or for programs\n"
    "  --help\n"
    "\n"
    "Exit 0: the status was shown, whatever it is.\n";

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

int cdc43_phone_command_status(int argc, char **argv) {
    struct cdc43_phone_cli_choice choice = {0};
    struct cdc43_scep_store store;
    struct cdc43_scep_life life;
    struct cdc43_scep_info info;
    struct cdc43_scep_fault fault;
    bool present = false;
    int code = cdc43_phone_cli_choose(argc, argv, CDC43_PHONE_TAKES_FORMAT, help, &choice);

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
        cdc43_phone_page_status(&life, present ? &info : NULL, choice.json);
    }
    return cdc43_cli_finish(code);
}
