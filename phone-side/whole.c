/* SPDX-License-Identifier: MIT */
/* Reading and writing a file as a whole, however many calls it takes. */
#include "phone-side/whole.h"

#include <errno.h>
#include <unistd.h>

bool cdc43_read_whole(int file, void *ret_octets, size_t size, size_t *ret_len) {
    uint8_t *const octets = ret_octets;
    size_t len = 0;

    while (len < size) {
        const ssize_t n = read(file, octets + len, size - len);
        if (n == 0) {
            break;
        }
        if (n < 0 && errno != EINTR) {
            return false;
        }
        len += n > 0 ? (size_t)n : 0;
    }
    *ret_len = len;
    return true;
}

bool cdc43_write_whole(int file, const void *octets, size_t len) {
    const uint8_t *next = octets;

    while (len != 0) {
        const ssize_t n = write(file, next, len);
        if (n == 0) {
            errno = EIO; /* no file does that; it must not become an endless loop */
        }
        if (n == 0 || (n < 0 && errno != EINTR)) {
            return false;
        }
        next += n > 0 ? n : 0;
        len -= n > 0 ? (size_t)n : 0;
    }
    return true;
}
