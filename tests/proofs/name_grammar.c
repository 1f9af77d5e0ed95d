/* SPDX-License-Identifier: MIT */
/* The syntax of a DNS name a second time, from its description alone. */
#include "tests/proofs/name_grammar.h"

#include <string.h>

#define LABEL_MAX 63

static bool is_inner(uint8_t octet) {
    return (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z') ||
           (octet >= '0' && octet <= '9') || octet == '_';
}

static bool is_label(const uint8_t *label, size_t len, size_t *ret_stop) {
    size_t n = 0;

    while (n < len && n < LABEL_MAX && (is_inner(label[n]) || (n != 0 && label[n] == '-'))) {
        n++;
    }
    *ret_stop = n;
    if (n != 0 && label[n - 1] == '-') {
        *ret_stop = n - 1;
        return false;
    }
    return n != 0 && n == len;
}

bool grammar_is_name(const uint8_t *octets, size_t len, size_t *ret_stop) {
    size_t begin = 0;

    for (;;) {
        const uint8_t *const dot =
            begin == len ? NULL : (const uint8_t *)memchr(octets + begin, '.', len - begin);
        const size_t end = dot != NULL ? (size_t)(dot - octets) : len;
        size_t stop = 0;

        if (!is_label(octets + begin, end - begin, &stop)) {
            *ret_stop = begin + stop - (stop == 0 && begin != 0 ? 1 : 0);
            return false;
        }
        if (dot == NULL) {
            return true;
        }
        begin = end + 1;
    }
}
