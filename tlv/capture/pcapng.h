/* SPDX-License-Identifier: MIT */
/* The blocks of pcapng. Private to this room: frames.h is for others. */
#ifndef CDC43_CAPTURE_PCAPNG_H
#define CDC43_CAPTURE_PCAPNG_H

#include "tlv/capture/frames.h"

/* Type of the block that begins a section: the same in both byte orders. */
#define CDC43_PCAPNG_SECTION 0x0a0d0d0aU

enum cdc43_capture_err cdc43_pcapng_next(struct cdc43_capture_frames *frames,
                                         struct cdc43_capture_frame *ret_frame);

#endif
