/* SPDX-License-Identifier: MIT */
/* Messages of the CA: signature, attributes, envelope, certificates. All of it may be hostile. */
#include "phone-side/scep/openssl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NDES_ERROR_MAX 11 /* characters of a signed number of 32 bits */
#define BINARY ((unsigned)CMS_BINARY)

/* SHA-1 and weaker only where legacy is allowed. */
static bool is_digest_allowed(const struct cdc43_scep_crypto *crypto, CMS_SignerInfo *signer) {
    X509_ALGOR *digest = NULL;
    X509_ALGOR *signature = NULL;
    const ASN1_OBJECT *object = NULL;
    int digest_of_signature = NID_undef;
    int nid;

    CMS_SignerInfo_get0_algs(signer, NULL, NULL, &digest, &signature);
    X509_ALGOR_get0(&object, NULL, NULL, digest);
    nid = OBJ_obj2nid(object);
    X509_ALGOR_get0(&object, NULL, NULL, signature);
    if (OBJ_find_sigid_algs(OBJ_obj2nid(object), &digest_of_signature, NULL) == 1 &&
        digest_of_signature != NID_undef && digest_of_signature != nid) {
        return false; /* "SHA-256" that was signed with another digest */
    }
    return nid == NID_sha256 || nid == NID_sha384 || nid == NID_sha512 ||
           (crypto->allow_legacy && nid == NID_sha1);
}

/* Those certificates of the CA that may sign. */
static STACK_OF(X509) *
    authorities(const struct cdc43_scep_crypto *crypto, const struct cdc43_scep_ca *ca) {
    STACK_OF(X509) *const stack = sk_X509_new_null();

    for (size_t i = 0; stack != NULL && i < ca->certs.count; i++) {
        X509 *cert = NULL;
        if ((ca->authority & 1U << i) == 0) {
            continue;
        }
        cert = cdc43_scep_ossl_cert(crypto, cdc43_scep_view(&ca->certs.cert[i]));
        if (cert == NULL || sk_X509_push(stack, cert) == 0) {
            X509_free(cert);
            sk_X509_pop_free(stack, X509_free);
            return NULL;
        }
    }
    return stack;
}

static bool verify(const struct cdc43_scep_crypto *crypto, CMS_ContentInfo *cms,
                   const struct cdc43_scep_ca *ca, struct cdc43_scep_blob *ret_content) {
    STACK_OF(X509) *const signers = authorities(crypto, ca);
    ASN1_OCTET_STRING **const content = CMS_get0_content(cms);
    /* A message without content is verified against no octets at all. */
    BIO *const nothing = content != NULL && *content == NULL ? BIO_new_mem_buf("", 0) : NULL;
    BIO *const out = BIO_new(BIO_s_mem());
    const bool good = signers != NULL && out != NULL && content != NULL &&
                      CMS_verify(cms, signers, NULL, nothing, out,
                                 CMS_NOINTERN | CMS_NO_SIGNER_CERT_VERIFY | BINARY) == 1 &&
                      cdc43_scep_ossl_put_memory(out, ret_content);

    BIO_free(out);
    BIO_free(nothing);
    sk_X509_pop_free(signers, X509_free);
    return good;
}

bool cdc43_scep_ossl_open_signed(const struct cdc43_scep_crypto *crypto, CMS_ContentInfo *cms,
                                 const struct cdc43_scep_ca *ca, CMS_SignerInfo **ret_signer,
                                 struct cdc43_scep_blob *ret_content,
                                 struct cdc43_scep_fault *ret_fault) {
    STACK_OF(CMS_SignerInfo) *signers = NULL;

    if (cms == NULL || OBJ_obj2nid(CMS_get0_type(cms)) != NID_pkcs7_signed ||
        OBJ_obj2nid(CMS_get0_eContentType(cms)) != NID_pkcs7_data) {
        return cdc43_scep_ossl_fail(ret_fault, CDC43_SCEP_ERR_REPLY_FORMAT);
    }
    signers = CMS_get0_SignerInfos(cms);
    if (signers == NULL || sk_CMS_SignerInfo_num(signers) != 1) {
        return cdc43_scep_ossl_fail(ret_fault, CDC43_SCEP_ERR_REPLY_FORMAT);
    }
    if (!is_digest_allowed(crypto, sk_CMS_SignerInfo_value(signers, 0))) {
        return cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_WEAK_DIGEST, 0, NULL);
    }
    if (!verify(crypto, cms, ca, ret_content)) {
        return cdc43_scep_ossl_fail(ret_fault, CDC43_SCEP_ERR_REPLY_SIGNATURE);
    }
    *ret_signer = sk_CMS_SignerInfo_value(signers, 0);
    return true;
}

