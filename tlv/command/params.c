/* SPDX-License-Identifier: MIT */
/* Parameters from and to command-line words and JSON. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tlv/command/cli.h"

#define LINE_USUAL 8192U /* octets of nearly every line of JSON */

static const char words[] = ""
#define CDC43_DEVICE(id, json_name, suboptions, mandatory, must_be_on, digests, sum_max)           \
    "|" json_name
#include "tlv/suboptions.def"
    ;
const char *const cdc43_cli_devices = words + 1;

const struct cdc43_device *cdc43_cli_device_of(unsigned choice) {
    static const struct cdc43_device *const devices[] = {
#define CDC43_DEVICE(id, json_name, suboptions, mandatory, must_be_on, digests, sum_max)           \
    &cdc43_##id,
#include "tlv/suboptions.def"
    };

    return devices[choice];
}

enum cdc43_err cdc43_cli_set(struct cdc43_cli_params *params,
                             const struct cdc43_suboption_info *info, const char *text, size_t len,
                             struct cdc43_where *ret_where) {
    enum cdc43_err err = CDC43_OK;
    size_t size = 0;
    bool on = false;

    switch (info->kind) {
    case CDC43_KIND_FLAG:
        err = cdc43_parse_flag(info, text, &on, ret_where);
        if (err == CDC43_OK) {
            cdc43_set_flag(&params->params, info->code, on);
        }
        break;
    case CDC43_KIND_TEXT:
        cdc43_set_value(&params->params, info->code, text, len);
        break;
    case CDC43_KIND_DIGEST:
        err = cdc43_parse_fingerprint(text, len, params->fingerprint, &size, ret_where);
        if (err == CDC43_OK) {
            cdc43_set_value(&params->params, info->code, params->fingerprint, size);
        }
        break;
    }
    return err;
}

int cdc43_cli_set_json(struct cdc43_cli_params *params, json_t *object, const char *before) {
    const char *key;
    json_t *value;
    size_t number = 0;

    json_object_foreach(object, key, value) {
        const struct cdc43_suboption_info *const info = cdc43_find_suboption_name(key);
        char place[128];
        struct cdc43_where where;
        enum cdc43_err err;

        number++;
        if (info == NULL) { /* not shown: whatever it is, it may be a secret */
            return cdc43_cli_fail("%skey %zu is not the name of a parameter", before, number);
        }
        if (cdc43_is_boolean(info)) {
            if (!json_is_boolean(value)) {
                return cdc43_cli_fail("%s\"%s\" must be true or false", before, key);
            }
            cdc43_set_flag(&params->params, info->code, json_is_true(value));
            continue;
        }
        if (!json_is_string(value)) {
            return cdc43_cli_fail("%s\"%s\" must be a string", before, key);
        }
        err = cdc43_cli_set(params, info, json_string_value(value), json_string_length(value),
                            &where);
        if (err == CDC43_ERR_WORD) {
            return cdc43_cli_fail("%s\"%s\" must be \"%s\" or \"%s\"", before, key, info->off_word,
                                  info->on_word);
        }
        if (err != CDC43_OK) {
            (void)snprintf(place, sizeof place, "%.80s\"%s\": ", before, key);
            return cdc43_cli_fail_err(place, err, &where);
        }
    }
    return CDC43_EXIT_GOOD;
}

static json_t *text_json(struct cdc43_view text) {
    return json_stringn((const char *)text.data, text.len);
}

static json_t *describe_json(const struct cdc43_description *description, bool show_secrets) {
    switch (description->form) {
    case CDC43_FORM_ABSENT:
        break;
    case CDC43_FORM_BOOLEAN:
        return json_boolean(description->on);
    case CDC43_FORM_NUMBER:
        return json_integer((json_int_t)description->number);
    case CDC43_FORM_TEXT:
        return text_json(description->text);
    case CDC43_FORM_SECRET:
        return show_secrets ? text_json(description->text) : NULL;
    }
    return NULL;
}

void cdc43_cli_add_json(json_t *object, const struct cdc43_params *params, bool show_secrets) {
    for (size_t i = 0; i < CDC43_DESCRIPTION_COUNT; i++) {
        struct cdc43_description description;
        json_t *value;

        cdc43_describe(params, i, &description);
        value = describe_json(&description, show_secrets);
        if (value != NULL) {
            (void)json_object_set_new(object, description.name, value);
        }
    }
}

const char *cdc43_cli_flag_word(const struct cdc43_suboption_info *info, bool on) {
    return on ? info->on_word : info->off_word;
}

json_t *cdc43_cli_read_json(const char *path) {
    size_t len = 0;
    char *const text = cdc43_cli_read(path, 1U << 20, &len);
    json_error_t error;
    json_t *value;

    if (text == NULL) {
        return NULL;
    }
    value = json_loadb(text, len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    cdc43_wipe(text, len);
    free(text);
    /* jansson's text would quote the input, and with it maybe the password. */
    if (value == NULL) {
        (void)cdc43_cli_fail("%s: line %d, column %d: this is not JSON, or a key appears twice",
                             path, error.line, error.column);
    } else if (!json_is_object(value)) {
        (void)cdc43_cli_fail("%s: this is not a JSON object", path);
        json_decref(value);
        value = NULL;
    }
    return value;
}

void cdc43_cli_print_json(json_t *value) {
    (void)json_dumpf(value, stdout, JSON_INDENT(2) | JSON_ENSURE_ASCII);
    (void)putchar('\n');
    json_decref(value);
}

/* json_dumpf writes a few characters at a time: for many lines that takes half as long again. */
void cdc43_cli_print_json_line(json_t *value) {
    const size_t flags = JSON_COMPACT | JSON_ENSURE_ASCII;
    char line[LINE_USUAL];
    const size_t len = json_dumpb(value, line, sizeof line, flags);

    if (len <= sizeof line) {
        (void)fwrite(line, 1, len, stdout);
        cdc43_wipe(line, len); /* there may be a password in it */
    } else {
        cdc43_wipe(line, sizeof line);
        (void)json_dumpf(value, stdout, flags);
    }
    (void)putchar('\n');
    json_decref(value);
}
