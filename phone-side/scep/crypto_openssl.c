/* SPDX-License-Identifier: MIT */
/* The library context, keys, certificate requests, and values to OpenSSL's objects and back. */
#include "phone-side/scep/openssl.h"

#include <openssl/conf.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <stdlib.h>
#include <string.h>

#define SELF_SIGNED_BACK (24 * 3600)         /* seconds that its validity begins before now */
#define SELF_SIGNED_LIFE (30L * 24L * 3600L) /* longer than the CA may let us wait */

bool cdc43_scep_ossl_fail(struct cdc43_scep_fault *ret_fault, enum cdc43_scep_err err) {
    const char *const reason = ERR_reason_error_string(ERR_peek_last_error());

    ERR_clear_error();
    return cdc43_scep_fail(ret_fault, err, 0, reason);
}

/* The FIPS provider needs its checksum from the configuration of the system; it is looked for there
 * first. */
static bool load_fips(struct cdc43_scep_crypto *crypto) {
    char *const file = CONF_get1_default_config_file();

    if (file != NULL) {
        (void)OSSL_LIB_CTX_load_config(crypto->context, file);
    }
    OPENSSL_free(file);
    crypto->providers[0] = OSSL_PROVIDER_load(crypto->context, "fips");
    crypto->providers[1] = OSSL_PROVIDER_load(crypto->context, "base");
    crypto->properties = "fips=yes";
    return crypto->providers[0] != NULL && crypto->providers[1] != NULL &&
           OSSL_PROVIDER_self_test(crypto->providers[0]) == 1 &&
           EVP_set_default_properties(crypto->context, crypto->properties) == 1;
}

bool cdc43_scep_crypto_open(bool fips, bool allow_legacy, struct cdc43_scep_crypto **ret_crypto,
                            struct cdc43_scep_fault *ret_fault) {
    struct cdc43_scep_crypto *crypto = NULL;
    enum cdc43_scep_err err = CDC43_SCEP_OK;

    if (fips && allow_legacy) {
        return cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_LEGACY_IN_FIPS, 0, NULL);
    }
    crypto = calloc(1, sizeof *crypto);
    if (crypto == NULL) {
        return cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_MEMORY, 0, NULL);
    }
    crypto->allow_legacy = allow_legacy;
    crypto->context = OSSL_LIB_CTX_new();
    if (crypto->context == NULL) {
        err = CDC43_SCEP_ERR_MEMORY;
    } else if (fips) {
        err = load_fips(crypto) ? CDC43_SCEP_OK : CDC43_SCEP_ERR_FIPS_UNAVAILABLE;
    } else {
        crypto->providers[0] = OSSL_PROVIDER_load(crypto->context, "default");
        err = crypto->providers[0] != NULL ? CDC43_SCEP_OK : CDC43_SCEP_ERR_LIBRARY;
    }
    if (err == CDC43_SCEP_OK && allow_legacy) {
        crypto->providers[1] = OSSL_PROVIDER_load(crypto->context, "legacy");
        err = crypto->providers[1] != NULL ? CDC43_SCEP_OK : CDC43_SCEP_ERR_LEGACY_UNAVAILABLE;
    }
    if (err != CDC43_SCEP_OK) {
        cdc43_scep_crypto_close(crypto);
        ERR_clear_error();
        return cdc43_scep_fail(ret_fault, err, 0, NULL);
    }
    *ret_crypto = crypto;
    return true;
}

void cdc43_scep_crypto_close(struct cdc43_scep_crypto *crypto) {
    if (crypto == NULL) {
        return;
    }
    for (size_t i = 0; i < 2; i++) {
        if (crypto->providers[i] != NULL) {
            (void)OSSL_PROVIDER_unload(crypto->providers[i]);
        }
    }
    OSSL_LIB_CTX_free(crypto->context);
    free(crypto);
}

X509 *cdc43_scep_ossl_cert(const struct cdc43_scep_crypto *crypto, struct cdc43_view der) {
    const unsigned char *at = der.data;
    X509 *cert = X509_new_ex(crypto->context, crypto->properties);

    if (cert != NULL && der.len <= CDC43_SCEP_DER_MAX &&
        d2i_X509(&cert, &at, (long)der.len) != NULL && at != der.data + der.len) {
        X509_free(cert); /* something follows */
        cert = NULL;
    }
    if (at == der.data) {
        X509_free(cert); /* nothing was read */
        cert = NULL;
    }
    return cert;
}

