/* SPDX-License-Identifier: MIT */
/* The certificates that a TLS server sends. Nothing is verified here: the checks judge them. */
#ifndef CDC43_CERT_SERVER_H
#define CDC43_CERT_SERVER_H

#include "phone-side/certificates/bundle.h"

/* What else is seen of the server. */
struct cdc43_cert_server {
    char version[CDC43_CERT_WORDS]; /* "TLSv1.3"; "": the handshake did not come so far */
    char cipher[CDC43_CERT_WORDS];
    bool asks_client; /* it wants the certificate of the client, too */
};

enum cdc43_cert_tls {
    CDC43_CERT_TLS_OK = 0,
    CDC43_CERT_TLS_TIMEOUT,
    CDC43_CERT_TLS_NONE,           /* it speaks something else */
    CDC43_CERT_TLS_CLOSED,         /* before it has sent a certificate */
    CDC43_CERT_TLS_NO_CERTIFICATE, /* it has none */
    CDC43_CERT_TLS_FAILED,         /* the detail says why */
    CDC43_CERT_TLS_TOO_MANY,       /* more than CDC43_CERT_MAX certificates */
    CDC43_CERT_TLS_MEMORY
};

/* A connected socket that does not block. The caller closes it, and ignores SIGPIPE. */
struct cdc43_cert_socket {
    int fd;
    /* Waits until it can be read, or written. False: the time is over. */
    bool (*wait)(void *context, int fd, bool to_write);
    void *context;
};

/* Speaks TLS, 1.0 or later, and adds the certificates in the order in which they came. sni: the
 * server's name, which is not changed; NULL: it is an address. name: the bundle's for them; it must
 * stay. ret_detail: why it failed, or "". */
CDC43_MUST_USE enum cdc43_cert_tls
cdc43_cert_ask(struct cdc43_cert_reader *reader, const struct cdc43_cert_socket *socket, char *sni,
               const char *name, struct cdc43_cert_bundle *bundle,
               struct cdc43_cert_server *ret_server, char ret_detail[CDC43_SCEP_DETAIL_MAX + 1]);

#endif
