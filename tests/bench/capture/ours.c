/* SPDX-License-Identifier: MIT */
/* Reads a capture to its exchanges and prints how many messages they have. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "tlv/capture/capture.h"

static void count(void *context, const struct cdc43_capture_exchange *exchange) {
    *(uint64_t *)context += exchange->count;
}

int main(int argc, char **argv) {
    uint64_t messages = 0;
    struct cdc43_capture capture = {.take = count, .context = &messages};
    struct cdc43_capture_input input;
    enum cdc43_capture_err err = CDC43_CAPTURE_ERR_OPEN;

    if (argc == 2) {
        err = cdc43_capture_open(&input, argv[1]);
        if (err == CDC43_CAPTURE_OK) {
            err = cdc43_capture_read(&capture, &input);
        }
        cdc43_capture_close(&input);
    }
    (void)printf("%" PRIu64 "\n", messages);
    return err == CDC43_CAPTURE_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
