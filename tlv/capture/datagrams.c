/* SPDX-License-Identifier: MIT */
/* From a frame to a UDP datagram: link layer, IPv4, fragments, UDP. */
#include "tlv/capture/datagrams.h"

#include <string.h>

#include "tlv/capture/fragments.h"
#include "tlv/capture/link.h"
#include "tlv/capture/octets.h"

/* IPv4, RFC 791 3.1. */
#define IPV4_LEN_MIN 20U
#define AT_TOTAL_LEN 2U
#define AT_IDENTIFICATION 4U
#define AT_FRAGMENT 6U
#define MORE_FRAGMENTS 0x2000U
#define OFFSET_MASK 0x1fffU
#define OFFSET_UNIT 8U
#define AT_PROTOCOL 9U
#define AT_ADDRESSES 12U
#define PROTOCOL_UDP 17U

/* UDP, RFC 768. */
#define UDP_LEN 8U
#define AT_DESTINATION_PORT 2U
#define AT_UDP_LEN 4U

static const unsigned ports[] = {67, 68, 4011}; /* DHCP, DHCP, PXE */

/* What a frame came to. */
enum result { DATAGRAM, FRAGMENT, OTHER, MALFORMED, CUT };

enum cdc43_capture_err cdc43_capture_datagrams_begin(struct cdc43_capture_datagrams *ret_datagrams,
                                                     unsigned port) {
    *ret_datagrams = (struct cdc43_capture_datagrams){.port = port};
    return cdc43_fragments_begin(&ret_datagrams->fragments);
}

void cdc43_capture_datagrams_end(struct cdc43_capture_datagrams *datagrams) {
    datagrams->counts.incomplete += cdc43_fragments_end(datagrams->fragments);
    datagrams->fragments = NULL;
}

/* Counts a frame of a link type that is not read. */
static void count_unknown(struct cdc43_capture_counts *counts, unsigned link_type) {
    size_t i = 0;

    counts->unknown++;
    while (i < counts->link_type_count && counts->link_types[i].link_type != link_type) {
        i++;
    }
    if (i == counts->link_type_count && i < CDC43_CAPTURE_LINK_TYPES_MAX) {
        counts->link_types[i].link_type = link_type;
        counts->link_type_count++;
    }
    if (i < CDC43_CAPTURE_LINK_TYPES_MAX) {
        counts->link_types[i].frames++;
    }
}

static bool is_port(const struct cdc43_capture_datagrams *datagrams, unsigned port) {
    bool found = datagrams->port != 0 && port == datagrams->port;

    for (size_t i = 0; i < sizeof ports / sizeof ports[0]; i++) {
        found = found || port == ports[i];
    }
    return found;
}

/* packet: UDP header and all that there is of its data. missing: octets that the capture left out
 * at its end. */
static enum result read_udp(const struct cdc43_capture_datagrams *datagrams,
                            struct cdc43_view packet, size_t missing,
                            struct cdc43_capture_datagram *ret_datagram) {
    size_t len;

    if (packet.len < UDP_LEN) {
        return missing != 0 ? CUT : MALFORMED;
    }
    ret_datagram->source_port = cdc43_capture_be16(packet.data);
    ret_datagram->destination_port = cdc43_capture_be16(packet.data + AT_DESTINATION_PORT);
    if (!is_port(datagrams, ret_datagram->source_port) &&
        !is_port(datagrams, ret_datagram->destination_port)) {
        return OTHER;
    }
    len = cdc43_capture_be16(packet.data + AT_UDP_LEN);
    len = len == 0 ? packet.len + missing : len;
    if (len < UDP_LEN || len > packet.len + missing) {
        return MALFORMED;
    }
    ret_datagram->missing = len > packet.len ? len - packet.len : 0;
    packet.len = len < packet.len ? len : packet.len;
    (void)cdc43_capture_drop(&packet, UDP_LEN);
    ret_datagram->octets = packet;
    return DATAGRAM;
}

