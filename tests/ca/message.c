/* SPDX-License-Identifier: MIT */
/* Messages of the test CA: reads requests, decides, answers, each in the wrong way if told so. */
#include <openssl/err.h>
#include <openssl/pkcs7.h>
#include <openssl/rsa.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/ca/ca.h"

#define OID "2.16.840.1.113733.1.9."
#define MESSAGE_TYPE OID "2"
#define PKI_STATUS OID "3"
#define FAIL_INFO OID "4"
#define SENDER_NONCE OID "5"
#define RECIPIENT_NONCE OID "6"
#define TRANSACTION OID "7"
#define FAIL_INFO_TEXT "1.3.6.1.5.5.7.24.1"
#define NDES_ERROR "1.3.6.1.4.1.311.21.33"

enum { SUCCESS = 0, FAILURE = 2, PENDING = 3 };

/* A request as far as it could be read. */
struct request {
    int type;
    char transaction[80];
    unsigned char nonce[64];
    int nonce_len;
    X509 *signer;
    X509_REQ *csr;
};

struct verdict {
    int status;
    int fail_info;
    X509 *issued;
};

int ca_bundle(STACK_OF(X509) * certs, unsigned char **ret_octets) {
    PKCS7 *const bundle = PKCS7_new();
    int len;

    CA_NEED(bundle != NULL && PKCS7_set_type(bundle, NID_pkcs7_signed) == 1 &&
            PKCS7_content_new(bundle, NID_pkcs7_data) == 1 && PKCS7_set_detached(bundle, 1) == 1);
    for (int i = 0; i < sk_X509_num(certs); i++) {
        CA_NEED(PKCS7_add_certificate(bundle, sk_X509_value(certs, i)) == 1);
    }
    len = i2d_PKCS7(bundle, ret_octets);
    PKCS7_free(bundle);
    return len;
}

int ca_cert_answer(struct ca *ca, unsigned char **ret_octets, bool *ret_single) {
    const struct ca_options *const options = &ca->options;
    STACK_OF(X509) *const certs = sk_X509_new_null();
    X509 *const candidates[] = {
        options->rogue_ra ? ca->device.cert : NULL,
        options->other_root || options->only_other_root || options->same_name ? ca->other.cert
                                                                              : NULL,
        ca->twin.cert,
        options->only_other_root ? NULL : ca->signer.cert,
        options->only_other_root || X509_cmp(ca->recipient.cert, ca->signer.cert) == 0
            ? NULL
            : ca->recipient.cert,
        options->only_other_root || X509_cmp(ca->issuer.cert, ca->signer.cert) == 0
            ? NULL
            : ca->issuer.cert,
        options->only_other_root || options->no_root ||
                X509_cmp(ca->root.cert, ca->issuer.cert) == 0
            ? NULL
            : ca->root.cert,
    };
    int len;

    for (size_t i = 0; i < sizeof candidates / sizeof candidates[0]; i++) {
        if (candidates[i] != NULL) {
            CA_NEED(sk_X509_insert(certs, candidates[i], options->reversed ? 0 : -1) > 0);
        }
    }
    for (int i = 0; options->many && i < 39; i++) {
        CA_NEED(sk_X509_push(certs, ca->root.cert) > 0);
    }
    *ret_single = sk_X509_num(certs) == 1;
    len =
        *ret_single ? i2d_X509(sk_X509_value(certs, 0), ret_octets) : ca_bundle(certs, ret_octets);
    sk_X509_free(certs);
    return len;
}

static bool get_attribute(const CMS_SignerInfo *signer, const char *oid, int type, void *ret_octets,
                          int room, int *ret_len) {
    ASN1_OBJECT *const object = OBJ_txt2obj(oid, 1);
    const ASN1_STRING *const value = CMS_signed_get0_data_by_OBJ(signer, object, -3, type);
    const int len = value != NULL ? ASN1_STRING_length(value) : 0;

    ASN1_OBJECT_free(object);
    if (value == NULL || len <= 0 || len >= room) {
        return false;
    }
    memcpy(ret_octets, ASN1_STRING_get0_data(value), (size_t)len);
    ((char *)ret_octets)[len] = '\0';
    *ret_len = len;
    return true;
}

