/* SPDX-License-Identifier: MIT */
/* The suboptions of other makers' devices, by their table. */
#include "vendors.h"

#include <string.h>

#define HEADER 2U /* octets of a suboption before its value: code and length */
#define ADDRESS_LEN 4U
#define NUMBER_LEN_MAX 4U
#define PAD_CODE 0U
#define END_CODE 255U

const struct cdc43_vendor_value cdc43_vendor_values[] = {
#define CDC43_VENDOR_VALUE(vendor, code, name, kind, low, high, label)                             \
    {CDC43_VENDOR_##vendor, code, CDC43_VENDOR_##kind, low, high, name, label},
#include "vendors.def"
};
const size_t cdc43_vendor_value_count = sizeof cdc43_vendor_values / sizeof cdc43_vendor_values[0];

const char *cdc43_vendor_name(enum cdc43_vendor_id vendor) {
    static const char *const names[] = {
#define CDC43_VENDOR(id, name, title, begins) name,
#include "vendors.def"
    };

    return (size_t)vendor < CDC43_VENDOR_COUNT ? names[vendor] : NULL;
}

const char *cdc43_vendor_title(enum cdc43_vendor_id vendor) {
    static const char *const titles[] = {
#define CDC43_VENDOR(id, name, title, begins) title,
#include "vendors.def"
    };

    return (size_t)vendor < CDC43_VENDOR_COUNT ? titles[vendor] : NULL;
}

const char *cdc43_vendor_err_text(enum cdc43_vendor_err err) {
    static const char *const sentences[] = {
        "no error",
#define CDC43_VENDOR_ERROR(id, sentence) sentence,
#include "vendors.def"
    };

    return (size_t)err < sizeof sentences / sizeof sentences[0] ? sentences[err] : NULL;
}

bool cdc43_find_vendor(const char *name, enum cdc43_vendor_id *ret_vendor) {
    for (unsigned i = 0; i < CDC43_VENDOR_COUNT; i++) {
        if (strcmp(name, cdc43_vendor_name((enum cdc43_vendor_id)i)) == 0) {
            *ret_vendor = (enum cdc43_vendor_id)i;
            return true;
        }
    }
    return false;
}

const struct cdc43_vendor_value *cdc43_find_vendor_value(enum cdc43_vendor_id vendor,
                                                         unsigned code) {
    for (size_t i = 0; i < cdc43_vendor_value_count; i++) {
        if (cdc43_vendor_values[i].vendor == vendor && cdc43_vendor_values[i].code == code) {
            return &cdc43_vendor_values[i];
        }
    }
    return NULL;
}

const struct cdc43_vendor_value *cdc43_find_vendor_name(enum cdc43_vendor_id vendor,
                                                        const char *name) {
    for (size_t i = 0; i < cdc43_vendor_value_count; i++) {
        if (cdc43_vendor_values[i].vendor == vendor &&
            strcmp(cdc43_vendor_values[i].name, name) == 0) {
            return &cdc43_vendor_values[i];
        }
    }
    return NULL;
}

/* Reads decimal digits up to the end or to the octet stop; *at is then behind them. False: there
 * are none, or the number is above high. */
static bool read_number(const char *text, size_t len, size_t *at, unsigned high,
                        unsigned *ret_number) {
    const size_t start = *at;
    unsigned number = 0;

    while (*at < len && text[*at] >= '0' && text[*at] <= '9') {
        number = number * 10U + (unsigned)(text[*at] - '0');
        if (number > high) {
            return false;
        }
        (*at)++;
    }
    *ret_number = number;
    return *at != start && (*at - start == 1 || text[start] != '0');
}

static enum cdc43_vendor_err put_text(const struct cdc43_vendor_value *value, const char *text,
                                      size_t len, uint8_t *to, size_t *ret_len) {
    if (len < value->low || len > value->high) {
        return CDC43_VENDOR_ERR_LENGTH;
    }
    for (size_t i = 0; i < len; i++) {
        if (text[i] < CDC43_TEXT_LOW || text[i] > CDC43_TEXT_HIGH) {
            return CDC43_VENDOR_ERR_CHARACTER;
        }
    }
    memcpy(to, text, len);
    *ret_len = len;
    if (value->kind == CDC43_VENDOR_TEXT_NUL) {
        to[len] = 0;
        *ret_len = len + 1;
    }
    return CDC43_VENDOR_OK;
}

static enum cdc43_vendor_err put_number(const struct cdc43_vendor_value *value, const char *text,
                                        size_t len, uint8_t *to, size_t *ret_len) {
    unsigned number = 0;
    size_t size = 1;
    size_t at = 0;

    if (!read_number(text, len, &at, value->high, &number) || at != len || number < value->low) {
        return CDC43_VENDOR_ERR_NUMBER;
    }
    if (value->kind == CDC43_VENDOR_NUMBER_TEXT) {
        memcpy(to, text, len);
        to[len] = 0;
        *ret_len = len + 1;
        return CDC43_VENDOR_OK;
    }
    while (size < NUMBER_LEN_MAX && number >> 8 * size != 0) {
        size++;
    }
    for (size_t i = 0; i < size; i++) {
        to[i] = (uint8_t)(number >> 8 * (size - 1 - i));
    }
    *ret_len = size;
    return CDC43_VENDOR_OK;
}

/* One address in dotted form; *at is then behind it. */
static bool read_address(const char *text, size_t len, size_t *at, uint8_t *to) {
    for (size_t i = 0; i < ADDRESS_LEN; i++) {
        unsigned number = 0;

        if (i != 0 && (*at == len || text[(*at)++] != '.')) {
            return false;
        }
        if (!read_number(text, len, at, UINT8_MAX, &number)) {
            return false;
        }
        to[i] = (uint8_t)number;
    }
    return true;
}

static enum cdc43_vendor_err put_addresses(const struct cdc43_vendor_value *value, const char *text,
                                           size_t len, uint8_t *to, size_t *ret_len) {
    size_t count = 0;
    size_t at = 0;

    do {
        at += at != 0; /* the comma */
        if (count == value->high || !read_address(text, len, &at, to + ADDRESS_LEN * count)) {
            return CDC43_VENDOR_ERR_ADDRESS;
        }
        count++;
    } while (at < len && text[at] == ',');
    *ret_len = ADDRESS_LEN * count;
    return at == len && count >= value->low ? CDC43_VENDOR_OK : CDC43_VENDOR_ERR_ADDRESS;
}

/* The octets of a value without code and length; to: CDC43_OPTION_MAX of room. */
static enum cdc43_vendor_err encode_value(const struct cdc43_vendor_value *value, const char *text,
                                          size_t len, uint8_t *to, size_t *ret_len) {
    switch (value->kind) {
    case CDC43_VENDOR_TEXT:
    case CDC43_VENDOR_TEXT_NUL:
        return put_text(value, text, len, to, ret_len);
    case CDC43_VENDOR_NUMBER:
    case CDC43_VENDOR_NUMBER_TEXT:
        return put_number(value, text, len, to, ret_len);
    case CDC43_VENDOR_ADDRESSES:
        break;
    }
    return put_addresses(value, text, len, to, ret_len);
}

/* Where the first suboption is whose code is not below this one. */
static size_t place_of(const struct cdc43_vendor_octets *option, unsigned code) {
    size_t at = 0;

    while (at < option->len && option->octets[at] < code) {
        at += HEADER + option->octets[at + 1];
    }
    return at;
}

enum cdc43_vendor_err cdc43_vendor_put(struct cdc43_vendor_octets *option,
                                       const struct cdc43_vendor_value *value, const char *text,
                                       size_t len, size_t *ret_excess) {
    const size_t at = place_of(option, value->code);
    uint8_t octets[CDC43_OPTION_MAX];
    size_t size = 0;
    const enum cdc43_vendor_err err = encode_value(value, text, len, octets, &size);

    if (err != CDC43_VENDOR_OK) {
        return err;
    }
    if (at < option->len && option->octets[at] == value->code) {
        return CDC43_VENDOR_ERR_TWICE;
    }
    if (option->len + HEADER + size > CDC43_OPTION_MAX) {
        *ret_excess = option->len + HEADER + size - CDC43_OPTION_MAX;
        return CDC43_VENDOR_ERR_FULL;
    }
    memmove(&option->octets[at + HEADER + size], &option->octets[at], option->len - at);
    option->octets[at] = value->code;
    option->octets[at + 1] = (uint8_t)size;
    memcpy(&option->octets[at + HEADER], octets, size);
    option->len += HEADER + size;
    return CDC43_VENDOR_OK;
}

/* Decimal digits and a NUL; the digits' number. */
static size_t print_number(unsigned number, char *to) {
    char digits[12];
    size_t count = 0;

    do {
        digits[count++] = (char)('0' + number % 10U);
        number /= 10U;
    } while (number != 0);
    for (size_t i = 0; i < count; i++) {
        to[i] = digits[count - 1 - i];
    }
    to[count] = '\0';
    return count;
}

/* The text that would become these octets, whether or not it keeps to the bounds. */
static bool print_any(const struct cdc43_vendor_value *value, struct cdc43_view octets, char *to,
                      size_t *ret_len) {
    const bool has_nul =
        value->kind == CDC43_VENDOR_TEXT_NUL || value->kind == CDC43_VENDOR_NUMBER_TEXT;
    unsigned number = 0;

    *ret_len = 0;
    switch (value->kind) {
    case CDC43_VENDOR_TEXT:
    case CDC43_VENDOR_TEXT_NUL:
    case CDC43_VENDOR_NUMBER_TEXT:
        if (octets.len == 0 || (has_nul && octets.data[octets.len - 1] != 0)) {
            return false;
        }
        *ret_len = octets.len - (has_nul ? 1U : 0U);
        memcpy(to, octets.data, *ret_len);
        return true;
    case CDC43_VENDOR_NUMBER:
        if (octets.len == 0 || octets.len > NUMBER_LEN_MAX) {
            return false;
        }
        for (size_t i = 0; i < octets.len; i++) {
            number = number << 8 | octets.data[i];
        }
        *ret_len = print_number(number, to);
        return true;
    case CDC43_VENDOR_ADDRESSES:
        break;
    }
    if (octets.len > ADDRESS_LEN * value->high) {
        return false;
    }
    for (size_t i = 0; i < octets.len; i++) {
        if (i != 0) {
            to[(*ret_len)++] = i % ADDRESS_LEN == 0 ? ',' : '.';
        }
        *ret_len += print_number(octets.data[i], to + *ret_len);
    }
    return octets.len != 0 && octets.len % ADDRESS_LEN == 0;
}

bool cdc43_vendor_print(const struct cdc43_vendor_value *value, struct cdc43_view octets,
                        char ret_text[CDC43_VENDOR_TEXT_MAX]) {
    uint8_t again[CDC43_OPTION_MAX];
    char text[CDC43_VENDOR_TEXT_MAX];
    size_t again_len = 0;
    size_t len = 0;

    /* What is printed is what would be read: the rules are in one place. A number may come in more
     * octets than it needs. */
    if (octets.len > CDC43_OPTION_MAX - HEADER || !print_any(value, octets, text, &len) ||
        encode_value(value, text, len, again, &again_len) != CDC43_VENDOR_OK) {
        return false;
    }
    memcpy(ret_text, text, len);
    ret_text[len] = '\0';
    return true;
}

bool cdc43_find_vendor_of_class(struct cdc43_view vendor_class, enum cdc43_vendor_id *ret_vendor) {
    static const char *const classes[] = {
#define CDC43_VENDOR(id, name, title, begins) begins,
#include "vendors.def"
    };

    for (unsigned i = 0; i < CDC43_VENDOR_COUNT; i++) {
        const size_t len = strlen(classes[i]);

        if (len != 0 && len <= vendor_class.len &&
            memcmp(vendor_class.data, classes[i], len) == 0) {
            *ret_vendor = (enum cdc43_vendor_id)i;
            return true;
        }
    }
    return false;
}

bool cdc43_guess_vendor(struct cdc43_view octets, enum cdc43_vendor_id *ret_vendor) {
    for (unsigned i = 0; i < CDC43_VENDOR_COUNT; i++) {
        struct cdc43_tlv tlv;
        struct cdc43_where where;
        size_t at = 0;
        size_t count = 0;
        bool is_all = true;

        while (is_all && at < octets.len && cdc43_next(octets, &at, &tlv, &where) == CDC43_OK) {
            is_all = tlv.code == PAD_CODE || tlv.code == END_CODE ||
                     cdc43_find_vendor_value((enum cdc43_vendor_id)i, tlv.code) != NULL;
            count += tlv.code != PAD_CODE && tlv.code != END_CODE;
        }
        if (is_all && count != 0 && at == octets.len) {
            *ret_vendor = (enum cdc43_vendor_id)i;
            return true;
        }
    }
    return false;
}
