/* SPDX-License-Identifier: MIT */
/* Parameters as they are typed, to octets and to what an operator pastes. */
#include <string.h>

#include "tlv/formats/formats.h"
#include "tlv/text.h"
#include "tlv/web/answers.h"

#define MODELS_MAX 16

/* What is typed. */
struct typed {
    struct cdc43_params params;
    uint8_t fingerprint[CDC43_WEB_OCTETS_MAX];
    unsigned broken; /* set of CDC43_BIT: no value could be made of these */
};

/* One suboption of the question. An error: nothing of it is set. */
static enum cdc43_err take_parameter(struct cdc43_view question,
                                     const struct cdc43_suboption_info *info, struct typed *typed,
                                     struct cdc43_where *ret_where) {
    struct cdc43_view text;
    char word[32];
    bool on = false;
    size_t len = 0;
    enum cdc43_err err = CDC43_OK;

    if (!cdc43_web_field(question, info->name, 0, &text)) {
        return CDC43_OK;
    }
    switch (info->kind) {
    case CDC43_KIND_FLAG:
        cdc43_web_word(question, info->name, word, sizeof word);
        err = cdc43_parse_flag(info, word, &on, ret_where);
        if (err == CDC43_OK) {
            cdc43_set_flag(&typed->params, info->code, on);
        }
        break;
    case CDC43_KIND_TEXT:
        cdc43_set_value(&typed->params, info->code, text.data, text.len);
        break;
    case CDC43_KIND_DIGEST: /* whether it is as long as a digest, the encoder says */
        err = cdc43_web_octets(question, info->name, typed->fingerprint, sizeof typed->fingerprint,
                               &len, ret_where);
        ret_where->suboption = (uint8_t)info->code;
        if (err == CDC43_OK) {
            cdc43_set_value(&typed->params, info->code, typed->fingerprint, len);
        }
        break;
    }
    return err;
}

/* The rules of one suboption alone: whether it must be there, and its value. */
static enum cdc43_err check_alone(const struct cdc43_device *device, unsigned code,
                                  const struct cdc43_params *params,
                                  struct cdc43_where *ret_where) {
    const unsigned bit = CDC43_BIT(code);
    struct cdc43_device alone = *device;
    struct cdc43_params one = *params;

    alone.mandatory = (uint8_t)(device->mandatory & bit);
    alone.must_be_on = (uint8_t)(device->must_be_on & bit);
    one.present = (uint8_t)(params->present & bit);
    return cdc43_check(&alone, &one, ret_where);
}

/* How the page shows an error: a value that is not typed yet is not a fault. */
static const char *level_of(enum cdc43_err err) {
    return err == CDC43_ERR_MISSING ? "open" : "bad";
}

/* An error below a field of the page. */
static void add_error(struct cdc43_json *json, const char *field, enum cdc43_err err,
                      const struct cdc43_where *where) {
    cdc43_json_begin(json, NULL, '{');
    cdc43_json_text(json, "field", field);
    cdc43_json_text(json, "level", level_of(err));
    cdc43_web_sentence(json, err, where);
    cdc43_json_end(json, '}');
}

/* The parameters, and the errors of each field in the member "errors". */
static void take_parameters(struct cdc43_view question, const struct cdc43_device *device,
                            struct typed *typed, struct cdc43_json *json) {
    cdc43_json_begin(json, "errors", '[');
    for (size_t i = 0; i < CDC43_SUBOPTION_COUNT; i++) {
        const struct cdc43_suboption_info *const info = &cdc43_suboptions[i];
        struct cdc43_where where;
        enum cdc43_err err = take_parameter(question, info, typed, &where);

        if (err != CDC43_OK) {
            typed->broken |= CDC43_BIT((unsigned)info->code);
        } else {
            err = check_alone(device, (unsigned)info->code, &typed->params, &where);
        }
        if (err != CDC43_OK) {
            add_error(json, info->name, err, &where);
        }
    }
    cdc43_json_end(json, ']');
}

