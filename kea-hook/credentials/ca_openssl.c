/* SPDX-License-Identifier: MIT */
/* The fingerprint of a CA certificate, by OpenSSL. */
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "kea-hook/credentials/files.h"

static const EVP_MD *digest_of(size_t size) {
    switch (size) {
    case CDC43_SHA1_SIZE:
        return EVP_sha1();
    case CDC43_SHA256_SIZE:
        return EVP_sha256();
    case CDC43_SHA384_SIZE:
        return EVP_sha384();
    case CDC43_SHA512_SIZE:
        return EVP_sha512();
    default:
        return NULL;
    }
}

/* PEM when there is a PEM certificate in it, DER otherwise, and nothing behind it that could be
 * taken for the one that was meant. */
static enum cdc43_hook_err parse(struct cdc43_view octets, X509 **ret_certificate) {
    BIO *const source = BIO_new_mem_buf(octets.data, (int)octets.len);
    X509 *certificate = source == NULL ? NULL : PEM_read_bio_X509(source, NULL, NULL, NULL);
    X509 *second = certificate == NULL ? NULL : PEM_read_bio_X509(source, NULL, NULL, NULL);
    enum cdc43_hook_err err = CDC43_HOOK_OK;

    if (certificate == NULL && octets.len != 0) {
        const unsigned char *at = octets.data;

        certificate = d2i_X509(NULL, &at, (long)octets.len);
        if (certificate != NULL && at != octets.data + octets.len) {
            err = CDC43_HOOK_ERR_CERTIFICATE;
        }
    }
    if (second != NULL) {
        err = CDC43_HOOK_ERR_CERTIFICATES;
    } else if (certificate == NULL) {
        err = CDC43_HOOK_ERR_CERTIFICATE;
    }
    X509_free(second);
    (void)BIO_free(source);
    if (err != CDC43_HOOK_OK) {
        X509_free(certificate);
        return err;
    }
    *ret_certificate = certificate;
    return CDC43_HOOK_OK;
}

static enum cdc43_hook_err check(X509 *certificate) {
    if (X509_check_ca(certificate) == 0) {
        return CDC43_HOOK_ERR_CERTIFICATE_NO_CA;
    }
    if (X509_cmp_time(X509_get0_notBefore(certificate), NULL) >= 0) {
        return CDC43_HOOK_ERR_CERTIFICATE_EARLY;
    }
    if (X509_cmp_time(X509_get0_notAfter(certificate), NULL) <= 0) {
        return CDC43_HOOK_ERR_CERTIFICATE_EXPIRED;
    }
    return CDC43_HOOK_OK;
}

enum cdc43_hook_err cdc43_hook_digest_ca(struct cdc43_view octets, size_t size,
                                         uint8_t ret_digest[CDC43_DIGEST_MAX]) {
    const EVP_MD *const digest = digest_of(size);
    X509 *certificate = NULL;
    enum cdc43_hook_err err;

    if (digest == NULL) {
        return CDC43_HOOK_ERR_DIGEST;
    }
    if (octets.len > CDC43_HOOK_CERTIFICATE_MAX) {
        return CDC43_HOOK_ERR_FILE_LONG;
    }
    err = parse(octets, &certificate);
    if (err == CDC43_HOOK_OK) {
        err = check(certificate);
    }
    if (err == CDC43_HOOK_OK && X509_digest(certificate, digest, ret_digest, NULL) != 1) {
        err = CDC43_HOOK_ERR_DIGEST;
    }
    X509_free(certificate);
    ERR_clear_error(); /* Kea asks OpenSSL's queue as well */
    return err;
}
