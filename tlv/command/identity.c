/* SPDX-License-Identifier: MIT */
/* cdc43 identity: Common Name and User ID of a phone. */
#include <stdio.h>
#include <string.h>

#include "tlv/command/cli.h"
#include "tlv/command/command.h"

struct request {
    const char *mic_cn;
    const char *model;
    const char *mac;
    const char *domain;
    unsigned format; /* enum cdc43_cli_format */
};

/* Exit code, or -1 to go on. */
static int parse(const struct cdc43_cli_subcommand *self, struct request *request, int argc,
                 char **argv) {
    const struct cdc43_cli_option options[] = {
        CDC43_CLI_TEXT("mic-cn", "CN", &request->mic_cn, 0,
                       "Common Name in the phone's manufacturing certificate"),
        CDC43_CLI_TEXT("model", "MODEL", &request->model, 0,
                       "what the phone says in option 60, such as DP-9871"),
        CDC43_CLI_TEXT("mac", "MAC", &request->mac, 0,
                       "MAC address, 12 hexadecimal digits; colons, hyphens and dots may separate "
                       "them"),
        CDC43_CLI_TEXT("domain", "NAME", &request->domain, 0,
                       "domain name from option 15; without it both names are the manufacturing "
                       "name"),
        CDC43_CLI_CHOICE("format", CDC43_CLI_FORMATS, &request->format,
                         "text for people (default) or JSON for programs"),
    };

    return cdc43_cli_parse(self, argc, argv, options, sizeof options / sizeof options[0]);
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
        return cdc43_cli_fail_err(
            err == CDC43_ERR_MIC_COMMON_NAME ? "--mic-cn: " : "--domain: ", err, &where);
    }
    if (request->format == CDC43_CLI_FORMAT_JSON) {
        object = json_object();
        (void)json_object_set_new(object, "common-name", json_string(identity.common_name));
        (void)json_object_set_new(object, "user-id", json_string(identity.user_id));
        cdc43_cli_print_json(object);
    } else {
        (void)printf("Common Name: %s\nUser ID:     %s\n", identity.common_name, identity.user_id);
    }
    return cdc43_cli_finish(CDC43_EXIT_GOOD);
}

static int run(const struct cdc43_cli_subcommand *self, int argc, char **argv) {
    struct request request = {.domain = ""};
    char name[CDC43_COMMON_NAME_MAX + 1];
    uint8_t mac[6];
    struct cdc43_where where;
    enum cdc43_err err;
    size_t len = 0;
    const int code = parse(self, &request, argc, argv);

    if (code >= 0) {
        return code;
    }
    if (request.mic_cn != NULL && request.model == NULL && request.mac == NULL) {
        return print(&request, view_of(request.mic_cn));
    }
    if (request.mic_cn != NULL || request.model == NULL || request.mac == NULL) {
        return cdc43_cli_usage("specify --mic-cn, or both --model and --mac");
    }
    err = cdc43_parse_mac(request.mac, strlen(request.mac), mac, &where);
    if (err != CDC43_OK) {
        return cdc43_cli_fail_err("--mac: ", err, &where);
    }
    err = cdc43_build_mic_cn(view_of(request.model), mac, name, &len, &where);
    if (err != CDC43_OK) {
        return cdc43_cli_fail_err("--model: ", err, &where);
    }
    return print(&request, (struct cdc43_view){(const uint8_t *)name, len});
}

const struct cdc43_cli_subcommand cdc43_command_identity = {
    .name = "identity",
    .summary = "Print the Common Name and the User ID of a phone",
    .notes = "Specify --mic-cn, or both --model and --mac.",
    .exits =
        {[CDC43_EXIT_GOOD] = "the names were printed", [CDC43_EXIT_BAD] = "a value breaks a rule"},
    .run = run,
};
