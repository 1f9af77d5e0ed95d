/* SPDX-License-Identifier: MIT */
/* How the SCEP client speaks to a server: one HTTP request, one response. */
#ifndef CDC43_SCEP_TRANSPORT_H
#define CDC43_SCEP_TRANSPORT_H

#include "phone-side/scep/fault.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A longer response is refused: a CA's list of certificates has some kilobytes. */
#define CDC43_SCEP_RESPONSE_MAX ((size_t)1048576)

struct cdc43_scep_http_request {
    const char *url; /* http://... */
    bool post;       /* POST with body, type application/x-pki-message; otherwise GET */
    struct cdc43_view body;
};

/* A response with an HTTP status of 200 to 299. body is made with cdc43_scep_copy; the caller ends
 * it. */
struct cdc43_scep_response {
    unsigned status;
    struct cdc43_scep_blob body;
};

/* If you write one: use only http, no proxy, follow no redirection, accept at most
 * CDC43_SCEP_RESPONSE_MAX octets, and end within a limited time. Errors:
 * CDC43_SCEP_ERR_UNREACHABLE, _TIMEOUT, _HTTP (number: the status), _REDIRECT, _NOT_HTTP,
 * _ANSWER_TOO_LONG, _CUT_SHORT, _STOPPED, _MEMORY. */
struct cdc43_scep_transport {
    void *context;
    bool (*exchange)(void *context, const struct cdc43_scep_http_request *request,
                     struct cdc43_scep_response *ret_response, struct cdc43_scep_fault *ret_fault);
};

/* Seconds, and how to stop. All zero: the values in brackets. */
struct cdc43_scep_timeouts {
    unsigned connect; /* until connected [10] */
    unsigned total;   /* until the response is complete [30] */
    /* Called repeatedly during an exchange; true stops it. NULL: never. */
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
