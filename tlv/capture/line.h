/* SPDX-License-Identifier: MIT */
/* The stages after a frame, for files and interfaces. Private to this room. */
#ifndef CDC43_CAPTURE_LINE_H
#define CDC43_CAPTURE_LINE_H

#include "tlv/capture/capture.h"

struct cdc43_capture_line {
    struct cdc43_capture *capture;
    struct cdc43_capture_datagrams datagrams;
    struct cdc43_capture_exchanges exchanges;
};

/* cdc43_line_end must be called in any case; it hands over what is left. */
CDC43_MUST_USE enum cdc43_capture_err cdc43_line_begin(struct cdc43_capture_line *ret_line,
                                                       struct cdc43_capture *capture);
CDC43_MUST_USE enum cdc43_capture_err cdc43_line_take(struct cdc43_capture_line *line,
                                                      const struct cdc43_capture_frame *frame);
/* Brings the counts up to date and asks whether to go on. */
bool cdc43_line_go_on(struct cdc43_capture_line *line);
void cdc43_line_end(struct cdc43_capture_line *line);

#endif
