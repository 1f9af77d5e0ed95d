/* SPDX-License-Identifier: MIT */
/* The help of a command, made from its tables. */
#ifndef CDC43_COMMAND_HELP_H
#define CDC43_COMMAND_HELP_H

#include <stdio.h>

#include "tlv/command/options.h"

/* The list of subcommands. */
void cdc43_cli_print_program(FILE *to, const struct cdc43_cli_program *program);

/* The usage, the options and the exit codes of one. */
void cdc43_cli_print_subcommand(FILE *to, const struct cdc43_cli_subcommand *subcommand,
                                const struct cdc43_cli_option *options, size_t count);

#endif
