/* SPDX-License-Identifier: MIT */
/* Preloaded: without it a sanitizer of a library inside Kea hangs at the process's end. */
#include <locale.h>

void freelocale(locale_t locale);

/* A destructor of p11-kit, which Kea has by way of its databases, frees a locale when the
 * sanitizer's own copy of the C library's lock is gone. The process ends anyway. */
void freelocale(locale_t locale) {
    (void)locale;
}
