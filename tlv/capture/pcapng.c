/* SPDX-License-Identifier: MIT */
/* The blocks of pcapng (draft-ietf-opsawg-pcapng): sections, interfaces, packets; the others are
 * passed over. */
#include "tlv/capture/pcapng.h"

#include "tlv/capture/octets.h"

enum block {
    BLOCK_INTERFACE = 1,
    BLOCK_OLD_PACKET = 2,
    BLOCK_SIMPLE_PACKET = 3,
    BLOCK_PACKET = 6,
    BLOCK_JOURNAL = 9,
};

/* Blocks of makers, by which copying them is allowed and not. Wireshark numbers them, and the
 * journal's, like packets. */
#define BLOCK_CUSTOM 0x00000badU
#define BLOCK_CUSTOM_NO_COPY 0x40000badU

#define AT_LENGTH 4U
#define HEAD_LEN 8U /* type and length */
#define TAIL_LEN 4U /* the length again */
#define BLOCK_LEN_MIN 12U
#define ALIGNMENT 4U

#define SECTION_LEN_MIN 28U
#define AT_BYTE_ORDER 8U
#define BYTE_ORDER 0x1a2b3c4dU
#define AT_MAJOR 12U
#define MAJOR 1U

#define INTERFACE_LEN_MIN 20U
#define AT_LINK_TYPE 8U
#define AT_SNAP_LENGTH 12U
#define AT_OPTIONS 16U
#define OPTIONS_LOOK_MAX 65536U /* options of an interface further on are not looked at */
#define OPTION_HEAD_LEN 4U
#define OPTION_END 0U
#define OPTION_TIME_RESOLUTION 9U
#define OPTION_TIME_OFFSET 14U
#define TIME_EXPONENT_DEFAULT 6U
#define TIME_BINARY 0x80U

/* Packets: where their fields are, from the beginning of the block. */
#define AT_INTERFACE 8U
#define AT_TICKS_HIGH 12U
#define AT_TICKS_LOW 16U
#define AT_CAPTURED 20U
#define AT_ORIGINAL 24U
#define AT_DATA 28U
#define AT_SIMPLE_ORIGINAL 8U
#define AT_SIMPLE_DATA 12U

struct head {
    uint32_t type;
    uint32_t len; /* of the whole block */
};

/* What it means when the input has too few octets inside a block. */
static enum cdc43_capture_err fail_short(const struct cdc43_capture_frames *frames) {
    return frames->input->err == CDC43_CAPTURE_END ? CDC43_CAPTURE_ERR_CUT : frames->input->err;
}

/* A section: its byte order counts for its own length already. */
static enum cdc43_capture_err begin_section(struct cdc43_capture_frames *frames,
                                            struct head *head) {
    const uint8_t *const octets = cdc43_capture_peek(frames->input, SECTION_LEN_MIN);

    if (octets == NULL) {
        return fail_short(frames);
    }
    frames->is_big = cdc43_capture_u32(octets + AT_BYTE_ORDER, true) == BYTE_ORDER;
    if (cdc43_capture_u32(octets + AT_BYTE_ORDER, frames->is_big) != BYTE_ORDER) {
        return CDC43_CAPTURE_ERR_FORMAT;
    }
    head->len = cdc43_capture_u32(octets + AT_LENGTH, frames->is_big);
    if (cdc43_capture_u16(octets + AT_MAJOR, frames->is_big) != MAJOR) {
        return CDC43_CAPTURE_ERR_VERSION;
    }
    frames->interface_count = 0;
    return head->len < SECTION_LEN_MIN ? CDC43_CAPTURE_ERR_BLOCK : CDC43_CAPTURE_OK;
}

