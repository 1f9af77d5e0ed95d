/* SPDX-License-Identifier: MIT */
/* cdc43 decode: hexadecimal to parameters, for people and for programs. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tlv/command/cli.h"
#include "tlv/command/command.h"
#include "tlv/command/table.h"

/* Hexadecimal as pasted, with separators: far more than a DHCP message can hold. */
#define TEXT_MAX 65536
#define OPTION_CODE 43
#define OPTION_HEADER 2 /* octets: code and length of the option itself */
#define DUMP_LINE 16    /* octets in a line of a dump */

static const char help[] =
    "cdc43 decode - the value of option 43 to parameters\n"
    "\n"
    "Usage: cdc43 decode [options] HEX|-\n"
    "\n"
    "HEX may have blanks, line ends, colons, hyphens, dots, 0x and any case; - reads it from\n"
    "standard input. It is the value alone, without the code 2b and the length before it, two "
    "digits\n"
    "for each octet, without the offsets of a dump (Wireshark: Copy, ...as a Hex Stream).\n"
    "\n"
    "  --strict                  only what the specification allows (default: tolerant, as phones\n"
    "                            are, and says what was tolerated)\n"
    "  --profile phone|roomos    the rules of which devices (default: phone)\n"
    "  --format text|json        a table for people (default), or one JSON object\n"
    "  --show-secrets            show the challenge password\n"
    "  --help\n";

struct request {
    const struct cdc43_profile *profile;
    unsigned tolerate;
    bool json;
    bool show_secrets;
};

enum { OPT_HELP = 1, OPT_STRICT, OPT_PROFILE, OPT_FORMAT, OPT_SECRETS };

/* Exit code, or -1 to go on with the arguments from optind. */
static int parse(struct request *request, int argc, char **argv) {
    static const struct option options[] = {
        {"help", no_argument, NULL, OPT_HELP},
        {"strict", no_argument, NULL, OPT_STRICT},
        {"profile", required_argument, NULL, OPT_PROFILE},
        {"format", required_argument, NULL, OPT_FORMAT},
        {"show-secrets", no_argument, NULL, OPT_SECRETS},
        {NULL, 0, NULL, 0},
    };
    int option;

    opterr = 0; /* see cdc43_cli_wrong_option */
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case OPT_HELP:
            (void)fputs(help, stdout);
            return cdc43_cli_finish(CDC43_EXIT_GOOD);
        case OPT_STRICT:
            request->tolerate = CDC43_STRICT;
            break;
        case OPT_PROFILE:
            request->profile = cdc43_find_profile(optarg);
            if (request->profile == NULL) {
                return cdc43_cli_usage("--profile takes phone or roomos");
            }
            break;
        case OPT_FORMAT:
            if (cdc43_cli_parse_format(optarg, &request->json) != CDC43_EXIT_GOOD) {
                return CDC43_EXIT_USAGE;
            }
            break;
        case OPT_SECRETS:
            request->show_secrets = true;
            break;
        default:
            return cdc43_cli_wrong_option(argv);
        }
    }
    if (optind == argc) {
        return cdc43_cli_usage("the hexadecimal value is missing");
    }
    return -1;
}

/* The arguments, joined with blanks as a shell would take pasted text apart; or standard input.
 * malloc'ed, NULL after a message. */
static char *read_text(int count, char **arguments, size_t *ret_len) {
    size_t len = 0;
    char *text;

    if (count == 1 && strcmp(arguments[0], "-") == 0) {
        return cdc43_cli_read("-", TEXT_MAX, ret_len);
    }
    for (int i = 0; i < count; i++) {
        len += strlen(arguments[i]) + 1;
    }
    text = malloc(len + 1);
    if (text == NULL) {
        (void)cdc43_cli_fail("out of memory");
        return NULL;
    }
    *ret_len = len;
    len = 0;
    for (int i = 0; i < count; i++) {
        const size_t n = strlen(arguments[i]);
        memcpy(text + len, arguments[i], n);
        text[len + n] = ' ';
        len += n + 1;
    }
    text[len] = '\0';
    return text;
}

