/* SPDX-License-Identifier: MIT */
/* Prints the rules tables as Lua, then the dissector that reads them: the file for Wireshark. */
#include <stdio.h>
#include <stdlib.h>

#include "tlv/text.h"

/* A Lua string: the tables hold printable ASCII only. */
static void print_string(const char *text) {
    (void)putchar('"');
    for (; *text != '\0'; text++) {
        (void)printf(*text == '"' || *text == '\\' ? "\\%c" : "%c", *text);
    }
    (void)putchar('"');
}

/* The name of the field: json_name with underscores. */
static void print_field(const char *name) {
    (void)putchar('"');
    for (; *name != '\0'; name++) {
        (void)putchar(*name == '-' ? '_' : *name);
    }
    (void)putchar('"');
}

static void print_suboptions(void) {
    static const char *const kinds[] = {"flag", "text", "digest"};

    (void)printf("local suboptions = {\n");
    for (size_t i = 0; i < CDC43_SUBOPTION_COUNT; i++) {
        const struct cdc43_suboption_info *const info = &cdc43_suboptions[i];

        (void)printf("    [%d] = {kind = \"%s\", field = ", (int)info->code, kinds[info->kind]);
        print_field(info->name);
        (void)printf(", label = ");
        print_string(info->label);
        (void)printf(", off = ");
        print_string(info->off_word);
        (void)printf(", on = ");
        print_string(info->on_word);
        (void)printf(", mandatory = %s},\n",
                     (cdc43_phone.mandatory & CDC43_BIT((unsigned)info->code)) != 0 ? "true"
                                                                                    : "false");
    }
    (void)printf("}\nlocal SERVER, PASSWORD, FINGERPRINT = %d, %d, %d\n", CDC43_SERVER,
                 CDC43_CHALLENGE_PASSWORD, CDC43_ROOT_CA_FINGERPRINT);
    (void)printf("local FIRST, LAST = %d, %d\n", CDC43_FIRST_SUBOPTION, CDC43_LAST_SUBOPTION);
}

static void print_limits(void) {
    (void)printf("local digests = {");
#define CDC43_DIGEST(id, json_name, size) (void)printf("[%d] = \"%s\", ", size, json_name);
#include "tlv/suboptions.def"
    (void)printf("}\nlocal OPTION_MAX, SUM_MAX, LABEL_MAX, PORT_MAX = %d, %d, %d, %d\n",
                 CDC43_OPTION_MAX, cdc43_phone.sum_max, CDC43_LABEL_MAX, CDC43_PORT_MAX);
    (void)printf("local TEXT_LOW, TEXT_HIGH, COMMON_NAME_MAX = %d, %d, %d\n", CDC43_TEXT_LOW,
                 CDC43_TEXT_HIGH, CDC43_COMMON_NAME_MAX);
}

static void print_errors(void) {
    static const struct {
        const char *name;
        const char *sentence;
    } errors[] = {
#define CDC43_ERROR(number, id, offset, excess, sentence) {#id, sentence},
#include "tlv/errors.def"
    };

    (void)printf("local sentences = {\n");
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        (void)printf("    %s = ", errors[i].name);
        print_string(errors[i].sentence);
        (void)printf(",\n");
    }
    (void)printf("}\nlocal tolerances = {\n");
    for (size_t i = 0; i < CDC43_TOLERANCE_COUNT; i++) {
        (void)printf("    %s = ", cdc43_err_name((enum cdc43_err)(i + 1)));
        print_string(cdc43_tolerances[i].comment);
        (void)printf(",\n");
    }
    (void)printf("}\n\n");
}

int main(int argc, char **argv) {
    FILE *const rest = argc == 2 ? fopen(argv[1], "re") : NULL;
    int c;

    if (rest == NULL) {
        (void)fprintf(stderr, "usage: print_lua DISSECTOR\n");
        return EXIT_FAILURE;
    }
    (void)printf(
        "-- SPDX-License-Identifier: MIT\n-- Wireshark: suboptions 10 to 15 of DHCP option "
        "43. Version %s, made from the project's tables.\n",
        CDC43_VERSION);
    print_suboptions();
    print_limits();
    print_errors();
    while ((c = fgetc(rest)) != EOF) {
        (void)putchar(c);
    }
    (void)fclose(rest);
    return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
