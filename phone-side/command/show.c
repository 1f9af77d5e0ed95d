/* SPDX-License-Identifier: MIT */
/* cdc43-phone show: the page of a stored state. */
#include <getopt.h>
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

enum { OPT_HELP = 1, OPT_STATE, OPT_FORMAT, OPT_SECRETS };
enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_XML };

struct request {
    const char *path;
    enum format format;
    bool show_secrets;
};

static bool set_format(struct request *request, const char *word) {
    static const char *const words[] = {
        [FORMAT_TEXT] = "text", [FORMAT_JSON] = "json", [FORMAT_XML] = "xml"};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(word, words[i]) == 0) {
            request->format = (enum format)i;
            return true;
        }
    }
    return false;
}

/* Exit code, or -1 to go on. */
static int parse(struct request *request, int argc, char **argv) {
    static const struct option options[] = {
        {"help", no_argument, NULL, OPT_HELP},
        {"state", required_argument, NULL, OPT_STATE},
        {"format", required_argument, NULL, OPT_FORMAT},
        {"show-secrets", no_argument, NULL, OPT_SECRETS},
        {NULL, 0, NULL, 0},
    };
    int option;

    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case OPT_HELP:
            (void)fputs(help, stdout);
            return cdc43_cli_finish(CDC43_EXIT_GOOD);
        case OPT_STATE:
            request->path = optarg;
            break;
        case OPT_FORMAT:
            if (!set_format(request, optarg)) {
                return cdc43_cli_usage("--format takes text, json or xml");
            }
            break;
        case OPT_SECRETS:
            request->show_secrets = true;
            break;
        default:
            return cdc43_cli_usage("wrong option");
        }
    }
    if (optind < argc) {
        return cdc43_cli_usage("too many arguments: '%.40s'", argv[optind]);
    }
    return request->path == NULL ? cdc43_cli_usage("--state is missing") : -1;
}

int cdc43_phone_command_show(int argc, char **argv) {
    struct request request = {0};
    struct cdc43_phone_store store;
    struct cdc43_phone_store_fault fault;
    struct cdc43_phone_state state;
    int code = parse(&request, argc, argv);

    if (code >= 0) {
        return code;
    }
    code = cdc43_phone_cli_open(request.path, false, &store);
    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    if (!cdc43_phone_load(&store, &state, &fault)) {
        cdc43_phone_close(&store);
        return cdc43_phone_cli_fail(request.path, &fault);
    }
    cdc43_phone_close(&store);
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