static enum result join(struct cdc43_capture_datagrams *datagrams,
                        const struct cdc43_fragment *fragment,
                        struct cdc43_capture_datagram *ret_datagram) {
    struct cdc43_view whole;
    enum result result;

    datagrams->counts.fragments++;
    if (!cdc43_fragments_take(datagrams->fragments, fragment, &datagrams->counts.incomplete,
                              &whole)) {
        return FRAGMENT;
    }
    result = read_udp(datagrams, whole, 0, ret_datagram);
    return result == DATAGRAM ? DATAGRAM : FRAGMENT;
}

/* packet: from the header of IPv4 on. missing: as above, of the frame. */
static enum result read_ipv4(struct cdc43_capture_datagrams *datagrams, struct cdc43_view packet,
                             const struct cdc43_capture_frame *frame,
                             struct cdc43_capture_datagram *ret_datagram) {
    struct cdc43_fragment fragment = {.time = frame->time};
    size_t missing = 0;
    size_t header;
    size_t len;
    unsigned place;

    if (packet.len < IPV4_LEN_MIN) {
        return frame->missing != 0 ? CUT : MALFORMED;
    }
    header = (packet.data[0] & 0xfU) * 4U;
    len = cdc43_capture_be16(packet.data + AT_TOTAL_LEN);
    len = len == 0 ? packet.len : len; /* a network card that divides packets by itself */
    if (packet.data[0] >> 4 != 4 || packet.data[AT_PROTOCOL] != PROTOCOL_UDP) {
        return OTHER;
    }
    if (header < IPV4_LEN_MIN || header > len ||
        (len > packet.len && len - packet.len > frame->missing)) {
        return MALFORMED;
    }
    missing = len > packet.len ? len - packet.len : 0;
    packet.len = len < packet.len ? len : packet.len;
    memcpy(fragment.addresses, packet.data + AT_ADDRESSES, sizeof fragment.addresses);
    memcpy(ret_datagram->source, fragment.addresses, 4);
    memcpy(ret_datagram->destination, fragment.addresses + 4, 4);
    fragment.identification = cdc43_capture_be16(packet.data + AT_IDENTIFICATION);
    fragment.protocol = PROTOCOL_UDP;
    place = cdc43_capture_be16(packet.data + AT_FRAGMENT);
    if (!cdc43_capture_drop(&packet, header)) {
        return CUT;
    }
    if ((place & (MORE_FRAGMENTS | OFFSET_MASK)) == 0) {
        return read_udp(datagrams, packet, missing, ret_datagram);
    }
    if (missing != 0) {
        return CUT;
    }
    fragment.offset = (size_t)(place & OFFSET_MASK) * OFFSET_UNIT;
    fragment.is_last = (place & MORE_FRAGMENTS) == 0;
    fragment.octets = packet;
    return join(datagrams, &fragment, ret_datagram);
}

bool cdc43_capture_take_frame(struct cdc43_capture_datagrams *datagrams,
                              const struct cdc43_capture_frame *frame,
                              struct cdc43_capture_datagram *ret_datagram) {
    struct cdc43_capture_counts *const counts = &datagrams->counts;
    struct cdc43_capture_datagram datagram = {.missing = 0};
    struct cdc43_view packet = frame->octets;
    enum result result = OTHER;

    counts->frames++;
    switch (cdc43_capture_find_ipv4(frame->link_type, &packet)) {
    case CDC43_CAPTURE_LINK_IPV4:
        result = read_ipv4(datagrams, packet, frame, &datagram);
        break;
    case CDC43_CAPTURE_LINK_OTHER:
        break;
    case CDC43_CAPTURE_LINK_SHORT:
        result = frame->missing != 0 ? CUT : MALFORMED;
        break;
    case CDC43_CAPTURE_LINK_SECRET:
        counts->encrypted++;
        return false;
    case CDC43_CAPTURE_LINK_UNKNOWN:
        count_unknown(counts, frame->link_type);
        return false;
    }
    counts->other += result == OTHER ? 1U : 0U;
    counts->malformed += result == MALFORMED ? 1U : 0U;
    counts->cut += result == CUT ? 1U : 0U;
    counts->datagrams += result == DATAGRAM ? 1U : 0U;
    if (result == DATAGRAM) {
        *ret_datagram = datagram;
    }
    return result == DATAGRAM;
}
