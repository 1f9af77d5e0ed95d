/* SPDX-License-Identifier: MIT */
/* Fills in the templates of formats.def. */
#include <string.h>

#include "tlv/formats/formats.h"
#include "tlv/text.h"

#define MODEL_MAX 64U
#define C_PER_LINE 12U
#define COMMENT_MAX 90U /* characters in a line of a comment */

/* What a template is filled in with at the moment. */
struct printer {
    const struct cdc43_snippet *snippet;
    struct cdc43_line line;
    size_t model;                            /* in a loop over models: its index */
    const struct cdc43_suboption_info *info; /* in a loop over suboptions: its row */
    struct cdc43_view value;                 /* and its octets */
};

static void add_char(struct cdc43_line *line, unsigned c) {
    const char text[2] = {(char)c, '\0'};

    cdc43_line_add(line, text);
}

/* Two digits of each octet, with something before each. */
static void add_digits(struct cdc43_line *line, struct cdc43_view octets, const char *before,
                       const char *between, bool is_upper) {
    const char *const digits = is_upper ? "0123456789ABCDEF" : "0123456789abcdef";

    for (size_t i = 0; i < octets.len; i++) {
        cdc43_line_add(line, i == 0 ? "" : between);
        cdc43_line_add(line, before);
        add_char(line, (unsigned char)digits[octets.data[i] >> 4]);
        add_char(line, (unsigned char)digits[octets.data[i] & 0x0fU]);
    }
}

static bool is_plain(unsigned c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c != 0 && c < 0x80U && strchr("-._:/", (int)c) != NULL);
}

/* Octets that no program reads in another way as they are; the others as \x and two digits. */
static void add_escaped(struct cdc43_line *line, struct cdc43_view octets, bool is_text) {
    for (size_t i = 0; i < octets.len; i++) {
        if (is_text && is_plain(octets.data[i])) {
            add_char(line, octets.data[i]);
        } else {
            add_digits(line, (struct cdc43_view){&octets.data[i], 1}, "\\x", "", false);
        }
    }
}

/* Printable ASCII with a sign before those characters that need it. */
static void add_quoted(struct cdc43_line *line, struct cdc43_view text, const char *special,
                       const char *sign) {
    for (size_t i = 0; i < text.len; i++) {
        if (strchr(special, text.data[i]) != NULL) {
            cdc43_line_add(line, sign);
        }
        add_char(line, text.data[i]);
    }
}

static bool is_on(const struct printer *printer) {
    return printer->value.data[0] != 0;
}

static struct cdc43_view model_of(const struct printer *printer) {
    const char *const text = printer->snippet->models[printer->model];

    return (struct cdc43_view){(const uint8_t *)text, strlen(text)};
}

/* The words of the templates; see formats.def. */
static void print_hex(struct printer *printer) {
    add_digits(&printer->line, printer->snippet->octets, "", "", false);
}
static void print_upper_hex(struct printer *printer) {
    add_digits(&printer->line, printer->snippet->octets, "", "", true);
}
static void print_colon(struct printer *printer) {
    add_digits(&printer->line, printer->snippet->octets, "", ":", false);
}
static void print_0x(struct printer *printer) {
    add_digits(&printer->line, printer->snippet->octets, "0x", " ", false);
}
static void print_escaped(struct printer *printer) {
    add_escaped(&printer->line, printer->snippet->octets, false);
}
static void print_length(struct printer *printer) {
    cdc43_line_add_number(&printer->line, printer->snippet->octets.len);
}

static void print_c(struct printer *printer) {
    const struct cdc43_view octets = printer->snippet->octets;

    for (size_t i = 0; i < octets.len; i++) {
        cdc43_line_add(&printer->line, i % C_PER_LINE == 0 ? "\n    " : " ");
        add_digits(&printer->line, (struct cdc43_view){&octets.data[i], 1}, "0x", "", false);
        cdc43_line_add(&printer->line, i + 1 == octets.len ? "" : ",");
    }
}

static void print_decimal(struct printer *printer) {
    const struct cdc43_view octets = printer->snippet->octets;

    for (size_t i = 0; i < octets.len; i++) {
        cdc43_line_add(&printer->line, i == 0 ? "\"" : ",\"");
        cdc43_line_add_number(&printer->line, octets.data[i]);
        cdc43_line_add(&printer->line, "\"");
    }
}

