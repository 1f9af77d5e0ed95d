/* SPDX-License-Identifier: MIT */
/* Macros of the configured Common Name. */
#include "phone-side/macros.h"

#include <string.h>

#include "phone-side/writer.h"
#include "tlv/text.h"

#define MAC_DIGITS 12U
#define SEPARATOR "-SEP"
#define SEPARATOR_LEN 4U
#define TYPE_LEN 3U /* "CP-" */

static bool is_digit(uint8_t c) {
    return c >= '0' && c <= '9';
}

static bool is_name_character(uint8_t c) {
    return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static struct cdc43_view part(struct cdc43_view view, size_t at, size_t len) {
    return (struct cdc43_view){view.data + at, len};
}

static struct cdc43_view name_of(const char *name) {
    return (struct cdc43_view){(const uint8_t *)name, strlen(name)};
}

static void put_mac(struct cdc43_view digits, struct cdc43_phone_macros *ret_macros) {
    size_t at = 0;

    for (size_t i = 0; i < MAC_DIGITS; i++) {
        const uint8_t c = digits.data[i];
        ret_macros->lower[i] = (uint8_t)(c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c);
        if (i != 0 && i % 2 == 0) {
            ret_macros->colons[at++] = ':';
        }
        ret_macros->colons[at++] = ret_macros->lower[i];
    }
}

size_t cdc43_phone_make_macros(struct cdc43_view mic_cn, struct cdc43_phone_macros *ret_macros) {
    const size_t tail = SEPARATOR_LEN + MAC_DIGITS;
    struct cdc43_view digits;
    size_t model_len = 0;

    if (mic_cn.len <= tail + TYPE_LEN) {
        return 0;
    }
    model_len = mic_cn.len - tail;
    digits = part(mic_cn, mic_cn.len - MAC_DIGITS, MAC_DIGITS);
    if (memcmp(mic_cn.data + model_len, SEPARATOR, SEPARATOR_LEN) != 0 || mic_cn.data[2] != '-') {
        return 0;
    }
    for (size_t i = 0; i < MAC_DIGITS; i++) {
        if (!is_digit(digits.data[i]) && (digits.data[i] < 'A' || digits.data[i] > 'F')) {
            return 0;
        }
    }
    put_mac(digits, ret_macros);
    ret_macros->macros[0] =
        (struct cdc43_phone_macro){name_of("MA"), {ret_macros->lower, sizeof ret_macros->lower}};
    ret_macros->macros[1] = (struct cdc43_phone_macro){name_of("MAU"), digits};
    ret_macros->macros[2] =
        (struct cdc43_phone_macro){name_of("MAC"), {ret_macros->colons, sizeof ret_macros->colons}};
    ret_macros->macros[3] = (struct cdc43_phone_macro){name_of("PN"), part(mic_cn, 0, model_len)};
    ret_macros->macros[4] =
        (struct cdc43_phone_macro){name_of("PSN"), part(mic_cn, TYPE_LEN, model_len - TYPE_LEN)};
    return CDC43_PHONE_MACROS_OF;
}

/* What stands at the beginning of a text. */
struct reference {
    size_t len; /* of all of it, 0: it is none */
    struct cdc43_view name;
    size_t from;
    size_t count;
};

static size_t count_name(struct cdc43_view text, size_t at) {
    size_t len = 0;

    while (at + len < text.len && is_name_character(text.data[at + len])) {
        len++;
    }
    return len;
}

/* ":12", moves *at behind it; a number of more than three digits is none. */
static bool take_number(struct cdc43_view text, size_t *at, size_t *ret_number) {
    size_t number = 0;
    size_t digits = 0;

    while (*at + 1 + digits < text.len && is_digit(text.data[*at + 1 + digits])) {
        number = number * 10 + (size_t)(text.data[*at + 1 + digits] - '0');
        if (++digits > 3) {
            return false;
        }
    }
    *at += 1 + digits;
    *ret_number = number;
    return digits != 0;
}

/* text begins with '$'. */
static struct reference parse(struct cdc43_view text) {
    const bool inside = text.len > 1 && text.data[1] == '(';
    const size_t start = inside ? 2 : 1;
    struct reference reference = {0, {NULL, 0}, 0, SIZE_MAX};
    size_t at = start + count_name(text, start);

    reference.name = part(text, start, at - start);
    if (inside && at < text.len && text.data[at] == ':' &&
        !take_number(text, &at, &reference.from)) {
        return reference;
    }
    if (inside && at < text.len && text.data[at] == ':' &&
        !take_number(text, &at, &reference.count)) {
        return reference;
    }
    if (inside && (at >= text.len || text.data[at] != ')')) {
        return reference;
    }
    reference.len = reference.name.len == 0 ? 0 : at + (inside ? 1 : 0);
    return reference;
}

static bool find(struct cdc43_view name, const struct cdc43_phone_macro *macros, size_t count,
                 struct cdc43_view *ret_value) {
    for (size_t i = 0; i < count; i++) {
        if (macros[i].name.len == name.len &&
            memcmp(macros[i].name.data, name.data, name.len) == 0) {
            *ret_value = macros[i].value;
            return true;
        }
    }
    return false;
}

static void put_part(struct cdc43_phone_writer *writer, struct cdc43_view value,
                     const struct reference *reference) {
    const size_t from = reference->from < value.len ? reference->from : value.len;
    const size_t left = value.len - from;

    cdc43_phone_put_view(writer,
                         part(value, from, reference->count < left ? reference->count : left));
}

/* Writes what stands at the beginning of text, which begins with '$'; returns its length. */
static size_t put_reference(struct cdc43_phone_writer *writer, struct cdc43_view text,
                            const struct cdc43_phone_macro *macros, size_t count) {
    const struct reference reference = parse(text);
    struct cdc43_view value;

    if (text.len > 1 && text.data[1] == '$') {
        cdc43_phone_put_char(writer, '$');
        return 2;
    }
    if (reference.len != 0 && find(reference.name, macros, count, &value)) {
        put_part(writer, value, &reference);
        return reference.len;
    }
    cdc43_phone_put_char(writer, '$');
    return 1;
}

enum cdc43_phone_macro_err cdc43_phone_expand(struct cdc43_view text,
                                              const struct cdc43_phone_macro *macros, size_t count,
                                              char ret_text[CDC43_COMMON_NAME_MAX + 1],
                                              size_t *ret_len) {
    struct cdc43_phone_writer writer = {ret_text, CDC43_COMMON_NAME_MAX + 1, 0};
    size_t at = 0;

    while (at < text.len) {
        if (text.data[at] == '$') {
            at += put_reference(&writer, part(text, at, text.len - at), macros, count);
        } else {
            cdc43_phone_put_char(&writer, (char)text.data[at++]);
        }
    }
    cdc43_phone_end_text(&writer);
    *ret_len = writer.len;
    for (size_t i = 0; i < writer.len && i < CDC43_COMMON_NAME_MAX; i++) {
        if ((uint8_t)ret_text[i] < CDC43_TEXT_LOW || (uint8_t)ret_text[i] > CDC43_TEXT_HIGH) {
            return CDC43_PHONE_MACRO_CHARACTER;
        }
    }
    return writer.len == 0                      ? CDC43_PHONE_MACRO_EMPTY
           : writer.len > CDC43_COMMON_NAME_MAX ? CDC43_PHONE_MACRO_TOO_LONG
                                                : CDC43_PHONE_MACRO_OK;
}
