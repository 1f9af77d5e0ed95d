/* SPDX-License-Identifier: MIT */
/* cdc43-phone doctor: why a phone would not enrol, out of a capture or off the wire. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "phone-side/command/certificate.h"
#include "phone-side/doctor/doctor.h"
#include "tlv/capture/capture.h"

#define CA_FILE_MAX ((size_t)1 << 20)
#define TIMEOUT_DEFAULT 60U
#define TIMEOUT_MAX 3600U
#define MAC_LEN 6U

/* RFC 2131 2. */
#define DHCP_LEN_MIN 240U
#define DHCP_AT_CHADDR 28U
#define DHCP_REPLY 2U
#define OPTION_TYPE 53U

struct request {
    const char *capture;
    const char *interface;
    const char *model;
    const char *mac;
    const char *ca;
    bool server_check;
    bool allow_legacy;
    unsigned timeout; /* seconds, of an interface */
    unsigned format;  /* enum cdc43_cli_format */
    uint8_t mac_octets[MAC_LEN];
};

/* What is done while the capture is read. */
struct work {
    const struct request *request;
    struct cdc43_view ca; /* no octets: none */
    time_t end;           /* of listening */
    uint64_t examined;    /* exchanges of phones */
    uint64_t bad;         /* that would not enrol */
    int code;             /* CDC43_EXIT_GOOD, or what a message was printed for */
};

/* Exit code, or -1 to go on. */
static int parse(const struct cdc43_cli_subcommand *self, struct request *request, int argc,
                 char **argv) {
    const struct cdc43_cli_option options[] = {
        CDC43_CLI_TEXT("capture", "FILE", &request->capture, 0,
                       "capture to examine (pcap, pcapng, also gzip); - reads standard input"),
        CDC43_CLI_TEXT("interface", "IF", &request->interface, 0,
                       "listen there until a phone has booted"),
        CDC43_CLI_NUMBER("timeout", "SECONDS", &request->timeout, 1, TIMEOUT_MAX,
                         "listen for this long at most (default 60, at most 3600)"),
        CDC43_CLI_TEXT("model", "MODEL", &request->model, 0,
                       "only clients that say this in option 60"),
        CDC43_CLI_TEXT("mac", "MAC", &request->mac, 0, "only the client with this MAC address"),
        CDC43_CLI_TEXT("ca", "FILE", &request->ca, 0,
                       "certificates of the CA, PEM or DER: says what the fingerprint is"),
        CDC43_CLI_FLAG("server-check", &request->server_check,
                       "ask the SCEP server for its capabilities and certificates (GetCACaps, "
                       "GetCACert); nothing is requested"),
        CDC43_PHONE_CLI_ALLOW_LEGACY(&request->allow_legacy),
        CDC43_PHONE_CLI_FORMAT(&request->format),
    };
    struct cdc43_where where;
    int code = cdc43_cli_parse(self, argc, argv, options, sizeof options / sizeof options[0]);

    if (code >= 0) {
        return code;
    }
    if ((request->capture == NULL) == (request->interface == NULL)) {
        return cdc43_cli_usage("specify either --capture or --interface");
    }
    if (request->mac != NULL && cdc43_parse_mac(request->mac, strlen(request->mac),
                                                request->mac_octets, &where) != CDC43_OK) {
        code = cdc43_cli_usage("--mac takes 12 hexadecimal digits");
    }
    return code;
}

/* Is the exchange one to look at? One of a phone, or of the client that was asked for. */
static bool is_wanted(const struct request *request, const struct cdc43_capture_exchange *exchange,
                      const struct cdc43_doctor_report *report) {
    const bool is_mac = memcmp(exchange->chaddr, request->mac_octets, MAC_LEN) == 0;

    if (request->model != NULL && strcmp(request->model, report->model) != 0) {
        return false;
    }
    return request->mac != NULL
               ? is_mac
               : request->model != NULL || report->state.status.outcome != CDC43_PHONE_NONE ||
                     strncmp(report->model, "DP-", 3) == 0 || strncmp(report->model, "CP-", 3) == 0;
}

