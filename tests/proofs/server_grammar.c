/* SPDX-License-Identifier: MIT */
/* The syntax of a Server: cut into its parts first, then each part held against its grammar. */
#include "tests/proofs/server_grammar.h"

#include <string.h>

#include "tests/proofs/name_grammar.h"

/* Server    = [ "http://" ] Authority [ Tail ]         the scheme in any case
 * Tail      = ( "/" | "?" | "#" ) { Printable }
 * Authority = ( Name [ "." ] | Address ) [ ":" Port ]
 * Name      = see name_grammar.h
 * Address   = "[" { hex digit | ":" | "." } "]"        at least two ":"
 * Port      = digit { digit }                          1 to 65535
 *
 * What it says of something else, the first of these that is so: it is empty; it has an octet that
 * is not printable; it has a scheme that is none of http; it has user information; its host is
 * wrong; its port is wrong. A scheme is what stands before the first "://", when no "/", "?", "#"
 * or "@" stands before that; "http" and "https" are one before ":/", too. User information is an
 * "@" in the authority. */

struct span {
    const uint8_t *data;
    size_t len;
};

#define PORT_MAX 65535UL

static bool is_among(uint8_t octet, const char *set) {
    while (*set != '\0' && (uint8_t)*set != octet) {
        set++;
    }
    return *set != '\0';
}

static bool is_digit(uint8_t octet) {
    return is_among(octet, "0123456789");
}

static bool is_hex(uint8_t octet) {
    return is_digit(octet) || is_among(octet, "abcdefABCDEF");
}

/* Octets before the first one of the set; all when there is none. */
static size_t before(struct span span, const char *set) {
    size_t n = span.len;

    for (; n != 0 && *set != '\0'; set++) {
        const uint8_t *const found = memchr(span.data, *set, n);

        n = found != NULL ? (size_t)(found - span.data) : n;
    }
    return n;
}

static struct span behind(struct span span, size_t n) {
    return (struct span){span.data + n, span.len - n};
}

static struct ruling wrong(enum cdc43_err err, size_t offset) {
    return (struct ruling){err, offset};
}

/* Is it that word, in any case? The word is in lower case. */
static bool is_word(struct span span, const char *word) {
    size_t n = 0;

    while (n < span.len && word[n] != '\0' &&
           (span.data[n] == (uint8_t)word[n] || span.data[n] + ('a' - 'A') == word[n])) {
        n++;
    }
    return n == span.len && word[n] == '\0';
}

/* Length of the scheme in front of "://" or ":/"; false when there is no scheme. */
static bool has_scheme(struct span server, size_t *ret_len) {
    const size_t slash = before(server, "/");
    const struct span word = {server.data, slash != 0 ? slash - 1 : 0};

    if (slash != server.len && (is_word(word, "http") || is_word(word, "https")) &&
        server.data[word.len] == ':') {
        *ret_len = word.len;
        return true;
    }
    for (size_t n = 0; n + 2 < server.len; n++) {
        if (server.data[n] == ':' && server.data[n + 1] == '/' && server.data[n + 2] == '/') {
            *ret_len = n;
            return before(server, "/?#@") > n;
        }
    }
    return false;
}

static struct ruling name_ruling(struct span name) {
    size_t stop = 0;

    if (name.len > 1 && name.data[name.len - 1] == '.') {
        name.len--;
    }
    return grammar_is_name(name.data, name.len, &stop) ? wrong(CDC43_OK, 0)
                                                       : wrong(CDC43_ERR_SERVER_HOST, stop);
}

/* Octets of an address from its "[" to its "]" in *ret_len. */
static struct ruling address_ruling(struct span span, size_t *ret_len) {
    size_t n = 1;
    unsigned colons = 0;

    while (n < span.len && (is_hex(span.data[n]) || is_among(span.data[n], ":."))) {
        colons += span.data[n] == ':' ? 1U : 0U;
        n++;
    }
    if (n == span.len || span.data[n] != ']' || colons < 2) {
        return wrong(CDC43_ERR_SERVER_HOST, n);
    }
    *ret_len = n + 1;
    return wrong(CDC43_OK, 0);
}

/* A port goes wrong at the first octet with which it is none any more, at the latest at its end. */
static struct ruling port_ruling(struct span port) {
    unsigned long number = 0;
    size_t n = 0;

    while (n < port.len && is_digit(port.data[n])) {
        number = number * 10 + (unsigned long)(port.data[n] - '0');
        if (number > PORT_MAX) {
            return wrong(CDC43_ERR_SERVER_PORT, n);
        }
        n++;
    }
    return n == port.len && number != 0 ? wrong(CDC43_OK, 0) : wrong(CDC43_ERR_SERVER_PORT, n);
}

static struct ruling authority_ruling(struct span authority) {
    size_t host_len = before(authority, ":");
    struct ruling ruling;

    if (before(authority, "@") != authority.len) {
        return wrong(CDC43_ERR_SERVER_USER_INFO, before(authority, "@"));
    }
    if (authority.len != 0 && authority.data[0] == '[') {
        ruling = address_ruling(authority, &host_len);
    } else {
        ruling = name_ruling((struct span){authority.data, host_len});
    }
    if (ruling.err != CDC43_OK || host_len == authority.len) {
        return ruling;
    }
    if (authority.data[host_len] != ':') {
        return wrong(CDC43_ERR_SERVER_HOST, host_len);
    }
    ruling = port_ruling(behind(authority, host_len + 1));
    ruling.offset += ruling.err == CDC43_OK ? 0 : host_len + 1;
    return ruling;
}

struct ruling grammar_ruling(const uint8_t *octets, size_t len) {
    const struct span server = {octets, len};
    struct ruling ruling;
    size_t scheme_len = 0;
    size_t begin = 0;

    if (len == 0) {
        return wrong(CDC43_ERR_SERVER_EMPTY, 0);
    }
    for (size_t n = 0; n < len; n++) {
        if (octets[n] <= ' ' || octets[n] > '~') {
            return wrong(CDC43_ERR_SERVER_CHARACTER, n);
        }
    }
    if (has_scheme(server, &scheme_len)) {
        if (!is_word((struct span){octets, scheme_len}, "http")) {
            return wrong(is_word((struct span){octets, scheme_len}, "https")
                             ? CDC43_ERR_SERVER_HTTPS
                             : CDC43_ERR_SERVER_SCHEME,
                         0);
        }
        begin = scheme_len + 3;
        if (begin > len || octets[begin - 1] != '/') {
            return wrong(CDC43_ERR_SERVER_SCHEME, 0);
        }
    }
    ruling = authority_ruling((struct span){octets + begin, before(behind(server, begin), "/?#")});
    ruling.offset += ruling.err == CDC43_OK ? 0 : begin;
    return ruling;
}
