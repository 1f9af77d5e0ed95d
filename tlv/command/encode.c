/* SPDX-License-Identifier: MIT */
/* cdc43 encode: parameters to hexadecimal. */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tlv/command/cli.h"
#include "tlv/command/command.h"
#include "tlv/command/vendor.h"
#include "tlv/formats/formats.h"
#include "tlv/formats/read.h"

#define MODELS_MAX 16
#define FROM_MAX 1048576 /* octets of a text */
#define VALUES_MAX 16    /* of other makers' devices */

/* What the command line asks for. */
struct request {
    struct cdc43_cli_params params;
    unsigned device;
    unsigned limit;
    const char *format; /* name; NULL: hex */
    const char *models[MODELS_MAX];
    size_t model_count;
    unsigned vendor; /* enum cdc43_vendor_id */
    const char *values[VALUES_MAX];
    unsigned value_count;
    char *secret; /* from a file; wiped and freed at the end */
    size_t secret_len;
    json_t *json; /* NULL: parameters from the command line */
    bool has_from;
    struct cdc43_reading from; /* the octets that params point to with --from */
};

/* An option for one parameter. */
struct parameter {
    struct request *request;
    const struct cdc43_suboption_info *info;
    char words[64]; /* of a flag: "on|off" */
};

static int set_parameter(struct request *request, const struct cdc43_suboption_info *info,
                         const char *text, size_t len) {
    struct cdc43_where where;
    char before[64];
    enum cdc43_err err;

    if (cdc43_has(&request->params.params, info->code)) {
        return cdc43_cli_usage("%s may be given only once", info->label);
    }
    err = cdc43_cli_set(&request->params, info, text, len, &where);
    if (err == CDC43_OK) {
        return -1;
    }
    if (err == CDC43_ERR_WORD) {
        return info->code == CDC43_CERTIFICATE_SELECT
                   ? cdc43_cli_usage("--%s takes %s or %s", info->name, info->off_word,
                                     info->on_word)
                   : cdc43_cli_usage("--%s takes on or off", info->name);
    }
    (void)snprintf(before, sizeof before, "--%s: ", info->name);
    return cdc43_cli_fail_err(before, err, &where);
}

static int take_parameter(void *target, const char *text) {
    const struct parameter *const parameter = target;

    return set_parameter(parameter->request, parameter->info, text, strlen(text));
}

static int take_secret(void *target, const char *path) {
    struct request *const request = target;

    request->secret = cdc43_cli_read_secret(path, &request->secret_len);
    if (request->secret == NULL) {
        return CDC43_EXIT_BAD;
    }
    return set_parameter(request, cdc43_find_suboption(CDC43_CHALLENGE_PASSWORD), request->secret,
                         request->secret_len);
}

/* Whatever the text is: what decode reads. */
static int take_from(void *target, const char *path) {
    struct request *const request = target;
    struct cdc43_where where;
    size_t len = 0;
    char *const text = cdc43_cli_read(path, FROM_MAX, &len);
    enum cdc43_err err;

    if (text == NULL) {
        return CDC43_EXIT_BAD;
    }
    err = cdc43_read_text(text, len, &request->from, &where);
    cdc43_wipe(text, len);
    free(text);
    request->has_from = true;
    return err == CDC43_OK ? -1 : cdc43_cli_fail_err("--from: ", err, &where);
}

static int take_json(void *target, const char *path) {
    struct request *const request = target;

    request->json = cdc43_cli_read_json(path);
    return request->json != NULL ? -1 : CDC43_EXIT_BAD;
}

static int take_model(void *target, const char *word) {
    static const char *const known[] = {
#define CDC43_MODEL(vendor_class, product) vendor_class,
#include "tlv/models.def"
    };
    const bool is_all = strcmp(word, "all") == 0;
    struct request *const request = target;
    const char *const *const from = is_all ? known : &word;
    const size_t count = is_all ? sizeof known / sizeof known[0] : 1;

    if (request->model_count + count > MODELS_MAX) {
        return cdc43_cli_usage("at most %d models", MODELS_MAX);
    }
    for (size_t i = 0; i < count; i++) {
        request->models[request->model_count++] = from[i];
    }
    return -1;
}