/* How many octets the parameters have together, also when they break a rule. */
static size_t size_of(const struct cdc43_params *params) {
    size_t size = params->server.len + params->root_ca_fingerprint.len;

    size += params->challenge_password.len;
    for (size_t i = 0; i < CDC43_SUBOPTION_COUNT; i++) {
        const struct cdc43_suboption_info *const info = &cdc43_suboptions[i];

        if (cdc43_has(params, info->code)) {
            size += info->kind == CDC43_KIND_FLAG ? 3 : 2;
        }
    }
    return size;
}

/* "69 of 255 octets, 186 left" */
static void add_used(struct cdc43_json *json, const char *key, size_t used, size_t limit) {
    cdc43_json_begin_text(json, key);
    cdc43_json_add_number(json, used);
    cdc43_json_add(json, " of ");
    cdc43_json_add_number(json, limit);
    cdc43_json_add(json, " octets, ");
    cdc43_json_add_number(json, used > limit ? used - limit : limit - used);
    cdc43_json_add(json, used > limit ? " too many" : " left");
    cdc43_json_end_text(json);
}

/* One of the limits: how much of it is used, and how much is left. */
static void add_limit(struct cdc43_json *json, const char *what, size_t used, size_t limit) {
    cdc43_json_begin(json, NULL, '{');
    cdc43_json_number(json, "used", used);
    cdc43_json_number(json, "limit", limit);
    cdc43_json_bool(json, "over", used > limit);
    cdc43_json_text(json, "what", what);
    add_used(json, "sentence", used, limit);
    cdc43_json_end(json, '}');
}

static void add_limits(struct cdc43_json *json, const struct cdc43_device *device,
                       const struct cdc43_params *params, const struct cdc43_format *format) {
    const size_t size = size_of(params);

    add_used(json, "said", size, CDC43_OPTION_MAX);
    cdc43_json_begin(json, "limits", '[');
    add_limit(json, "Whole value", size, CDC43_OPTION_MAX);
    if (device->sum_max < CDC43_OPTION_MAX) {
        add_limit(json, "Server and Challenge Password",
                  params->server.len + params->challenge_password.len, device->sum_max);
    }
    if (format != NULL && format->ceiling < CDC43_OPTION_MAX) {
        add_limit(json, format->title, size, format->ceiling);
    }
    cdc43_json_end(json, ']');
}

/* NUL-terminated copies of the fields "model". Returns how many. */
static size_t take_models(struct cdc43_view question, char rooms[MODELS_MAX][72],
                          const char *ret_models[MODELS_MAX]) {
    struct cdc43_view model;
    size_t count = 0;

    while (count < MODELS_MAX && cdc43_web_field(question, "model", count, &model)) {
        const size_t len = model.len < sizeof rooms[0] ? model.len : sizeof rooms[0] - 1;

        memcpy(rooms[count], model.data, len);
        rooms[count][len] = '\0';
        ret_models[count] = rooms[count];
        count++;
    }
    return count;
}

static void add_snippet(struct cdc43_json *json, struct cdc43_view question,
                        const struct cdc43_format *format, struct cdc43_view octets) {
    static char text[CDC43_SNIPPET_MAX];
    char rooms[MODELS_MAX][72];
    const char *models[MODELS_MAX];
    const struct cdc43_snippet snippet = {
        .octets = octets, .models = models, .model_count = take_models(question, rooms, models)};
    char sentence[CDC43_SENTENCE_MAX];
    struct cdc43_where where = {0, CDC43_PLACE_NONE, 0, 0, 0};
    size_t len = 0;
    const enum cdc43_format_err err =
        cdc43_print_snippet(format, &snippet, text, sizeof text, &len, &where);

    if (err == CDC43_FORMAT_OK) {
        cdc43_json_octets(json, "snippet", (struct cdc43_view){(const uint8_t *)text, len});
    } else {
        cdc43_format_print_error(format, err, &where, sentence, sizeof sentence);
        cdc43_json_text(json, "refusal", sentence);
    }
    cdc43_wipe(text, sizeof text);
}

