/* SPDX-License-Identifier: MIT */
/* cdc43: the list of its subcommands. */
#include "tlv/command/command.h"

int main(int argc, char **argv) {
    static const struct cdc43_cli_subcommand *const subcommands[] = {
        &cdc43_command_encode,
        &cdc43_command_decode,
        &cdc43_command_identity,
    };
    static const struct cdc43_cli_program program = {
        "cdc43",
        "Encode and decode suboptions 10 to 15 of DHCP option 43 for Cisco desk phones",
        subcommands,
        sizeof subcommands / sizeof subcommands[0],
    };

    return cdc43_cli_run(&program, argc, argv);
}
