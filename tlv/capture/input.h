/* SPDX-License-Identifier: MIT */
/* The octets of a capture, one after the other, unpacked when they are gzip. */
#ifndef CDC43_CAPTURE_INPUT_H
#define CDC43_CAPTURE_INPUT_H

#include "tlv/cdc43.h"

/* Why a capture cannot be read on. CDC43_CAPTURE_END: everything was read. */
enum cdc43_capture_err {
    CDC43_CAPTURE_OK = 0,
    CDC43_CAPTURE_END,
#define CDC43_CAPTURE_ERROR(id, sentence) CDC43_CAPTURE_ERR_##id,
#include "tlv/capture/errors.def"
};

/* The sentence of errors.def; NULL for CDC43_CAPTURE_OK and CDC43_CAPTURE_END. */
const char *cdc43_capture_err_text(enum cdc43_capture_err err);

/* The most octets that can be looked at in one piece. */
#define CDC43_CAPTURE_WINDOW 524288U

struct cdc43_capture_gzip;

/* An open input. The members are private, but for err, number and offset. */
struct cdc43_capture_input {
    enum cdc43_capture_err err; /* why there are no more octets: CDC43_CAPTURE_END or an error */
    int number;                 /* the errno of CDC43_CAPTURE_ERR_OPEN and _READ; otherwise 0 */
    uint64_t offset;            /* of the next octet, unpacked */
    uint64_t taken;             /* octets read from the file so far, as they are in it */
    int fd;
    bool owns_fd;
    uint8_t *room;       /* NULL: the octets are the caller's */
    const uint8_t *next; /* the window: octets that were read and not skipped yet */
    size_t left;
    struct cdc43_capture_gzip *gzip; /* NULL: as they are */
};

/* Opens a file; "-" is standard input. The input must be closed in any case.
 * Errors: CDC43_CAPTURE_ERR_OPEN, _MEMORY, and those of reading the first octets. An empty file is
 * opened well. */
CDC43_MUST_USE enum cdc43_capture_err cdc43_capture_open(struct cdc43_capture_input *ret_input,
                                                         const char *path);

/* The same for octets in memory, at most CDC43_CAPTURE_WINDOW, which must stay where they are. */
CDC43_MUST_USE enum cdc43_capture_err
cdc43_capture_open_octets(struct cdc43_capture_input *ret_input, struct cdc43_view octets);

void cdc43_capture_close(struct cdc43_capture_input *input);

/* The next n octets, at most CDC43_CAPTURE_WINDOW, without moving on; valid until the next call.
 * NULL when there are fewer: input->err says why, input->left how many there are. */
const uint8_t *cdc43_capture_peek(struct cdc43_capture_input *input, size_t n);

/* Moves on by n octets, any number. False when there are fewer; input->err says why. */
bool cdc43_capture_skip(struct cdc43_capture_input *input, uint64_t n);

#endif
