/* SPDX-License-Identifier: MIT */
/* cdc43-phone show: the page of a stored state. */
#include <stdio.h>
#include <string.h>

#include "phone-side/command/command.h"

enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_XML };

struct request {
    const char *path;
    unsigned format; /* enum format */
    bool show_secrets;
};

/* Exit code, or -1 to go on. */
static int parse(const struct cdc43_cli_subcommand *self, struct request *request, int argc,
                 char **argv) {
    const struct cdc43_cli_option options[] = {
        CDC43_PHONE_CLI_STATE(&request->path, CDC43_PHONE_CLI_STATE_THERE),
        CDC43_CLI_CHOICE("format", "text|json|xml", &request->format,
                         "text for people (default), JSON for programs, or XML as the phone's "
                         "configuration file cfg.xml"),
        CDC43_PHONE_CLI_SHOW_SECRETS(&request->show_secrets),
    };
    return cdc43_cli_parse(self, argc, argv, options, sizeof options / sizeof options[0]);
}

static int run(const struct cdc43_cli_subcommand *self, int argc, char **argv) {
    struct request request = {0};
    struct cdc43_phone_state state = {0};
    int code = parse(self, &request, argc, argv);

    if (code >= 0) {
        return code;
    }
    code = cdc43_phone_cli_read(request.path, &state);
    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    switch ((enum format)request.format) {
    case FORMAT_TEXT:
        cdc43_phone_page_text(&state, request.show_secrets);
        break;
    case FORMAT_JSON:
        cdc43_phone_page_json(&state, request.show_secrets);
        break;
    case FORMAT_XML:
        code = cdc43_phone_page_xml(&state, request.show_secrets);
        break;
    }
    cdc43_wipe(&state, sizeof state);
    return cdc43_cli_finish(code);
}

const struct cdc43_cli_subcommand cdc43_phone_command_show = {
    .name = "show",
    .summary = "Show the page \"SCEP Configuration 1\" of a phone",
    .exits = {[CDC43_EXIT_GOOD] = "the page was shown",
              [CDC43_EXIT_BAD] = "there is no such state, or it is damaged"},
    .run = run,
};
