/* SPDX-License-Identifier: MIT */
/* The command lines of the subcommands about the certificate. */
#include <string.h>

#include "phone-side/command/certificate.h"

static int take_bits(void *target, const char *value) {
    unsigned *const bits = target;

    if (strcmp(value, "2048") != 0 && strcmp(value, "3072") != 0) {
        return cdc43_cli_usage("--key-bits takes 2048 or 3072");
    }
    *bits = value[0] == '2' ? 2048 : 3072;
    return -1;
}

int cdc43_phone_cli_choose(int argc, char **argv, unsigned takes, const char *help,
                           struct cdc43_phone_cli_choice *ret_choice) {
    const struct {
        unsigned taker; /* 0: everybody */
        struct cdc43_phone_cli_option option;
    } known[] = {
        {0, {.name = "state", .text = &ret_choice->path}},
        {CDC43_PHONE_TAKES_EXCHANGE, {.name = "mic", .text = &ret_choice->mic}},
        {CDC43_PHONE_TAKES_EXCHANGE, {.name = "mic-key", .text = &ret_choice->mic_key}},
        {CDC43_PHONE_TAKES_EXCHANGE, {.name = "allow-legacy", .flag = &ret_choice->allow_legacy}},
        {CDC43_PHONE_TAKES_EXCHANGE,
         {.name = "key-bits", .take = take_bits, .target = &ret_choice->key_bits}},
        {CDC43_PHONE_TAKES_EXCHANGE, {.name = "aes256", .flag = &ret_choice->aes256}},
        {CDC43_PHONE_TAKES_EXCHANGE, {.name = "quiet", .flag = &ret_choice->quiet}},
        {CDC43_PHONE_TAKES_FORMAT,
         {.name = "format", .take = cdc43_phone_cli_take_format, .target = &ret_choice->json}},
        {CDC43_PHONE_TAKES_NEW, {.name = "new", .flag = &ret_choice->new_request}},
        {CDC43_PHONE_TAKES_IF_DUE, {.name = "if-due", .flag = &ret_choice->if_due}},
        {CDC43_PHONE_TAKES_FILE, {.name = "file", .text = &ret_choice->file}},
        {CDC43_PHONE_TAKES_PASSWORD, {.name = "password-file", .text = &ret_choice->password_file}},
    };
    struct cdc43_phone_cli_option options[sizeof known / sizeof known[0]];
    size_t count = 0;
    int code = -1;

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (known[i].taker == 0 || (takes & known[i].taker) != 0) {
            options[count++] = known[i].option;
        }
    }
    code = cdc43_phone_cli_parse(argc, argv, help, options, count);
    if (code < 0) {
        code = cdc43_phone_cli_need_state(ret_choice->path);
    }
    return code < 0 ? cdc43_phone_cli_need_pair(ret_choice->mic, ret_choice->mic_key) : code;
}
