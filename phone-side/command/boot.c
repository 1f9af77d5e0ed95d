/* SPDX-License-Identifier: MIT */
/* cdc43-phone boot: a phone's start, with a real DHCP exchange. */
#include <errno.h>
#include <getopt.h>
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

enum {
    OPT_HELP = 1,
    OPT_INTERFACE,
    OPT_MODEL,
    OPT_MAC,
    OPT_STATE,
    OPT_RESET,
    OPT_TIMEOUT,
    OPT_WIRELESS,
    OPT_SECRETS,
    OPT_MIC,
    OPT_MIC_KEY,
    OPT_NAME,
    OPT_MACRO,
    OPT_ENROL,
    OPT_LEGACY,
    OPT_QUIET
};

struct request {
    const char *interface;
    const char *model;
    const char *mac;
    const char *path;
    const char *timeout;
    bool factory_reset;
    bool wireless;
    bool show_secrets;
    bool enrol;
    const char *common_name;
    struct cdc43_phone_cli_macros macros;
    struct cdc43_phone_cli_choice choice; /* of the enrolment */
    uint32_t timeout_ms;
};

static int check(struct request *request, int argc, char **argv) {
    char *end = NULL;
    long seconds = TIMEOUT_DEFAULT;

    if (optind < argc) {
        return cdc43_cli_usage("too many arguments: '%.40s'", argv[optind]);
    }
    if (request->interface == NULL || request->model == NULL || request->mac == NULL ||
        request->path == NULL) {
        return cdc43_cli_usage("--interface, --model, --mac and --state are all needed");
    }
    if ((request->choice.mic == NULL) != (request->choice.mic_key == NULL)) {
        return cdc43_cli_usage("--mic and --mic-key go together");
    }
    request->choice.path = request->path;
    if (request->timeout != NULL) {
        seconds = strtol(request->timeout, &end, 10);
        if (end == request->timeout || *end != '\0' || seconds < 1 || seconds > TIMEOUT_MAX) {
            return cdc43_cli_usage("--timeout takes seconds, 1 to %ld", TIMEOUT_MAX);
        }
    }
    request->timeout_ms = (uint32_t)seconds * 1000U;
    return -1;
}

/* Exit code, or -1 to go on. */
static int parse(struct request *request, int argc, char **argv) {
    static const struct option options[] = {
        {"help", no_argument, NULL, OPT_HELP},
        {"interface", required_argument, NULL, OPT_INTERFACE},
        {"model", required_argument, NULL, OPT_MODEL},
        {"mac", required_argument, NULL, OPT_MAC},
        {"state", required_argument, NULL, OPT_STATE},
        {"factory-reset", no_argument, NULL, OPT_RESET},
        {"timeout", required_argument, NULL, OPT_TIMEOUT},
        {"wireless", no_argument, NULL, OPT_WIRELESS},
        {"show-secrets", no_argument, NULL, OPT_SECRETS},
        {"mic", required_argument, NULL, OPT_MIC},
        {"mic-key", required_argument, NULL, OPT_MIC_KEY},
        {"common-name", required_argument, NULL, OPT_NAME},
        {"macro", required_argument, NULL, OPT_MACRO},
        {"enrol", no_argument, NULL, OPT_ENROL},
        {"allow-legacy", no_argument, NULL, OPT_LEGACY},
        {"quiet", no_argument, NULL, OPT_QUIET},
        {NULL, 0, NULL, 0},
    };
    const char **const strings[] = {
        [OPT_INTERFACE] = &request->interface,
        [OPT_MODEL] = &request->model,
        [OPT_MAC] = &request->mac,
        [OPT_STATE] = &request->path,
        [OPT_TIMEOUT] = &request->timeout,
        [OPT_MIC] = &request->choice.mic,
        [OPT_MIC_KEY] = &request->choice.mic_key,
        [OPT_NAME] = &request->common_name,
    };
    bool *const flags[] = {
        [OPT_RESET] = &request->factory_reset,        [OPT_WIRELESS] = &request->wireless,
        [OPT_SECRETS] = &request->show_secrets,       [OPT_ENROL] = &request->enrol,
        [OPT_LEGACY] = &request->choice.allow_legacy, [OPT_QUIET] = &request->choice.quiet,
    };
    int option;

    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case OPT_HELP:
            (void)fputs(help, stdout);
            return cdc43_cli_finish(CDC43_EXIT_GOOD);
        case OPT_RESET:
        case OPT_WIRELESS:
        case OPT_SECRETS:
        case OPT_ENROL:
        case OPT_LEGACY:
        case OPT_QUIET:
            *flags[option] = true;
            break;
        case OPT_MACRO:
            if (cdc43_phone_cli_add_macro(&request->macros, optarg) >= 0) {
                return CDC43_EXIT_USAGE;
            }
            break;
        case '?':
            return cdc43_cli_usage("wrong option");
        default:
            *strings[option] = optarg;
            break;
        }
    }
    return check(request, argc, argv);
}