/* The outer layer. False: no SCEP message at all. */
static bool open_signed(const uint8_t *message, size_t len, struct request *request, BIO *out) {
    const unsigned char *at = message;
    CMS_ContentInfo *const cms = d2i_CMS_ContentInfo(NULL, &at, (long)len);
    STACK_OF(CMS_SignerInfo) *infos = NULL;
    STACK_OF(X509) *signers = NULL;
    char type[8] = "";
    int unused;
    bool good = cms != NULL &&
                CMS_verify(cms, NULL, NULL, NULL, out, CMS_NO_SIGNER_CERT_VERIFY | CMS_BINARY) == 1;

    infos = good ? CMS_get0_SignerInfos(cms) : NULL;
    signers = good ? CMS_get0_signers(cms) : NULL;
    good = good && sk_CMS_SignerInfo_num(infos) == 1 && sk_X509_num(signers) == 1;
    if (good) {
        const CMS_SignerInfo *const info = sk_CMS_SignerInfo_value(infos, 0);
        request->signer = sk_X509_value(signers, 0);
        CA_NEED(X509_up_ref(request->signer) == 1);
        good =
            get_attribute(info, MESSAGE_TYPE, V_ASN1_PRINTABLESTRING, type, sizeof type, &unused) &&
            get_attribute(info, TRANSACTION, V_ASN1_PRINTABLESTRING, request->transaction,
                          sizeof request->transaction, &unused) &&
            get_attribute(info, SENDER_NONCE, V_ASN1_OCTET_STRING, request->nonce,
                          sizeof request->nonce, &request->nonce_len);
        request->type = (int)strtol(type, NULL, 10);
    }
    sk_X509_free(signers);
    CMS_ContentInfo_free(cms);
    return good;
}

/* The inner layer: the octets of the CSR or of IssuerAndSubject. */
static bool open_envelope(const struct ca *ca, BIO *envelope, BIO *out) {
    CMS_ContentInfo *const cms = d2i_CMS_bio(envelope, NULL);
    const bool good = cms != NULL && CMS_decrypt(cms, ca->recipient.key, ca->recipient.cert, NULL,
                                                 out, CMS_BINARY) == 1;

    CMS_ContentInfo_free(cms);
    return good;
}

static bool leads_to(X509 *cert, const struct ca_pair *root, const struct ca_pair *between) {
    X509_STORE *const store = X509_STORE_new();
    X509_STORE_CTX *const context = X509_STORE_CTX_new();
    STACK_OF(X509) *const untrusted = sk_X509_new_null();
    bool good;

    if (root->cert == NULL) {
        X509_STORE_free(store);
        X509_STORE_CTX_free(context);
        sk_X509_free(untrusted);
        return false;
    }
    CA_NEED(X509_STORE_add_cert(store, root->cert) == 1 &&
            sk_X509_push(untrusted, between->cert) > 0 &&
            X509_STORE_CTX_init(context, store, cert, untrusted) == 1);
    good = X509_verify_cert(context) == 1;
    X509_STORE_CTX_free(context);
    X509_STORE_free(store);
    sk_X509_free(untrusted);
    ERR_clear_error();
    return good;
}

static bool has_challenge(const struct ca *ca, X509_REQ *csr) {
    const int at = X509_REQ_get_attr_by_NID(csr, NID_pkcs9_challengePassword, -1);
    const ASN1_TYPE *const value =
        at >= 0 ? X509_ATTRIBUTE_get0_type(X509_REQ_get_attr(csr, at), 0) : NULL;
    const ASN1_STRING *const text = value != NULL ? value->value.asn1_string : NULL;
    const size_t len = strlen(ca->options.challenge);

    return text != NULL && (size_t)ASN1_STRING_length(text) == len &&
           memcmp(ASN1_STRING_get0_data(text), ca->options.challenge, len) == 0;
}

/* Is the challenge right, and does it still count? */
static bool takes_challenge(const struct ca *ca, const struct request *request) {
    const bool spent =
        ca->options.once && ca->spent[0] != '\0' && strcmp(ca->spent, request->transaction) != 0;

    return has_challenge(ca, request->csr) && !spent;
}

/* May this request have a certificate? Self-signed: the challenge. Signed by a certificate of ours
 * or by a manufacturing certificate: that is enough, if not told otherwise. */
