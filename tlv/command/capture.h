/* SPDX-License-Identifier: MIT */
/* cdc43 decode for captures: files, standard input and interfaces. */
#ifndef CDC43_COMMAND_CAPTURE_H
#define CDC43_COMMAND_CAPTURE_H

#include "tlv/capture/capture.h"
#include "tlv/command/cli.h"

struct cdc43_cli_capture {
    const struct cdc43_device *device;
    bool strict;
    bool show_secrets;
    bool verbose;
    unsigned format;       /* enum cdc43_cli_format */
    unsigned count;        /* stop after so many exchanges; 0: at the end */
    unsigned port;         /* one more UDP port; 0: none */
    const char *interface; /* NULL: a file */
};

/* Is the word a file to read, and not hexadecimal digits? */
bool cdc43_cli_is_file(const char *word);

/* Decodes a file, "-" for standard input, if it is a capture: the exit code. If it is not: -1, and
 * its content, at most max octets, malloc'ed with a NUL after it. */
int cdc43_cli_decode_file(const struct cdc43_cli_capture *request, const char *path, size_t max,
                          char **ret_text, size_t *ret_len);

/* Decodes what an interface hears. The exit code. */
int cdc43_cli_decode_interface(const struct cdc43_cli_capture *request);

/* One exchange on standard output: lines, or a JSON object in one line. True: every option 43 in it
 * is good and complete. */
bool cdc43_cli_print_exchange_text(const struct cdc43_cli_capture *request,
                                   const struct cdc43_capture_exchange *exchange);
bool cdc43_cli_print_exchange_json(const struct cdc43_cli_capture *request,
                                   const struct cdc43_capture_exchange *exchange);
/* The line above all exchanges. */
void cdc43_cli_print_exchange_head(void);

#endif