static void print_model(struct printer *printer) {
    cdc43_line_add(&printer->line, printer->snippet->models[printer->model]);
}
static void print_model_hex(struct printer *printer) {
    add_digits(&printer->line, model_of(printer), "", "", false);
}
static void print_model_length(struct printer *printer) {
    cdc43_line_add_number(&printer->line, model_of(printer).len);
}
static void print_number(struct printer *printer) {
    cdc43_line_add_number(&printer->line, printer->model + 1);
}

static void print_code(struct printer *printer) {
    cdc43_line_add_number(&printer->line, printer->info->code);
}
static void print_name(struct printer *printer) {
    cdc43_line_add(&printer->line, printer->info->name);
}
static void print_value_hex(struct printer *printer) {
    add_digits(&printer->line, printer->value, "", "", false);
}
static void print_escaped_value(struct printer *printer) {
    add_escaped(&printer->line, printer->value, printer->info->kind == CDC43_KIND_TEXT);
}

/* Of a digest its digits, as S004 prints them. */
static void print_value(struct printer *printer) {
    switch (printer->info->kind) {
    case CDC43_KIND_FLAG:
        cdc43_line_add_number(&printer->line, printer->value.data[0]);
        break;
    case CDC43_KIND_TEXT:
        add_quoted(&printer->line, printer->value, "", "");
        break;
    case CDC43_KIND_DIGEST:
        add_digits(&printer->line, printer->value, "", "", true);
        break;
    }
}

static void print_json(struct printer *printer) {
    if (printer->info->kind == CDC43_KIND_FLAG && cdc43_is_boolean(printer->info)) {
        cdc43_line_add(&printer->line, is_on(printer) ? "true" : "false");
        return;
    }
    cdc43_line_add(&printer->line, "\"");
    if (printer->info->kind == CDC43_KIND_FLAG) {
        cdc43_line_add(&printer->line,
                       is_on(printer) ? printer->info->on_word : printer->info->off_word);
    } else if (printer->info->kind == CDC43_KIND_TEXT) {
        add_quoted(&printer->line, printer->value, "\"\\", "\\");
    } else {
        print_value(printer);
    }
    cdc43_line_add(&printer->line, "\"");
}

/* Kea takes a comma for the end of a value, unless a backslash is before it, which JSON doubles. */
static void print_kea(struct printer *printer) {
    if (printer->info->kind == CDC43_KIND_TEXT) {
        add_quoted(&printer->line, printer->value, ",", "\\\\");
    } else if (printer->info->kind == CDC43_KIND_FLAG && cdc43_is_boolean(printer->info)) {
        cdc43_line_add(&printer->line, is_on(printer) ? "true" : "false");
    } else {
        print_value(printer);
    }
}

static void print_kea_type(struct printer *printer) {
    switch (printer->info->kind) {
    case CDC43_KIND_FLAG:
        cdc43_line_add(&printer->line, cdc43_is_boolean(printer->info) ? "boolean" : "uint8");
        break;
    case CDC43_KIND_TEXT:
        cdc43_line_add(&printer->line, "string");
        break;
    case CDC43_KIND_DIGEST:
        cdc43_line_add(&printer->line, "binary");
        break;
    }
}

static const struct {
    const char *name;
    void (*print)(struct printer *printer);
} words[] = {
    {"hex", print_hex},
    {"HEX", print_upper_hex},
    {"colon", print_colon},
    {"0x", print_0x},
    {"c", print_c},
    {"decimal", print_decimal},
    {"escaped", print_escaped},
    {"length", print_length},
    {"model", print_model},
    {"model-hex", print_model_hex},
    {"model-length", print_model_length},
    {"number", print_number},
    {"code", print_code},
    {"name", print_name},
    {"value", print_value},
    {"value-hex", print_value_hex},
    {"escaped-value", print_escaped_value},
    {"json", print_json},
    {"kea", print_kea},
    {"kea-type", print_kea_type},
};

/* A part of a template: text, or a word between percent signs, with what belongs to it. */
struct part {
    const char *at;
    size_t len; /* of the text or of the word */
    bool is_word;
    const char *body;  /* of a word that has an end */
    const char *after; /* of the whole */
};

static bool begins(const struct part *part, const char *text) {
    const size_t len = strlen(text);

    return part->len >= len && memcmp(part->at, text, len) == 0;
}

