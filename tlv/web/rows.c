/* SPDX-License-Identifier: MIT */
/* Octets of option 43, suboption by suboption, with what each means. */
#include "tlv/text.h"
#include "tlv/web/answers.h"

#define PAD_CODE 0U
#define END_CODE 255U

/* What the value of a suboption means, good or bad: as far as that can be said. */
static void add_meaning(struct cdc43_json *json, const struct cdc43_suboption_info *info,
                        struct cdc43_view value, bool is_shown) {
    const char *const digest = cdc43_digest_name(value.len);

    if (info->kind == CDC43_KIND_FLAG) {
        if (value.len == 1 && value.data[0] <= 1) {
            cdc43_json_text(json, "meaning", value.data[0] == 1 ? info->on_word : info->off_word);
        }
    } else if (info->kind == CDC43_KIND_TEXT && (is_shown || info->code == CDC43_SERVER)) {
        cdc43_json_octets(json, "meaning", value);
    } else {
        cdc43_json_begin_text(json, "meaning");
        cdc43_json_add_number(json, value.len);
        cdc43_json_add(json, info->kind == CDC43_KIND_TEXT ? " characters, hidden" : " octets");
        if (info->kind == CDC43_KIND_DIGEST && digest != NULL) {
            cdc43_json_add(json, ", ");
            cdc43_json_add(json, digest);
        }
        cdc43_json_end_text(json);
    }
}

/* What a row is: its name, its meaning, and the word by which the page chooses its colour. */
static void add_name(struct cdc43_json *json, const struct cdc43_tlv *tlv, bool is_shown) {
    const struct cdc43_suboption_info *const info = cdc43_find_suboption(tlv->code);

    if (info != NULL) {
        cdc43_json_text(json, "kind", info->name);
        cdc43_json_text(json, "label", info->label);
        add_meaning(json, info, tlv->value, is_shown);
    } else if (tlv->code == PAD_CODE) {
        cdc43_json_text(json, "kind", "other");
        cdc43_json_text(json, "label", "PAD");
    } else if (tlv->code == END_CODE) {
        cdc43_json_text(json, "kind", "other");
        cdc43_json_text(json, "label", "END");
        cdc43_json_text(json, "meaning", tlv->value.len != 0 ? "what follows does not count" : "");
    } else {
        cdc43_json_text(json, "kind", "other");
        cdc43_json_text(json, "label", "unknown");
    }
}

/* Octets from..to as digits, a blank between any two. */
static void add_digits(struct cdc43_json *json, const char *digits, size_t from, size_t to) {
    cdc43_json_number(json, "offset", from);
    cdc43_json_begin(json, "octets", '[');
    for (size_t i = from; i < to; i++) {
        cdc43_json_octets(json, NULL, (struct cdc43_view){(const uint8_t *)&digits[2 * i], 2});
    }
    cdc43_json_end(json, ']');
}

void cdc43_web_rows(struct cdc43_json *json, struct cdc43_view octets, bool is_shown) {
    char digits[2 * CDC43_OPTION_MAX + 1];
    struct cdc43_tlv tlv;
    struct cdc43_where where;
    enum cdc43_err err = CDC43_OK;
    size_t at = 0;

    if (is_shown) {
        cdc43_print_hex(octets, digits);
    } else {
        cdc43_print_masked(octets, digits);
    }
    cdc43_json_begin(json, "rows", '[');
    while (err == CDC43_OK && at < octets.len) {
        const size_t from = at;

        err = cdc43_next(octets, &at, &tlv, &where);
        cdc43_json_begin(json, NULL, '{');
        cdc43_json_number(json, "code", octets.data[from]);
        if (err == CDC43_OK) {
            add_name(json, &tlv, is_shown);
        } else {
            cdc43_json_text(json, "kind", "broken");
            cdc43_json_text(json, "label", "cannot be read");
        }
        add_digits(json, digits, from, err == CDC43_OK ? at : octets.len);
        cdc43_json_end(json, '}');
    }
    cdc43_json_end(json, ']');
    cdc43_wipe(digits, sizeof digits);
}
