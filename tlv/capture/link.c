/* SPDX-License-Identifier: MIT */
/* Link layers: Ethernet with tags, Linux cooked, loopback, raw IP, 802.11. */
#include "tlv/capture/link.h"

#include <string.h>

#include "tlv/capture/octets.h"

#define TYPE_IPV4 0x0800U
#define TYPE_MIN 0x0600U /* less is a length: IEEE 802.3 with LLC */
#define TAGS_MAX 8U
#define TAG_LEN 4U

#define ETHERNET_ADDRESSES_LEN 12U
#define COOKED_LEN 16U /* type of packet, ARPHRD type, length, address; then the protocol */
#define COOKED2_LEN 20U
#define FAMILY_LEN 4U
#define FAMILY_IPV4 2U

/* Logical link control with the SNAP header of encapsulated Ethernet (RFC 1042). */
#define LLC_LEN 6U
static const uint8_t llc[LLC_LEN] = {0xaa, 0xaa, 0x03, 0, 0, 0};

enum reader { NONE, ETHERNET, LOOPBACK, RAW, COOKED, COOKED2, WIRELESS, RADIOTAP };

static const struct {
    const char *name;
    unsigned number;
    enum reader reader;
} link_types[] = {
#define CDC43_LINK_TYPE(number, name, reader) {name, number, reader},
#include "tlv/capture/link_types.def"
};

/* The index of a link type; the number of rows when there is none. */
static size_t find_row(unsigned link_type) {
    size_t i = 0;

    while (i < sizeof link_types / sizeof link_types[0] && link_types[i].number != link_type) {
        i++;
    }
    return i;
}

const char *cdc43_capture_link_name(unsigned link_type) {
    const size_t i = find_row(link_type);

    return i < sizeof link_types / sizeof link_types[0] ? link_types[i].name : NULL;
}

static bool is_tag(unsigned type) {
    return type == 0x8100 || type == 0x88a8 || type == 0x9100 || type == 0x9200;
}

/* From the first octet of the Ethernet type on: tags, then the packet. */
static enum cdc43_capture_link skip_types(struct cdc43_view *frame) {
    unsigned tags = 0;
    unsigned type;

    for (;;) {
        if (frame->len < 2) {
            return CDC43_CAPTURE_LINK_SHORT;
        }
        type = cdc43_capture_be16(frame->data);
        if (!is_tag(type) || ++tags > TAGS_MAX) {
            break;
        }
        if (!cdc43_capture_drop(frame, TAG_LEN)) {
            return CDC43_CAPTURE_LINK_SHORT;
        }
    }
    (void)cdc43_capture_drop(frame, 2);
    if (type < TYPE_MIN && frame->len >= LLC_LEN + 2 && memcmp(frame->data, llc, LLC_LEN) == 0) {
        type = cdc43_capture_be16(frame->data + LLC_LEN);
        (void)cdc43_capture_drop(frame, LLC_LEN + 2);
    }
    return type == TYPE_IPV4 ? CDC43_CAPTURE_LINK_IPV4 : CDC43_CAPTURE_LINK_OTHER;
}

/* BSD loopback: the family of addresses, in the byte order of the machine that captured. */
static enum cdc43_capture_link read_loopback(struct cdc43_view *frame) {
    uint8_t family[FAMILY_LEN];

    if (frame->len < FAMILY_LEN) {
        return CDC43_CAPTURE_LINK_SHORT;
    }
    memcpy(family, frame->data, FAMILY_LEN);
    (void)cdc43_capture_drop(frame, FAMILY_LEN);
    return cdc43_capture_u32(family, true) == FAMILY_IPV4 ||
                   cdc43_capture_u32(family, false) == FAMILY_IPV4
               ? CDC43_CAPTURE_LINK_IPV4
               : CDC43_CAPTURE_LINK_OTHER;
}

/* Linux cooked 2: the protocol comes first, and a tag's rest after the header. */
static enum cdc43_capture_link read_cooked2(struct cdc43_view *frame) {
    unsigned type;

    if (frame->len < COOKED2_LEN) {
        return CDC43_CAPTURE_LINK_SHORT;
    }
    type = cdc43_capture_be16(frame->data);
    if (is_tag(type)) {
        (void)cdc43_capture_drop(frame, COOKED2_LEN);
        return cdc43_capture_drop(frame, TAG_LEN - 2) ? skip_types(frame)
                                                      : CDC43_CAPTURE_LINK_SHORT;
    }
    (void)cdc43_capture_drop(frame, COOKED2_LEN);
    return type == TYPE_IPV4 ? CDC43_CAPTURE_LINK_IPV4 : CDC43_CAPTURE_LINK_OTHER;
}

/* IEEE 802.11: frame control, and what follows from it. */
#define WIRELESS_LEN_MIN 24U
#define KIND_MASK 0x0cU
#define KIND_DATA 0x08U
#define NO_DATA 0x40U
#define WITH_QOS 0x80U
#define BOTH_WAYS 0x03U
#define MORE_FRAGMENTS 0x04U
#define ENCRYPTED 0x40U
#define WITH_HT_CONTROL 0x80U
#define AT_SEQUENCE 22U
#define FRAGMENT_MASK 0x0fU
#define AGGREGATE 0x80U

