/* SPDX-License-Identifier: MIT */
/* Reading and writing octets: the only pointer arithmetic of this folder. Private. */
#ifndef CDC43_BYTES_H
#define CDC43_BYTES_H

#include <string.h>

#include "cdc43.h"

/* Built for size, or for speed? Then some code stands beside that which is shortest, and does the
 * same in fewer steps; and what the compiler would call for both is part of each caller. */
#if defined(__OPTIMIZE_SIZE__)
#define CDC43_FAST 0
#define CDC43_FAST_INLINE CDC43_NOINLINE
#else
#define CDC43_FAST 1
#define CDC43_FAST_INLINE CDC43_ALWAYS_INLINE
#endif
#if defined(__GNUC__)
#define CDC43_NOINLINE __attribute__((noinline))
#define CDC43_ALWAYS_INLINE inline __attribute__((always_inline))
#define CDC43_RARE(condition) __builtin_expect(condition, 0)
#else
#define CDC43_NOINLINE
#define CDC43_ALWAYS_INLINE inline
#define CDC43_RARE(condition) (condition)
#endif

/* Bounds argument. A reader's invariant: next points to at least left readable octets. It holds
 * when made, from the contract of the public function that makes it. Both ways of taking need
 * n <= left (left >= 1), which the caller has compared just before, and take n from left as they
 * move next by n; so it holds afterwards, left never wraps, and nothing outside is ever read.
 * A writer's invariant is the same for writable octets. The encoder knows the whole length before
 * it makes one, so that no put can fail. */
struct cdc43_reader {
    const uint8_t *next;
    size_t left;
};

/* The octets from at on. Needs at < octets.len. */
static inline struct cdc43_reader cdc43_reader_at(struct cdc43_view octets, size_t at) {
    return (struct cdc43_reader){octets.data + at, octets.len - at};
}

/* Needs left >= 1. */
static inline uint8_t cdc43_take_octet(struct cdc43_reader *reader) {
    reader->left--;
    return *reader->next++;
}

/* Needs n <= left. */
static inline struct cdc43_view cdc43_take(struct cdc43_reader *reader, size_t n) {
    const struct cdc43_view view = {reader->next, n};

    reader->next += n;
    reader->left -= n;
    return view;
}

/* Behind the last octet. The octets of an empty view may be NULL, to which nothing may be added. */
static inline const uint8_t *cdc43_end_of(struct cdc43_view view) {
    return view.len != 0 ? view.data + view.len : view.data;
}

/* A text without the NULs at its end. */
static inline struct cdc43_view cdc43_drop_nuls(struct cdc43_view text) {
    while (text.len != 0 && text.data[text.len - 1] == 0) {
        text.len--;
    }
    return text;
}

/* Needs 1 octet of room; returns the place behind it. */
static inline uint8_t *cdc43_put_octet(uint8_t *to, size_t octet) {
    *to = (uint8_t)octet;
    return to + 1;
}

/* Needs view.len octets of room, 1 at least; returns the place behind them. */
static inline uint8_t *cdc43_put(uint8_t *to, struct cdc43_view view) {
    memcpy(to, view.data, view.len);
    return to + view.len;
}

/* The view of Server, Root CA Fingerprint or Challenge Password, by code. The assertions say that
 * the three stand one after the other in the order of their codes, so that this is one of them. */
static inline size_t cdc43_place_of_value(unsigned code) {
    _Static_assert(offsetof(struct cdc43_params, root_ca_fingerprint) ==
                           offsetof(struct cdc43_params, server) + sizeof(struct cdc43_view) &&
                       CDC43_ROOT_CA_FINGERPRINT == CDC43_SERVER + 1,
                   "second");
    _Static_assert(offsetof(struct cdc43_params, challenge_password) ==
                           offsetof(struct cdc43_params, server) + 2 * sizeof(struct cdc43_view) &&
                       CDC43_CHALLENGE_PASSWORD == CDC43_SERVER + 2,
                   "third");
    return offsetof(struct cdc43_params, server) +
           (code - CDC43_SERVER) * sizeof(struct cdc43_view);
}

static inline const struct cdc43_view *cdc43_value_of(const struct cdc43_params *params,
                                                      unsigned code) {
    return (const struct cdc43_view *)(const void *)((const uint8_t *)params +
                                                     cdc43_place_of_value(code));
}

#endif
