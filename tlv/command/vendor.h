/* SPDX-License-Identifier: MIT */
/* Option 43 of other makers' devices, for encode and decode. */
#ifndef CDC43_COMMAND_VENDOR_H
#define CDC43_COMMAND_VENDOR_H

#include "tlv/command/cli.h"
#include "tlv/vendors.h"

/* The words of --vendor; the choice is an enum cdc43_vendor_id. */
extern const char *const cdc43_cli_vendors;

/* Adds a value, "NAME=TEXT". Returns -1, or the exit code after a message. */
int cdc43_cli_put_vendor(struct cdc43_vendor_octets *option, enum cdc43_vendor_id vendor,
                         const char *word);

/* The same for each member of a JSON object: texts, numbers, and lists of texts for addresses. */
int cdc43_cli_put_vendor_json(struct cdc43_vendor_octets *option, enum cdc43_vendor_id vendor,
                              json_t *object);

/* Prints the suboptions of an option 43 with their names. Exit code: CDC43_EXIT_BAD after a message
 * for each suboption that the vendor's devices would not take. */
int cdc43_cli_print_vendor(enum cdc43_vendor_id vendor, struct cdc43_view octets, unsigned format);

#endif
