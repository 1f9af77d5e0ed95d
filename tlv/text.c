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
    const struct cdc43_profile *profile;
} profiles[] = {
#define CDC43_PROFILE(id, json_name, suboptions, mandatory, must_be_on, digests, sum_max)          \
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

const struct cdc43_profile *cdc43_find_profile(const char *name) {
    for (size_t i = 0; i < COUNT(profiles); i++) {
        if (strcmp(profiles[i].name, name) == 0) {
            return profiles[i].profile;
        }
    }
    return NULL;
}

const char *cdc43_profile_name(const struct cdc43_profile *profile) {
    for (size_t i = 0; i < COUNT(profiles); i++) {
        if (profiles[i].profile == profile) {
            return profiles[i].name;
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
    const char *const at = c == '\0' ? NULL : strchr(digits, c);

    return at == NULL ? 16U : (unsigned)(at - digits) % 16U;
}

static bool is_separator(char c) {
    return c != '\0' && strchr(" \t\r\n:-.", c) != NULL;
}

enum cdc43_err cdc43_parse_hex(const char *text, size_t len, uint8_t *ret_octets, size_t capacity,
                               size_t *ret_len, struct cdc43_where *ret_where) {
    size_t count = 0;
    size_t i = 0;

    *ret_where = (struct cdc43_where){0, 0, 0};
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
        *ret_where = (struct cdc43_where){CDC43_ROOT_CA_FINGERPRINT, 0, count};
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

    *ret_where = (struct cdc43_where){(uint8_t)info->code, 0, 0};
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
        ret_where->offset = 0; /* the whole is wrong, not one character */
        return CDC43_ERR_MAC;
    }
    memcpy(ret_mac, mac, sizeof mac);
    return CDC43_OK;
}

void cdc43_print_hex(struct cdc43_view octets, char *ret_text) {
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < octets.len; i++) {
        *ret_text++ = digits[octets.data[i] >> 4];
        *ret_text++ = digits[octets.data[i] & 0x0fU];
    }
    *ret_text = '\0';
}

/* Text being put together; what does not fit is left out at the end. */
struct line {
    char *to;
    size_t room; /* without the NUL */
};

static void add(struct line *line, const char *text) {
    while (*text != '\0' && line->room != 0) {
        *line->to++ = *text++;
        line->room--;
    }
    *line->to = '\0';
}

static void add_number(struct line *line, size_t number) {
    char digits[3 * sizeof number + 1];
    char *at = digits + sizeof digits - 1;

    *at = '\0';
    do {
        *--at = (char)('0' + number % 10U);
        number /= 10U;
    } while (number != 0);
    add(line, at);
}

/* What the offset counts in, behind it. */
static const char *place_text(enum cdc43_place place) {
    switch (place) {
    case CDC43_PLACE_OPTION:
        return "";
    case CDC43_PLACE_VALUE:
        return " of the value";
    case CDC43_PLACE_MESSAGE:
        return " of the message";
    case CDC43_PLACE_TEXT:
        return "";
    }
    return "";
}

/* Does the error have a place that helps? One about the whole has none, and of a value that is
 * wrong as a whole the first octet says nothing. */
static bool is_placed(enum cdc43_err err, const struct cdc43_where *where, enum cdc43_place place) {
    if (err == CDC43_ERR_MISSING || err == CDC43_ERR_TOO_LONG || err == CDC43_ERR_LIMIT ||
        err == CDC43_ERR_BUFFER || err == CDC43_ERR_WORD || err == CDC43_ERR_COMMON_NAME_TOO_LONG ||
        err == CDC43_ERR_ENROLMENT_OFF) {
        return false;
    }
    if (err == CDC43_ERR_SERVER_CHARACTER || err == CDC43_ERR_PASSWORD_CHARACTER ||
        err == CDC43_ERR_HEX_DIGIT || err == CDC43_ERR_HEX_ODD || place == CDC43_PLACE_OPTION ||
        place == CDC43_PLACE_MESSAGE) {
        return true;
    }
    return where->offset != 0;
}

static const char *excess_text(enum cdc43_err err, size_t excess) {
    if (err == CDC43_ERR_FLAG_LENGTH || err == CDC43_ERR_FINGERPRINT_LENGTH) {
        return excess == 1 ? " octet found" : " octets found";
    }
    if (err == CDC43_ERR_BUFFER) {
        return " too small";
    }
    if (err == CDC43_ERR_COMMON_NAME_TOO_LONG) {
        return " too many";
    }
    return excess == 1 ? " octet too many" : " octets too many";
}

void cdc43_print_error(enum cdc43_err err, const struct cdc43_where *where, enum cdc43_place place,
                       char *ret_text, size_t capacity) {
    const struct cdc43_suboption_info *const info = cdc43_find_suboption(where->suboption);
    struct line line = {ret_text, capacity - 1};
    const char *const text = cdc43_err_text(err);
    const bool placed = is_placed(err, where, place);

    if (where->suboption != 0) {
        add(&line, "suboption ");
        add_number(&line, where->suboption);
        if (info != NULL) {
            add(&line, " (");
            add(&line, info->label);
            add(&line, ")");
        }
        add(&line, placed ? ", " : ": ");
    }
    if (placed) {
        add(&line, place == CDC43_PLACE_TEXT ? "character " : "octet ");
        add_number(&line, where->offset);
        add(&line, place_text(place));
        add(&line, ": ");
    }
    add(&line, text != NULL ? text : "unknown error");
    if (where->excess != 0) {
        add(&line, ", ");
        add_number(&line, where->excess);
        add(&line, excess_text(err, where->excess));
    }
}
