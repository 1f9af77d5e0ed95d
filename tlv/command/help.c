/* SPDX-License-Identifier: MIT */
/* Prints the help of a command from its tables. */
#include "tlv/command/help.h"

#include <string.h>

#include "tlv/command/cli.h"

#define WIDTH 79    /* a full stop may follow */
#define LEFT_MAX 26 /* a longer left side has its text on the next line */
#define USAGE_INDENT 8

/* Text that is broken between words. */
struct page {
    FILE *to;
    size_t indent;
    size_t column;
};

static void new_line(struct page *page) {
    (void)fprintf(page->to, "\n%*s", (int)page->indent, "");
    page->column = page->indent;
}

/* A word, or what must stay together. */
static void put_word(struct page *page, const char *word, size_t len) {
    if (page->column > page->indent && page->column + 1 + len > WIDTH) {
        new_line(page);
    }
    if (page->column > page->indent) {
        (void)fputc(' ', page->to);
        page->column++;
    }
    (void)fwrite(word, 1, len, page->to);
    page->column += len;
}

/* Words; a line end in the text stays one. */
static void put_text(struct page *page, const char *text) {
    while (*text != '\0') {
        const size_t len = strcspn(text, " \n");

        put_word(page, text, len);
        if (text[len] == '\n') {
            new_line(page);
        }
        text += len + (text[len] != '\0');
    }
}

static void put_paragraph(FILE *to, const char *text, const char *end) {
    struct page page = {.to = to};

    put_text(&page, text);
    (void)fprintf(to, "%s\n", end);
}

static void put_summary(FILE *to, const char *summary) {
    put_paragraph(to, summary, ".\n");
}

/* A line of a list: what it is about on the left, what it means on the right. */
static void put_row(FILE *to, const char *left, size_t width, const char *right, const char *more) {
    struct page page = {to, width, width};
    const size_t len = strlen(left);

    (void)fprintf(to, "  %-*s", (int)width - 2, left);
    if (len + 4 > width) { /* two blanks on each side */
        new_line(&page);
    }
    put_text(&page, right);
    put_text(&page, more);
    (void)fputc('\n', to);
}

static void name_option(const struct cdc43_cli_option *option, char *ret_name, size_t size) {
    const bool is_word = option->name == NULL;

    (void)snprintf(ret_name, size, "%s%s%s%s", is_word ? "" : "--", is_word ? "" : option->name,
                   is_word || option->argument == NULL ? "" : " ",
                   option->argument == NULL ? "" : option->argument);
}

static void put_usage(FILE *to, const struct cdc43_cli_subcommand *subcommand,
                      const struct cdc43_cli_option *options, size_t count) {
    struct page page = {to, USAGE_INDENT, USAGE_INDENT};
    char name[WIDTH];
    char shown[WIDTH];

    (void)snprintf(name, sizeof name, "Usage: %s%s%s", cdc43_cli_name(),
                   subcommand->name != NULL ? " " : "",
                   subcommand->name != NULL ? subcommand->name : "");
    (void)fputs(name, to);
    page.column = strlen(name);
    for (size_t i = 0; i < count; i++) {
        if (options[i].name != NULL && (options[i].rules & CDC43_CLI_NEEDED) != 0) {
            name_option(&options[i], name, sizeof name);
            put_word(&page, name, strlen(name));
        }
    }
    put_text(&page, "[OPTION]...");
    for (size_t i = 0; i < count; i++) {
        if (options[i].name == NULL) {
            const bool needed = (options[i].rules & CDC43_CLI_NEEDED) != 0;
            (void)snprintf(shown, sizeof shown, "%s%s%s%s", needed ? "" : "[", options[i].argument,
                           needed ? "" : "]",
                           (options[i].rules & CDC43_CLI_REPEATS) != 0 ? "..." : "");
            put_word(&page, shown, strlen(shown));
        }
    }
    (void)fputc('\n', to);
}

/* Where the right side begins. */
static size_t find_width(const struct cdc43_cli_option *options, size_t count) {
    size_t widest = sizeof "--version" - 1;
    char name[WIDTH];

    for (size_t i = 0; i < count; i++) {
        name_option(&options[i], name, sizeof name);
        if (strlen(name) > widest && strlen(name) <= LEFT_MAX) {
            widest = strlen(name);
        }
    }
    return widest + 4;
}

static void put_exits(FILE *to, const struct cdc43_cli_subcommand *subcommand) {
    (void)fputs("\nExit status:\n", to);
    for (size_t i = 0; i < CDC43_CLI_EXITS; i++) {
        const char *const text =
            i == CDC43_EXIT_USAGE ? "the command line is wrong" : subcommand->exits[i];
        const char digit[] = {(char)('0' + i), '\0'};

        if (text != NULL) {
            put_row(to, digit, sizeof "  0  " - 1, text, "");
        }
    }
}

void cdc43_cli_print_subcommand(FILE *to, const struct cdc43_cli_subcommand *subcommand,
                                const struct cdc43_cli_option *options, size_t count) {
    const size_t width = find_width(options, count);
    char name[WIDTH];

    put_usage(to, subcommand, options, count);
    put_summary(to, subcommand->summary);
    for (size_t i = 0; i < count; i++) {
        name_option(&options[i], name, sizeof name);
        put_row(to, name, width, options[i].help,
                (options[i].rules & CDC43_CLI_REPEATS) != 0 && options[i].name != NULL
                    ? "(may be repeated)"
                    : "");
    }
    put_row(to, "--help", width, "show this help", "");
    if (subcommand->name == NULL) {
        put_row(to, "--version", width, "show the version", "");
    }
    if (subcommand->notes != NULL) {
        (void)fputc('\n', to);
        put_paragraph(to, subcommand->notes, "");
    }
    put_exits(to, subcommand);
}

void cdc43_cli_print_program(FILE *to, const struct cdc43_cli_program *program) {
    size_t width = sizeof "--version" - 1;

    for (size_t i = 0; i < program->count; i++) {
        const size_t len = strlen(program->subcommands[i]->name);
        width = len > width ? len : width;
    }
    width += 4;
    (void)fprintf(to, "Usage: %s COMMAND [OPTION]...\n", program->name);
    put_summary(to, program->summary);
    for (size_t i = 0; i < program->count; i++) {
        put_row(to, program->subcommands[i]->name, width, program->subcommands[i]->summary, "");
    }
    (void)fputc('\n', to);
    put_row(to, "--help", width, "show this help", "");
    put_row(to, "--version", width, "show the version", "");
    (void)fprintf(to, "\n'%s COMMAND --help' shows the options and exit codes of a command.\n",
                  program->name);
}
