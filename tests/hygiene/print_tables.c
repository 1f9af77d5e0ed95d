/* SPDX-License-Identifier: MIT */
/* Prints a table of the pages from the tables in the code, as Markdown. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tlv/formats/formats.h"
#include "tlv/text.h"
#include "tlv/vendors.h"

static void print_suboptions(void) {
    puts("| code | name on the phone's page | name in JSON and on the command line | value | "
         "mandatory |\n|---:|---|---|---|---|");
    for (size_t i = 0; i < CDC43_SUBOPTION_COUNT; i++) {
        const struct cdc43_suboption_info *const info = &cdc43_suboptions[i];
        char value[128];

        switch (info->kind) {
        case CDC43_KIND_FLAG:
            (void)snprintf(value, sizeof value, "1 octet: 0 %s, 1 %s", info->off_word,
                           info->on_word);
            break;
        case CDC43_KIND_TEXT:
            (void)snprintf(value, sizeof value, "printable ASCII text");
            break;
        case CDC43_KIND_DIGEST:
            (void)snprintf(value, sizeof value, "%d, %d, %d or %d raw octets of a digest",
                           CDC43_SHA1_SIZE, CDC43_SHA256_SIZE, CDC43_SHA384_SIZE,
                           CDC43_SHA512_SIZE);
            break;
        }
        (void)printf("| %d | %s | `%s` | %s | %s |\n", (int)info->code, info->label, info->name,
                     value, info->mandatory);
    }
}

/* How many octets Server and Challenge Password may have together, all six suboptions present. */
static void print_limits(void) {
    static const size_t ceilings[] = {CDC43_OPTION_MAX, CDC43_OPTION_MAX - 1, CDC43_OPTION_MAX - 2};
    static const size_t sizes[] = {CDC43_SHA1_SIZE, CDC43_SHA256_SIZE, CDC43_SHA384_SIZE,
                                   CDC43_SHA512_SIZE};
    /* Code and length of each, and the value of the flags. */
    const size_t fixed = 2 * CDC43_SUBOPTION_COUNT + 3;

    puts("| fingerprint | 255 octets (this project's Kea hook) | 254 (dnsmasq) | 253 (plain Kea "
         "configuration) |\n|---|---:|---:|---:|");
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        (void)printf("| %s, %zu octets |", cdc43_digest_name(sizes[i]), sizes[i]);
        for (size_t j = 0; j < sizeof ceilings / sizeof ceilings[0]; j++) {
            const size_t room = ceilings[j] - fixed - sizes[i];
            const bool sum_binds = room > cdc43_phone.sum_max;
            (void)printf(" %zu%s |", sum_binds ? (size_t)cdc43_phone.sum_max : room,
                         sum_binds ? " (rule 2)" : "");
        }
        puts("");
    }
}

static void print_tolerances(void) {
    puts("| bit | name | what was forgiven |\n|---:|---|---|");
    for (size_t i = 0; i < CDC43_TOLERANCE_COUNT; i++) {
        (void)printf("| %u | `%s` | %s |\n", cdc43_tolerances[i].bit, cdc43_tolerances[i].name,
                     cdc43_tolerances[i].comment);
    }
}

/* The columns of the error table in words. */
#define AT_NONE ""
#define AT_OPTION "option 43"
#define AT_VALUE "the suboption's value"
#define AT_START "the suboption's value, its first octet"
#define AT_MESSAGE "the message"
#define AT_TEXT "the text"
#define EXCESS_NONE ""
#define EXCESS_FOUND "found"
#define EXCESS_MISSING "missing"
#define EXCESS_OVER(limit) "over the limit"
#define EXCESS_OVER_LIMIT "over the limit"

static void print_errors(void) {
    puts("| number | name | offset in | excess: how many | sentence |\n|---:|---|---|---|---|");
#define CDC43_ERROR(number, id, offset, excess, sentence)                                          \
    (void)printf("| %d | `%s` | %s | %s | %s |\n", number, #id, AT_##offset, EXCESS_##excess,      \
                 sentence);
#include "tlv/errors.def"
}

