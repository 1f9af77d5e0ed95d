/* SPDX-License-Identifier: MIT */
#include "tlv/formats/scan.h"

#include <string.h>

#define OCTET_DIGITS_MAX 3U /* of a decimal number */

void cdc43_scan_blanks(struct cdc43_scan *input) {
    while (input->at < input->end && cdc43_scan_is_blank(*input->at)) {
        input->at++;
    }
}

bool cdc43_scan_take(struct cdc43_scan *input, const char *text) {
    const size_t len = strlen(text);

    if ((size_t)(input->end - input->at) < len || memcmp(input->at, text, len) != 0) {
        return false;
    }
    input->at += len;
    return true;
}

bool cdc43_scan_find(struct cdc43_scan *input, const char *text) {
    for (; input->at < input->end; input->at++) {
        if (cdc43_scan_take(input, text)) {
            return true;
        }
    }
    return false;
}

bool cdc43_scan_number(struct cdc43_scan *input, unsigned *ret_number) {
    const char *const start = input->at;
    unsigned number = 0;

    while (input->at < input->end && cdc43_scan_is_digit(*input->at) &&
           (size_t)(input->at - start) <= OCTET_DIGITS_MAX) {
        number = number * 10U + (unsigned)(*input->at - '0');
        input->at++;
    }
    *ret_number = number;
    return input->at != start && number <= UINT8_MAX;
}

bool cdc43_scan_octet(struct cdc43_scan *input, unsigned *ret_octet) {
    if (input->end - input->at < 2 || cdc43_scan_digit_of(input->at[0]) > 15U ||
        cdc43_scan_digit_of(input->at[1]) > 15U) {
        return false;
    }
    *ret_octet = cdc43_scan_digit_of(input->at[0]) << 4 | cdc43_scan_digit_of(input->at[1]);
    input->at += 2;
    return true;
}

void cdc43_scan_put(struct cdc43_reading *reading, unsigned octet) {
    if (reading->len < CDC43_READ_MAX) {
        reading->octets[reading->len++] = (uint8_t)octet;
    }
}

size_t cdc43_scan_begin(struct cdc43_reading *reading, unsigned code) {
    cdc43_scan_put(reading, code);
    cdc43_scan_put(reading, 0);
    return reading->len;
}

bool cdc43_scan_end(struct cdc43_reading *reading, size_t start) {
    if (reading->len == CDC43_READ_MAX || reading->len - start > UINT8_MAX) {
        return false;
    }
    reading->octets[start - 1] = (uint8_t)(reading->len - start);
    return true;
}

const char *cdc43_scan_line_end(const struct cdc43_scan *input) {
    const char *at = input->at;

    while (at < input->end && *at != '\n' && *at != '\r') {
        at++;
    }
    return at;
}
