/* SPDX-License-Identifier: MIT */
/* An exchange as a line for each server, and the annotated octets on request. */
#include <stdio.h>
#include <string.h>

#include "tlv/command/answer.h"
#include "tlv/command/capture.h"
#include "tlv/command/reading.h"
#include "tlv/command/table.h"

#define ROW_FORMAT "%-27s  %-17s  %-9s  %-19s  %6s  %-32s  %-15s  %-32s  "
#define SHORT_FINGERPRINT 4U /* octets of it in a line */

void cdc43_cli_print_exchange_head(void) {
    (void)printf(ROW_FORMAT "%s\n", "time", "MAC", "model", "answer", "octets", "Server",
                 "fingerprint", "Common Name", "findings");
}

/* "; " between sentences. */
static void say(void *context, const char *sentence) {
    size_t *const count = context;

    (void)printf("%s%s", *count == 0 ? "" : "; ", sentence);
    ++*count;
}

static void say_line(void *context, const char *sentence) {
    (void)context;
    (void)printf("  - %s\n", sentence);
}

/* The columns of an answer that are about option 43; "-" for what is not there. */
struct cells {
    char answer[40];
    char octets[8];
    char server[CDC43_OPTION_MAX + 1];
    char fingerprint[40];
    const char *common_name;
};

static void fill_cells(const struct cdc43_capture_answer *answer, struct cells *cells) {
    const struct cdc43_params *const params = &answer->judgement.params;
    const uint8_t *const server = answer->server;

    (void)snprintf(cells->answer, sizeof cells->answer, "%u.%u.%u.%u %s", server[0], server[1],
                   server[2], server[3], cdc43_cli_type_name(answer->message->type));
    if (answer->has_option43) {
        (void)snprintf(cells->octets, sizeof cells->octets, "%zu", answer->len);
    }
    if (answer->is_ours && answer->judgement.is_readable && cdc43_has(params, CDC43_SERVER)) {
        (void)snprintf(cells->server, sizeof cells->server, "%.*s", (int)params->server.len,
                       (const char *)params->server.data);
    }
    if (answer->is_ours && answer->judgement.is_readable &&
        cdc43_has(params, CDC43_ROOT_CA_FINGERPRINT)) {
        char digits[2 * SHORT_FINGERPRINT + 1];

        cdc43_print_hex((struct cdc43_view){params->root_ca_fingerprint.data, SHORT_FINGERPRINT},
                        digits);
        (void)snprintf(cells->fingerprint, sizeof cells->fingerprint, "%s:%s",
                       cdc43_digest_name(params->root_ca_fingerprint.len), digits);
    }
    if (answer->has_identity) {
        cells->common_name = answer->identity.common_name;
    }
}

/* A line; answer NULL: nobody answered. */
static void print_row(const struct cdc43_cli_capture *request,
                      const struct cdc43_capture_exchange *exchange,
                      const struct cdc43_capture_client *client,
                      const struct cdc43_capture_answer *answer) {
    struct cells cells = {"-", "-", "-", "-", "-"};
    char time[CDC43_CLI_TIME_MAX];
    char hardware[CDC43_CLI_HARDWARE_MAX];
    size_t count = 0;

    cdc43_cli_print_time(exchange->messages[0].time, time);
    cdc43_cli_print_hardware(exchange, hardware);
    if (answer != NULL) {
        fill_cells(answer, &cells);
    }
    (void)printf(ROW_FORMAT, time, hardware, *client->model != '\0' ? client->model : "-",
                 cells.answer, cells.octets, cells.server, cells.fingerprint, cells.common_name);
    cdc43_cli_say_findings(client, answer, request->strict, say, &count);
    if (count == 0) {
        (void)fputs(answer != NULL && cdc43_capture_is_good(answer, request->strict) ? "good" : "-",
                    stdout);
    }
    (void)putchar('\n');
}

/* Every message in a line. */
static void print_messages(const struct cdc43_capture_exchange *exchange) {
    for (size_t i = 0; i < exchange->count; i++) {
        const struct cdc43_capture_message *const message = &exchange->messages[i];
        const uint8_t *const from = message->datagram.source;
        const uint8_t *const to = message->datagram.destination;
        char time[CDC43_CLI_TIME_MAX];

        cdc43_cli_print_time(message->time, time);
        (void)printf("  frame %-8llu %s  %-8s  %u.%u.%u.%u to %u.%u.%u.%u, %zu octets",
                     (unsigned long long)message->frame, time, cdc43_cli_type_name(message->type),
                     from[0], from[1], from[2], from[3], to[0], to[1], to[2], to[3],
                     message->datagram.octets.len);
        if (message->repeats != 0) {
            (void)printf(", %u more times", message->repeats);
        }
        if (message->copies != 0) {
            (void)printf(", %u more times at a relay", message->copies);
        }
        (void)putchar('\n');
    }
}

/* The octets of option 43 with what they mean. */
static void print_table(const struct cdc43_cli_capture *request,
                        const struct cdc43_capture_client *client,
                        const struct cdc43_capture_answer *answer) {
    const struct cdc43_view octets = {answer->octets, answer->len};
    char digits[2 * CDC43_OPTION_MAX + 1];

    if (answer->err != CDC43_OK || !answer->has_option43) {
        return;
    }
    if (answer->judgement.is_readable) {
        cdc43_table_print(octets, &answer->judgement.params, request->show_secrets);
    } else {
        if (request->show_secrets) {
            cdc43_print_hex(octets, digits);
        } else {
            cdc43_print_masked(octets, digits);
        }
        (void)printf("  octets: %s\n", digits);
        cdc43_wipe(digits, sizeof digits);
    }
    cdc43_cli_say_findings(client, answer, request->strict, say_line, NULL);
}

bool cdc43_cli_print_exchange_text(const struct cdc43_cli_capture *request,
                                   const struct cdc43_capture_exchange *exchange) {
    const struct cdc43_capture_message *messages[CDC43_CAPTURE_MESSAGES_MAX];
    const size_t count = cdc43_capture_find_answers(exchange, messages);
    struct cdc43_capture_client client;
    bool good = true;

    cdc43_capture_read_client(exchange, &client);
    if (count == 0) {
        print_row(request, exchange, &client, NULL);
    }
    for (size_t i = 0; i < count; i++) {
        struct cdc43_capture_answer answer;

        cdc43_capture_read_answer(request->device, &client, messages[i], &answer);
        print_row(request, exchange, &client, &answer);
        if (request->verbose) {
            print_messages(exchange);
            print_table(request, &client, &answer);
        }
        good = good && !cdc43_capture_is_bad(&answer, request->strict);
        cdc43_wipe(answer.octets, sizeof answer.octets);
    }
    if (request->verbose) {
        if (count == 0) {
            print_messages(exchange);
        }
        (void)putchar('\n');
    }
    return good;
}
