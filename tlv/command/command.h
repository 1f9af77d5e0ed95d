/* SPDX-License-Identifier: MIT */
/* The subcommands of cdc43. */
#ifndef CDC43_COMMAND_COMMAND_H
#define CDC43_COMMAND_COMMAND_H

#include "tlv/command/options.h"

extern const struct cdc43_cli_subcommand cdc43_command_encode;
extern const struct cdc43_cli_subcommand cdc43_command_decode;
extern const struct cdc43_cli_subcommand cdc43_command_identity;

#endif
