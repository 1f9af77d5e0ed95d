/* SPDX-License-Identifier: MIT */
/* Numbers out of octets, and views that lose their beginning or end. Private to this room. */
#ifndef CDC43_CAPTURE_OCTETS_H
#define CDC43_CAPTURE_OCTETS_H

#include "tlv/bytes.h"

/* Each needs as many octets as it reads. */
static inline unsigned cdc43_capture_u16(const uint8_t *octets, bool big) {
    return big ? (unsigned)octets[0] << 8 | octets[1] : (unsigned)octets[1] << 8 | octets[0];
}

static inline uint32_t cdc43_capture_u32(const uint8_t *octets, bool big) {
    const uint32_t first = cdc43_capture_u16(octets, big);
    const uint32_t second = cdc43_capture_u16(octets + 2, big);

    return big ? first << 16 | second : second << 16 | first;
}

static inline uint64_t cdc43_capture_u64(const uint8_t *octets, bool big) {
    const uint64_t first = cdc43_capture_u32(octets, big);
    const uint64_t second = cdc43_capture_u32(octets + 4, big);

    return big ? first << 32 | second : second << 32 | first;
}

/* Network order. */
static inline unsigned cdc43_capture_be16(const uint8_t *octets) {
    return cdc43_capture_u16(octets, true);
}

/* Drops the first n octets; false, and nothing happens, when there are fewer. */
static inline bool cdc43_capture_drop(struct cdc43_view *view, size_t n) {
    struct cdc43_reader reader = cdc43_reader_of(*view);

    if (n > view->len) {
        return false;
    }
    if (n != 0) {
        (void)cdc43_take(&reader, n);
        *view = (struct cdc43_view){reader.next, view->len - n};
    }
    return true;
}

#endif