static bool is_permitted(const struct ca *ca, const struct request *request) {
    const struct ca_options *const options = &ca->options;
    const bool self = X509_NAME_cmp(X509_get_subject_name(request->signer),
                                    X509_get_issuer_name(request->signer)) == 0;
    const bool own = !self && leads_to(request->signer, &ca->root, &ca->issuer);
    const bool mic = !self && leads_to(request->signer, &ca->mic_root, &ca->issuer);

    if (X509_REQ_verify(request->csr, X509_REQ_get0_pubkey(request->csr)) != 1 ||
        (request->type == 17 && (options->no_renewal || self))) {
        return false;
    }
    if (self &&
        EVP_PKEY_eq(X509_get0_pubkey(request->signer), X509_REQ_get0_pubkey(request->csr)) != 1) {
        return false;
    }
    if (!self && !own && !mic) {
        return false;
    }
    if (options->challenge == NULL || mic) {
        return true;
    }
    return (own && !options->challenge_on_renewal) || takes_challenge(ca, request);
}

static struct ca_waiting *find_waiting(struct ca *ca, const char *transaction) {
    for (size_t i = 0; i < ca->waiting_count; i++) {
        if (strcmp(ca->waiting[i].transaction, transaction) == 0) {
            return &ca->waiting[i];
        }
    }
    return NULL;
}

static struct verdict decide_poll(struct ca *ca, const struct request *request) {
    struct ca_waiting *const waiting = find_waiting(ca, request->transaction);
    struct verdict verdict = {FAILURE, 4, NULL};

    if (waiting != NULL && waiting->left > 0) {
        waiting->left--;
    }
    if (waiting != NULL) {
        verdict.status = waiting->left == 0 ? SUCCESS : PENDING;
        verdict.issued = waiting->left == 0 ? ca_issue(ca, waiting->csr) : NULL;
    }
    return verdict;
}

/* The certificate that was issued for this transaction, or a new one. */
static X509 *issue(struct ca *ca, const struct request *request) {
    X509 *cert = NULL;

    for (size_t i = 0; ca->options.remember && i < ca->issued_count; i++) {
        if (strcmp(ca->issued_certs[i].transaction, request->transaction) == 0) {
            cert = ca->issued_certs[i].cert;
        }
    }
    if (cert == NULL) {
        cert = ca_issue(ca, request->csr);
        if (ca->issued_count < sizeof ca->issued_certs / sizeof ca->issued_certs[0]) {
            struct ca_issued *const issued = &ca->issued_certs[ca->issued_count++];
            memcpy(issued->transaction, request->transaction, sizeof issued->transaction);
            issued->cert = cert;
            CA_NEED(X509_up_ref(cert) == 1);
        }
        memcpy(ca->spent, request->transaction, sizeof ca->spent);
        return cert;
    }
    CA_NEED(X509_up_ref(cert) == 1);
    return cert;
}

static struct verdict decide(struct ca *ca, struct request *request) {
    struct verdict verdict = {FAILURE, 2, NULL};

    if (ca->options.http_renewal != 0 && request->type == 17) {
        ca->refused_with = (int)ca->options.http_renewal;
    } else if (ca->options.fail != 0) {
        verdict.fail_info = (int)ca->options.fail - 1;
    } else if (request->type == 20) {
        verdict = decide_poll(ca, request);
    } else if ((request->type == 17 || request->type == 19) && request->csr != NULL &&
               is_permitted(ca, request)) {
        if (ca->options.pending == 0) {
            verdict.status = SUCCESS;
            verdict.issued = issue(ca, request);
        } else {
            struct ca_waiting *const waiting = &ca->waiting[ca->waiting_count];
            CA_NEED(ca->waiting_count < sizeof ca->waiting / sizeof ca->waiting[0]);
            ca->waiting_count++;
            memcpy(waiting->transaction, request->transaction, sizeof waiting->transaction);
            waiting->csr = request->csr;
            waiting->left = ca->options.pending;
            request->csr = NULL;
            verdict.status = PENDING;
        }
    } else if (request->csr != NULL && ca->options.challenge != NULL &&
               !takes_challenge(ca, request)) {
        verdict.fail_info = ca->options.check_challenge ? 1 : 2;
        ca->refused_with = (int)ca->options.http_challenge;
    }
    return verdict;
}

