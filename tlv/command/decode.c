/* SPDX-License-Identifier: MIT */
/* cdc43 decode: hexadecimal to parameters, for people and for programs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tlv/command/capture.h"
#include "tlv/command/cli.h"
#include "tlv/command/command.h"
#include "tlv/command/table.h"
#include "tlv/command/vendor.h"
#include "tlv/formats/read.h"
#include "tlv/judge.h"

/* Hexadecimal as pasted, with separators: far more than a DHCP message can hold. */
#define TEXT_MAX 65536

struct request {
    unsigned device;
    bool strict;
    unsigned format; /* enum cdc43_cli_format */
    bool show_secrets;
    unsigned vendor;                  /* enum cdc43_vendor_id */
    struct cdc43_cli_capture capture; /* how captures are decoded */
    unsigned word_count;
    char *words; /* of the command line, with a blank after each, as pasted text is taken apart */
    size_t len;
};

/* A word of the command line; there is room for all. */
static int take_word(void *target, const char *word) {
    struct request *const request = target;
    const size_t len = strlen(word);

    memcpy(request->words + request->len, word, len);
    request->len += len;
    request->word_count++;
    request->words[request->len++] = ' ';
    request->words[request->len] = '\0';
    return -1;
}

/* Exit code, or -1 to go on. */
static int parse(const struct cdc43_cli_subcommand *self, struct request *request, int argc,
                 char **argv) {
    const struct cdc43_cli_option options[] = {
        CDC43_CLI_TAKE(NULL, "TEXT", take_word, request, CDC43_CLI_REPEATS,
                       "the value, in any form, or a file with it or with a capture (pcap, "
                       "pcapng); - reads standard input"),
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
        CDC43_CLI_TEXT("interface", "IF", &request->capture.interface, 0,
                       "decode what is on the wire there, until interrupted"),
        CDC43_CLI_NUMBER("count", "N", &request->capture.count, 1, UINT32_MAX,
                         "captures: stop after so many exchanges"),
        CDC43_CLI_NUMBER("port", "PORT", &request->capture.port, 1, CDC43_PORT_MAX,
                         "captures: DHCP is on this UDP port too"),
        CDC43_CLI_FLAG("verbose", &request->capture.verbose,
                       "captures: show the messages and the octets of each exchange"),
    };

    return cdc43_cli_parse(self, argc, argv, options, sizeof options / sizeof options[0]);
}

/* What is to be decoded, malloc'ed: the words, or what the file holds that they name. Exit code of
 * a capture or after a message, or -1. Takes the words, unless they are a name. */
static int read_text(struct request *request, char **ret_text, size_t *ret_len) {
    char *const words = request->words;

    request->capture.device = cdc43_cli_device_of(request->device);
    request->capture.strict = request->strict;
    request->capture.format = request->format;
    request->capture.show_secrets = request->show_secrets;
    if (request->capture.interface != NULL) {
        return request->word_count == 0
                   ? cdc43_cli_decode_interface(&request->capture)
                   : cdc43_cli_usage("specify --interface, or what to decode, not both");
    }
    if (request->word_count == 0) {
        return cdc43_cli_usage("TEXT is missing");
    }
    if (request->word_count == 1) {
        words[request->len - 1] = '\0'; /* the blank after the word */
        if (strcmp(words, "-") == 0 || cdc43_cli_is_file(words)) {
            return cdc43_cli_decode_file(&request->capture, words, TEXT_MAX, ret_text, ret_len);
        }
    }
    request->words = NULL;
    *ret_text = words;
    *ret_len = request->len - (request->word_count == 1 ? 1 : 0);
    return -1;
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

    if (cdc43_guess_vendor(octets, &vendor)) {
        (void)cdc43_cli_fail("these are suboptions of %s; try --vendor %s",
                             cdc43_vendor_title(vendor), cdc43_vendor_name(vendor));
    }
    return CDC43_EXIT_BAD;
}

/* Every rule that the octets break; what the device tolerates only with --strict. */
static void print_findings(const struct request *request, const struct cdc43_device *device,
                           struct cdc43_view octets, const char *before) {
    struct cdc43_judgement judgement;

    cdc43_judge(device, octets, &judgement);
    for (size_t i = 0; i < judgement.count; i++) {
        const struct cdc43_finding *const finding = &judgement.findings[i];

        if (request->strict || !finding->is_tolerated) {
            (void)cdc43_cli_fail_err(before, finding->err, &finding->where);
        }
    }
    cdc43_wipe(&judgement, sizeof judgement);
}

static int decode(const struct request *request, struct cdc43_view octets) {
    const struct cdc43_device *const device = cdc43_cli_device_of(request->device);
    struct cdc43_params params;
    struct cdc43_where where;
    enum cdc43_err err = cdc43_decode(device, request->strict ? CDC43_STRICT : CDC43_TOLERANT,
                                      octets.data, octets.len, &params, &where);

    if (request->vendor != CDC43_VENDOR_CISCO) {
        return cdc43_cli_print_vendor((enum cdc43_vendor_id)request->vendor, octets,
                                      request->format);
    }
    if (err != CDC43_OK) {
        print_findings(request, device, octets, "");
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
        print_findings(request, device, octets, "well formed, but not complete: ");
        return hint_vendor(octets);
    }
    return cdc43_cli_finish(CDC43_EXIT_GOOD);
}

/* How the text was taken, where that is not plain. */
static void say_form(const struct cdc43_reading *reading) {
    if (reading->form != CDC43_PASTED_HEX) {
        (void)cdc43_cli_fail("note: read as %s", cdc43_pasted_title(reading->form));
    }
    if (reading->had_header) {
        (void)cdc43_cli_fail(
            "note: the first two octets, 2b and a length, are the option's own and "
            "are left out");
    }
}

/* The text as octets, and those as parameters. */
static int decode_text(const struct request *request, const char *text, size_t text_len) {
    struct cdc43_reading reading;
    struct cdc43_where where;
    const enum cdc43_err err = cdc43_read_text(text, text_len, &reading, &where);
    int code;

    if (err != CDC43_OK) {
        return cdc43_cli_fail_err("", err, &where);
    }
    say_form(&reading);
    if (reading.len == 0) {
        code = cdc43_cli_fail("there are no octets to decode; specify the value of option 43 in "
                              "hexadecimal, two digits for each octet");
    } else {
        code = decode(request, (struct cdc43_view){reading.octets, reading.len});
    }
    cdc43_wipe(&reading, sizeof reading);
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
        code = read_text(&request, &text, &len);
    }
    if (code < 0 && text != NULL) {
        code = decode_text(&request, text, len);
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
    .summary = "Decode the value of option 43, of its octets or of a capture",
    .notes =
        "The text may be digits of any case with separators, a dump, a line of tshark, C or "
        "PowerShell, or what a DHCP server's configuration has: all that encode --format writes. "
        "Every broken rule is named. Of a capture, also packed by gzip, each exchange is a line, "
        "or "
        "with --format json an object in a line.",
    .exits = {[CDC43_EXIT_GOOD] = "the value is good and complete, or every one of a capture is",
              [CDC43_EXIT_BAD] = "the value breaks a rule, which standard error names; or a "
                                 "capture cannot be read, or has no DHCP in it"},
    .run = run,
};
