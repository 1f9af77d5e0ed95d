/* SPDX-License-Identifier: MIT */
/* cdc43-phone cert-check --connect: a server is asked for its certificates. */
#ifndef CDC43_PHONE_CERT_CONNECT_H
#define CDC43_PHONE_CERT_CONNECT_H

#include "phone-side/certificates/server.h"

#define CDC43_PHONE_HOST_MAX 253 /* characters of a name, RFC 1035 2.3.4, dots between labels */
#define CDC43_PHONE_ADDRESS_MAX 64

struct addrinfo;

/* A server, and what is seen of it. */
struct cdc43_phone_cli_server {
    const char *text; /* "HOST:PORT" as it was typed */
    char host[CDC43_PHONE_HOST_MAX + 1];
    char port[6];
    char address[CDC43_PHONE_ADDRESS_MAX]; /* that has answered */
    struct cdc43_cert_server seen;
};

/* Takes "HOST:PORT", "192.0.2.1:443" or "[2001:db8::1]:443", which must stay; target: struct
 * cdc43_phone_cli_server. -1, or the exit code after a message. */
int cdc43_phone_cli_take_server(void *target, const char *value);

/* An address as numbers. */
bool cdc43_phone_cli_print_address(const struct addrinfo *info,
                                   char ret_text[CDC43_PHONE_ADDRESS_MAX]);

/* As getaddrinfo with AF_UNSPEC and SOCK_STREAM, until a time as cdc43_phone_udp_now counts. After
 * it: EAI_SYSTEM, and errno is ETIMEDOUT. host: at most CDC43_PHONE_HOST_MAX characters. service: a
 * number of at most 5 digits, or NULL. */
int cdc43_phone_cli_look_up(const char *host, const char *service, uint64_t end,
                            struct addrinfo **ret_list);

/* Adds the certificates that the server sends. seconds: for name, connection and handshake
 * together. Exit code, good or what a message was printed for. */
int cdc43_phone_cli_ask_server(struct cdc43_cert_reader *reader, unsigned seconds,
                               struct cdc43_phone_cli_server *server,
                               struct cdc43_cert_bundle *bundle);

#endif
