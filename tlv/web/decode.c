/* SPDX-License-Identifier: MIT */
/* Octets to parameters; every finding about a value that was pasted. */
#include <string.h>

#include "tlv/judge.h"
#include "tlv/text.h"
#include "tlv/web/answers.h"

static void add_tolerated(struct cdc43_json *json, const struct cdc43_params *params) {
    cdc43_json_begin(json, "tolerated", '[');
    for (size_t i = 0; i < CDC43_TOLERANCE_COUNT; i++) {
        if ((params->tolerated & cdc43_tolerances[i].bit) != 0) {
            cdc43_json_text(json, NULL, cdc43_tolerances[i].name);
        }
    }
    cdc43_json_end(json, ']');
}

static void add_params(struct cdc43_json *json, const struct cdc43_params *params) {
    cdc43_json_begin(json, "params", '{');
    for (size_t i = 0; i < CDC43_SUBOPTION_COUNT; i++) {
        struct cdc43_description description;

        cdc43_describe(params, i, &description);
        switch (description.form) {
        case CDC43_FORM_ABSENT:
        case CDC43_FORM_NUMBER:
            break;
        case CDC43_FORM_BOOLEAN:
            cdc43_json_bool(json, description.name, description.on);
            break;
        case CDC43_FORM_TEXT:
        case CDC43_FORM_SECRET:
            cdc43_json_octets(json, description.name, description.text);
            break;
        }
    }
    cdc43_json_end(json, '}');
}

void cdc43_web_decode(struct cdc43_view question, struct cdc43_json *json) {
    const struct cdc43_device *const device = cdc43_web_device(question);
    static uint8_t octets[CDC43_WEB_OCTETS_MAX];
    char mode[16];
    struct cdc43_params params;
    struct cdc43_where where;
    size_t len = 0;
    enum cdc43_err err;

    cdc43_web_word(question, "mode", mode, sizeof mode);
    err = cdc43_web_octets(question, "option43", octets, sizeof octets, &len, &where);
    if (err == CDC43_OK) {
        err = cdc43_decode(device, strcmp(mode, "strict") == 0 ? CDC43_STRICT : CDC43_TOLERANT,
                           octets, len, &params, &where);
    }
    cdc43_json_bool(json, "ok", err == CDC43_OK);
    if (err != CDC43_OK) {
        cdc43_web_error(json, err, &where);
        return;
    }
    add_params(json, &params);
    add_tolerated(json, &params);
    err = cdc43_check_complete(device, &params, &where);
    cdc43_json_bool(json, "complete", err == CDC43_OK);
    if (err != CDC43_OK) {
        cdc43_json_begin(json, "incomplete", '{');
        cdc43_json_text(json, "name", cdc43_err_name(err));
        cdc43_json_number(json, "suboption", where.suboption);
        cdc43_json_end(json, '}');
    }
}

void cdc43_web_message(struct cdc43_view question, struct cdc43_json *json) {
    static uint8_t message[CDC43_WEB_OCTETS_MAX];
    uint8_t value[CDC43_OPTION_MAX];
    const size_t capacity = cdc43_web_number(question, "capacity", sizeof value);
    struct cdc43_where where;
    size_t len = 0;
    bool present = false;
    enum cdc43_err err;

    err = cdc43_web_octets(question, "message", message, sizeof message, &len, &where);
    if (err == CDC43_OK) {
        err = cdc43_message_option(message, len, (uint8_t)cdc43_web_number(question, "option", 43),
                                   value, capacity < sizeof value ? capacity : sizeof value, &len,
                                   &present, &where);
    }
    cdc43_json_bool(json, "ok", err == CDC43_OK);
    if (err != CDC43_OK) {
        cdc43_web_error(json, err, &where);
        return;
    }
    cdc43_json_bool(json, "present", present);
    if (present) {
        cdc43_json_hex(json, "value", (struct cdc43_view){value, len});
    }
}
