/* SPDX-License-Identifier: MIT */
/* PEM, DER and PKCS#12 files; certificates in words. */
#include "phone-side/scep/files.h"

#include <stdlib.h>
#include <string.h>

#include "phone-side/scep/base64.h"
#include "phone-side/scep/openssl.h"
#include "tlv/text.h"

/* Blocks of a PEM text, or the whole as DER when there is no block. ret_certs: at most as many as
 * fit. */
static bool read_blocks(struct cdc43_view file, const char *label,
                        struct cdc43_scep_certs *ret_certs) {
    uint8_t *const octets = malloc(file.len + 1);
    size_t at = 0;
    size_t len = 0;
    bool good = octets != NULL;

    while (good && ret_certs->count < CDC43_SCEP_CERTS_MAX &&
           cdc43_pem_next(file, label, &at, octets, &len)) {
        good =
            cdc43_scep_copy((struct cdc43_view){octets, len}, &ret_certs->cert[ret_certs->count]);
        ret_certs->count += good ? 1 : 0;
    }
    if (good && ret_certs->count == 0) {
        good = cdc43_scep_copy(file, &ret_certs->cert[0]);
        ret_certs->count = good ? 1 : 0;
    }
    if (octets != NULL) {
        cdc43_wipe(octets, file.len);
        free(octets);
    }
    return good;
}

/* Moves the first to ret_pair->cert and the others to its chain. */
static void move_certs(struct cdc43_scep_certs *certs, struct cdc43_scep_pair *ret_pair) {
    ret_pair->cert = certs->cert[0];
    for (size_t i = 1; i < certs->count; i++) {
        ret_pair->chain.cert[ret_pair->chain.count++] = certs->cert[i];
    }
    *certs = (struct cdc43_scep_certs){0};
}

static bool are_certs(const struct cdc43_scep_crypto *crypto,
                      const struct cdc43_scep_certs *certs) {
    STACK_OF(X509) *const stack = cdc43_scep_ossl_stack(crypto, certs);
    const bool good = stack != NULL && certs->count != 0;

    sk_X509_pop_free(stack, X509_free);
    return good;
}

bool cdc43_scep_read_pair(struct cdc43_view cert_file, struct cdc43_view key_file,
                          struct cdc43_scep_pair *ret_pair, struct cdc43_scep_fault *ret_fault) {
    struct cdc43_scep_certs certs = {0};
    struct cdc43_scep_certs keys = {0};
    struct cdc43_scep_pair pair = {0};
    struct cdc43_scep_crypto *crypto = NULL;
    EVP_PKEY *key = NULL;
    bool good = false;

    if (!cdc43_scep_crypto_open(false, false, &crypto, ret_fault)) {
        return false;
    }
    if (!read_blocks(cert_file, "CERTIFICATE", &certs) ||
        !read_blocks(key_file, "PRIVATE KEY", &keys)) {
        (void)cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_MEMORY, 0, NULL);
    } else if (!are_certs(crypto, &certs)) {
        (void)cdc43_scep_ossl_fail(ret_fault, CDC43_SCEP_ERR_CERTIFICATE_FILE);
    } else if ((key = cdc43_scep_ossl_key(crypto, cdc43_scep_view(&keys.cert[0]))) == NULL) {
        (void)cdc43_scep_ossl_fail(ret_fault, CDC43_SCEP_ERR_KEY_FILE);
    } else if (!cdc43_scep_ossl_put_key(key, &pair.key)) {
        (void)cdc43_scep_ossl_fail(ret_fault, CDC43_SCEP_ERR_MEMORY);
    } else {
        move_certs(&certs, &pair);
        good = cdc43_scep_check_pair(crypto, &pair, ret_fault);
    }
    if (good) {
        *ret_pair = pair;
    } else {
        cdc43_scep_pair_end(&pair);
    }
    EVP_PKEY_free(key);
    cdc43_scep_certs_end(&certs);
    cdc43_scep_certs_end(&keys);
    cdc43_scep_crypto_close(crypto);
    ERR_clear_error();
    return good;
}

/* Who issued the certificate; NULL when that is not there, or when it is a root. */
static X509 *issuer_of(X509 *cert, STACK_OF(X509) * others) {
    const bool is_root = X509_check_issued(cert, cert) == X509_V_OK;
    X509 *issuer = NULL;

    for (int i = 0; !is_root && issuer == NULL && i < sk_X509_num(others); i++) {
        X509 *const other = sk_X509_value(others, i);
        issuer = X509_check_issued(other, cert) == X509_V_OK ? other : NULL;
    }
    return issuer;
}