static CMS_ContentInfo *envelop(const struct ca *ca, const unsigned char *octets, int len,
                                X509 *to) {
    const struct ca_options *const options = &ca->options;
    const EVP_CIPHER *const cipher = options->des    ? EVP_des_cbc()
                                     : options->des3 ? EVP_des_ede3_cbc()
                                                     : EVP_aes_256_cbc();
    CMS_ContentInfo *const cms = CMS_encrypt(NULL, NULL, cipher, CMS_BINARY | CMS_PARTIAL);
    BIO *const content = BIO_new_mem_buf(octets, len);
    CMS_RecipientInfo *info;

    CA_NEED(cms != NULL && content != NULL);
    info = CMS_add1_recipient_cert(cms, to, options->oaep ? CMS_KEY_PARAM : 0);
    CA_NEED(info != NULL);
    if (options->oaep) {
        CA_NEED(EVP_PKEY_CTX_set_rsa_padding(CMS_RecipientInfo_get0_pkey_ctx(info),
                                             RSA_PKCS1_OAEP_PADDING) > 0);
    }
    CA_NEED(CMS_final(cms, content, NULL, CMS_BINARY) == 1);
    BIO_free(content);
    return cms;
}

/* The certificates in their envelope, or nothing. */
static BIO *make_content(const struct ca *ca, const struct request *request,
                         const struct verdict *verdict) {
    BIO *const out = BIO_new(BIO_s_mem());
    STACK_OF(X509) *const certs = sk_X509_new_null();
    unsigned char *octets = NULL;
    CMS_ContentInfo *cms;
    int len;

    if (verdict->issued != NULL && !ca->options.empty) {
        if (!ca->options.no_certs) {
            /* The phone's own is not the first. */
            CA_NEED(sk_X509_push(certs, ca->issuer.cert) > 0);
            CA_NEED(sk_X509_push(certs, verdict->issued) > 0);
        }
        len = ca_bundle(certs, &octets);
        cms = envelop(ca, octets, len, ca->options.to_issued ? ca->root.cert : request->signer);
        CA_NEED(i2d_CMS_bio(out, cms) == 1);
        CMS_ContentInfo_free(cms);
        OPENSSL_free(octets);
    } else if (ca->options.content) {
        CA_NEED(BIO_puts(out, "nothing") == 7);
    }
    sk_X509_free(certs);
    return out;
}

static void add(CMS_SignerInfo *signer, const char *oid, int type, const void *octets, int len) {
    ASN1_OBJECT *const object = OBJ_txt2obj(oid, 1);

    CA_NEED(CMS_signed_add1_attr_by_OBJ(signer, object, type, octets, len) == 1);
    ASN1_OBJECT_free(object);
}

static void add_number(CMS_SignerInfo *signer, const char *oid, int number) {
    char text[12];

    add(signer, oid, V_ASN1_PRINTABLESTRING, text, snprintf(text, sizeof text, "%d", number));
}

static void add_attributes(const struct ca *ca, CMS_SignerInfo *signer,
                           const struct request *request, const struct verdict *verdict) {
    const struct ca_options *const options = &ca->options;
    unsigned char nonce[64];

    memcpy(nonce, request->nonce, sizeof nonce);
    nonce[0] ^= options->bad_nonce ? 1 : 0;
    add_number(signer, MESSAGE_TYPE, options->bad_type ? 19 : 3);
    add_number(signer, PKI_STATUS, options->bad_status ? 7 : verdict->status);
    add(signer, TRANSACTION, V_ASN1_PRINTABLESTRING,
        options->bad_transaction ? "1234" : request->transaction,
        options->bad_transaction ? 4 : (int)strlen(request->transaction));
    add(signer, SENDER_NONCE, V_ASN1_OCTET_STRING, "0123456789abcdef", 16);
    if (!options->no_nonce) {
        add(signer, RECIPIENT_NONCE, V_ASN1_OCTET_STRING, nonce, request->nonce_len);
    }
    if (verdict->status == FAILURE) {
        add_number(signer, FAIL_INFO, verdict->fail_info);
        if (options->ndes) {
            add(signer, NDES_ERROR, V_ASN1_PRINTABLESTRING, "-2146877420", 11);
        }
        if (options->fail_text != NULL) {
            add(signer, FAIL_INFO_TEXT,
                options->plain_text ? V_ASN1_PRINTABLESTRING : V_ASN1_UTF8STRING,
                options->fail_text, (int)strlen(options->fail_text));
        }
    }
}

