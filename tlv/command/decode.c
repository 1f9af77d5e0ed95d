/* SPDX-License-Identifier: MIT */
/* cdc43 decode: hexadecimal to parameters, for people and for programs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tlv/command/cli.h"
#include "tlv/command/command.h"
#include "tlv/command/table.h"
#include "tlv/command/vendor.h"

/* Hexadecimal as pasted, with separators: far more than a DHCP message can hold. */
#define TEXT_MAX 65536
#define OPTION_CODE 43
#define OPTION_HEADER 2 /* octets: code and length of the option itself */
#define DUMP_LINE 16    /* octets in a line of a dump */

struct request {
    unsigned device;
    bool strict;
    unsigned format; /* enum cdc43_cli_format */
    bool show_secrets;
    unsigned vendor; /* enum cdc43_vendor_id */
    char *words; /* of the command line, with a blank after each, as pasted text is taken apart */
    size_t len;
};

/* A word of the command line; there is room for all. */
static int take_word(void *target, const char *word) {
    struct request *const request = target;
    const size_t len = strlen(word);

    memcpy(request->words + request->len, word, len);
    request->len += len;
    request->words[request->len++] = ' ';
    request->words[request->len] = '\0';
    return -1;
}

/* Exit code, or -1 to go on. */
static int parse(const struct cdc43_cli_subcommand *self, struct request *request, int argc,
                 char **argv) {
    const struct cdc43_cli_option options[] = {
        CDC43_CLI_TAKE(NULL, "HEX", take_word, request, CDC43_CLI_NEEDED | CDC43_CLI_REPEATS,
                       "the value, in hexadecimal; - reads it from standard input"),
        CDC43_CLI_FLAG("strict", &request->strict,
                       "accept only what the specification allows; without this option the "
                       "command tolerates what phones tolerate, and says so"),
        CDC43_CLI_CHOICE("profile", cdc43_cli_devices, &request->device,
                         "whose rules: desk phones (default), or Board, Desk and Room devices"),
        CDC43_CLI_CHOICE("vendor", cdc43_cli_vendors, &request->vendor,
                         "whose devices read the option: Cisco's (default), or another maker's"),
        CDC43_CLI_CHOICE("format", CDC43_CLI_FORMATS, &request->format,
                         "a table for people (default), or one JSON object"),
        CDC43_CLI_FLAG("show-secrets", &request->show_secrets,
                       "show the challenge password, and octets that may hold one"),
    };

    return cdc43_cli_parse(self, argc, argv, options, sizeof options / sizeof options[0]);
}

