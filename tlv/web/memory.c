/* SPDX-License-Identifier: MIT */
/* What the codec asks of a C library, for WebAssembly, where there is none. */
#include <string.h>

void *memchr(const void *memory, int octet, size_t n) {
    const unsigned char *at = memory;

    while (n != 0 && *at != (unsigned char)octet) {
        at++;
        n--;
    }
    return n != 0 ? (void *)(size_t)at : NULL;
}

int memcmp(const void *a, const void *b, size_t n) {
    const unsigned char *x = a;
    const unsigned char *y = b;

    for (size_t i = 0; i < n; i++) {
        if (x[i] != y[i]) {
            return x[i] < y[i] ? -1 : 1;
        }
    }
    return 0;
}

void *memcpy(void *restrict to, const void *restrict from, size_t n) {
    return memmove(to, from, n);
}

void *memmove(void *to, const void *from, size_t n) {
    unsigned char *target = to;
    const unsigned char *source = from;

    if ((size_t)target <= (size_t)source) {
        for (size_t i = 0; i < n; i++) {
            target[i] = source[i];
        }
    } else {
        while (n != 0) {
            n--;
            target[n] = source[n];
        }
    }
    return to;
}

void *memset(void *memory, int octet, size_t n) {
    unsigned char *at = memory;

    for (size_t i = 0; i < n; i++) {
        at[i] = (unsigned char)octet;
    }
    return memory;
}

char *strchr(const char *text, int c) {
    while (*text != (char)c && *text != '\0') {
        text++;
    }
    return *text == (char)c ? (char *)(size_t)text : NULL;
}

int strcmp(const char *a, const char *b) {
    return strncmp(a, b, (size_t)-1);
}

size_t strcspn(const char *text, const char *set) {
    size_t len = 0;

    while (text[len] != '\0' && strchr(set, text[len]) == NULL) {
        len++;
    }
    return len;
}

size_t strlen(const char *text) {
    size_t len = 0;

    while (text[len] != '\0') {
        len++;
    }
    return len;
}

int strncmp(const char *a, const char *b, size_t n) {
    for (size_t i = 0; i < n; i++) {
        if (a[i] != b[i] || a[i] == '\0') {
            return (unsigned char)a[i] - (unsigned char)b[i];
        }
    }
    return 0;
}

size_t strspn(const char *text, const char *set) {
    size_t len = 0;

    while (text[len] != '\0' && strchr(set, text[len]) != NULL) {
        len++;
    }
    return len;
}

char *strstr(const char *text, const char *part) {
    const size_t len = strlen(part);

    while (*text != '\0' && strncmp(text, part, len) != 0) {
        text++;
    }
    return strncmp(text, part, len) == 0 ? (char *)(size_t)text : NULL;
}