/* Breaks an enrolment off before anything is requested: all that came before was asked. */
static bool keep_nothing(void *context, const struct cdc43_scep_pending *request,
                         struct cdc43_scep_fault *ret_fault) {
    (void)context;
    (void)request;
    *ret_fault = (struct cdc43_scep_fault){.err = CDC43_SCEP_ERR_STOPPED};
    return false;
}

/* As the phone would: capabilities, certificates, the chain to the fingerprint. FIPS Mode is left
 * out: this machine need not have the provider that the phone has. */
static void check_server(const struct work *work, const struct cdc43_params *params,
                         struct cdc43_doctor_report *report) {
    const struct cdc43_scep_config config = {
        .server = params->server,
        .fingerprint = params->root_ca_fingerprint,
        .common_name = report->state.identity.common_name,
        .allow_legacy = work->request->allow_legacy,
    };
    const struct cdc43_scep_timeouts timeouts = {0, 0, NULL};
    const struct cdc43_scep_signers signers = {NULL, NULL};
    struct cdc43_scep_transport transport;
    struct cdc43_scep_env env = {
        .transport = &transport, .now = cdc43_phone_cli_now(), .keep = keep_nothing};
    struct cdc43_scep_seen seen = {.ca_trusted = false};
    struct cdc43_scep_pair pair = {0};
    struct cdc43_scep_pending pending = {0};
    struct cdc43_scep_fault fault = {0};
    char sentence[CDC43_SCEP_SENTENCE_MAX];

    if (cdc43_scep_curl_open(&timeouts, &transport, &fault)) {
        (void)cdc43_scep_enrol(&config, CDC43_SCEP_INITIAL, &signers, &env, &seen, &pair, &pending,
                               &fault);
        cdc43_scep_curl_close(&transport);
    }
    if (!seen.ca_trusted) {
        cdc43_scep_print_fault(&fault, sentence, sizeof sentence);
        cdc43_doctor_add(report, CDC43_DOCTOR_SERVER, report->frame, sentence);
    }
    cdc43_scep_pair_end(&pair);
    cdc43_scep_pending_end(&pending);
}

/* What needs more than the capture. */
static void look_further(struct work *work, struct cdc43_doctor_report *report) {
    enum cdc43_doctor_id id = CDC43_DOCTOR_COUNT;
    char detail[CDC43_DOCTOR_DETAIL_MAX] = "";
    struct cdc43_params params;

    if (!cdc43_phone_get_params(&report->state, &params)) {
        return;
    }
    if (work->ca.len != 0) {
        if (!cdc43_doctor_compare(work->ca, params.root_ca_fingerprint, &id, detail)) {
            work->code = cdc43_cli_fail("%s: no certificate can be read", work->request->ca);
        } else if (id != CDC43_DOCTOR_COUNT) {
            cdc43_doctor_add(report, id, report->frame, detail);
        }
    }
    if (work->request->server_check) {
        check_server(work, &params, report);
    }
}

/* The evidence and what is to be said beside the sentence of the table. */
static void print_detail(const struct cdc43_doctor_finding *finding,
                         char ret_text[CDC43_SENTENCE_MAX]) {
    (void)snprintf(ret_text, CDC43_SENTENCE_MAX, "%s", finding->detail);
    if (finding->err != CDC43_OK) {
        cdc43_print_error(finding->err, &finding->where, ret_text, CDC43_SENTENCE_MAX);
    }
}

static void print_findings(const struct cdc43_doctor_report *report) {
    for (size_t i = 0; i < report->count; i++) {
        const struct cdc43_doctor_finding *const finding = &report->findings[i];
        const struct cdc43_doctor_row *const row = &cdc43_doctor_rows[finding->id];
        char detail[CDC43_SENTENCE_MAX];

        print_detail(finding, detail);
        (void)printf("  %s %s: %s", row->is_error ? "error" : "warning", row->name, row->sentence);
        (void)printf(*detail != '\0' ? ": %s" : "%s", detail);
        if (finding->frame != 0) {
            (void)printf(" (frame %" PRIu64 ")", finding->frame);
        }
        (void)printf("\n    what to do: %s\n", row->remedy);
    }
}

