/* SPDX-License-Identifier: MIT */
/* The way from a captured frame to its IPv4 packet. */
#ifndef CDC43_CAPTURE_LINK_H
#define CDC43_CAPTURE_LINK_H

#include "tlv/cdc43.h"

enum cdc43_capture_link {
    CDC43_CAPTURE_LINK_IPV4,   /* there it is */
    CDC43_CAPTURE_LINK_OTHER,  /* another protocol, or a frame that carries no data */
    CDC43_CAPTURE_LINK_SHORT,  /* the frame ends before */
    CDC43_CAPTURE_LINK_SECRET, /* encrypted on the air */
    CDC43_CAPTURE_LINK_UNKNOWN /* a link type that is not read */
};

/* Narrows *frame to the packet and what may follow it. Unchanged for another result than _IPV4. */
enum cdc43_capture_link cdc43_capture_find_ipv4(unsigned link_type, struct cdc43_view *frame);

/* The name of a link type; NULL when nobody here knows it. */
const char *cdc43_capture_link_name(unsigned link_type);

#endif
