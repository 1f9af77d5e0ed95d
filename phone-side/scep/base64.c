/* SPDX-License-Identifier: MIT */
/* Base64 and PEM. */
#include "phone-side/scep/base64.h"

#include <string.h>

#define LINE 64U
#define OCTETS_PER_LINE 48U

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void cdc43_base64_print(struct cdc43_view octets, char *ret_text) {
    for (size_t i = 0; i < octets.len; i += 3) {
        const size_t left = octets.len - i;
        const unsigned a = octets.data[i];
        const unsigned b = left > 1 ? octets.data[i + 1] : 0;
        const unsigned c = left > 2 ? octets.data[i + 2] : 0;
        *ret_text++ = digits[a >> 2];
        *ret_text++ = digits[(a & 3U) << 4 | b >> 4];
        *ret_text++ = (char)(left > 1 ? digits[(b & 15U) << 2 | c >> 6] : '=');
        *ret_text++ = (char)(left > 2 ? digits[c & 63U] : '=');
    }
}

static const char begin[] = "-----BEGIN ";
static const char end[] = "-----END ";
static const char dashes[] = "-----";

size_t cdc43_pem_room(size_t len, const char *label) {
    const size_t base64 = cdc43_base64_len(len);

    return sizeof begin + sizeof end + 2 * (strlen(label) + sizeof dashes) + base64 +
           base64 / LINE + 2;
}

static char *put(char *to, const char *text) {
    const size_t len = strlen(text);

    memcpy(to, text, len); /* NOLINT(bugprone-not-null-terminated-result) */
    return to + len;
}

size_t cdc43_pem_print(struct cdc43_view octets, const char *label, char *ret_text) {
    const size_t step = OCTETS_PER_LINE;
    char *to = put(put(put(ret_text, begin), label), dashes);

    *to++ = '\n';
    for (size_t i = 0; i < octets.len; i += step) {
        const size_t left = octets.len - i;
        const struct cdc43_view line = {octets.data + i, left < step ? left : step};
        cdc43_base64_print(line, to);
        to += cdc43_base64_len(line.len);
        *to++ = '\n';
    }
    to = put(put(put(to, end), label), dashes);
    *to++ = '\n';
    return (size_t)(to - ret_text);
}

/* Index after the first place of words in text from "from" on; text.len + 1 if there is none. */
static size_t find_after(struct cdc43_view text, size_t from, const char *words, size_t len) {
    for (size_t at = from; at <= text.len && text.len - at >= len; at++) {
        if (memcmp(text.data + at, words, len) == 0) {
            return at + len;
        }
    }
    return text.len + 1;
}

bool cdc43_base64_parse(struct cdc43_view text, uint8_t *ret_octets, size_t *ret_len) {
    uint32_t bits = 0;
    unsigned count = 0;
    unsigned padding = 0;
    size_t len = 0;

    for (size_t i = 0; i < text.len; i++) {
        const uint8_t c = text.data[i];
        const char *const digit = c != 0 ? strchr(digits, c) : NULL;
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
            continue;
        }
        if (c != '=' && (digit == NULL || padding != 0)) {
            return false;
        }
        padding += c == '=' ? 1 : 0;
        bits = bits << 6 | (c == '=' ? 0 : (uint32_t)(digit - digits));
        if (++count % 4 == 0) {
            for (unsigned k = 0; k + padding < 3; k++) {
                ret_octets[len++] = (uint8_t)(bits >> (16 - 8 * k));
            }
        }
    }
    *ret_len = len;
    return count % 4 == 0 && padding < 3 && len != 0;
}

bool cdc43_pem_find(struct cdc43_view text, const char *label, size_t *at,
                    struct cdc43_view *ret_label, struct cdc43_view *ret_body) {
    const size_t label_len = strlen(label);
    size_t from = *at;

    while ((from = find_after(text, from, begin, sizeof begin - 1)) <= text.len) {
        const size_t start = find_after(text, from, dashes, sizeof dashes - 1);
        const size_t stop = find_after(text, start, end, sizeof end - 1);
        if (start > text.len || stop > text.len) {
            return false;
        }
        *ret_label = (struct cdc43_view){text.data + from, start - (sizeof dashes - 1) - from};
        *ret_body = (struct cdc43_view){text.data + start, stop - (sizeof end - 1) - start};
        if (ret_label->len >= label_len &&
            memcmp(ret_label->data + ret_label->len - label_len, label, label_len) == 0) {
            *at = stop;
            return true;
        }
        from = stop;
    }
    return false;
}

bool cdc43_pem_next(struct cdc43_view text, const char *label, size_t *at, uint8_t *ret_octets,
                    size_t *ret_len) {
    struct cdc43_view unused;
    struct cdc43_view body;

    return cdc43_pem_find(text, label, at, &unused, &body) &&
           cdc43_base64_parse(body, ret_octets, ret_len);
}

bool cdc43_pem_has(struct cdc43_view text, const char *label) {
    size_t from = 0;

    while ((from = find_after(text, from, begin, sizeof begin - 1)) <= text.len) {
        if (text.len - from >= strlen(label) &&
            memcmp(text.data + from, label, strlen(label)) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_space(uint8_t c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0';
}

/* Octets of the first DER value of a text, header included; 0 if it is longer than the text, or
 * does not say its length. */
static size_t der_len(struct cdc43_view text) {
    size_t len = text.len > 1 ? text.data[1] : SIZE_MAX;
    size_t head = 2;

    if (len == 0x80 || len > 0x84) { /* indefinite, or longer than anything here */
        return 0;
    }
    if (len > 0x80) {
        head += len - 0x80;
        len = 0;
        for (size_t i = 2; i < head && head <= text.len; i++) {
            len = len << 8 | text.data[i];
        }
    }
    return head <= text.len && len <= text.len - head ? head + len : 0;
}

bool cdc43_der_unwrap(struct cdc43_view text, uint8_t *ret_octets, size_t *ret_len) {
    static const uint8_t mark[] = {0xef, 0xbb, 0xbf}; /* UTF-8's byte order mark */
    size_t at = 0;

    if (text.len >= sizeof mark && memcmp(text.data, mark, sizeof mark) == 0) {
        text = (struct cdc43_view){text.data + sizeof mark, text.len - sizeof mark};
    }
    if (text.len != 0 && text.data[0] == 0x30) {
        const size_t len = der_len(text);
        bool good = len != 0;
        for (size_t i = len; i < text.len; i++) {
            good = good && is_space(text.data[i]);
        }
        memcpy(ret_octets, text.data, len);
        *ret_len = len;
        return good;
    }
    return cdc43_pem_next(text, "", &at, ret_octets, ret_len) ||
           cdc43_base64_parse(text, ret_octets, ret_len);
}
