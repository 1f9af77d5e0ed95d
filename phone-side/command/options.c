/* SPDX-License-Identifier: MIT */
/* How the subcommands read their command lines. */
#include "phone-side/command/options.h"

#include <getopt.h>
#include <stdio.h>

#include "tlv/command/cli.h"

#define VALUE_HELP 1
#define VALUE_FIRST 2 /* of the first option of the table */

static void list_options(const struct cdc43_phone_cli_option *options, size_t count,
                         struct option ret_list[CDC43_PHONE_CLI_OPTIONS_MAX + 2]) {
    size_t next = 0;

    ret_list[next++] = (struct option){"help", no_argument, NULL, VALUE_HELP};
    for (size_t i = 0; i < count && i < CDC43_PHONE_CLI_OPTIONS_MAX; i++) {
        ret_list[next++] = (struct option){
            options[i].name, options[i].flag != NULL ? no_argument : required_argument, NULL,
            VALUE_FIRST + (int)i};
    }
    ret_list[next] = (struct option){NULL, 0, NULL, 0};
}

/* -1 to go on. */
static int take(const struct cdc43_phone_cli_option *option, const char *value) {
    if (option->take != NULL) {
        return option->take(option->target, value);
    }
    if (option->flag != NULL) {
        *option->flag = true;
    } else {
        *option->text = value;
    }
    return -1;
}

int cdc43_phone_cli_parse(int argc, char **argv, const char *help,
                          const struct cdc43_phone_cli_option *options, size_t count) {
    struct option list[CDC43_PHONE_CLI_OPTIONS_MAX + 2];
    int value;
    int code = -1;

    list_options(options, count, list);
    while (code < 0 && (value = getopt_long(argc, argv, "", list, NULL)) != -1) {
        if (value == VALUE_HELP) {
            (void)fputs(help, stdout);
            code = cdc43_cli_finish(CDC43_EXIT_GOOD);
        } else if (value < VALUE_FIRST || (size_t)(value - VALUE_FIRST) >= count) {
            code = cdc43_cli_usage("wrong option");
        } else {
            code = take(&options[value - VALUE_FIRST], optarg);
        }
    }
    return code < 0 && optind < argc ? cdc43_cli_usage("too many arguments: '%.40s'", argv[optind])
                                     : code;
}

int cdc43_phone_cli_take_format(void *target, const char *value) {
    const int code = cdc43_cli_parse_format(value, target);

    return code == CDC43_EXIT_GOOD ? -1 : code;
}

int cdc43_phone_cli_need_state(const char *path) {
    return path == NULL ? cdc43_cli_usage("--state is missing") : -1;
}

int cdc43_phone_cli_need_pair(const char *mic, const char *mic_key) {
    return (mic == NULL) != (mic_key == NULL) ? cdc43_cli_usage("--mic and --mic-key go together")
                                              : -1;
}