static bool is(const struct part *part, const char *text) {
    return part->len == strlen(text) && begins(part, text);
}

/* Words with a body up to their "end". */
static bool has_body(const struct part *part) {
    return begins(part, "models:") || begins(part, "suboptions:") || is(part, "flag") ||
           is(part, "text") || is(part, "digest");
}

/* Takes the next text or word of a template, without looking at bodies. */
static struct part take_part(const char *from) {
    struct part part = {from, strcspn(from, "%"), false, NULL, NULL};

    if (part.len == 0) {
        part.at = from + 1;
        part.len = strcspn(part.at, "%");
        part.is_word = true;
        part.body = part.at + part.len + 1;
        part.after = part.body;
        return part;
    }
    part.after = from + part.len;
    return part;
}

/* Where the body that begins here ends; *ret_after: what follows its "end". */
static const char *find_end(const char *body, const char **ret_after) {
    size_t depth = 1;
    const char *at = body;

    for (;;) {
        const char *const before = at;
        const struct part part = take_part(at);

        depth += part.is_word && has_body(&part);
        depth -= part.is_word && is(&part, "end");
        at = part.after;
        if (depth == 0) {
            *ret_after = at;
            return before;
        }
    }
}

static void print_template(struct printer *printer, const char *from, const char *end);

/* The body once for each model or suboption; the separator is what the word has after its colon. */
static void print_separator(struct printer *printer, const struct part *part) {
    for (const char *at = strchr(part->at, ':') + 1; at < part->at + part->len; at++) {
        add_char(&printer->line, (unsigned char)*at);
    }
}

static void print_loop(struct printer *printer, const struct part *part, const char *end) {
    const struct cdc43_view octets = printer->snippet->octets;
    struct cdc43_where where;
    struct cdc43_tlv tlv;
    size_t at = 0;

    for (size_t i = 0; begins(part, "models:") && i < printer->snippet->model_count; i++) {
        if (i != 0) {
            print_separator(printer, part);
        }
        printer->model = i;
        print_template(printer, part->body, end);
    }
    while (begins(part, "suboptions:") && at < octets.len &&
           cdc43_next(octets, &at, &tlv, &where) == CDC43_OK) {
        if (at != 2 + tlv.value.len) { /* not the first */
            print_separator(printer, part);
        }
        printer->info = cdc43_find_suboption(tlv.code);
        printer->value = tlv.value;
        print_template(printer, part->body, end);
    }
}

static bool is_of_kind(const struct printer *printer, const struct part *part) {
    const char *name = "digest";

    if (printer->info == NULL) { /* outside of a loop over suboptions */
        return false;
    }
    if (printer->info->kind == CDC43_KIND_FLAG) {
        name = "flag";
    } else if (printer->info->kind == CDC43_KIND_TEXT) {
        name = "text";
    }
    return is(part, name);
}

static void print_word(struct printer *printer, const struct part *part) {
    if (part->len == 0) {
        cdc43_line_add(&printer->line, "%");
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (is(part, words[i].name)) {
            words[i].print(printer);
            return;
        }
    }
    cdc43_line_add(&printer->line, part->len == 0 ? "" : "%?%"); /* the tests look for it */
}

/* Templates nest three deep: models, suboptions, kinds. */
/* NOLINTNEXTLINE(misc-no-recursion) */
static void print_template(struct printer *printer, const char *from, const char *end) {
    while (from < end) {
        const struct part part = take_part(from);
        const char *body_end;

        from = part.after;
        if (!part.is_word) {
            for (size_t i = 0; i < part.len; i++) {
                add_char(&printer->line, (unsigned char)part.at[i]);
            }
        } else if (!has_body(&part)) {
            print_word(printer, &part);
        } else {
            body_end = find_end(part.body, &from);
            if (begins(&part, "models:") || begins(&part, "suboptions:")) {
                print_loop(printer, &part, body_end);
            } else if (is_of_kind(printer, &part)) {
                print_template(printer, part.body, body_end);
            }
        }
    }
}

