/* SPDX-License-Identifier: MIT */
/* Reads one octet too far; expected to be stopped by AddressSanitizer. */
#include <stdlib.h>

int main(int argc, char **argv) {
    char *const octets = calloc(4, 1);
    volatile int at = 3 + argc; /* 4: one behind the end */
    int code;

    (void)argv;
    if (octets == NULL) {
        return 0;
    }
    code = octets[at];
    free(octets);
    return code == 0 ? 0 : 0;
}
