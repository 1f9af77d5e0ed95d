/* SPDX-License-Identifier: MIT */
/* Instead of gzip.c, where zlib is not there: says so. */
#include "tlv/capture/gzip.h"

enum cdc43_capture_err cdc43_gzip_begin(struct cdc43_capture_gzip **ret_gzip) {
    *ret_gzip = NULL;
    return CDC43_CAPTURE_ERR_NO_GZIP;
}

void cdc43_gzip_end(struct cdc43_capture_gzip *gzip) {
    (void)gzip;
}

uint8_t *cdc43_gzip_room(struct cdc43_capture_gzip *gzip, size_t *ret_size) {
    (void)gzip;
    *ret_size = 0;
    return NULL;
}

bool cdc43_gzip_wants(const struct cdc43_capture_gzip *gzip) {
    (void)gzip;
    return false;
}

void cdc43_gzip_filled(struct cdc43_capture_gzip *gzip, size_t len) {
    (void)gzip;
    (void)len;
}

enum cdc43_capture_err cdc43_gzip_unpack(struct cdc43_capture_gzip *gzip, uint8_t *ret_octets,
                                         size_t capacity, size_t *ret_len) {
    (void)gzip;
    (void)ret_octets;
    (void)capacity;
    *ret_len = 0;
    return CDC43_CAPTURE_ERR_NO_GZIP;
}

bool cdc43_gzip_is_whole(const struct cdc43_capture_gzip *gzip) {
    (void)gzip;
    return true;
}
