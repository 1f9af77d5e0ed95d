/* SPDX-License-Identifier: MIT */
/* cdc43: which subcommand is wanted. */
#include <stdio.h>
#include <string.h>

#include "tlv/command/cli.h"
#include "tlv/command/command.h"

static const char help[] =
    "cdc43 - suboptions 10-15 of DHCP option 43 for Cisco desk phones\n"
    "\n"
    "Usage:\n"
    "  cdc43 encode [options]      parameters to the hexadecimal value of option 43\n"
    "  cdc43 decode [options] HEX  the value of option 43 to parameters\n"
    "  cdc43 identity [options]    Common Name and User ID of a phone\n"
    "  cdc43 --help | --version    (also: cdc43 encode --help, ...)\n"
    "\n"
    "Exit: 0 good; 1 the data breaks a rule, which standard error names; 2 wrong usage.\n";

int main(int argc, char **argv) {
    static const struct {
        const char *name;
        int (*run)(int argc, char **argv);
    } commands[] = {
        {"encode", cdc43_command_encode},
        {"decode", cdc43_command_decode},
        {"identity", cdc43_command_identity},
    };

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
