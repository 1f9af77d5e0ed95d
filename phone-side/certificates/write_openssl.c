/* SPDX-License-Identifier: MIT */
/* A bundle in the order and form that its device wants. */
#include "phone-side/certificates/write.h"

#include <stdlib.h>

#include "phone-side/certificates/bundle_openssl.h"
#include "phone-side/scep/base64.h"

bool cdc43_cert_wants_p12(enum cdc43_cert_device device) {
    return device == CDC43_CERT_FOR_CDC;
}

/* Of the certificate at this place of the path; NULL: there is none that can be used. */
static const struct cdc43_cert_key *find_key(const struct cdc43_cert_case *on, unsigned at) {
    for (unsigned k = 0; k < on->bundle->key_count; k++) {
        const struct cdc43_cert_key *const key = &on->bundle->key[k];
        if (cdc43_cert_has(&key->fits, on->path[at]) && key->secret.len != 0) {
            return key;
        }
    }
    return NULL;
}

/* The first and the number of certificates of the path that are written. */
struct part {
    unsigned first;
    unsigned count;
};

static struct part part_of(const struct cdc43_cert_case *on) {
    const bool is_root_only = on->question->device == CDC43_CERT_FOR_SNOM;
    const struct part part = {is_root_only ? on->path_count - 1 : 0,
                              is_root_only ? 1 : on->path_count};

    return part;
}

static struct cdc43_view der_of(const struct cdc43_cert_case *on, unsigned at) {
    return cdc43_scep_view(&on->bundle->cert[on->path[at]].der);
}

static bool write_pem(const struct cdc43_cert_case *on, const struct cdc43_cert_key *key,
                      struct cdc43_scep_blob *ret_file) {
    const struct part part = part_of(on);
    static const char cert_label[] = "CERTIFICATE";
    static const char key_label[] = "PRIVATE KEY";
    const struct cdc43_view secret =
        key != NULL ? cdc43_scep_view(&key->secret) : (struct cdc43_view){NULL, 0};
    size_t room = key != NULL ? cdc43_pem_room(secret.len, key_label) : 0;
    size_t len = 0;
    char *text = NULL;
    bool good = false;

    for (unsigned i = 0; i < part.count; i++) {
        room += cdc43_pem_room(der_of(on, part.first + i).len, cert_label);
    }
    text = malloc(room);
    if (text == NULL) {
        return false;
    }
    for (unsigned i = 0; i < part.count; i++) {
        len += cdc43_pem_print(der_of(on, part.first + i), cert_label, text + len);
    }
    len += key != NULL ? cdc43_pem_print(secret, key_label, text + len) : 0;
    good = cdc43_scep_copy((struct cdc43_view){(const uint8_t *)text, len}, ret_file);
    cdc43_wipe(text, room);
    free(text);
    return good;
}

static bool put_p12(PKCS12 *p12, struct cdc43_scep_blob *ret_file) {
    BIO *const out = BIO_new(BIO_s_mem());
    const bool good = out != NULL && p12 != NULL && i2d_PKCS12_bio(out, p12) == 1 &&
                      cdc43_scep_ossl_put_memory(out, ret_file);

    BIO_free(out);
    return good;
}

static bool write_p12(const struct cdc43_cert_reader *reader, const struct cdc43_cert_case *on,
                      const struct cdc43_cert_key *key, const char *password,
                      struct cdc43_scep_blob *ret_file) {
    OSSL_LIB_CTX *const before = OSSL_LIB_CTX_set0_default(reader->crypto->context);
    EVP_PKEY *const pkey = cdc43_scep_ossl_key(reader->crypto, cdc43_scep_view(&key->secret));
    X509 *const itself = cdc43_scep_ossl_cert(reader->crypto, der_of(on, 0));
    STACK_OF(X509) *const others = sk_X509_new_null();
    PKCS12 *p12 = NULL;
    bool good = pkey != NULL && itself != NULL && others != NULL;

    for (unsigned i = 1; good && i < on->path_count; i++) {
        X509 *const cert = cdc43_scep_ossl_cert(reader->crypto, der_of(on, i));
        good = cert != NULL && sk_X509_push(others, cert) > 0;
        if (!good) {
            X509_free(cert);
        }
    }
    if (good) {
        p12 = PKCS12_create(password, NULL, pkey, itself, others, NID_aes_256_cbc, NID_aes_256_cbc,
                            0, 0, 0);
        good = put_p12(p12, ret_file);
    }
    PKCS12_free(p12);
    sk_X509_pop_free(others, X509_free);
    X509_free(itself);
    EVP_PKEY_free(pkey);
    (void)OSSL_LIB_CTX_set0_default(before);
    ERR_clear_error();
    return good;
}

