/* SPDX-License-Identifier: MIT */
/* HTTP by libcurl, with everything off that SCEP does not need. */
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "phone-side/scep/transport.h"

#define CONNECT_SECONDS 10
#define TOTAL_SECONDS 30
#define FIRST_ROOM 4096U

struct connection {
    CURL *curl;
    struct curl_slist *headers;
    long connect;
    long total;
    bool (*is_stopped)(void);
};

/* A response as it grows. */
struct sink {
    uint8_t *data;
    size_t len;
    size_t room;
    bool too_long;
};

static size_t receive(char *octets, size_t size, size_t count, void *context) {
    struct sink *const sink = context;
    const size_t len = size * count; /* size is 1, says libcurl */
    size_t room = sink->room != 0 ? sink->room : FIRST_ROOM;
    uint8_t *data = NULL;

    if (len > CDC43_SCEP_RESPONSE_MAX - sink->len) {
        sink->too_long = true;
        return 0;
    }
    while (room < sink->len + len) {
        room *= 2;
    }
    if (room != sink->room) {
        data = realloc(sink->data, room);
        if (data == NULL) {
            return 0;
        }
        sink->data = data;
        sink->room = room;
    }
    memcpy(sink->data + sink->len, octets, len);
    sink->len += len;
    return len;
}

/* libcurl calls it about once a second, and whenever something moves. */
static int watch(void *context, curl_off_t down_total, curl_off_t down, curl_off_t up_total,
                 curl_off_t up) {
    const struct connection *const connection = context;

    (void)down_total;
    (void)down;
    (void)up_total;
    (void)up;
    return connection->is_stopped() ? 1 : 0;
}

static enum cdc43_scep_err err_of(CURLcode code, const struct sink *sink) {
    if (sink->too_long) {
        return CDC43_SCEP_ERR_ANSWER_TOO_LONG;
    }
    switch ((int)code) {
    case CURLE_OK:
        return CDC43_SCEP_OK;
    case CURLE_OPERATION_TIMEDOUT:
        return CDC43_SCEP_ERR_TIMEOUT;
    case CURLE_FILESIZE_EXCEEDED:
        return CDC43_SCEP_ERR_ANSWER_TOO_LONG;
    case CURLE_ABORTED_BY_CALLBACK:
        return CDC43_SCEP_ERR_STOPPED;
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
        return CDC43_SCEP_ERR_CUT_SHORT;
    case CURLE_UNSUPPORTED_PROTOCOL: /* its response; ours is http */
    case CURLE_WEIRD_SERVER_REPLY:
        return CDC43_SCEP_ERR_NOT_HTTP;
    case CURLE_WRITE_ERROR:
    case CURLE_OUT_OF_MEMORY:
        return CDC43_SCEP_ERR_MEMORY;
    default:
        return CDC43_SCEP_ERR_UNREACHABLE;
    }
}

static bool set_up(struct connection *connection, const struct cdc43_scep_http_request *request,
                   struct sink *sink) {
    CURL *const curl = connection->curl;
    CURLcode code = CURLE_OK;

    curl_easy_reset(curl);
#define SET(option, value) code = code == CURLE_OK ? curl_easy_setopt(curl, option, value) : code
    SET(CURLOPT_URL, request->url);
    SET(CURLOPT_PROTOCOLS_STR, "http");
    SET(CURLOPT_FOLLOWLOCATION, 0L);
    SET(CURLOPT_PROXY, ""); /* whatever the environment says */
    /* A connection for each request: on one that was used before, libcurl repeats a request to
     * which no response comes, and a CA would issue twice. */
    SET(CURLOPT_FRESH_CONNECT, 1L);
    SET(CURLOPT_FORBID_REUSE, 1L);
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_CONNECTTIMEOUT, connection->connect);
    SET(CURLOPT_TIMEOUT, connection->total);
    SET(CURLOPT_MAXFILESIZE, (long)CDC43_SCEP_RESPONSE_MAX);
    SET(CURLOPT_WRITEFUNCTION, receive);
    SET(CURLOPT_WRITEDATA, sink);
    SET(CURLOPT_USERAGENT, "cdc43/" CDC43_VERSION);
    if (connection->is_stopped != NULL) {
        SET(CURLOPT_NOPROGRESS, 0L);
        SET(CURLOPT_XFERINFOFUNCTION, watch);
        SET(CURLOPT_XFERINFODATA, connection);
    }
    if (request->post) {
        SET(CURLOPT_POSTFIELDSIZE, (long)request->body.len);
        SET(CURLOPT_POSTFIELDS, (const char *)request->body.data);
        SET(CURLOPT_HTTPHEADER, connection->headers);
    }
