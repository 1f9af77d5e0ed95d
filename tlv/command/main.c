/* SPDX-License-Identifier: MIT */
/* cdc43: which subcommand is wanted. */
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
    static const struct cdc43_cli_command commands[] = {
        {"encode", cdc43_command_encode},
        {"decode", cdc43_command_decode},
        {"identity", cdc43_command_identity},
    };

    return cdc43_cli_main(argc, argv, commands, sizeof commands / sizeof commands[0], help);
}
