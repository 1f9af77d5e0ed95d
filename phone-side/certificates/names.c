/* SPDX-License-Identifier: MIT */
/* Names of hosts. */
#include <string.h>

#include "phone-side/certificates/check.h"

static char lower(char c) {
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool is_same(const char *a, const char *b, size_t len) {
    for (size_t i = 0; i < len; i++) {
        if (lower(a[i]) != lower(b[i])) {
            return false;
        }
    }
    return true;
}

bool cdc43_cert_name_fits(const char *name, size_t len, const char *host) {
    const size_t host_len = strlen(host);
    const char *const dot = strchr(host, '.');
    const size_t label = dot != NULL ? (size_t)(dot - host) : host_len;

    if (len > 2 && name[0] == '*' && name[1] == '.') {
        return label != 0 && host_len - label == len - 1 &&
               is_same(name + 1, host + label, len - 1);
    }
    return len == host_len && is_same(name, host, len);
}

bool cdc43_cert_is_host(const char *name, size_t len) {
    size_t label = 0;
    unsigned dots = 0;

    for (size_t i = 0; i < len; i++) {
        const char c = lower(name[i]);
        if (c == '.') {
            if (label == 0) {
                return false;
            }
            label = 0;
            dots++;
        } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-') {
            label++;
        } else {
            return false;
        }
    }
    return dots != 0 && label != 0;
}

bool cdc43_cert_begins(const char *text, const char *word) {
    return strlen(text) >= strlen(word) && is_same(text, word, strlen(word));
}

bool cdc43_cert_has_word(const char *text, const char *word) {
    const size_t len = strlen(word);

    for (; strlen(text) >= len; text++) {
        if (is_same(text, word, len)) {
            return true;
        }
    }
    return false;
}