EVP_PKEY *cdc43_scep_ossl_key(const struct cdc43_scep_crypto *crypto, struct cdc43_view der) {
    const unsigned char *at = der.data;

    if (der.len == 0 || der.len > CDC43_SCEP_DER_MAX) {
        return NULL;
    }
    return d2i_AutoPrivateKey_ex(NULL, &at, (long)der.len, crypto->context, crypto->properties);
}

CMS_ContentInfo *cdc43_scep_ossl_cms(const struct cdc43_scep_crypto *crypto,
                                     struct cdc43_view der) {
    const unsigned char *at = der.data;
    CMS_ContentInfo *cms = NULL;

    if (der.len == 0 || der.len > CDC43_SCEP_DER_MAX) {
        return NULL;
    }
    cms = CMS_ContentInfo_new_ex(crypto->context, crypto->properties);
    if (cms != NULL && d2i_CMS_ContentInfo(&cms, &at, (long)der.len) == NULL) {
        return NULL; /* and it is freed */
    }
    if (at != der.data + der.len) {
        CMS_ContentInfo_free(cms);
        return NULL;
    }
    return cms;
}

STACK_OF(X509) * cdc43_scep_ossl_stack(const struct cdc43_scep_crypto *crypto,
                                       const struct cdc43_scep_certs *certs) {
    STACK_OF(X509) *const stack = sk_X509_new_null();

    for (size_t i = 0; stack != NULL && i < certs->count; i++) {
        X509 *const cert = cdc43_scep_ossl_cert(crypto, cdc43_scep_view(&certs->cert[i]));
        if (cert == NULL || sk_X509_push(stack, cert) == 0) {
            X509_free(cert);
            sk_X509_pop_free(stack, X509_free);
            return NULL;
        }
    }
    return stack;
}

/* Takes over what OpenSSL allocated. */
static bool put(unsigned char *der, int len, struct cdc43_scep_blob *ret_blob) {
    bool good = false;

    if (len > 0) {
        good = cdc43_scep_copy((struct cdc43_view){der, (size_t)len}, ret_blob);
        OPENSSL_clear_free(der, (size_t)len);
    }
    return good;
}

bool cdc43_scep_ossl_put_cert(X509 *cert, struct cdc43_scep_blob *ret_der) {
    unsigned char *der = NULL;
    const int len = i2d_X509(cert, &der);

    return put(der, len, ret_der);
}

bool cdc43_scep_ossl_put_key(EVP_PKEY *key, struct cdc43_scep_blob *ret_der) {
    PKCS8_PRIV_KEY_INFO *const pkcs8 = EVP_PKEY2PKCS8(key);
    unsigned char *der = NULL;
    const int len = pkcs8 != NULL ? i2d_PKCS8_PRIV_KEY_INFO(pkcs8, &der) : 0;

    PKCS8_PRIV_KEY_INFO_free(pkcs8);
    return put(der, len, ret_der);
}

bool cdc43_scep_ossl_put_memory(BIO *memory, struct cdc43_scep_blob *ret_octets) {
    char *data = NULL;
    const long len = BIO_get_mem_data(memory, &data);

    return len >= 0 &&
           cdc43_scep_copy((struct cdc43_view){(const uint8_t *)data, (size_t)len}, ret_octets);
}

int cdc43_scep_ossl_string_type(const void *text, size_t len) {
    return ASN1_PRINTABLE_type(text, (int)len) == V_ASN1_PRINTABLESTRING ? V_ASN1_PRINTABLESTRING
                                                                         : V_ASN1_UTF8STRING;
}

X509_NAME *cdc43_scep_ossl_name(const char *common_name) {
    const size_t len = strlen(common_name);
    X509_NAME *name = NULL;
    bool good = len >= 1 && len <= CDC43_COMMON_NAME_MAX;

    for (size_t i = 0; good && i < len; i++) {
        const uint8_t c = (uint8_t)common_name[i];
        good = c >= CDC43_TEXT_LOW && c <= CDC43_TEXT_HIGH;
    }
    name = good ? X509_NAME_new() : NULL;
    if (name != NULL && X509_NAME_add_entry_by_NID(
                            name, NID_commonName, cdc43_scep_ossl_string_type(common_name, len),
                            (const unsigned char *)common_name, (int)len, -1, 0) != 1) {
        X509_NAME_free(name);
        name = NULL;
    }
    return name;
}

