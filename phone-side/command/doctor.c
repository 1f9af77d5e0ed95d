/* SPDX-License-Identifier: MIT */
/* cdc43-phone doctor: why phones in a capture, or on the wire, would not enrol. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "phone-side/command/doctor.h"
#include "tlv/command/reading.h"

#define MAC_LEN 6U
#define PHONES_MIN 1024U     /* the first room for them */
#define TIMEOUT_DEFAULT 300U /* seconds; longer than an exchange without an answer lasts */
#define TIMEOUT_MAX 86400U

struct request {
    const char *capture;
    const char *interface;
    struct cdc43_phone_cli_who who; /* model and mac only */
    struct cdc43_phone_cli_authority authority;
    struct cdc43_phone_cli_device device;
    bool has_mac;
    unsigned count;
    unsigned timeout; /* seconds */
    unsigned port;
    unsigned format; /* enum cdc43_cli_format */
};

/* The phones that were seen: the address, and in the lowest bit whether it would enrol. Eight
 * octets for each, as a capture may have a million. */
struct phones {
    uint64_t *seen;
    size_t count;
    size_t room;
};

struct work {
    struct request *request;
    struct cdc43_doctor_report *report;
    struct cdc43_phone_cli_sums sums;
    struct phones phones;
    bool is_full; /* no memory for another phone */
};

static int compare(const void *left, const void *right) {
    const uint64_t a = *(const uint64_t *)left;
    const uint64_t b = *(const uint64_t *)right;

    return (a > b) - (a < b);
}

/* Leaves one of each phone: the one that would enrol, if there is, since it takes no option 43
 * after that. */
static void merge(struct phones *phones) {
    size_t count = 0;

    if (phones->count != 0) {
        qsort(phones->seen, phones->count, sizeof *phones->seen, compare);
    }
    for (size_t i = 0; i < phones->count; i++) {
        if (count != 0 && phones->seen[count - 1] >> 1 == phones->seen[i] >> 1) {
            count--;
        }
        phones->seen[count++] = phones->seen[i];
    }
    phones->count = count;
}

static void remember(struct work *work, const uint8_t *mac, bool would_enrol) {
    struct phones *const phones = &work->phones;
    uint64_t phone = 0;
    bool has_room = true;

    if (phones->count == phones->room) {
        merge(phones);
        has_room = phones->count < phones->room / 2;
    }
    if (!has_room) {
        const size_t room = phones->room * 2 + PHONES_MIN;
        uint64_t *const seen = realloc(phones->seen, room * sizeof *seen);

        if (seen == NULL) {
            work->is_full = true;
            return;
        }
        phones->seen = seen;
        phones->room = room;
    }
    for (size_t i = 0; i < MAC_LEN; i++) {
        phone = phone << 8 | mac[i];
    }
    phones->seen[phones->count++] = phone << 1 | (would_enrol ? 1U : 0U);
}

/* Does a phone ask for an address, or a client that the command line names? */
static bool is_wanted(const struct request *request,
                      const struct cdc43_capture_exchange *exchange) {
    struct cdc43_capture_client client;

    cdc43_capture_read_client(exchange, &client);
    if (client.aim != CDC43_CAPTURE_AIM_ADDRESS) {
        return false;
    }
    if (request->has_mac) {
        return exchange->chaddr_len == MAC_LEN &&
               memcmp(exchange->chaddr, request->device.mac, MAC_LEN) == 0;
    }
    if (request->who.model != NULL) {
        return strcmp(client.model, request->who.model) == 0;
    }
    return cdc43_doctor_is_phone(exchange);
}

static void print(const struct request *request, const struct cdc43_capture_exchange *exchange,
                  const struct cdc43_doctor_report *report) {
    if (request->format == CDC43_CLI_FORMAT_JSON) {
        cdc43_phone_page_report_json(exchange, report);
    } else {
        cdc43_phone_page_report_text(exchange, report);
    }
    if (request->interface != NULL) {
        (void)fflush(stdout);
    }
}

