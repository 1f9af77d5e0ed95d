/* SPDX-License-Identifier: MIT */
/* Character rules, DNS names, and the Common Name and User ID built from them. */
#include "rules.h"

bool cdc43_are_printable(const uint8_t *text, size_t len, unsigned low,
                         struct cdc43_where *ret_where) {
    for (size_t at = 0; at < len; at++) {
        if (text[at] - low > CDC43_TEXT_HIGH - low) { /* below low as well: it wraps */
            ret_where->offset += at;
            return false;
        }
    }
    return true;
}

static bool is_letter(unsigned c) {
    return (c | 0x20U) - 'a' <= (unsigned)('z' - 'a');
}

static bool is_digit(unsigned c) {
    return c - '0' <= 9U;
}

size_t cdc43_find_name_end(const uint8_t *text, size_t len) {
    size_t label = 0; /* where it begins */
    size_t at = 0;

    while (at < len) {
        const unsigned c = text[at];

        if (!is_digit(c) && !is_letter(c) && c != '_') {
            /* A hyphen is inside a label, a dot ends one. */
            if (at == label || (c != '-' && (c != '.' || text[at - 1] == '-'))) {
                break;
            }
            if (c == '.') {
                label = at + 1;
            }
        }
        if (at - label == CDC43_LABEL_MAX) {
            break;
        }
        at++;
    }
    /* The name cannot end with a dot or hyphen. */
    return at != 0 && (at == label || text[at - 1] == '-') ? at - 1 : at;
}

enum cdc43_err cdc43_build_identity(struct cdc43_view mic_cn, struct cdc43_view domain,
                                    struct cdc43_identity *ret_identity,
                                    struct cdc43_where *ret_where) {
    size_t len = mic_cn.len;

    *ret_where = (struct cdc43_where){0, CDC43_PLACE_TEXT, 0, 0, 0};
    if (!cdc43_are_printable(mic_cn.data, mic_cn.len, CDC43_TEXT_LOW, ret_where)) {
        return CDC43_ERR_MIC_COMMON_NAME;
    }
    ret_where->offset = len;
    if (len == 0 || len > CDC43_COMMON_NAME_MAX) {
        return CDC43_ERR_MIC_COMMON_NAME;
    }
    domain.len = cdc43_text_len(domain.data, domain.len);
    if (domain.len != 0 && domain.data[domain.len - 1] == '.') {
        domain.len--;
    }
    if (domain.len != 0) {
        ret_where->offset = cdc43_find_name_end(domain.data, domain.len);
        if (ret_where->offset != domain.len) {
            return CDC43_ERR_DOMAIN;
        }
        len += 1 + domain.len;
        if (len > CDC43_COMMON_NAME_MAX) {
            ret_where->place = CDC43_PLACE_NONE;
            ret_where->offset = 0;
            ret_where->excess = len - CDC43_COMMON_NAME_MAX;
            return CDC43_ERR_COMMON_NAME_TOO_LONG;
        }
        memcpy(&ret_identity->common_name[mic_cn.len + 1], domain.data, domain.len);
    }
    memcpy(ret_identity->common_name, mic_cn.data, mic_cn.len);
    ret_identity->common_name[mic_cn.len] = '.';
    ret_identity->common_name[len] = '\0'; /* without a domain it replaces the dot */
    memcpy(ret_identity->user_id, ret_identity->common_name, len);
    ret_identity->user_id[mic_cn.len] = '@';
    ret_identity->user_id[len] = '\0';
    ret_identity->len = len;
    return CDC43_OK;
}

enum cdc43_err cdc43_build_mic_cn(struct cdc43_view model, const uint8_t mac[6],
                                  char ret_mic_cn[CDC43_COMMON_NAME_MAX + 1], size_t *ret_len,
                                  struct cdc43_where *ret_where) {
    static const char digits[] = "0123456789ABCDEF";
    static const uint8_t maker[] = {'C', 'P', '-'};
    static const uint8_t joint[] = {'-', 'S', 'E', 'P'};
    const size_t fixed_len = sizeof maker + sizeof joint + 12;
    const struct cdc43_view prefix = {maker, sizeof maker};
    const struct cdc43_view middle = {joint, sizeof joint};
    struct cdc43_view number;
    size_t i = sizeof maker;
    uint8_t *to = (uint8_t *)ret_mic_cn;

    model.len = cdc43_text_len(model.data, model.len);
    *ret_where = (struct cdc43_where){0, CDC43_PLACE_TEXT, 0, 0, 0};
    if (model.len <= i || (model.data[0] != 'D' && model.data[0] != 'C') ||
        model.data[1] != maker[1] || model.data[2] != maker[2]) {
        return CDC43_ERR_MODEL;
    }
    while (i < model.len && (is_digit(model.data[i]) || is_letter(model.data[i]))) {
        i++;
    }
    ret_where->offset = i;
    if (i == sizeof maker || (i < model.len && model.data[i] != '-') ||
        i - sizeof maker > CDC43_COMMON_NAME_MAX - fixed_len) {
        return CDC43_ERR_MODEL;
    }
    number = (struct cdc43_view){&model.data[sizeof maker], i - sizeof maker};
    to = cdc43_put(cdc43_put(cdc43_put(to, prefix), number), middle);
    for (i = 0; i < 6; i++) {
        to = cdc43_put_octet(to, (uint8_t)digits[mac[i] >> 4]);
        to = cdc43_put_octet(to, (uint8_t)digits[mac[i] & 0x0fU]);
    }
    *to = 0;
    *ret_len = number.len + fixed_len;
    return CDC43_OK;
}
