/* SPDX-License-Identifier: MIT */
/* What the files of the reader share. Private to them. */
#ifndef CDC43_CERT_BUNDLE_OPENSSL_H
#define CDC43_CERT_BUNDLE_OPENSSL_H

#include "phone-side/certificates/bundle.h"
#include "phone-side/scep/openssl.h"

struct cdc43_cert_reader {
    struct cdc43_scep_crypto *crypto;
};

/* Copies words, printable and cut to their room. */
void cdc43_cert_put_words(const char *words, size_t len, char ret_text[CDC43_CERT_WORDS]);

/* Adds a certificate with its facts; it is only looked at. file: NULL for one to trust. */
enum cdc43_cert_err cdc43_cert_add(X509 *x509, const struct cdc43_cert_file *file,
                                   struct cdc43_cert_bundle *bundle);
/* Adds a private key; NULL: it is encrypted. */
enum cdc43_cert_err cdc43_cert_add_key(EVP_PKEY *pkey, const char *label, size_t label_len,
                                       const struct cdc43_cert_file *file,
                                       struct cdc43_cert_bundle *bundle);
/* SubjectPublicKeyInfo, DER. */
CDC43_MUST_USE bool cdc43_cert_put_public_key(EVP_PKEY *key, struct cdc43_scep_blob *ret_der);
/* The PEM form. SECRET for a private key. */
CDC43_MUST_USE bool cdc43_cert_put_pem(struct cdc43_view der, const char *label,
                                       struct cdc43_scep_blob *ret_text);
/* Opens a PKCS#12 file and adds what is in it. file->opened says whether that went well. */
enum cdc43_cert_err cdc43_cert_add_p12(struct cdc43_cert_reader *reader, PKCS12 *p12,
                                       const char *password, struct cdc43_cert_file *file,
                                       struct cdc43_cert_bundle *bundle);

#endif
