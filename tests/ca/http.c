/* SPDX-License-Identifier: MIT */
/* HTTP of the test CA: one connection after the other, on loopback, until standard input ends. */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "tests/ca/ca.h"

#define REQUEST_MAX (256U * 1024U)
#define READ_MS 5000

struct answer {
    int status;
    const char *type;
    const unsigned char *octets;
    size_t len;
};

static void wait_ms(unsigned ms) {
    const struct timespec time = {(time_t)(ms / 1000), (long)(ms % 1000) * 1000000L};

    (void)nanosleep(&time, NULL);
}

static bool send_all(int to, const void *octets, size_t len) {
    const unsigned char *at = octets;

    while (len > 0) {
        const ssize_t n = send(to, at, len, MSG_NOSIGNAL);
        if (n <= 0) {
            return false;
        }
        at += n;
        len -= (size_t)n;
    }
    return true;
}

static void send_answer(const struct ca *ca, int to, const struct answer *answer) {
    const struct ca_options *const options = &ca->options;
    const size_t said = options->huge_length ? 100000000U : answer->len;
    static const char filling[4096] = "endless";
    static const char alert[] = "\x15\x03\x01\x00\x02\x02\x46"; /* protocol version */
    char head[256];
    int len =
        snprintf(head, sizeof head, "HTTP/1.1 %d Test\r\nContent-Type: %s\r\n%s%s", answer->status,
                 answer->type, answer->status == 302 ? "Location: /elsewhere\r\n" : "",
                 options->keep_alive ? "" : "Connection: close\r\n");

    if (options->not_http) {
        (void)send_all(to, alert, sizeof alert - 1);
        return;
    }
    (void)send_all(to, head, (size_t)len);
    if (options->slow != 0) {
        wait_ms(options->slow * 1000);
    }
    if (options->huge) { /* no length: until the connection ends */
        (void)send_all(to, "\r\n", 2);
        for (int i = 0; i < 25000 && send_all(to, filling, sizeof filling); i++) {
        }
        return;
    }
    len = snprintf(head, sizeof head, "Content-Length: %zu\r\n\r\n", said);
    (void)send_all(to, head, (size_t)len);
    if (options->drip != 0) {
        for (size_t i = 0; i < answer->len && send_all(to, answer->octets + i, 1); i++) {
            wait_ms(options->drip);
        }
        return;
    }
    (void)send_all(to, answer->octets, options->truncated ? answer->len / 2 : answer->len);
}

