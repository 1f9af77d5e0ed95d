/* SPDX-License-Identifier: MIT */
/* The rules of a Server: ["http://"] host [":" port] ["/" or "?" or "#", and anything printable].
 */
#include "rules.h"

#define SCHEME_LEN 7
static const uint8_t http[SCHEME_LEN] = {'h', 't', 't', 'p', ':', '/', '/'};
static const uint8_t https[SCHEME_LEN] = {'h', 't', 't', 'p', 's', ':', '/'};

/* How many octets are the same at the beginning, in any case? The text is printable, so the bit
 * that makes a letter lower case turns nothing else into an octet of the scheme. */
static size_t count_same(const uint8_t *text, size_t len, const uint8_t *scheme) {
    size_t same = 0;

    while (same < SCHEME_LEN && same < len && (text[same] | 0x20U) == scheme[same]) {
        same++;
    }
    return same;
}

static bool ends_authority(unsigned c) {
    return c == '/' || c == '?' || c == '#' || c == '@';
}

/* An IPv6 address in brackets; which groups its digits and colons form is not looked at. *at: where
 * it begins; what follows the "]", or where it breaks. */
static bool skip_address(const uint8_t *text, size_t end, size_t *at) {
    unsigned colons = 0;

    if (*at == end || text[*at] != '[') {
        return false;
    }
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

/* host [":" port], and nothing after it. The host is a DNS name, which an IPv4 address is as well
 * and which may end with a dot (RFC 1034 3.1), or an IPv6 address in brackets. *at: where it
 * begins; where it breaks. */
static enum cdc43_err check_authority(const uint8_t *text, size_t end, size_t *at) {
    const size_t name_len = cdc43_find_name_end(&text[*at], end - *at);

    *at += name_len;
    if (name_len == 0) {
        if (!skip_address(text, end, at)) {
            return CDC43_ERR_SERVER_HOST;
        }
    } else if (*at != end && text[*at] == '.' && (*at + 1 == end || text[*at + 1] == ':')) {
        ++*at;
    }
    if (*at == end) {
        return CDC43_OK;
    }
    return text[*at] == ':' ? check_port(text, end, at) : CDC43_ERR_SERVER_HOST;
}

enum cdc43_err cdc43_check_server(const uint8_t *text, size_t len, struct cdc43_where *ret_where) {
    size_t at = 0;
    size_t end; /* of host and port */
    size_t same;
    enum cdc43_err err;

    if (len == 0) {
        return CDC43_ERR_SERVER_EMPTY;
    }
    if (!cdc43_are_printable(text, len, CDC43_TEXT_LOW + 1U, ret_where)) {
        return CDC43_ERR_SERVER_CHARACTER;
    }
    same = count_same(text, len, http);
    if (same == SCHEME_LEN) {
        at = SCHEME_LEN;
    } else if (same == SCHEME_LEN - 1) { /* all but the second slash */
        return CDC43_ERR_SERVER_SCHEME;
    } else if (count_same(text, len, https) == SCHEME_LEN) {
        return CDC43_ERR_SERVER_HTTPS;
    }
    end = at;
    while (end < len && !ends_authority(text[end])) {
        end++;
    }
    if (at == 0 && end != 0 && len - end > 1 && text[end - 1] == ':' && text[end] == '/' &&
        text[end + 1] == '/') {
        return CDC43_ERR_SERVER_SCHEME;
    }
    if (end != len && text[end] == '@') {
        at = end;
        err = CDC43_ERR_SERVER_USER_INFO;
    } else {
        err = check_authority(text, end, &at);
    }
    if (err != CDC43_OK) {
        ret_where->offset += at;
    }
    return err;
}