static int reply(const struct ca *ca, const struct request *request, const struct verdict *verdict,
                 unsigned char **ret_octets) {
    BIO *const content = make_content(ca, request, verdict);
    const bool absent = BIO_pending(content) == 0;
    const unsigned flags = CMS_BINARY | CMS_PARTIAL | (absent ? CMS_DETACHED : 0U);
    const struct ca_pair *const by = ca->options.bad_signer      ? &ca->other
                                     : ca->options.device_signer ? &ca->device
                                                                 : &ca->signer;
    CMS_ContentInfo *const cms = CMS_sign(NULL, NULL, NULL, content, flags);
    CMS_SignerInfo *signer;
    int len;

    CA_NEED(cms != NULL);
    signer = CMS_add1_signer(cms, by->cert, by->key, ca->options.sha1 ? EVP_sha1() : EVP_sha256(),
                             CMS_BINARY | CMS_NOSMIMECAP |
                                 (ca->options.no_signer_cert ? CMS_NOCERTS : 0U));
    CA_NEED(signer != NULL);
    add_attributes(ca, signer, request, verdict);
    CA_NEED(CMS_final(cms, content, NULL, flags & ~(unsigned)CMS_PARTIAL) == 1);
    len = i2d_CMS_ContentInfo(cms, ret_octets);
    CA_NEED(len > 0);
    if (ca->options.bad_signature) {
        (*ret_octets)[len - 1] ^= 1;
    }
    CMS_ContentInfo_free(cms);
    BIO_free(content);
    return len;
}

int ca_answer(struct ca *ca, const uint8_t *message, size_t len, unsigned char **ret_octets) {
    struct request request = {0};
    struct verdict verdict = {FAILURE, 1, NULL};
    BIO *const envelope = BIO_new(BIO_s_mem());
    BIO *const content = BIO_new(BIO_s_mem());
    int answer_len = 0;

    ca->refused_with = 0;
    if (open_signed(message, len, &request, envelope)) {
        if (open_envelope(ca, envelope, content)) {
            request.csr = request.type == 20 ? NULL : d2i_X509_REQ_bio(content, NULL);
            verdict = decide(ca, &request);
        }
        (void)printf("request type %d status %d\n", request.type, verdict.status);
        (void)fflush(stdout);
        answer_len = reply(ca, &request, &verdict, ret_octets);
    }
    ERR_clear_error();
    BIO_free(envelope);
    BIO_free(content);
    X509_free(verdict.issued);
    X509_free(request.signer);
    X509_REQ_free(request.csr);
    return answer_len;
}

/* The certificates of the announcement; the stack does not own them. */
static STACK_OF(X509) * announced(struct ca *ca) {
    STACK_OF(X509) *const certs = sk_X509_new_null();

    CA_NEED(certs != NULL);
    if (ca->options.same_next_ca || ca->options.two_next_ca) {
        CA_NEED(sk_X509_push(certs, ca->root.cert) > 0);
    }
    if (ca->options.two_next_ca) {
        CA_NEED(sk_X509_push(certs, ca->other.cert) > 0);
    }
    if (!ca->options.same_next_ca) {
        CA_NEED(sk_X509_push(certs, ca->next.cert) > 0);
    }
    return certs;
}

int ca_next_answer(struct ca *ca, unsigned char **ret_octets) {
    const struct ca_pair *const by = ca->options.rogue_next_ca ? &ca->other
                                     : ca->options.ra_next_ca  ? &ca->signer
                                                               : &ca->issuer;
    STACK_OF(X509) *certs = NULL;
    unsigned char *bundle = NULL;
    BIO *content;
    CMS_ContentInfo *cms;
    int len;

    if (ca->next.cert == NULL) { /* a client that asks although it is not offered gets one too */
        const struct ca_pair none = {NULL, NULL};
        ca->next = ca_make(ca, "Test Next Root CA", CA_KIND_CA, &none, -60, 1000000, NULL);
    }
    certs = announced(ca);
    len = ca_bundle(certs, &bundle);
    content = BIO_new_mem_buf(bundle, len);
    cms = CMS_sign(by->cert, by->key, NULL, content, CMS_BINARY);
    CA_NEED(cms != NULL);
    len = i2d_CMS_ContentInfo(cms, ret_octets);
    CMS_ContentInfo_free(cms);
    BIO_free(content);
    OPENSSL_free(bundle);
    sk_X509_free(certs);
    if (++ca->next_answers == ca->options.roll) {
        ca_roll_over(ca);
    }
    return len;
}
