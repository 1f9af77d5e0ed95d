/* SPDX-License-Identifier: MIT */
/* Joins the fragments of IPv4 datagrams in a table of fixed size. Private to this room. */
#ifndef CDC43_CAPTURE_FRAGMENTS_H
#define CDC43_CAPTURE_FRAGMENTS_H

#include "tlv/capture/datagrams.h"

#define CDC43_FRAGMENTS_DATAGRAMS_MAX 64U /* at once; the one that waits longest makes room */
#define CDC43_FRAGMENTS_SECONDS 30        /* RFC 791 says 15, RFC 1122 60 to 120 */

/* A fragment: the octets after the header of IPv4. */
struct cdc43_fragment {
    uint8_t addresses[8]; /* source, destination */
    unsigned identification;
    unsigned protocol;
    size_t offset; /* octets, a multiple of 8 */
    bool is_last;
    struct cdc43_view octets;
    struct cdc43_capture_time time;
};

CDC43_MUST_USE enum cdc43_capture_err
cdc43_fragments_begin(struct cdc43_capture_fragments **ret_fragments);

/* How many datagrams were not completed. NULL is allowed. */
uint64_t cdc43_fragments_end(struct cdc43_capture_fragments *fragments);

/* Takes a fragment. True when it completes its datagram: *ret_octets is the whole, until the next
 * call. *incomplete counts datagrams that are given up: too old, or with fragments that contradict
 * one another. */
bool cdc43_fragments_take(struct cdc43_capture_fragments *fragments,
                          const struct cdc43_fragment *fragment, uint64_t *incomplete,
                          struct cdc43_view *ret_octets);

#endif
