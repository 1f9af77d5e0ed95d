/* SPDX-License-Identifier: MIT */
/* cdc43-phone boot: a phone's start, with a real DHCP exchange. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "phone-side/command/certificate.h"
#include "phone-side/udp.h"

#define TIMEOUT_DEFAULT 30U /* seconds */
#define TIMEOUT_MAX 3600U

struct request {
    const char *interface;
    const char *path;
    unsigned timeout; /* seconds */
    bool factory_reset;
    bool show_secrets;
    bool enrol;
    struct cdc43_phone_cli_who who;
    struct cdc43_phone_cli_choice choice; /* of the enrolment */
};

/* Exit code, or -1 to go on. */
static int parse(const struct cdc43_cli_subcommand *self, struct request *request, int argc,
                 char **argv) {
    const struct cdc43_cli_option options[] = {
        CDC43_CLI_TEXT("interface", "IF", &request->interface, CDC43_CLI_NEEDED,
                       "network interface to use; it must be up"),
        CDC43_CLI_TEXT("model", "MODEL", &request->who.model, CDC43_CLI_NEEDED,
                       "what the phone says in option 60: DP-9841, DP-9851, DP-9861, DP-9871, "
                       "CP-8875 or another"),
        CDC43_CLI_TEXT("mac", "MAC", &request->who.mac, CDC43_CLI_NEEDED,
                       "the phone's MAC address; it may differ from that of the interface"),
        CDC43_PHONE_CLI_STATE(&request->path, CDC43_PHONE_CLI_STATE_MADE),
        CDC43_CLI_FLAG("factory-reset", &request->factory_reset,
                       "reset the phone first: clears its state"),
        CDC43_CLI_NUMBER("timeout", "SECONDS", &request->timeout, 1, TIMEOUT_MAX,
                         "give up after this time (default 30, at most 3600)"),
        CDC43_PHONE_CLI_WIRELESS(&request->who),
        CDC43_PHONE_CLI_SHOW_SECRETS(&request->show_secrets),
        CDC43_PHONE_CLI_COMMON_NAME(&request->who),
        CDC43_PHONE_CLI_MACRO(&request->who),
        CDC43_PHONE_CLI_MIC(&request->who),
        CDC43_PHONE_CLI_MIC_KEY(&request->who),
        CDC43_CLI_FLAG("enrol", &request->enrol,
                       "then get a certificate from the CA, as cdc43-phone enrol does"),
        CDC43_PHONE_CLI_ALLOW_LEGACY(&request->choice.allow_legacy),
        CDC43_PHONE_CLI_QUIET(&request->choice.quiet),
    };
    const int code = cdc43_cli_parse(self, argc, argv, options, sizeof options / sizeof options[0]);

    request->choice.path = request->path;
    request->choice.mic = request->who.mic;
    request->choice.mic_key = request->who.mic_key;
    return code < 0 ? cdc43_phone_cli_need_pair(request->who.mic, request->who.mic_key) : code;
}

/* Before anything goes out: the reset that was asked for, or the proof that the state can be
 * used. */
static int prepare(const struct request *request, const struct cdc43_phone_device *device) {
    struct cdc43_phone_store store;
    struct cdc43_phone_store_fault fault;
    struct cdc43_phone_state state = {0};
    int code = cdc43_phone_cli_open(request->path, true, &store);

    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    if (!request->factory_reset) {
        code = cdc43_phone_cli_load(request->path, &store, device, &state);
    } else if (!cdc43_phone_lock(&store, &fault) || !cdc43_phone_reset(&store, &fault)) {
        code = cdc43_phone_cli_fail(request->path, &fault);
    } else {
        code = cdc43_phone_cli_forget(request->path);
    }
    cdc43_phone_close(&store); /* and with it the lock: an exchange can take long */
    cdc43_wipe(&state, sizeof state);
    return code;
}

static int fail_system(const struct request *request, const struct cdc43_phone_udp_report *report) {
    const char *hint = "";

    if (report->number == EPERM || report->number == EACCES) {
        hint = "; this needs root, or CAP_NET_BIND_SERVICE and CAP_NET_RAW";
    } else if (report->number == EADDRINUSE) {
        hint = "; another DHCP client has this interface";
    } else if (report->number == ENETUNREACH || report->number == ENETDOWN) {
        hint = "; is the interface up?";
    }
    return cdc43_cli_fail("%s: cannot %s: %s%s", request->interface, report->step,
                          strerror(report->number), hint);
}

/* Keeps a message of the transaction; the same again, as time goes by, only while there is room. */
static void see(void *context, const uint8_t *message, size_t len) {
    struct cdc43_phone_cli_transcript *const transcript = context;
    const uint8_t xid[] = {(uint8_t)(transcript->xid >> 24), (uint8_t)(transcript->xid >> 16),
                           (uint8_t)(transcript->xid >> 8), (uint8_t)transcript->xid};

    if (transcript->count < CDC43_PHONE_CLI_MESSAGES_MAX && len <= CDC43_PHONE_CLI_MESSAGE_MAX &&
        len > 2 * sizeof xid && memcmp(message + sizeof xid, xid, sizeof xid) == 0) {
        memcpy(transcript->messages[transcript->count].octets, message, len);
        transcript->messages[transcript->count++].len = len;
    }
}

/* The exchange. ret_response points into ret_lease. Exit code good: there is something to apply, be
 * it that no response came. */
