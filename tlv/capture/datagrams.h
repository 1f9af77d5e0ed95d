/* SPDX-License-Identifier: MIT */
/* UDP datagrams out of frames; fragments of IPv4 are joined. */
#ifndef CDC43_CAPTURE_DATAGRAMS_H
#define CDC43_CAPTURE_DATAGRAMS_H

#include "tlv/capture/frames.h"

#define CDC43_CAPTURE_LINK_TYPES_MAX 16U /* unknown link types that are counted apart */

/* What the frames were; each frame counts once, under the first that applies. */
struct cdc43_capture_counts {
    uint64_t frames;
    uint64_t unknown;    /* of a link type that is not read */
    uint64_t other;      /* no IPv4, no UDP, or other ports */
    uint64_t encrypted;  /* encrypted on the air */
    uint64_t malformed;  /* shorter than its own headers say, though captured as a whole */
    uint64_t cut;        /* too little of it was captured (snap length) */
    uint64_t fragments;  /* fragments of IPv4 */
    uint64_t incomplete; /* datagrams whose fragments did not all come, or that were refused */
    uint64_t datagrams;  /* handed on */
    struct {
        unsigned link_type;
        uint64_t frames;
    } link_types[CDC43_CAPTURE_LINK_TYPES_MAX]; /* the unknown ones, as many as there is room for */
    size_t link_type_count;
};

/* A datagram to or from one of the ports. */
struct cdc43_capture_datagram {
    uint8_t source[4];
    uint8_t destination[4];
    unsigned source_port;
    unsigned destination_port;
    struct cdc43_view octets; /* until the next frame */
    size_t missing;           /* octets at its end that the capture left out */
};

struct cdc43_capture_fragments;

/* Members are private, but for counts. */
struct cdc43_capture_datagrams {
    struct cdc43_capture_counts counts;
    unsigned port; /* one more beside those of DHCP and PXE; 0: none */
    struct cdc43_capture_fragments *fragments;
};

/* Begins. Error: CDC43_CAPTURE_ERR_MEMORY. */
CDC43_MUST_USE enum cdc43_capture_err
cdc43_capture_datagrams_begin(struct cdc43_capture_datagrams *ret_datagrams, unsigned port);
void cdc43_capture_datagrams_end(struct cdc43_capture_datagrams *datagrams);

/* Takes a frame. True when there is a datagram now: of this frame, or of its fragment and earlier
 * ones. */
bool cdc43_capture_take_frame(struct cdc43_capture_datagrams *datagrams,
                              const struct cdc43_capture_frame *frame,
                              struct cdc43_capture_datagram *ret_datagram);

#endif
