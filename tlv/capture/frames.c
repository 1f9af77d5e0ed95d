/* SPDX-License-Identifier: MIT */
/* Which format a file has, and the records of pcap. */
#include "tlv/capture/frames.h"

#include <stdlib.h>
#include <string.h>

#include "tlv/capture/octets.h"
#include "tlv/capture/pcapng.h"

/* draft-ietf-opsawg-pcap: the file header. */
#define MAGIC_LEN 4U
#define HEADER_LEN 24U
#define AT_MAJOR 4U
#define AT_SNAP_LENGTH 16U
#define AT_LINK_TYPE 20U
#define MAJOR 2U
#define LINK_TYPE_MASK 0xffffU /* the rest is the length of the frame check sequence */

/* The record header. */
#define RECORD_LEN 16U
#define AT_FRACTION 4U
#define AT_CAPTURED 8U
#define AT_ORIGINAL 12U

#define TIME_END 253402300800 /* seconds: the year 10000 */
#define BILLION 1000000000U

static const struct {
    uint8_t magic[MAGIC_LEN];
    bool is_big;
    uint8_t time_exponent;
} orders[] = {
    {{0xd4, 0xc3, 0xb2, 0xa1}, false, 6},
    {{0xa1, 0xb2, 0xc3, 0xd4}, true, 6},
    {{0x4d, 0x3c, 0xb2, 0xa1}, false, 9},
    {{0xa1, 0xb2, 0x3c, 0x4d}, true, 9},
};
#define ORDERS (sizeof orders / sizeof orders[0])

/* The row of orders; ORDERS when it is none. */
static size_t find_order(const uint8_t *octets) {
    size_t i = 0;

    while (i < ORDERS && memcmp(octets, orders[i].magic, MAGIC_LEN) != 0) {
        i++;
    }
    return i;
}

bool cdc43_capture_is_one(struct cdc43_capture_input *input) {
    const uint8_t *const octets = cdc43_capture_peek(input, MAGIC_LEN);

    return octets != NULL &&
           (cdc43_capture_u32(octets, true) == CDC43_PCAPNG_SECTION || find_order(octets) < ORDERS);
}

/* 10^n, n at most 19. */
static uint64_t power_of_ten(unsigned n) {
    uint64_t power = 1;

    for (unsigned i = 0; i < n; i++) {
        power *= 10;
    }
    return power;
}

static void split_decimal(unsigned exponent, uint64_t ticks, uint64_t *ret_seconds,
                          uint64_t *ret_nanoseconds) {
    uint64_t fraction;

    *ret_seconds = 0;
    *ret_nanoseconds = 0;
    if (exponent > 19) { /* all that 64 bits hold is less than two seconds */
        return;
    }
    *ret_seconds = ticks / power_of_ten(exponent);
    fraction = ticks % power_of_ten(exponent);
    *ret_nanoseconds = exponent <= 9 ? fraction * power_of_ten(9 - exponent)
                                     : fraction / power_of_ten(exponent - 9);
}

static void split_binary(unsigned exponent, uint64_t ticks, uint64_t *ret_seconds,
                         uint64_t *ret_nanoseconds) {
    uint64_t fraction;

    *ret_seconds = 0;
    *ret_nanoseconds = 0;
    if (exponent > 63) {
        return;
    }
    *ret_seconds = ticks >> exponent;
    fraction = exponent == 0 ? 0 : ticks << (64 - exponent); /* of 2^64 */
    *ret_nanoseconds = ((fraction >> 32) * BILLION) >> 32;
}

struct cdc43_capture_time cdc43_capture_time_of(const struct cdc43_capture_interface *interface,
                                                uint64_t ticks) {
    struct cdc43_capture_time time = {0};
    uint64_t seconds;
    uint64_t nanoseconds;

    if (interface->is_binary) {
        split_binary(interface->time_exponent, ticks, &seconds, &nanoseconds);
    } else {
        split_decimal(interface->time_exponent, ticks, &seconds, &nanoseconds);
    }
    if (seconds >= TIME_END || interface->time_offset >= TIME_END ||
        interface->time_offset <= -TIME_END) {
        return time;
    }
    time.seconds = (int64_t)seconds + interface->time_offset;
    time.nanoseconds = (uint32_t)nanoseconds;
    time.digits = interface->is_binary || interface->time_exponent > 6 ? 9 : 6;
    time.is_known = time.seconds >= 0 && time.seconds < TIME_END;
    return time;
}