/* What cdc43-kea finds. */
static void print_findings(void) {
    puts("| id | severity | what is wrong |\n|---|---|---|");
#define CDC43_KEA_RULE(ID, id, severity, sentence, remedy)                                         \
    puts("| `" id "` | " #severity " | " sentence " |");
#include "kea-hook/command/rules.def"
}

/* What cdc43-phone doctor finds. */
static void print_doctor(void) {
    puts("| id | severity | what is wrong | what to do |\n|---|---|---|---|");
#define CDC43_DOCTOR_FINDING(ID, id, severity, check, sentence, remedy)                            \
    puts("| `" id "` | " #severity " | " sentence " | " remedy " |");
#include "phone-side/doctor/findings.def"
}

/* What devices require of certificates. F(id): a set with one device; EACH: all of them. */
enum device {
#define CDC43_CERT_DEVICE(id, name, what) DEVICE_##id,
#include "phone-side/certificates/devices.def"
    DEVICES
};
#define F(id) (1U << DEVICE_##id)
#define EACH ((1U << DEVICES) - 1U)

static void print_devices(unsigned set, const char *end) {
    static const char *const names[] = {
#define CDC43_CERT_DEVICE(id, name, what) name,
#include "phone-side/certificates/devices.def"
    };
    const char *before = " ";

    if (set == EACH) {
        (void)printf(" all");
    }
    for (unsigned i = 0; set != EACH && i < DEVICES; i++) {
        if ((set & 1U << i) != 0) {
            (void)printf("%s%s", before, names[i]);
            before = ", ";
        }
    }
    (void)printf(" |%s", end);
}

static void print_requirements(void) {
    puts("| id | requirement | a file that breaks it is refused by | only a warning for |\n"
         "|---|---|---|---|");
#define CDC43_CERT_LEFT_OUT(document, first, last, why)
#define CDC43_CERT_REQUIREMENT(id, refused, warned, function, sentence, remedy)                    \
    (void)printf("| " id " | %s |", sentence);                                                     \
    print_devices(refused, "");                                                                    \
    print_devices(warned, "\n");
#include "phone-side/certificates/requirements.def"
}

static void print_reasons(void) {
    puts("| document | numbers | not checked, because it is about |\n|---|---|---|");
#define CDC43_CERT_LEFT_OUT(document, first, last, why)                                            \
    (void)printf("| " document " | %d to %d | %s |\n", first, last, why);
#define CDC43_CERT_REQUIREMENT(id, refused, warned, function, sentence, remedy)
#include "phone-side/certificates/requirements.def"
}

static void print_vendors(void) {
    static const char *const before[] = {
        [CDC43_VENDOR_TEXT] = "text of ",      [CDC43_VENDOR_TEXT_NUL] = "text of ",
        [CDC43_VENDOR_NUMBER] = "number ",     [CDC43_VENDOR_NUMBER_TEXT] = "number ",
        [CDC43_VENDOR_ADDRESSES] = "list of ",
    };
    static const char *const after[] = {
        [CDC43_VENDOR_TEXT] = " characters",
        [CDC43_VENDOR_TEXT_NUL] = " characters",
        [CDC43_VENDOR_NUMBER] = "",
        [CDC43_VENDOR_NUMBER_TEXT] = "",
        [CDC43_VENDOR_ADDRESSES] = " IPv4 addresses",
    };

    puts("| vendor | key | suboption | value |\n|---|---|---|---|");
    for (size_t i = 0; i < cdc43_vendor_value_count; i++) {
        const struct cdc43_vendor_value *const value = &cdc43_vendor_values[i];

        (void)printf("| `\"%s\"` | `%s` | %u, %s | %s%u to %u%s |\n",
                     cdc43_vendor_name(value->vendor), value->name, value->code, value->label,
                     before[value->kind], value->low, value->high, after[value->kind]);
    }
}

static void print_formats(void) {
    puts("| server | format | octets | matches option 60 | unasked clients get it | verified |\n"
         "|---|---|---:|---|---|---|");
    for (size_t i = 0; i < cdc43_format_count; i++) {
        const struct cdc43_format *const format = &cdc43_formats[i];

        (void)printf("| %s | `%s` | %u | %s | %s | %s |\n", format->title, format->name,
                     format->ceiling, cdc43_format_match_word(format->match),
                     format->is_unasked ? "yes" : "no", cdc43_format_known_word(format->known));
    }
}

/* A sentence in a manual page: a line must not begin with a dot or a quote. */
static void print_roff(const char *text) {
    for (; *text != '\0'; text++) {
        if (*text == '\\') {
            (void)printf("\\e");
        } else if (*text == '-') {
            (void)printf("\\-");
        } else if (*text == '.' && text[1] == ' ') {
            (void)printf(".\n");
            text++;
        } else {
            (void)putchar(*text);
        }
    }
    (void)putchar('\n');
}

/* The sections of cdc43-formats(7), one for each server. */
static void print_manual(void) {
    for (size_t i = 0; i < cdc43_format_count; i++) {
        const struct cdc43_format *const format = &cdc43_formats[i];

        (void)printf(".Ss %s\n", format->name);
        print_roff(format->title);
        (void)printf(".Pp\nAt most %u octets", format->ceiling);
        if (format->each < CDC43_OPTION_MAX) {
            (void)printf(", and %u in each suboption", format->each);
        }
        (void)printf(";\nmatches option 60: %s; clients that do not ask get it: %s; %s.\n",
                     cdc43_format_match_word(format->match), format->is_unasked ? "yes" : "no",
                     cdc43_format_known_word(format->known));
        if (format->refused[0] != '\0') {
            (void)printf("Not in Server and Challenge Password:");
            for (const char *c = format->refused; *c != '\0'; c++) {
                if (*c == ' ') {
                    (void)printf(" blanks");
                } else {
                    (void)printf(" %s%c", *c == '\\' ? "\\" : "", *c == '\\' ? 'e' : *c);
                }
            }
            (void)printf(".\n");
        }
        if (format->note[0] != '\0') {
            print_roff(format->note);
        }
    }
}

int main(int argc, char **argv) {
    static const struct {
        const char *name;
        void (*print)(void);
    } tables[] = {
        {"suboptions", print_suboptions}, {"findings", print_findings},
        {"limits", print_limits},         {"tolerances", print_tolerances},
        {"errors", print_errors},         {"requirements", print_requirements},
        {"reasons", print_reasons},       {"vendors", print_vendors},
        {"formats", print_formats},       {"manual", print_manual},
        {"doctor", print_doctor},
    };

    for (size_t i = 0; argc == 2 && i < sizeof tables / sizeof tables[0]; i++) {
        if (strcmp(argv[1], tables[i].name) == 0) {
            tables[i].print();
            return EXIT_SUCCESS;
        }
    }
    (void)fprintf(stderr, "usage: print_tables suboptions|findings|limits|tolerances|errors|"
                          "requirements|reasons|vendors|formats|manual|doctor\n");
    return EXIT_FAILURE;
}
