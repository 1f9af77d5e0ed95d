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

/* PEM if there is a PEM certificate in it, DER otherwise; nothing may follow that could be mistaken
 * for the right one. */
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

/* Seconds since 1970. False: this is not a time. */
static bool seconds_of(const ASN1_TIME *time, int64_t *ret_seconds) {
    const int seconds_a_day = 24 * 60 * 60;
    ASN1_TIME *const epoch = ASN1_TIME_set(NULL, 0);
    int days = 0;
    int seconds = 0;
    const bool good = epoch != NULL && ASN1_TIME_diff(&days, &seconds, epoch, time) == 1;

    ASN1_TIME_free(epoch);
    *ret_seconds = (int64_t)days * seconds_a_day + seconds;
    return good;
}

static enum cdc43_hook_err check(X509 *certificate, struct cdc43_hook_validity *ret_validity) {
    if (!seconds_of(X509_get0_notBefore(certificate), &ret_validity->first) ||
        !seconds_of(X509_get0_notAfter(certificate), &ret_validity->last)) {
        return CDC43_HOOK_ERR_CERTIFICATE;
    }
    return X509_check_ca(certificate) == 0 ? CDC43_HOOK_ERR_CERTIFICATE_NO_CA : CDC43_HOOK_OK;
}

enum cdc43_hook_err cdc43_hook_check_validity(const struct cdc43_hook_validity *validity,
                                              int64_t now) {
    if (now < validity->first) {
        return CDC43_HOOK_ERR_CERTIFICATE_EARLY;
    }
    return now > validity->last ? CDC43_HOOK_ERR_CERTIFICATE_EXPIRED : CDC43_HOOK_OK;
}

enum cdc43_hook_err cdc43_hook_digest_ca(struct cdc43_view octets, size_t size,
                                         uint8_t ret_digest[CDC43_DIGEST_MAX],
                                         struct cdc43_hook_validity *ret_validity) {
    const EVP_MD *const digest = digest_of(size);
    struct cdc43_hook_validity validity;
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
        err = check(certificate, &validity);
    }
    if (err == CDC43_HOOK_OK && X509_digest(certificate, digest, ret_digest, NULL) != 1) {
        err = CDC43_HOOK_ERR_DIGEST;
    }
    if (err == CDC43_HOOK_OK) {
        *ret_validity = validity;
    }
    X509_free(certificate);
    ERR_clear_error(); /* Kea reads OpenSSL's queue too */
    return err;
}
