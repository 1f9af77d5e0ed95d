/* SPDX-License-Identifier: MIT */
/* The command lines of the subcommands about the certificate. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "phone-side/command/certificate.h"

enum {
    OPT_HELP = 1,
    OPT_STATE,
    OPT_MIC,
    OPT_MIC_KEY,
    OPT_LEGACY,
    OPT_BITS,
    OPT_AES256,
    OPT_QUIET,
    OPT_FORMAT,
    OPT_NEW,
    OPT_IF_DUE,
    OPT_FILE,
    OPT_PASSWORD,
    OPT_END
};

/* Who takes it: 0 everybody. */
static const struct {
    struct option option;
    unsigned taker;
} known[] = {
    {{"help", no_argument, NULL, OPT_HELP}, 0},
    {{"state", required_argument, NULL, OPT_STATE}, 0},
    {{"mic", required_argument, NULL, OPT_MIC}, CDC43_PHONE_TAKES_EXCHANGE},
    {{"mic-key", required_argument, NULL, OPT_MIC_KEY}, CDC43_PHONE_TAKES_EXCHANGE},
    {{"allow-legacy", no_argument, NULL, OPT_LEGACY}, CDC43_PHONE_TAKES_EXCHANGE},
    {{"key-bits", required_argument, NULL, OPT_BITS}, CDC43_PHONE_TAKES_EXCHANGE},
    {{"aes256", no_argument, NULL, OPT_AES256}, CDC43_PHONE_TAKES_EXCHANGE},
    {{"quiet", no_argument, NULL, OPT_QUIET}, CDC43_PHONE_TAKES_EXCHANGE},
    {{"format", required_argument, NULL, OPT_FORMAT}, CDC43_PHONE_TAKES_FORMAT},
    {{"new", no_argument, NULL, OPT_NEW}, CDC43_PHONE_TAKES_NEW},
    {{"if-due", no_argument, NULL, OPT_IF_DUE}, CDC43_PHONE_TAKES_IF_DUE},
    {{"file", required_argument, NULL, OPT_FILE}, CDC43_PHONE_TAKES_FILE},
    {{"password-file", required_argument, NULL, OPT_PASSWORD}, CDC43_PHONE_TAKES_PASSWORD},
};
#define KNOWN_COUNT (sizeof known / sizeof known[0])

static void select_options(unsigned takes, struct option ret_options[KNOWN_COUNT + 1]) {
    size_t count = 0;

    for (size_t i = 0; i < KNOWN_COUNT; i++) {
        if (known[i].taker == 0 || (takes & known[i].taker) != 0) {
            ret_options[count++] = known[i].option;
        }
    }
    ret_options[count] = (struct option){NULL, 0, NULL, 0};
}

static int take_bits(const char *value, struct cdc43_phone_cli_choice *ret_choice) {
    if (strcmp(value, "2048") != 0 && strcmp(value, "3072") != 0) {
        return cdc43_cli_usage("--key-bits takes 2048 or 3072");
    }
    ret_choice->key_bits = value[0] == '2' ? 2048 : 3072;
    return -1;
}

/* Exit code, or -1 to go on. */
static int take(int option, const char *value, struct cdc43_phone_cli_choice *ret_choice) {
    const char **const strings[OPT_END] = {
        [OPT_STATE] = &ret_choice->path,
        [OPT_MIC] = &ret_choice->mic,
        [OPT_MIC_KEY] = &ret_choice->mic_key,
        [OPT_FILE] = &ret_choice->file,
        [OPT_PASSWORD] = &ret_choice->password_file,
    };
    bool *const flags[OPT_END] = {
        [OPT_LEGACY] = &ret_choice->allow_legacy, [OPT_AES256] = &ret_choice->aes256,
        [OPT_QUIET] = &ret_choice->quiet,         [OPT_NEW] = &ret_choice->new_request,
        [OPT_IF_DUE] = &ret_choice->if_due,
    };

    if (option <= 0 || option >= OPT_END) {
        return cdc43_cli_usage("wrong option");
    }
    if (option == OPT_FORMAT) {
        const int code = cdc43_cli_parse_format(value, &ret_choice->json);
        return code == CDC43_EXIT_GOOD ? -1 : code;
    }
    if (option == OPT_BITS) {
        return take_bits(value, ret_choice);
    }
    if (strings[option] != NULL) {
        *strings[option] = value;
    } else if (flags[option] != NULL) {
        *flags[option] = true;
    }
    return -1;
}

int cdc43_phone_cli_choose(int argc, char **argv, unsigned takes, const char *help,
                           struct cdc43_phone_cli_choice *ret_choice) {
    struct option options[KNOWN_COUNT + 1];
    int option;

    select_options(takes, options);
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (option == OPT_HELP) {
            (void)fputs(help, stdout);
            return cdc43_cli_finish(CDC43_EXIT_GOOD);
        }
        const int code = take(option, optarg, ret_choice);
        if (code >= 0) {
            return code;
        }
    }
    if (optind < argc) {
        return cdc43_cli_usage("too many arguments: '%.40s'", argv[optind]);
    }
    if (ret_choice->path == NULL) {
        return cdc43_cli_usage("--state is missing");
    }
    if ((ret_choice->mic == NULL) != (ret_choice->mic_key == NULL)) {
        return cdc43_cli_usage("--mic and --mic-key go together");
    }
    return -1;
}
