/* SPDX-License-Identifier: MIT */
/* Reads a capture or listens, hands over each exchange, and says what was passed over. */
#define _POSIX_C_SOURCE 200809L
#include "tlv/command/reading.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "tlv/capture/link.h"
#include "tlv/command/cli.h"

#define FRAMES_BETWEEN_LOOKS 4096U /* at the clock */

static volatile sig_atomic_t is_interrupted = 0;

static void interrupt(int number) {
    (void)number;
    is_interrupted = 1;
}

/* The first signal ends the reading, a second one the program. */
static void catch_interrupt(void) {
    struct sigaction action = {.sa_handler = interrupt, .sa_flags = (int)SA_RESETHAND};
    struct sigaction before;

    (void)sigemptyset(&action.sa_mask);
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
    if (sigaction(SIGHUP, NULL, &before) == 0 && before.sa_handler != SIG_IGN) { /* as of nohup */
        (void)sigaction(SIGHUP, &action, NULL);
    }
}

/* What is done while the capture is read. */
struct work {
    const struct cdc43_cli_reading *reading;
    unsigned taken;   /* exchanges that count */
    time_t end;       /* of listening, on the monotonic clock; 0: none */
    uint64_t size;    /* of the file; 0: not known */
    time_t last_look; /* at the clock; 0: no progress is shown */
    int shown;        /* characters of progress that are on the terminal */
    bool is_together; /* standard output is on a terminal too */
};

static bool is_enough(const struct work *work) {
    return work->reading->count != 0 && work->taken >= work->reading->count;
}

static void hide_progress(struct work *work) {
    if (work->shown != 0) {
        (void)fprintf(stderr, "\r%*s\r", work->shown, "");
        work->shown = 0;
    }
}

static void take(void *context, const struct cdc43_capture_exchange *exchange) {
    struct work *const work = context;

    if (work->is_together) {
        hide_progress(work);
    }
    if (!is_enough(work) && work->reading->take(work->reading->context, exchange)) {
        work->taken++;
    }
}

static time_t seconds(void) {
    struct timespec now = {0, 0};

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec;
}

/* On a terminal, once a second. */
static void show_progress(struct work *work, const struct cdc43_capture *capture) {
    const time_t now = time(NULL);

    if (work->last_look == 0 || now <= work->last_look) {
        return;
    }
    work->last_look = now;
    hide_progress(work);
    if (work->size != 0) {
        work->shown = fprintf(stderr, "%3" PRIu64 " %%  ", capture->taken * 100 / work->size);
    }
    work->shown += fprintf(stderr, "%" PRIu64 " frames, %" PRIu64 " exchanges",
                           capture->counts.frames, capture->over);
}

