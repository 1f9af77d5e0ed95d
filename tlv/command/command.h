/* SPDX-License-Identifier: MIT */
/* The subcommands of cdc43. Each gets its own arguments (argv[0] is its name) and returns the exit
 * code. */
#ifndef CDC43_COMMAND_COMMAND_H
#define CDC43_COMMAND_COMMAND_H

int cdc43_command_encode(int argc, char **argv);
int cdc43_command_decode(int argc, char **argv);
int cdc43_command_identity(int argc, char **argv);

#endif
