/* SPDX-License-Identifier: MIT */
/* cdc43-phone boot: a phone's start, with a real DHCP exchange. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "phone-side/command/certificate.h"
#include "phone-side/udp.h"

#define TIMEOUT_DEFAULT 30L
#define TIMEOUT_MAX 3600L

static const char help[] =
    "cdc43-phone boot - boot as a phone: get a lease by DHCP and take options 43 and 15\n"
    "\n"
    "Usage: cdc43-phone boot --interface IF --model DP-9871 --mac MAC --state DIR [options]\n"
    "\n"
    "  --interface IF     the interface to ask on; it must be up\n"
    "  --model MODEL      what the phone says in option 60: DP-9841, DP-9851, DP-9861, DP-9871,\n"
    "                     CP-8875 or another\n"
    "  --mac MAC          the phone's MAC address; need not be that of the interface\n"
    "  --state DIR        the phone's state directory, made if it is not there\n"
    "  --factory-reset    reset the phone first: clears its state\n"
    "  --timeout SECONDS  give up after so long (default 30, at most 3600)\n"
    "  --wireless         a wireless phone: 802.1X and Certificate Select do not count\n"
    "  --show-secrets     show the challenge password\n"
    "  --common-name TEXT the configured Common Name (CDC_Common_Name_1_), with macros; it wins "
    "over\n"
    "                     what option 15 makes\n"
    "  --macro NAME=VALUE value of a macro in it; MA, MAU, MAC, PN, PSN come from the MIC CN\n"
    "  --mic CERT         manufacturing certificate, whose Common Name becomes the MIC CN; PEM or\n"
    "  --mic-key KEY      DER, and its private key\n"
    "  --enrol            then get a certificate from the CA, as cdc43-phone enrol does\n"
    "  --allow-legacy     with --enrol: take single DES, SHA-1 and short keys from the CA\n"
    "  --quiet            no progress of it on standard error\n"
    "  --help\n"
    "\n"
    "Option 43 is taken only in factory-reset state, as a whole or not at all. Exit 0: an answer\n"
    "came and the phone is provisioned, now or since earlier; with --enrol, the certificate is\n"
    "installed.\n";

struct request {
    const char *interface;
    const char *path;
    uint32_t timeout_ms;
    bool factory_reset;
    bool show_secrets;
    bool enrol;
    struct cdc43_phone_cli_who who;
    struct cdc43_phone_cli_choice choice; /* of the enrolment */
};

static int check(struct request *request, const char *timeout) {
    char *end = NULL;
    long seconds = TIMEOUT_DEFAULT;
    int code = -1;

    if (request->interface == NULL || request->who.model == NULL || request->who.mac == NULL ||
        request->path == NULL) {
        return cdc43_cli_usage("--interface, --model, --mac and --state are all needed");
    }
    code = cdc43_phone_cli_need_pair(request->who.mic, request->who.mic_key);
    if (code >= 0) {
        return code;
    }
    request->choice.path = request->path;
    request->choice.mic = request->who.mic;
    request->choice.mic_key = request->who.mic_key;
    if (timeout != NULL) {
        seconds = strtol(timeout, &end, 10);
        if (end == timeout || *end != '\0' || seconds < 1 || seconds > TIMEOUT_MAX) {
            return cdc43_cli_usage("--timeout takes seconds, 1 to %ld", TIMEOUT_MAX);
        }
    }
    request->timeout_ms = (uint32_t)seconds * 1000U;
    return -1;
}

/* Exit code, or -1 to go on. */
static int parse(struct request *request, int argc, char **argv) {
    const char *timeout = NULL;
    const struct cdc43_phone_cli_option options[] = {
        {.name = "interface", .text = &request->interface},
        {.name = "state", .text = &request->path},
        {.name = "factory-reset", .flag = &request->factory_reset},
        {.name = "timeout", .text = &timeout},
        {.name = "show-secrets", .flag = &request->show_secrets},
        {.name = "common-name", .text = &request->who.common_name},
        CDC43_PHONE_CLI_WHO_OPTIONS(&request->who),
        {.name = "enrol", .flag = &request->enrol},
        {.name = "allow-legacy", .flag = &request->choice.allow_legacy},
        {.name = "quiet", .flag = &request->choice.quiet},
    };
    const int code =
        cdc43_phone_cli_parse(argc, argv, help, options, sizeof options / sizeof options[0]);

    return code < 0 ? check(request, timeout) : code;
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

/* The exchange. ret_response points into ret_lease. Exit code good: there is something to apply, be
 * it that no response came. */
static int get_response(const struct request *request, const struct cdc43_phone_cli_device *device,
                        struct cdc43_phone_lease *ret_lease,
                        struct cdc43_phone_response *ret_response) {
    const struct cdc43_view model = {(const uint8_t *)device->model, strlen(device->model)};
    struct cdc43_phone_dhcp exchange;
    struct cdc43_phone_udp_report report;
    struct cdc43_where where;
    uint32_t xid = 0;
    enum cdc43_err err = CDC43_OK;

    if (!cdc43_phone_udp_random(&xid)) {
        return cdc43_cli_fail("the system returned no random numbers");
    }
    err = cdc43_phone_dhcp_start(device->mac, model, xid, &exchange, &where);
    if (err != CDC43_OK) {
        return cdc43_cli_fail_err("--model: ", err, &where, CDC43_PLACE_TEXT);
    }
    report = cdc43_phone_udp_run(request->interface, request->timeout_ms, &exchange, ret_lease);
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
    struct cdc43_phone_store store;
    struct cdc43_phone_state state = {0};
    int code = cdc43_phone_cli_open(request->path, true, &store);

    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    code = cdc43_phone_cli_apply(request->path, &store, device, response, &state);
    cdc43_phone_close(&store);
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

int cdc43_phone_command_boot(int argc, char **argv) {
    struct request request = {0};
    struct cdc43_phone_cli_device device = {0};
    struct cdc43_phone_response response = {0};
    struct cdc43_phone_lease lease = {0};
    int code = parse(&request, argc, argv);

    if (code >= 0) {
        return code;
    }
    code = cdc43_phone_cli_set_device(&request.who, &device);
    if (code == CDC43_EXIT_GOOD) {
        code = prepare(&request, &device.device);
    }
    if (code == CDC43_EXIT_GOOD) {
        code = get_response(&request, &device, &lease, &response);
    }
    if (code == CDC43_EXIT_GOOD) {
        code = apply(&request, &device.device, &lease, &response);
    }
    cdc43_wipe(&lease, sizeof lease);
    if (code == CDC43_EXIT_GOOD && request.enrol) {
        code = cdc43_phone_cli_enrol(&request.choice, CDC43_PHONE_BOOTED);
    }
    return code;
}
