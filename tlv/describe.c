/* SPDX-License-Identifier: MIT */
/* What is shown of parameters and of their octets, and what is kept back. */
#include "text.h"

#include <string.h>

void cdc43_print_masked(struct cdc43_view octets, char *ret_text) {
    struct cdc43_tlv tlv;
    struct cdc43_where where;
    size_t at = 0;

    cdc43_print_hex(octets, ret_text);
    while (at < octets.len && cdc43_next(octets, &at, &tlv, &where) == CDC43_OK) {
        if (cdc43_find_suboption(tlv.code) == NULL || tlv.code == CDC43_CHALLENGE_PASSWORD) {
            memset(&ret_text[2 * (at - tlv.value.len)], '*', 2 * tlv.value.len);
        }
    }
    memset(&ret_text[2 * at], '*', 2 * (octets.len - at));
}

static struct cdc43_view view_of(const char *text) {
    return (struct cdc43_view){(const uint8_t *)text, strlen(text)};
}

/* The octets of a suboption; a flag has none. */
static struct cdc43_view value_of(const struct cdc43_params *params, enum cdc43_suboption code) {
    switch (code) {
#define VALUE_FLAG(member) break;
#define VALUE_TEXT(member) return params->member;
#define VALUE_DIGEST(member) return params->member;
#define CDC43_SUBOPTION(code, id, member, json_name, label, kind, mandatory, off, on)              \
    case CDC43_##id:                                                                               \
        VALUE_##kind(member)
#include "suboptions.def"
    }
    return view_of("");
}

void cdc43_describe(const struct cdc43_params *params, size_t i,
                    struct cdc43_description *ret_description) {
    const struct cdc43_suboption_info *const info =
        i < CDC43_SUBOPTION_COUNT ? &cdc43_suboptions[i] : NULL;

    ret_description->name = info != NULL ? info->name : "challenge-password-length";
    ret_description->form = CDC43_FORM_NUMBER;
    ret_description->number =
        cdc43_has(params, CDC43_CHALLENGE_PASSWORD) ? params->challenge_password.len : 0;
    if (info == NULL) {
        return;
    }
    ret_description->form = CDC43_FORM_ABSENT;
    if (!cdc43_has(params, info->code)) {
        return;
    }
    ret_description->on = cdc43_is_on(params, info->code);
    ret_description->text = value_of(params, info->code);
    ret_description->form = CDC43_FORM_TEXT;
    switch (info->kind) {
    case CDC43_KIND_FLAG:
        ret_description->text = view_of(ret_description->on ? info->on_word : info->off_word);
        ret_description->form = cdc43_is_boolean(info) ? CDC43_FORM_BOOLEAN : CDC43_FORM_TEXT;
        break;
    case CDC43_KIND_DIGEST:
        cdc43_print_hex(ret_description->text, ret_description->digits);
        ret_description->text = view_of(ret_description->digits);
        break;
    case CDC43_KIND_TEXT:
        ret_description->form =
            info->code == CDC43_CHALLENGE_PASSWORD ? CDC43_FORM_SECRET : CDC43_FORM_TEXT;
        break;
    }
}
