/* SPDX-License-Identifier: MIT */
/* cdc43 encode: parameters to hexadecimal. */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tlv/command/cli.h"
#include "tlv/command/command.h"

static const char help[] =
    "cdc43 encode - parameters to the value of option 43, as lower-case hexadecimal\n"
    "\n"
    "Usage: cdc43 encode --server URL --root-ca-fingerprint HEX [options]\n"
    "       cdc43 encode --json FILE|- [--profile NAME] [--limit N]\n"
    "\n"
    "  --server URL                 http URL, host name or IP address of the SCEP server\n"
    "  --root-ca-fingerprint HEX    SHA-1, SHA-256, SHA-384 or SHA-512 of the root CA certificate\n"
    "  --fips-mode on|off\n"
    "  --challenge-password TEXT    (visible to others on this machine: better from a file)\n"
    "  --challenge-password-file FILE|-\n"
    "                               one line end at its end does not count\n"
    "  --enable-8021x on|off\n"
    "  --certificate-select manufacturing-installed|custom-installed\n"
    "  --json FILE|-                all of these from a JSON object with these names\n"
    "  --profile phone|roomos       the rules of which devices (default: phone)\n"
    "  --limit N                    octets that the DHCP server can send in one instance\n"
    "                               (default 255; plain Kea configuration 253, dnsmasq 254)\n"
    "  --format hex                 the only format so far\n"
    "  --help\n"
    "\n"
    "What is not given is left out. The same parameters always give the same octets.\n";

/* What the command line asks for. */
struct request {
    struct cdc43_cli_params params;
    const struct cdc43_profile *profile;
    size_t limit;
    char *secret; /* from a file; wiped and freed at the end */
    size_t secret_len;
    json_t *json; /* NULL: parameters from the command line */
};

/* Option values below OPT_SUBOPTION are ours, the others are its plus the suboption's code. */
enum { OPT_HELP = 1, OPT_JSON, OPT_PROFILE, OPT_LIMIT, OPT_FORMAT, OPT_SECRET, OPT_SUBOPTION };

#define OWN_OPTIONS 6
static const struct option own_options[OWN_OPTIONS] = {
    {"help", no_argument, NULL, OPT_HELP},
    {"json", required_argument, NULL, OPT_JSON},
    {"profile", required_argument, NULL, OPT_PROFILE},
    {"limit", required_argument, NULL, OPT_LIMIT},
    {"format", required_argument, NULL, OPT_FORMAT},
    {"challenge-password-file", required_argument, NULL, OPT_SECRET},
};

static int set_parameter(struct request *request, const struct cdc43_suboption_info *info,
                         const char *text, size_t len) {
    struct cdc43_where where;
    char before[64];
    enum cdc43_err err;

    if (cdc43_has(&request->params.params, info->code)) {
        return cdc43_cli_usage("--%s is given twice", info->name);
    }
    err = cdc43_cli_set(&request->params, info, text, len, &where);
    if (err == CDC43_OK) {
        return CDC43_EXIT_GOOD;
    }
    if (err == CDC43_ERR_WORD) {
        return info->code == CDC43_CERTIFICATE_SELECT
                   ? cdc43_cli_usage("--%s takes %s or %s", info->name, info->off_word,
                                     info->on_word)
                   : cdc43_cli_usage("--%s takes on or off", info->name);
    }
    (void)snprintf(before, sizeof before, "--%s: ", info->name);
    return cdc43_cli_fail_err(before, err, &where,
                              err == CDC43_ERR_FINGERPRINT_LENGTH ? CDC43_PLACE_VALUE
                                                                  : CDC43_PLACE_TEXT);
}

static int set_secret(struct request *request, const char *path) {
    if (request->secret != NULL) {
        return cdc43_cli_usage("--challenge-password-file is given twice");
    }
    request->secret = cdc43_cli_read_secret(path, &request->secret_len);
    if (request->secret == NULL) {
        return CDC43_EXIT_BAD;
    }
    return set_parameter(request, cdc43_find_suboption(CDC43_CHALLENGE_PASSWORD), request->secret,
                         request->secret_len);
}

static int set_limit(struct request *request, const char *text) {
    char *end;
    unsigned long limit;

    errno = 0;
    limit = strtoul(text, &end, 10);
    if (*text < '0' || *text > '9' || *end != '\0' || errno != 0 || limit > CDC43_OPTION_MAX) {
        return cdc43_cli_usage("--limit takes a number of octets up to %d", CDC43_OPTION_MAX);
    }
    request->limit = limit;
    return CDC43_EXIT_GOOD;
}