bool cdc43_scep_ossl_make_key(const struct cdc43_scep_crypto *crypto, unsigned bits,
                              struct cdc43_scep_blob *ret_key, struct cdc43_scep_fault *ret_fault) {
    EVP_PKEY_CTX *const context =
        EVP_PKEY_CTX_new_from_name(crypto->context, "RSA", crypto->properties);
    EVP_PKEY *key = NULL;
    const bool good = context != NULL && EVP_PKEY_keygen_init(context) == 1 &&
                      EVP_PKEY_CTX_set_rsa_keygen_bits(context, (int)bits) == 1 &&
                      EVP_PKEY_generate(context, &key) == 1 &&
                      cdc43_scep_ossl_put_key(key, ret_key);

    EVP_PKEY_free(key);
    EVP_PKEY_CTX_free(context);
    return good || cdc43_scep_ossl_fail(ret_fault, CDC43_SCEP_ERR_LIBRARY);
}

bool cdc43_scep_make_key(struct cdc43_scep_crypto *crypto, unsigned bits,
                         struct cdc43_scep_blob *ret_key, struct cdc43_scep_fault *ret_fault) {
    return bits == 2048 || bits == 3072
               ? cdc43_scep_ossl_make_key(crypto, bits, ret_key, ret_fault)
               : cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_KEY_SIZE, 0, NULL);
}

bool cdc43_scep_make_csr(struct cdc43_scep_crypto *crypto, struct cdc43_view key,
                         const char *common_name, struct cdc43_view challenge,
                         struct cdc43_scep_blob *ret_csr, struct cdc43_scep_fault *ret_fault) {
    EVP_PKEY *const pkey = cdc43_scep_ossl_key(crypto, key);
    X509_NAME *const name = cdc43_scep_ossl_name(common_name);
    X509_REQ *const request = X509_REQ_new_ex(crypto->context, crypto->properties);
    unsigned char *der = NULL;
    int len = 0;
    bool good = name != NULL;

    if (!good) {
        (void)cdc43_scep_ossl_fail(ret_fault, CDC43_SCEP_ERR_COMMON_NAME);
    } else {
        good = pkey != NULL && request != NULL && X509_REQ_set_version(request, 0) == 1 &&
               X509_REQ_set_subject_name(request, name) == 1 &&
               X509_REQ_set_pubkey(request, pkey) == 1;
        if (good && challenge.len != 0) {
            good = X509_REQ_add1_attr_by_NID(
                       request, NID_pkcs9_challengePassword,
                       cdc43_scep_ossl_string_type(challenge.data, challenge.len), challenge.data,
                       (int)challenge.len) == 1;
        }
        good = good && X509_REQ_sign(request, pkey, EVP_sha256()) > 0;
        len = good ? i2d_X509_REQ(request, &der) : 0;
        good = put(der, len, ret_csr) || cdc43_scep_ossl_fail(ret_fault, CDC43_SCEP_ERR_LIBRARY);
    }
    if (request != NULL && challenge.len != 0) {
        X509_ATTRIBUTE *const attribute = X509_REQ_get_attr(request, 0);
        ASN1_TYPE *const value = attribute != NULL ? X509_ATTRIBUTE_get0_type(attribute, 0) : NULL;
        if (value != NULL && value->value.asn1_string != NULL) {
            OPENSSL_cleanse(value->value.asn1_string->data,
                            (size_t)value->value.asn1_string->length);
        }
    }
    X509_REQ_free(request);
    X509_NAME_free(name);
    EVP_PKEY_free(pkey);
    return good;
}

/* keyUsage: digitalSignature and keyEncipherment. */
static bool add_key_usage(X509 *cert) {
    ASN1_BIT_STRING *const usage = ASN1_BIT_STRING_new();
    const bool good = usage != NULL && ASN1_BIT_STRING_set_bit(usage, 0, 1) == 1 &&
                      ASN1_BIT_STRING_set_bit(usage, 2, 1) == 1 &&
                      X509_add1_ext_i2d(cert, NID_key_usage, usage, 1, X509V3_ADD_DEFAULT) == 1;

    ASN1_BIT_STRING_free(usage);
    return good;
}

