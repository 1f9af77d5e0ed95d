/* SPDX-License-Identifier: MIT */
/* The table of DHCP servers, and what it says about itself. */
#include "tlv/formats/formats.h"

#include <string.h>

#include "tlv/text.h"

const struct cdc43_format cdc43_formats[] = {
#define CDC43_FORMAT(name, title, ceiling, each, match, unasked, known, refused, comment, note,    \
                     alone, matched)                                                               \
    {name,    title, ceiling, each,   CDC43_MATCH_##match, unasked, CDC43_KNOWN_##known, refused,  \
     comment, note,  alone,   matched},
#include "tlv/formats/formats.def"
};
const size_t cdc43_format_count = sizeof cdc43_formats / sizeof cdc43_formats[0];

const struct cdc43_format *cdc43_find_format(const char *name) {
    for (size_t i = 0; i < cdc43_format_count; i++) {
        if (strcmp(cdc43_formats[i].name, name) == 0) {
            return &cdc43_formats[i];
        }
    }
    return NULL;
}

const char *cdc43_format_match_word(enum cdc43_format_match match) {
    switch (match) {
    case CDC43_MATCH_NONE:
        return "no";
    case CDC43_MATCH_EXACT:
        return "exact";
    case CDC43_MATCH_PREFIX:
        return "prefix";
    case CDC43_MATCH_SUBSTRING:
        return "substring";
    }
    return NULL;
}

const char *cdc43_format_known_word(enum cdc43_format_known known) {
    switch (known) {
    case CDC43_KNOWN_RUN:
        return "run";
    case CDC43_KNOWN_READ:
        return "documented";
    case CDC43_KNOWN_NOT:
        return "unverified";
    }
    return NULL;
}

/* "suboption 13 (Challenge Password), octet 4 of the value: ". */
static void add_place(struct cdc43_line *line, const struct cdc43_where *where, bool has_offset) {
    const struct cdc43_suboption_info *const info = cdc43_find_suboption(where->suboption);

    cdc43_line_add(line, "suboption ");
    cdc43_line_add_number(line, where->suboption);
    cdc43_line_add(line, " (");
    cdc43_line_add(line, info != NULL ? info->label : "");
    cdc43_line_add(line, ")");
    if (has_offset) {
        cdc43_line_add(line, ", octet ");
        cdc43_line_add_number(line, where->offset);
        cdc43_line_add(line, " of the value");
    }
    cdc43_line_add(line, ": ");
}

void cdc43_format_print_error(const struct cdc43_format *format, enum cdc43_format_err err,
                              const struct cdc43_where *where, char *ret_text, size_t capacity) {
    struct cdc43_line line = {ret_text, capacity - 1, 0};

    ret_text[0] = '\0';
    switch (err) {
    case CDC43_FORMAT_OK:
        cdc43_line_add(&line, "no error");
        break;
    case CDC43_FORMAT_ERR_TOO_LONG:
        cdc43_line_add(&line, format->title);
        cdc43_line_add(&line, " takes ");
        cdc43_line_add_number(&line, format->ceiling);
        cdc43_line_add(&line, " octets at most, this value has ");
        cdc43_line_add_number(&line, format->ceiling + where->excess);
        break;
    case CDC43_FORMAT_ERR_EACH:
        add_place(&line, where, false);
        cdc43_line_add(&line, format->title);
        cdc43_line_add(&line, " takes ");
        cdc43_line_add_number(&line, format->each);
        cdc43_line_add(&line, " octets at most for each suboption, this one has ");
        cdc43_line_add_number(&line, format->each + where->excess);
        break;
    case CDC43_FORMAT_ERR_CHARACTER:
        add_place(&line, where, true);
        cdc43_line_add(&line, "no way is known to write this character for ");
        cdc43_line_add(&line, format->title);
        break;
    case CDC43_FORMAT_ERR_MODEL:
        cdc43_line_add(&line, "model ");
        cdc43_line_add_number(&line, where->offset + 1);
        cdc43_line_add(&line, ": this must have 1 to 64 letters, digits and - . _ + / only");
        break;
    case CDC43_FORMAT_ERR_SUBOPTION:
        cdc43_line_add(&line, "suboption ");
        cdc43_line_add_number(&line, where->suboption);
        cdc43_line_add(&line, ": this form is for suboptions 10 to 15");
        break;
    case CDC43_FORMAT_ERR_MODELS:
        cdc43_line_add(&line, format->title);
        cdc43_line_add(&line, " needs at least one model");
        break;
    case CDC43_FORMAT_ERR_ROOM:
        cdc43_line_add(&line, "the text is too long");
        break;
    }
}
