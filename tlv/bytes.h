/* SPDX-License-Identifier: MIT */
/* Reading and writing octets: the only pointer arithmetic of this folder. Private. */
#ifndef CDC43_BYTES_H
#define CDC43_BYTES_H

#if __STDC_HOSTED__
#include <string.h>
#endif

#include "cdc43.h"

#if !__STDC_HOSTED__
/* Every compiler needs these of its environment, also where there is no C library. */
void *memcpy(void *to, const void *from, size_t n);
int memcmp(const void *a, const void *b, size_t n);
#endif

#define CDC43_PAD_OCTET 0U
#define CDC43_END_OCTET 255U
#define CDC43_HEADER_LEN 2U /* code and length of a suboption */

/* Bounds argument. A reader's invariant: next does not lie behind end, and all octets between them
 * are readable. It holds when made, from the contract of the public function that makes it. Both
 * ways of taking move next by n octets and need n of them left, which the caller has compared just
 * before; so it holds afterwards, and nothing outside is ever read.
 * A place in octets is compared with their length before it is used. The encoder knows the whole
 * length before it writes, so that no put can fail. */
struct cdc43_reader {
    const uint8_t *next;
    const uint8_t *end;
};

static inline struct cdc43_reader cdc43_reader_of(struct cdc43_view octets) {
    /* The octets of an empty view may be NULL, to which nothing may be added. */
    return (struct cdc43_reader){octets.data,
                                 octets.len != 0 ? octets.data + octets.len : octets.data};
}

static inline size_t cdc43_left(const struct cdc43_reader *reader) {
    return (size_t)(reader->end - reader->next);
}

/* Needs 1 octet left. */
static inline uint8_t cdc43_take_octet(struct cdc43_reader *reader) {
    return *reader->next++;
}

/* Needs n octets left. */
static inline struct cdc43_view cdc43_take(struct cdc43_reader *reader, size_t n) {
    const struct cdc43_view view = {reader->next, n};

    reader->next += n;
    return view;
}

/* How far it is from one octet to another that does not lie before it. */
static inline size_t cdc43_distance(const uint8_t *from, const uint8_t *to) {
    return (size_t)(to - from);
}

/* The length of a text without the NULs at its end. */
static inline size_t cdc43_text_len(const uint8_t *text, size_t len) {
    while (len != 0 && text[len - 1] == 0) {
        len--;
    }
    return len;
}

/* The walk over suboptions, one step: takes the next one, PAD or END, as cdc43_next says. Needs 1
 * octet left. ret_where->offset and place are left to the caller. */
static inline enum cdc43_err cdc43_take_tlv(struct cdc43_reader *reader, struct cdc43_tlv *ret_tlv,
                                            struct cdc43_where *ret_where) {
    size_t len = 0;

    ret_tlv->code = cdc43_take_octet(reader);
    ret_where->suboption = ret_tlv->code;
    ret_where->excess = 0;
    if (ret_tlv->code == CDC43_END_OCTET) {
        len = cdc43_left(reader);
    } else if (ret_tlv->code != CDC43_PAD_OCTET) {
        if (cdc43_left(reader) == 0) {
            return CDC43_ERR_TRUNCATED;
        }
        len = cdc43_take_octet(reader);
        if (len > cdc43_left(reader)) {
            ret_where->excess = len - cdc43_left(reader);
            return CDC43_ERR_OVERRUN;
        }
    }
    ret_tlv->value = cdc43_take(reader, len);
    return CDC43_OK;
}

/* Needs 1 octet of room; returns the place after it. */
static inline uint8_t *cdc43_put_octet(uint8_t *to, size_t octet) {
    *to = (uint8_t)octet;
    return to + 1;
}

/* Needs view.len octets of room, 1 at least; returns the place after them. */
static inline uint8_t *cdc43_put(uint8_t *to, struct cdc43_view view) {
    memcpy(to, view.data, view.len);
    return to + view.len;
}

#endif
