/* SPDX-License-Identifier: MIT */
/* The rules of the Server value. Private, for option43.c only. */
#ifndef CDC43_SERVER_H
#define CDC43_SERVER_H

#include <string.h>

#include "rules.h"

#define HTTPS_LEN 8 /* of "https://" */

/* Behind "http://", in letters of any case; begin if the text does not begin with it. Behind
 * "https://" that is one octet further. */
static const uint8_t *skip_scheme(const uint8_t *begin, const uint8_t *end) {
    static const uint8_t http[] = "http://";
    const uint8_t *at = begin;
    size_t i = 0;

    while (at != end) {
        unsigned c = *at++;
        c |= c >> 1 & 0x20U; /* to lower case: only letters have the bit above that one */
        if (c == http[i]) {
            i++;
            if (i == sizeof http - 1) {
                return at;
            }
        } else if (c != 's' || at - begin != HTTPS_LEN - 3) {
            break;
        }
    }
    return begin;
}

/* Behind "[": the end of an IPv6 address and its "]" if it has the octets of one, which is what
 * *ret_good says. Which groups they form is not looked at. Otherwise the octet that broke it. */
static const uint8_t *find_ipv6_end(const uint8_t *at, const uint8_t *end, bool *ret_good) {
    unsigned colons = 0;

    for (; at != end; at++) {
        const unsigned c = *at;
        if (c == ':') {
            colons++;
        } else if (c != '.' && c - '0' > 9U && (c | 0x20U) - 'a' > 'f' - 'a') {
            *ret_good = c == ']' && colons >= 2;
            return *ret_good ? at + 1 : at;
        }
    }
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

/* The syntax: [http "://"] host [":" port] [path]. *ret_at, begin so far: the octet that broke it,
 * or, when it is good, where the path begins. */
static enum cdc43_err check_url(const uint8_t *begin, const uint8_t *end, const uint8_t **ret_at) {
    const uint8_t *const host = skip_scheme(begin, end);
    const uint8_t *at = cdc43_find_name_end(host, end);
    enum cdc43_err err = CDC43_ERR_SERVER_HOST;
    bool good = at != host;

    if (host - begin == HTTPS_LEN) {
        return CDC43_ERR_SERVER_HTTPS;
    }
    if (!good && at != end && *at == '[') {
        at = find_ipv6_end(at + 1, end, &good);
    }
    if (good && at != end && *at == ':') {
        err = CDC43_ERR_SERVER_PORT;
        at = find_port_end(at + 1, end, &good);
    }
    *ret_at = at;
    for (; at != end && *at != '/' && *at != '?' && *at != '#'; at++) {
        good = false;
        if (*at == '@') {
            *ret_at = at;
            return CDC43_ERR_SERVER_USER_INFO;
        }
    }
    if (good) {
        return CDC43_OK;
    }
    if (host == begin && at != begin && end - at >= 2 && memcmp(at - 1, "://", 3) == 0) {
        *ret_at = begin;
        return CDC43_ERR_SERVER_SCHEME;
    }
    return begin == end ? CDC43_ERR_SERVER_EMPTY : err;
}

/* All the rules of a Server. *ret_at, begin so far: the octet that broke one. */
static enum cdc43_err check_server(const uint8_t *begin, const uint8_t *end,
                                   const uint8_t **ret_at) {
    const enum cdc43_err err = check_url(begin, end, ret_at);
    /* What stands before the path of a good one is printable. */
    const uint8_t *const at =
        cdc43_find_unprintable(err == CDC43_OK ? *ret_at : begin, end, CDC43_TEXT_LOW + 1U);

    if (at == end) {
        return err;
    }
    *ret_at = at;
    return CDC43_ERR_SERVER_CHARACTER;
}

#endif
