/* SPDX-License-Identifier: MIT */
/* A connection to the server of cdc43-phone cert-check --connect. */
#include "phone-side/command/cert_connect.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "phone-side/command/certificate.h"
#include "phone-side/udp.h"

/* Copies a part of a text; false: it is empty or too long. */
static bool copy_part(const char *text, size_t len, char *ret_text, size_t size) {
    if (len == 0 || len >= size) {
        return false;
    }
    memcpy(ret_text, text, len);
    ret_text[len] = '\0';
    return true;
}

int cdc43_phone_cli_take_server(void *target, const char *value) {
    struct cdc43_phone_cli_server *const server = target;
    const char *const colon = strrchr(value, ':');
    const size_t len = colon != NULL ? (size_t)(colon - value) : 0;
    const bool bracketed = len > 2 && value[0] == '[' && value[len - 1] == ']';
    const char *const host = value + (bracketed ? 1 : 0);
    const size_t host_len = len - (bracketed ? 2 : 0);
    const char *const port = colon != NULL ? colon + 1 : "";
    const long number = strtol(port, NULL, 10);

    if (!copy_part(host, host_len, server->host, sizeof server->host) ||
        !copy_part(port, strlen(port), server->port, sizeof server->port) ||
        strspn(port, "0123456789") != strlen(port) || number < 1 || number > 65535 ||
        (memchr(host, ':', host_len) != NULL) != bracketed ||
        strcspn(server->host, "/[]@ ") != host_len) {
        return cdc43_cli_usage("--connect takes HOST:PORT, such as pv.example.net:443 or "
                               "[2001:db8::1]:443");
    }
    server->text = value;
    return -1;
}

bool cdc43_phone_cli_print_address(const struct addrinfo *info,
                                   char ret_text[CDC43_PHONE_ADDRESS_MAX]) {
    return getnameinfo(info->ai_addr, info->ai_addrlen, ret_text, CDC43_PHONE_ADDRESS_MAX, NULL, 0,
                       NI_NUMERICHOST) == 0;
}

/* context: when the time is over, as cdc43_phone_udp_now counts. */
static bool wait_for(void *context, int fd, bool to_write) {
    const uint64_t end = *(const uint64_t *)context;
    const uint64_t now = cdc43_phone_udp_now();
    struct pollfd one = {.fd = fd, .events = to_write ? POLLOUT : POLLIN};

    return now < end && poll(&one, 1, (int)(end - now)) != 0;
}

/* A question to the resolver, which has no time limit of its own: a thread asks it. */
struct lookup {
    int done[2]; /* a pipe, closed at its end when the answer is there */
    int result;
    struct addrinfo *list;
    char host[CDC43_PHONE_HOST_MAX + 1];
    char service[6];
};

static void *ask_resolver(void *context) {
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICSERV};
    struct lookup *const lookup = context;
    const char *const service = lookup->service[0] != '\0' ? lookup->service : NULL;

    lookup->result = getaddrinfo(lookup->host, service, &hints, &lookup->list);
    (void)close(lookup->done[1]);
    return NULL;
}

int cdc43_phone_cli_look_up(const char *host, const char *service, uint64_t end,
                            struct addrinfo **ret_list) {
    struct lookup *const lookup = calloc(1, sizeof *lookup);
    pthread_t thread;
    int result;

    if (lookup == NULL || pipe(lookup->done) != 0) {
        free(lookup);
        return EAI_MEMORY;
    }
    (void)snprintf(lookup->host, sizeof lookup->host, "%s", host);
    (void)snprintf(lookup->service, sizeof lookup->service, "%s", service != NULL ? service : "");
    if (pthread_create(&thread, NULL, ask_resolver, lookup) != 0) {
        (void)close(lookup->done[0]);
        (void)close(lookup->done[1]);
        free(lookup);
        return EAI_MEMORY;
    }
    if (!wait_for(&end, lookup->done[0], false)) {
        (void)pthread_detach(thread); /* it ends with us, and what it has is its own */
        errno = ETIMEDOUT;
        return EAI_SYSTEM;
    }
    (void)pthread_join(thread, NULL);
    (void)close(lookup->done[0]);
    result = lookup->result;
    *ret_list = lookup->list;
    free(lookup);
    return result;
}

