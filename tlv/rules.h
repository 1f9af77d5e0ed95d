/* SPDX-License-Identifier: MIT */
/* Rules that more than one source file of this folder asks. Private. */
#ifndef CDC43_RULES_H
#define CDC43_RULES_H

#include "bytes.h"

/* Are all octets low..CDC43_TEXT_HIGH? If not, the place of the first other one is added to
 * ret_where->offset. */
bool cdc43_are_printable(const uint8_t *text, size_t len, unsigned low,
                         struct cdc43_where *ret_where);

/* Where the first octet is that breaks the rules of a DNS name: labels of 1 to CDC43_LABEL_MAX
 * letters, digits, underscores and inner hyphens, joined by single dots. A dot or hyphen that the
 * name cannot end with breaks them too. The length when all are good, or there is none. */
size_t cdc43_find_name_end(const uint8_t *text, size_t len);

/* The syntax of a Server whose octets are printable, and whether its scheme is supported: server.c.
 * The place inside it is added to ret_where->offset.
 *
 * A phone that has no room for server.c leaves that file out and compiles option43.c with
 * CDC43_NO_SERVER_SYNTAX: then every Server is accepted that is printable, not empty and no https
 * URL. */
enum cdc43_err cdc43_check_server(const uint8_t *text, size_t len, struct cdc43_where *ret_where);

#endif