static int get_response(const struct request *request, const struct cdc43_phone_cli_device *device,
                        struct cdc43_phone_cli_transcript *transcript,
                        struct cdc43_phone_lease *ret_lease,
                        struct cdc43_phone_response *ret_response) {
    const struct cdc43_view model = {(const uint8_t *)device->model, strlen(device->model)};
    struct cdc43_phone_dhcp exchange;
    const struct cdc43_phone_udp_watch watch = {see, transcript};
    struct cdc43_phone_udp_report report;
    struct cdc43_where where;
    uint32_t xid = 0;
    enum cdc43_err err = CDC43_OK;

    if (!cdc43_phone_udp_random(&xid)) {
        return cdc43_cli_fail("the system returned no random numbers");
    }
    err = cdc43_phone_dhcp_start(device->mac, model, xid, &exchange, &where);
    if (err != CDC43_OK) {
        return cdc43_cli_fail_err("--model: ", err, &where);
    }
    transcript->xid = xid;
    report = cdc43_phone_udp_run(request->interface, request->timeout * 1000U, &exchange, &watch,
                                 ret_lease);
    *ret_response = (struct cdc43_phone_response){.err = report.err, .where = report.where};
    switch (report.result) {
    case CDC43_PHONE_UDP_BOUND:
        *ret_response = cdc43_phone_dhcp_response(ret_lease);
        break;
    case CDC43_PHONE_UDP_BROKEN:
        break;
    case CDC43_PHONE_UDP_NO_RESPONSE:
        ret_response->is_missing = true;
        if (report.refusals != 0) {
            (void)cdc43_cli_fail("the DHCP server refused the address that it had offered (NAK)");
        } else if (cdc43_phone_udp_is_filtered(request->interface)) {
            (void)cdc43_cli_fail("%s: reverse path filtering is on (net.ipv4.conf.*.rp_filter) "
                                 "and may have dropped the responses",
                                 request->interface);
        }
        break;
    case CDC43_PHONE_UDP_SYSTEM:
        return fail_system(request, &report);
    }
    return CDC43_EXIT_GOOD;
}

static void print_lease(const struct cdc43_phone_lease *lease) {
    static const struct {
        enum cdc43_phone_conflict bit;
        unsigned option;
    } conflicts[] = {
#define CDC43_PROVISIONING(option, bit, words) {CDC43_PHONE_CONFLICT_##option, (option)},
#include "tlv/provisioning.def"
    };
    const uint8_t *const address = lease->address;
    const uint8_t *const server = lease->server;

    (void)printf("DHCP\n");
    (void)printf("  %-30s%u.%u.%u.%u for %lu s\n", "Address", address[0], address[1], address[2],
                 address[3], (unsigned long)lease->seconds);
    (void)printf("  %-30s%u.%u.%u.%u\n", "DHCP server", server[0], server[1], server[2], server[3]);
    if (lease->has_option43) {
        (void)printf("  %-30s%zu octets\n", "Option 43", lease->option43_len);
    }
    for (size_t i = 0; i < sizeof conflicts / sizeof conflicts[0]; i++) {
        if ((lease->conflicts & (unsigned)conflicts[i].bit) != 0) {
            (void)printf("  %-30soption %u came too: a real phone may then provision itself "
                         "there and ignore option 43\n",
                         "Warning", conflicts[i].option);
        }
    }
}

static int apply(const struct request *request, const struct cdc43_phone_device *device,
                 const struct cdc43_phone_lease *lease,
                 const struct cdc43_phone_response *response) {
    struct cdc43_phone_state state = {0};
    int code = cdc43_phone_cli_apply(request->path, device, response, &state);

    if (code == CDC43_EXIT_GOOD) {
        if (!response->is_missing && response->err == CDC43_OK) {
            print_lease(lease);
        }
        cdc43_phone_page_text(&state, request->show_secrets);
        code = cdc43_phone_cli_judge(response, &state);
    }
    cdc43_wipe(&state, sizeof state);
    return cdc43_cli_finish(code);
}

static int run(const struct cdc43_cli_subcommand *self, int argc, char **argv) {
    struct request request = {.timeout = TIMEOUT_DEFAULT};
    struct cdc43_phone_cli_device device = {0};
    struct cdc43_phone_response response = {0};
    struct cdc43_phone_lease lease = {0};
    struct cdc43_phone_cli_transcript transcript = {0};
    int code = parse(self, &request, argc, argv);

    if (code >= 0) {
        return code;
    }
    code = cdc43_phone_cli_set_device(&request.who, &device);
    if (code == CDC43_EXIT_GOOD) {
        code = prepare(&request, &device.device);
    }
    if (code == CDC43_EXIT_GOOD) {
        code = get_response(&request, &device, &transcript, &lease, &response);
    }
    if (code == CDC43_EXIT_GOOD) {
        code = apply(&request, &device.device, &lease, &response);
        if (code != CDC43_EXIT_GOOD) {
            cdc43_phone_cli_explain(&transcript, &device.device);
        }
    }
    cdc43_wipe(&lease, sizeof lease);
    cdc43_wipe(&transcript, sizeof transcript);
    if (code == CDC43_EXIT_GOOD && request.enrol) {
        code = cdc43_phone_cli_enrol(&request.choice, CDC43_PHONE_BOOTED);
    }
    return code;
}

const struct cdc43_cli_subcommand cdc43_phone_command_boot = {
    .name = "boot",
    .summary = "Boot as a phone: get a lease by DHCP and take options 43 and 15",
    .notes = "Option 43 is taken only in factory-reset state, as a whole or not at all.",
    .exits = {[CDC43_EXIT_GOOD] = "the phone is provisioned, now or since an earlier time; with "
                                  "--enrol, the certificate is installed",
              [CDC43_EXIT_BAD] = "no response came, or it was refused, and standard error says why",
              [CDC43_PHONE_EXIT_LATER] = "with --enrol: the CA decides later"},
    .run = run,
};
