/* SPDX-License-Identifier: MIT */
/* How the SCEP client speaks to a server: one HTTP request, one answer. */
#ifndef CDC43_SCEP_TRANSPORT_H
#define CDC43_SCEP_TRANSPORT_H

#include "phone-side/scep/fault.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A longer answer is refused: a CA's list of certificates has some kilobytes. */
#define CDC43_SCEP_ANSWER_MAX ((size_t)1048576)

struct cdc43_scep_http_request {
    const char *url; /* http://... */
    bool post;       /* POST with body, type application/x-pki-message; otherwise GET */
    struct cdc43_view body;
};

/* Answer with an HTTP status of 200 to 299. body is made with cdc43_scep_copy, the caller ends it.
 */
struct cdc43_scep_answer {
    unsigned status;
    struct cdc43_scep_blob body;
};

/* Whoever makes one: nothing but http, no proxy, no redirection is followed, at most
 * CDC43_SCEP_ANSWER_MAX octets are taken, and it ends within a bounded time.
 * Errors: CDC43_SCEP_ERR_UNREACHABLE, _TIMEOUT, _HTTP (number: the status), _REDIRECT,
 * _NOT_HTTP, _ANSWER_TOO_LONG, _CUT_SHORT, _STOPPED, _MEMORY. */
struct cdc43_scep_transport {
    void *context;
    bool (*exchange)(void *context, const struct cdc43_scep_http_request *request,
                     struct cdc43_scep_answer *ret_answer, struct cdc43_scep_fault *ret_fault);
};

/* Seconds, and how to break off. All zero: the values in brackets. */
struct cdc43_scep_timeouts {
    unsigned connect; /* until connected [10] */
    unsigned total;   /* until the answer is complete [30] */
    /* Asked again and again while an exchange goes on; true breaks it off. NULL: never. */
    bool (*is_stopped)(void);
};

/* A transport over libcurl. End it with cdc43_scep_curl_close. Not for two threads at once. False:
 * CDC43_SCEP_ERR_LIBRARY, _MEMORY. */
CDC43_MUST_USE bool cdc43_scep_curl_open(const struct cdc43_scep_timeouts *timeouts,
                                         struct cdc43_scep_transport *ret_transport,
                                         struct cdc43_scep_fault *ret_fault);
void cdc43_scep_curl_close(struct cdc43_scep_transport *transport);

#ifdef __cplusplus
}
#endif

#endif
