/* SPDX-License-Identifier: MIT */
/* A capture from its file, or from an interface, to its exchanges: the straight line of this room.
 *
 * Conventions as in tlv/cdc43.h, but these functions allocate memory: less than 64 MiB, whatever
 * the file is. They are for programs on a computer, not for firmware. */
#ifndef CDC43_CAPTURE_H
#define CDC43_CAPTURE_H

#include "tlv/capture/exchanges.h"

/* What to do while a capture is read; and what it came to. */
struct cdc43_capture {
    unsigned port; /* one more UDP port; 0: none */
    cdc43_capture_take_exchange *take;
    /* Asked after each frame, and now and then while none comes: go on? NULL: always. */
    bool (*go_on)(void *context, const struct cdc43_capture *capture);
    void *context; /* of take and go_on */

    /* Set while it is read. */
    struct cdc43_capture_counts counts;
    uint64_t messages;  /* DHCP messages */
    uint64_t no_cookie; /* of these ports, but not DHCP */
    uint64_t cut;       /* cut by the capture before the end of the options, frames or messages */
    uint64_t over;      /* exchanges handed over */
    uint64_t offset;   /* octets of the file that were read, unpacked; after an error where it is */
    uint64_t taken;    /* octets of the file that were read, as they are */
    int number;        /* errno of an error, or 0 */
    char trouble[256]; /* CDC43_CAPTURE_ERR_LIVE: what libpcap says */
};

/* Reads an input to its end. CDC43_CAPTURE_OK when it was read whole, or go_on said no; with an
 * error too, all that was read before is handed over. */
CDC43_MUST_USE enum cdc43_capture_err cdc43_capture_read(struct cdc43_capture *capture,
                                                         struct cdc43_capture_input *input);

/* Listens to an interface until go_on says no.
 * Errors: CDC43_CAPTURE_ERR_LIVE, _MEMORY. Without libpcap always the first. */
CDC43_MUST_USE enum cdc43_capture_err cdc43_capture_listen(struct cdc43_capture *capture,
                                                           const char *interface);

#endif