static int set_option(struct request *request, int option, const char *text) {
    switch (option) {
    case OPT_JSON:
        if (request->json != NULL) {
            return cdc43_cli_usage("--json is given twice");
        }
        request->json = cdc43_cli_read_json(text);
        return request->json != NULL ? CDC43_EXIT_GOOD : CDC43_EXIT_BAD;
    case OPT_PROFILE:
        request->profile = cdc43_find_profile(text);
        return request->profile != NULL ? CDC43_EXIT_GOOD
                                        : cdc43_cli_usage("--profile takes phone or roomos");
    case OPT_LIMIT:
        return set_limit(request, text);
    case OPT_FORMAT:
        return strcmp(text, "hex") == 0 ? CDC43_EXIT_GOOD : cdc43_cli_usage("--format takes hex");
    case OPT_SECRET:
        return set_secret(request, text);
    default:
        return set_parameter(request, cdc43_find_suboption((unsigned)(option - OPT_SUBOPTION)),
                             text, strlen(text));
    }
}

/* Exit code, or -1 to go on. */
static int parse(struct request *request, int argc, char **argv) {
    struct option options[OWN_OPTIONS + CDC43_SUBOPTION_COUNT + 1] = {0};
    int option;

    memcpy(options, own_options, sizeof own_options);
    for (size_t i = 0; i < CDC43_SUBOPTION_COUNT; i++) {
        options[OWN_OPTIONS + i] =
            (struct option){cdc43_suboptions[i].name, required_argument, NULL,
                            OPT_SUBOPTION + (int)cdc43_suboptions[i].code};
    }
    opterr = 0; /* see cdc43_cli_wrong_option */
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        int code;
        if (option == OPT_HELP) {
            (void)fputs(help, stdout);
            return cdc43_cli_finish(CDC43_EXIT_GOOD);
        }
        if (option == '?') {
            return cdc43_cli_wrong_option(argv);
        }
        code = set_option(request, option, optarg);
        if (code != CDC43_EXIT_GOOD) {
            return code;
        }
    }
    if (optind < argc) { /* not shown: it may be the rest of a password */
        return cdc43_cli_usage("too many arguments: a value with blanks needs quotes");
    }
    if (request->json == NULL) {
        return request->params.params.present != 0
                   ? -1
                   : cdc43_cli_usage("no parameters given: --server and --root-ca-fingerprint, or "
                                     "--json");
    }
    if (request->params.params.present != 0) {
        return cdc43_cli_usage("--json does not go with single parameters");
    }
    {
        const int code = cdc43_cli_set_json(&request->params, request->json, "JSON: ");
        return code == CDC43_EXIT_GOOD ? -1 : code;
    }
}

static int encode(const struct request *request) {
    uint8_t octets[CDC43_OPTION_MAX];
    char hex[2 * CDC43_OPTION_MAX + 1];
    struct cdc43_where where;
    size_t len = 0;
    const enum cdc43_err err = cdc43_encode(request->profile, &request->params.params,
                                            request->limit, octets, sizeof octets, &len, &where);

    if (err == CDC43_ERR_TOO_LONG) {
        return cdc43_cli_fail("the whole value has %zu octets, the limit is %zu: %zu too many",
                              request->limit + where.excess, request->limit, where.excess);
    }
    if (err != CDC43_OK) {
        return cdc43_cli_fail_err("", err, &where, CDC43_PLACE_VALUE);
    }
    cdc43_print_hex((struct cdc43_view){octets, len}, hex);
    (void)printf("%s\n", hex);
    cdc43_wipe(octets, sizeof octets);
    cdc43_wipe(hex, sizeof hex);
    return cdc43_cli_finish(CDC43_EXIT_GOOD);
}

int cdc43_command_encode(int argc, char **argv) {
    struct request request = {.profile = &cdc43_phone, .limit = CDC43_OPTION_MAX};
    int code = parse(&request, argc, argv);

    if (code < 0) {
        code = encode(&request);
    }
    if (request.secret != NULL) {
        cdc43_wipe(request.secret, request.secret_len);
        free(request.secret);
    }
    json_decref(request.json);
    return code;
}