static bool take(void *context, const struct cdc43_capture_exchange *exchange) {
    struct work *const work = context;

    if (!is_wanted(work->request, exchange)) {
        return false;
    }
    cdc43_doctor_examine(&work->request->device.device, exchange, work->report);
    cdc43_phone_cli_ask_authority(&work->request->authority, work->report);
    print(work->request, exchange, work->report);
    cdc43_phone_cli_sum(work->report, &work->sums);
    remember(work, exchange->chaddr, work->report->would_enrol);
    cdc43_wipe(&work->report->state, sizeof work->report->state);
    return true;
}

/* After the last exchange: the sum. Exit code. */
static int conclude(struct work *work) {
    struct phones *const phones = &work->phones;
    size_t good_count = 0;

    if (work->is_full) {
        return cdc43_cli_fail("out of memory");
    }
    merge(phones);
    for (size_t i = 0; i < phones->count; i++) {
        good_count += phones->seen[i] & 1U;
    }
    if (phones->count == 0) {
        memset(work->report, 0, sizeof *work->report);
        cdc43_doctor_add(work->report, CDC43_DOCTOR_NO_PHONE, NULL, 0, "%s",
                         work->request->has_mac             ? "none is the client of --mac"
                         : work->request->who.model != NULL ? "none says this in option 60"
                                                            : "");
        print(work->request, NULL, work->report);
    } else if (work->request->format == CDC43_CLI_FORMAT_TEXT) {
        cdc43_phone_page_sums(&work->sums);
        (void)printf("phones that would enrol: %zu of %zu\n", good_count, phones->count);
    }
    return cdc43_cli_finish(phones->count != 0 && good_count == phones->count ? CDC43_EXIT_GOOD
                                                                              : CDC43_EXIT_BAD);
}

static int read_file(const struct cdc43_cli_reading *reading, const char *path) {
    struct cdc43_capture_input input;
    int code = cdc43_cli_open_capture(&input, path);

    if (code < 0) {
        code = cdc43_cli_read_capture(reading, &input, path);
    }
    cdc43_capture_close(&input);
    return code;
}

static int examine(struct request *request) {
    struct work work = {.request = request, .report = calloc(1, sizeof *work.report)};
    const struct cdc43_cli_reading reading = {.count = request->count,
                                              .timeout = request->timeout,
                                              .port = request->port,
                                              .take = take,
                                              .context = &work};
    int code;

    if (work.report == NULL) {
        return cdc43_cli_fail("out of memory");
    }
    code = request->interface != NULL ? cdc43_cli_listen(&reading, request->interface)
                                      : read_file(&reading, request->capture);
    if (code == CDC43_EXIT_GOOD) {
        code = conclude(&work);
    }
    free(work.phones.seen);
    free(work.report);
    return code;
}

/* Is it standard input? 1 or 0. */
static int is_dash(const char *path) {
    return path != NULL && strcmp(path, "-") == 0;
}

