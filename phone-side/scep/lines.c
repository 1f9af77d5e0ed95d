/* SPDX-License-Identifier: MIT */
/* Lines "key value". */
#include "phone-side/scep/lines.h"

#include <string.h>

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
