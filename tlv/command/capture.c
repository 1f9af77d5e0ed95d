/* SPDX-License-Identifier: MIT */
/* Reads a capture or listens, prints each exchange, and says what was passed over. */
#define _POSIX_C_SOURCE 200809L
#include "tlv/command/capture.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "tlv/capture/link.h"

#define FRAMES_BETWEEN_LOOKS 4096U /* at the clock */

static volatile sig_atomic_t is_interrupted = 0;

static void interrupt(int number) {
    (void)number;
    is_interrupted = 1;
}

/* The first signal ends the reading, a second one the program. */
static void catch_interrupt(void) {
    struct sigaction action = {.sa_handler = interrupt, .sa_flags = (int)SA_RESETHAND};

    (void)sigemptyset(&action.sa_mask);
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
}

/* What is done while the capture is read. */
struct work {
    const struct cdc43_cli_capture *request;
    unsigned printed; /* exchanges */
    bool all_good;
    uint64_t size;    /* of the file; 0: not known */
    time_t last_look; /* at the clock; 0: no progress is shown */
    bool has_progress;
};

static void take(void *context, const struct cdc43_capture_exchange *exchange) {
    struct work *const work = context;
    const struct cdc43_cli_capture *const request = work->request;
    bool good;

    if (request->count != 0 && work->printed >= request->count) {
        return;
    }
    if (request->format == CDC43_CLI_FORMAT_JSON) {
        good = cdc43_cli_print_exchange_json(request, exchange);
    } else {
        if (work->printed == 0) {
            cdc43_cli_print_exchange_head();
        }
        good = cdc43_cli_print_exchange_text(request, exchange);
    }
    work->all_good = work->all_good && good;
    work->printed++;
    if (request->interface != NULL) {
        (void)fflush(stdout);
    }
}

/* On a terminal, once a second. */
static void show_progress(struct work *work, const struct cdc43_capture *capture) {
    const time_t now = time(NULL);

    if (work->last_look == 0 || now <= work->last_look) {
        return;
    }
    work->last_look = now;
    work->has_progress = true;
    if (work->size != 0) {
        (void)fprintf(stderr, "\r%3" PRIu64 " %%  ", capture->taken * 100 / work->size);
    } else {
        (void)fputc('\r', stderr);
    }
    (void)fprintf(stderr, "%" PRIu64 " frames, %" PRIu64 " exchanges", capture->counts.frames,
                  capture->over);
}

static bool go_on(void *context, const struct cdc43_capture *capture) {
    struct work *const work = context;

    if (capture->counts.frames % FRAMES_BETWEEN_LOOKS == 0) {
        show_progress(work, capture);
    }
    return is_interrupted == 0 &&
           (work->request->count == 0 || work->printed < work->request->count);
}

/* What was passed over, and what is behind that. */
static void say_counts(const struct cdc43_capture *capture) {
    const struct cdc43_capture_counts *const counts = &capture->counts;

    for (size_t i = 0; i < counts->link_type_count; i++) {
        const unsigned link_type = counts->link_types[i].link_type;
        const char *const name = cdc43_capture_link_name(link_type);
        (void)cdc43_cli_fail("%" PRIu64 " frames of link type %u%s%s%s were not read",
                             counts->link_types[i].frames, link_type, name != NULL ? " (" : "",
                             name != NULL ? name : "", name != NULL ? ")" : "");
    }
    if (counts->encrypted != 0) {
        (void)cdc43_cli_fail("%" PRIu64 " wireless frames are encrypted", counts->encrypted);
    }
    if (capture->cut != 0) {
        (void)cdc43_cli_fail("%" PRIu64 " frames were cut by the capture before their DHCP "
                             "options; capture with a larger snap length (tcpdump -s 0)",
                             capture->cut);
    }
    if (counts->incomplete != 0) {
        (void)cdc43_cli_fail("%" PRIu64 " datagrams miss fragments, or have contradicting ones",
                             counts->incomplete);
    }
    if (capture->no_cookie != 0) {
        (void)cdc43_cli_fail("%" PRIu64 " datagrams of these ports are not DHCP",
                             capture->no_cookie);
    }
}

/* After the last exchange. err: how the reading ended. */
static int conclude(const struct work *work, const struct cdc43_capture *capture,
                    enum cdc43_capture_err err, const char *what) {
    int code = work->all_good ? CDC43_EXIT_GOOD : CDC43_EXIT_BAD;

    if (work->has_progress) {
        (void)fprintf(stderr, "\r%60s\r", "");
    }
    code = cdc43_cli_finish(code);
    if (err == CDC43_CAPTURE_ERR_LIVE) {
        return cdc43_cli_fail("%s: %s: %s", what, cdc43_capture_err_text(err), capture->trouble);
    }
    if (err != CDC43_CAPTURE_OK && is_interrupted == 0) {
        const char *const number = capture->number != 0 ? strerror(capture->number) : "";
        return cdc43_cli_fail("%s: octet %" PRIu64 ": %s%s%s", what, capture->offset,
                              cdc43_capture_err_text(err), *number != '\0' ? ": " : "", number);
    }
    say_counts(capture);
    if (capture->messages == 0) {
        return cdc43_cli_fail("%s: %" PRIu64 " frames, none of DHCP", what, capture->counts.frames);
    }
    return code;
}

static struct cdc43_capture prepare(struct work *work) {
    catch_interrupt();
    work->last_look = isatty(STDERR_FILENO) == 1 ? time(NULL) : 0;
    return (struct cdc43_capture){
        .port = work->request->port, .take = take, .go_on = go_on, .context = work};
}

int cdc43_cli_decode_interface(const struct cdc43_cli_capture *request) {
    struct work work = {.request = request, .all_good = true};
    struct cdc43_capture capture = prepare(&work);

    return conclude(&work, &capture, cdc43_capture_listen(&capture, request->interface),
                    request->interface);
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

/* The input is open, and a capture. */
static int decode_capture(const struct cdc43_cli_capture *request,
                          struct cdc43_capture_input *input, const char *shown) {
    struct work work = {.request = request, .all_good = true};
    struct cdc43_capture capture = prepare(&work);
    struct stat status;
    enum cdc43_capture_err err;

    work.size =
        fstat(input->fd, &status) == 0 && S_ISREG(status.st_mode) ? (uint64_t)status.st_size : 0;
    err = cdc43_capture_read(&capture, input);
    return conclude(&work, &capture, err, shown);
}

int cdc43_cli_decode_file(const struct cdc43_cli_capture *request, const char *path, size_t max,
                          char **ret_text, size_t *ret_len) {
    const char *const shown = strcmp(path, "-") == 0 ? "standard input" : path;
    struct cdc43_capture_input input;
    const enum cdc43_capture_err err = cdc43_capture_open(&input, path);
    int code;

    if (err == CDC43_CAPTURE_ERR_OPEN || err == CDC43_CAPTURE_ERR_READ) {
        code = cdc43_cli_fail("cannot %s %s: %s", err == CDC43_CAPTURE_ERR_OPEN ? "open" : "read",
                              shown, strerror(input.number));
    } else if (err != CDC43_CAPTURE_OK) {
        code = cdc43_cli_fail("%s: %s", shown, cdc43_capture_err_text(err));
    } else if (cdc43_capture_is_one(&input)) {
        code = decode_capture(request, &input, shown);
    } else {
        code = read_text(&input, shown, max, ret_text, ret_len);
    }
    cdc43_capture_close(&input);
    return code;
}