/* What PKCS12_parse found, as values. A file has its certificates in any order, and may have some
 * that do not belong to the chain. */
static bool take_p12(EVP_PKEY *key, X509 *cert, STACK_OF(X509) * others,
                     struct cdc43_scep_pair *ret_pair) {
    bool good = cdc43_scep_ossl_put_key(key, &ret_pair->key) &&
                cdc43_scep_ossl_put_cert(cert, &ret_pair->cert);
    X509 *issuer = issuer_of(cert, others);

    while (good && issuer != NULL && ret_pair->chain.count < CDC43_SCEP_CERTS_MAX) {
        good = cdc43_scep_ossl_put_cert(issuer, &ret_pair->chain.cert[ret_pair->chain.count]);
        ret_pair->chain.count += good ? 1 : 0;
        issuer = issuer_of(issuer, others);
    }
    return good;
}

PKCS12 *cdc43_scep_ossl_p12(const struct cdc43_scep_crypto *crypto, struct cdc43_view file) {
    const unsigned char *at = file.data;
    PKCS12 *p12 = PKCS12_init_ex(NID_pkcs7_data, crypto->context, crypto->properties);

    if (p12 == NULL || file.len == 0 || file.len > CDC43_SCEP_DER_MAX) {
        PKCS12_free(p12);
        return NULL;
    }
    return d2i_PKCS12(&p12, &at, (long)file.len);
}

/* PBMAC1, whose key comes from PBKDF2; all before it is PKCS #12's own derivation. */
static bool has_pbmac1(const PKCS12 *p12) {
    const X509_ALGOR *algorithm = NULL;
    const ASN1_OBJECT *object = NULL;

    PKCS12_get0_mac(NULL, &algorithm, NULL, NULL, p12);
    if (algorithm == NULL) {
        return false;
    }
    X509_ALGOR_get0(&object, NULL, NULL, algorithm);
    return OBJ_obj2nid(object) == NID_pbmac1;
}

/* Is a cipher missing? */
static bool is_unsupported(void) {
    return ERR_GET_REASON(ERR_peek_error()) == ERR_R_UNSUPPORTED ||
           ERR_GET_REASON(ERR_peek_last_error()) == ERR_R_UNSUPPORTED;
}

/* PKCS12_parse of OpenSSL 3.0 decrypts the key in the default context of the thread, which has no
 * legacy provider; so that is ours for so long. */
static bool parse_contents(struct cdc43_scep_crypto *crypto, PKCS12 *p12, const char *password,
                           EVP_PKEY **ret_key, X509 **ret_cert, STACK_OF(X509) * *ret_others) {
    OSSL_LIB_CTX *const before = OSSL_LIB_CTX_set0_default(crypto->context);
    const int parsed = PKCS12_parse(p12, password, ret_key, ret_cert, ret_others);

    (void)OSSL_LIB_CTX_set0_default(before);
    return parsed == 1 && *ret_key != NULL && *ret_cert != NULL;
}

static bool read_p12_with(struct cdc43_scep_crypto *crypto, struct cdc43_view file,
                          const char *password, struct cdc43_scep_pair *ret_pair,
                          struct cdc43_scep_fault *ret_fault) {
    PKCS12 *const p12 = cdc43_scep_ossl_p12(crypto, file);
    EVP_PKEY *key = NULL;
    X509 *cert = NULL;
    STACK_OF(X509) *others = NULL;
    enum cdc43_scep_err err = CDC43_SCEP_OK;

    if (p12 == NULL) {
        err = CDC43_SCEP_ERR_P12_FORMAT;
    } else if (crypto->properties != NULL && !has_pbmac1(p12)) {
        err = CDC43_SCEP_ERR_P12_FIPS;
    } else if (PKCS12_mac_present(p12) != 1) {
        err = CDC43_SCEP_ERR_P12_NO_MAC;
    } else if (PKCS12_verify_mac(p12, password, -1) != 1) {
        err = CDC43_SCEP_ERR_P12_PASSWORD;
    } else if (!parse_contents(crypto, p12, password, &key, &cert, &others)) {
        err = is_unsupported() ? CDC43_SCEP_ERR_P12_CIPHER : CDC43_SCEP_ERR_P12_FORMAT;
    } else if (!take_p12(key, cert, others, ret_pair)) {
        err = CDC43_SCEP_ERR_MEMORY;
    }
    sk_X509_pop_free(others, X509_free);
    X509_free(cert);
    EVP_PKEY_free(key);
    PKCS12_free(p12);
    return err == CDC43_SCEP_OK || cdc43_scep_ossl_fail(ret_fault, err);
}

