/* SPDX-License-Identifier: MIT */
/* The rules of the Server value. Private, for option43.c only. */
#ifndef CDC43_SERVER_H
#define CDC43_SERVER_H

#include <string.h>

#include "rules.h"

/* The octet, or NUL, which no Server has, at the end. */
static inline unsigned look(const uint8_t *at, const uint8_t *end) {
    return at != end ? *at : 0U;
}

/* Does the octet, or the end, come behind host and port? */
static inline bool ends_authority(unsigned c) {
    return c == 0 || c == '/' || c == '?' || c == '#';
}

/* Behind "[": the first octet that an IPv6 address has not. Which groups the others form is not
 * looked at; *ret_colons is how many colons there are. */
static const uint8_t *find_ipv6_end(const uint8_t *at, const uint8_t *end, size_t *ret_colons) {
    size_t colons = 0;

    for (; at != end; at++) {
        const unsigned c = *at;
        if (c == ':') {
            colons++;
        } else if (c != '.' && c - '0' > 9U && (c | 0x20U) - 'a' > (unsigned)('f' - 'a')) {
            break;
        }
    }
    *ret_colons = colons;
    return at;
}

/* Behind ":": the end of a port, 1 to CDC43_PORT_MAX with any number of zeros before, or the octet
 * that broke it. */
static const uint8_t *find_port_end(const uint8_t *at, const uint8_t *end, bool *ret_good) {
    uint32_t port = 0;

    for (; at != end; at++) {
        const unsigned digit = *at - (unsigned)'0';
        if (digit > 9U) {
            break;
        }
        port = port * 10U + digit;
        if (port > CDC43_PORT_MAX) {
            break;
        }
    }
    *ret_good = port - 1U < CDC43_PORT_MAX;
    return at;
}

/* host [":" port]. The host is a DNS name, which an IPv4 address is as well, or an IPv6 address in
 * brackets. Returns the octet that broke it, or, with CDC43_OK, its end. */
static const uint8_t *check_authority(const uint8_t *begin, const uint8_t *end,
                                      enum cdc43_err *ret_err) {
    const uint8_t *at = cdc43_find_name_end(begin, end);
    bool good = at != begin;

    *ret_err = CDC43_ERR_SERVER_HOST;
    if (!good && look(at, end) == '[') {
        size_t colons;
        at = find_ipv6_end(at + 1, end, &colons);
        good = colons >= 2 && look(at, end) == ']';
        if (good) {
            at++;
        }
    }
    if (good && look(at, end) == ':') {
        *ret_err = CDC43_ERR_SERVER_PORT;
        at = find_port_end(at + 1, end, &good);
    }
    if (good && ends_authority(look(at, end))) {
        *ret_err = CDC43_OK;
    }
    return at;
}

/* The scheme in front of "://": CDC43_OK for http, in letters of any case. */
static enum cdc43_err check_scheme(const uint8_t *scheme, size_t len) {
    static const uint8_t https[] = {'h', 't', 't', 'p', 's'};

    if (len != sizeof https && len != sizeof https - 1) {
        return CDC43_ERR_SERVER_SCHEME;
    }
    for (size_t i = 0; i < len; i++) {
        /* To lower case: nothing but a letter in both its forms becomes that letter. */
        if ((scheme[i] | 0x20U) != https[i]) {
            return CDC43_ERR_SERVER_SCHEME;
        }
    }
    return len == sizeof https ? CDC43_ERR_SERVER_HTTPS : CDC43_OK;
}

/* What a broken authority is: the first "@" in it, if there is one, otherwise the octet behind it.
 */
static const uint8_t *find_user_info(const uint8_t *at, const uint8_t *end) {
    while (at != end && *at != '@' && !ends_authority(*at)) {
        at++;
    }
    return at;
}

/* [http "://"] host [":" port] [path]. *ret_at, begin so far: the octet that broke it, or, when it
 * is good, where the path begins. */
static enum cdc43_err check_url(const uint8_t *begin, const uint8_t *end, const uint8_t **ret_at) {
    static const uint8_t http[] = {'h', 't', 't', 'p', ':', '/', '/'};
    const uint8_t *host = begin;
    const uint8_t *at;
    enum cdc43_err err;

    /* The usual case, which is found below as well, in more steps. */
    if (CDC43_FAST && (size_t)(end - begin) > sizeof http &&
        memcmp(begin, http, sizeof http) == 0) {
        host += sizeof http;
    }
    for (;;) {
        *ret_at = check_authority(host, end, &err);
        if (err == CDC43_OK) {
            return err;
        }
        at = find_user_info(*ret_at, end);
        if (look(at, end) == '@') {
            *ret_at = at;
            return CDC43_ERR_SERVER_USER_INFO;
        }
        /* "http://a" was looked at as host "http", port "", path "//a". */
        if (host != begin || at == begin || end - at < 2 || memcmp(at - 1, http + 4, 3) != 0) {
            return err;
        }
        err = check_scheme(begin, (size_t)(at - 1 - begin));
        if (err != CDC43_OK) {
            *ret_at = begin;
            return err;
        }
        host = at + 2;
    }
}

/* All the rules of a Server. *ret_at, begin so far: the octet that broke one. */
static CDC43_FAST_INLINE enum cdc43_err check_server(const uint8_t *begin, const uint8_t *end,
                                                     const uint8_t **ret_at) {
    enum cdc43_err err = CDC43_ERR_SERVER_EMPTY;
    const uint8_t *at;

    if (begin == end) {
        return err;
    }
    err = check_url(begin, end, ret_at);
    /* What stands before the path of a good one is printable. */
    at = cdc43_find_unprintable(err == CDC43_OK ? *ret_at : begin, end, CDC43_TEXT_LOW + 1U);
    if (at != end) {
        *ret_at = at;
        err = CDC43_ERR_SERVER_CHARACTER;
    }
    return err;
}

#endif
