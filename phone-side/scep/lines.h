/* SPDX-License-Identifier: MIT */
/* Stored texts of lines "key value", in a fixed order: writing and reading them. Private. */
#ifndef CDC43_SCEP_LINES_H
#define CDC43_SCEP_LINES_H

#include "phone-side/scep/fault.h"
#include "phone-side/writer.h"

/* Adds a line; a number below 0 is written as 0. */
void cdc43_lines_put_text(struct cdc43_phone_writer *writer, const char *key, const char *value);
void cdc43_lines_put_number(struct cdc43_phone_writer *writer, const char *key, int64_t number);
void cdc43_lines_put_hex(struct cdc43_phone_writer *writer, const char *key,
                         struct cdc43_view octets);

/* Takes the line "key value\n" (or "key\n", a value of no octets) from the beginning of *text. */
CDC43_MUST_USE bool cdc43_lines_take(struct cdc43_view *text, const char *key,
                                     struct cdc43_view *ret_value);

/* The value as a number of 0 or more, at most 18 digits. */
CDC43_MUST_USE bool cdc43_lines_take_number(struct cdc43_view *text, const char *key,
                                            int64_t *ret_number);

/* The value as text of at most size - 1 printable ASCII characters, NUL-terminated. */
CDC43_MUST_USE bool cdc43_lines_take_text(struct cdc43_view *text, const char *key, char *ret_text,
                                          size_t size);

/* The value as octets from hexadecimal, at least one, no separators. Also false: no memory. */
CDC43_MUST_USE bool cdc43_lines_take_hex(struct cdc43_view *text, const char *key,
                                         struct cdc43_scep_blob *ret_octets);

#endif
