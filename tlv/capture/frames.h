/* SPDX-License-Identifier: MIT */
/* Frames out of a capture file, pcap or pcapng. */
#ifndef CDC43_CAPTURE_FRAMES_H
#define CDC43_CAPTURE_FRAMES_H

#include "tlv/capture/input.h"

/* The most octets of one frame: what libpcap and Wireshark write at most. */
#define CDC43_CAPTURE_FRAME_MAX 262144U
#define CDC43_CAPTURE_INTERFACES_MAX 4096U

/* When: seconds and nanoseconds since 1970 in UTC. */
struct cdc43_capture_time {
    bool is_known;
    uint8_t digits; /* of the fraction that the file has: 6 or 9 */
    uint32_t nanoseconds;
    int64_t seconds; /* 0 to 253402300799, the end of the year 9999 */
};

/* A frame as it was captured. */
struct cdc43_capture_frame {
    uint64_t number; /* from 1 on, as Wireshark counts */
    struct cdc43_capture_time time;
    unsigned link_type;       /* link_types.def */
    struct cdc43_view octets; /* until the next frame is asked for */
    uint32_t missing;         /* octets at its end that the capture left out (snap length) */
};

/* An interface of a section of pcapng. */
struct cdc43_capture_interface {
    unsigned link_type;
    uint32_t snap_length;  /* 0: no limit */
    int64_t time_offset;   /* seconds */
    uint8_t time_exponent; /* ticks of 10^-n seconds, or 2^-n */
    bool is_binary;
};

/* Reads the frames of an input. The members are private. */
struct cdc43_capture_frames {
    struct cdc43_capture_input *input;
    bool is_pcapng;
    bool is_big;      /* byte order, of the section in pcapng */
    uint64_t number;  /* frames so far */
    uint64_t to_skip; /* octets of the record of the frame that was returned last */
    struct cdc43_capture_interface pcap;        /* pcap: all frames are of this one */
    struct cdc43_capture_interface *interfaces; /* pcapng: of this section */
    size_t interface_count;
};

/* Is it a capture file? Looks at the first octets only. */
bool cdc43_capture_is_one(struct cdc43_capture_input *input);

/* Begins; the input must stay open. cdc43_capture_frames_end must be called in any case.
 * Errors: CDC43_CAPTURE_ERR_FORMAT, _VERSION, _CUT, _MEMORY, those of the input. */
CDC43_MUST_USE enum cdc43_capture_err
cdc43_capture_frames_begin(struct cdc43_capture_frames *ret_frames,
                           struct cdc43_capture_input *input);
void cdc43_capture_frames_end(struct cdc43_capture_frames *frames);

/* The next frame, or CDC43_CAPTURE_END. Blocks of other kinds are passed over. After an error no
 * frame follows; input->offset is then the octet of the record or block that is wrong.
 * Errors: any but CDC43_CAPTURE_ERR_OPEN and _LIVE. */
CDC43_MUST_USE enum cdc43_capture_err
cdc43_capture_next_frame(struct cdc43_capture_frames *frames,
                         struct cdc43_capture_frame *ret_frame);

/* The time of a number of ticks; for pcap and pcapng. */
struct cdc43_capture_time cdc43_capture_time_of(const struct cdc43_capture_interface *interface,
                                                uint64_t ticks);

#endif
