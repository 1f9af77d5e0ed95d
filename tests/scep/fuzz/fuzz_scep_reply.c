/* SPDX-License-Identifier: MIT */
/* What stands in a CertRep behind its signature: the fuzzer says it, an authority of the CA signs
 * it, so that attributes, envelope and certificates are reached. */
#include <openssl/cms.h>
#include <openssl/rsa.h>
#include <string.h>

#include "phone-side/scep/openssl.h"
#include "tests/fuzz/fuzz.h"

#define NOW 1800000000
#define NAME "CP-9871-SEP001A2B3C4D5E"

/* Of the first octet. */
enum { OWN_NONCE = 1, OWN_TRANSACTION = 2, ENCRYPT = 4, NO_CONTENT = 8, HAS_TEXT = 16, TWICE = 32 };

static struct {
    struct cdc43_scep_crypto *crypto;
    struct cdc43_scep_ca ca; /* one certificate, of an elliptic curve: quick to sign */
    EVP_PKEY *ca_key;
    X509 *ca_cert;
    struct cdc43_scep_blob key; /* of the phone */
    struct cdc43_scep_blob cert;
    uint8_t nonce[CDC43_SCEP_NONCE_SIZE];
} world;

static X509 *make_ca(EVP_PKEY *key) {
    X509 *const cert = X509_new();
    X509_NAME *const name = cert != NULL ? X509_get_subject_name(cert) : NULL;

    LAW(X509_set_version(cert, 2) == 1 && ASN1_INTEGER_set(X509_get_serialNumber(cert), 1) == 1 &&
        X509_NAME_add_entry_by_txt(name, "CN", V_ASN1_UTF8STRING, (const unsigned char *)"CA", 2,
                                   -1, 0) == 1 &&
        X509_set_issuer_name(cert, name) == 1 && X509_set_pubkey(cert, key) == 1 &&
        ASN1_TIME_set(X509_getm_notBefore(cert), NOW - 1000) != NULL &&
        ASN1_TIME_set(X509_getm_notAfter(cert), NOW + 100000000) != NULL &&
        X509_sign(cert, key, EVP_sha256()) > 0);
    return cert;
}

static void make_world(void) {
    struct cdc43_scep_fault fault;

    if (world.crypto != NULL) {
        return;
    }
    LAW(cdc43_scep_crypto_open(false, true, &world.crypto, &fault));
    world.ca_key = EVP_EC_gen("P-256");
    world.ca_cert = make_ca(world.ca_key);
    LAW(cdc43_scep_ossl_put_cert(world.ca_cert, &world.ca.certs.cert[0]));
    world.ca.certs.count = 1;
    world.ca.authority = 1;
    LAW(cdc43_scep_make_key(world.crypto, 2048, &world.key, &fault));
    LAW(cdc43_scep_make_self_signed(world.crypto, cdc43_scep_view(&world.key), NAME, NOW,
                                    &world.cert, &fault));
    memset(world.nonce, 7, sizeof world.nonce);
}

/* A value that has its length before it; what is not there is empty. */
static struct cdc43_view take(struct cdc43_view *input) {
    struct cdc43_view value = {input->data, 0};

    if (input->len != 0) {
        value.len = input->data[0] < input->len ? input->data[0] : input->len - 1;
        value.data = input->data + 1;
        input->data += 1 + value.len;
        input->len -= 1 + value.len;
    }
    return value;
}

static void add(CMS_SignerInfo *signer, const char *oid, int type, struct cdc43_view value) {
    ASN1_OBJECT *const object = OBJ_txt2obj(oid, 1);

    /* A length of -1 would mean another thing; some types refuse some octets, which is fine. */
    (void)CMS_signed_add1_attr_by_OBJ(signer, object, type, value.len != 0 ? value.data : NULL,
                                      (int)value.len);
    ASN1_OBJECT_free(object);
}

static void add_all(CMS_SignerInfo *signer, unsigned flags, struct cdc43_view *input) {
    const struct cdc43_view status = take(input);
    const struct cdc43_view fail_info = take(input);
    const struct cdc43_view type = take(input);
    const struct cdc43_view text = take(input);
    const struct cdc43_view other = take(input);
    const struct cdc43_view nonce = {world.nonce, sizeof world.nonce};
    const struct cdc43_view transaction = {(const uint8_t *)"1234", 4};

    add(signer, CDC43_SCEP_OID_PKI_STATUS, V_ASN1_PRINTABLESTRING, status);
    add(signer, CDC43_SCEP_OID_FAIL_INFO, V_ASN1_PRINTABLESTRING, fail_info);
    add(signer, CDC43_SCEP_OID_MESSAGE_TYPE, V_ASN1_PRINTABLESTRING, type);
    add(signer, CDC43_SCEP_OID_RECIPIENT_NONCE, V_ASN1_OCTET_STRING,
        (flags & OWN_NONCE) != 0 ? nonce : other);
    add(signer, CDC43_SCEP_OID_TRANSACTION, V_ASN1_PRINTABLESTRING,
        (flags & OWN_TRANSACTION) != 0 ? transaction : other);
    if ((flags & HAS_TEXT) != 0) {
        add(signer, CDC43_SCEP_OID_FAIL_INFO_TEXT, V_ASN1_UTF8STRING, text);
    }
    if ((flags & TWICE) != 0) {
        add(signer, CDC43_SCEP_OID_RECIPIENT_NONCE, V_ASN1_OCTET_STRING, other);
    }
}

