/* SPDX-License-Identifier: MIT */
/* The syntax of a DNS name a second time, from its description alone. */
#ifndef CDC43_PROOFS_NAME_GRAMMAR_H
#define CDC43_PROOFS_NAME_GRAMMAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Name  = Label { "." Label }
 * Label = Inner [ { Inner | "-" } Inner ]          1 to 63 octets
 * Inner = letter | digit | "_"
 *
 * Is it a name? *ret_stop when not: the first octet with which it cannot go on; or, when it could
 * not end before that octet, the hyphen or dot that it would end with. */
bool grammar_is_name(const uint8_t *octets, size_t len, size_t *ret_stop);

#endif
