/* SPDX-License-Identifier: MIT */
/* What a fingerprint is: digests of certificates, of their public keys, and of their text. */
#include <stdio.h>
#include <string.h>

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "phone-side/doctor/doctor.h"

#define CERTS_MAX 32

/* The digests that people take; MD5 by mistake. */
static const struct {
    const char *name;
    const EVP_MD *(*md)(void);
} digests[] = {
    {"SHA-256", EVP_sha256}, {"SHA-1", EVP_sha1}, {"SHA-384", EVP_sha384},
    {"SHA-512", EVP_sha512}, {"MD5", EVP_md5},
};

/* The name of the digest of octets that the fingerprint is; NULL: none. */
static const char *find_digest(const void *octets, size_t len, struct cdc43_view fingerprint) {
    for (size_t i = 0; i < sizeof digests / sizeof digests[0]; i++) {
        uint8_t digest[EVP_MAX_MD_SIZE];
        unsigned size = 0;

        if (EVP_Digest(octets, len, digest, &size, digests[i].md(), NULL) == 1 &&
            size == fingerprint.len && memcmp(digest, fingerprint.data, size) == 0) {
            return digests[i].name;
        }
    }
    return NULL;
}

static bool is_root(X509 *cert) {
    return X509_NAME_cmp(X509_get_subject_name(cert), X509_get_issuer_name(cert)) == 0;
}

/* What people take a digest of. */
enum part { CERTIFICATE, PUBLIC_KEY, TEXT };
static const char *const parts[] = {"the certificate", "the public key", "the PEM text"};

/* The name of the digest, and what it is of; NULL: of nothing. */
static const char *find_part(X509 *cert, struct cdc43_view fingerprint, enum part *ret_part) {
    uint8_t *octets = NULL;
    const char *name = NULL;
    BIO *const text = BIO_new(BIO_s_mem());
    char *start = NULL;
    int len = i2d_X509(cert, &octets);

    *ret_part = CERTIFICATE;
    name = len > 0 ? find_digest(octets, (size_t)len, fingerprint) : NULL;
    OPENSSL_free(octets);
    octets = NULL;
    if (name == NULL) {
        *ret_part = PUBLIC_KEY;
        len = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(cert), &octets);
        name = len > 0 ? find_digest(octets, (size_t)len, fingerprint) : NULL;
        OPENSSL_free(octets);
    }
    if (name == NULL && text != NULL && PEM_write_bio_X509(text, cert) == 1) {
        const long size = BIO_get_mem_data(text, &start);
        *ret_part = TEXT;
        name = size > 0 ? find_digest(start, (size_t)size, fingerprint) : NULL;
        if (name == NULL && size > 1) { /* without the last line end */
            name = find_digest(start, (size_t)size - 1, fingerprint);
        }
    }
    (void)BIO_free(text);
    return name;
}

/* Looks at one certificate. True: the fingerprint is about it. */
static bool look(X509 *cert, struct cdc43_view fingerprint, enum cdc43_doctor_id *ret_id,
                 char ret_detail[CDC43_DOCTOR_DETAIL_MAX]) {
    enum part part;
    const char *const name = find_part(cert, fingerprint, &part);

    if (name == NULL) {
        return false;
    }
    *ret_id = is_root(cert) && part == CERTIFICATE && strcmp(name, "MD5") != 0
                  ? CDC43_DOCTOR_COUNT
                  : CDC43_DOCTOR_WRONG_PART;
    (void)snprintf(ret_detail, CDC43_DOCTOR_DETAIL_MAX, "it is the %s of %s of %s", name,
                   parts[part], is_root(cert) ? "the root CA" : "a certificate below the root");
    return true;
}

bool cdc43_doctor_compare(struct cdc43_view file, struct cdc43_view fingerprint,
                          enum cdc43_doctor_id *ret_id, char ret_detail[CDC43_DOCTOR_DETAIL_MAX]) {
    const uint8_t *der = file.data;
    BIO *const bio = BIO_new_mem_buf(file.data, (int)file.len);
    const char *whole;
    X509 *cert = d2i_X509(NULL, &der, (long)file.len);
    bool found = false;
    bool has_cert = false;

    for (int i = 0; i < CERTS_MAX && !found; i++) {
        cert = cert != NULL || bio == NULL ? cert : PEM_read_bio_X509(bio, NULL, NULL, NULL);
        if (cert == NULL) {
            break;
        }
        has_cert = true;
        found = look(cert, fingerprint, ret_id, ret_detail);
        X509_free(cert);
        cert = NULL;
    }
    (void)BIO_free(bio);
    if (has_cert && !found) {
        whole = find_digest(file.data, file.len, fingerprint);
        *ret_id = whole != NULL ? CDC43_DOCTOR_WRONG_PART : CDC43_DOCTOR_WRONG_CA;
        (void)snprintf(ret_detail, CDC43_DOCTOR_DETAIL_MAX, "%s%s%s",
                       whole != NULL ? "it is the " : "", whole != NULL ? whole : "",
                       whole != NULL ? " of the whole file" : "");
    }
    return has_cert;
}