/* Before anything goes out: the reset that was asked for, or the proof that the state can be used.
 */
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

/* The exchange. ret_answer points into ret_lease. Exit code good: there is something to apply, be
 * it that no answer came. */
static int get_answer(const struct request *request, const struct cdc43_phone_cli_device *device,
                      struct cdc43_phone_lease *ret_lease, struct cdc43_phone_answer *ret_answer) {
    const struct cdc43_view model = {(const uint8_t *)device->model, strlen(device->model)};
    struct cdc43_phone_dhcp exchange;
    struct cdc43_phone_udp_report report;
    struct cdc43_where where;
    uint32_t xid = 0;
    enum cdc43_err err = CDC43_OK;

    if (!cdc43_phone_udp_random(&xid)) {
        return cdc43_cli_fail("the system gives no random numbers");
    }
    err = cdc43_phone_dhcp_start(device->mac, model, xid, &exchange, &where);
    if (err != CDC43_OK) {
        return cdc43_cli_fail_err("--model: ", err, &where, CDC43_PLACE_TEXT);
    }
    report = cdc43_phone_udp_run(request->interface, request->timeout_ms, &exchange, ret_lease);
    *ret_answer = (struct cdc43_phone_answer){.err = report.err, .where = report.where};
    switch (report.result) {
    case CDC43_PHONE_UDP_BOUND:
        *ret_answer = cdc43_phone_dhcp_answer(ret_lease);
        break;
    case CDC43_PHONE_UDP_BROKEN:
        break;
    case CDC43_PHONE_UDP_NO_ANSWER:
        ret_answer->is_missing = true;
        if (report.refusals != 0) {
            (void)cdc43_cli_fail("the DHCP server refused the address it had offered (NAK)");
        } else if (cdc43_phone_udp_is_filtered(request->interface)) {
            (void)cdc43_cli_fail("%s: reverse path filtering is on (net.ipv4.conf.*.rp_filter) "
                                 "and may have dropped the answers",
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
                         "there and not take option 43\n",
                         "Warning", conflicts[i].option);
        }
    }
}

static int apply(const struct request *request, const struct cdc43_phone_device *device,
                 const struct cdc43_phone_lease *lease, const struct cdc43_phone_answer *answer) {
    struct cdc43_phone_store store;
    struct cdc43_phone_state state = {0};
    int code = cdc43_phone_cli_open(request->path, true, &store);

    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    code = cdc43_phone_cli_apply(request->path, &store, device, answer, &state);
    cdc43_phone_close(&store);
    if (code == CDC43_EXIT_GOOD) {
        if (!answer->is_missing && answer->err == CDC43_OK) {
            print_lease(lease);
        }
        cdc43_phone_page_text(&state, request->show_secrets);
        code = cdc43_phone_cli_judge(answer, &state);
    }
    cdc43_wipe(&state, sizeof state);
    return cdc43_cli_finish(code);
}

int cdc43_phone_command_boot(int argc, char **argv) {
    struct request request = {0};
    struct cdc43_phone_cli_device device = {0};
    struct cdc43_phone_answer answer = {0};
    struct cdc43_phone_lease lease = {0};
    int code = parse(&request, argc, argv);

    if (code >= 0) {
        return code;
    }
    code = cdc43_phone_cli_set_device(&device, request.model, request.mac, NULL, request.wireless);
    if (code == CDC43_EXIT_GOOD) {
        code = cdc43_phone_cli_use_mic(&device, request.choice.mic, request.choice.mic_key);
    }
    if (code == CDC43_EXIT_GOOD) {
        code = cdc43_phone_cli_use_common_name(&device, &request.macros, request.common_name);
    }
    if (code == CDC43_EXIT_GOOD) {
        code = prepare(&request, &device.device);
    }
    if (code == CDC43_EXIT_GOOD) {
        code = get_answer(&request, &device, &lease, &answer);
    }
    if (code == CDC43_EXIT_GOOD) {
        code = apply(&request, &device.device, &lease, &answer);
    }
    cdc43_wipe(&lease, sizeof lease);
    if (code == CDC43_EXIT_GOOD && request.enrol) {
        code = cdc43_phone_cli_enrol(&request.choice, CDC43_PHONE_BOOTED);
    }
    return code;
}
