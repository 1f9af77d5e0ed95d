/* SPDX-License-Identifier: MIT */
/* The annotated table of a decoded option 43. */
#ifndef CDC43_COMMAND_TABLE_H
#define CDC43_COMMAND_TABLE_H

#include "tlv/cdc43.h"

/* Prints on standard output; in colour when that is a terminal and NO_COLOR is not set. octets:
 * what was decoded to params. */
void cdc43_table_print(struct cdc43_view octets, const struct cdc43_params *params,
                       bool show_secrets);

#endif
