/* SPDX-License-Identifier: MIT */
/* Names, words, hexadecimal and sentences, out of the tables. */
#include "text.h"

#include <string.h>

const struct cdc43_suboption_info cdc43_suboptions[CDC43_SUBOPTION_COUNT] = {
#define CDC43_SUBOPTION(code, id, member, json_name, label, kind, mandatory, off, on)              \
    {CDC43_##id, CDC43_KIND_##kind, json_name, label, mandatory, off, on},
#include "suboptions.def"
};

const struct cdc43_tolerance_info cdc43_tolerances[CDC43_TOLERANCE_COUNT] = {
#define CDC43_TOLERANCE(id, json_name, comment) {CDC43_TOLERATED_##id, json_name, comment},
#include "suboptions.def"
};

static const struct {
    const char *name;
    const struct cdc43_device *device;
} devices[] = {
#define CDC43_DEVICE(id, json_name, suboptions, mandatory, must_be_on, digests, sum_max)           \
    {json_name, &cdc43_##id},
#include "suboptions.def"
};

static const struct {
    const char *name;
    size_t size;
} digests[] = {
#define CDC43_DIGEST(id, json_name, size) {json_name, size},
#include "suboptions.def"
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

const struct cdc43_suboption_info *cdc43_find_suboption(unsigned code) {
    if (code < CDC43_FIRST_SUBOPTION || code > CDC43_LAST_SUBOPTION) {
        return NULL;
    }
    return &cdc43_suboptions[code - CDC43_FIRST_SUBOPTION];
}

const struct cdc43_suboption_info *cdc43_find_suboption_name(const char *name) {
    for (size_t i = 0; i < COUNT(cdc43_suboptions); i++) {
        if (strcmp(cdc43_suboptions[i].name, name) == 0) {
            return &cdc43_suboptions[i];
        }
    }
    return NULL;
}

bool cdc43_is_boolean(const struct cdc43_suboption_info *info) {
    return info->kind == CDC43_KIND_FLAG && info->code != CDC43_CERTIFICATE_SELECT;
}

const struct cdc43_device *cdc43_find_device(const char *name) {
    for (size_t i = 0; i < COUNT(devices); i++) {
        if (strcmp(devices[i].name, name) == 0) {
            return devices[i].device;
        }
    }
    return NULL;
}

const char *cdc43_device_name(const struct cdc43_device *device) {
    for (size_t i = 0; i < COUNT(devices); i++) {
        if (devices[i].device == device) {
            return devices[i].name;
        }
    }
    return NULL;
}

const char *cdc43_digest_name(size_t size) {
    for (size_t i = 0; i < COUNT(digests); i++) {
        if (digests[i].size == size) {
            return digests[i].name;
        }
    }
    return NULL;
}

size_t cdc43_digest_size(const char *name) {
    for (size_t i = 0; i < COUNT(digests); i++) {
        if (strcmp(digests[i].name, name) == 0) {
            return digests[i].size;
        }
    }
    return 0;
}

/* 0 to 15, or 16 for what is no digit. */
static unsigned digit_value(char c) {
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    size_t i = 0;

    while (digits[i] != '\0' && digits[i] != c) {
        i++;
    }
    return digits[i] == '\0' ? 16U : (unsigned)i % 16U;
}

static bool is_separator(char c) {
    return c != '\0' && strchr(" \t\r\n:-.", c) != NULL;
}

enum cdc43_err cdc43_parse_hex(const char *text, size_t len, uint8_t *ret_octets, size_t capacity,
                               size_t *ret_len, struct cdc43_where *ret_where) {
    size_t count = 0;
    size_t i = 0;

    *ret_where = (struct cdc43_where){0, CDC43_PLACE_TEXT, 0, 0, 0};
    while (i < len) {
        unsigned high;
        unsigned low;

        if (is_separator(text[i])) {
            i++;
            continue;
        }
        if (len - i >= 2 && text[i] == '0' && (text[i + 1] == 'x' || text[i + 1] == 'X')) {
            i += 2;
        }
        high = i < len ? digit_value(text[i]) : 16U;
        low = len - i >= 2 ? digit_value(text[i + 1]) : 16U;
        ret_where->offset = i;
        if (high > 15U) {
            return CDC43_ERR_HEX_DIGIT;
        }
        if (low > 15U) {
            if (len - i < 2 || is_separator(text[i + 1])) {
                return CDC43_ERR_HEX_ODD;
            }
            ret_where->offset = i + 1;
            return CDC43_ERR_HEX_DIGIT;
        }
        if (count < capacity) {
            ret_octets[count] = (uint8_t)(high << 4 | low);
        }
        count++;
        i += 2;
    }
    *ret_len = count;
    return CDC43_OK;
}

enum cdc43_err cdc43_parse_fingerprint(const char *text, size_t len,
                                       uint8_t ret_octets[CDC43_DIGEST_MAX], size_t *ret_len,
                                       struct cdc43_where *ret_where) {
    uint8_t octets[CDC43_DIGEST_MAX];
    size_t count = 0;
    const enum cdc43_err err = cdc43_parse_hex(text, len, octets, sizeof octets, &count, ret_where);

    ret_where->suboption = CDC43_ROOT_CA_FINGERPRINT;
    if (err != CDC43_OK) {
        return err;
    }
    if (cdc43_digest_name(count) == NULL) {
        *ret_where =
            (struct cdc43_where){CDC43_ROOT_CA_FINGERPRINT, CDC43_PLACE_VALUE, 0, 0, count};
        return CDC43_ERR_FINGERPRINT_LENGTH;
    }
    memcpy(ret_octets, octets, count);
    *ret_len = count;
    return CDC43_OK;
}

enum cdc43_err cdc43_parse_flag(const struct cdc43_suboption_info *info, const char *text,
                                bool *ret_on, struct cdc43_where *ret_where) {
    const bool on_off = cdc43_is_boolean(info);
    const bool on = strcmp(text, info->on_word) == 0 || (on_off && strcmp(text, "on") == 0);
    const bool off = strcmp(text, info->off_word) == 0 || (on_off && strcmp(text, "off") == 0);

    *ret_where = (struct cdc43_where){(uint8_t)info->code, CDC43_PLACE_NONE, 0, 0, 0};
    if (!on && !off) {
        return CDC43_ERR_WORD;
    }
    *ret_on = on;
    return CDC43_OK;
}

enum cdc43_err cdc43_parse_mac(const char *text, size_t len, uint8_t ret_mac[6],
                               struct cdc43_where *ret_where) {
    uint8_t mac[6];
    size_t count = 0;

    if (cdc43_parse_hex(text, len, mac, sizeof mac, &count, ret_where) != CDC43_OK) {
        return CDC43_ERR_MAC;
    }
    if (count != sizeof mac) {
        *ret_where = (struct cdc43_where){0, CDC43_PLACE_NONE, 0, 0, 0}; /* the whole is wrong */
        return CDC43_ERR_MAC;
    }
    memcpy(ret_mac, mac, sizeof mac);
    return CDC43_OK;
}

void cdc43_print_hex(struct cdc43_view octets, char *ret_text) {
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < octets.len; i++) {
        ret_text[2 * i] = digits[octets.data[i] >> 4];
        ret_text[2 * i + 1] = digits[octets.data[i] & 0x0fU];
    }
    ret_text[2 * octets.len] = '\0';
}

void cdc43_line_add(struct cdc43_line *line, const char *text) {
    for (size_t i = 0; text[i] != '\0' && line->len < line->room; i++) {
        line->text[line->len++] = text[i];
    }
    line->text[line->len] = '\0';
}

void cdc43_line_add_number(struct cdc43_line *line, size_t number) {
    char digits[3 * sizeof number + 1];
    size_t at = sizeof digits - 1;

    digits[at] = '\0';
    do {
        digits[--at] = (char)('0' + number % 10U);
        number /= 10U;
    } while (number != 0);
    cdc43_line_add(line, &digits[at]);
}

static void add_count(struct cdc43_line *line, size_t count, const char *unit) {
    cdc43_line_add_number(line, count);
    cdc43_line_add(line, unit);
    cdc43_line_add(line, count == 1 ? "" : "s");
}

/* The columns of the error table: what the offset counts, and what the excess. */
enum offset_counts { AT_NONE, AT_OPTION, AT_VALUE, AT_START, AT_MESSAGE, AT_TEXT };
enum excess_counts { IS_NONE, IS_FOUND, IS_MISSING, IS_OVER, IS_OVER_LIMIT };

struct columns {
    const char *sentence;
    enum offset_counts offset;
    enum excess_counts excess;
    size_t limit; /* of IS_OVER */
};

#define EXCESS_NONE IS_NONE, 0
#define EXCESS_FOUND IS_FOUND, 0
#define EXCESS_MISSING IS_MISSING, 0
#define EXCESS_OVER(limit) IS_OVER, limit
#define EXCESS_OVER_LIMIT IS_OVER_LIMIT, 0

static struct columns columns_of(enum cdc43_err err) {
    switch (err) {
    case CDC43_OK:
        break;
#define CDC43_ERROR(number, id, offset, excess, sentence)                                          \
    case CDC43_ERR_##id:                                                                           \
        return (struct columns){sentence, AT_##offset, EXCESS_##excess};
#include "errors.def"
    }
    return (struct columns){"unknown error", AT_NONE, EXCESS_NONE};
}

/* "octet 12 of the value", after a comma if it is not the first. Nothing when there is no place, or
 * when all that it says is that a value begins with its first octet. */
static void add_place(struct cdc43_line *line, const struct columns *columns,
                      const struct cdc43_where *where) {
    const char *unit = "octet ";
    const char *whole = "";

    if (columns->offset == AT_NONE) {
        return;
    }
    switch ((enum cdc43_place)where->place) {
    case CDC43_PLACE_NONE:
        return;
    case CDC43_PLACE_OPTION:
        break;
    case CDC43_PLACE_VALUE:
        if (columns->offset == AT_START) {
            return;
        }
        whole = " of the value";
        break;
    case CDC43_PLACE_MESSAGE:
        whole = " of the message";
        break;
    case CDC43_PLACE_TEXT:
        unit = "character ";
        break;
    }
    cdc43_line_add(line, where->suboption != 0 ? ", " : "");
    cdc43_line_add(line, unit);
    cdc43_line_add_number(line, where->offset);
    cdc43_line_add(line, whole);
}

static void add_excess(struct cdc43_line *line, const struct columns *columns,
                       const struct cdc43_where *where) {
    switch (columns->excess) {
    case IS_NONE:
        break;
    case IS_FOUND:
        cdc43_line_add(line, ", ");
        add_count(line, where->excess, " octet");
        cdc43_line_add(line, " found");
        break;
    case IS_MISSING:
        if (where->excess != 0) { /* a length that is missing itself says no number */
            cdc43_line_add(line, ", ");
            add_count(line, where->excess, " octet");
            cdc43_line_add(line, " missing");
        }
        break;
    case IS_OVER:
        cdc43_line_add(line, ", ");
        cdc43_line_add_number(line, columns->limit + where->excess);
        cdc43_line_add(line, " found");
        break;
    case IS_OVER_LIMIT:
        cdc43_line_add(line, ": ");
        add_count(line, where->limit, " octet");
        cdc43_line_add(line, " at most, ");
        cdc43_line_add_number(line, where->limit + where->excess);
        cdc43_line_add(line, " found");
        break;
    }
}

void cdc43_print_error(enum cdc43_err err, const struct cdc43_where *where, char *ret_text,
                       size_t capacity) {
    const struct cdc43_suboption_info *const info = cdc43_find_suboption(where->suboption);
    const struct columns columns = columns_of(err);
    struct cdc43_line line = {ret_text, capacity - 1, 0};

    ret_text[0] = '\0';
    if (where->suboption != 0) {
        cdc43_line_add(&line, "suboption ");
        cdc43_line_add_number(&line, where->suboption);
        if (info != NULL) {
            cdc43_line_add(&line, " (");
            cdc43_line_add(&line, info->label);
            cdc43_line_add(&line, ")");
        }
    }
    add_place(&line, &columns, where);
    cdc43_line_add(&line, line.len != 0 ? ": " : "");
    cdc43_line_add(&line, columns.sentence);
    add_excess(&line, &columns, where);
}
