/* SPDX-License-Identifier: MIT */
/* The first line of HTTP requests, and the heads of responses. */
#include "phone-side/staging/http.h"

#include "phone-side/writer.h"

/* The length of what is before words; octets.len when they are not there. */
static size_t find(struct cdc43_view octets, const char *words) {
    const size_t len = strlen(words);

    for (size_t i = 0; octets.len - i >= len; i++) {
        if (memcmp(octets.data + i, words, len) == 0) {
            return i;
        }
    }
    return octets.len;
}

static bool is_text(struct cdc43_view view, const char *text) {
    return view.len == strlen(text) && memcmp(view.data, text, view.len) == 0;
}

/* Takes what is before the next blank, and the blank. False: there is none, or nothing before. */
static bool take_word(struct cdc43_view *line, struct cdc43_view *ret_word) {
    const size_t len = find(*line, " ");

    if (len == 0 || len == line->len) {
        return false;
    }
    *ret_word = (struct cdc43_view){line->data, len};
    *line = (struct cdc43_view){line->data + len + 1, line->len - len - 1};
    return true;
}

static bool is_version(struct cdc43_view word) {
    return word.len == 8 && memcmp(word.data, "HTTP/1.", 7) == 0 && word.data[7] >= '0' &&
           word.data[7] <= '9';
}

/* "/path", or "http://host/path" as for proxies, RFC 9112 3.2.2. */
static bool take_path(struct cdc43_view target, struct cdc43_view *ret_path) {
    static const char scheme[] = "http://";
    size_t at = 0;

    for (size_t i = 0; i < target.len; i++) {
        if (target.data[i] <= ' ' || target.data[i] > '~') {
            return false;
        }
    }
    if (target.len >= sizeof scheme - 1 && memcmp(target.data, scheme, sizeof scheme - 1) == 0) {
        at = sizeof scheme - 1;
        while (at < target.len && target.data[at] != '/') {
            at++;
        }
    }
    if (at == target.len || target.data[at] != '/') {
        return false;
    }
    *ret_path = (struct cdc43_view){target.data + at, target.len - at};
    return true;
}

static enum cdc43_stage_request read_line(struct cdc43_view line, struct cdc43_view *ret_path) {
    struct cdc43_view method;
    struct cdc43_view target;
    struct cdc43_view path;

    if (!take_word(&line, &method) || !take_word(&line, &target) || !is_version(line) ||
        !take_path(target, &path)) {
        return CDC43_STAGE_BAD;
    }
    if (!is_text(method, "GET") && !is_text(method, "HEAD")) {
        return CDC43_STAGE_METHOD;
    }
    *ret_path = path;
    return is_text(method, "GET") ? CDC43_STAGE_GET : CDC43_STAGE_HEAD;
}

enum cdc43_stage_request cdc43_stage_read_request(struct cdc43_view octets,
                                                  struct cdc43_view *ret_path) {
    const struct cdc43_view head = {
        octets.data, octets.len < CDC43_STAGE_REQUEST_MAX ? octets.len : CDC43_STAGE_REQUEST_MAX};

    /* No method begins otherwise: TLS, for instance, is not waited for. */
    if (head.len != 0 && (head.data[0] < 'A' || head.data[0] > 'Z')) {
        return CDC43_STAGE_BAD;
    }
    if (find(head, "\r\n\r\n") == head.len) {
        return head.len < CDC43_STAGE_REQUEST_MAX ? CDC43_STAGE_MORE : CDC43_STAGE_LONG;
    }
    return read_line((struct cdc43_view){head.data, find(head, "\r\n")}, ret_path);
}

static const char *reason_of(unsigned status) {
    static const struct {
        unsigned status;
        const char *reason;
    } rows[] = {{200, "OK"},
                {404, "Not Found"},
                {405, "Method Not Allowed"},
                {408, "Request Timeout"},
                {431, "Request Header Fields Too Large"},
                {400, "Bad Request"}};
    size_t i = 0;

    while (i + 1 < sizeof rows / sizeof rows[0] && rows[i].status != status) {
        i++;
    }
    return rows[i].reason;
}

size_t cdc43_stage_print_head(unsigned status, const char *type, size_t len,
                              char ret_text[CDC43_STAGE_HEAD_MAX]) {
    struct cdc43_phone_writer writer = {ret_text, CDC43_STAGE_HEAD_MAX, 0};

    cdc43_phone_put_text(&writer, "HTTP/1.1 ");
    cdc43_phone_put_number(&writer, status);
    cdc43_phone_put_char(&writer, ' ');
    cdc43_phone_put_text(&writer, reason_of(status));
    cdc43_phone_put_text(&writer, "\r\nContent-Type: ");
    cdc43_phone_put_text(&writer, type);
    cdc43_phone_put_text(&writer, "\r\nContent-Length: ");
    cdc43_phone_put_number(&writer, len);
    cdc43_phone_put_text(&writer, status == 405 ? "\r\nAllow: GET, HEAD" : "");
    cdc43_phone_put_text(&writer, "\r\nConnection: close\r\n\r\n");
    cdc43_phone_end_text(&writer);
    return writer.len;
}
