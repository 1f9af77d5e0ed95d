/* SPDX-License-Identifier: MIT */
/* Rules that more than one source file of this folder asks. Private. */
#ifndef CDC43_RULES_H
#define CDC43_RULES_H

#include "cdc43.h"

/* Index of the first octet that is not one of low..CDC43_TEXT_HIGH; text.len when all are. */
size_t cdc43_find_unprintable(struct cdc43_view text, uint8_t low);

/* Index of the first octet, from "from" on, that breaks the rules of a DNS name: labels of 1 to
 * CDC43_LABEL_MAX letters, digits, underscores and inner hyphens, joined by single dots. A dot or
 * hyphen that the name cannot end with breaks them too. text.len when all are good. */
size_t cdc43_find_name_end(struct cdc43_view text, size_t from);

#endif
