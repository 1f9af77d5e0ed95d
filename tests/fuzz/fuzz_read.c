/* SPDX-License-Identifier: MIT */
/* Pasted text to octets; what is good in it, to the text of each server and back. */
#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "tlv/formats/formats.h"
#include "tlv/formats/read.h"
#include "tlv/judge.h"

/* Written for the server and read again, the octets are the same. */
static void check_format(const struct cdc43_format *format, struct cdc43_view octets) {
    static const char *const models[] = {"DP-9871"};
    static char text[CDC43_SNIPPET_MAX];
    const struct cdc43_snippet snippet = {octets, models, 1};
    struct cdc43_reading again;
    struct cdc43_where where;
    size_t len = 0;

    if (cdc43_print_snippet(format, &snippet, text, sizeof text, &len, &where) == CDC43_FORMAT_OK) {
        LAW(strlen(text) == len);
        LAW(cdc43_read_text(text, len, &again, &where) == CDC43_OK);
        LAW(again.len == octets.len && memcmp(again.octets, octets.data, octets.len) == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    uint8_t octets[CDC43_OPTION_MAX];
    struct cdc43_judgement judgement;
    struct cdc43_reading reading;
    struct cdc43_where where;
    size_t len = 0;

    if (cdc43_read_text((const char *)data, size, &reading, &where) != CDC43_OK) {
        return 0;
    }
    LAW(reading.len <= CDC43_READ_MAX);
    LAW(cdc43_pasted_title(reading.form) != NULL);
    cdc43_judge(&cdc43_phone, (struct cdc43_view){reading.octets, reading.len}, &judgement);
    if (judgement.is_readable && cdc43_encode(&cdc43_phone, &judgement.params, CDC43_OPTION_MAX,
                                              octets, sizeof octets, &len, &where) == CDC43_OK) {
        for (size_t i = 0; i < cdc43_format_count; i++) {
            check_format(&cdc43_formats[i], (struct cdc43_view){octets, len});
        }
    }
    return 0;
}
