/* SPDX-License-Identifier: MIT */
/* Option 43 as each DHCP server takes it: the text that an operator pastes. */
#ifndef CDC43_FORMATS_H
#define CDC43_FORMATS_H

/* Conventions as in cdc43.h. For tools, and for the page in tlv/web: no stdio, no allocation. */
#include "tlv/cdc43.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How a server chooses clients by option 60. */
enum cdc43_format_match {
    CDC43_MATCH_NONE, /* not at all: every client gets the value */
    CDC43_MATCH_EXACT,
    CDC43_MATCH_PREFIX,
    CDC43_MATCH_SUBSTRING
};

/* How it is known what the server does with the text. */
enum cdc43_format_known {
    CDC43_KNOWN_RUN,  /* the tests of this project run the server */
    CDC43_KNOWN_READ, /* its documentation or source says so */
    CDC43_KNOWN_NOT   /* second-hand; nobody here has verified it */
};

/* A row of formats.def. Constant strings. */
struct cdc43_format {
    const char *name;  /* "isc-dhcpd" */
    const char *title; /* "ISC dhcpd 4.4" */
    unsigned ceiling;  /* the most octets that the server takes or sends in one piece */
    unsigned each;     /* the most octets of one suboption's value */
    enum cdc43_format_match match;
    bool is_unasked; /* clients that do not ask for option 43 get it as well */
    enum cdc43_format_known known;
    const char *refused; /* characters that Server and Challenge Password cannot have in it */
    const char *comment; /* what begins a comment in it; "": it has none */
    const char *note;    /* what the operator must know; "" */
    const char *alone;   /* template for all clients; NULL: it needs models */
    const char *matched; /* template for models; NULL: as alone */
};

extern const struct cdc43_format cdc43_formats[];
extern const size_t cdc43_format_count;

/* NULL when there is none. */
const struct cdc43_format *cdc43_find_format(const char *name);

/* The words of a match and of a knowledge, as "cdc43 encode --format list" prints them; NULL for an
 * unknown number. */
const char *cdc43_format_match_word(enum cdc43_format_match match);
const char *cdc43_format_known_word(enum cdc43_format_known known);

enum cdc43_format_err {
    CDC43_FORMAT_OK = 0,
    CDC43_FORMAT_ERR_TOO_LONG,  /* excess: octets over the ceiling */
    CDC43_FORMAT_ERR_EACH,      /* suboption; excess: octets of its value over the limit */
    CDC43_FORMAT_ERR_CHARACTER, /* suboption, offset: the character that cannot be quoted */
    CDC43_FORMAT_ERR_MODEL,     /* offset: which model has a character that is no letter, digit or
                                 * one of - . _ + / , or is empty or longer than 64 */
    CDC43_FORMAT_ERR_SUBOPTION, /* suboption: one that the format cannot name */
    CDC43_FORMAT_ERR_MODELS,    /* the format needs a model */
    CDC43_FORMAT_ERR_ROOM       /* the text is longer than its room */
};

/* What is put into a text. */
struct cdc43_snippet {
    struct cdc43_view octets;  /* of cdc43_encode: in canonical form */
    const char *const *models; /* whole values of option 60 */
    size_t model_count;        /* 0: all clients */
};

/* Long enough for every text with 16 models. */
#define CDC43_SNIPPET_MAX 65536

/* Writes the text and a NUL: the note and what else must be known as comments, if the format has
 * them, then the filled-in template. The challenge password is in it, in clear text: that is what
 * gets pasted. *ret_len: without the NUL. On error ret_text holds nothing useful, *ret_len is not
 * set, and *ret_where says what is wrong as stated above. */
CDC43_MUST_USE enum cdc43_format_err cdc43_print_snippet(const struct cdc43_format *format,
                                                         const struct cdc43_snippet *snippet,
                                                         char *ret_text, size_t capacity,
                                                         size_t *ret_len,
                                                         struct cdc43_where *ret_where);

/* The sentence of an error, as cdc43_print_error: no value is repeated. */
void cdc43_format_print_error(const struct cdc43_format *format, enum cdc43_format_err err,
                              const struct cdc43_where *where, char *ret_text, size_t capacity);

#ifdef __cplusplus
}
#endif

#endif