static int hex_digit(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

/* The message in a query: percent escapes, then base64. */
static size_t decode_query(char *text, unsigned char *ret_octets) {
    size_t len = 0;
    int octets;

    for (const char *at = text; *at != '\0' && *at != ' ' && *at != '&'; at++) {
        if (*at == '%' && hex_digit(at[1]) >= 0 && hex_digit(at[2]) >= 0) {
            text[len++] = (char)(hex_digit(at[1]) * 16 + hex_digit(at[2]));
            at += 2;
        } else {
            text[len++] = *at;
        }
    }
    octets = EVP_DecodeBlock(ret_octets, (const unsigned char *)text, (int)len);
    for (size_t i = len; octets > 0 && i > 0 && text[i - 1] == '='; i--) {
        octets--;
    }
    return octets > 0 ? (size_t)octets : 0;
}

static const char *capabilities(const struct ca_options *options) {
    return options->caps_bom    ? "\xef\xbb\xbfPOSTPKIOperation\nRenewal\nAES\nSHA-256\n"
           : options->caps_line ? "POSTPKIOperation, Renewal AES;SHA-256"
           : options->caps_page ? "<p> POSTPKIOperation Renewal GetNextCACert </p>"
           : options->only_des3 ? "DES3\nSHA-1\nPOSTPKIOperation\n"
           : options->no_post   ? "AES\r\nSHA-256\r\n"
           : options->next_ca || options->rogue_next_ca
               ? "POSTPKIOperation\nAES\nSHA-256\nRenewal\nGetNextCACert\nSomethingNew"
           : options->no_renewal ? "SCEPStandard\nAES\nSHA-256\n"
                                 : "AES\nDES3\nSHA-1\nSHA-256\nSHA-512\nPOSTPKIOperation\nRenewal\n"
                                   "SCEPStandard\n";
}

/* The forms that servers and people give to octets: PEM or base64, or a line feed at the end. */
static int dress(const struct ca_options *options, bool is_ca, unsigned char **octets, int len) {
    unsigned char *const text = OPENSSL_zalloc((size_t)len * 2 + 128);
    int text_len = 0;

    CA_NEED(text != NULL);
    if (options->pem && is_ca) {
        text_len = snprintf((char *)text, 32, "-----BEGIN %s-----\n",
                            (*octets)[4] == 0x06 ? "PKCS7" : "CERTIFICATE");
        text_len += EVP_EncodeBlock(text + text_len, *octets, len);
        text_len += snprintf((char *)text + text_len, 32, "\n-----END %s-----\n",
                             (*octets)[4] == 0x06 ? "PKCS7" : "CERTIFICATE");
    } else if (options->base64) {
        text_len = EVP_EncodeBlock(text, *octets, len);
    } else {
        memcpy(text, *octets, (size_t)len);
        text_len = len;
        if (options->newline) {
            text[text_len++] = '\n';
        }
    }
    OPENSSL_free(*octets);
    *octets = text;
    return text_len;
}

/* Finds out what is asked and responds. head: NUL-terminated, the body after it. False: it does
 * not respond. */
static bool respond(struct ca *ca, int to, char *head, const unsigned char *body, size_t body_len) {
    const struct ca_options *const options = &ca->options;
    unsigned char *octets = NULL;
    static unsigned char from_query[REQUEST_MAX];
    char *const message = strstr(head, "&message=");
    struct answer answer = {404, "text/plain", (const unsigned char *)"no", 2};
    bool single = false;
    int len = -1;

    if (strstr(head, "operation=GetCACaps") != NULL) {
        answer.status = options->no_caps ? 500 : 200;
        answer.octets = (const unsigned char *)capabilities(options);
        answer.len = strlen(capabilities(options));
    } else if (strstr(head, "operation=GetCACert") != NULL) {
        len = ca_cert_answer(ca, &octets, &single) / (options->cut_ca ? 2 : 1);
        answer.type = single ? "application/x-x509-ca-cert" : "application/x-x509-ca-ra-cert";
    } else if (strstr(head, "operation=GetNextCACert") != NULL) {
        len = ca_next_answer(ca, &octets);
        answer.type = "application/x-x509-next-ca-cert";
    } else if (strstr(head, "operation=PKIOperation") != NULL) {
        const bool post = strncmp(head, "POST ", 5) == 0;
        if (!post && message != NULL) {
            body = from_query;
            body_len = decode_query(message + strlen("&message="), from_query);
        }
        len = post && options->no_post ? -1 : ca_answer(ca, body, body_len, &octets);
        len = len > 0 && options->cut ? len / 2 : len;
        if (ca->dropped < options->drop) {
            ca->dropped++;
            OPENSSL_free(octets);
            return false;
        }
        answer.type = "application/x-pki-message";
        if (len == 0) { /* nothing that could be read */
            answer.status = 400;
            len = -1;
        }
        if (options->http != 0 || ca->refused_with != 0) {
            answer.status = options->http != 0 ? (int)options->http : ca->refused_with;
            OPENSSL_free(octets);
            octets = NULL;
            len = -1;
        }
    }
    if (len >= 0) {
        len = dress(options, strstr(head, "operation=GetCACert") != NULL, &octets, len);
        answer.status = 200;
        answer.octets = octets;
        answer.len = (size_t)len;
    }
    if (options->junk && strstr(head, "GetCACaps") == NULL) {
        answer.octets = (const unsigned char *)"<html>This is not a certificate</html>";
        answer.len = strlen((const char *)answer.octets);
    }
    if (options->redirect) {
        answer.status = 302;
    }
    send_answer(ca, to, &answer);
    OPENSSL_free(octets);
    return true;
}

/* Reads until head and body are there; returns the octets of the head, 0 if they do not come. */
static size_t receive(int from, char *ret_octets, size_t *ret_len) {
    size_t len = 0;
    size_t head = 0;
    size_t body = 0;

    while (len < REQUEST_MAX && (head == 0 || len < head + body)) {
        struct pollfd ready = {.fd = from, .events = POLLIN};
        const char *end;
        const char *length;
        ssize_t n;
        if (poll(&ready, 1, READ_MS) != 1 ||
            (n = recv(from, ret_octets + len, REQUEST_MAX - len, 0)) <= 0) {
            return 0;
        }
        len += (size_t)n;
        ret_octets[len] = '\0';
        end = strstr(ret_octets, "\r\n\r\n");
        if (head == 0 && end != NULL) {
            head = (size_t)(end - ret_octets) + 4;
            length = strstr(ret_octets, "Content-Length: ");
            body = length != NULL && length < end ? (size_t)strtoul(length + 16, NULL, 10) : 0;
        }
    }
    *ret_len = len;
    return head;
}

static void serve_one(struct ca *ca, int connection) {
    static char octets[REQUEST_MAX + 1];
    size_t len = 0;
    size_t head = 0;
    bool more = true;

    while (more && (head = receive(connection, octets, &len)) != 0) {
        octets[head - 1] = '\0';
        more = respond(ca, connection, octets, (const unsigned char *)octets + head, len - head) &&
               ca->options.keep_alive;
    }
    (void)shutdown(connection, SHUT_WR);
    (void)close(connection);
}

static int listen_somewhere(bool ipv6, bool anywhere) {
    struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_addr = in6addr_loopback};
    struct sockaddr_in four = {.sin_family = AF_INET,
                               .sin_addr = {htonl(anywhere ? INADDR_ANY : INADDR_LOOPBACK)}};
    struct sockaddr *const address = ipv6 ? (struct sockaddr *)&six : (struct sockaddr *)&four;
    socklen_t size = ipv6 ? sizeof six : sizeof four;
    const int listener = socket(ipv6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (listener < 0 || bind(listener, address, size) != 0 || listen(listener, 16) != 0 ||
        getsockname(listener, address, &size) != 0) {
        (void)fprintf(stderr, "test_ca: cannot listen: %s\n", strerror(errno));
        exit(EXIT_FAILURE);
    }
    (void)printf("port %u\n", ntohs(ipv6 ? six.sin6_port : four.sin_port));
    (void)fflush(stdout);
    return listener;
}

void ca_serve(struct ca *ca) {
    struct pollfd events[] = {
        {.fd = ca->options.stay ? -1 : STDIN_FILENO, .events = POLLIN},
        {.fd = listen_somewhere(ca->options.ipv6, ca->options.anywhere), .events = POLLIN}};

    while (poll(events, 2, -1) > 0 && events[0].revents == 0) {
        const int connection = accept(events[1].fd, NULL, NULL);
        if (connection >= 0) {
            serve_one(ca, connection);
        }
    }
    (void)close(events[1].fd);
}
