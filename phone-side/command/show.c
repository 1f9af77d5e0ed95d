/* SPDX-License-Identifier: MIT */
/* cdc43-phone show: the page of a stored state. */
#include <stdio.h>
#include <string.h>

#include "phone-side/command/command.h"

static const char help[] =
    "cdc43-phone show - the page \"SCEP Configuration 1\" of a phone\n"
    "\n"
    "Usage: cdc43-phone show --state DIR [--format text|json|xml] [--show-secrets]\n"
    "\n"
    "  --state DIR               the phone's state directory\n"
    "  --format text|json|xml    for people (default), for programs, or as the phone's\n"
    "                            configuration file cfg.xml\n"
    "  --show-secrets            show the challenge password\n"
    "  --help\n";

enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_XML };

struct request {
    const char *path;
    enum format format;
    bool show_secrets;
};

static int set_format(void *target, const char *word) {
    static const char *const words[] = {
        [FORMAT_TEXT] = "text", [FORMAT_JSON] = "json", [FORMAT_XML] = "xml"};
    enum format *const format = target;

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(word, words[i]) == 0) {
            *format = (enum format)i;
            return -1;
        }
    }
    return cdc43_cli_usage("--format takes text, json or xml");
}

/* Exit code, or -1 to go on. */
static int parse(struct request *request, int argc, char **argv) {
    const struct cdc43_phone_cli_option options[] = {
        {.name = "state", .text = &request->path},
        {.name = "format", .take = set_format, .target = &request->format},
        {.name = "show-secrets", .flag = &request->show_secrets},
    };
    const int code =
        cdc43_phone_cli_parse(argc, argv, help, options, sizeof options / sizeof options[0]);

    return code < 0 ? cdc43_phone_cli_need_state(request->path) : code;
}

int cdc43_phone_command_show(int argc, char **argv) {
    struct request request = {0};
    struct cdc43_phone_state state = {0};
    int code = parse(&request, argc, argv);

    if (code >= 0) {
        return code;
    }
    code = cdc43_phone_cli_read(request.path, &state);
    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    switch (request.format) {
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
