/* SPDX-License-Identifier: MIT */
/* How every command reads captures: files, standard input and interfaces. */
#ifndef CDC43_COMMAND_READING_H
#define CDC43_COMMAND_READING_H

#include "tlv/capture/capture.h"

struct cdc43_cli_reading {
    unsigned count;   /* stop after so many exchanges that count; 0: at the end */
    unsigned timeout; /* seconds of listening; 0: until interrupted */
    unsigned port;    /* one more UDP port; 0: none */
    /* Gets each exchange when it is over. True: it counts. */
    bool (*take)(void *context, const struct cdc43_capture_exchange *exchange);
    void *context;
};

/* Opens a file, "-" for standard input. -1, or the exit code after a message; the input must be
 * closed in any case. */
int cdc43_cli_open_capture(struct cdc43_capture_input *ret_input, const char *path);

/* Reads an open capture to its end, until enough exchanges are there, or until a signal. Exit code:
 * good when it could be read and has DHCP in it. */
int cdc43_cli_read_capture(const struct cdc43_cli_reading *reading,
                           struct cdc43_capture_input *input, const char *path);

/* The same for what an interface hears. */
int cdc43_cli_listen(const struct cdc43_cli_reading *reading, const char *interface);

/* "DISCOVER"; "" for an unknown number. */
const char *cdc43_cli_type_name(unsigned type);

#define CDC43_CLI_TIME_MAX 40
/* "2026-11-29T08:10:02.123456Z"; "-" without a time. */
void cdc43_cli_print_time(struct cdc43_capture_time time, char ret_text[CDC43_CLI_TIME_MAX]);

/* The hardware address with colons, "-" if there is none. */
#define CDC43_CLI_HARDWARE_MAX 48
void cdc43_cli_print_hardware(const struct cdc43_capture_exchange *exchange,
                              char ret_text[CDC43_CLI_HARDWARE_MAX]);

#endif
