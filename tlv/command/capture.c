/* SPDX-License-Identifier: MIT */
/* cdc43 decode for captures: prints each exchange. */
#define _POSIX_C_SOURCE 200809L
#include "tlv/command/capture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tlv/command/reading.h"

/* What is done while the capture is read. */
struct work {
    const struct cdc43_cli_capture *request;
    bool has_head;
    bool all_good;
};

static bool take(void *context, const struct cdc43_capture_exchange *exchange) {
    struct work *const work = context;
    const struct cdc43_cli_capture *const request = work->request;
    bool good;

    if (request->format == CDC43_CLI_FORMAT_JSON) {
        good = cdc43_cli_print_exchange_json(request, exchange);
    } else {
        if (!work->has_head) {
            cdc43_cli_print_exchange_head();
            work->has_head = true;
        }
        good = cdc43_cli_print_exchange_text(request, exchange);
    }
    work->all_good = work->all_good && good;
    if (request->interface != NULL) {
        (void)fflush(stdout);
    }
    return true;
}

static struct cdc43_cli_reading reading_of(struct work *work) {
    return (struct cdc43_cli_reading){
        .count = work->request->count, .port = work->request->port, .take = take, .context = work};
}

static int conclude(const struct work *work, int code) {
    return code == CDC43_EXIT_GOOD && !work->all_good ? CDC43_EXIT_BAD : code;
}

int cdc43_cli_decode_interface(const struct cdc43_cli_capture *request) {
    struct work work = {.request = request, .all_good = true};
    const struct cdc43_cli_reading reading = reading_of(&work);

    return conclude(&work, cdc43_cli_listen(&reading, request->interface));
}

bool cdc43_cli_is_file(const char *word) {
    const bool is_hex = word[strspn(word, "0123456789abcdefABCDEFxX:.- \t\r\n")] == '\0';
    struct stat status;

    return !is_hex && (strstr(word, ".pcap") != NULL || stat(word, &status) == 0);
}

/* The content of an input that is no capture. Exit code, or -1. */
static int read_text(struct cdc43_capture_input *input, const char *shown, size_t max,
                     char **ret_text, size_t *ret_len) {
    char *text;

    if (cdc43_capture_peek(input, max + 1) != NULL) {
        return cdc43_cli_fail("%s is larger than %zu octets", shown, max);
    }
    if (input->err != CDC43_CAPTURE_END) {
        return cdc43_cli_fail("cannot read %s: %s", shown, cdc43_capture_err_text(input->err));
    }
    text = malloc(input->left + 1);
    if (text == NULL) {
        return cdc43_cli_fail("out of memory");
    }
    if (input->left != 0) {
        memcpy(text, input->next, input->left);
    }
    text[input->left] = '\0';
    *ret_text = text;
    *ret_len = input->left;
    return -1;
}

int cdc43_cli_decode_file(const struct cdc43_cli_capture *request, const char *path, size_t max,
                          char **ret_text, size_t *ret_len) {
    struct work work = {.request = request, .all_good = true};
    const struct cdc43_cli_reading reading = reading_of(&work);
    struct cdc43_capture_input input;
    int code = cdc43_cli_open_capture(&input, path);

    if (code < 0 && cdc43_capture_is_one(&input)) {
        code = conclude(&work, cdc43_cli_read_capture(&reading, &input, path));
    } else if (code < 0) {
        code = read_text(&input, strcmp(path, "-") == 0 ? "standard input" : path, max, ret_text,
                         ret_len);
    }
    cdc43_capture_close(&input);
    return code;
}
