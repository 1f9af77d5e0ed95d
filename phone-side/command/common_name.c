/* SPDX-License-Identifier: MIT */
/* The configured Common Name from the command line or a file: its macros, and what is wrong. */
#include <string.h>

#include "phone-side/command/command.h"

int cdc43_phone_cli_add_macro(void *target, const char *text) {
    struct cdc43_phone_cli_macros *const macros = target;
    const char *const equals = strchr(text, '=');

    if (equals == NULL || equals == text) {
        return cdc43_cli_usage("--macro takes NAME=VALUE");
    }
    if (macros->count == CDC43_PHONE_CLI_MACROS_MAX) {
        return cdc43_cli_usage("--macro: at most %d", CDC43_PHONE_CLI_MACROS_MAX);
    }
    macros->list[macros->count++] =
        (struct cdc43_phone_macro){{(const uint8_t *)text, (size_t)(equals - text)},
                                   {(const uint8_t *)equals + 1, strlen(equals + 1)}};
    return -1;
}

int cdc43_phone_cli_expand(const struct cdc43_phone_cli_macros *macros, const char *what,
                           struct cdc43_view text, struct cdc43_view mic_cn,
                           char ret_text[CDC43_COMMON_NAME_MAX + 1]) {
    struct cdc43_phone_macros own;
    struct cdc43_phone_macro all[CDC43_PHONE_CLI_MACROS_MAX + CDC43_PHONE_MACROS_OF];
    const size_t own_count = cdc43_phone_make_macros(mic_cn, &own);
    size_t len = 0;

    /* What is given on the command line comes first, and counts. */
    memcpy(all, macros->list, macros->count * sizeof all[0]);
    memcpy(all + macros->count, own.macros, own_count * sizeof all[0]);
    switch (cdc43_phone_expand(text, all, macros->count + own_count, ret_text, &len)) {
    case CDC43_PHONE_MACRO_OK:
        break;
    case CDC43_PHONE_MACRO_EMPTY:
        return cdc43_cli_fail("%s: the Common Name is empty", what);
    case CDC43_PHONE_MACRO_TOO_LONG:
        return cdc43_cli_fail("%s: the Common Name has %zu characters; at most %d are allowed",
                              what, len, CDC43_COMMON_NAME_MAX);
    case CDC43_PHONE_MACRO_CHARACTER:
        return cdc43_cli_fail("%s: the Common Name must be printable ASCII", what);
    }
    return CDC43_EXIT_GOOD;
}
