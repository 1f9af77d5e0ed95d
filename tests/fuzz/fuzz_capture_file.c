/* SPDX-License-Identifier: MIT */
/* A whole capture file: frames, datagrams, exchanges. */
#include "tests/fuzz/fuzz.h"
#include "tlv/capture/capture.h"

/* What was handed over, to compare with the counts. */
struct seen {
    uint64_t exchanges;
    uint64_t messages;
};

static void take(void *context, const struct cdc43_capture_exchange *exchange) {
    struct seen *const seen = context;
    uint64_t before = 0;

    seen->exchanges++;
    LAW(exchange->count >= 1 && exchange->count <= CDC43_CAPTURE_MESSAGES_MAX);
    LAW(exchange->chaddr_len <= sizeof exchange->chaddr);
    for (size_t i = 0; i < exchange->count; i++) {
        const struct cdc43_capture_message *const message = &exchange->messages[i];
        LAW(message->frame > before && message->datagram.octets.len >= 240);
        LAW(message->time.seconds >= 0 && message->time.nanoseconds < 1000000000U);
        before = message->frame;
        seen->messages += 1U + message->repeats + message->copies;
    }
    seen->messages += exchange->left_out;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct seen seen = {0, 0};
    struct cdc43_capture capture = {.take = take, .context = &seen};
    struct cdc43_capture_input input;

    LAW(cdc43_capture_open_octets(&input, (struct cdc43_view){data, size}) == CDC43_CAPTURE_OK);
    (void)!cdc43_capture_read(&capture, &input);
    LAW(capture.offset <= size && capture.over == seen.exchanges);
    LAW(capture.messages == seen.messages);
    cdc43_capture_close(&input);
    return 0;
}
