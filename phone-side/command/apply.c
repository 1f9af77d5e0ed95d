/* SPDX-License-Identifier: MIT */
/* cdc43-phone apply: options 43 and 15 that a DHCP client has got. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "phone-side/command/certificate.h"

/* Hexadecimal with separators: far more than a DHCP message can hold. */
#define TEXT_MAX 65536

static const char help[] =
    "cdc43-phone apply - take options 43 and 15 that a DHCP client has got\n"
    "\n"
    "Usage: cdc43-phone apply --state DIR --model DP-9871 --mac MAC [options]\n"
    "       cdc43-phone apply --state DIR --mic-cn CN [options]\n"
    "       cdc43-phone apply --state DIR --mic CERT --mic-key KEY [options]\n"
    "\n"
    "  --state DIR       the phone's state directory, made if it is not there\n"
    "  --option43 HEX|-  the value of option 43; - reads it from standard input, where other "
    "users\n"
    "                    of this machine cannot see it. Without it: no option 43 came\n"
    "  --option15 TEXT   the domain name. Without it, or empty: none came\n"
    "  --model MODEL     what the phone says in option 60\n"
    "  --mac MAC         12 hexadecimal digits; colons, hyphens and dots may stand between\n"
    "  --mic-cn CN       common name in the manufacturing certificate, instead of these two\n"
    "  --mic CERT        manufacturing certificate, PEM or DER, whose Common Name that is\n"
    "  --mic-key KEY     its private key\n"
    "  --common-name TEXT  the configured Common Name (CDC_Common_Name_1_), with macros; it wins\n"
    "                    over what option 15 makes\n"
    "  --macro NAME=VALUE  value of a macro in it; MA, MAU, MAC, PN, PSN come from the MIC CN\n"
    "  --wireless        a wireless phone: 802.1X and Certificate Select do not count\n"
    "  --help\n"
    "\n"
    "Option 43 is taken only in factory-reset state, as a whole or not at all. Exit 0: the phone "
    "is\n"
    "provisioned, now or since earlier.\n";

struct request {
    const char *path;
    const char *option43;
    const char *option15;
    struct cdc43_phone_cli_who who;
};

/* Exit code, or -1 to go on. */
static int parse(struct request *request, int argc, char **argv) {
    const struct cdc43_phone_cli_option options[] = {
        {.name = "state", .text = &request->path},
        {.name = "option43", .text = &request->option43},
        {.name = "option15", .text = &request->option15},
        {.name = "mic-cn", .text = &request->who.mic_cn},
        {.name = "common-name", .text = &request->who.common_name},
        CDC43_PHONE_CLI_WHO_OPTIONS(&request->who),
    };
    int code = cdc43_phone_cli_parse(argc, argv, help, options, sizeof options / sizeof options[0]);

    if (code < 0) {
        code = cdc43_phone_cli_need_state(request->path);
    }
    return code < 0 && cdc43_phone_cli_count_ways(&request->who) != 1
               ? cdc43_cli_usage("either --mic-cn, or --mic with --mic-key, or --model with --mac "
                                 "is wanted")
               : code;
}

/* The octets of the hexadecimal text, malloc'ed with room for all of them, so that it is the rule
 * about the length that refuses too many. NULL after a message. */
static uint8_t *read_octets(const char *text, size_t len, size_t *ret_len) {
    struct cdc43_where where;
    uint8_t *const octets = malloc(len / 2 + 1);
    enum cdc43_err err = CDC43_OK;

    if (octets == NULL) {
        (void)cdc43_cli_fail("out of memory");
        return NULL;
    }
    err = cdc43_parse_hex(text, len, octets, len / 2, ret_len, &where);
    if (err != CDC43_OK) {
        (void)cdc43_cli_fail_err("--option43: ", err, &where, CDC43_PLACE_TEXT);
        free(octets);
        return NULL;
    }
    return octets;
}

/* Sets option 43 of the response; *ret_octets is malloc'ed, the caller wipes and frees it. */
static int set_option43(const char *argument, struct cdc43_phone_response *ret_response,
                        uint8_t **ret_octets) {
    const bool from_stdin = strcmp(argument, "-") == 0;
    size_t text_len = from_stdin ? 0 : strlen(argument);
    char *const text = from_stdin ? cdc43_cli_read("-", TEXT_MAX, &text_len) : NULL;
    size_t len = 0;

    if (from_stdin && text == NULL) {
        return CDC43_EXIT_BAD;
    }
    *ret_octets = read_octets(from_stdin ? text : argument, text_len, &len);
    if (text != NULL) {
        cdc43_wipe(text, text_len);
        free(text);
    }
    if (*ret_octets == NULL) {
        return CDC43_EXIT_BAD;
    }
    ret_response->has_option43 = true;
    ret_response->option43 = (struct cdc43_view){*ret_octets, len};
    return CDC43_EXIT_GOOD;
}

static int apply(const struct request *request, const struct cdc43_phone_device *device,
                 const struct cdc43_phone_response *response) {
    char sentence[CDC43_PHONE_SENTENCE_MAX];
    struct cdc43_phone_store store;
    struct cdc43_phone_state state = {0};
    int code = cdc43_phone_cli_open(request->path, true, &store);

    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    code = cdc43_phone_cli_apply(request->path, &store, device, response, &state);
    cdc43_phone_close(&store);
    if (code == CDC43_EXIT_GOOD) {
        code = cdc43_phone_cli_judge(response, &state);
    }
    if (code == CDC43_EXIT_GOOD) {
        cdc43_phone_print_status(&state.status, sentence, sizeof sentence);
        (void)printf("%s: %s\n", state.mic_cn, sentence);
    }
    cdc43_wipe(&state, sizeof state);
    return cdc43_cli_finish(code);
}

int cdc43_phone_command_apply(int argc, char **argv) {
    struct request request = {0};
    struct cdc43_phone_cli_device device = {0};
    struct cdc43_phone_response response = {0};
    uint8_t *octets = NULL;
    int code = parse(&request, argc, argv);

    if (code >= 0) {
        return code;
    }
    code = cdc43_phone_cli_set_device(&request.who, &device);
    if (code == CDC43_EXIT_GOOD && request.option43 != NULL) {
        code = set_option43(request.option43, &response, &octets);
    }
    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    if (request.option15 != NULL) {
        response.option15 =
            (struct cdc43_view){(const uint8_t *)request.option15, strlen(request.option15)};
    }
    code = apply(&request, &device.device, &response);
    if (octets != NULL) {
        cdc43_wipe(octets, response.option43.len);
        free(octets);
    }
    return code;
}
