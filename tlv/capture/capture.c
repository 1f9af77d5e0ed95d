/* SPDX-License-Identifier: MIT */
/* Frames, datagrams, exchanges: one after the other. */
#include "tlv/capture/capture.h"

#include "tlv/capture/line.h"

enum cdc43_capture_err cdc43_line_begin(struct cdc43_capture_line *ret_line,
                                        struct cdc43_capture *capture) {
    enum cdc43_capture_err err;

    *ret_line = (struct cdc43_capture_line){.capture = capture};
    err = cdc43_capture_datagrams_begin(&ret_line->datagrams, capture->port);
    if (err == CDC43_CAPTURE_OK) {
        err = cdc43_capture_exchanges_begin(&ret_line->exchanges, capture->take, capture->context);
    }
    return err;
}

enum cdc43_capture_err cdc43_line_take(struct cdc43_capture_line *line,
                                       const struct cdc43_capture_frame *frame) {
    struct cdc43_capture_datagram datagram;

    return cdc43_capture_take_frame(&line->datagrams, frame, &datagram)
               ? cdc43_capture_take_datagram(&line->exchanges, frame, &datagram)
               : CDC43_CAPTURE_OK;
}

static void count(struct cdc43_capture_line *line) {
    struct cdc43_capture *const capture = line->capture;

    capture->counts = line->datagrams.counts;
    capture->messages = line->exchanges.messages;
    capture->no_cookie = line->exchanges.no_cookie;
    capture->cut = line->exchanges.cut + line->datagrams.counts.cut;
    capture->over = line->exchanges.over;
}

bool cdc43_line_go_on(struct cdc43_capture_line *line) {
    struct cdc43_capture *const capture = line->capture;

    if (capture->go_on == NULL) {
        return true;
    }
    count(line);
    return capture->go_on(capture->context, capture);
}

void cdc43_line_end(struct cdc43_capture_line *line) {
    cdc43_capture_exchanges_end(&line->exchanges, true);
    cdc43_capture_datagrams_end(&line->datagrams);
    count(line);
}

/* Frame after frame. */
static enum cdc43_capture_err read_frames(struct cdc43_capture_line *line,
                                          struct cdc43_capture_input *input) {
    struct cdc43_capture_frames frames;
    struct cdc43_capture_frame frame;
    enum cdc43_capture_err err = cdc43_capture_frames_begin(&frames, input);

    while (err == CDC43_CAPTURE_OK) {
        err = cdc43_capture_next_frame(&frames, &frame);
        if (err == CDC43_CAPTURE_OK) {
            err = cdc43_line_take(line, &frame);
        }
        line->capture->offset = input->offset;
        line->capture->taken = input->taken;
        if (err == CDC43_CAPTURE_OK && !cdc43_line_go_on(line)) {
            err = CDC43_CAPTURE_END;
        }
    }
    cdc43_capture_frames_end(&frames);
    return err == CDC43_CAPTURE_END ? CDC43_CAPTURE_OK : err;
}

enum cdc43_capture_err cdc43_capture_read(struct cdc43_capture *capture,
                                          struct cdc43_capture_input *input) {
    struct cdc43_capture_line line;
    enum cdc43_capture_err err = cdc43_line_begin(&line, capture);

    if (err == CDC43_CAPTURE_OK) {
        err = read_frames(&line, input);
    }
    cdc43_line_end(&line);
    capture->number = input->number;
    return err;
}
