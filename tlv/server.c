/* SPDX-License-Identifier: MIT */
/* The rules of a Server: ["http://"] host [":" port] ["/" or "?" or "#", and anything printable].
 */
#include "rules.h"

static const uint8_t http[] = {'h', 't', 't', 'p', ':', '/', '/'};
static const uint8_t https[] = {'h', 't', 't', 'p', 's'};
#define SCHEME_END (&http[4])
#define SCHEME_END_LEN 3

/* Is it that octet of a word in lower case? A letter may be in upper case, too. */
static bool is_same(unsigned c, unsigned lower) {
    return c == lower || (c >= 'A' && (c | 0x20U) == lower);
}

static bool begins_with(const uint8_t *text, size_t len, const uint8_t *word, size_t word_len) {
    size_t same = 0;

    while (same < len && same < word_len && is_same(text[same], word[same])) {
        same++;
    }
    return same == word_len;
}

/* An IPv6 address in brackets; which groups its digits and colons form is not looked at. *at: where
 * the "[" is; what follows the "]", or where it breaks. */
static bool skip_address(const uint8_t *text, size_t end, size_t *at) {
    unsigned colons = 0;

    while (++*at < end) {
        const unsigned c = text[*at];

        if (c == ':') {
            colons++;
        } else if (c != '.' && c - '0' > 9U && (c | 0x20U) - 'a' > (unsigned)('f' - 'a')) {
            break;
        }
    }
    if (colons < 2 || *at == end || text[*at] != ']') {
        return false;
    }
    ++*at;
    return true;
}

/* 1 to CDC43_PORT_MAX, with any number of zeros before. *at: what is before it; where it breaks. */
static enum cdc43_err check_port(const uint8_t *text, size_t end, size_t *at) {
    uint32_t port = 0;

    while (++*at < end) {
        const unsigned digit = text[*at] - (unsigned)'0';

        port = port * 10U + digit;
        if (digit > 9U || port > CDC43_PORT_MAX) {
            return CDC43_ERR_SERVER_PORT;
        }
    }
    return port != 0 ? CDC43_OK : CDC43_ERR_SERVER_PORT;
}

/* host [":" port], and nothing after it. The host is a DNS name, which an IPv4 address is as well,
 * or an IPv6 address in brackets. *at: where it begins; where it breaks. */
static enum cdc43_err check_authority(const uint8_t *text, size_t end, size_t *at) {
    const size_t begin = *at;

    *at += cdc43_find_name_end(&text[begin], end - begin);
    if (*at == begin && (begin == end || text[begin] != '[' || !skip_address(text, end, at))) {
        return CDC43_ERR_SERVER_HOST;
    }
    if (*at == end) {
        return CDC43_OK;
    }
    return text[*at] == ':' ? check_port(text, end, at) : CDC43_ERR_SERVER_HOST;
}

/* *at: where it breaks. */
static enum cdc43_err check_all(const uint8_t *text, size_t len, size_t *at) {
    const size_t begin = begins_with(text, len, http, sizeof http) ? sizeof http : 0;
    size_t end = len; /* of host and port */

    for (*at = begin; *at < len; ++*at) {
        const unsigned c = text[*at];

        if (c - (CDC43_TEXT_LOW + 1U) > CDC43_TEXT_HIGH - (CDC43_TEXT_LOW + 1U)) {
            return CDC43_ERR_SERVER_CHARACTER;
        }
        if (end == len && (c == '/' || c == '?' || c == '#' || c == '@')) {
            end = *at;
        }
    }
    *at = 0;
    if (begin == 0 && end != 0 &&
        begins_with(&text[end - 1], len + 1 - end, SCHEME_END, SCHEME_END_LEN)) {
        return end == sizeof https + 1 && begins_with(text, len, https, sizeof https)
                   ? CDC43_ERR_SERVER_HTTPS
                   : CDC43_ERR_SERVER_SCHEME;
    }
    if (end != len && text[end] == '@') {
        *at = end;
        return CDC43_ERR_SERVER_USER_INFO;
    }
    *at = begin;
    return check_authority(text, end, at);
}

enum cdc43_err cdc43_check_server(const uint8_t *text, size_t len, struct cdc43_where *ret_where) {
    size_t at = 0;
    const enum cdc43_err err = len != 0 ? check_all(text, len, &at) : CDC43_ERR_SERVER_EMPTY;

    if (err != CDC43_OK) {
        ret_where->offset += at;
    }
    return err;
}
