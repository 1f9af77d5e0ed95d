/* SPDX-License-Identifier: MIT */
/* Instead of live.c, where libpcap is not there: says so. */
#include <string.h>

#include "tlv/capture/capture.h"

enum cdc43_capture_err cdc43_capture_listen(struct cdc43_capture *capture, const char *interface) {
    static const char trouble[] = "this program was built without libpcap";

    (void)interface;
    memcpy(capture->trouble, trouble, sizeof trouble);
    return CDC43_CAPTURE_ERR_LIVE;
}
