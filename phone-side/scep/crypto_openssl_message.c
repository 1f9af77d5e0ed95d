/* SPDX-License-Identifier: MIT */
/* Our pkiMessages: content, envelope, signature. */
#include "phone-side/scep/openssl.h"

#include <openssl/rsa.h>
#include <stdio.h>
#include <string.h>

/* Without it, OpenSSL makes every line feed in the octets two. */
#define BINARY ((unsigned)CMS_BINARY)

static const EVP_CIPHER *cipher_of(enum cdc43_scep_cipher cipher) {
    switch (cipher) {
    case CDC43_SCEP_AES128:
        return EVP_aes_128_cbc();
    case CDC43_SCEP_AES256:
        return EVP_aes_256_cbc();
    case CDC43_SCEP_3DES:
        return EVP_des_ede3_cbc();
    }
    return NULL;
}

static const EVP_MD *digest_of(enum cdc43_scep_digest digest) {
    switch (digest) {
    case CDC43_SCEP_SHA256:
        return EVP_sha256();
    case CDC43_SCEP_SHA512:
        return EVP_sha512();
    case CDC43_SCEP_SHA1:
        return EVP_sha1();
    }
    return NULL;
}

/* The content, encrypted to the recipient. The caller frees the memory BIO. */
static BIO *envelop_with(const struct cdc43_scep_crypto *crypto,
                         const struct cdc43_scep_message *message, bool oaep) {
    BIO *const content = BIO_new_mem_buf(message->content.data, (int)message->content.len);
    BIO *const der = BIO_new(BIO_s_mem());
    X509 *const recipient = cdc43_scep_ossl_cert(crypto, message->recipient);
    CMS_ContentInfo *const cms =
        CMS_encrypt_ex(NULL, NULL, cipher_of(message->cipher), BINARY | CMS_PARTIAL,
                       crypto->context, crypto->properties);
    CMS_RecipientInfo *info = NULL;
    bool good = false;

    if (content != NULL && der != NULL && recipient != NULL && cms != NULL) {
        info = CMS_add1_recipient_cert(cms, recipient, oaep ? CMS_KEY_PARAM : 0);
        good = info != NULL &&
               (!oaep || EVP_PKEY_CTX_set_rsa_padding(CMS_RecipientInfo_get0_pkey_ctx(info),
                                                      RSA_PKCS1_OAEP_PADDING) > 0) &&
               CMS_final(cms, content, NULL, BINARY) == 1 && i2d_CMS_bio(der, cms) == 1;
    }
    CMS_ContentInfo_free(cms);
    X509_free(recipient);
    BIO_free(content);
    if (!good) {
        BIO_free(der);
        return NULL;
    }
    return der;
}

/* A FIPS module may be set up to refuse PKCS #1 v1.5, which every server reads; then OAEP is what
 * is left. */
static BIO *envelop(const struct cdc43_scep_crypto *crypto,
                    const struct cdc43_scep_message *message) {
    BIO *const envelope = envelop_with(crypto, message, message->oaep);

    if (envelope != NULL || message->oaep || crypto->properties == NULL) {
        return envelope;
    }
    ERR_clear_error();
    return envelop_with(crypto, message, true);
}

static bool add_attribute(CMS_SignerInfo *signer, const char *oid, int type, const void *octets,
                          size_t len) {
    ASN1_OBJECT *const object = OBJ_txt2obj(oid, 1);
    const bool good =
        object != NULL && CMS_signed_add1_attr_by_OBJ(signer, object, type, octets, (int)len) == 1;

    ASN1_OBJECT_free(object);
    return good;
}

static bool add_attributes(CMS_SignerInfo *signer, const struct cdc43_scep_message *message) {
    char type[8];
    const int len = snprintf(type, sizeof type, "%d", (int)message->type);

    return len > 0 &&
           add_attribute(signer, CDC43_SCEP_OID_MESSAGE_TYPE, V_ASN1_PRINTABLESTRING, type,
                         (size_t)len) &&
           add_attribute(signer, CDC43_SCEP_OID_TRANSACTION, V_ASN1_PRINTABLESTRING,
                         message->transaction, strlen(message->transaction)) &&
           add_attribute(signer, CDC43_SCEP_OID_SENDER_NONCE, V_ASN1_OCTET_STRING, message->nonce,
                         CDC43_SCEP_NONCE_SIZE);
}

bool cdc43_scep_build_message(struct cdc43_scep_crypto *crypto,
                              const struct cdc43_scep_message *message,
                              struct cdc43_scep_blob *ret_octets,
                              struct cdc43_scep_fault *ret_fault) {
    BIO *const envelope = envelop(crypto, message);
    BIO *const der = BIO_new(BIO_s_mem());
    X509 *const cert = cdc43_scep_ossl_cert(crypto, message->signer_cert);
    EVP_PKEY *const key = cdc43_scep_ossl_key(crypto, message->signer_key);
    CMS_ContentInfo *const cms = CMS_sign_ex(NULL, NULL, NULL, NULL, BINARY | CMS_PARTIAL,
                                             crypto->context, crypto->properties);
    CMS_SignerInfo *signer = NULL;
    bool good = false;

    if (envelope != NULL && der != NULL && cert != NULL && key != NULL && cms != NULL) {
        signer =
            CMS_add1_signer(cms, cert, key, digest_of(message->digest), BINARY | CMS_NOSMIMECAP);
        good = signer != NULL && add_attributes(signer, message) &&
               CMS_final(cms, envelope, NULL, BINARY) == 1 && i2d_CMS_bio(der, cms) == 1 &&
               cdc43_scep_ossl_put_memory(der, ret_octets);
    }
    CMS_ContentInfo_free(cms);
    EVP_PKEY_free(key);
    X509_free(cert);
    BIO_free(der);
    BIO_free(envelope);
    return good ||
           cdc43_scep_ossl_fail(ret_fault, cert == NULL || key == NULL ? CDC43_SCEP_ERR_NO_SIGNER
                                                                       : CDC43_SCEP_ERR_LIBRARY);
}

/* SEQUENCE of the two names. */
static bool put_sequence(X509_NAME *issuer, X509_NAME *subject,
                         struct cdc43_scep_blob *ret_octets) {
    const int content = i2d_X509_NAME(issuer, NULL) + i2d_X509_NAME(subject, NULL);
    const int size = ASN1_object_size(1, content, V_ASN1_SEQUENCE);
    unsigned char *const der = content > 0 && size > 0 ? OPENSSL_malloc((size_t)size) : NULL;
    unsigned char *at = der;
    bool good = false;

    if (der != NULL) {
        ASN1_put_object(&at, 1, content, V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL);
        good = i2d_X509_NAME(issuer, &at) > 0 && i2d_X509_NAME(subject, &at) > 0 &&
               cdc43_scep_copy((struct cdc43_view){der, (size_t)size}, ret_octets);
    }
    OPENSSL_free(der);
    return good;
}

bool cdc43_scep_make_issuer_and_subject(struct cdc43_scep_crypto *crypto, struct cdc43_view issuer,
                                        const char *common_name, struct cdc43_scep_blob *ret_octets,
                                        struct cdc43_scep_fault *ret_fault) {
    X509 *const ca = cdc43_scep_ossl_cert(crypto, issuer);
    X509_NAME *const subject = cdc43_scep_ossl_name(common_name);
    const bool good = ca != NULL && subject != NULL &&
                      put_sequence(X509_get_subject_name(ca), subject, ret_octets);

    X509_NAME_free(subject);
    X509_free(ca);
    return good || cdc43_scep_ossl_fail(ret_fault, CDC43_SCEP_ERR_LIBRARY);
}
