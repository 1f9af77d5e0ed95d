/* SPDX-License-Identifier: MIT */
/* Reading and writing a file as a whole, however many calls it takes. Private; POSIX. */
#ifndef CDC43_PHONE_WHOLE_H
#define CDC43_PHONE_WHOLE_H

#include <stdbool.h>
#include <stddef.h>

#include "tlv/cdc43.h"

/* Reads up to the end of the file, at most size octets; *ret_len: how many. Both return false with
 * errno when a call failed; an interruption is not a failure. */
CDC43_MUST_USE bool cdc43_read_whole(int file, void *ret_octets, size_t size, size_t *ret_len);
CDC43_MUST_USE bool cdc43_write_whole(int file, const void *octets, size_t len);

#endif
