/* SPDX-License-Identifier: MIT */
/* Reading a text step by step, and putting together the octets that it says. */
#ifndef CDC43_FORMATS_SCAN_H
#define CDC43_FORMATS_SCAN_H

#include "tlv/formats/read.h"

/* Conventions as in cdc43.h. A text and how far it has been read. */
struct cdc43_scan {
    const char *at;
    const char *end;
};

static inline bool cdc43_scan_is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* 16: no hexadecimal digit. */
static inline unsigned cdc43_scan_digit_of(char c) {
    if (cdc43_scan_is_digit(c)) {
        return (unsigned)(c - '0');
    }
    if (c >= 'a' && c <= 'f') {
        return (unsigned)(c - 'a') + 10U;
    }
    return c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10U : 16U;
}

static inline bool cdc43_scan_is_word(char c) {
    return cdc43_scan_is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static inline bool cdc43_scan_is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Goes to behind blanks and line ends. */
void cdc43_scan_blanks(struct cdc43_scan *input);
/* Is the text next? Then it is behind afterwards. */
bool cdc43_scan_take(struct cdc43_scan *input, const char *text);
/* Goes to behind the next occurrence; false: there is none. */
bool cdc43_scan_find(struct cdc43_scan *input, const char *text);
/* A decimal number from 0 to 255. */
bool cdc43_scan_number(struct cdc43_scan *input, unsigned *ret_number);
/* Two hexadecimal digits. */
bool cdc43_scan_octet(struct cdc43_scan *input, unsigned *ret_octet);

/* Adds an octet; when CDC43_READ_MAX is reached, nothing. */
void cdc43_scan_put(struct cdc43_reading *reading, unsigned octet);
/* Begins a suboption, whose length _end fills in. Where its value begins. */
size_t cdc43_scan_begin(struct cdc43_reading *reading, unsigned code);
/* start: from _begin. False: it does not fit. */
bool cdc43_scan_end(struct cdc43_reading *reading, size_t start);

/* The end of this line. */
const char *cdc43_scan_line_end(const struct cdc43_scan *input);

#endif
