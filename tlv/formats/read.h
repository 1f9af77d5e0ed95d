/* SPDX-License-Identifier: MIT */
/* The octets of option 43 in whatever text a person pastes. */
#ifndef CDC43_FORMATS_READ_H
#define CDC43_FORMATS_READ_H

/* Conventions as in cdc43.h; no stdio, no allocation. */
#include "tlv/cdc43.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How the octets were written. */
enum cdc43_pasted {
#define CDC43_PASTED(id, title) CDC43_PASTED_##id,
#include "tlv/formats/pasted.def"
    CDC43_PASTED_COUNT
};

/* More than the option can hold, so that one that is too long is told how much. */
#define CDC43_READ_MAX 1024

struct cdc43_reading {
    uint8_t octets[CDC43_READ_MAX]; /* SECRET: the caller wipes them */
    size_t len;
    enum cdc43_pasted form;
    bool had_header; /* the option's own code and length were before the value, and are left out */
};

/* Reads any form of formats.def, and what other tools print: hexadecimal digits with any
 * separators, decimal numbers, escapes, C and PowerShell lists, dumps with offsets, lines of
 * tshark, with text around them. Of several values in a text, the first that is a list of our
 * suboptions counts, else the longest. Errors: CDC43_ERR_HEX_DIGIT, CDC43_ERR_HEX_ODD as
 * cdc43_parse_hex, when nothing better is found. For a text without octets len is 0, without an
 * error. */
CDC43_MUST_USE enum cdc43_err cdc43_read_text(const char *text, size_t len,
                                              struct cdc43_reading *ret_reading,
                                              struct cdc43_where *ret_where);

/* "lines of systemd-networkd"; NULL for an unknown number. */
const char *cdc43_pasted_title(enum cdc43_pasted form);

#ifdef __cplusplus
}
#endif

#endif
