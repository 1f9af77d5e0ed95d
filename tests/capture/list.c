/* SPDX-License-Identifier: MIT */
/* Prints what the reader finds in a capture, one line for each exchange, message and count. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "tlv/capture/capture.h"
#include "tlv/capture/link.h"

static void print_message(const struct cdc43_capture_message *message) {
    const uint8_t *const from = message->datagram.source;
    const uint8_t *const to = message->datagram.destination;

    (void)printf("  %" PRIu64 " %s %u", message->frame, message->is_reply ? "reply" : "request",
                 message->type);
    if (message->time.is_known) {
        (void)printf(" %" PRId64 ".%09" PRIu32, message->time.seconds, message->time.nanoseconds);
    } else {
        (void)printf(" -");
    }
    (void)printf(" %u.%u.%u.%u:%u>%u.%u.%u.%u:%u %zu", from[0], from[1], from[2], from[3],
                 message->datagram.source_port, to[0], to[1], to[2], to[3],
                 message->datagram.destination_port, message->datagram.octets.len);
    if (message->datagram.missing != 0) {
        (void)printf(" missing=%zu", message->datagram.missing);
    }
    if (message->repeats != 0) {
        (void)printf(" repeats=%u", message->repeats);
    }
    if (message->copies != 0) {
        (void)printf(" copies=%u", message->copies);
    }
    (void)printf("\n");
}

static void print_exchange(void *context, const struct cdc43_capture_exchange *exchange) {
    (void)context;
    (void)printf("%08" PRIx32 " ", exchange->xid);
    for (size_t i = 0; i < exchange->chaddr_len; i++) {
        (void)printf("%02x", exchange->chaddr[i]);
    }
    (void)printf(exchange->left_out != 0 ? " left-out=%u\n" : "\n", exchange->left_out);
    for (size_t i = 0; i < exchange->count; i++) {
        print_message(&exchange->messages[i]);
    }
}

static void print_counts(const struct cdc43_capture *capture) {
    const struct {
        const char *name;
        uint64_t count;
    } counts[] = {
        {"frames", capture->counts.frames},
        {"other", capture->counts.other},
        {"encrypted", capture->counts.encrypted},
        {"malformed", capture->counts.malformed},
        {"cut", capture->cut},
        {"fragments", capture->counts.fragments},
        {"incomplete", capture->counts.incomplete},
        {"messages", capture->messages},
        {"no-cookie", capture->no_cookie},
    };
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        if (counts[i].count != 0) {
            (void)printf("%s=%" PRIu64 "\n", counts[i].name, counts[i].count);
        }
    }
    for (size_t i = 0; i < capture->counts.link_type_count; i++) {
        const char *const name = cdc43_capture_link_name(capture->counts.link_types[i].link_type);
        (void)printf("unknown %u %s=%" PRIu64 "\n", capture->counts.link_types[i].link_type,
                     name != NULL ? name : "-", capture->counts.link_types[i].frames);
    }
}

int main(int argc, char **argv) {
    struct cdc43_capture capture = {.take = print_exchange,
                                    .port = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 0};
    struct cdc43_capture_input input;
    enum cdc43_capture_err err;

    if (argc < 2) {
        (void)fprintf(stderr, "usage: capture_list FILE [PORT]\n");
        return 2;
    }
    err = cdc43_capture_open(&input, argv[1]);
    if (err == CDC43_CAPTURE_OK) {
        err = cdc43_capture_read(&capture, &input);
    }
    print_counts(&capture);
    if (err != CDC43_CAPTURE_OK) {
        (void)printf("error %" PRIu64 ": %s\n", capture.offset, cdc43_capture_err_text(err));
    }
    cdc43_capture_close(&input);
    return err == CDC43_CAPTURE_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
