/* SPDX-License-Identifier: MIT */
/* What the staging server understands of HTTP (RFC 9112): which file is asked for. Pure. */
#ifndef CDC43_STAGE_HTTP_H
#define CDC43_STAGE_HTTP_H

#include <stdbool.h>

#include "tlv/cdc43.h"

#define CDC43_STAGE_REQUEST_MAX 4096 /* octets of a request's head */
#define CDC43_STAGE_HEAD_MAX 256     /* room for a response's head, NUL included */

enum cdc43_stage_request {
    CDC43_STAGE_MORE = 0, /* not all of it is there */
    CDC43_STAGE_GET,
    CDC43_STAGE_HEAD,
    CDC43_STAGE_METHOD, /* another method */
    CDC43_STAGE_BAD,    /* not HTTP/1 */
    CDC43_STAGE_LONG    /* more than CDC43_STAGE_REQUEST_MAX octets */
};

/* Reads the head of a request from its beginning. Only its first line counts; its fields are read
 * over. What follows the head is not looked at, and changes nothing.
 * ret_path: for GET and HEAD, the path as it was sent, from its first '/' on; visible ASCII, in
 * octets. Nothing is decoded: a path is compared, never opened. */
CDC43_MUST_USE enum cdc43_stage_request cdc43_stage_read_request(struct cdc43_view octets,
                                                                 struct cdc43_view *ret_path);

/* The head of a response after which the connection ends. status: 200, 400, 404, 405, 408 or 431.
 * Returns its octets; NUL-terminated. */
size_t cdc43_stage_print_head(unsigned status, const char *type, size_t len,
                              char ret_text[CDC43_STAGE_HEAD_MAX]);

#endif
