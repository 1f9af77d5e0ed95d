/* SPDX-License-Identifier: MIT */
/* The rules of the Server value. Private, for option43.c only. */
#ifndef CDC43_SERVER_H
#define CDC43_SERVER_H

#include <string.h>

#include "rules.h"

/* Where host and port end: at the path, at "@", or at the end. */
static const uint8_t *find_authority_end(const uint8_t *at, const uint8_t *end) {
    while (at != end && *at != '/' && *at != '?' && *at != '#' && *at != '@') {
        at++;
    }
    return at;
}

/* host [":" port], and nothing behind. The host is a DNS name, which an IPv4 address is as well, or
 * in brackets an IPv6 address; which groups its digits and colons form is not looked at. A port is
 * 1 to CDC43_PORT_MAX with any number of zeros before. *ret_at: the octet that broke it. */
static enum cdc43_err check_authority(const uint8_t *begin, const uint8_t *end,
                                      const uint8_t **ret_at) {
    const uint8_t *at = cdc43_find_name_end(begin, end);
    enum cdc43_err err = CDC43_ERR_SERVER_HOST;

    if (at == begin) {
        size_t colons = 0;
        if (at == end || *at != '[') {
            goto broken;
        }
        while (++at != end) {
            const unsigned c = *at;
            if (c == ':') {
                colons++;
            } else if (c != '.' && c - '0' > 9U && (c | 0x20U) - 'a' > (unsigned)('f' - 'a')) {
                break;
            }
        }
        if (colons < 2 || at == end || *at != ']') {
            goto broken;
        }
        at++;
    }
    if (at == end) {
        return CDC43_OK;
    }
    if (*at == ':') {
        uint32_t port = 0;
        err = CDC43_ERR_SERVER_PORT;
        while (++at != end) {
            const unsigned digit = *at - (unsigned)'0';
            if (digit > 9U) {
                break;
            }
            port = port * 10U + digit;
            if (port > CDC43_PORT_MAX) {
                break;
            }
        }
        if (at == end && port != 0) {
            return CDC43_OK;
        }
    }
broken:
    *ret_at = at;
    return err;
}

/* The scheme in front of "://": CDC43_OK for http, in letters of any case. */
static enum cdc43_err check_scheme(const uint8_t *scheme, size_t len) {
    static const uint8_t https[] = {'h', 't', 't', 'p', 's'};
    size_t same = 0;

    /* To lower case: nothing but a letter in both its forms becomes that letter. */
    while (same != len && same != sizeof https && (scheme[same] | 0x20U) == https[same]) {
        same++;
    }
    if (same != len || same < sizeof https - 1) {
        return CDC43_ERR_SERVER_SCHEME;
    }
    return same == sizeof https ? CDC43_ERR_SERVER_HTTPS : CDC43_OK;
}

/* All the rules of a Server: [http "://"] host [":" port] [path], printable. *ret_at, begin so far:
 * the octet that broke one. */
static CDC43_ALWAYS_INLINE enum cdc43_err check_server(const uint8_t *begin, const uint8_t *end,
                                                       const uint8_t **ret_at) {
    static const uint8_t http[] = {'h', 't', 't', 'p', ':', '/', '/'};
    const uint8_t *at;

    if (begin == end) {
        return CDC43_ERR_SERVER_EMPTY;
    }
    /* The usual case, which is found below as well, in more steps. */
    if (CDC43_FAST && (size_t)(end - begin) > sizeof http &&
        memcmp(begin, http, sizeof http) == 0) {
        at = cdc43_find_name_end(begin + sizeof http, end);
        if (at != begin + sizeof http &&
            (at == end ||
             (*at == '/' && cdc43_find_unprintable(at, end, CDC43_TEXT_LOW + 1U) == end))) {
            return CDC43_OK;
        }
    }
    at = cdc43_find_unprintable(begin, end, CDC43_TEXT_LOW + 1U);
    if (at != end) {
        *ret_at = at;
        return CDC43_ERR_SERVER_CHARACTER;
    }
    at = find_authority_end(begin, end);
    if (at != begin && end - at >= 2 && memcmp(at - 1, http + 4, 3) == 0) {
        enum cdc43_err err = check_scheme(begin, (size_t)(at - 1 - begin));
        if (err != CDC43_OK) {
            return err;
        }
        begin = at + 2;
        at = find_authority_end(begin, end);
    }
    if (at != end && *at == '@') {
        *ret_at = at;
        return CDC43_ERR_SERVER_USER_INFO;
    }
    return check_authority(begin, at, ret_at);
}

#endif