/* The one value of a signed attribute that appears once; otherwise empty. */
static struct cdc43_view attribute_of(const CMS_SignerInfo *signer, const char *oid, int type) {
    ASN1_OBJECT *const object = OBJ_txt2obj(oid, 1);
    struct cdc43_view view = {NULL, 0};
    /* -3: once, and with one value */
    const ASN1_STRING *const text =
        object != NULL ? CMS_signed_get0_data_by_OBJ(signer, object, -3, type) : NULL;

    if (text != NULL) {
        view.data = ASN1_STRING_get0_data(text);
        view.len = (size_t)ASN1_STRING_length(text);
    }
    ASN1_OBJECT_free(object);
    ERR_clear_error();
    return view;
}

static bool get_number(const CMS_SignerInfo *signer, const char *oid, unsigned *ret_number) {
    return cdc43_scep_parse_number(attribute_of(signer, oid, V_ASN1_PRINTABLESTRING), ret_number);
}

static enum cdc43_scep_err check_attributes(const CMS_SignerInfo *signer,
                                            const struct cdc43_scep_message *message,
                                            unsigned *ret_status) {
    const struct cdc43_view transaction =
        attribute_of(signer, CDC43_SCEP_OID_TRANSACTION, V_ASN1_PRINTABLESTRING);
    const struct cdc43_view nonce =
        attribute_of(signer, CDC43_SCEP_OID_RECIPIENT_NONCE, V_ASN1_OCTET_STRING);
    unsigned type = 0;

    if (!get_number(signer, CDC43_SCEP_OID_MESSAGE_TYPE, &type) || transaction.len == 0) {
        return CDC43_SCEP_ERR_REPLY_ATTRIBUTES;
    }
    if (type != CDC43_SCEP_CERT_REP) {
        return CDC43_SCEP_ERR_REPLY_TYPE;
    }
    if (transaction.len != strlen(message->transaction) ||
        memcmp(transaction.data, message->transaction, transaction.len) != 0) {
        return CDC43_SCEP_ERR_REPLY_TRANSACTION;
    }
    if (nonce.len != CDC43_SCEP_NONCE_SIZE || memcmp(nonce.data, message->nonce, nonce.len) != 0) {
        return CDC43_SCEP_ERR_REPLY_NONCE;
    }
    return get_number(signer, CDC43_SCEP_OID_PKI_STATUS, ret_status) ? CDC43_SCEP_OK
                                                                     : CDC43_SCEP_ERR_REPLY_STATUS;
}

/* The algorithm of the content encryption, which OpenSSL tells nobody: ContentInfo { OID, [0] {
 * version, [0] originatorInfo?, SET recipients, { OID, { OID ... */
