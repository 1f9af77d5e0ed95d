/* SPDX-License-Identifier: MIT */
/* Writing text into a buffer of limited size. Private. */
#ifndef CDC43_PHONE_WRITER_H
#define CDC43_PHONE_WRITER_H

#include <string.h>

#include "tlv/cdc43.h"

/* len counts what was wanted, capacity bounds what is written: len < capacity afterwards means that
 * everything is there, with room for the NUL. len cannot wrap: all that is ever written is far
 * below its range, see the callers' maxima. */
struct cdc43_phone_writer {
    char *text;
    size_t capacity;
    size_t len;
};

static inline void cdc43_phone_put_char(struct cdc43_phone_writer *writer, char c) {
    if (writer->len < writer->capacity) {
        writer->text[writer->len] = c;
    }
    writer->len++;
}

static inline void cdc43_phone_put_view(struct cdc43_phone_writer *writer, struct cdc43_view view) {
    for (size_t i = 0; i < view.len; i++) {
        cdc43_phone_put_char(writer, (char)view.data[i]);
    }
}

static inline void cdc43_phone_put_text(struct cdc43_phone_writer *writer, const char *text) {
    while (*text != '\0') {
        cdc43_phone_put_char(writer, *text++);
    }
}

static inline void cdc43_phone_put_number(struct cdc43_phone_writer *writer, size_t number) {
    char digits[24]; /* 2^64 has 20 */
    size_t n = sizeof digits;

    do {
        digits[--n] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    while (n < sizeof digits) {
        cdc43_phone_put_char(writer, digits[n++]);
    }
}

/* digits: 16 of them, in upper or lower case. */
static inline void cdc43_phone_put_hex(struct cdc43_phone_writer *writer, struct cdc43_view octets,
                                       const char *digits) {
    for (size_t i = 0; i < octets.len; i++) {
        cdc43_phone_put_char(writer, digits[octets.data[i] >> 4]);
        cdc43_phone_put_char(writer, digits[octets.data[i] & 0x0fU]);
    }
}

/* Text in an element or an attribute of XML; it is printable ASCII, so nothing else needs an
 * escape. */
static inline void cdc43_phone_put_escaped(struct cdc43_phone_writer *writer,
                                           struct cdc43_view text) {
    for (size_t i = 0; i < text.len; i++) {
        const char c = (char)text.data[i];
        switch (c) {
        case '&':
            cdc43_phone_put_text(writer, "&amp;");
            break;
        case '<':
            cdc43_phone_put_text(writer, "&lt;");
            break;
        case '>':
            cdc43_phone_put_text(writer, "&gt;");
            break;
        case '"':
            cdc43_phone_put_text(writer, "&quot;");
            break;
        case '\'':
            cdc43_phone_put_text(writer, "&apos;");
            break;
        default:
            cdc43_phone_put_char(writer, c);
            break;
        }
    }
}

/* Ends the text with NUL, cut if need be. Needs capacity >= 1. */
static inline void cdc43_phone_end_text(struct cdc43_phone_writer *writer) {
    writer->text[writer->len < writer->capacity ? writer->len : writer->capacity - 1] = '\0';
}

#endif
