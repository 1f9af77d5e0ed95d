/* SPDX-License-Identifier: MIT */
/* Offset, octets, name and meaning of each suboption, as a person wants to look at them. */
#define _POSIX_C_SOURCE 200809L
#include "tlv/command/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tlv/command/cli.h"

#define OCTETS_PER_LINE 10U
#define OCTETS_WIDTH (3 * OCTETS_PER_LINE - 1)

/* One row: some octets of the value, and what they mean. */
struct row {
    size_t offset;
    size_t len;
    char name[40];
    char meaning[CDC43_OPTION_MAX + 40];
};

static const char *colour(const char *sequence) {
    static int wanted = -1;

    if (wanted < 0) {
        wanted = isatty(STDOUT_FILENO) == 1 && getenv("NO_COLOR") == NULL;
    }
    return wanted == 1 ? sequence : "";
}

/* digits: two characters for each octet of the whole value. */
static void print_row(const char *digits, const struct row *row) {
    for (size_t i = 0; i < row->len; i += OCTETS_PER_LINE) {
        char line[OCTETS_WIDTH + 2] = "";
        char *to = line;

        for (size_t j = i; j < row->len && j < i + OCTETS_PER_LINE; j++) {
            memcpy(to, digits + 2 * (row->offset + j), 2);
            to[2] = ' ';
            to[3] = '\0';
            to += 3;
        }
        to[-1] = '\0';
        (void)printf("%s%6zu%s  ", colour("\033[2m"), row->offset + i, colour("\033[0m"));
        if (i == 0) {
            (void)printf("%-*s  %s%-30s%s  %s\n", (int)OCTETS_WIDTH, line, colour("\033[1m"),
                         row->name, colour("\033[0m"), row->meaning);
        } else {
            (void)printf("%s\n", line);
        }
    }
}

static void set_text(struct row *row, struct cdc43_view text) {
    (void)snprintf(row->meaning, sizeof row->meaning, "%.*s", (int)text.len,
                   (const char *)text.data);
}

static void set_meaning(struct row *row, const struct cdc43_suboption_info *info,
                        const struct cdc43_params *params, bool show_secrets) {
    const char *digest;

    (void)snprintf(row->name, sizeof row->name, "%d %s", (int)info->code, info->label);
    if (info->kind == CDC43_KIND_FLAG) {
        (void)snprintf(row->meaning, sizeof row->meaning, "%s",
                       cdc43_cli_flag_word(info, cdc43_is_on(params, info->code)));
    } else if (info->kind == CDC43_KIND_DIGEST) {
        digest = cdc43_digest_name(params->root_ca_fingerprint.len);
        (void)snprintf(row->meaning, sizeof row->meaning, "%zu octets, %s",
                       params->root_ca_fingerprint.len, digest != NULL ? digest : "unknown digest");
    } else if (info->code == CDC43_SERVER) {
        set_text(row, params->server);
    } else if (!cdc43_has(params, CDC43_CHALLENGE_PASSWORD)) {
        (void)snprintf(row->meaning, sizeof row->meaning, "empty: not configured");
    } else if (show_secrets) {
        set_text(row, params->challenge_password);
    } else {
        (void)snprintf(row->meaning, sizeof row->meaning, "%zu characters, hidden (--show-secrets)",
                       params->challenge_password.len);
    }
}

void cdc43_table_print(struct cdc43_view octets, const struct cdc43_params *params,
                       bool show_secrets) {
    char digits[2 * CDC43_OPTION_MAX + 1];
    size_t next = 0;

    if (show_secrets) {
        cdc43_print_hex(octets, digits);
    } else {
        cdc43_print_masked(octets, digits);
    }
    (void)printf("%soffset  %-*s  %-30s  %s%s\n", colour("\033[4m"), (int)OCTETS_WIDTH, "octets",
                 "suboption", "meaning", colour("\033[0m"));
    /* It is decoded already, so that the lengths are known to be right. */
    while (next < octets.len) {
        struct row row = {.offset = next};
        const struct cdc43_suboption_info *info;
        struct cdc43_tlv tlv;
        struct cdc43_where where;

        if (cdc43_next(octets, &next, &tlv, &where) != CDC43_OK) {
            break;
        }
        row.len = next - row.offset;
        info = cdc43_find_suboption(tlv.code);
        if (tlv.code == 0) {
            (void)snprintf(row.name, sizeof row.name, "PAD");
        } else if (tlv.code == 255) {
            (void)snprintf(row.name, sizeof row.name, "END");
            if (row.len > 1) {
                (void)snprintf(row.meaning, sizeof row.meaning, "what follows does not count");
            }
        } else {
            if (info != NULL &&
                (cdc43_has(params, info->code) || tlv.code == CDC43_CHALLENGE_PASSWORD)) {
                set_meaning(&row, info, params, show_secrets);
            } else {
                (void)snprintf(row.name, sizeof row.name, "%u unknown", tlv.code);
                (void)snprintf(row.meaning, sizeof row.meaning, "skipped");
            }
        }
        print_row(digits, &row);
    }
    cdc43_wipe(digits, sizeof digits);
    (void)printf("%6zu  octets in all\n", octets.len);
    for (size_t i = 0; i < CDC43_TOLERANCE_COUNT; i++) {
        if ((params->tolerated & cdc43_tolerances[i].bit) != 0) {
            (void)printf("%stolerated%s: %s (%s)\n", colour("\033[33m"), colour("\033[0m"),
                         cdc43_tolerances[i].comment, cdc43_tolerances[i].name);
        }
    }
}