static int cipher_nid(CMS_ContentInfo *cms) {
    /* What to step into, and what to step over; -1 ends it. */
    static const struct {
        int tag;
        bool enter;
        bool optional;
    } steps[] = {
        {V_ASN1_SEQUENCE, true, false},
        {V_ASN1_OBJECT, false, false},
        {0, true, false},
        {V_ASN1_SEQUENCE, true, false},
        {V_ASN1_INTEGER, false, false},
        {0, false, true},
        {V_ASN1_SET, false, false},
        {V_ASN1_SEQUENCE, true, false},
        {V_ASN1_OBJECT, false, false},
        {V_ASN1_SEQUENCE, true, false},
    };
    unsigned char *der = NULL;
    const int len = i2d_CMS_ContentInfo(cms, &der); /* definite lengths, whatever it was */
    const unsigned char *at = der;
    const unsigned char *const end = len > 0 ? der + len : der;
    ASN1_OBJECT *object = NULL;
    bool good = len > 0;
    int nid = NID_undef;

    for (size_t i = 0; good && i < sizeof steps / sizeof steps[0]; i++) {
        const unsigned char *const before = at;
        long size = 0;
        int tag = 0;
        int class = 0;
        const int flags = ASN1_get_object(&at, &size, &tag, &class, end - at);
        good = (flags & 0x80) == 0 && size <= end - at;
        if (good && tag != steps[i].tag) {
            good = steps[i].optional;
            at = before;
        } else if (good && !steps[i].enter) {
            at += size;
        }
    }
    if (good && d2i_ASN1_OBJECT(&object, &at, end - at) != NULL) {
        nid = OBJ_obj2nid(object);
    }
    ASN1_OBJECT_free(object);
    OPENSSL_free(der);
    ERR_clear_error();
    return nid;
}

static enum cdc43_scep_err check_cipher(const struct cdc43_scep_crypto *crypto, int nid) {
    if (nid == NID_aes_128_cbc || nid == NID_aes_192_cbc || nid == NID_aes_256_cbc) {
        return CDC43_SCEP_OK;
    }
    if (crypto->allow_legacy && (nid == NID_des_cbc || nid == NID_des_ede3_cbc)) {
        return CDC43_SCEP_OK;
    }
    return nid == NID_des_cbc ? CDC43_SCEP_ERR_SINGLE_DES : CDC43_SCEP_ERR_WEAK_CIPHER;
}

/* Decrypts the content of a success. The response is encrypted to the certificate that signed the
 * request, with whose key it is tried whatever the recipient is called. */
static bool decrypt(struct cdc43_scep_crypto *crypto, struct cdc43_view envelope,
                    struct cdc43_view key, struct cdc43_scep_blob *ret_content,
                    struct cdc43_scep_fault *ret_fault) {
    CMS_ContentInfo *const cms = cdc43_scep_ossl_cms(crypto, envelope);
    EVP_PKEY *pkey = NULL;
    BIO *out = NULL;
    enum cdc43_scep_err err = CDC43_SCEP_ERR_REPLY_FORMAT;

    if (cms != NULL && OBJ_obj2nid(CMS_get0_type(cms)) == NID_pkcs7_enveloped) {
        err = check_cipher(crypto, cipher_nid(cms));
    }
    if (err == CDC43_SCEP_OK) {
        pkey = cdc43_scep_ossl_key(crypto, key);
        out = BIO_new(BIO_s_mem());
        if (pkey == NULL || out == NULL || CMS_decrypt(cms, pkey, NULL, NULL, out, BINARY) != 1) {
            err = CDC43_SCEP_ERR_DECRYPT;
        } else if (!cdc43_scep_ossl_put_memory(out, ret_content)) {
            err = CDC43_SCEP_ERR_MEMORY;
        }
    }
    BIO_free(out);
    EVP_PKEY_free(pkey);
    CMS_ContentInfo_free(cms);
    return err == CDC43_SCEP_OK || cdc43_scep_ossl_fail(ret_fault, err);
}

static bool read_success(struct cdc43_scep_crypto *crypto, struct cdc43_view envelope,
                         const struct cdc43_scep_message *message,
                         struct cdc43_scep_certs *ret_certs, struct cdc43_scep_fault *ret_fault) {
    struct cdc43_scep_blob content = {0};
    bool good;

    if (envelope.len == 0) {
        return cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_REPLY_EMPTY, 0, NULL);
    }
    if (!decrypt(crypto, envelope, message->signer_key, &content, ret_fault)) {
        return false;
    }
    good = cdc43_scep_read_certs(crypto, cdc43_scep_view(&content), ret_certs, ret_fault);
    if (!good) {
        ret_fault->err = CDC43_SCEP_ERR_REPLY_CERTIFICATES;
    }
    cdc43_scep_blob_end(&content);
    return good;
}

