/* SPDX-License-Identifier: MIT */
/* Writes JSON into a buffer. Private to the page. */
#ifndef CDC43_WEB_JSON_H
#define CDC43_WEB_JSON_H

#include "tlv/text.h"

/* JSON that is being written. What does not fit is left out at the end. */
struct cdc43_json {
    struct cdc43_line line;
    bool is_first; /* the next member is the first of its object or array */
};

/* Empty, in a buffer of capacity characters, 1 at least. */
struct cdc43_json cdc43_json_of(char *text, size_t capacity);

/* Was there no room for something? */
bool cdc43_json_is_cut(const struct cdc43_json *json);

/* The functions below write one member, and take the key first: NULL in an array, and for the
 * outermost value. begin opens what end closes; bracket: '{' or '[', '}' or ']'. */
void cdc43_json_begin(struct cdc43_json *json, const char *key, char bracket);
void cdc43_json_end(struct cdc43_json *json, char bracket);
void cdc43_json_number(struct cdc43_json *json, const char *key, size_t number);
void cdc43_json_bool(struct cdc43_json *json, const char *key, bool value);

/* text: NUL-terminated. */
void cdc43_json_text(struct cdc43_json *json, const char *key, const char *text);

/* Any octets as text; what is not printable ASCII is written as the character of that number. */
void cdc43_json_octets(struct cdc43_json *json, const char *key, struct cdc43_view octets);

/* Octets as lower-case hexadecimal digits. */
void cdc43_json_hex(struct cdc43_json *json, const char *key, struct cdc43_view octets);

/* A text in pieces, each NUL-terminated or a number: "69 of 255 octets". */
void cdc43_json_begin_text(struct cdc43_json *json, const char *key);
void cdc43_json_add(struct cdc43_json *json, const char *text);
void cdc43_json_add_number(struct cdc43_json *json, size_t number);
void cdc43_json_end_text(struct cdc43_json *json);

#endif
