/* SPDX-License-Identifier: MIT */
/* Writes JSON into a buffer. */
#include "tlv/web/json.h"

#include <string.h>

static const char hex_digits[] = "0123456789abcdef";

struct cdc43_json cdc43_json_of(char *text, size_t capacity) {
    text[0] = '\0';
    return (struct cdc43_json){{text, capacity - 1, 0}, true};
}

bool cdc43_json_is_cut(const struct cdc43_json *json) {
    return json->line.len == json->line.room;
}

static void put_all(struct cdc43_json *json, const char *text) {
    cdc43_line_add(&json->line, text);
}

static void put(struct cdc43_json *json, char c) {
    const char text[2] = {c, '\0'};

    put_all(json, text);
}

/* One character of a text between quotation marks. */
static void put_escaped(struct cdc43_json *json, unsigned octet) {
    if (octet < CDC43_TEXT_LOW || octet > CDC43_TEXT_HIGH) {
        put_all(json, "\\u00");
        put(json, hex_digits[octet >> 4 & 0x0fU]);
        put(json, hex_digits[octet & 0x0fU]);
        return;
    }
    if (octet == '"' || octet == '\\') {
        put(json, '\\');
    }
    put(json, (char)octet);
}

/* Begins a member: comma and key. */
static void put_key(struct cdc43_json *json, const char *key) {
    if (!json->is_first) {
        put(json, ',');
    }
    json->is_first = false;
    if (key != NULL) {
        put(json, '"');
        put_all(json, key);
        put_all(json, "\":");
    }
}

void cdc43_json_begin(struct cdc43_json *json, const char *key, char bracket) {
    put_key(json, key);
    put(json, bracket);
    json->is_first = true;
}

void cdc43_json_end(struct cdc43_json *json, char bracket) {
    put(json, bracket);
    json->is_first = false;
}

void cdc43_json_number(struct cdc43_json *json, const char *key, size_t number) {
    put_key(json, key);
    cdc43_line_add_number(&json->line, number);
}

void cdc43_json_bool(struct cdc43_json *json, const char *key, bool value) {
    put_key(json, key);
    put_all(json, value ? "true" : "false");
}

void cdc43_json_octets(struct cdc43_json *json, const char *key, struct cdc43_view octets) {
    cdc43_json_begin_text(json, key);
    for (size_t i = 0; i < octets.len; i++) {
        put_escaped(json, octets.data[i]);
    }
    cdc43_json_end_text(json);
}

void cdc43_json_text(struct cdc43_json *json, const char *key, const char *text) {
    cdc43_json_begin_text(json, key);
    cdc43_json_add(json, text);
    cdc43_json_end_text(json);
}

void cdc43_json_hex(struct cdc43_json *json, const char *key, struct cdc43_view octets) {
    cdc43_json_begin_text(json, key);
    for (size_t i = 0; i < octets.len; i++) {
        put(json, hex_digits[octets.data[i] >> 4]);
        put(json, hex_digits[octets.data[i] & 0x0fU]);
    }
    cdc43_json_end_text(json);
}

void cdc43_json_begin_text(struct cdc43_json *json, const char *key) {
    put_key(json, key);
    put(json, '"');
}

void cdc43_json_add(struct cdc43_json *json, const char *text) {
    for (size_t i = 0; text[i] != '\0'; i++) {
        put_escaped(json, (unsigned char)text[i]);
    }
}

void cdc43_json_add_number(struct cdc43_json *json, size_t number) {
    cdc43_line_add_number(&json->line, number);
}

void cdc43_json_end_text(struct cdc43_json *json) {
    put(json, '"');
}
