/* SPDX-License-Identifier: MIT */
/* Character rules, DNS names, and the Common Name and User ID built from them. */
#include "bytes.h"
#include "rules.h"

/* Are eight octets all low..CDC43_TEXT_HIGH? Whatever their order is: no octet is told from
 * another. */
static inline bool are_printable(const uint8_t *at, uint64_t low) {
    const uint64_t each = UINT64_C(0x0101010101010101);
    const uint64_t top = each << 7;
    uint64_t octets;

    memcpy(&octets, at, sizeof octets);
    /* The top bit of an octet is set in the first where it is above 127, in the second, when none
     * is, where it is above CDC43_TEXT_HIGH, and in the third where it is not below low. */
    return ((octets | (octets + each * (127U - CDC43_TEXT_HIGH)) | ~((octets | top) - each * low)) &
            top) == 0;
}

const uint8_t *cdc43_find_unprintable(const uint8_t *begin, const uint8_t *end, unsigned low) {
    if (CDC43_FAST) {
        while (end - begin >= 8 && are_printable(begin, low)) {
            begin += 8;
        }
    }
    while (begin != end && *begin >= low && *begin <= CDC43_TEXT_HIGH) {
        begin++;
    }
    return begin;
}

static bool is_letter(unsigned c) {
    return (c | 0x20U) - 'a' <= (unsigned)('z' - 'a');
}

static bool is_digit(unsigned c) {
    return c - '0' <= 9U;
}

const uint8_t *cdc43_find_name_end(const uint8_t *begin, const uint8_t *end) {
    const uint8_t *label = begin; /* where the label began */
    const uint8_t *at = begin;

    while (at != end) {
        const unsigned c = *at;
        if (!is_digit(c)) {
            if (c == '.') {
                if ((size_t)(at - label) - 1U >= CDC43_LABEL_MAX || at[-1] == '-') {
                    break;
                }
                label = at + 1;
            } else if (!is_letter(c) && c != '_' && (c != '-' || at == label)) {
                break;
            }
        }
        at++;
    }
    if (at - label > CDC43_LABEL_MAX) {
        at = label + CDC43_LABEL_MAX;
    }
    /* The name cannot end with a dot or hyphen. */
    return at != begin && at[-1] - (unsigned)'-' <= 1U ? at - 1 : at;
}

enum cdc43_err cdc43_build_identity(struct cdc43_view mic_cn, struct cdc43_view domain,
                                    struct cdc43_identity *ret_identity,
                                    struct cdc43_where *ret_where) {
    char joint = '.';
    char *name; /* one, then the other */
    size_t len = mic_cn.len;

    *ret_where = (struct cdc43_where){0, CDC43_PLACE_TEXT, 0, 0, 0};
    ret_where->offset =
        (size_t)(cdc43_find_unprintable(mic_cn.data, cdc43_end_of(mic_cn), CDC43_TEXT_LOW) -
                 mic_cn.data);
    if (len - 1 >= CDC43_COMMON_NAME_MAX || ret_where->offset != len) {
        return CDC43_ERR_MIC_COMMON_NAME;
    }
    domain = cdc43_drop_nuls(domain);
    if (domain.len != 0 && domain.data[domain.len - 1] == '.') {
        domain.len--;
    }
    if (domain.len != 0) {
        ret_where->offset =
            (size_t)(cdc43_find_name_end(domain.data, domain.data + domain.len) - domain.data);
        if (ret_where->offset != domain.len) {
            return CDC43_ERR_DOMAIN;
        }
        len += 1 + domain.len;
        if (len > CDC43_COMMON_NAME_MAX) {
            ret_where->excess = len - CDC43_COMMON_NAME_MAX;
            return CDC43_ERR_COMMON_NAME_TOO_LONG;
        }
    }
    ret_identity->len = len;
    name = ret_identity->common_name;
    for (;;) {
        memcpy(name, mic_cn.data, mic_cn.len);
        name[mic_cn.len] = joint; /* without a domain the NUL takes its place */
        if (len != mic_cn.len) {
            memcpy(name + mic_cn.len + 1, domain.data, domain.len);
        }
        name[len] = '\0';
        if (name == ret_identity->user_id) {
            return CDC43_OK;
        }
        name = ret_identity->user_id;
        joint = '@';
    }
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

    model = cdc43_drop_nuls(model);
    *ret_where = (struct cdc43_where){0, CDC43_PLACE_TEXT, 0, 0, 0};
    if (model.len <= i || (model.data[0] != 'D' && model.data[0] != 'C') ||
        memcmp(model.data + 1, maker + 1, sizeof maker - 1) != 0) {
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
