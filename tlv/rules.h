/* SPDX-License-Identifier: MIT */
/* Rules that more than one source file of this folder asks. Private. */
#ifndef CDC43_RULES_H
#define CDC43_RULES_H

#include "bytes.h"

/* The first octet that is not one of low..CDC43_TEXT_HIGH; end when all are. */
const uint8_t *cdc43_find_unprintable(const uint8_t *begin, const uint8_t *end, unsigned low);

/* The first octet that breaks the rules of a DNS name: labels of 1 to CDC43_LABEL_MAX letters,
 * digits, underscores and inner hyphens, joined by single dots. A dot or hyphen that the name
 * cannot end with breaks them too. end when all are good, or there is none. */
const uint8_t *cdc43_find_name_end(const uint8_t *begin, const uint8_t *end);

#endif
