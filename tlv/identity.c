/* SPDX-License-Identifier: MIT */
/* Character rules, DNS names, and the Common Name and User ID built from them. */
#include "bytes.h"
#include "rules.h"

size_t cdc43_find_unprintable(struct cdc43_view text, uint8_t low) {
    size_t i = 0;

    while (i < text.len && text.data[i] >= low && text.data[i] <= CDC43_TEXT_HIGH) {
        i++;
    }
    return i;
}

static bool is_name_octet(unsigned c) {
    return (c | 0x20U) - 'a' <= (unsigned)('z' - 'a') || c - '0' <= 9U || c == '_';
}

size_t cdc43_find_name_end(struct cdc43_view text, size_t from) {
    size_t label = 0;    /* octets of the label so far */
    bool may_end = true; /* could the name end here? */

    while (from < text.len) {
        const unsigned c = text.data[from];
        if (label == CDC43_LABEL_MAX && c != '.') {
            break;
        }
        if (is_name_octet(c)) {
            may_end = true;
        } else if (label != 0 && (c == '-' || (c == '.' && may_end))) {
            may_end = false;
        } else {
            break;
        }
        label = c == '.' ? 0 : label + 1;
        from++;
    }
    return may_end ? from : from - 1;
}

enum cdc43_err cdc43_build_identity(struct cdc43_view mic_cn, struct cdc43_view domain,
                                    struct cdc43_identity *ret_identity,
                                    struct cdc43_where *ret_where) {
    size_t len = mic_cn.len;

    *ret_where = (struct cdc43_where){0, 0, 0};
    ret_where->offset = cdc43_find_unprintable(mic_cn, CDC43_TEXT_LOW);
    if (len == 0 || len > CDC43_COMMON_NAME_MAX || ret_where->offset < len) {
        return CDC43_ERR_MIC_COMMON_NAME;
    }
    while (domain.len != 0 && domain.data[domain.len - 1] == 0) {
        domain.len--;
    }
    if (domain.len != 0 && domain.data[domain.len - 1] == '.') {
        domain.len--;
    }
    ret_where->offset = cdc43_find_name_end(domain, 0);
    if (ret_where->offset < domain.len) {
        return CDC43_ERR_DOMAIN;
    }
    if (domain.len != 0) {
        len += 1 + domain.len;
    }
    if (len > CDC43_COMMON_NAME_MAX) {
        ret_where->excess = len - CDC43_COMMON_NAME_MAX;
        return CDC43_ERR_COMMON_NAME_TOO_LONG;
    }
    ret_identity->len = len;
    {
        uint8_t *to = cdc43_put((uint8_t *)ret_identity->common_name, mic_cn);
        if (domain.len != 0) {
            to = cdc43_put(cdc43_put_octet(to, '.'), domain);
        }
        *to = 0;
    }
    memcpy(ret_identity->user_id, ret_identity->common_name, CDC43_COMMON_NAME_MAX + 1);
    if (domain.len != 0) {
        ret_identity->user_id[mic_cn.len] = '@';
    }
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

    while (model.len != 0 && model.data[model.len - 1] == 0) {
        model.len--;
    }
    *ret_where = (struct cdc43_where){0, 0, 0};
    if (model.len <= i || (model.data[0] != 'D' && model.data[0] != 'C') ||
        memcmp(model.data + 1, maker + 1, sizeof maker - 1) != 0) {
        return CDC43_ERR_MODEL;
    }
    while (i < model.len && model.data[i] != '_' && is_name_octet(model.data[i])) {
        i++;
    }
    ret_where->offset = i;
    if (i == sizeof maker || (i < model.len && model.data[i] != '-') ||
        i - sizeof maker > CDC43_COMMON_NAME_MAX - fixed_len) {
        return CDC43_ERR_MODEL;
    }
    number = (struct cdc43_view){model.data + sizeof maker, i - sizeof maker};
    to = cdc43_put(cdc43_put(cdc43_put(to, prefix), number), middle);
    for (i = 0; i < 6; i++) {
        to = cdc43_put_octet(to, (uint8_t)digits[mac[i] >> 4]);
        to = cdc43_put_octet(to, (uint8_t)digits[mac[i] & 0x0fU]);
    }
    *to = 0;
    *ret_len = number.len + fixed_len;
    return CDC43_OK;
}