static void print_text(const char *mac, const struct cdc43_doctor_report *report) {
    (void)printf("%s %s: %s\n", *report->model != '\0' ? report->model : "(no option 60)", mac,
                 cdc43_doctor_would_enrol(report) ? "would enrol" : "would not enrol");
    print_findings(report);
}

static json_t *finding_json(const struct cdc43_doctor_finding *finding) {
    const struct cdc43_doctor_row *const row = &cdc43_doctor_rows[finding->id];
    json_t *const object = json_object();
    char detail[CDC43_SENTENCE_MAX];

    print_detail(finding, detail);
    (void)json_object_set_new(object, "id", json_string(row->name));
    (void)json_object_set_new(object, "severity", json_string(row->is_error ? "error" : "warning"));
    (void)json_object_set_new(object, "frame", json_integer((json_int_t)finding->frame));
    if (finding->err != CDC43_OK) {
        (void)json_object_set_new(object, "rule", json_string(cdc43_err_name(finding->err)));
        (void)json_object_set_new(object, "suboption", json_integer(finding->where.suboption));
    }
    if (finding->err != CDC43_OK && finding->where.place == CDC43_PLACE_OPTION) {
        (void)json_object_set_new(object, "octet", json_integer((json_int_t)finding->where.offset));
    }
    (void)json_object_set_new(object, "sentence", json_string(row->sentence));
    (void)json_object_set_new(object, "detail", json_string(detail));
    (void)json_object_set_new(object, "remedy", json_string(row->remedy));
    return object;
}

static void print_json(const char *mac, const struct cdc43_doctor_report *report) {
    json_t *const object = json_object();
    json_t *const findings = json_array();

    (void)json_object_set_new(object, "mac", json_string(mac));
    (void)json_object_set_new(object, "model", json_string(report->model));
    (void)json_object_set_new(object, "would-enrol",
                              json_boolean(cdc43_doctor_would_enrol(report)));
    (void)json_object_set_new(object, "outcome",
                              json_string(cdc43_phone_outcome_name(report->state.status.outcome)));
    (void)json_object_set_new(object, "common-name",
                              json_string(report->state.identity.common_name));
    for (size_t i = 0; i < report->count; i++) {
        (void)json_array_append_new(findings, finding_json(&report->findings[i]));
    }
    (void)json_object_set_new(object, "findings", findings);
    (void)json_dumpf(object, stdout, JSON_COMPACT | JSON_ENSURE_ASCII);
    (void)putchar('\n');
    json_decref(object);
}

static void take(void *context, const struct cdc43_capture_exchange *exchange) {
    struct work *const work = context;
    struct cdc43_doctor_report report;
    char mac[2 * MAC_LEN + 1];

    cdc43_doctor_examine(exchange, &report);
    if (is_wanted(work->request, exchange, &report)) {
        look_further(work, &report);
        cdc43_print_hex((struct cdc43_view){exchange->chaddr, MAC_LEN}, mac);
        if (work->request->format == CDC43_CLI_FORMAT_JSON) {
            print_json(mac, &report);
        } else {
            print_text(mac, &report);
        }
        (void)fflush(stdout);
        work->examined++;
        work->bad += cdc43_doctor_would_enrol(&report) ? 0U : 1U;
    }
    cdc43_wipe(&report.state, sizeof report.state);
}

/* The type of a message, option 53. */
static uint8_t type_of(struct cdc43_view message) {
    uint8_t octets[CDC43_OPTION_MAX] = {0};
    struct cdc43_where where;
    size_t len = 0;
    bool present;

    return cdc43_message_option(message.data, message.len, OPTION_TYPE, octets, sizeof octets, &len,
                                &present, &where) == CDC43_OK &&
                   len == 1
               ? octets[0]
               : 0;
}

