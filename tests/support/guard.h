/* SPDX-License-Identifier: MIT */
/* Octets that end at a page which cannot be read: one octet too far is a crash, with any compiler.
 */
#ifndef CDC43_TESTS_GUARD_H
#define CDC43_TESTS_GUARD_H

#include <stddef.h>
#include <stdint.h>

#define GUARD_MAX 4096U

/* Copies len octets (at most GUARD_MAX) so that they end right before an unreadable page. The place
 * is valid until the next call; guard_copy is not for several threads. */
const uint8_t *guard_copy(const void *octets, size_t len);

/* The same as room to write to: len octets, filled with 0xa5. */
uint8_t *guard_room(size_t len);

#endif