/* The octets, encrypted to the phone. */
static BIO *encrypt(struct cdc43_view octets) {
    STACK_OF(X509) *const recipients = sk_X509_new_null();
    X509 *const cert = cdc43_scep_ossl_cert(world.crypto, cdc43_scep_view(&world.cert));
    BIO *const in = BIO_new_mem_buf(octets.data, (int)octets.len);
    BIO *const out = BIO_new(BIO_s_mem());
    CMS_ContentInfo *cms;

    LAW(sk_X509_push(recipients, cert) == 1);
    cms = CMS_encrypt(recipients, in, EVP_aes_128_cbc(), CMS_BINARY);
    LAW(cms != NULL && i2d_CMS_bio(out, cms) == 1);
    CMS_ContentInfo_free(cms);
    BIO_free(in);
    sk_X509_pop_free(recipients, X509_free);
    return out;
}

/* The message in DER; the caller frees it. */
static int sign(struct cdc43_view input, unsigned char **ret_der) {
    const unsigned flags = input.len != 0 ? input.data[0] : 0;
    CMS_ContentInfo *const cms =
        CMS_sign(NULL, NULL, NULL, NULL, (unsigned)CMS_BINARY | CMS_PARTIAL);
    CMS_SignerInfo *signer;
    BIO *content;
    int len;

    input.data += input.len != 0 ? 1 : 0;
    input.len -= input.len != 0 ? 1 : 0;
    signer = CMS_add1_signer(cms, world.ca_cert, world.ca_key, EVP_sha256(), CMS_BINARY);
    LAW(signer != NULL);
    add_all(signer, flags, &input);
    content = (flags & NO_CONTENT) != 0 ? BIO_new_mem_buf("", 0)
              : (flags & ENCRYPT) != 0  ? encrypt(input)
                                        : BIO_new_mem_buf(input.data, (int)input.len);
    if (CMS_final(cms, content, NULL, CMS_BINARY) != 1) {
        len = 0;
    } else {
        if ((flags & NO_CONTENT) != 0) {
            ASN1_OCTET_STRING **const at = CMS_get0_content(cms);
            ASN1_OCTET_STRING_free(*at);
            *at = NULL;
        }
        len = i2d_CMS_ContentInfo(cms, ret_der);
    }
    BIO_free(content);
    CMS_ContentInfo_free(cms);
    ERR_clear_error();
    return len;
}

/* Does the input hold our nonce, which it may then have sent itself? */
static bool has_nonce(const uint8_t *data, size_t size) {
    for (size_t i = 0; i + sizeof world.nonce <= size; i++) {
        if (memcmp(data + i, world.nonce, sizeof world.nonce) == 0) {
            return true;
        }
    }
    return false;
}

static void take_issued(const struct cdc43_scep_reply *reply) {
    const struct cdc43_scep_wanted wanted = {
        .key = cdc43_scep_view(&world.key), .common_name = NAME, .now = NOW};
    struct cdc43_scep_pair pair = {0};
    struct cdc43_scep_fault fault = {0};

    LAW(reply->certs.count != 0 && reply->certs.count <= CDC43_SCEP_CERTS_MAX);
    /* The CA has issued nothing. */
    LAW(!cdc43_scep_take_issued(world.crypto, &reply->certs, &world.ca, &wanted, &pair, &fault));
    LAW(fault.err >= CDC43_SCEP_ERR_ISSUED_OTHER_KEY && fault.err <= CDC43_SCEP_ERR_ISSUED_PURPOSE);
    LAW(pair.key.len == 0 && pair.cert.len == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct cdc43_scep_message message = {.transaction = "1234"};
    struct cdc43_scep_reply reply = {0};
    struct cdc43_scep_fault fault = {0};
    unsigned char *der = NULL;
    int len;

    make_world();
    message.nonce = world.nonce;
    message.signer_key = cdc43_scep_view(&world.key);
    message.signer_cert = cdc43_scep_view(&world.cert);
    len = sign((struct cdc43_view){data, size}, &der);
    if (len <= 0) {
        return 0;
    }
    if (cdc43_scep_read_reply(world.crypto, (struct cdc43_view){der, (size_t)len}, &world.ca,
                              &message, &reply, &fault)) {
        LAW((data[0] & TWICE) == 0);
        LAW((data[0] & OWN_NONCE) != 0 || has_nonce(data, size));
        if (reply.status == CDC43_SCEP_STATUS_SUCCESS) {
            take_issued(&reply);
        }
        cdc43_scep_certs_end(&reply.certs);
    } else {
        LAW(fault.err != CDC43_SCEP_OK && fault.err != CDC43_SCEP_ERR_REPLY_SIGNATURE &&
            reply.certs.count == 0);
    }
    OPENSSL_free(der);
    return 0;
}
