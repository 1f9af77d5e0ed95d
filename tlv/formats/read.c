/* SPDX-License-Identifier: MIT */
/* Finds octets in pasted text: one small reader for each way of writing them. */
#include "tlv/formats/read.h"

#include <string.h>

#include "tlv/formats/typed.h"
#include "tlv/text.h"

#define OPTION_CODE 43U
#define OPTION_HEADER 2U
#define LEAST 4U /* octets that are worth to be called a value, among other text */

static bool read_escapes(struct cdc43_scan input, struct cdc43_reading *reading) {
    unsigned octet;

    if (!cdc43_scan_find(&input, "\\x")) {
        return false;
    }
    input.at -= 2;
    while (cdc43_scan_take(&input, "\\x") && cdc43_scan_octet(&input, &octet)) {
        cdc43_scan_put(reading, octet);
        while (input.at < input.end && (cdc43_scan_is_blank(*input.at) || *input.at == '"')) {
            input.at++;
        }
    }
    return reading->len >= LEAST;
}

/* 0x0a 0x01, with anything but words between them. */
static bool read_numbers(struct cdc43_scan input, struct cdc43_reading *reading) {
    while (cdc43_scan_find(&input, "0x")) {
        const char *const start = input.at;
        unsigned octet;

        if (!cdc43_scan_octet(&input, &octet)) {
            return false;
        }
        if (input.at < input.end && cdc43_scan_digit_of(*input.at) < 16U) { /* a longer number */
            if (reading->len >= LEAST) {
                return false;
            }
            reading->len = 0;
            continue;
        }
        cdc43_scan_put(reading, octet);
        while (input.at < input.end && !cdc43_scan_is_word(*input.at)) {
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
static bool take_offset(struct cdc43_scan *input, size_t *ret_offset) {
    const char *const start = input->at;
    size_t offset = 0;

    (void)cdc43_scan_take(input, "0x");
    while (input->at < input->end && cdc43_scan_digit_of(*input->at) < 16U &&
           input->at - start < 10) {
        offset = offset << 4 | cdc43_scan_digit_of(*input->at);
        input->at++;
    }
    *ret_offset = offset;
    return input->at - start >= 4 && input->at < input->end &&
           (cdc43_scan_take(input, ":") || *input->at == ' ' || *input->at == '\t');
}

/* Lines of an offset, up to 16 octets with single blanks between or in pairs, and then anything. */
static bool read_dump(struct cdc43_scan input, struct cdc43_reading *reading) {
    size_t first = 0;
    size_t lines = 0;

    while (input.at < input.end) {
        struct cdc43_scan line = {input.at, cdc43_scan_line_end(&input)};
        size_t offset;
        size_t count = 0;
        unsigned octet;

        while (line.at < line.end && (*line.at == ' ' || *line.at == '\t')) {
            line.at++;
        }
        input.at = line.end;
        cdc43_scan_blanks(&input);
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
        while (count < 16 && cdc43_scan_octet(&line, &octet)) {
            cdc43_scan_put(reading, octet);
            count++;
            if (cdc43_scan_take(&line, "  ") && count != 8) { /* the text at the right */
                break;
            }
            (void)cdc43_scan_take(&line, " ");
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
static bool read_decimal(struct cdc43_scan input, struct cdc43_reading *reading) {
    struct cdc43_reading list = {.len = 0};

    while (input.at < input.end) {
        unsigned number;

        if (!cdc43_scan_is_digit(*input.at) ||
            (input.at[0] == '0' && input.end - input.at > 1 && cdc43_scan_is_word(input.at[1]))) {
            if (cdc43_scan_is_word(*input.at)) {
                while (input.at < input.end && cdc43_scan_is_word(*input.at)) {
                    input.at++;
                }
                list.len = 0;
            } else if (strchr(",. \"'\t\r\n", *input.at++) == NULL) { /* no separator */
                list.len = 0;
            }
            continue;
        }
        if (!cdc43_scan_number(&input, &number) ||
            (input.at < input.end && cdc43_scan_is_word(*input.at))) {
            while (input.at < input.end && cdc43_scan_is_word(*input.at)) {
                input.at++;
            }
            list.len = 0;
            continue;
        }
        cdc43_scan_put(&list, number);
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

    while (at < end && cdc43_scan_digit_of(*at) < 16U) {
        at++;
    }
    return (size_t)(at - from);
}

/* One run of octets: groups of pairs of digits, with at most one separator between two groups. All
 * groups have the length of the first but for the last, which may be shorter: a number before a
 * value is none of it. */
static void take_run(struct cdc43_scan *input, struct cdc43_reading *run) {
    const size_t group = count_digits(input->at, input->end);
    size_t len = group;
    unsigned octet;

    run->len = 0;
    while (len != 0 && len <= group && len % 2 == 0) {
        for (size_t i = 0; i < len && cdc43_scan_octet(input, &octet); i += 2) {
            cdc43_scan_put(run, octet);
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
static bool has_words(struct cdc43_scan input) {
    while (input.at < input.end) {
        size_t letters = 0;
        bool is_other = false;

        for (; input.at < input.end && cdc43_scan_is_word(*input.at); input.at++) {
            letters += !cdc43_scan_is_digit(*input.at);
            is_other = is_other || cdc43_scan_digit_of(*input.at) > 15U;
        }
        if (is_other && letters > 2) {
            return true;
        }
        input.at += input.at < input.end;
    }
    return false;
}

/* Runs of digits among other text: the first that is an option, else the longest. */
static bool read_digits(struct cdc43_scan input, struct cdc43_reading *reading) {
    const bool is_among_words = has_words(input);
    struct cdc43_reading run = {.len = 0};
    bool is_found = false;

    while (!is_found && input.at < input.end) {
        (void)cdc43_scan_take(&input, "0x");
        take_run(&input, &run);
        /* An odd digit or a letter behind it: a word, or digits that were mistyped. */
        if (input.at < input.end && cdc43_scan_is_word(*input.at)) {
            run.len = 0;
            while (input.at < input.end && cdc43_scan_is_word(*input.at)) {
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

static bool read_hex(struct cdc43_scan input, struct cdc43_reading *reading,
                     struct cdc43_where *ret_where, enum cdc43_err *ret_err) {
    size_t len = 0;

    *ret_err = cdc43_parse_hex(input.at, (size_t)(input.end - input.at), reading->octets,
                               CDC43_READ_MAX, &len, ret_where);
    if (*ret_err == CDC43_OK && len > CDC43_READ_MAX) {
        *ret_where =
            (struct cdc43_where){0, CDC43_PLACE_NONE, CDC43_OPTION_MAX, 0, len - CDC43_OPTION_MAX};
        *ret_err = CDC43_ERR_TOO_LONG;
        len = 0;
    }
    reading->len = len;
    return *ret_err == CDC43_OK;
}

/* A dump is digits throughout, but its offsets are none of the value. */
static bool is_dump(struct cdc43_scan input) {
    struct cdc43_scan second = input;
    size_t first;
    size_t next;

    cdc43_scan_blanks(&input);
    second.at = cdc43_scan_line_end(&input);
    cdc43_scan_blanks(&second);
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
        bool (*read)(struct cdc43_scan input, struct cdc43_reading *reading);
    } readers[] = {
        {CDC43_PASTED_NETWORKD, cdc43_read_networkd},
        {CDC43_PASTED_DNSMASQ, cdc43_read_dnsmasq},
        {CDC43_PASTED_PARENTHESES, cdc43_read_parentheses},
        {CDC43_PASTED_SUBOPTIONS, cdc43_read_suboptions},
        {CDC43_PASTED_JSON, cdc43_read_json},
        {CDC43_PASTED_ESCAPES, read_escapes},
        {CDC43_PASTED_NUMBERS, read_numbers},
        {CDC43_PASTED_DUMP, read_dump},
        {CDC43_PASTED_DECIMAL, read_decimal},
        {CDC43_PASTED_DIGITS, read_digits},
    };
    const struct cdc43_scan input = {text, text + len};
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
