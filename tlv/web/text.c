/* SPDX-License-Identifier: MIT */
/* What people type, as octets: the forms that the fields of the page take. */
#include "tlv/text.h"

#include <string.h>

#include "tlv/web/answers.h"

static void answer_flag(struct cdc43_view question, struct cdc43_json *json) {
    char name[32];
    char word[32];
    struct cdc43_where where;
    const struct cdc43_suboption_info *info;
    bool on = false;
    enum cdc43_err err;

    cdc43_web_word(question, "suboption", name, sizeof name);
    cdc43_web_word(question, "text", word, sizeof word);
    info = cdc43_find_suboption_name(name);
    if (info == NULL) {
        return;
    }
    err = cdc43_parse_flag(info, word, &on, &where);
    cdc43_json_bool(json, "ok", err == CDC43_OK);
    if (err == CDC43_OK) {
        cdc43_json_bool(json, "on", on);
    } else {
        cdc43_web_error(json, err, &where);
    }
}

void cdc43_web_text(struct cdc43_view question, struct cdc43_json *json) {
    static uint8_t octets[CDC43_WEB_OCTETS_MAX];
    char form[16];
    struct cdc43_view text = {NULL, 0};
    struct cdc43_where where;
    size_t len = 6;
    enum cdc43_err err;

    cdc43_web_word(question, "form", form, sizeof form);
    if (strcmp(form, "flag") == 0) {
        answer_flag(question, json);
        return;
    }
    (void)cdc43_web_field(question, "text", 0, &text);
    if (strcmp(form, "mac") == 0) {
        err = cdc43_parse_mac((const char *)text.data, text.len, octets, &where);
    } else if (strcmp(form, "fingerprint") == 0) {
        err = cdc43_parse_fingerprint((const char *)text.data, text.len, octets, &len, &where);
    } else {
        err =
            cdc43_parse_hex((const char *)text.data, text.len, octets, sizeof octets, &len, &where);
    }
    cdc43_json_bool(json, "ok", err == CDC43_OK);
    if (err == CDC43_OK) {
        cdc43_json_hex(json, "octets", (struct cdc43_view){octets, len});
    } else {
        cdc43_web_error(json, err, &where);
    }
}
