/* SPDX-License-Identifier: MIT */
/* Character rules, DNS names, and the Common Name and User ID built from them. */
#include "bytes.h"
#include "rules.h"

const uint8_t *cdc43_find_unprintable(const uint8_t *begin, const uint8_t *end, unsigned low) {
    while (begin != end && *begin >= low && *begin <= CDC43_TEXT_HIGH) {
        begin++;
    }
    return begin;
}

static bool is_name_octet(unsigned c) {
    return c - '0' <= 9U || (c | 0x20U) - 'a' <= (unsigned)('z' - 'a') || c == '_';
}

const uint8_t *cdc43_find_name_end(const uint8_t *begin, const uint8_t *end) {
    const uint8_t *label = begin; /* where the label began */
    const uint8_t *good = begin;  /* the name could end in front of this */
    const uint8_t *at = begin;

    for (; at != end; at++) {
        const unsigned c = *at;
        if (c == '.') {
            if (good != at || label == at) {
                break;
            }
            label = at + 1;
        } else if (at - label == CDC43_LABEL_MAX) {
            break;
        } else if (is_name_octet(c)) {
            good = at + 1;
        } else if (c != '-' || label == at) {
            break;
        }
    }
    return good == at ? at : at - 1;
}

enum cdc43_err cdc43_build_identity(struct cdc43_view mic_cn, struct cdc43_view domain,
                                    struct cdc43_identity *ret_identity,
                                    struct cdc43_where *ret_where) {
    size_t len = mic_cn.len;
    size_t at = 0;

    ret_where->suboption = 0;
    ret_where->excess = 0;
    ret_where->offset =
        (size_t)(cdc43_find_unprintable(mic_cn.data, cdc43_end_of(mic_cn), CDC43_TEXT_LOW) -
                 mic_cn.data);
    if (len - 1 >= CDC43_COMMON_NAME_MAX || ret_where->offset != len) {
        return CDC43_ERR_MIC_COMMON_NAME;
    }
    while (domain.len != 0 && domain.data[domain.len - 1] == 0) {
        domain.len--;
    }
    if (domain.len != 0 && domain.data[domain.len - 1] == '.') {
        domain.len--;
    }
    ret_where->offset =
        (size_t)(cdc43_find_name_end(domain.data, cdc43_end_of(domain)) - domain.data);
    if (ret_where->offset != domain.len) {
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
    /* Both names at once: the first part, then, if there is a domain, its sign and the domain. */
    for (;;) {
        while (mic_cn.len != 0) {
            ret_identity->common_name[at] = (char)*mic_cn.data;
            ret_identity->user_id[at++] = (char)*mic_cn.data++;
            mic_cn.len--;
        }
        if (at == len) {
            break;
        }
        ret_identity->common_name[at] = '.';
        ret_identity->user_id[at++] = '@';
        mic_cn = domain;
    }
    ret_identity->common_name[len] = '\0';
    ret_identity->user_id[len] = '\0';
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
