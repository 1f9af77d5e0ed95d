/* SPDX-License-Identifier: MIT */
/* A small HTTP server: one connection after the other, each for one request and a few seconds. */
#include "phone-side/command/stage_serve.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "phone-side/staging/http.h"

#define CONNECTION_MS 5000 /* for all of a request and its response */
#define REST_MAX 65536U    /* octets that are read over at the end */
#define ADDRESS_ROOM 64
#define PORT_ROOM 8

static int64_t now_ms(void) {
    struct timespec now = {0, 0};

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Splits it; a colon inside brackets is part of the address. */
static bool split(const char *where, char ret_address[ADDRESS_ROOM], char ret_port[PORT_ROOM]) {
    const char *const colon = strrchr(where, ':');
    const bool is_bracketed = where[0] == '[';
    const char *const begin = where + (is_bracketed ? 1 : 0);
    size_t len = colon != NULL ? (size_t)(colon - begin) : 0;

    if (colon == NULL || colon <= begin || strlen(colon + 1) >= PORT_ROOM || colon[1] == '\0') {
        return false;
    }
    if (is_bracketed && begin[len - 1] != ']') {
        return false;
    }
    len -= is_bracketed ? 1U : 0U;
    if (len == 0 || len >= ADDRESS_ROOM || (!is_bracketed && memchr(begin, ':', len) != NULL)) {
        return false;
    }
    memcpy(ret_address, begin, len);
    ret_address[len] = '\0';
    (void)snprintf(ret_port, PORT_ROOM, "%s", colon + 1);
    return true;
}

static bool is_anywhere(const struct sockaddr_storage *address) {
    struct sockaddr_in four;
    struct sockaddr_in6 six;

    memcpy(&four, address, sizeof four);
    memcpy(&six, address, sizeof six);
    return address->ss_family == AF_INET6
               ? memcmp(&six.sin6_addr, &in6addr_any, sizeof in6addr_any) == 0
               : four.sin_addr.s_addr == htonl(INADDR_ANY);
}

/* Where it listens, as a URL. */
static bool set_base(struct cdc43_phone_stage_server *server) {
    struct sockaddr_storage address = {.ss_family = AF_UNSPEC};
    union {
        struct sockaddr_storage *storage;
        struct sockaddr *any;
    } to = {&address};
    socklen_t size = sizeof address;
    char text[ADDRESS_ROOM];
    char port[PORT_ROOM];
    bool is_six = false;

    if (getsockname(server->listener, to.any, &size) != 0 ||
        getnameinfo(to.any, size, text, sizeof text, port, sizeof port,
                    NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
        return false;
    }
    is_six = address.ss_family == AF_INET6;
    server->is_anywhere = is_anywhere(&address);
    (void)snprintf(server->base, sizeof server->base, "http://%s%s%s:%s", is_six ? "[" : "", text,
                   is_six ? "]" : "", port);
    return true;
}

static bool open_listener(const struct addrinfo *info, struct cdc43_phone_stage_server *server) {
    const int on = 1;

    server->listener = socket(info->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    return server->listener >= 0 &&
           setsockopt(server->listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
           bind(server->listener, info->ai_addr, info->ai_addrlen) == 0 &&
           listen(server->listener, 16) == 0 && set_base(server);
}

static int open_signals(void) {
    sigset_t wanted;

    (void)sigemptyset(&wanted);
    (void)sigaddset(&wanted, SIGTERM);
    (void)sigaddset(&wanted, SIGINT);
    return sigprocmask(SIG_BLOCK, &wanted, NULL) == 0
               ? signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK)
               : -1;
}

int cdc43_phone_stage_listen(const char *where, struct cdc43_phone_stage_server *ret_server) {
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM,
                                   .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE};
    struct cdc43_phone_stage_server server = {.listener = -1, .signals = -1};
    struct addrinfo *info = NULL;
    char address[ADDRESS_ROOM];
    char port[PORT_ROOM];
    int code = CDC43_EXIT_GOOD;

    if (!split(where, address, port) || getaddrinfo(address, port, &hints, &info) != 0) {
        return cdc43_cli_usage("--listen takes ADDRESS:PORT, such as 192.0.2.1:8080 or [::1]:0");
    }
    server.signals = open_signals();
    if (server.signals < 0 || !open_listener(info, &server)) {
        code = cdc43_cli_fail("cannot listen: %s", strerror(errno));
        cdc43_phone_stage_close_server(&server);
    } else {
        *ret_server = server;
    }
    freeaddrinfo(info);
    return code;
}

void cdc43_phone_stage_close_server(const struct cdc43_phone_stage_server *server) {
    if (server->listener >= 0) {
        (void)close(server->listener);
    }
    if (server->signals >= 0) {
        (void)close(server->signals);
    }
}

/* Waits until the file is ready. False: the time is over, or a signal has come. */
static bool wait_for(const struct cdc43_phone_stage_server *server, int file, short events,
                     int64_t until) {
    struct pollfd files[] = {{server->signals, POLLIN, 0}, {file, events, 0}};
    int64_t left = 0;

    while ((left = until - now_ms()) > 0) {
        const int ready = poll(files, 2, (int)(left < 60000 ? left : 60000));
        if ((ready < 0 && errno != EINTR) || (ready > 0 && files[0].revents != 0)) {
            return false;
        }
        if (ready > 0 && files[1].revents != 0) {
            return true;
        }
    }
    return false;
}

static bool is_to_be_tried_again(void) {
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

/* Reads a request. MORE: it did not come. */
static enum cdc43_stage_request receive(const struct cdc43_phone_stage_server *server, int from,
                                        int64_t until, uint8_t room[CDC43_STAGE_REQUEST_MAX],
                                        struct cdc43_view *ret_path) {
    enum cdc43_stage_request request = CDC43_STAGE_MORE;
    size_t len = 0;

    while (request == CDC43_STAGE_MORE && wait_for(server, from, POLLIN, until)) {
        const ssize_t n = recv(from, room + len, CDC43_STAGE_REQUEST_MAX - len, 0);
        if (n == 0 || (n < 0 && !is_to_be_tried_again())) {
            break;
        }
        len += n > 0 ? (size_t)n : 0;
        request = cdc43_stage_read_request((struct cdc43_view){room, len}, ret_path);
    }
    return request;
}

static bool send_all(const struct cdc43_phone_stage_server *server, int to,
                     struct cdc43_view octets, int64_t until) {
    size_t sent = 0;

    while (sent < octets.len && wait_for(server, to, POLLOUT, until)) {
        const ssize_t n = send(to, octets.data + sent, octets.len - sent, MSG_NOSIGNAL);
        if (n < 0 && !is_to_be_tried_again()) {
            break;
        }
        sent += n > 0 ? (size_t)n : 0;
    }
    return sent == octets.len;
}

/* Reads over what still comes: a connection that ends before is reset, and the response lost. */
static void finish(const struct cdc43_phone_stage_server *server, int connection, int64_t until) {
    uint8_t rest[1024];
    size_t len = 0;

    (void)shutdown(connection, SHUT_WR);
    while (len < REST_MAX && wait_for(server, connection, POLLIN, until)) {
        const ssize_t n = recv(connection, rest, sizeof rest, 0);
        if (n == 0 || (n < 0 && !is_to_be_tried_again())) {
            break;
        }
        len += n > 0 ? (size_t)n : 0;
    }
    (void)close(connection);
}

static struct cdc43_phone_stage_file *find_file(struct cdc43_phone_stage_server *server,
                                                struct cdc43_view path) {
    for (size_t i = 0; i < server->file_count; i++) {
        const struct cdc43_view own = server->file[i].path;
        if (own.len == path.len && memcmp(own.data, path.data, own.len) == 0) {
            return &server->file[i];
        }
    }
    return NULL;
}

static unsigned status_of(enum cdc43_stage_request request,
                          const struct cdc43_phone_stage_file *file) {
    switch (request) {
    case CDC43_STAGE_GET:
    case CDC43_STAGE_HEAD:
        return file != NULL ? 200 : 404;
    case CDC43_STAGE_METHOD:
        return 405;
    case CDC43_STAGE_LONG:
        return 431;
    case CDC43_STAGE_MORE:
        return 408;
    case CDC43_STAGE_BAD:
        break;
    }
    return 400;
}

/* One request. Of what was asked for only a path that is ours is shown. */
static void serve_one(struct cdc43_phone_stage_server *server, int connection, const char *peer,
                      int64_t until) {
    static const struct cdc43_view nothing = {(const uint8_t *)"", 0};
    uint8_t room[CDC43_STAGE_REQUEST_MAX];
    char head[CDC43_STAGE_HEAD_MAX];
    struct cdc43_view path = nothing;
    const enum cdc43_stage_request request = receive(server, connection, until, room, &path);
    struct cdc43_phone_stage_file *const file = find_file(server, path);
    const unsigned status = status_of(request, file);
    const struct cdc43_view body = status == 200 ? file->octets : nothing;
    const size_t len =
        cdc43_stage_print_head(status, status == 200 ? file->type : "text/plain", body.len, head);
    const bool sent =
        send_all(server, connection, (struct cdc43_view){(const uint8_t *)head, len}, until) &&
        (request == CDC43_STAGE_HEAD || send_all(server, connection, body, until));

    if (status == 200 && sent && request == CDC43_STAGE_GET) {
        file->fetched++;
    }
    (void)printf("%s %s %.*s %u%s\n", peer,
                 request == CDC43_STAGE_GET    ? "GET"
                 : request == CDC43_STAGE_HEAD ? "HEAD"
                                               : "?",
                 file != NULL ? (int)file->path.len : 1,
                 file != NULL ? (const char *)file->path.data : "?", status,
                 sent ? "" : ", not all was sent");
    (void)fflush(stdout);
    finish(server, connection, until);
}

/* The next connection and who it is from; -1: there is none after all. */
static int take_connection(const struct cdc43_phone_stage_server *server,
                           char ret_peer[ADDRESS_ROOM]) {
    struct sockaddr_storage address = {.ss_family = AF_UNSPEC};
    union {
        struct sockaddr_storage *storage;
        struct sockaddr *any;
    } from = {&address};
    socklen_t size = sizeof address;
    const int connection = accept(server->listener, from.any, &size);

    if (connection >= 0) {
        (void)fcntl(connection, F_SETFD, FD_CLOEXEC);
        (void)fcntl(connection, F_SETFL, O_NONBLOCK);
        if (getnameinfo(from.any, size, ret_peer, ADDRESS_ROOM, NULL, 0, NI_NUMERICHOST) != 0) {
            (void)snprintf(ret_peer, ADDRESS_ROOM, "?");
        }
    }
    return connection;
}

int cdc43_phone_stage_serve(struct cdc43_phone_stage_server *server, unsigned count,
                            unsigned seconds) {
    const int64_t end = now_ms() + (int64_t)seconds * 1000;
    char peer[ADDRESS_ROOM];

    while (count != 0 && wait_for(server, server->listener, POLLIN, end)) {
        const int connection = take_connection(server, peer);
        const int64_t until = now_ms() + CONNECTION_MS;
        if (connection >= 0) {
            serve_one(server, connection, peer, until < end ? until : end);
            count--;
        }
    }
    for (size_t i = 0; i < server->file_count; i++) {
        (void)printf("%.*s: fetched %u times\n", (int)server->file[i].path.len,
                     (const char *)server->file[i].path.data, server->file[i].fetched);
    }
    return CDC43_EXIT_GOOD;
}