#undef SET
    return code == CURLE_OK;
}

static bool exchange(void *context, const struct cdc43_scep_http_request *request,
                     struct cdc43_scep_response *ret_response, struct cdc43_scep_fault *ret_fault) {
    struct connection *const connection = context;
    struct sink sink = {0};
    struct cdc43_scep_blob body = {0};
    CURLcode code = CURLE_OUT_OF_MEMORY;
    enum cdc43_scep_err err = CDC43_SCEP_OK;
    long status = 0;

    if (set_up(connection, request, &sink)) {
        code = curl_easy_perform(connection->curl);
        (void)curl_easy_getinfo(connection->curl, CURLINFO_RESPONSE_CODE, &status);
    }
    err = err_of(code, &sink);
    if (err == CDC43_SCEP_OK && (status < 200 || status > 299)) {
        err = status >= 300 && status <= 399 ? CDC43_SCEP_ERR_REDIRECT : CDC43_SCEP_ERR_HTTP;
    }
    if (err == CDC43_SCEP_OK && !cdc43_scep_copy((struct cdc43_view){sink.data, sink.len}, &body)) {
        err = CDC43_SCEP_ERR_MEMORY;
    }
    free(sink.data);
    if (err != CDC43_SCEP_OK) {
        return cdc43_scep_fail(ret_fault, err, status > 0 ? (unsigned)status : 0,
                               err == CDC43_SCEP_ERR_UNREACHABLE ? curl_easy_strerror(code) : NULL);
    }
    ret_response->status = (unsigned)status;
    ret_response->body = body;
    return true;
}

bool cdc43_scep_curl_open(const struct cdc43_scep_timeouts *timeouts,
                          struct cdc43_scep_transport *ret_transport,
                          struct cdc43_scep_fault *ret_fault) {
    struct connection *const connection = calloc(1, sizeof *connection);
    const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);

    if (connection == NULL || code != CURLE_OK) {
        free(connection);
        return cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_MEMORY, 0, NULL);
    }
    connection->curl = curl_easy_init();
    /* "Expect:" of nothing: no waiting for 100 Continue. */
    connection->headers = curl_slist_append(
        curl_slist_append(NULL, "Content-Type: application/x-pki-message"), "Expect:");
    connection->connect = timeouts->connect != 0 ? (long)timeouts->connect : CONNECT_SECONDS;
    connection->total = timeouts->total != 0 ? (long)timeouts->total : TOTAL_SECONDS;
    connection->is_stopped = timeouts->is_stopped;
    *ret_transport = (struct cdc43_scep_transport){connection, exchange};
    if (connection->curl == NULL || connection->headers == NULL) {
        cdc43_scep_curl_close(ret_transport);
        /* cppcheck-suppress memleak ; that has freed it */
        return cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_MEMORY, 0, NULL);
    }
    /* cppcheck-suppress memleak ; the transport owns it */
    return true;
}

void cdc43_scep_curl_close(struct cdc43_scep_transport *transport) {
    struct connection *const connection = transport->context;

    if (connection != NULL) {
        curl_slist_free_all(connection->headers);
        curl_easy_cleanup(connection->curl);
        curl_global_cleanup();
        free(connection);
    }
    *transport = (struct cdc43_scep_transport){0};
}