static void add_fact(struct cdc43_json *json, const char *name, const char *sentence) {
    if (sentence == NULL || sentence[0] == '\0') {
        return;
    }
    cdc43_json_begin(json, NULL, '{');
    cdc43_json_text(json, "name", name);
    cdc43_json_text(json, "sentence", sentence);
    cdc43_json_end(json, '}');
}

static const char *match_sentence(enum cdc43_format_match match) {
    switch (match) {
    case CDC43_MATCH_NONE:
        return "no, every client gets it";
    case CDC43_MATCH_EXACT:
        return "the whole model";
    case CDC43_MATCH_PREFIX:
        return "what it begins with";
    case CDC43_MATCH_SUBSTRING:
        return "what is in it";
    }
    return NULL;
}

static const char *known_sentence(enum cdc43_format_known known) {
    switch (known) {
    case CDC43_KNOWN_RUN:
        return "run against the server";
    case CDC43_KNOWN_READ:
        return "read in its documentation";
    case CDC43_KNOWN_NOT:
        return "unverified";
    }
    return NULL;
}

/* What the operator must know of the server that was chosen. */
static void add_facts(struct cdc43_json *json, const struct cdc43_format *format) {
    cdc43_json_begin(json, "facts", '[');
    if (format->note[0] == '\0') { /* a plain form, not a server */
        cdc43_json_end(json, ']');
        return;
    }
    add_fact(json, "Chooses by option 60", match_sentence(format->match));
    add_fact(json, "Sends it",
             format->is_unasked ? "also to those who do not ask for it"
                                : "to those who ask for it");
    add_fact(json, "How this is known", known_sentence(format->known));
    add_fact(json, "Note", format->note);
    cdc43_json_end(json, ']');
}

/* The octets, or why there are none. */
static void add_octets(struct cdc43_json *json, struct cdc43_view question,
                       const struct cdc43_device *device, const struct cdc43_params *params,
                       const struct cdc43_format *format) {
    uint8_t octets[CDC43_OPTION_MAX];
    const size_t capacity = cdc43_web_number(question, "capacity", sizeof octets);
    struct cdc43_where where;
    struct cdc43_view shown;
    size_t len = 0;
    const enum cdc43_err err =
        cdc43_encode(device, params, cdc43_web_number(question, "limit", CDC43_OPTION_MAX), octets,
                     capacity < sizeof octets ? capacity : sizeof octets, &len, &where);

    cdc43_json_bool(json, "ok", err == CDC43_OK);
    if (err != CDC43_OK) {
        cdc43_json_text(json, "level", level_of(err));
        cdc43_web_error(json, err, &where);
        return;
    }
    cdc43_json_hex(json, "option43", (struct cdc43_view){octets, len});
    cdc43_web_rows(json, (struct cdc43_view){octets, len},
                   cdc43_web_field(question, "show", 0, &shown));
    if (format != NULL) {
        add_snippet(json, question, format, (struct cdc43_view){octets, len});
    }
    cdc43_wipe(octets, sizeof octets);
}

void cdc43_web_encode(struct cdc43_view question, struct cdc43_json *json) {
    const struct cdc43_device *const device = cdc43_web_device(question);
    static struct typed typed;
    const struct cdc43_format *format;
    char name[32];

    memset(&typed, 0, sizeof typed);
    cdc43_web_word(question, "format", name, sizeof name);
    format = cdc43_find_format(name);
    take_parameters(question, device, &typed, json);
    add_limits(json, device, &typed.params, format);
    if (format != NULL) {
        add_facts(json, format);
    }
    if (typed.broken == 0) {
        add_octets(json, question, device, &typed.params, format);
    } else {
        cdc43_json_bool(json, "ok", false);
    }
}
