/* SPDX-License-Identifier: MIT */
/* What unpacks gzip. Private to this room; in a file of its own, so that zlib may be missing. */
#ifndef CDC43_CAPTURE_GZIP_H
#define CDC43_CAPTURE_GZIP_H

#include "tlv/capture/input.h"

/* Error: CDC43_CAPTURE_ERR_MEMORY, or CDC43_CAPTURE_ERR_NO_GZIP without zlib. */
CDC43_MUST_USE enum cdc43_capture_err cdc43_gzip_begin(struct cdc43_capture_gzip **ret_gzip);
void cdc43_gzip_end(struct cdc43_capture_gzip *gzip);

/* Where packed octets go, and how many: fill it when cdc43_gzip_wants says so. */
uint8_t *cdc43_gzip_room(struct cdc43_capture_gzip *gzip, size_t *ret_size);
bool cdc43_gzip_wants(const struct cdc43_capture_gzip *gzip);
void cdc43_gzip_filled(struct cdc43_capture_gzip *gzip, size_t len);

/* Unpacks into ret_octets, as many as there are and fit; *ret_len may be 0.
 * Error: CDC43_CAPTURE_ERR_GZIP. */
CDC43_MUST_USE enum cdc43_capture_err cdc43_gzip_unpack(struct cdc43_capture_gzip *gzip,
                                                        uint8_t *ret_octets, size_t capacity,
                                                        size_t *ret_len);

/* Is what was filled in the whole of it, now that the file is at its end? */
bool cdc43_gzip_is_whole(const struct cdc43_capture_gzip *gzip);

#endif