/* An UTF8String, RFC 8894 table 1; what is written in Go, as step-ca, sends a PrintableString. */
static struct cdc43_view fail_info_text(const CMS_SignerInfo *signer) {
    const struct cdc43_view text =
        attribute_of(signer, CDC43_SCEP_OID_FAIL_INFO_TEXT, V_ASN1_UTF8STRING);

    return text.data != NULL
               ? text
               : attribute_of(signer, CDC43_SCEP_OID_FAIL_INFO_TEXT, V_ASN1_PRINTABLESTRING);
}

/* What the CA says about it: its text, or the number of NDES, an HRESULT. */
static void set_reason(const CMS_SignerInfo *signer, struct cdc43_scep_fault *ret_fault) {
    const struct cdc43_view text = fail_info_text(signer);
    const struct cdc43_view number =
        attribute_of(signer, CDC43_SCEP_OID_NDES_ERROR, V_ASN1_PRINTABLESTRING);
    char reason[CDC43_SCEP_DETAIL_MAX + 64];

    cdc43_scep_set_detail(ret_fault, text);
    if (number.len != 0 && number.len <= NDES_ERROR_MAX) {
        char digits[NDES_ERROR_MAX + 1] = "";
        memcpy(digits, number.data, number.len);
        (void)snprintf(reason, sizeof reason, "%s%serror 0x%08lX of NDES", ret_fault->detail,
                       text.len != 0 ? ", " : "",
                       (unsigned long)strtol(digits, NULL, 10) & 0xffffffffUL);
        cdc43_scep_set_detail(ret_fault,
                              (struct cdc43_view){(const uint8_t *)reason, strlen(reason)});
    }
}

static bool set_rejected(const CMS_SignerInfo *signer, struct cdc43_scep_fault *ret_fault) {
    unsigned fail_info = 0;

    if (!get_number(signer, CDC43_SCEP_OID_FAIL_INFO, &fail_info) ||
        fail_info >= CDC43_SCEP_FAIL_INFO_COUNT) {
        return cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_REPLY_FAIL_INFO, 0, NULL);
    }
    (void)cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_REJECTED, fail_info, NULL);
    set_reason(signer, ret_fault);
    return false;
}

/* What a reply whose signature is good says. */
static bool interpret(struct cdc43_scep_crypto *crypto, const CMS_SignerInfo *signer,
                      struct cdc43_view content, const struct cdc43_scep_message *message,
                      struct cdc43_scep_reply *ret_reply, struct cdc43_scep_fault *ret_fault) {
    struct cdc43_scep_reply reply = {0};
    unsigned status = 0;
    const enum cdc43_scep_err err = check_attributes(signer, message, &status);

    if (err != CDC43_SCEP_OK) {
        return cdc43_scep_fail(ret_fault, err, 0, NULL);
    }
    if (status == CDC43_SCEP_STATUS_FAILURE) {
        return set_rejected(signer, ret_fault);
    }
    if (status == CDC43_SCEP_STATUS_SUCCESS) {
        if (!read_success(crypto, content, message, &reply.certs, ret_fault)) {
            return false;
        }
    } else if (status != CDC43_SCEP_STATUS_PENDING) {
        return cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_REPLY_STATUS, 0, NULL);
    }
    reply.status = (enum cdc43_scep_status)status;
    *ret_reply = reply;
    return true;
}

bool cdc43_scep_read_reply(struct cdc43_scep_crypto *crypto, struct cdc43_view octets,
                           const struct cdc43_scep_ca *ca, const struct cdc43_scep_message *message,
                           struct cdc43_scep_reply *ret_reply, struct cdc43_scep_fault *ret_fault) {
    CMS_ContentInfo *const cms = cdc43_scep_ossl_cms(crypto, octets);
    CMS_SignerInfo *signer = NULL;
    struct cdc43_scep_blob content = {0};
    const bool good =
        cdc43_scep_ossl_open_signed(crypto, cms, ca, &signer, &content, ret_fault) &&
        interpret(crypto, signer, cdc43_scep_view(&content), message, ret_reply, ret_fault);

    cdc43_scep_blob_end(&content);
    CMS_ContentInfo_free(cms);
    return good;
}