/* The options of an interface that say how it counts the time. */
static void read_options(struct cdc43_view options, bool is_big,
                         struct cdc43_capture_interface *interface) {
    while (options.len >= OPTION_HEAD_LEN) {
        const unsigned code = cdc43_capture_u16(options.data, is_big);
        const size_t len = cdc43_capture_u16(options.data + 2, is_big);
        const size_t padded = (len + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        const uint8_t *const value = options.data + OPTION_HEAD_LEN;

        if (code == OPTION_END || !cdc43_capture_drop(&options, OPTION_HEAD_LEN + padded)) {
            return;
        }
        if (code == OPTION_TIME_RESOLUTION && len == 1) {
            interface->is_binary = (value[0] & TIME_BINARY) != 0;
            interface->time_exponent = value[0] & (TIME_BINARY - 1);
        } else if (code == OPTION_TIME_OFFSET && len == 8) {
            interface->time_offset = (int64_t)cdc43_capture_u64(value, is_big);
        }
    }
}

static enum cdc43_capture_err add_interface(struct cdc43_capture_frames *frames, uint32_t len) {
    const size_t look = len < OPTIONS_LOOK_MAX ? len : OPTIONS_LOOK_MAX;
    const uint8_t *octets;
    struct cdc43_capture_interface *interface;

    if (len < INTERFACE_LEN_MIN) {
        return CDC43_CAPTURE_ERR_BLOCK;
    }
    if (frames->interface_count == CDC43_CAPTURE_INTERFACES_MAX) {
        return CDC43_CAPTURE_ERR_INTERFACES;
    }
    octets = cdc43_capture_peek(frames->input, look);
    if (octets == NULL) {
        return fail_short(frames);
    }
    interface = &frames->interfaces[frames->interface_count++];
    *interface = (struct cdc43_capture_interface){
        .link_type = cdc43_capture_u16(octets + AT_LINK_TYPE, frames->is_big),
        .snap_length = cdc43_capture_u32(octets + AT_SNAP_LENGTH, frames->is_big),
        .time_exponent = TIME_EXPONENT_DEFAULT,
    };
    read_options((struct cdc43_view){octets + AT_OPTIONS, look - AT_OPTIONS - TAIL_LEN},
                 frames->is_big, interface);
    return CDC43_CAPTURE_OK;
}

/* A packet with interface, time and both lengths. The old kind has 16 bits for the interface. */
static enum cdc43_capture_err read_packet(struct cdc43_capture_frames *frames,
                                          const struct head *head,
                                          struct cdc43_capture_frame *ret_frame) {
    const bool is_big = frames->is_big;
    const uint8_t *octets = cdc43_capture_peek(frames->input, AT_DATA);
    uint32_t captured;
    uint32_t original;
    uint32_t index;

    if (head->len < AT_DATA + TAIL_LEN) {
        return CDC43_CAPTURE_ERR_BLOCK;
    }
    if (octets == NULL) {
        return fail_short(frames);
    }
    index = head->type == BLOCK_PACKET ? cdc43_capture_u32(octets + AT_INTERFACE, is_big)
                                       : cdc43_capture_u16(octets + AT_INTERFACE, is_big);
    captured = cdc43_capture_u32(octets + AT_CAPTURED, is_big);
    original = cdc43_capture_u32(octets + AT_ORIGINAL, is_big);
    if (index >= frames->interface_count) {
        return CDC43_CAPTURE_ERR_INTERFACE;
    }
    if (captured > CDC43_CAPTURE_FRAME_MAX || captured > head->len - AT_DATA - TAIL_LEN) {
        return CDC43_CAPTURE_ERR_PACKET;
    }
    octets = cdc43_capture_peek(frames->input, AT_DATA + captured);
    if (octets == NULL) {
        return fail_short(frames);
    }
    *ret_frame = (struct cdc43_capture_frame){
        .time = cdc43_capture_time_of(&frames->interfaces[index],
                                      (uint64_t)cdc43_capture_u32(octets + AT_TICKS_HIGH, is_big)
                                              << 32 |
                                          cdc43_capture_u32(octets + AT_TICKS_LOW, is_big)),
        .link_type = frames->interfaces[index].link_type,
        .octets = {octets + AT_DATA, captured},
        .missing = original > captured ? original - captured : 0,
    };
    return CDC43_CAPTURE_OK;
}

/* A packet of the first interface, with its original length only. */
static enum cdc43_capture_err read_simple_packet(struct cdc43_capture_frames *frames,
                                                 const struct head *head,
                                                 struct cdc43_capture_frame *ret_frame) {
    const uint8_t *octets = cdc43_capture_peek(frames->input, AT_SIMPLE_DATA);
    uint32_t captured;
    uint32_t original;
    uint32_t limit;

    if (head->len < AT_SIMPLE_DATA + TAIL_LEN) {
        return CDC43_CAPTURE_ERR_BLOCK;
    }
    if (octets == NULL) {
        return fail_short(frames);
    }
    if (frames->interface_count == 0) {
        return CDC43_CAPTURE_ERR_INTERFACE;
    }
    original = cdc43_capture_u32(octets + AT_SIMPLE_ORIGINAL, frames->is_big);
    limit = frames->interfaces[0].snap_length;
    captured = limit != 0 && original > limit ? limit : original;
    if (captured > head->len - AT_SIMPLE_DATA - TAIL_LEN) {
        captured = head->len - AT_SIMPLE_DATA - TAIL_LEN;
    }
    if (captured > CDC43_CAPTURE_FRAME_MAX) {
        return CDC43_CAPTURE_ERR_PACKET;
    }
    octets = cdc43_capture_peek(frames->input, AT_SIMPLE_DATA + captured);
    if (octets == NULL) {
        return fail_short(frames);
    }
    *ret_frame = (struct cdc43_capture_frame){
        .link_type = frames->interfaces[0].link_type,
        .octets = {octets + AT_SIMPLE_DATA, captured},
        .missing = original > captured ? original - captured : 0,
    };
    return CDC43_CAPTURE_OK;
}

/* Type and length of the next block, with the byte order that it has. */
static enum cdc43_capture_err read_head(struct cdc43_capture_frames *frames,
                                        struct head *ret_head) {
    struct cdc43_capture_input *const input = frames->input;
    const uint8_t *const octets = cdc43_capture_peek(input, HEAD_LEN);
    enum cdc43_capture_err err = CDC43_CAPTURE_OK;

    if (octets == NULL) {
        return input->err == CDC43_CAPTURE_END && input->left != 0 ? CDC43_CAPTURE_ERR_CUT
                                                                   : input->err;
    }
    ret_head->type = cdc43_capture_u32(octets, frames->is_big);
    ret_head->len = cdc43_capture_u32(octets + AT_LENGTH, frames->is_big);
    if (ret_head->type == CDC43_PCAPNG_SECTION) {
        err = begin_section(frames, ret_head);
    }
    if (err == CDC43_CAPTURE_OK &&
        (ret_head->len < BLOCK_LEN_MIN || ret_head->len % ALIGNMENT != 0)) {
        err = CDC43_CAPTURE_ERR_BLOCK;
    }
    return err;
}

/* Moves on to the next block. Its length must be there again at its end. */
static enum cdc43_capture_err end_block(struct cdc43_capture_frames *frames, uint64_t len) {
    const uint8_t *tail;

    if (!cdc43_capture_skip(frames->input, len - TAIL_LEN)) {
        return fail_short(frames);
    }
    tail = cdc43_capture_peek(frames->input, TAIL_LEN);
    if (tail == NULL) {
        return fail_short(frames);
    }
    if (cdc43_capture_u32(tail, frames->is_big) != len) {
        return CDC43_CAPTURE_ERR_BLOCK;
    }
    (void)cdc43_capture_skip(frames->input, TAIL_LEN);
    return CDC43_CAPTURE_OK;
}

/* What a block says, and whether it was a packet. */
static enum cdc43_capture_err read_block(struct cdc43_capture_frames *frames,
                                         const struct head *head,
                                         struct cdc43_capture_frame *ret_frame,
                                         bool *ret_is_packet) {
    *ret_is_packet = true;
    switch (head->type) {
    case BLOCK_PACKET:
    case BLOCK_OLD_PACKET:
        return read_packet(frames, head, ret_frame);
    case BLOCK_SIMPLE_PACKET:
        return read_simple_packet(frames, head, ret_frame);
    case BLOCK_JOURNAL:
    case BLOCK_CUSTOM:
    case BLOCK_CUSTOM_NO_COPY:
        frames->number++;
        *ret_is_packet = false;
        return CDC43_CAPTURE_OK;
    default:
        *ret_is_packet = false;
        return head->type == BLOCK_INTERFACE ? add_interface(frames, head->len) : CDC43_CAPTURE_OK;
    }
}

enum cdc43_capture_err cdc43_pcapng_next(struct cdc43_capture_frames *frames,
                                         struct cdc43_capture_frame *ret_frame) {
    bool is_packet = false;

    while (!is_packet) {
        struct head head = {0, 0};
        enum cdc43_capture_err err = CDC43_CAPTURE_OK;

        if (frames->to_skip != 0) {
            err = end_block(frames, frames->to_skip);
            frames->to_skip = 0;
        }
        if (err == CDC43_CAPTURE_OK) {
            err = read_head(frames, &head);
        }
        if (err == CDC43_CAPTURE_OK) {
            err = read_block(frames, &head, ret_frame, &is_packet);
        }
        if (err != CDC43_CAPTURE_OK) {
            return err;
        }
        frames->to_skip = head.len;
    }
    return CDC43_CAPTURE_OK;
}