enum cdc43_cert_lack cdc43_cert_write(const struct cdc43_cert_reader *reader,
                                      const struct cdc43_cert_case *on, const char *password,
                                      struct cdc43_scep_blob *ret_file) {
    const enum cdc43_cert_device device = on->question->device;
    const bool needs_key =
        device == CDC43_CERT_FOR_CDC || device == CDC43_CERT_FOR_BOX || device == CDC43_CERT_FOR_AP;
    const struct cdc43_cert_key *key = NULL;
    bool good = false;

    if (on->path_count == 0) {
        return CDC43_CERT_LACKS_CERTIFICATE;
    }
    if (!on->is_rooted) {
        return CDC43_CERT_LACKS_ISSUER;
    }
    key = device != CDC43_CERT_FOR_SNOM ? find_key(on, 0) : NULL;
    if (needs_key && key == NULL) {
        return CDC43_CERT_LACKS_KEY;
    }
    good = cdc43_cert_wants_p12(device) ? write_p12(reader, on, key, password, ret_file)
                                        : write_pem(on, key, ret_file);
    return good ? CDC43_CERT_LACKS_NOTHING : CDC43_CERT_LACKS_MEMORY;
}

/* PKCS#1 for RSA, PKCS#8 for others. */
static bool write_key(const struct cdc43_cert_reader *reader, const struct cdc43_cert_key *key,
                      struct cdc43_scep_blob *ret_key) {
    EVP_PKEY *const pkey = cdc43_scep_ossl_key(reader->crypto, cdc43_scep_view(&key->secret));
    unsigned char *der = NULL;
    int len = 0;
    bool good = false;

    if (pkey != NULL && EVP_PKEY_is_a(pkey, "RSA") == 1) {
        len = i2d_PrivateKey(pkey, &der);
        good = len > 0 && cdc43_cert_put_pem((struct cdc43_view){der, (size_t)len},
                                             "RSA PRIVATE KEY", ret_key);
        OPENSSL_clear_free(der, len > 0 ? (size_t)len : 0);
    } else {
        good = cdc43_cert_put_pem(cdc43_scep_view(&key->secret), "PRIVATE KEY", ret_key);
    }
    EVP_PKEY_free(pkey);
    ERR_clear_error();
    return good;
}

enum cdc43_cert_lack cdc43_cert_write_root(const struct cdc43_cert_reader *reader,
                                           const struct cdc43_cert_case *on,
                                           struct cdc43_scep_blob *ret_cert,
                                           struct cdc43_scep_blob *ret_key) {
    const struct cdc43_cert_key *key = NULL;
    unsigned root = 0;

    if (on->path_count == 0) {
        return CDC43_CERT_LACKS_CERTIFICATE;
    }
    if (!on->is_rooted) {
        return CDC43_CERT_LACKS_ISSUER;
    }
    root = on->path_count - 1;
    key = find_key(on, root);
    if (key == NULL) {
        return CDC43_CERT_LACKS_KEY;
    }
    return cdc43_cert_put_pem(der_of(on, root), "CERTIFICATE", ret_cert) &&
                   write_key(reader, key, ret_key)
               ? CDC43_CERT_LACKS_NOTHING
               : CDC43_CERT_LACKS_MEMORY;
}