static enum cdc43_capture_link read_wireless(struct cdc43_view *frame, bool is_padded) {
    size_t len = WIRELESS_LEN_MIN;
    unsigned control;
    unsigned flags;
    bool is_aggregate = false;

    if (frame->len < WIRELESS_LEN_MIN) {
        return CDC43_CAPTURE_LINK_SHORT;
    }
    control = frame->data[0];
    flags = frame->data[1];
    if ((control & KIND_MASK) != KIND_DATA || (control & NO_DATA) != 0 ||
        (flags & MORE_FRAGMENTS) != 0 || (frame->data[AT_SEQUENCE] & FRAGMENT_MASK) != 0) {
        return CDC43_CAPTURE_LINK_OTHER;
    }
    if ((flags & ENCRYPTED) != 0) {
        return CDC43_CAPTURE_LINK_SECRET;
    }
    len += (flags & BOTH_WAYS) == BOTH_WAYS ? 6U : 0U;
    if ((control & WITH_QOS) != 0) {
        if (frame->len < len + 2) {
            return CDC43_CAPTURE_LINK_SHORT;
        }
        is_aggregate = (frame->data[len] & AGGREGATE) != 0;
        len += (flags & WITH_HT_CONTROL) != 0 ? 6U : 2U;
    }
    len = is_padded ? (len + 3) / 4 * 4 : len;
    if (is_aggregate) {
        return CDC43_CAPTURE_LINK_OTHER;
    }
    if (!cdc43_capture_drop(frame, len) || frame->len < LLC_LEN) {
        return CDC43_CAPTURE_LINK_SHORT;
    }
    if (memcmp(frame->data, llc, LLC_LEN) != 0) {
        return CDC43_CAPTURE_LINK_OTHER;
    }
    (void)cdc43_capture_drop(frame, LLC_LEN);
    return skip_types(frame);
}

/* Radiotap: words that say which fields there are; the second field is the flags. */
#define RADIOTAP_LEN_MIN 8U
#define AT_RADIOTAP_LEN 2U
#define AT_PRESENT 4U
#define PRESENT_TIME 0x1U
#define PRESENT_FLAGS 0x2U
#define PRESENT_MORE 0x80000000U
#define FLAG_PADDED 0x20U

static enum cdc43_capture_link read_radiotap(struct cdc43_view *frame) {
    size_t at = AT_PRESENT;
    size_t len;
    uint32_t present;
    bool is_padded = false;

    if (frame->len < RADIOTAP_LEN_MIN) {
        return CDC43_CAPTURE_LINK_SHORT;
    }
    len = cdc43_capture_u16(frame->data + AT_RADIOTAP_LEN, false);
    if (len > frame->len || len < RADIOTAP_LEN_MIN) {
        return CDC43_CAPTURE_LINK_SHORT;
    }
    present = cdc43_capture_u32(frame->data + AT_PRESENT, false);
    while (len - at >= 4 && (cdc43_capture_u32(frame->data + at, false) & PRESENT_MORE) != 0) {
        at += 4;
    }
    at += 4;
    if ((present & PRESENT_TIME) != 0) {
        at = (at + 7) / 8 * 8 + 8;
    }
    if ((present & PRESENT_FLAGS) != 0 && at < len) {
        is_padded = (frame->data[at] & FLAG_PADDED) != 0;
    }
    (void)cdc43_capture_drop(frame, len);
    return read_wireless(frame, is_padded);
}

enum cdc43_capture_link cdc43_capture_find_ipv4(unsigned link_type, struct cdc43_view *frame) {
    const size_t row = find_row(link_type);
    struct cdc43_view rest = *frame;
    enum cdc43_capture_link result = CDC43_CAPTURE_LINK_UNKNOWN;

    if (row == sizeof link_types / sizeof link_types[0]) {
        return result;
    }
    switch (link_types[row].reader) {
    case NONE:
        break;
    case ETHERNET:
        result = cdc43_capture_drop(&rest, ETHERNET_ADDRESSES_LEN) ? skip_types(&rest)
                                                                   : CDC43_CAPTURE_LINK_SHORT;
        break;
    case LOOPBACK:
        result = read_loopback(&rest);
        break;
    case RAW:
        result = CDC43_CAPTURE_LINK_IPV4;
        break;
    case COOKED: /* the protocol is its last two octets */
        result = cdc43_capture_drop(&rest, COOKED_LEN - 2) ? skip_types(&rest)
                                                           : CDC43_CAPTURE_LINK_SHORT;
        break;
    case COOKED2:
        result = read_cooked2(&rest);
        break;
    case WIRELESS:
        result = read_wireless(&rest, false);
        break;
    case RADIOTAP:
        result = read_radiotap(&rest);
        break;
    }
    if (result == CDC43_CAPTURE_LINK_IPV4) {
        *frame = rest;
    }
    return result;
}
