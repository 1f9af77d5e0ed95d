/* SPDX-License-Identifier: MIT */
/* cdc43-phone: which subcommand is wanted. */
#include <stdio.h>
#include <string.h>

#include "phone-side/command/command.h"

static const char help[] =
    "cdc43-phone - the phone's side of certificate parameters in DHCP option 43\n"
    "\n"
    "Usage:\n"
    "  cdc43-phone boot [options]   boot as a phone: get a lease by DHCP, take its parameters\n"
    "  cdc43-phone apply [options]  take the parameters that a DHCP client has got\n"
    "  cdc43-phone show [options]   show the page \"SCEP Configuration 1\"\n"
    "  cdc43-phone --help | --version    (also: cdc43-phone boot --help, ...)\n"
    "\n"
    "Exit: 0 good; 1 something was refused or failed, which standard error names; 2 wrong usage.\n";

int main(int argc, char **argv) {
    static const struct {
        const char *name;
        int (*run)(int argc, char **argv);
    } commands[] = {
        {"boot", cdc43_phone_command_boot},
        {"apply", cdc43_phone_command_apply},
        {"show", cdc43_phone_command_show},
    };

    cdc43_cli_set_name("cdc43-phone");
    if (argc < 2) {
        (void)fputs(help, stderr);
        return CDC43_EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0) {
        (void)fputs(help, stdout);
        return cdc43_cli_finish(CDC43_EXIT_GOOD);
    }
    if (strcmp(argv[1], "--version") == 0) {
        return cdc43_cli_version();
    }
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        if (strcmp(argv[1], commands[i].name) == 0) {
            return commands[i].run(argc - 1, argv + 1);
        }
    }
    return cdc43_cli_usage("unknown command '%.40s'", argv[1]);
}
