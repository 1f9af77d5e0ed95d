/* SPDX-License-Identifier: MIT */
/* Finds octets in pasted text: one small reader for each way of writing them. */
#include "tlv/formats/read.h"

#include <string.h>

#include "tlv/text.h"

#define OPTION_CODE 43U
#define OPTION_HEADER 2U
#define OCTET_DIGITS_MAX 3U /* of a decimal number */
#define LEAST 4U            /* octets that are worth to be called a value, among other text */

/* A text and how far it has been read. */
struct input {
    const char *at;
    const char *end;
};

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* 16: no hexadecimal digit. */
static unsigned digit_of(char c) {
    if (is_digit(c)) {
        return (unsigned)(c - '0');
    }
    if (c >= 'a' && c <= 'f') {
        return (unsigned)(c - 'a') + 10U;
    }
    return c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10U : 16U;
}

static bool is_word(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void skip_blanks(struct input *input) {
    while (input->at < input->end && is_blank(*input->at)) {
        input->at++;
    }
}

/* Is the text next? Then it is behind afterwards. */
static bool take(struct input *input, const char *text) {
    const size_t len = strlen(text);

    if ((size_t)(input->end - input->at) < len || memcmp(input->at, text, len) != 0) {
        return false;
    }
    input->at += len;
    return true;
}

/* Goes to behind the next occurrence; false: there is none. */
static bool find(struct input *input, const char *text) {
    for (; input->at < input->end; input->at++) {
        if (take(input, text)) {
            return true;
        }
    }
    return false;
}

/* A decimal number of at most three digits. */
static bool take_number(struct input *input, unsigned *ret_number) {
    const char *const start = input->at;
    unsigned number = 0;

    while (input->at < input->end && is_digit(*input->at) &&
           (size_t)(input->at - start) <= OCTET_DIGITS_MAX) {
        number = number * 10U + (unsigned)(*input->at - '0');
        input->at++;
    }
    *ret_number = number;
    return input->at != start && number <= UINT8_MAX;
}

static bool take_octet(struct input *input, unsigned *ret_octet) {
    if (input->end - input->at < 2 || digit_of(input->at[0]) > 15U ||
        digit_of(input->at[1]) > 15U) {
        return false;
    }
    *ret_octet = digit_of(input->at[0]) << 4 | digit_of(input->at[1]);
    input->at += 2;
    return true;
}

static void put(struct cdc43_reading *reading, unsigned octet) {
    if (reading->len < CDC43_READ_MAX) {
        reading->octets[reading->len++] = (uint8_t)octet;
    }
}

/* Begins a suboption, whose length end_suboption fills in. Its place. */
static size_t begin_suboption(struct cdc43_reading *reading, unsigned code) {
    put(reading, code);
    put(reading, 0);
    return reading->len;
}

static bool end_suboption(struct cdc43_reading *reading, size_t start) {
    if (reading->len == CDC43_READ_MAX || reading->len - start > UINT8_MAX) {
        return false;
    }
    reading->octets[start - 1] = (uint8_t)(reading->len - start);
    return true;
}

/* Hexadecimal digits up to end. */
static bool put_digits(struct cdc43_reading *reading, const char *from, const char *end) {
    struct input input = {from, end};
    unsigned octet;

    while (input.at < end) {
        if (*input.at == ':') {
            input.at++;
        }
        if (!take_octet(&input, &octet)) {
            return false;
        }
        put(reading, octet);
    }
    return true;
}

/* Text in which \xNN is an octet, and another backslash is left out before what it quotes. In Kea's
 * JSON a comma has two before it. */
static bool put_escaped(struct cdc43_reading *reading, const char *from, const char *end,
                        bool is_kea) {
    struct input input = {from, end};
    unsigned octet;

    while (input.at < end) {
        if (is_kea && take(&input, "\\\\,")) {
            put(reading, ',');
            continue;
        }
        if (take(&input, "\\x")) {
            if (!take_octet(&input, &octet)) {
                return false;
            }
            put(reading, octet);
            continue;
        }
        if (*input.at == '\\' && end - input.at > 1) {
            input.at++;
        }
        put(reading, (unsigned char)*input.at++);
    }
    return true;
}

/* The value of a suboption as a person writes it: 0, 1, true, false or a word for a flag, digits
 * for a digest, and text. */
static bool put_value(struct cdc43_reading *reading, unsigned code, const char *from,
                      const char *end, bool is_kea) {
    const struct cdc43_suboption_info *const info = cdc43_find_suboption(code);
    const size_t len = (size_t)(end - from);
    struct input input = {from, end};
    unsigned number = 0;

    if (info == NULL || info->kind == CDC43_KIND_TEXT) {
        return put_escaped(reading, from, end, is_kea);
    }
    if (info->kind == CDC43_KIND_DIGEST) {
        return put_digits(reading, from, end);
    }
    if (!take_number(&input, &number)) {
        number = (len == 4 && memcmp(from, "true", len) == 0) ||
                 (len == strlen(info->on_word) && memcmp(from, info->on_word, len) == 0);
    }
    put(reading, number);
    return true;
}

static const char *line_end(const struct input *input) {
    const char *at = input->at;

    while (at < input->end && *at != '\n' && *at != '\r') {
        at++;
    }
    return at;
}

/* SendVendorOption=CODE:TYPE:DATA, one in a line. */
static bool read_networkd(struct input input, struct cdc43_reading *reading) {
    while (find(&input, "SendVendorOption=")) {
        unsigned code;
        size_t start;
        bool is_good = take_number(&input, &code) && take(&input, ":");

        if (!is_good) {
            return false;
        }
        start = begin_suboption(reading, code);
        if (take(&input, "uint8:")) {
            unsigned number;

            is_good = take_number(&input, &number);
            put(reading, number);
        } else {
            is_good =
                take(&input, "string:") && put_escaped(reading, input.at, line_end(&input), false);
        }
        if (!is_good || !end_suboption(reading, start)) {
            return false;
        }
    }
    return reading->len != 0;
}

/* vendor:CLASS,CODE,VALUE, one in a line; the same class and codes again, for another model, end
 * it. */
static bool read_dnsmasq(struct input input, struct cdc43_reading *reading) {
    unsigned seen = 0;

    while (find(&input, "vendor:") && find(&input, ",")) {
        unsigned code;
        size_t start;

        if (!take_number(&input, &code) || !take(&input, ",") || code >= 32) {
            return false;
        }
        if ((seen & 1U << code) != 0) {
            break;
        }
        seen |= 1U << code;
        start = begin_suboption(reading, code);
        if (!put_value(reading, code, input.at, line_end(&input), false) ||
            !end_suboption(reading, start)) {
            return false;
        }
    }
    return reading->len != 0;
}

/* (10 1)(11 http://10.79.57.91) */
static bool read_parentheses(struct input input, struct cdc43_reading *reading) {
    while (find(&input, "(")) {
        const char *value;
        unsigned code;
        size_t start;

        if (!take_number(&input, &code) || !take(&input, " ")) {
            return false;
        }
        value = input.at;
        if (!find(&input, ")")) {
            return false;
        }
        start = begin_suboption(reading, code);
        if (!put_value(reading, code, value, input.at - 1, false) ||
            !end_suboption(reading, start)) {
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

/* suboption 10 hex 01 suboption 11 string http://a, also with sub-option and ascii. A repeated
 * list, for another model, ends it. */
static bool read_suboptions(struct input input, struct cdc43_reading *reading) {
    static const char word[] = "option ";
    const char *const text = input.at;
    unsigned last = 0;

    while (find(&input, word)) {
        const char *value;
        unsigned code;
        size_t start;
        bool is_hex;

        if (!is_after_sub(text, input.at - (sizeof word - 1)) || !take_number(&input, &code) ||
            !take(&input, " ")) {
            continue;
        }
        is_hex = take(&input, "hex ");
        if (!is_hex && !take(&input, "ascii ") && !take(&input, "string ")) {
            continue;
        }
        if (code <= last) {
            break;
        }
        last = code;
        value = input.at;
        while (input.at < input.end && !is_blank(*input.at)) {
            input.at++;
        }
        start = begin_suboption(reading, code);
        if (!(is_hex ? put_digits(reading, value, input.at)
                     : put_escaped(reading, value, input.at, false)) ||
            !end_suboption(reading, start)) {
            return false;
        }
    }
    return reading->len != 0;
}

/* A JSON string or bare word, without the quotes. */
static bool take_json_value(struct input *input, const char **ret_from, const char **ret_end) {
    skip_blanks(input);
    if (take(input, "\"")) {
        *ret_from = input->at;
        while (input->at < input->end && *input->at != '"') {
            input->at += *input->at == '\\' && input->end - input->at > 1 ? 2 : 1;
        }
        *ret_end = input->at;
        return input->at < input->end;
    }
    *ret_from = input->at;
    while (input->at < input->end && is_word(*input->at)) {
        input->at++;
    }
    *ret_end = input->at;
    return *ret_from != *ret_end;
}

/* The value that belongs to the name "KEY": after its colon, or, in an entry of Kea's option-data,
 * that of "data" in the same object. */
static bool find_json_value(struct input input, const char *name, const char **ret_from,
                            const char **ret_end, bool *ret_is_kea) {
    while (find(&input, "\"")) {
        struct input rest = input;

        if (!take(&rest, name) || !take(&rest, "\"")) {
            continue;
        }
        skip_blanks(&rest);
        *ret_is_kea = !take(&rest, ":");
        if (!*ret_is_kea) {
            return take_json_value(&rest, ret_from, ret_end);
        }
        for (; rest.at < rest.end && *rest.at != '}'; rest.at++) {
            if (take(&rest, "\"data\"")) {
                skip_blanks(&rest);
                return take(&rest, ":") && take_json_value(&rest, ret_from, ret_end);
            }
        }
    }
    return false;
}

static bool read_json(struct input input, struct cdc43_reading *reading) {
    for (size_t i = 0; i < CDC43_SUBOPTION_COUNT; i++) {
        const struct cdc43_suboption_info *const info = &cdc43_suboptions[i];
        const char *from;
        const char *end;
        bool is_kea;
        size_t start;

        if (!find_json_value(input, info->name, &from, &end, &is_kea)) {
            continue;
        }
        start = begin_suboption(reading, info->code);
        if (!put_value(reading, info->code, from, end, is_kea) || !end_suboption(reading, start)) {
            return false;
        }
    }
    return reading->len != 0;
}

static bool read_escapes(struct input input, struct cdc43_reading *reading) {
    unsigned octet;

    if (!find(&input, "\\x")) {
        return false;
    }
    input.at -= 2;
    while (take(&input, "\\x") && take_octet(&input, &octet)) {
        put(reading, octet);
        while (input.at < input.end && (is_blank(*input.at) || *input.at == '"')) {
            input.at++;
        }
    }
    return reading->len >= LEAST;
}

/* 0x0a 0x01, with anything but words between them. */
static bool read_numbers(struct input input, struct cdc43_reading *reading) {
    while (find(&input, "0x")) {
        const char *const start = input.at;
        unsigned octet;

        if (!take_octet(&input, &octet)) {
            return false;
        }
        if (input.at < input.end && digit_of(*input.at) < 16U) { /* a longer number */
            if (reading->len >= LEAST) {
                return false;
            }
            reading->len = 0;
            continue;
        }
        put(reading, octet);
        while (input.at < input.end && !is_word(*input.at)) {
            input.at++;
        }
        if (input.at < input.end && *input.at != '0') {
            break;
        }
        if (input.at == start) {
            return false;
        }
    }
    return reading->len >= LEAST;
}

/* The offset that a line of a dump begins with. */
static bool take_offset(struct input *input, size_t *ret_offset) {
    const char *const start = input->at;
    size_t offset = 0;

    (void)take(input, "0x");
    while (input->at < input->end && digit_of(*input->at) < 16U && input->at - start < 10) {
        offset = offset << 4 | digit_of(*input->at);
        input->at++;
    }
    *ret_offset = offset;
    return input->at - start >= 4 && input->at < input->end &&
           (take(input, ":") || *input->at == ' ' || *input->at == '\t');
}

/* Lines of an offset, up to 16 octets with single blanks between or in pairs, and then anything. */
static bool read_dump(struct input input, struct cdc43_reading *reading) {
    size_t first = 0;
    size_t lines = 0;

    while (input.at < input.end) {
        struct input line = {input.at, line_end(&input)};
        size_t offset;
        size_t count = 0;
        unsigned octet;

        while (line.at < line.end && (*line.at == ' ' || *line.at == '\t')) {
            line.at++;
        }
        input.at = line.end;
        skip_blanks(&input);
        if (line.at == line.end) {
            continue;
        }
        if (!take_offset(&line, &offset)) {
            return false;
        }
        first = lines == 0 ? offset : first;
        if (offset - first != reading->len) {
            return false;
        }
        while (line.at < line.end && *line.at == ' ') {
            line.at++;
        }
        while (count < 16 && take_octet(&line, &octet)) {
            put(reading, octet);
            count++;
            if (take(&line, "  ") && count != 8) { /* the text at the right */
                break;
            }
            (void)take(&line, " ");
        }
        lines++;
    }
    return lines > 0 && reading->len >= LEAST;
}

/* Is this a list of suboptions, at least one of them ours? */
static bool is_option(const struct cdc43_reading *reading) {
    const struct cdc43_view octets = {reading->octets, reading->len};
    struct cdc43_where where;
    struct cdc43_tlv tlv;
    bool is_ours = false;
    size_t at = 0;

    while (at < octets.len) {
        if (cdc43_next(octets, &at, &tlv, &where) != CDC43_OK) {
            return false;
        }
        is_ours = is_ours || cdc43_find_suboption(tlv.code) != NULL;
    }
    return is_ours;
}

/* 10, 1, 1, 11 or "10","1" or 10.1.1.11: the longest such list. */
static bool read_decimal(struct input input, struct cdc43_reading *reading) {
    struct cdc43_reading list = {.len = 0};

    while (input.at < input.end) {
        unsigned number;

        if (!is_digit(*input.at) ||
            (input.at[0] == '0' && input.end - input.at > 1 && is_word(input.at[1]))) {
            if (is_word(*input.at)) {
                while (input.at < input.end && is_word(*input.at)) {
                    input.at++;
                }
                list.len = 0;
            } else if (strchr(",. \"'\t\r\n", *input.at++) == NULL) { /* no separator */
                list.len = 0;
            }
            continue;
        }
        if (!take_number(&input, &number) || (input.at < input.end && is_word(*input.at))) {
            while (input.at < input.end && is_word(*input.at)) {
                input.at++;
            }
            list.len = 0;
            continue;
        }
        put(&list, number);
        if (list.len > reading->len) {
            memcpy(reading->octets, list.octets, list.len);
            reading->len = list.len;
        }
    }
    cdc43_wipe(&list, sizeof list);
    return reading->len >= LEAST && is_option(reading);
}

static size_t count_digits(const char *from, const char *end) {
    const char *at = from;

    while (at < end && digit_of(*at) < 16U) {
        at++;
    }
    return (size_t)(at - from);
}

/* One run of octets: groups of pairs of digits, with at most one separator between two groups. All
 * groups have the length of the first but for the last, which may be shorter: a number before a
 * value is none of it. */
static void take_run(struct input *input, struct cdc43_reading *run) {
    const size_t group = count_digits(input->at, input->end);
    size_t len = group;
    unsigned octet;

    run->len = 0;
    while (len != 0 && len <= group && len % 2 == 0) {
        for (size_t i = 0; i < len && take_octet(input, &octet); i += 2) {
            put(run, octet);
        }
        if (input->end - input->at < 3 || *input->at == '\0' || len < group ||
            strchr(":-. ", *input->at) == NULL) {
            return;
        }
        len = count_digits(input->at + 1, input->end);
        if (len != 0 && len <= group && len % 2 == 0) {
            input->at++;
        }
    }
}

/* Is there a word that no hexadecimal digits make? Then the digits are part of some other text. */
static bool has_words(struct input input) {
    while (input.at < input.end) {
        size_t letters = 0;
        bool is_other = false;

        for (; input.at < input.end && is_word(*input.at); input.at++) {
            letters += !is_digit(*input.at);
            is_other = is_other || digit_of(*input.at) > 15U;
        }
        if (is_other && letters > 2) {
            return true;
        }
        input.at += input.at < input.end;
    }
    return false;
}

/* Runs of digits among other text: the first that is an option, else the longest. */
static bool read_digits(struct input input, struct cdc43_reading *reading) {
    const bool is_among_words = has_words(input);
    struct cdc43_reading run = {.len = 0};
    bool is_found = false;

    while (!is_found && input.at < input.end) {
        (void)take(&input, "0x");
        take_run(&input, &run);
        /* An odd digit or a letter behind it: a word, or digits that were mistyped. */
        if (input.at < input.end && is_word(*input.at)) {
            run.len = 0;
            while (input.at < input.end && is_word(*input.at)) {
                input.at++;
            }
        } else if (run.len == 0) {
            input.at++;
        }
        is_found = run.len >= LEAST && is_option(&run);
        if (is_found || run.len > reading->len) {
            memcpy(reading->octets, run.octets, run.len);
            reading->len = run.len;
        }
    }
    cdc43_wipe(&run, sizeof run);
    return is_found || (is_among_words && reading->len >= 2 * LEAST);
}

static bool read_hex(struct input input, struct cdc43_reading *reading,
                     struct cdc43_where *ret_where, enum cdc43_err *ret_err) {
    size_t len = 0;

    *ret_err = cdc43_parse_hex(input.at, (size_t)(input.end - input.at), reading->octets,
                               CDC43_READ_MAX, &len, ret_where);
    if (*ret_err == CDC43_OK && len > CDC43_READ_MAX) {
        *ret_where = (struct cdc43_where){0, CDC43_PLACE_OPTION, CDC43_OPTION_MAX, CDC43_OPTION_MAX,
                                          len - CDC43_OPTION_MAX};
        *ret_err = CDC43_ERR_TOO_LONG;
        len = 0;
    }
    reading->len = len;
    return *ret_err == CDC43_OK;
}

/* A dump is digits throughout, but its offsets are none of the value. */
static bool is_dump(struct input input) {
    struct input second = input;
    size_t first;
    size_t next;

    skip_blanks(&input);
    second.at = line_end(&input);
    skip_blanks(&second);
    return take_offset(&input, &first) && take_offset(&second, &next) && next == first + 16;
}

/* The header of the option itself. */
static void drop_header(struct cdc43_reading *reading) {
    if (reading->len >= OPTION_HEADER && reading->octets[0] == OPTION_CODE &&
        reading->octets[1] == reading->len - OPTION_HEADER) {
        reading->had_header = true;
        reading->len -= OPTION_HEADER;
        memmove(reading->octets, reading->octets + OPTION_HEADER, reading->len);
    }
}

enum cdc43_err cdc43_read_text(const char *text, size_t len, struct cdc43_reading *ret_reading,
                               struct cdc43_where *ret_where) {
    static const struct {
        enum cdc43_pasted form;
        bool (*read)(struct input input, struct cdc43_reading *reading);
    } readers[] = {
        {CDC43_PASTED_NETWORKD, read_networkd},
        {CDC43_PASTED_DNSMASQ, read_dnsmasq},
        {CDC43_PASTED_PARENTHESES, read_parentheses},
        {CDC43_PASTED_SUBOPTIONS, read_suboptions},
        {CDC43_PASTED_JSON, read_json},
        {CDC43_PASTED_ESCAPES, read_escapes},
        {CDC43_PASTED_NUMBERS, read_numbers},
        {CDC43_PASTED_DUMP, read_dump},
        {CDC43_PASTED_DECIMAL, read_decimal},
        {CDC43_PASTED_DIGITS, read_digits},
    };
    const struct input input = {text, text + len};
    enum cdc43_err err = CDC43_OK;

    memset(ret_reading, 0, sizeof *ret_reading);
    if (!is_dump(input) && read_hex(input, ret_reading, ret_where, &err)) {
        drop_header(ret_reading);
        return CDC43_OK;
    }
    if (err == CDC43_ERR_TOO_LONG) {
        return err;
    }
    for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++) {
        ret_reading->len = 0;
        ret_reading->form = readers[i].form;
        if (readers[i].read(input, ret_reading)) {
            drop_header(ret_reading);
            return CDC43_OK;
        }
    }
    cdc43_wipe(ret_reading, sizeof *ret_reading);
    return err != CDC43_OK ? err : CDC43_ERR_HEX_DIGIT;
}

const char *cdc43_pasted_title(enum cdc43_pasted form) {
    static const char *const titles[] = {
#define CDC43_PASTED(id, title) title,
#include "tlv/formats/pasted.def"
    };

    return (size_t)form < CDC43_PASTED_COUNT ? titles[form] : NULL;
}
