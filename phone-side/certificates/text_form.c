/* SPDX-License-Identifier: MIT */
/* Texts as editors and consoles of Windows save them. */
#include "phone-side/certificates/text_form.h"

#include <string.h>

/* UTF-16 whose first octet of each pair is at "high". */
static size_t narrow(uint8_t *octets, size_t len, size_t from, size_t high) {
    size_t to = 0;

    for (size_t at = from; len - at >= 2; at += 2) {
        const uint8_t c = octets[at + 1 - high];
        octets[to++] = octets[at + high] == 0 && c < 0x80 ? c : '?';
    }
    return to;
}

size_t cdc43_cert_plain_text(uint8_t *octets, size_t len, bool *ret_utf16, bool *ret_mark) {
    static const uint8_t utf8[] = {0xef, 0xbb, 0xbf};
    const bool big = len >= 2 && octets[0] == 0xfe && octets[1] == 0xff;
    const bool little = len >= 2 && octets[0] == 0xff && octets[1] == 0xfe;
    const bool unmarked = len >= 4 && octets[0] == '-' && octets[1] == 0 && octets[2] == '-';

    *ret_utf16 = big || little || unmarked;
    *ret_mark = big || little || (len >= sizeof utf8 && memcmp(octets, utf8, sizeof utf8) == 0);
    if (*ret_utf16) {
        return narrow(octets, len, unmarked ? 0 : 2, big ? 0 : 1);
    }
    if (*ret_mark) {
        len -= sizeof utf8;
        memmove(octets, octets + sizeof utf8, len);
    }
    return len;
}