/* The offset at the beginning of a line, as a dump has it: "0010 ", "0x0010:", "00000010: ". */
static bool parse_offset(const char *line, unsigned long *ret_offset) {
    char *end;

    line += strspn(line, " \t");
    *ret_offset = strtoul(line, &end, 16);
    return *line >= '0' && *line <= '9' && end - line >= 4 && end - line <= 10 &&
           (*end == ':' || *end == ' ' || *end == '\t');
}

/* Is that a dump whose lines begin with offsets? They would be read as octets. */
static bool has_offsets(const char *text) {
    unsigned long first;
    unsigned long second;
    const char *next;

    text += strspn(text, " \t\r\n");
    next = strchr(text, '\n');
    return next != NULL && parse_offset(text, &first) && parse_offset(next + 1, &second) &&
           second == first + DUMP_LINE;
}

static void print_json(const struct request *request, const struct cdc43_params *params,
                       bool complete) {
    json_t *const object = json_object();
    json_t *const tolerated = json_array();

    cdc43_cli_add_json(object, params, request->show_secrets);
    for (size_t i = 0; i < CDC43_TOLERANCE_COUNT; i++) {
        if ((params->tolerated & cdc43_tolerances[i].bit) != 0) {
            (void)json_array_append_new(tolerated, json_string(cdc43_tolerances[i].name));
        }
    }
    (void)json_object_set_new(object, "tolerated", tolerated);
    (void)json_object_set_new(object, "complete", json_boolean(complete));
    cdc43_cli_print_json(object);
}

static int decode(const struct request *request, struct cdc43_view octets) {
    struct cdc43_params params;
    struct cdc43_where where;
    enum cdc43_err err =
        cdc43_decode(request->profile, request->tolerate, octets.data, octets.len, &params, &where);

    if (octets.len >= OPTION_HEADER && octets.data[0] == OPTION_CODE &&
        octets.data[1] == octets.len - OPTION_HEADER) {
        return cdc43_cli_fail("leave out the first two octets, 2b and a length: they are the "
                              "option's own, not part of its value");
    }
    if (err != CDC43_OK) {
        return cdc43_cli_fail_err("", err, &where, CDC43_PLACE_OPTION);
    }
    err = cdc43_check_complete(request->profile, &params, &where);
    if (request->json) {
        print_json(request, &params, err == CDC43_OK);
    } else {
        cdc43_table_print(octets, &params, request->show_secrets);
    }
    if (err != CDC43_OK) {
        (void)cdc43_cli_finish(CDC43_EXIT_BAD);
        return cdc43_cli_fail_err("well formed, but not complete: ", err, &where,
                                  CDC43_PLACE_OPTION);
    }
    return cdc43_cli_finish(CDC43_EXIT_GOOD);
}

int cdc43_command_decode(int argc, char **argv) {
    struct request request = {.profile = &cdc43_phone, .tolerate = CDC43_TOLERANT};
    uint8_t octets[OPTION_HEADER + CDC43_OPTION_MAX];
    struct cdc43_where where;
    enum cdc43_err err;
    size_t text_len = 0;
    size_t len = 0;
    char *text;
    bool dump;
    int code = parse(&request, argc, argv);

    if (code >= 0) {
        return code;
    }
    text = read_text(argc - optind, argv + optind, &text_len);
    if (text == NULL) {
        return CDC43_EXIT_BAD;
    }
    dump = has_offsets(text);
    err = cdc43_parse_hex(text, text_len, octets, sizeof octets, &len, &where);
    cdc43_wipe(text, text_len);
    free(text);
    if (dump) {
        code =
            cdc43_cli_fail("the lines begin with offsets: leave them out, and what stands behind "
                           "the octets (Wireshark: Copy, ...as a Hex Stream)");
    } else if (err != CDC43_OK) {
        code = cdc43_cli_fail_err("", err, &where, CDC43_PLACE_TEXT);
    } else if (len > sizeof octets) {
        where = (struct cdc43_where){0, CDC43_OPTION_MAX, len - CDC43_OPTION_MAX};
        code = cdc43_cli_fail_err("", CDC43_ERR_TOO_LONG, &where, CDC43_PLACE_OPTION);
    } else {
        code = decode(&request, (struct cdc43_view){octets, len});
    }
    cdc43_wipe(octets, sizeof octets);
    return code;
}