/* What the help says about a parameter beside its name. */
static const char *comment_on(const struct cdc43_suboption_info *info) {
    switch (info->code) {
    case CDC43_SERVER:
        return "SCEP server: an http URL, a host name or an IP address";
    case CDC43_ROOT_CA_FINGERPRINT:
        return "SHA-1, SHA-256, SHA-384 or SHA-512 of the root CA certificate";
    case CDC43_CHALLENGE_PASSWORD:
        return "Challenge Password; other users of this machine can see it: better use a file";
    case CDC43_FIPS_MODE:
    case CDC43_ENABLE_8021X:
    case CDC43_CERTIFICATE_SELECT:
        break;
    }
    return info->label;
}

/* The option of a parameter; parameter must stay where it is. */
static struct cdc43_cli_option make_option(struct parameter *parameter) {
    const struct cdc43_suboption_info *const info = parameter->info;
    const char *argument = parameter->words;

    switch (info->kind) {
    case CDC43_KIND_FLAG:
        (void)snprintf(parameter->words, sizeof parameter->words, "%s|%s",
                       cdc43_is_boolean(info) ? "on" : info->off_word,
                       cdc43_is_boolean(info) ? "off" : info->on_word);
        break;
    case CDC43_KIND_TEXT:
        argument = info->code == CDC43_SERVER ? "URL" : "TEXT";
        break;
    case CDC43_KIND_DIGEST:
        argument = "HEX";
        break;
    }
    return (struct cdc43_cli_option)CDC43_CLI_TAKE(info->name, argument, take_parameter, parameter,
                                                   0, comment_on(info));
}

/* The parameters in the octets of --from. Exit code, or -1 to go on. */
static int check_from(struct request *request) {
    struct cdc43_params params;
    struct cdc43_where where;
    enum cdc43_err err;

    if (request->params.params.present != 0 || request->json != NULL) {
        return cdc43_cli_usage("specify --from, --json or single parameters, not several of them");
    }
    err = cdc43_decode(cdc43_cli_device_of(request->device), CDC43_TOLERANT, request->from.octets,
                       request->from.len, &params, &where);
    if (err != CDC43_OK) {
        return cdc43_cli_fail_err("--from: ", err, &where);
    }
    request->params.params = params;
    return -1;
}

/* What goes together. Exit code, or -1 to go on. */
static int check(struct request *request) {
    int code = -1;

    if (strcmp(request->format, "list") == 0) {
        return -1;
    }
    if (cdc43_find_format(request->format) == NULL) {
        return cdc43_cli_usage("--format list shows the formats; this is none of them");
    }
    if (request->vendor != CDC43_VENDOR_CISCO) {
        return request->params.params.present != 0 ||
                       (request->json == NULL) == (request->value_count == 0)
                   ? cdc43_cli_usage("with --vendor specify either --value or --json")
                   : -1;
    }
    if (request->value_count != 0) {
        return cdc43_cli_usage("--value needs --vendor");
    }
    if (request->has_from) {
        return check_from(request);
    }
    if (request->json == NULL) {
        return request->params.params.present != 0
                   ? -1
                   : cdc43_cli_usage(
                         "specify --server and --root-ca-fingerprint, --json or --from");
    }
    if (request->params.params.present != 0) {
        return cdc43_cli_usage("specify --json or single parameters, not both");
    }
    code = cdc43_cli_set_json(&request->params, request->json, "JSON: ");
    return code == CDC43_EXIT_GOOD ? -1 : code;
}