enum cdc43_capture_err cdc43_capture_frames_begin(struct cdc43_capture_frames *ret_frames,
                                                  struct cdc43_capture_input *input) {
    const uint8_t *octets;
    size_t order;

    *ret_frames = (struct cdc43_capture_frames){.input = input};
    if (!cdc43_capture_is_one(input)) {
        return input->err > CDC43_CAPTURE_END ? input->err : CDC43_CAPTURE_ERR_FORMAT;
    }
    octets = cdc43_capture_peek(input, MAGIC_LEN);
    order = find_order(octets);
    if (order == ORDERS) {
        ret_frames->is_pcapng = true;
        ret_frames->interfaces =
            calloc(CDC43_CAPTURE_INTERFACES_MAX, sizeof *ret_frames->interfaces);
        return ret_frames->interfaces != NULL ? CDC43_CAPTURE_OK : CDC43_CAPTURE_ERR_MEMORY;
    }
    octets = cdc43_capture_peek(input, HEADER_LEN);
    if (octets == NULL) {
        return input->err == CDC43_CAPTURE_END ? CDC43_CAPTURE_ERR_CUT : input->err;
    }
    ret_frames->is_big = orders[order].is_big;
    if (cdc43_capture_u16(octets + AT_MAJOR, ret_frames->is_big) != MAJOR) {
        return CDC43_CAPTURE_ERR_VERSION;
    }
    ret_frames->pcap = (struct cdc43_capture_interface){
        .link_type = cdc43_capture_u32(octets + AT_LINK_TYPE, ret_frames->is_big) & LINK_TYPE_MASK,
        .snap_length = cdc43_capture_u32(octets + AT_SNAP_LENGTH, ret_frames->is_big),
        .time_exponent = orders[order].time_exponent,
    };
    ret_frames->to_skip = HEADER_LEN;
    return CDC43_CAPTURE_OK;
}

void cdc43_capture_frames_end(struct cdc43_capture_frames *frames) {
    free(frames->interfaces);
    frames->interfaces = NULL;
    frames->interface_count = 0;
}

static enum cdc43_capture_err next_record(struct cdc43_capture_frames *frames,
                                          struct cdc43_capture_frame *ret_frame) {
    struct cdc43_capture_input *const input = frames->input;
    const bool is_big = frames->is_big;
    const uint8_t *octets;
    uint32_t captured;
    uint32_t original;
    uint64_t ticks;

    /* They were looked at: they are there. */
    (void)cdc43_capture_skip(input, frames->to_skip);
    frames->to_skip = 0;
    octets = cdc43_capture_peek(input, RECORD_LEN);
    if (octets == NULL) {
        return input->err == CDC43_CAPTURE_END && input->left != 0 ? CDC43_CAPTURE_ERR_CUT
                                                                   : input->err;
    }
    captured = cdc43_capture_u32(octets + AT_CAPTURED, is_big);
    original = cdc43_capture_u32(octets + AT_ORIGINAL, is_big);
    if (captured > CDC43_CAPTURE_FRAME_MAX) {
        return CDC43_CAPTURE_ERR_PACKET;
    }
    ticks = cdc43_capture_u32(octets, is_big) * power_of_ten(frames->pcap.time_exponent) +
            cdc43_capture_u32(octets + AT_FRACTION, is_big);
    octets = cdc43_capture_peek(input, RECORD_LEN + captured);
    if (octets == NULL) {
        return input->err == CDC43_CAPTURE_END ? CDC43_CAPTURE_ERR_CUT : input->err;
    }
    *ret_frame = (struct cdc43_capture_frame){
        .time = cdc43_capture_time_of(&frames->pcap, ticks),
        .link_type = frames->pcap.link_type,
        .octets = {octets + RECORD_LEN, captured},
        .missing = original > captured ? original - captured : 0,
    };
    frames->to_skip = RECORD_LEN + captured;
    return CDC43_CAPTURE_OK;
}

enum cdc43_capture_err cdc43_capture_next_frame(struct cdc43_capture_frames *frames,
                                                struct cdc43_capture_frame *ret_frame) {
    struct cdc43_capture_frame frame = {0};
    enum cdc43_capture_err err;

    err = frames->is_pcapng ? cdc43_pcapng_next(frames, &frame) : next_record(frames, &frame);
    if (err == CDC43_CAPTURE_OK) {
        frame.number = ++frames->number;
        *ret_frame = frame;
    }
    return err;
}