/* What is to be decoded, malloc'ed; NULL after a message. Takes the words. */
static char *read_text(struct request *request, size_t *ret_len) {
    char *const words = request->words;

    if (strcmp(words, "- ") == 0) {
        return cdc43_cli_read("-", TEXT_MAX, ret_len);
    }
    request->words = NULL;
    *ret_len = request->len;
    return words;
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

/* The value of another maker's devices breaks our rules: it says whose it is. */
static int hint_vendor(struct cdc43_view octets) {
    enum cdc43_vendor_id vendor;

    if (cdc43_cli_guess_vendor(octets, &vendor)) {
        (void)cdc43_cli_fail("these are suboptions of %s; try --vendor %s",
                             cdc43_vendor_title(vendor), cdc43_vendor_name(vendor));
    }
    return CDC43_EXIT_BAD;
}

static int decode(const struct request *request, struct cdc43_view octets) {
    const struct cdc43_device *const device = cdc43_cli_device_of(request->device);
    struct cdc43_params params;
    struct cdc43_where where;
    enum cdc43_err err = cdc43_decode(device, request->strict ? CDC43_STRICT : CDC43_TOLERANT,
                                      octets.data, octets.len, &params, &where);

    if (octets.len >= OPTION_HEADER && octets.data[0] == OPTION_CODE &&
        octets.data[1] == octets.len - OPTION_HEADER) {
        return cdc43_cli_fail("leave out the first two octets, 2b and a length: they are the "
                              "option's own, not part of its value");
    }
    if (request->vendor != CDC43_VENDOR_CISCO) {
        return cdc43_cli_print_vendor((enum cdc43_vendor_id)request->vendor, octets,
                                      request->format);
    }
    if (err != CDC43_OK) {
        (void)cdc43_cli_fail_err("", err, &where);
        return hint_vendor(octets);
    }
    err = cdc43_check_complete(device, &params, &where);
    if (request->format == CDC43_CLI_FORMAT_JSON) {
        print_json(request, &params, err == CDC43_OK);
    } else {
        cdc43_table_print(octets, &params, request->show_secrets);
    }
    if (err != CDC43_OK) {
        (void)cdc43_cli_finish(CDC43_EXIT_BAD);
        (void)cdc43_cli_fail_err("well formed, but not complete: ", err, &where);
        return hint_vendor(octets);
    }
    return cdc43_cli_finish(CDC43_EXIT_GOOD);
}

/* The text as octets, and those as parameters. */
static int decode_text(const struct request *request, const char *text, size_t text_len) {
    uint8_t octets[OPTION_HEADER + CDC43_OPTION_MAX];
    struct cdc43_where where;
    size_t len = 0;
    enum cdc43_err err;
    int code;

    if (has_offsets(text)) {
        return cdc43_cli_fail("the lines begin with offsets: remove these, and the text after the "
                              "octets (Wireshark: Copy, ...as a Hex Stream)");
    }
    err = cdc43_parse_hex(text, text_len, octets, sizeof octets, &len, &where);
    if (err != CDC43_OK) {
        code = cdc43_cli_fail_err("", err, &where);
    } else if (len > sizeof octets) {
        where = (struct cdc43_where){0, CDC43_PLACE_OPTION, CDC43_OPTION_MAX, CDC43_OPTION_MAX,
                                     len - CDC43_OPTION_MAX};
        code = cdc43_cli_fail_err("", CDC43_ERR_TOO_LONG, &where);
    } else if (len == 0) {
        code = cdc43_cli_fail("there are no octets to decode; specify the value of option 43 in "
                              "hexadecimal, two digits for each octet");
    } else {
        code = decode(request, (struct cdc43_view){octets, len});
    }
    cdc43_wipe(octets, sizeof octets);
    return code;
}

/* An empty string with room for all words of the command line. NULL after a message. */
static char *make_room(int argc, char **argv) {
    size_t size = 1;
    char *room;

    for (int i = 0; i < argc; i++) {
        size += strlen(argv[i]) + 1;
    }
    room = calloc(1, size);
    if (room == NULL) {
        (void)cdc43_cli_fail("out of memory");
    }
    return room;
}

static int run(const struct cdc43_cli_subcommand *self, int argc, char **argv) {
    struct request request = {.words = make_room(argc, argv)};
    char *text = NULL;
    size_t len = 0;
    int code = request.words != NULL ? parse(self, &request, argc, argv) : CDC43_EXIT_BAD;

    if (code < 0) {
        text = read_text(&request, &len);
        code = text != NULL ? decode_text(&request, text, len) : CDC43_EXIT_BAD;
    }
    if (text != NULL) {
        cdc43_wipe(text, len);
        free(text);
    }
    if (request.words != NULL) {
        cdc43_wipe(request.words, request.len);
        free(request.words);
    }
    return code;
}

const struct cdc43_cli_subcommand cdc43_command_decode = {
    .name = "decode",
    .summary = "Decode the value of option 43",
    .notes = "The digits may be of any case, with spaces, line ends, colons, hyphens and dots "
             "between octets, and 0x before them. Leave out the option's own code (2b) and length, "
             "and the offsets of a dump. In Wireshark: Copy, ...as a Hex Stream.",
    .exits = {[CDC43_EXIT_GOOD] = "the value is good and complete",
              [CDC43_EXIT_BAD] = "the value breaks a rule, which standard error names"},
    .run = run,
};
