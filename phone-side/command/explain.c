/* SPDX-License-Identifier: MIT */
/* What the doctor says about a boot that has failed: its messages as an exchange. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "phone-side/command/doctor.h"

/* RFC 2131 2. */
#define LEN_MIN 240U
#define AT_CHADDR 28U
#define OP_REPLY 2U
#define OPTION_TYPE 53U
#define MAC_LEN 6U

static struct cdc43_capture_message message_of(struct cdc43_view octets) {
    struct cdc43_capture_message message = {.datagram = {.octets = octets},
                                            .is_reply = octets.data[0] == OP_REPLY};
    uint8_t type[CDC43_OPTION_MAX];

    if (cdc43_capture_get_option(&message, OPTION_TYPE, type) == 1) {
        message.type = type[0];
    }
    return message;
}

void cdc43_phone_cli_explain(const struct cdc43_phone_cli_transcript *transcript,
                             const struct cdc43_phone_device *device) {
    struct cdc43_capture_exchange exchange = {.xid = transcript->xid, .chaddr_len = MAC_LEN};
    struct cdc43_doctor_report *const report = calloc(1, sizeof *report);

    for (size_t i = 0; i < transcript->count && i < CDC43_CAPTURE_MESSAGES_MAX; i++) {
        const struct cdc43_view octets = {transcript->messages[i].octets,
                                          transcript->messages[i].len};
        if (octets.len >= LEN_MIN) {
            exchange.messages[exchange.count++] = message_of(octets);
            memcpy(exchange.chaddr, octets.data + AT_CHADDR, MAC_LEN);
        }
    }
    if (report != NULL && exchange.count != 0) {
        cdc43_doctor_examine(device, &exchange, report);
        if (report->count != 0) {
            (void)printf("Findings\n");
            cdc43_phone_page_doctor(report);
        }
        cdc43_wipe(&report->state, sizeof report->state);
    }
    free(report);
    (void)cdc43_cli_finish(CDC43_EXIT_BAD);
}
