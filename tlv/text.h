/* SPDX-License-Identifier: MIT */
/* What people read and type: names, words, hexadecimal, sentences. For tools and servers; firmware
 * does not need it. Conventions as in cdc43.h; no stdio, no allocation, no locale here either. */
#ifndef CDC43_TEXT_H
#define CDC43_TEXT_H

#include "cdc43.h"

#ifdef __cplusplus
extern "C" {
#endif

enum cdc43_kind { CDC43_KIND_FLAG, CDC43_KIND_TEXT, CDC43_KIND_DIGEST };

/* A row of the suboption table. Constant strings. */
struct cdc43_suboption_info {
    enum cdc43_suboption code;
    enum cdc43_kind kind;
    const char *name;  /* "fips-mode": JSON key and command-line option */
    const char *label; /* "FIPS Mode": name on the phone's web page */
    const char *mandatory;
    const char *off_word; /* flags: what 0 means; otherwise "" */
    const char *on_word;  /* flags: what 1 means; otherwise "" */
};

#define CDC43_SUBOPTION_COUNT (CDC43_LAST_SUBOPTION - CDC43_FIRST_SUBOPTION + 1)
extern const struct cdc43_suboption_info cdc43_suboptions[CDC43_SUBOPTION_COUNT];

/* NULL when there is none. name: NUL-terminated. */
const struct cdc43_suboption_info *cdc43_find_suboption(unsigned code);
const struct cdc43_suboption_info *cdc43_find_suboption_name(const char *name);

/* Is the suboption true or false in JSON? Certificate Select is not: it is one of its two words. */
bool cdc43_is_boolean(const struct cdc43_suboption_info *info);

/* "phone" or "roomos"; NULL for another name. And the name of one of the two. */
const struct cdc43_device *cdc43_find_device(const char *name);
const char *cdc43_device_name(const struct cdc43_device *device);

struct cdc43_tolerance_info {
    unsigned bit;        /* enum cdc43_tolerated */
    const char *name;    /* "pad" */
    const char *comment; /* what was forgiven */
};
#define CDC43_TOLERANCE_COUNT 7
extern const struct cdc43_tolerance_info cdc43_tolerances[CDC43_TOLERANCE_COUNT];

/* Name of the digest with that size ("sha256"), NULL if there is none; and its size, 0 for an
 * unknown name. */
const char *cdc43_digest_name(size_t size);
size_t cdc43_digest_size(const char *name);

/* Hexadecimal digits of any case to octets. Blanks, tabs, line ends, colons, hyphens and dots
 * between octets and "0x" before one are skipped, as captures and vendors' pages have them.
 * *ret_len may come out larger than capacity: then only capacity octets were written, and the
 * caller decides which rule that breaks.
 * Errors: CDC43_ERR_HEX_DIGIT, CDC43_ERR_HEX_ODD; ret_where->offset: the character. ret_octets
 * may have been written to on failure. */
CDC43_MUST_USE enum cdc43_err cdc43_parse_hex(const char *text, size_t len, uint8_t *ret_octets,
                                              size_t capacity, size_t *ret_len,
                                              struct cdc43_where *ret_where);

/* A fingerprint as people write it, in the form of cdc43_parse_hex.
 * Errors: those of cdc43_parse_hex; CDC43_ERR_FINGERPRINT_LENGTH when it is none of the four sizes
 * (whether the device allows it, cdc43_check says). ret_where->suboption is set. */
CDC43_MUST_USE enum cdc43_err cdc43_parse_fingerprint(const char *text, size_t len,
                                                      uint8_t ret_octets[CDC43_DIGEST_MAX],
                                                      size_t *ret_len,
                                                      struct cdc43_where *ret_where);

/* The word of a flag, NUL-terminated: its own two words, or "on"/"off" for fips-mode and
 * enable-8021x. Error: CDC43_ERR_WORD. */
CDC43_MUST_USE enum cdc43_err cdc43_parse_flag(const struct cdc43_suboption_info *info,
                                               const char *text, bool *ret_on,
                                               struct cdc43_where *ret_where);

/* A MAC address, in the form of cdc43_parse_hex. Error: CDC43_ERR_MAC. */
CDC43_MUST_USE enum cdc43_err cdc43_parse_mac(const char *text, size_t len, uint8_t ret_mac[6],
                                              struct cdc43_where *ret_where);

/* Lower-case digits and a NUL: needs 2 * octets.len + 1 characters of room. */
void cdc43_print_hex(struct cdc43_view octets, char *ret_text);

/* The same for a value of option 43, with "**" for each octet that may be secret: in the Challenge
 * Password, in a suboption that is none of the table (its code may be mistyped), after END, and
 * from where the octets are no suboptions any more. */
void cdc43_print_masked(struct cdc43_view octets, char *ret_text);

/* How a parameter is shown in JSON. */
enum cdc43_form {
    CDC43_FORM_ABSENT,  /* not at all */
    CDC43_FORM_BOOLEAN, /* on */
    CDC43_FORM_NUMBER,  /* number */
    CDC43_FORM_TEXT,    /* text */
    CDC43_FORM_SECRET   /* text, only on request */
};

/* One member of the JSON object that shows parameters. */
struct cdc43_description {
    const char *name; /* key */
    enum cdc43_form form;
    bool on;
    size_t number;
    struct cdc43_view text; /* into the parameters, the tables or digits */
    char digits[2 * CDC43_DIGEST_MAX + 1];
};

/* The members: each suboption, and challenge-password-length, which is always there (0: no
 * password). Every program that shows parameters as JSON shows these. */
#define CDC43_DESCRIPTION_COUNT (CDC43_SUBOPTION_COUNT + 1)

/* Describes member i, less than CDC43_DESCRIPTION_COUNT. *ret_description must stay where it is. */
void cdc43_describe(const struct cdc43_params *params, size_t i,
                    struct cdc43_description *ret_description);

#define CDC43_SENTENCE_MAX 320

/* The sentence for a person, NUL-terminated, without full stop, for example
 * "suboption 12 (Root CA Fingerprint), octet 25: the fingerprint must have ...". It never holds an
 * octet of the values. A buffer of CDC43_SENTENCE_MAX is always enough; a smaller one gets the
 * beginning. capacity at least 1. */
void cdc43_print_error(enum cdc43_err err, const struct cdc43_where *where, char *ret_text,
                       size_t capacity);

/* Text being put together in a buffer of the caller's. What does not fit is left out at the end:
 * with len == room it may be cut. */
struct cdc43_line {
    char *text;
    size_t room; /* for len, without the NUL */
    size_t len;
};

/* text: NUL-terminated. The text of the line ends with a NUL afterwards. */
void cdc43_line_add(struct cdc43_line *line, const char *text);
void cdc43_line_add_number(struct cdc43_line *line, size_t number);

#ifdef __cplusplus
}
#endif

#endif