void cdc43_phone_cli_explain(const struct cdc43_phone_cli_transcript *transcript) {
    struct cdc43_capture_exchange exchange = {.xid = transcript->xid, .chaddr_len = MAC_LEN};
    struct cdc43_doctor_report report;

    for (size_t i = 0; i < transcript->count && i < CDC43_CAPTURE_MESSAGES_MAX; i++) {
        const struct cdc43_view octets = {transcript->messages[i].octets,
                                          transcript->messages[i].len};
        if (octets.len >= DHCP_LEN_MIN) {
            exchange.messages[exchange.count++] = (struct cdc43_capture_message){
                .datagram = {.octets = octets},
                .type = type_of(octets),
                .is_reply = octets.data[0] == DHCP_REPLY,
            };
            memcpy(exchange.chaddr, octets.data + DHCP_AT_CHADDR, MAC_LEN);
        }
    }
    cdc43_doctor_examine(&exchange, &report);
    if (report.count != 0) {
        (void)printf("Findings\n");
        print_findings(&report);
    }
    (void)cdc43_cli_finish(CDC43_EXIT_BAD);
    cdc43_wipe(&report.state, sizeof report.state);
}

/* A file is read to its end; listening ends with the first phone, or by the time. */
static bool go_on(void *context, const struct cdc43_capture *capture) {
    const struct work *const work = context;

    (void)capture;
    return work->request->capture != NULL || (work->examined == 0 && time(NULL) < work->end);
}

static int examine(const struct request *request, struct cdc43_view ca) {
    struct work work = {.request = request, .ca = ca, .end = time(NULL) + (time_t)request->timeout};
    struct cdc43_capture capture = {.take = take, .go_on = go_on, .context = &work};
    const char *const what = request->capture != NULL ? request->capture : request->interface;
    struct cdc43_capture_input input;
    enum cdc43_capture_err err;

    if (request->capture == NULL) {
        err = cdc43_capture_listen(&capture, request->interface);
    } else {
        err = cdc43_capture_open(&input, request->capture);
        if (err == CDC43_CAPTURE_OK) {
            err = cdc43_capture_read(&capture, &input);
        }
        capture.number = input.number;
        cdc43_capture_close(&input);
    }
    if (err != CDC43_CAPTURE_OK) {
        (void)cdc43_cli_fail("%s: %s%s%s", what, cdc43_capture_err_text(err),
                             capture.number != 0 ? ": " : "",
                             capture.number != 0 ? strerror(capture.number) : capture.trouble);
        return CDC43_EXIT_BAD;
    }
    if (work.examined == 0) {
        return cdc43_cli_fail("%s: %" PRIu64 " DHCP messages, none of such a phone", what,
                              capture.messages);
    }
    return cdc43_cli_finish(work.bad == 0 ? work.code : CDC43_EXIT_BAD);
}

static int run(const struct cdc43_cli_subcommand *self, int argc, char **argv) {
    struct request request = {.timeout = TIMEOUT_DEFAULT};
    size_t len = 0;
    char *ca = NULL;
    int code = parse(self, &request, argc, argv);

    if (code >= 0) {
        return code;
    }
    if (request.ca != NULL) {
        ca = cdc43_cli_read(request.ca, CA_FILE_MAX, &len);
        if (ca == NULL) {
            return CDC43_EXIT_BAD;
        }
    }
    code = examine(&request, (struct cdc43_view){(const uint8_t *)ca, len});
    free(ca);
    return code;
}

const struct cdc43_cli_subcommand cdc43_phone_command_doctor = {
    .name = "doctor",
    .summary = "Say why a phone would not enrol, from a capture or an interface",
    .notes = "Each answer goes through the decisions of cdc43-phone boot. Nothing is sent but with "
             "--server-check.",
    .exits = {[CDC43_EXIT_GOOD] = "every phone that was seen would enrol",
              [CDC43_EXIT_BAD] = "one would not, none was seen, or the capture cannot be read"},
    .run = run,
};
