/* SPDX-License-Identifier: MIT */
/* Reads messages (2 octets of length, then the message) from standard input and prints, a line
 * each, what the codec joins to options 43 and 15: hexadecimal, "-" for none, "!" for an error. */
#include <stdio.h>
#include <stdlib.h>

#include "tlv/text.h"

static void print_option(const uint8_t *message, size_t len, uint8_t code, char end) {
    uint8_t value[CDC43_OPTION_MAX];
    char hex[2 * CDC43_OPTION_MAX + 1];
    struct cdc43_where where;
    bool present = false;
    size_t n = 0;

    if (cdc43_message_option(message, len, code, value, sizeof value, &n, &present, &where) !=
        CDC43_OK) {
        (void)printf("!%c", end);
    } else if (!present) {
        (void)printf("-%c", end);
    } else {
        cdc43_print_hex((struct cdc43_view){value, n}, hex);
        (void)printf("%s%c", hex, end);
    }
}

int main(void) {
    uint8_t message[2048];
    uint8_t header[2];

    while (fread(header, 1, sizeof header, stdin) == sizeof header) {
        const size_t len = (size_t)header[0] << 8 | header[1];
        if (len > sizeof message || fread(message, 1, len, stdin) != len) {
            return EXIT_FAILURE;
        }
        print_option(message, len, 43, ' ');
        print_option(message, len, 15, '\n');
    }
    return EXIT_SUCCESS;
}