bool cdc43_scep_ossl_open_for_p12(bool fips, struct cdc43_scep_crypto **ret_crypto,
                                  struct cdc43_scep_fault *ret_fault) {
    return fips ? cdc43_scep_crypto_open(true, false, ret_crypto, ret_fault)
                : cdc43_scep_crypto_open(false, true, ret_crypto, ret_fault) ||
                      cdc43_scep_crypto_open(false, false, ret_crypto, ret_fault);
}

bool cdc43_scep_read_p12(struct cdc43_view file, const char *password, bool fips,
                         struct cdc43_scep_pair *ret_pair, struct cdc43_scep_fault *ret_fault) {
    struct cdc43_scep_pair pair = {0};
    struct cdc43_scep_crypto *crypto = NULL;
    bool good = false;

    if (!cdc43_scep_ossl_open_for_p12(fips, &crypto, ret_fault)) {
        return false;
    }
    good = read_p12_with(crypto, file, password, &pair, ret_fault) &&
           cdc43_scep_check_pair(crypto, &pair, ret_fault);
    if (good) {
        *ret_pair = pair;
    } else {
        cdc43_scep_pair_end(&pair);
    }
    cdc43_scep_crypto_close(crypto);
    return good;
}

/* A name, printable and cut to its room. */
static void put_name(const X509_NAME *name, char ret_text[CDC43_SCEP_NAME_MAX]) {
    BIO *const out = BIO_new(BIO_s_mem());
    char *text = NULL;
    long len = 0;

    ret_text[0] = '\0';
    if (out != NULL && X509_NAME_print_ex(out, name, 0, XN_FLAG_RFC2253) >= 0) {
        len = BIO_get_mem_data(out, &text);
        len = len < CDC43_SCEP_NAME_MAX ? len : CDC43_SCEP_NAME_MAX - 1;
        for (long i = 0; i < len; i++) {
            const uint8_t c = (uint8_t)text[i];
            ret_text[i] = (char)(c >= CDC43_TEXT_LOW && c <= CDC43_TEXT_HIGH ? c : '?');
        }
        ret_text[len] = '\0';
    }
    BIO_free(out);
}

static void put_serial(const X509 *cert, char ret_text[CDC43_SCEP_SERIAL_MAX]) {
    BIGNUM *const number = ASN1_INTEGER_to_BN(X509_get0_serialNumber(cert), NULL);
    char *const text = number != NULL ? BN_bn2hex(number) : NULL;

    ret_text[0] = '\0';
    if (text != NULL && strlen(text) < CDC43_SCEP_SERIAL_MAX) {
        memcpy(ret_text, text, strlen(text) + 1);
    }
    OPENSSL_free(text);
    BN_free(number);
}

bool cdc43_scep_describe(struct cdc43_view der, struct cdc43_scep_info *ret_info,
                         struct cdc43_scep_fault *ret_fault) {
    const struct cdc43_scep_crypto process = {0}; /* the process's own context is enough to read */
    X509 *const cert = cdc43_scep_ossl_cert(&process, der);
    struct cdc43_scep_info info = {0};
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned len = 0;

    if (cert == NULL || X509_digest(cert, EVP_sha256(), digest, &len) != 1) {
        X509_free(cert);
        return cdc43_scep_ossl_fail(ret_fault, CDC43_SCEP_ERR_CERTIFICATE_FILE);
    }
    cdc43_scep_ossl_common_name(cert, info.common_name);
    put_name(X509_get_subject_name(cert), info.subject);
    put_name(X509_get_issuer_name(cert), info.issuer);
    put_serial(cert, info.serial);
    cdc43_print_hex((struct cdc43_view){digest, len}, info.sha256);
    info.not_before = cdc43_scep_ossl_time(X509_get0_notBefore(cert));
    info.not_after = cdc43_scep_ossl_time(X509_get0_notAfter(cert));
    X509_free(cert);
    *ret_info = info;
    return true;
}