/* Without a clock: valid for as long as a UTCTime can say. */
static bool set_validity(X509 *cert, int64_t now) {
    ASN1_TIME *const before = X509_getm_notBefore(cert);
    ASN1_TIME *const after = X509_getm_notAfter(cert);

    if (now == CDC43_SCEP_NO_CLOCK) {
        return ASN1_TIME_set_string(before, "500101000000Z") == 1 &&
               ASN1_TIME_set_string(after, "491231235959Z") == 1;
    }
    return ASN1_TIME_set(before, (time_t)(now - SELF_SIGNED_BACK)) != NULL &&
           ASN1_TIME_set(after, (time_t)(now + SELF_SIGNED_LIFE)) != NULL;
}

bool cdc43_scep_make_self_signed(struct cdc43_scep_crypto *crypto, struct cdc43_view key,
                                 const char *common_name, int64_t now,
                                 struct cdc43_scep_blob *ret_cert,
                                 struct cdc43_scep_fault *ret_fault) {
    EVP_PKEY *const pkey = cdc43_scep_ossl_key(crypto, key);
    X509_NAME *const name = cdc43_scep_ossl_name(common_name);
    X509 *const cert = X509_new_ex(crypto->context, crypto->properties);
    const bool good =
        pkey != NULL && name != NULL && cert != NULL && X509_set_version(cert, 2) == 1 &&
        ASN1_INTEGER_set(X509_get_serialNumber(cert), 1) == 1 &&
        X509_set_subject_name(cert, name) == 1 && X509_set_issuer_name(cert, name) == 1 &&
        set_validity(cert, now) && X509_set_pubkey(cert, pkey) == 1 && add_key_usage(cert) &&
        X509_sign(cert, pkey, EVP_sha256()) > 0 && cdc43_scep_ossl_put_cert(cert, ret_cert);

    X509_free(cert);
    X509_NAME_free(name);
    EVP_PKEY_free(pkey);
    return good || cdc43_scep_ossl_fail(ret_fault, CDC43_SCEP_ERR_LIBRARY);
}

bool cdc43_scep_make_transaction(struct cdc43_scep_crypto *crypto, struct cdc43_view key,
                                 char ret_text[CDC43_SCEP_TRANSACTION_MAX + 1],
                                 struct cdc43_scep_fault *ret_fault) {
    static const char digits[] = "0123456789ABCDEF";
    EVP_PKEY *const pkey = cdc43_scep_ossl_key(crypto, key);
    unsigned char *der = NULL;
    const int len = pkey != NULL ? i2d_PUBKEY(pkey, &der) : 0;
    unsigned char digest[CDC43_SHA256_SIZE];
    size_t size = 0;
    const bool good = len > 0 && EVP_Q_digest(crypto->context, "SHA256", crypto->properties, der,
                                              (size_t)len, digest, &size) == 1;

    for (size_t i = 0; good && i < size; i++) {
        ret_text[2 * i] = digits[digest[i] >> 4];
        ret_text[2 * i + 1] = digits[digest[i] & 15U];
        ret_text[2 * i + 2] = '\0';
    }
    OPENSSL_free(der);
    EVP_PKEY_free(pkey);
    return good || cdc43_scep_ossl_fail(ret_fault, CDC43_SCEP_ERR_LIBRARY);
}

bool cdc43_scep_make_nonce(struct cdc43_scep_crypto *crypto,
                           uint8_t ret_nonce[CDC43_SCEP_NONCE_SIZE],
                           struct cdc43_scep_fault *ret_fault) {
    return RAND_bytes_ex(crypto->context, ret_nonce, CDC43_SCEP_NONCE_SIZE, 0) == 1 ||
           cdc43_scep_ossl_fail(ret_fault, CDC43_SCEP_ERR_LIBRARY);
}

bool cdc43_scep_check_pair(struct cdc43_scep_crypto *crypto, const struct cdc43_scep_pair *pair,
                           struct cdc43_scep_fault *ret_fault) {
    EVP_PKEY *const key = cdc43_scep_ossl_key(crypto, cdc43_scep_view(&pair->key));
    X509 *const cert = cdc43_scep_ossl_cert(crypto, cdc43_scep_view(&pair->cert));
    const bool good = key != NULL && cert != NULL && X509_check_private_key(cert, key) == 1;

    X509_free(cert);
    EVP_PKEY_free(key);
    return good || cdc43_scep_ossl_fail(ret_fault, CDC43_SCEP_ERR_PAIR);
}
