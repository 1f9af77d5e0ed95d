/* SPDX-License-Identifier: MIT */
/* Text that names each suboption: one small reader for each way of doing so. */
#include "tlv/formats/typed.h"

#include <string.h>

#include "tlv/text.h"

/* Hexadecimal digits up to end. */
static bool put_digits(struct cdc43_reading *reading, const char *from, const char *end) {
    struct cdc43_scan input = {from, end};
    unsigned octet;

    while (input.at < end) {
        if (*input.at == ':') {
            input.at++;
        }
        if (!cdc43_scan_octet(&input, &octet)) {
            return false;
        }
        cdc43_scan_put(reading, octet);
    }
    return true;
}

/* Text in which \xNN is an octet, and another backslash is left out before what it quotes. In Kea's
 * JSON a comma has two before it. */
static bool put_escaped(struct cdc43_reading *reading, const char *from, const char *end,
                        bool is_kea) {
    struct cdc43_scan input = {from, end};
    unsigned octet;

    while (input.at < end) {
        if (is_kea && cdc43_scan_take(&input, "\\\\,")) {
            cdc43_scan_put(reading, ',');
            continue;
        }
        if (cdc43_scan_take(&input, "\\x")) {
            if (!cdc43_scan_octet(&input, &octet)) {
                return false;
            }
            cdc43_scan_put(reading, octet);
            continue;
        }
        if (*input.at == '\\' && end - input.at > 1) {
            input.at++;
        }
        cdc43_scan_put(reading, (unsigned char)*input.at++);
    }
    return true;
}

/* The value of a suboption as a person writes it: 0, 1, true, false or a word for a flag, digits
 * for a digest, and text. */
static bool put_value(struct cdc43_reading *reading, unsigned code, const char *from,
                      const char *end, bool is_kea) {
    const struct cdc43_suboption_info *const info = cdc43_find_suboption(code);
    const size_t len = (size_t)(end - from);
    struct cdc43_scan input = {from, end};
    unsigned number = 0;

    if (info == NULL || info->kind == CDC43_KIND_TEXT) {
        return put_escaped(reading, from, end, is_kea);
    }
    if (info->kind == CDC43_KIND_DIGEST) {
        return put_digits(reading, from, end);
    }
    if (!cdc43_scan_number(&input, &number)) {
        number = (len == 4 && memcmp(from, "true", len) == 0) ||
                 (len == strlen(info->on_word) && memcmp(from, info->on_word, len) == 0);
    }
    cdc43_scan_put(reading, number);
    return true;
}

bool cdc43_read_networkd(struct cdc43_scan input, struct cdc43_reading *reading) {
    while (cdc43_scan_find(&input, "SendVendorOption=")) {
        unsigned code;
        size_t start;
        bool is_good = cdc43_scan_number(&input, &code) && cdc43_scan_take(&input, ":");

        if (!is_good) {
            return false;
        }
        start = cdc43_scan_begin(reading, code);
        if (cdc43_scan_take(&input, "uint8:")) {
            unsigned number;

            is_good = cdc43_scan_number(&input, &number);
            cdc43_scan_put(reading, number);
        } else {
            is_good = cdc43_scan_take(&input, "string:") &&
                      put_escaped(reading, input.at, cdc43_scan_line_end(&input), false);
        }
        if (!is_good || !cdc43_scan_end(reading, start)) {
            return false;
        }
    }
    return reading->len != 0;
}

bool cdc43_read_dnsmasq(struct cdc43_scan input, struct cdc43_reading *reading) {
    unsigned seen = 0;

    while (cdc43_scan_find(&input, "vendor:") && cdc43_scan_find(&input, ",")) {
        unsigned code;
        size_t start;

        if (!cdc43_scan_number(&input, &code) || !cdc43_scan_take(&input, ",") || code >= 32) {
            return false;
        }
        if ((seen & 1U << code) != 0) {
            break;
        }
        seen |= 1U << code;
        start = cdc43_scan_begin(reading, code);
        if (!put_value(reading, code, input.at, cdc43_scan_line_end(&input), false) ||
            !cdc43_scan_end(reading, start)) {
            return false;
        }
    }
    return reading->len != 0;
}

