/* SPDX-License-Identifier: MIT */
/* What the codec asks of a C library, for WebAssembly, where there is none: memory.c. */
#ifndef CDC43_WEB_STRING_H
#define CDC43_WEB_STRING_H

#include <stddef.h>

void *memchr(const void *memory, int octet, size_t n);
int memcmp(const void *a, const void *b, size_t n);
void *memcpy(void *restrict to, const void *restrict from, size_t n);
void *memmove(void *to, const void *from, size_t n);
void *memset(void *memory, int octet, size_t n);
char *strchr(const char *text, int c);
int strcmp(const char *a, const char *b);
size_t strcspn(const char *text, const char *set);
size_t strlen(const char *text);
int strncmp(const char *a, const char *b, size_t n);
size_t strspn(const char *text, const char *set);
char *strstr(const char *text, const char *part);

#endif
