/* SPDX-License-Identifier: MIT */
/* Stored texts of lines "key value": reading them in a fixed order. Private. */
#ifndef CDC43_SCEP_LINES_H
#define CDC43_SCEP_LINES_H

#include "tlv/cdc43.h"

/* Takes the line "key value\n" (or "key\n", a value of no octets) from the beginning of *text. */
CDC43_MUST_USE bool cdc43_lines_take(struct cdc43_view *text, const char *key,
                                     struct cdc43_view *ret_value);

/* The value as a number of 0 or more, at most 18 digits. */
CDC43_MUST_USE bool cdc43_lines_take_number(struct cdc43_view *text, const char *key,
                                            int64_t *ret_number);

/* The value as text of at most size - 1 printable ASCII characters, NUL-terminated. */
CDC43_MUST_USE bool cdc43_lines_take_text(struct cdc43_view *text, const char *key, char *ret_text,
                                          size_t size);

#endif