/* Waits for a connection that has begun. 0, or the errno. */
static int await(int fd, uint64_t end) {
    int number = 0;
    socklen_t len = sizeof number;

    if (!wait_for(&end, fd, true)) {
        return ETIMEDOUT;
    }
    return getsockopt(fd, SOL_SOCKET, SO_ERROR, &number, &len) == 0 ? number : errno;
}

/* To one address. The socket, which does not block; -1 with *ret_number. */
static int connect_to(const struct addrinfo *one, uint64_t end, int *ret_number) {
    const int fd = socket(one->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    int number = fd >= 0 ? 0 : errno;

    if (fd >= 0 && connect(fd, one->ai_addr, one->ai_addrlen) != 0) {
        number = errno == EINPROGRESS ? await(fd, end) : errno;
    }
    if (number == 0) {
        return fd;
    }
    if (fd >= 0) {
        (void)close(fd);
    }
    *ret_number = number;
    return -1;
}

/* To the first address that answers. -1 after a message. */
static int open_socket(unsigned seconds, uint64_t end, struct cdc43_phone_cli_server *server) {
    struct addrinfo *list = NULL;
    int number = 0;
    int fd = -1;
    const int failed = cdc43_phone_cli_look_up(server->host, server->port, end, &list);

    if (failed == EAI_SYSTEM && errno == ETIMEDOUT) {
        (void)cdc43_cli_fail("%s: DNS did not answer within %u seconds", server->text, seconds);
        return -1;
    }
    if (failed != 0) {
        (void)cdc43_cli_fail("%s: the name was not found: %s", server->text, gai_strerror(failed));
        return -1;
    }
    for (const struct addrinfo *one = list; one != NULL && fd < 0; one = one->ai_next) {
        fd = connect_to(one, end, &number);
        if (fd >= 0 && !cdc43_phone_cli_print_address(one, server->address)) {
            server->address[0] = '\0';
        }
    }
    freeaddrinfo(list);
    if (fd < 0) {
        (void)cdc43_cli_fail("%s: cannot connect: %s", server->text, strerror(number));
    }
    return fd;
}

static int judge(const char *text, unsigned seconds, enum cdc43_cert_tls result,
                 const char *detail) {
    switch (result) {
    case CDC43_CERT_TLS_OK:
        break;
    case CDC43_CERT_TLS_TIMEOUT:
        return cdc43_cli_fail("%s: there was no TLS handshake within %u seconds", text, seconds);
    case CDC43_CERT_TLS_NONE:
        return cdc43_cli_fail("%s: the server does not speak TLS", text);
    case CDC43_CERT_TLS_CLOSED:
        return cdc43_cli_fail("%s: the server closed the connection before it sent a certificate",
                              text);
    case CDC43_CERT_TLS_NO_CERTIFICATE:
        return cdc43_cli_fail("%s: the server sent no certificate", text);
    case CDC43_CERT_TLS_FAILED:
        return cdc43_cli_fail("%s: the TLS handshake failed: %s", text, detail);
    case CDC43_CERT_TLS_TOO_MANY:
        return cdc43_cli_fail("%s: the server sent more than %d certificates", text,
                              CDC43_CERT_MAX);
    case CDC43_CERT_TLS_MEMORY:
        return cdc43_cli_fail("out of memory");
    }
    return CDC43_EXIT_GOOD;
}

int cdc43_phone_cli_ask_server(struct cdc43_cert_reader *reader, unsigned seconds,
                               struct cdc43_phone_cli_server *server,
                               struct cdc43_cert_bundle *bundle) {
    const struct addrinfo hints = {.ai_flags = AI_NUMERICHOST};
    uint64_t end = cdc43_phone_udp_now() + (uint64_t)seconds * 1000;
    const struct cdc43_cert_socket open = {open_socket(seconds, end, server), wait_for, &end};
    struct addrinfo *number = NULL;
    char detail[CDC43_SCEP_DETAIL_MAX + 1];
    enum cdc43_cert_tls result = CDC43_CERT_TLS_OK;
    bool is_name = false;

    if (open.fd < 0) {
        return CDC43_EXIT_BAD;
    }
    (void)signal(SIGPIPE, SIG_IGN);
    is_name = getaddrinfo(server->host, NULL, &hints, &number) != 0;
    if (!is_name) {
        freeaddrinfo(number);
    }
    result = cdc43_cert_ask(reader, &open, is_name ? server->host : NULL, server->text, bundle,
                            &server->seen, detail);
    (void)close(open.fd);
    return judge(server->text, seconds, result, detail);
}
