/* SPDX-License-Identifier: MIT */
/* Unpacks gzip, also several streams one after the other, by zlib. */
#include "tlv/capture/gzip.h"

#include <stdlib.h>
#include <zlib.h>

#define PACKED_SIZE CDC43_CAPTURE_WINDOW /* what was read before it was seen to be gzip fits */
#define WINDOW_BITS_GZIP (15 + 16) /* the largest window, gzip headers (zlib.h, inflateInit2) */

struct cdc43_capture_gzip {
    z_stream stream;
    bool is_between; /* one stream is over; another may follow */
    uint8_t packed[PACKED_SIZE];
};

enum cdc43_capture_err cdc43_gzip_begin(struct cdc43_capture_gzip **ret_gzip) {
    struct cdc43_capture_gzip *const gzip = calloc(1, sizeof *gzip);

    if (gzip == NULL) {
        return CDC43_CAPTURE_ERR_MEMORY;
    }
    if (inflateInit2(&gzip->stream, WINDOW_BITS_GZIP) != Z_OK) {
        free(gzip);
        return CDC43_CAPTURE_ERR_MEMORY;
    }
    *ret_gzip = gzip;
    return CDC43_CAPTURE_OK;
}

void cdc43_gzip_end(struct cdc43_capture_gzip *gzip) {
    if (gzip != NULL) {
        (void)inflateEnd(&gzip->stream);
        free(gzip);
    }
}

uint8_t *cdc43_gzip_room(struct cdc43_capture_gzip *gzip, size_t *ret_size) {
    *ret_size = sizeof gzip->packed;
    return gzip->packed;
}

bool cdc43_gzip_wants(const struct cdc43_capture_gzip *gzip) {
    return gzip->stream.avail_in == 0;
}

void cdc43_gzip_filled(struct cdc43_capture_gzip *gzip, size_t len) {
    gzip->stream.next_in = gzip->packed;
    gzip->stream.avail_in = (uInt)len;
}

enum cdc43_capture_err cdc43_gzip_unpack(struct cdc43_capture_gzip *gzip, uint8_t *ret_octets,
                                         size_t capacity, size_t *ret_len) {
    int result;

    if (gzip->is_between && gzip->stream.avail_in != 0) {
        gzip->is_between = false;
        (void)inflateReset(&gzip->stream);
    }
    gzip->stream.next_out = ret_octets;
    gzip->stream.avail_out = (uInt)capacity;
    result = inflate(&gzip->stream, Z_NO_FLUSH);
    *ret_len = capacity - gzip->stream.avail_out;
    gzip->is_between = result == Z_STREAM_END;
    /* Z_BUF_ERROR: nothing to do, for want of octets. */
    return result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR
               ? CDC43_CAPTURE_OK
               : CDC43_CAPTURE_ERR_GZIP;
}

bool cdc43_gzip_is_whole(const struct cdc43_capture_gzip *gzip) {
    return gzip->is_between;
}
