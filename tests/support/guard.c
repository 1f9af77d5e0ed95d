/* SPDX-License-Identifier: MIT */
/* Two regions, each before an unreadable page: one to read from, one to write to. */
#define _DEFAULT_SOURCE
#include "tests/support/guard.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static uint8_t *end_of_region(uint8_t **region) {
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    const size_t room = (GUARD_MAX + page - 1) / page * page;

    if (*region == NULL) {
        void *const memory =
            mmap(NULL, room + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (memory == MAP_FAILED || mprotect((uint8_t *)memory + room, page, PROT_NONE) != 0) {
            abort();
        }
        *region = memory;
    }
    return *region + room;
}

const uint8_t *guard_copy(const void *octets, size_t len) {
    static uint8_t *region;
    uint8_t *const at = end_of_region(&region) - len;

    if (len > GUARD_MAX) {
        abort();
    }
    if (len != 0) {
        memcpy(at, octets, len);
    }
    return at;
}

uint8_t *guard_room(size_t len) {
    static uint8_t *region;
    uint8_t *const at = end_of_region(&region) - len;

    if (len > GUARD_MAX) {
        abort();
    }
    memset(at, 0xa5, len);
    return at;
}