/* Exit code, or -1 to go on. */
static int parse(const struct cdc43_cli_subcommand *self, struct request *request, int argc,
                 char **argv) {
    const struct cdc43_cli_option others[] = {
        CDC43_CLI_TAKE(
            "challenge-password-file", "FILE|-", take_secret, request, 0,
            "Challenge Password from a file, without the line end; - reads standard input"),
        CDC43_CLI_TAKE("json", "FILE|-", take_json, request, 0,
                       "all of the above from a JSON object with these names"),
        CDC43_CLI_TAKE(
            "from", "FILE|-", take_from, request, 0,
            "all of the above from any text that decode reads, such as the configuration "
            "of another server"),
        CDC43_CLI_CHOICE("profile", cdc43_cli_devices, &request->device,
                         "whose rules: desk phones (default), or Board, Desk and Room devices"),
        CDC43_CLI_NUMBER("limit", "N", &request->limit, 0, CDC43_OPTION_MAX,
                         "octets that the DHCP server can send in one instance of the option: 255 "
                         "(default); plain Kea configuration 253, dnsmasq 254"),
        CDC43_CLI_CHOICE("vendor", cdc43_cli_vendors, &request->vendor,
                         "whose devices read the option: Cisco's (default), or another maker's"),
        CDC43_CLI_LIST("value", "NAME=TEXT", request->values, &request->value_count, VALUES_MAX,
                       "a value for another maker's device; a wrong NAME lists the right ones"),
        CDC43_CLI_TEXT("format", "FORMAT", &request->format, 0,
                       "what to print: hex (default), or what a DHCP server takes; list shows all"),
        CDC43_CLI_TAKE("model", "MODEL", take_model, request, CDC43_CLI_REPEATS,
                       "only clients with this option 60 get it; all: the known phones"),
    };
    struct parameter parameters[CDC43_SUBOPTION_COUNT];
    struct cdc43_cli_option options[CDC43_SUBOPTION_COUNT + sizeof others / sizeof others[0]];
    int code;

    for (size_t i = 0; i < CDC43_SUBOPTION_COUNT; i++) {
        parameters[i] = (struct parameter){request, &cdc43_suboptions[i], ""};
        options[i] = make_option(&parameters[i]);
    }
    memcpy(&options[CDC43_SUBOPTION_COUNT], others, sizeof others);
    code = cdc43_cli_parse(self, argc, argv, options, sizeof options / sizeof options[0]);
    return code < 0 ? check(request) : code;
}

static int list_formats(void) {
    (void)printf("%-21s %7s  %-9s  %-7s  %-10s  %s\n", "format", "octets", "option 60", "unasked",
                 "known by", "server");
    for (size_t i = 0; i < cdc43_format_count; i++) {
        const struct cdc43_format *const format = &cdc43_formats[i];

        (void)printf("%-21s %7u  %-9s  %-7s  %-10s  %s\n", format->name, format->ceiling,
                     cdc43_format_match_word(format->match), format->is_unasked ? "yes" : "no",
                     cdc43_format_known_word(format->known), format->title);
    }
    return cdc43_cli_finish(CDC43_EXIT_GOOD);
}

/* What a person must know who sees the text. */
static void warn(const struct request *request, const struct cdc43_format *format,
                 bool has_password) {
    if (format->comment[0] == '\0' && format->note[0] != '\0') {
        (void)cdc43_cli_fail("note: %s", format->note);
    }
    if (request->model_count != 0 && format->match == CDC43_MATCH_NONE &&
        format->comment[0] == '\0') {
        (void)cdc43_cli_fail("note: this form says nothing about models");
    }
    if (format->known == CDC43_KNOWN_NOT) {
        (void)cdc43_cli_fail("note: this form is not verified: see what the server makes of it");
    }
    if (has_password && isatty(STDOUT_FILENO) == 1) {
        (void)cdc43_cli_fail("note: the text above has the challenge password in clear text");
    }
}