bool cdc43_read_parentheses(struct cdc43_scan input, struct cdc43_reading *reading) {
    while (cdc43_scan_find(&input, "(")) {
        const char *value;
        unsigned code;
        size_t start;

        if (!cdc43_scan_number(&input, &code) || !cdc43_scan_take(&input, " ")) {
            return false;
        }
        value = input.at;
        if (!cdc43_scan_find(&input, ")")) {
            return false;
        }
        start = cdc43_scan_begin(reading, code);
        if (!put_value(reading, code, value, input.at - 1, false) ||
            !cdc43_scan_end(reading, start)) {
            return false;
        }
    }
    return reading->len != 0;
}

/* Is the word before this place the end of "suboption" or "sub-option"? */
static bool is_after_sub(const char *text, const char *option) {
    const size_t before = (size_t)(option - text);

    return (before >= 3 && memcmp(option - 3, "sub", 3) == 0) ||
           (before >= 4 && memcmp(option - 4, "sub-", 4) == 0);
}

bool cdc43_read_suboptions(struct cdc43_scan input, struct cdc43_reading *reading) {
    static const char word[] = "option ";
    const char *const text = input.at;
    unsigned last = 0;

    while (cdc43_scan_find(&input, word)) {
        const char *value;
        unsigned code;
        size_t start;
        bool is_hex;

        if (!is_after_sub(text, input.at - (sizeof word - 1)) ||
            !cdc43_scan_number(&input, &code) || !cdc43_scan_take(&input, " ")) {
            continue;
        }
        is_hex = cdc43_scan_take(&input, "hex ");
        if (!is_hex && !cdc43_scan_take(&input, "ascii ") && !cdc43_scan_take(&input, "string ")) {
            continue;
        }
        if (code <= last) {
            break;
        }
        last = code;
        value = input.at;
        while (input.at < input.end && !cdc43_scan_is_blank(*input.at)) {
            input.at++;
        }
        start = cdc43_scan_begin(reading, code);
        if (!(is_hex ? put_digits(reading, value, input.at)
                     : put_escaped(reading, value, input.at, false)) ||
            !cdc43_scan_end(reading, start)) {
            return false;
        }
    }
    return reading->len != 0;
}

/* A JSON string or bare word, without the quotes. */
static bool take_json_value(struct cdc43_scan *input, const char **ret_from, const char **ret_end) {
    cdc43_scan_blanks(input);
    if (cdc43_scan_take(input, "\"")) {
        *ret_from = input->at;
        while (input->at < input->end && *input->at != '"') {
            input->at += *input->at == '\\' && input->end - input->at > 1 ? 2 : 1;
        }
        *ret_end = input->at;
        return input->at < input->end;
    }
    *ret_from = input->at;
    while (input->at < input->end && cdc43_scan_is_word(*input->at)) {
        input->at++;
    }
    *ret_end = input->at;
    return *ret_from != *ret_end;
}

/* The value that belongs to the name "KEY": after its colon, or, in an entry of Kea's option-data,
 * that of "data" in the same object. */
static bool find_json_value(struct cdc43_scan input, const char *name, const char **ret_from,
                            const char **ret_end, bool *ret_is_kea) {
    while (cdc43_scan_find(&input, "\"")) {
        struct cdc43_scan rest = input;

        if (!cdc43_scan_take(&rest, name) || !cdc43_scan_take(&rest, "\"")) {
            continue;
        }
        cdc43_scan_blanks(&rest);
        *ret_is_kea = !cdc43_scan_take(&rest, ":");
        if (!*ret_is_kea) {
            return take_json_value(&rest, ret_from, ret_end);
        }
        for (; rest.at < rest.end && *rest.at != '}'; rest.at++) {
            if (cdc43_scan_take(&rest, "\"data\"")) {
                cdc43_scan_blanks(&rest);
                return cdc43_scan_take(&rest, ":") && take_json_value(&rest, ret_from, ret_end);
            }
        }
    }
    return false;
}

bool cdc43_read_json(struct cdc43_scan input, struct cdc43_reading *reading) {
    for (size_t i = 0; i < CDC43_SUBOPTION_COUNT; i++) {
        const struct cdc43_suboption_info *const info = &cdc43_suboptions[i];
        const char *from;
        const char *end;
        bool is_kea;
        size_t start;

        if (!find_json_value(input, info->name, &from, &end, &is_kea)) {
            continue;
        }
        start = cdc43_scan_begin(reading, info->code);
        if (!put_value(reading, info->code, from, end, is_kea) || !cdc43_scan_end(reading, start)) {
            return false;
        }
    }
    return reading->len != 0;
}
