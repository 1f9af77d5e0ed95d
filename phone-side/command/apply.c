/* SPDX-License-Identifier: MIT */
/* cdc43-phone apply: options 43 and 15 that a DHCP client has got. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "phone-side/command/certificate.h"

/* Hexadecimal with separators: far more than a DHCP message can hold. */
#define TEXT_MAX 65536

struct request {
    const char *path;
    const char *option43;
    const char *option15;
    struct cdc43_phone_cli_who who;
};

/* Exit code, or -1 to go on. */
static int parse(const struct cdc43_cli_subcommand *self, struct request *request, int argc,
                 char **argv) {
    const struct cdc43_cli_option options[] = {
        CDC43_PHONE_CLI_STATE(&request->path, CDC43_PHONE_CLI_STATE_MADE),
        CDC43_CLI_TEXT("option43", "HEX|-", &request->option43, 0,
                       "value of option 43; - reads it from standard input, where other users of "
                       "this machine cannot see it. Without this option no option 43 came"),
        CDC43_CLI_TEXT("option15", "TEXT", &request->option15, 0,
                       "domain name. Without this option, or if it is empty, none came"),
        CDC43_PHONE_CLI_WHO_OPTIONS(&request->who),
        CDC43_PHONE_CLI_COMMON_NAME(&request->who),
    };
    const int code = cdc43_cli_parse(self, argc, argv, options, sizeof options / sizeof options[0]);

    return code < 0 && cdc43_phone_cli_count_ways(&request->who) != 1
               ? cdc43_cli_usage(
                     "specify --mic-cn, or both --model and --mac, or both --mic and --mic-key")
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
        (void)cdc43_cli_fail_err("--option43: ", err, &where);
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
    struct cdc43_phone_state state = {0};
    int code = cdc43_phone_cli_apply(request->path, device, response, &state);

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

static int run(const struct cdc43_cli_subcommand *self, int argc, char **argv) {
    struct request request = {0};
    struct cdc43_phone_cli_device device = {0};
    struct cdc43_phone_response response = {0};
    uint8_t *octets = NULL;
    int code = parse(self, &request, argc, argv);

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

const struct cdc43_cli_subcommand cdc43_phone_command_apply = {
    .name = "apply",
    .summary = "Take options 43 and 15 that a DHCP client received",
    .notes = "Option 43 is taken only in factory-reset state, as a whole or not at all. Specify "
             "--mic-cn, or both --model and --mac, or both --mic and --mic-key.",
    .exits = {[CDC43_EXIT_GOOD] = "the phone is provisioned, now or since an earlier time",
              [CDC43_EXIT_BAD] = "an option was refused, and standard error says why"},
    .run = run,
};
