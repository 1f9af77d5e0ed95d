/* SPDX-License-Identifier: MIT */
/* The certificates that a TLS server sends, by OpenSSL, which verifies nothing here. */
#include "phone-side/certificates/server.h"

#include <openssl/ssl.h>
#include <stdio.h>
#include <string.h>

#include "phone-side/certificates/bundle_openssl.h"

/* What the callbacks see. */
struct watch {
    STACK_OF(X509) * certs; /* in the order of the server; NULL: none came */
    bool asks_client;
    bool no_memory;
};

static int take_certs(X509_STORE_CTX *context, void *argument) {
    struct watch *const watch = argument;
    STACK_OF(X509) *const sent = X509_STORE_CTX_get0_untrusted(context);

    sk_X509_pop_free(watch->certs, X509_free);
    watch->certs = X509_chain_up_ref(sent);
    watch->no_memory = watch->certs == NULL;
    return 1;
}

static int see_request(SSL *ssl, X509 **ret_cert, EVP_PKEY **ret_key) {
    struct watch *const watch = SSL_get_app_data(ssl);

    (void)ret_cert;
    (void)ret_key;
    watch->asks_client = true;
    return 0;
}

/* Is it no TLS at all, going by the first octets that came? */
static bool is_other_protocol(void) {
    const int reason = ERR_GET_REASON(ERR_peek_error());

    return ERR_GET_LIB(ERR_peek_error()) == ERR_LIB_SSL &&
           (reason == SSL_R_WRONG_VERSION_NUMBER || reason == SSL_R_HTTP_REQUEST ||
            reason == SSL_R_PACKET_LENGTH_TOO_LONG || reason == SSL_R_RECORD_LENGTH_MISMATCH ||
            reason == SSL_R_BAD_RECORD_TYPE);
}

static enum cdc43_cert_tls judge_failure(int error, char ret_detail[CDC43_SCEP_DETAIL_MAX + 1]) {
    const unsigned long code = ERR_peek_error();
    const char *const reason = ERR_reason_error_string(code);

    if (error == SSL_ERROR_SYSCALL || ERR_GET_REASON(code) == SSL_R_UNEXPECTED_EOF_WHILE_READING) {
        return CDC43_CERT_TLS_CLOSED;
    }
    if (is_other_protocol()) {
        return CDC43_CERT_TLS_NONE;
    }
    (void)snprintf(ret_detail, CDC43_SCEP_DETAIL_MAX + 1, "%s", reason != NULL ? reason : "");
    return CDC43_CERT_TLS_FAILED;
}

/* The handshake, to its end or to where it fails. */
static enum cdc43_cert_tls shake_hands(SSL *ssl, const struct cdc43_cert_socket *socket,
                                       char ret_detail[CDC43_SCEP_DETAIL_MAX + 1]) {
    int error = SSL_ERROR_NONE;

    ERR_clear_error();
    while ((error = SSL_get_error(ssl, SSL_connect(ssl))) == SSL_ERROR_WANT_READ ||
           error == SSL_ERROR_WANT_WRITE) {
        if (!socket->wait(socket->context, socket->fd, error == SSL_ERROR_WANT_WRITE)) {
            return CDC43_CERT_TLS_TIMEOUT;
        }
        ERR_clear_error();
    }
    return error == SSL_ERROR_NONE ? CDC43_CERT_TLS_OK : judge_failure(error, ret_detail);
}

/* Takes what old phones and servers speak, too: what is weak is for the checks to say. */
static SSL_CTX *open_context(const struct cdc43_cert_reader *reader, struct watch *watch) {
    SSL_CTX *const context = SSL_CTX_new_ex(reader->crypto->context, NULL, TLS_client_method());

    if (context == NULL || SSL_CTX_set_min_proto_version(context, TLS1_VERSION) != 1 ||
        SSL_CTX_set_cipher_list(context, "ALL:!eNULL:+aNULL:@SECLEVEL=0") != 1) {
        SSL_CTX_free(context);
        return NULL;
    }
    (void)SSL_CTX_set_options(context, SSL_OP_LEGACY_SERVER_CONNECT);
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
    SSL_CTX_set_cert_verify_callback(context, take_certs, watch);
    SSL_CTX_set_client_cert_cb(context, see_request);
    return context;
}

static SSL *open_connection(SSL_CTX *context, int socket, char *sni, struct watch *watch) {
    SSL *const ssl = context != NULL ? SSL_new(context) : NULL;

    if (ssl == NULL || SSL_set_app_data(ssl, watch) != 1 || SSL_set_fd(ssl, socket) != 1 ||
        (sni != NULL && SSL_set_tlsext_host_name(ssl, sni) != 1)) {
        SSL_free(ssl);
        return NULL;
    }
    return ssl;
}

/* The certificates as a file of the bundle. */
static enum cdc43_cert_tls add_sent(STACK_OF(X509) * certs, const char *name,
                                    struct cdc43_cert_bundle *bundle) {
    struct cdc43_cert_file *const file = &bundle->file[bundle->file_count];
    enum cdc43_cert_err err = CDC43_CERT_OK;

    if (bundle->file_count == CDC43_CERT_FILES) {
        return CDC43_CERT_TLS_TOO_MANY;
    }
    bundle->file_count++;
    *file = (struct cdc43_cert_file){.name = name, .form = CDC43_CERT_SENT};
    for (int i = 0; i < sk_X509_num(certs) && err == CDC43_CERT_OK; i++) {
        file->blocks++;
        err = cdc43_cert_add(sk_X509_value(certs, i), file, bundle);
    }
    return err == CDC43_CERT_OK           ? CDC43_CERT_TLS_OK
           : err == CDC43_CERT_ERR_MEMORY ? CDC43_CERT_TLS_MEMORY
                                          : CDC43_CERT_TLS_TOO_MANY;
}

enum cdc43_cert_tls cdc43_cert_ask(struct cdc43_cert_reader *reader,
                                   const struct cdc43_cert_socket *socket, char *sni,
                                   const char *name, struct cdc43_cert_bundle *bundle,
                                   struct cdc43_cert_server *ret_server,
                                   char ret_detail[CDC43_SCEP_DETAIL_MAX + 1]) {
    struct watch watch = {.certs = NULL};
    SSL_CTX *const context = open_context(reader, &watch);
    SSL *const ssl = open_connection(context, socket->fd, sni, &watch);
    enum cdc43_cert_tls result = CDC43_CERT_TLS_MEMORY;

    ret_detail[0] = '\0';
    *ret_server = (struct cdc43_cert_server){.asks_client = false};
    if (ssl != NULL) {
        result = shake_hands(ssl, socket, ret_detail);
        ret_server->asks_client = watch.asks_client;
        (void)snprintf(ret_server->version, sizeof ret_server->version, "%s", SSL_get_version(ssl));
        (void)snprintf(ret_server->cipher, sizeof ret_server->cipher, "%s",
                       SSL_get_cipher_name(ssl));
    }
    /* A server that insists on the client's certificate ends it, when its own has come. */
    if (watch.no_memory) {
        result = CDC43_CERT_TLS_MEMORY;
    } else if (watch.certs != NULL && (result == CDC43_CERT_TLS_OK || watch.asks_client)) {
        result = add_sent(watch.certs, name, bundle);
    } else if (result == CDC43_CERT_TLS_OK) {
        result = CDC43_CERT_TLS_NO_CERTIFICATE;
    }
    sk_X509_pop_free(watch.certs, X509_free);
    SSL_free(ssl);
    SSL_CTX_free(context);
    ERR_clear_error();
    return result;
}