/* Exit code, or -1 to go on. */
static int parse(const struct cdc43_cli_subcommand *self, struct request *request, int argc,
                 char **argv) {
    const struct cdc43_cli_option options[] = {
        CDC43_CLI_TEXT("capture", "FILE|-", &request->capture, 0,
                       "capture to read (pcap or pcapng, also packed by gzip); - is standard "
                       "input"),
        CDC43_CLI_TEXT("interface", "IF", &request->interface, 0,
                       "listen there instead; this needs root"),
        CDC43_CLI_TEXT("model", "MODEL", &request->who.model, 0,
                       "only clients that say this in option 60; with --mac: the phone's model, "
                       "whatever its option 60 says"),
        CDC43_CLI_TEXT("mac", "MAC", &request->who.mac, 0,
                       "only this client, whatever its option 60 says"),
        CDC43_CLI_TEXT("ca", "FILE", &request->authority.path, 0,
                       "certificates of the CA: says what the fingerprint is of"),
        CDC43_CLI_TEXT("password-file", "FILE|-", &request->authority.password_file, 0,
                       "with --ca: password of a PKCS#12 file, one line; - reads standard input; "
                       "without this option the terminal asks for it"),
        CDC43_CLI_FLAG("server-check", &request->authority.ask_server,
                       "ask the SCEP server for its capabilities and certificates; nothing is "
                       "requested"),
        CDC43_PHONE_CLI_ALLOW_LEGACY(&request->authority.allow_legacy),
        CDC43_CLI_NUMBER("count", "N", &request->count, 1, UINT32_MAX,
                         "stop after so many exchanges of phones (default with --interface: 1)"),
        CDC43_CLI_NUMBER("timeout", "SECONDS", &request->timeout, 1, TIMEOUT_MAX,
                         "with --interface: stop after this time (default 300, at most 86400)"),
        CDC43_CLI_NUMBER("port", "PORT", &request->port, 1, CDC43_PORT_MAX,
                         "DHCP is on this UDP port too"),
        CDC43_PHONE_CLI_FORMAT(&request->format),
    };
    const int code = cdc43_cli_parse(self, argc, argv, options, sizeof options / sizeof options[0]);

    if (code >= 0) {
        return code;
    }
    if ((request->capture == NULL) == (request->interface == NULL)) {
        return cdc43_cli_usage("specify either --capture or --interface");
    }
    if (*(request->capture != NULL ? request->capture : request->interface) == '\0') {
        return cdc43_cli_usage("--capture and --interface need a name");
    }
    if (request->authority.password_file != NULL && request->authority.path == NULL) {
        return cdc43_cli_usage("--password-file needs --ca");
    }
    if (is_dash(request->capture) + is_dash(request->authority.path) +
            is_dash(request->authority.password_file) >
        1) {
        return cdc43_cli_usage("only one of --capture, --ca and --password-file can be -");
    }
    if (request->timeout != 0 && request->interface == NULL) {
        return cdc43_cli_usage("--timeout needs --interface");
    }
    if (request->interface != NULL) {
        request->timeout = request->timeout != 0 ? request->timeout : TIMEOUT_DEFAULT;
        request->count = request->count != 0 ? request->count : 1;
    }
    return -1;
}

/* The client that the command line names. Exit code; a wrong name says nothing about a phone. */
static int set_device(struct request *request) {
    struct cdc43_where where;
    enum cdc43_err err;

    request->has_mac = request->who.mac != NULL;
    if (!request->has_mac) {
        return CDC43_EXIT_GOOD;
    }
    if (request->who.model != NULL) {
        return cdc43_phone_cli_set_device(&request->who, &request->device) == CDC43_EXIT_GOOD
                   ? CDC43_EXIT_GOOD
                   : CDC43_EXIT_USAGE;
    }
    err = cdc43_parse_mac(request->who.mac, strlen(request->who.mac), request->device.mac, &where);
    if (err != CDC43_OK) {
        (void)cdc43_cli_fail_err("--mac: ", err, &where);
        return CDC43_EXIT_USAGE;
    }
    return CDC43_EXIT_GOOD;
}

static int run(const struct cdc43_cli_subcommand *self, int argc, char **argv) {
    struct request request = {.format = CDC43_CLI_FORMAT_TEXT};
    int code = parse(self, &request, argc, argv);

    if (code >= 0) {
        return code;
    }
    code = set_device(&request);
    if (code == CDC43_EXIT_GOOD) {
        code = cdc43_phone_cli_open_authority(&request.authority);
    }
    if (code == CDC43_EXIT_GOOD) {
        code = examine(&request);
        cdc43_phone_cli_close_authority(&request.authority);
    }
    return code;
}

const struct cdc43_cli_subcommand cdc43_phone_command_doctor = {
    .name = "doctor",
    .summary = "Say why phones in a capture would not enrol, and what to change",
    .notes = "Each answer is put through a phone in factory-reset state. The challenge password is "
             "never shown, and nothing is sent but with --server-check. The manual page lists all "
             "findings.",
    .exits = {[CDC43_EXIT_GOOD] = "every phone would enrol; there may be warnings",
              [CDC43_EXIT_BAD] = "one would not, there is none, or the capture cannot be read"},
    .run = run,
};
