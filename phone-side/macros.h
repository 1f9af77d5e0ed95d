/* SPDX-License-Identifier: MIT */
/* Macro expansion in a configured Common Name (CDC_Common_Name_1_). Pure. */
#ifndef CDC43_PHONE_MACROS_H
#define CDC43_PHONE_MACROS_H

#include "tlv/cdc43.h"

#ifdef __cplusplus
extern "C" {
#endif

/* $NAME and $(NAME) become the value; $(NAME:p) its characters from p (0: the first) on, and
 * $(NAME:p:n) n of them; $$ becomes $. A name ends where letters and digits end. Text that is not a
 * macro, or has no value, stays unchanged. A value is not expanded again. */
struct cdc43_phone_macro {
    struct cdc43_view name;
    struct cdc43_view value;
};

/* Macros from the common name of a manufacturing certificate: CP-9871-SEP001A2B3C4D5E.
 *
 *     MA   001a2b3c4d5e      MAU  001A2B3C4D5E      MAC  00:1a:2b:3c:4d:5e
 *     PN   CP-9871           PSN  9871
 *
 * ret_macros: CDC43_PHONE_MACROS_OF of them. Returns their count: 0 if the name has another form.
 * The structure must not move: values point into it. */
#define CDC43_PHONE_MACROS_OF 5
struct cdc43_phone_macros {
    struct cdc43_phone_macro macros[CDC43_PHONE_MACROS_OF];
    uint8_t lower[12];
    uint8_t colons[17];
};
size_t cdc43_phone_make_macros(struct cdc43_view mic_cn, struct cdc43_phone_macros *ret_macros);

enum cdc43_phone_macro_err {
    CDC43_PHONE_MACRO_OK = 0,
    CDC43_PHONE_MACRO_EMPTY,    /* the result is empty */
    CDC43_PHONE_MACRO_TOO_LONG, /* more than CDC43_COMMON_NAME_MAX characters */
    CDC43_PHONE_MACRO_CHARACTER /* the result is not printable ASCII */
};

/* Expands text. macros: count of them, the first with a name counts. ret_text: NUL-terminated.
 * *ret_len: of the result, also when it is too long. */
CDC43_MUST_USE enum cdc43_phone_macro_err
cdc43_phone_expand(struct cdc43_view text, const struct cdc43_phone_macro *macros, size_t count,
                   char ret_text[CDC43_COMMON_NAME_MAX + 1], size_t *ret_len);

#ifdef __cplusplus
}
#endif

#endif
