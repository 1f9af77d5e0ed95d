/* SPDX-License-Identifier: MIT */
/* Lines "key value". */
#include "phone-side/scep/lines.h"

#include <stdlib.h>
#include <string.h>

#include "tlv/text.h"

static void begin_line(struct cdc43_phone_writer *writer, const char *key) {
    cdc43_phone_put_text(writer, key);
    cdc43_phone_put_char(writer, ' ');
}

void cdc43_lines_put_text(struct cdc43_phone_writer *writer, const char *key, const char *value) {
    begin_line(writer, key);
    cdc43_phone_put_text(writer, value);
    cdc43_phone_put_char(writer, '\n');
}

void cdc43_lines_put_number(struct cdc43_phone_writer *writer, const char *key, int64_t number) {
    begin_line(writer, key);
    cdc43_phone_put_number(writer, number > 0 ? (size_t)number : 0);
    cdc43_phone_put_char(writer, '\n');
}

void cdc43_lines_put_hex(struct cdc43_phone_writer *writer, const char *key,
                         struct cdc43_view octets) {
    begin_line(writer, key);
    cdc43_phone_put_hex(writer, octets, "0123456789abcdef");
    cdc43_phone_put_char(writer, '\n');
}

bool cdc43_lines_take(struct cdc43_view *text, const char *key, struct cdc43_view *ret_value) {
    const size_t key_len = strlen(key);
    const uint8_t *const end = text->len != 0 ? memchr(text->data, '\n', text->len) : NULL;
    struct cdc43_view line = {text->data, 0};

    if (end == NULL) {
        return false;
    }
    line.len = (size_t)(end - text->data);
    if (line.len < key_len || memcmp(line.data, key, key_len) != 0 ||
        (line.len > key_len && line.data[key_len] != ' ')) {
        return false;
    }
    ret_value->data = line.len > key_len ? line.data + key_len + 1 : end;
    ret_value->len = line.len > key_len ? line.len - key_len - 1 : 0;
    text->data = end + 1;
    text->len -= line.len + 1;
    return true;
}

bool cdc43_lines_take_number(struct cdc43_view *text, const char *key, int64_t *ret_number) {
    struct cdc43_view value;
    int64_t number = 0;

    if (!cdc43_lines_take(text, key, &value) || value.len == 0 || value.len > 18) {
        return false;
    }
    for (size_t i = 0; i < value.len; i++) {
        const unsigned digit = value.data[i] - (unsigned)'0';
        if (digit > 9) {
            return false;
        }
        number = number * 10 + (int64_t)digit;
    }
    *ret_number = number;
    return true;
}

bool cdc43_lines_take_text(struct cdc43_view *text, const char *key, char *ret_text, size_t size) {
    struct cdc43_view value;

    if (!cdc43_lines_take(text, key, &value) || value.len >= size) {
        return false;
    }
    for (size_t i = 0; i < value.len; i++) {
        if (value.data[i] < CDC43_TEXT_LOW || value.data[i] > CDC43_TEXT_HIGH) {
            return false;
        }
    }
    memcpy(ret_text, value.data, value.len);
    ret_text[value.len] = '\0';
    return true;
}

bool cdc43_lines_take_hex(struct cdc43_view *text, const char *key,
                          struct cdc43_scep_blob *ret_octets) {
    struct cdc43_view value;
    struct cdc43_where where;
    uint8_t *octets = NULL;
    size_t len = 0;
    bool good = false;

    if (!cdc43_lines_take(text, key, &value) || value.len < 2) {
        return false;
    }
    octets = malloc(value.len / 2 + 1);
    good = octets != NULL &&
           cdc43_parse_hex((const char *)value.data, value.len, octets, value.len / 2, &len,
                           &where) == CDC43_OK &&
           len == value.len / 2 && cdc43_scep_copy((struct cdc43_view){octets, len}, ret_octets);
    if (octets != NULL) {
        cdc43_wipe(octets, value.len / 2);
        free(octets);
    }
    return good;
}
