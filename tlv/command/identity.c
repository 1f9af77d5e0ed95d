/* SPDX-License-Identifier: MIT */
/* cdc43 identity: Common Name and User ID of a phone. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "tlv/command/cli.h"
#include "tlv/command/command.h"

static const char help[] =
    "cdc43 identity - Common Name and User ID of a phone\n"
    "\n"
    "Usage: cdc43 identity --mic-cn CN [--domain NAME]\n"
    "       cdc43 identity --model DP-9871 --mac MAC [--domain NAME]\n"
    "\n"
    "  --mic-cn CN     common name in the phone's manufacturing certificate\n"
    "  --model MODEL   what the phone says in option 60; with --mac it gives that common name\n"
    "  --mac MAC       12 hexadecimal digits; colons, hyphens and dots may stand between\n"
    "  --domain NAME   DHCP option 15; none or an empty one: both are the manufacturing name\n"
    "  --format text|json\n"
    "  --help\n";

struct request {
    const char *mic_cn;
    const char *model;
    const char *mac;
    const char *domain;
    bool json;
};

enum { OPT_HELP = 1, OPT_MIC_CN, OPT_MODEL, OPT_MAC, OPT_DOMAIN, OPT_FORMAT };

static int parse(struct request *request, int argc, char **argv) {
    static const struct option options[] = {
        {"help", no_argument, NULL, OPT_HELP},
        {"mic-cn", required_argument, NULL, OPT_MIC_CN},
        {"model", required_argument, NULL, OPT_MODEL},
        {"mac", required_argument, NULL, OPT_MAC},
        {"domain", required_argument, NULL, OPT_DOMAIN},
        {"format", required_argument, NULL, OPT_FORMAT},
        {NULL, 0, NULL, 0},
    };
    int option;

    opterr = 0; /* see cdc43_cli_wrong_option */
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case OPT_HELP:
            (void)fputs(help, stdout);
            return cdc43_cli_finish(CDC43_EXIT_GOOD);
        case OPT_MIC_CN:
            request->mic_cn = optarg;
            break;
        case OPT_MODEL:
            request->model = optarg;
            break;
        case OPT_MAC:
            request->mac = optarg;
            break;
        case OPT_DOMAIN:
            request->domain = optarg;
            break;
        case OPT_FORMAT:
            if (cdc43_cli_parse_format(optarg, &request->json) != CDC43_EXIT_GOOD) {
                return CDC43_EXIT_USAGE;
            }
            break;
        default:
            return cdc43_cli_wrong_option(argv);
        }
    }
    if (optind < argc) {
        return cdc43_cli_usage("too many arguments: '%.40s'", argv[optind]);
    }
    return -1;
}

static struct cdc43_view view_of(const char *text) {
    return (struct cdc43_view){(const uint8_t *)text, text != NULL ? strlen(text) : 0};
}

static int print(const struct request *request, struct cdc43_view mic_cn) {
    struct cdc43_identity identity;
    struct cdc43_where where;
    const enum cdc43_err err =
        cdc43_build_identity(mic_cn, view_of(request->domain), &identity, &where);
    json_t *object;

    if (err != CDC43_OK) {
        return cdc43_cli_fail_err(err == CDC43_ERR_MIC_COMMON_NAME ? "--mic-cn: " : "--domain: ",
                                  err, &where, CDC43_PLACE_TEXT);
    }
    if (request->json) {
        object = json_object();
        (void)json_object_set_new(object, "common-name", json_string(identity.common_name));
        (void)json_object_set_new(object, "user-id", json_string(identity.user_id));
        cdc43_cli_print_json(object);
    } else {
        (void)printf("Common Name: %s\nUser ID:     %s\n", identity.common_name, identity.user_id);
    }
    return cdc43_cli_finish(CDC43_EXIT_GOOD);
}

int cdc43_command_identity(int argc, char **argv) {
    struct request request = {.domain = ""};
    char name[CDC43_COMMON_NAME_MAX + 1];
    uint8_t mac[6];
    struct cdc43_where where;
    enum cdc43_err err;
    size_t len = 0;
    const int code = parse(&request, argc, argv);

    if (code >= 0) {
        return code;
    }
    if (request.mic_cn != NULL && request.model == NULL && request.mac == NULL) {
        return print(&request, view_of(request.mic_cn));
    }
    if (request.mic_cn != NULL || request.model == NULL || request.mac == NULL) {
        return cdc43_cli_usage("either --mic-cn, or --model with --mac is wanted");
    }
    err = cdc43_parse_mac(request.mac, strlen(request.mac), mac, &where);
    if (err != CDC43_OK) {
        return cdc43_cli_fail_err("--mac: ", err, &where, CDC43_PLACE_TEXT);
    }
    err = cdc43_build_mic_cn(view_of(request.model), mac, name, &len, &where);
    if (err != CDC43_OK) {
        return cdc43_cli_fail_err("--model: ", err, &where, CDC43_PLACE_TEXT);
    }
    return print(&request, (struct cdc43_view){(const uint8_t *)name, len});
}