/* Sentences in lines of their own, each a comment. */
static void print_comment(struct printer *printer, const char *sign, const char *text) {
    while (sign[0] != '\0' && text[0] != '\0') {
        size_t len = strlen(text);

        if (len > COMMENT_MAX) {
            len = COMMENT_MAX;
            while (text[len] != ' ') {
                len--;
            }
        }
        cdc43_line_add(&printer->line, sign);
        add_quoted(&printer->line, (struct cdc43_view){(const uint8_t *)text, len}, "", "");
        cdc43_line_add(&printer->line, "\n");
        text += len + (text[len] == ' ' ? 1U : 0U);
    }
}

static void print_comments(struct printer *printer, const struct cdc43_format *format) {
    print_comment(printer, format->comment, format->title);
    print_comment(printer, format->comment, format->note);
    if (printer->snippet->model_count != 0 && format->match == CDC43_MATCH_NONE) {
        print_comment(printer, format->comment,
                      "It cannot choose by option 60: every client gets the value.");
    }
}

static enum cdc43_format_err check_value(const struct cdc43_format *format, bool is_typed,
                                         const struct cdc43_tlv *tlv,
                                         struct cdc43_where *ret_where) {
    const struct cdc43_suboption_info *const info = cdc43_find_suboption(tlv->code);

    ret_where->suboption = (uint8_t)tlv->code;
    if (info == NULL) {
        return is_typed ? CDC43_FORMAT_ERR_SUBOPTION : CDC43_FORMAT_OK;
    }
    if (tlv->value.len > format->each) {
        ret_where->excess = tlv->value.len - format->each;
        return CDC43_FORMAT_ERR_EACH;
    }
    for (size_t i = 0; info->kind == CDC43_KIND_TEXT && i < tlv->value.len; i++) {
        if (strchr(format->refused, tlv->value.data[i]) != NULL) {
            ret_where->offset = i;
            return CDC43_FORMAT_ERR_CHARACTER;
        }
    }
    return CDC43_FORMAT_OK;
}

static bool is_model(const char *text) {
    size_t len = 0;

    while (len <= MODEL_MAX && text[len] != '\0') {
        const unsigned c = (unsigned char)text[len];

        if ((!is_plain(c) && c != '+') || c == ':') {
            return false;
        }
        len++;
    }
    return len != 0 && len <= MODEL_MAX;
}

/* template: the one that will be filled in, NULL: the format has none for this. */
static enum cdc43_format_err check(const struct cdc43_format *format,
                                   const struct cdc43_snippet *snippet, const char *template,
                                   struct cdc43_where *ret_where) {
    struct cdc43_tlv tlv;
    size_t at = 0;

    *ret_where = (struct cdc43_where){0, CDC43_PLACE_NONE, 0, 0, 0};
    if (snippet->octets.len > format->ceiling) {
        ret_where->excess = snippet->octets.len - format->ceiling;
        return CDC43_FORMAT_ERR_TOO_LONG;
    }
    for (size_t i = 0; i < snippet->model_count; i++) {
        ret_where->offset = i;
        if (!is_model(snippet->models[i])) {
            return CDC43_FORMAT_ERR_MODEL;
        }
    }
    if (template == NULL) {
        return CDC43_FORMAT_ERR_MODELS;
    }
    while (at < snippet->octets.len &&
           cdc43_next(snippet->octets, &at, &tlv, ret_where) == CDC43_OK) {
        const enum cdc43_format_err err =
            check_value(format, strstr(template, "%suboptions:") != NULL, &tlv, ret_where);

        if (err != CDC43_FORMAT_OK) {
            return err;
        }
    }
    return CDC43_FORMAT_OK;
}

enum cdc43_format_err cdc43_print_snippet(const struct cdc43_format *format,
                                          const struct cdc43_snippet *snippet, char *ret_text,
                                          size_t capacity, size_t *ret_len,
                                          struct cdc43_where *ret_where) {
    struct printer printer = {.snippet = snippet, .line = {ret_text, capacity - 1, 0}};
    const char *const template =
        snippet->model_count != 0 && format->matched != NULL ? format->matched : format->alone;
    const enum cdc43_format_err err = check(format, snippet, template, ret_where);

    if (err != CDC43_FORMAT_OK) {
        return err;
    }
    ret_text[0] = '\0';
    print_comments(&printer, format);
    print_template(&printer, template, template + strlen(template));
    if (printer.line.len == printer.line.room) {
        return CDC43_FORMAT_ERR_ROOM;
    }
    *ret_len = printer.line.len;
    return CDC43_FORMAT_OK;
}