static bool go_on(void *context, const struct cdc43_capture *capture) {
    struct work *const work = context;

    if (capture->counts.frames % FRAMES_BETWEEN_LOOKS == 0) {
        show_progress(work, capture);
    }
    return is_interrupted == 0 && !is_enough(work) && (work->end == 0 || seconds() < work->end);
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
        (void)cdc43_cli_fail("%" PRIu64 " frames were cut by the capture before the end of "
                             "their DHCP options; capture with a larger snap length (tcpdump -s 0)",
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
static int conclude(struct work *work, const struct cdc43_capture *capture,
                    enum cdc43_capture_err err, const char *what) {
    int code = CDC43_EXIT_GOOD;

    hide_progress(work);
    code = cdc43_cli_finish(CDC43_EXIT_GOOD);
    if (err == CDC43_CAPTURE_ERR_LIVE) {
        return cdc43_cli_fail("%s: %s: %s", what, cdc43_capture_err_text(err), capture->trouble);
    }
    say_counts(capture);
    if (err != CDC43_CAPTURE_OK && is_interrupted == 0) {
        const char *const number = capture->number != 0 ? strerror(capture->number) : "";
        return cdc43_cli_fail("%s: octet %" PRIu64 ": %s%s%s", what, capture->offset,
                              cdc43_capture_err_text(err), *number != '\0' ? ": " : "", number);
    }
    if (capture->messages == 0) {
        return cdc43_cli_fail("%s: %" PRIu64 " frames, none of DHCP", what, capture->counts.frames);
    }
    return code;
}

static struct cdc43_capture prepare(struct work *work) {
    catch_interrupt();
    work->last_look = isatty(STDERR_FILENO) == 1 ? time(NULL) : 0;
    work->is_together = isatty(STDOUT_FILENO) == 1;
    return (struct cdc43_capture){
        .port = work->reading->port, .take = take, .go_on = go_on, .context = work};
}

int cdc43_cli_listen(const struct cdc43_cli_reading *reading, const char *interface) {
    struct work work = {.reading = reading,
                        .end = reading->timeout != 0 ? seconds() + (time_t)reading->timeout : 0};
    struct cdc43_capture capture = prepare(&work);

    return conclude(&work, &capture, cdc43_capture_listen(&capture, interface), interface);
}

static const char *shown_name(const char *path) {
    return strcmp(path, "-") == 0 ? "standard input" : path;
}

int cdc43_cli_open_capture(struct cdc43_capture_input *ret_input, const char *path) {
    const char *const shown = shown_name(path);
    const enum cdc43_capture_err err = cdc43_capture_open(ret_input, path);

    if (err == CDC43_CAPTURE_ERR_OPEN || err == CDC43_CAPTURE_ERR_READ) {
        return cdc43_cli_fail("cannot %s %s: %s", err == CDC43_CAPTURE_ERR_OPEN ? "open" : "read",
                              shown, strerror(ret_input->number));
    }
    return err != CDC43_CAPTURE_OK ? cdc43_cli_fail("%s: %s", shown, cdc43_capture_err_text(err))
                                   : -1;
}

int cdc43_cli_read_capture(const struct cdc43_cli_reading *reading,
                           struct cdc43_capture_input *input, const char *path) {
    struct work work = {.reading = reading};
    struct cdc43_capture capture = prepare(&work);
    struct stat status;

    work.size =
        fstat(input->fd, &status) == 0 && S_ISREG(status.st_mode) ? (uint64_t)status.st_size : 0;
    return conclude(&work, &capture, cdc43_capture_read(&capture, input), shown_name(path));
}

const char *cdc43_cli_type_name(unsigned type) {
    static const char *const names[] = {"BOOTP", "DISCOVER", "OFFER",   "REQUEST", "DECLINE",
                                        "ACK",   "NAK",      "RELEASE", "INFORM"};

    return type < sizeof names / sizeof names[0] ? names[type] : "";
}

void cdc43_cli_print_time(struct cdc43_capture_time time, char ret_text[CDC43_CLI_TIME_MAX]) {
    const time_t seconds = (time_t)time.seconds;
    char whole[CDC43_CLI_TIME_MAX - 12] = "";
    struct tm parts;

    if (!time.is_known || gmtime_r(&seconds, &parts) == NULL ||
        strftime(whole, sizeof whole, "%Y-%m-%dT%H:%M:%S", &parts) == 0) {
        (void)snprintf(ret_text, CDC43_CLI_TIME_MAX, "-");
    } else if (time.digits == 9) {
        (void)snprintf(ret_text, CDC43_CLI_TIME_MAX, "%s.%09uZ", whole, (unsigned)time.nanoseconds);
    } else {
        (void)snprintf(ret_text, CDC43_CLI_TIME_MAX, "%s.%06uZ", whole,
                       (unsigned)time.nanoseconds / 1000U);
    }
}

void cdc43_cli_print_hardware(const struct cdc43_capture_exchange *exchange,
                              char ret_text[CDC43_CLI_HARDWARE_MAX]) {
    char digits[2 * sizeof exchange->chaddr + 1];
    size_t at = 0;

    cdc43_print_hex((struct cdc43_view){exchange->chaddr, exchange->chaddr_len}, digits);
    for (size_t i = 0; i < exchange->chaddr_len; i++) {
        ret_text[at++] = digits[2 * i];
        ret_text[at++] = digits[2 * i + 1];
        ret_text[at++] = ':';
    }
    (void)snprintf(ret_text + (at == 0 ? 0 : at - 1), 2, "%s", at == 0 ? "-" : "");
}
