/* SPDX-License-Identifier: MIT */
/* Frames of one link type, which may be fragments of one another. The input: a link type, then for
 * each frame how many octets it has and how many are missing, and the octets. */
#include "tests/fuzz/fuzz.h"
#include "tlv/capture/datagrams.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct cdc43_capture_datagrams datagrams;
    struct cdc43_capture_datagram datagram;
    struct cdc43_capture_frame frame = {.link_type = size != 0 ? data[0] : 0};
    const struct cdc43_capture_counts *const counts = &datagrams.counts;
    size_t at = 1;

    LAW(cdc43_capture_datagrams_begin(&datagrams, 5000) == CDC43_CAPTURE_OK);
    frame.link_type = frame.link_type == 255 ? 276 : frame.link_type;
    while (at + 2 < size) {
        const size_t left = size - at - 2;
        const size_t len = data[at] * 4U < left ? data[at] * 4U : left;

        frame.number++;
        frame.missing = data[at + 1];
        frame.octets = (struct cdc43_view){data + at + 2, len};
        if (cdc43_capture_take_frame(&datagrams, &frame, &datagram)) {
            LAW(datagram.missing <= frame.missing && datagram.octets.len <= 65535);
        }
        at += 2 + len;
    }
    cdc43_capture_datagrams_end(&datagrams);
    LAW(counts->frames == frame.number);
    LAW(counts->unknown + counts->other + counts->encrypted + counts->malformed + counts->cut +
            counts->datagrams <=
        counts->frames);
    return 0;
}