static int print_octets(const struct request *request, struct cdc43_view octets,
                        bool has_password) {
    const struct cdc43_format *const format = cdc43_find_format(request->format);
    const struct cdc43_snippet snippet = {octets, request->models, request->model_count};
    char *const text = malloc(CDC43_SNIPPET_MAX);
    char sentence[CDC43_SENTENCE_MAX];
    struct cdc43_where where;
    size_t len = 0;
    enum cdc43_format_err err;

    if (text == NULL) {
        return cdc43_cli_fail("out of memory");
    }
    err = cdc43_print_snippet(format, &snippet, text, CDC43_SNIPPET_MAX, &len, &where);
    if (err == CDC43_FORMAT_OK) {
        (void)fwrite(text, 1, len, stdout);
        (void)fflush(stdout);
        warn(request, format, has_password);
    } else {
        cdc43_format_print_error(format, err, &where, sentence, sizeof sentence);
        (void)cdc43_cli_fail("%s", sentence);
    }
    cdc43_wipe(text, CDC43_SNIPPET_MAX);
    free(text);
    return cdc43_cli_finish(err == CDC43_FORMAT_OK ? CDC43_EXIT_GOOD : CDC43_EXIT_BAD);
}

static int encode_vendor(const struct request *request) {
    const enum cdc43_vendor_id vendor = (enum cdc43_vendor_id)request->vendor;
    struct cdc43_vendor_octets option = {.len = 0};
    int code =
        request->json != NULL ? cdc43_cli_put_vendor_json(&option, vendor, request->json) : -1;

    for (size_t i = 0; code < 0 && i < request->value_count; i++) {
        code = cdc43_cli_put_vendor(&option, vendor, request->values[i]);
    }
    if (code >= 0) {
        return code;
    }
    if (option.len > request->limit) {
        return cdc43_cli_fail("the value has %zu octets, %zu more than the limit", option.len,
                              option.len - request->limit);
    }
    return print_octets(request, (struct cdc43_view){option.octets, option.len}, false);
}

static int encode(const struct request *request) {
    uint8_t octets[CDC43_OPTION_MAX];
    struct cdc43_where where;
    size_t len = 0;
    const enum cdc43_err err =
        cdc43_encode(cdc43_cli_device_of(request->device), &request->params.params, request->limit,
                     octets, sizeof octets, &len, &where);

    if (err != CDC43_OK) {
        return cdc43_cli_fail_err("", err, &where);
    }
    const int code = print_octets(request, (struct cdc43_view){octets, len},
                                  cdc43_has(&request->params.params, CDC43_CHALLENGE_PASSWORD));
    cdc43_wipe(octets, sizeof octets);
    return code;
}

static int run(const struct cdc43_cli_subcommand *self, int argc, char **argv) {
    struct request request = {.limit = CDC43_OPTION_MAX, .format = "hex"};
    int code = parse(self, &request, argc, argv);

    if (code < 0 && strcmp(request.format, "list") == 0) {
        code = list_formats();
    } else if (code < 0) {
        code = request.vendor != CDC43_VENDOR_CISCO ? encode_vendor(&request) : encode(&request);
    }
    if (request.secret != NULL) {
        cdc43_wipe(request.secret, request.secret_len);
        free(request.secret);
    }
    json_decref(request.json);
    cdc43_wipe(&request.from, sizeof request.from);
    return code;
}

const struct cdc43_cli_subcommand cdc43_command_encode = {
    .name = "encode",
    .summary = "Encode parameters as the value of option 43, for any DHCP server",
    .notes = "Specify --server and --root-ca-fingerprint, --json or --from. A parameter that is "
             "not given "
             "is left out. The same parameters always give the same octets. With --vendor, --json "
             "has the names of that maker's values.",
    .exits = {[CDC43_EXIT_GOOD] = "the value was printed",
              [CDC43_EXIT_BAD] = "a parameter breaks a rule, which standard error names"},
    .run = run,
};
