/* SPDX-License-Identifier: MIT */
/* The CA's certificates: read, found by fingerprint, verified, picked by what they are for. */
#include "phone-side/scep/openssl.h"

#include <string.h>

#include "tlv/text.h"

#define CHAIN_MAX 8      /* certificates between one and its root */
#define SECURITY_LEVEL 2 /* 112 bits: RSA-2048, SHA-224 */
#define LEGACY_KEY 80    /* bits: RSA-1024 */
#define LEGACY_DIGEST 63 /* bits: SHA-1; MD5 has fewer */

/* The certificates of a degenerate PKCS#7; NULL when it is none. */
static STACK_OF(X509) *
    certs_of_cms(const struct cdc43_scep_crypto *crypto, struct cdc43_view octets) {
    CMS_ContentInfo *const cms = cdc43_scep_ossl_cms(crypto, octets);
    STACK_OF(X509) *certs = NULL;

    if (cms != NULL && OBJ_obj2nid(CMS_get0_type(cms)) == NID_pkcs7_signed) {
        certs = CMS_get1_certs(cms);
    }
    CMS_ContentInfo_free(cms);
    return certs;
}

bool cdc43_scep_read_certs(struct cdc43_scep_crypto *crypto, struct cdc43_view octets,
                           struct cdc43_scep_certs *ret_certs, struct cdc43_scep_fault *ret_fault) {
    struct cdc43_scep_certs certs = {0};
    X509 *const one = cdc43_scep_ossl_cert(crypto, octets);
    STACK_OF(X509) *stack = NULL;
    bool good = true;

    if (one != NULL) {
        X509_free(one);
        good = cdc43_scep_copy(octets, &certs.cert[0]);
        certs.count = 1;
    } else {
        stack = certs_of_cms(crypto, octets);
        if (stack == NULL || sk_X509_num(stack) == 0) {
            sk_X509_pop_free(stack, X509_free);
            return cdc43_scep_ossl_fail(ret_fault, CDC43_SCEP_ERR_CA_ANSWER);
        }
        if (sk_X509_num(stack) > CDC43_SCEP_CERTS_MAX) {
            sk_X509_pop_free(stack, X509_free);
            return cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_CA_TOO_MANY, 0, NULL);
        }
        for (int i = 0; good && i < sk_X509_num(stack); i++) {
            good = cdc43_scep_ossl_put_cert(sk_X509_value(stack, i), &certs.cert[i]);
            certs.count += good ? 1 : 0;
        }
        sk_X509_pop_free(stack, X509_free);
    }
    ERR_clear_error();
    if (!good) {
        cdc43_scep_certs_end(&certs);
        return cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_MEMORY, 0, NULL);
    }
    *ret_certs = certs;
    return true;
}

int64_t cdc43_scep_ossl_time(const ASN1_TIME *time) {
    struct tm tm;
    int64_t year;
    int64_t month;
    int64_t days;

    if (ASN1_TIME_to_tm(time, &tm) != 1) {
        return 0;
    }
    /* Days of the civil calendar, years beginning in March so that the leap day comes last. */
    month = tm.tm_mon >= 2 ? tm.tm_mon - 2 : tm.tm_mon + 10;
    year = tm.tm_year + 1900 - (tm.tm_mon < 2 ? 1 : 0);
    days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + tm.tm_mday -
           1 - 719468;
    return ((days * 24 + tm.tm_hour) * 60 + tm.tm_min) * 60 + tm.tm_sec;
}

static bool is_printable(const unsigned char *text, size_t len) {
    for (size_t i = 0; i < len; i++) {
        if (text[i] < CDC43_TEXT_LOW || text[i] > CDC43_TEXT_HIGH) {
            return false;
        }
    }
    return true;
}

void cdc43_scep_ossl_common_name(const X509 *cert, char ret_text[CDC43_COMMON_NAME_MAX + 1]) {
    const X509_NAME *const name = X509_get_subject_name(cert);
    const int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    unsigned char *text = NULL;
    int len = 0;

    ret_text[0] = '\0';
    if (at < 0 || X509_NAME_get_index_by_NID(name, NID_commonName, at) >= 0) {
        return;
    }
    len = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
    if (len > 0 && len <= CDC43_COMMON_NAME_MAX && is_printable(text, (size_t)len)) {
        memcpy(ret_text, text, (size_t)len);
        ret_text[len] = '\0';
    }
    if (len >= 0) {
        OPENSSL_free(text);
    }
}

/* What legacy allows ends there. The signature of the root says nothing, its fingerprint does. */
static int check_legacy(STACK_OF(X509) * chain) {
    const int count = sk_X509_num(chain);

    for (int i = 0; i < count; i++) {
        X509 *const cert = sk_X509_value(chain, i);
        int bits = 0;
        if (EVP_PKEY_get_security_bits(X509_get0_pubkey(cert)) < LEGACY_KEY) {
            return i == 0 ? X509_V_ERR_EE_KEY_TOO_SMALL : X509_V_ERR_CA_KEY_TOO_SMALL;
        }
        if (i + 1 < count &&
            (X509_get_signature_info(cert, NULL, NULL, &bits, NULL) != 1 || bits < LEGACY_DIGEST)) {
            return X509_V_ERR_CA_MD_TOO_WEAK;
        }
    }
    return X509_V_OK;
}

int cdc43_scep_ossl_verify(const struct cdc43_scep_crypto *crypto, X509 *cert, X509 *root,
                           STACK_OF(X509) * untrusted, int64_t now, STACK_OF(X509) * *ret_chain) {
    X509_STORE *const store = X509_STORE_new();
    X509_STORE_CTX *const context = X509_STORE_CTX_new_ex(crypto->context, crypto->properties);
    int err = X509_V_ERR_OUT_OF_MEM;

    if (store != NULL && context != NULL && X509_STORE_add_cert(store, root) == 1 &&
        X509_STORE_CTX_init(context, store, cert, untrusted) == 1) {
        X509_VERIFY_PARAM *const param = X509_STORE_CTX_get0_param(context);
        X509_VERIFY_PARAM_set_auth_level(param, crypto->allow_legacy ? 0 : SECURITY_LEVEL);
        X509_VERIFY_PARAM_set_depth(param, CHAIN_MAX);
        if (now == CDC43_SCEP_NO_CLOCK) {
            (void)X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_NO_CHECK_TIME);
        } else {
            X509_VERIFY_PARAM_set_time(param, (time_t)now);
        }
        err = X509_verify_cert(context) == 1 ? X509_V_OK : X509_STORE_CTX_get_error(context);
        if (err == X509_V_OK && crypto->allow_legacy) {
            err = check_legacy(X509_STORE_CTX_get0_chain(context));
        }
        if (err == X509_V_OK && ret_chain != NULL) {
            *ret_chain = X509_STORE_CTX_get1_chain(context);
            err = *ret_chain != NULL ? X509_V_OK : X509_V_ERR_OUT_OF_MEM;
        }
    }
    X509_STORE_CTX_free(context);
    X509_STORE_free(store);
    ERR_clear_error();
    return err;
}

/* Index of the certificate with the digest; -1 if there is none, and what came instead goes into
 * detail. */
static int find_root(const struct cdc43_scep_crypto *crypto, STACK_OF(X509) * stack,
                     struct cdc43_view fingerprint, const char *digest_name,
                     char ret_detail[CDC43_SCEP_DETAIL_MAX + 1]) {
    EVP_MD *const md = EVP_MD_fetch(crypto->context, digest_name, crypto->properties);
    int found = -1;

    ret_detail[0] = '\0';
    for (int i = 0; md != NULL && i < sk_X509_num(stack); i++) {
        unsigned char digest[EVP_MAX_MD_SIZE];
        unsigned len = 0;
        if (X509_digest(sk_X509_value(stack, i), md, digest, &len) != 1 || len != fingerprint.len) {
            continue;
        }
        if (CRYPTO_memcmp(digest, fingerprint.data, len) == 0) {
            found = i;
        } else if (ret_detail[0] == '\0' && 2 * len <= CDC43_SCEP_DETAIL_MAX) {
            cdc43_print_hex((struct cdc43_view){digest, len}, ret_detail);
        }
    }
    EVP_MD_free(md);
    return found;
}

enum cdc43_scep_err cdc43_scep_ossl_ca_error(int verify_error) {
    return verify_error == X509_V_ERR_CERT_HAS_EXPIRED     ? CDC43_SCEP_ERR_CA_EXPIRED
           : verify_error == X509_V_ERR_CERT_NOT_YET_VALID ? CDC43_SCEP_ERR_CA_NOT_YET_VALID
           : verify_error == X509_V_ERR_CA_MD_TOO_WEAK ||
                   verify_error == X509_V_ERR_CA_KEY_TOO_SMALL ||
                   verify_error == X509_V_ERR_EE_KEY_TOO_SMALL
               ? CDC43_SCEP_ERR_CA_WEAK
               : CDC43_SCEP_ERR_CA_CHAIN;
}

/* A registration authority must not be what every device of the CA has: a certificate for client
 * authentication. One that says that it is for registration authorities is one in any case. */
static bool may_be_ra(X509 *cert) {
    static const char *const purposes[] = {"1.3.6.1.5.5.7.3.28", "1.3.6.1.4.1.311.20.2.1"};
    EXTENDED_KEY_USAGE *const usage = X509_get_ext_d2i(cert, NID_ext_key_usage, NULL, NULL);
    bool client = false;
    bool ra = false;

    for (int i = 0; usage != NULL && i < sk_ASN1_OBJECT_num(usage); i++) {
        const ASN1_OBJECT *const purpose = sk_ASN1_OBJECT_value(usage, i);
        char text[64];
        (void)OBJ_obj2txt(text, sizeof text, purpose, 1);
        ra = ra || strcmp(text, purposes[0]) == 0 || strcmp(text, purposes[1]) == 0;
        client = client || OBJ_obj2nid(purpose) == NID_client_auth ||
                 OBJ_obj2nid(purpose) == NID_anyExtendedKeyUsage;
    }
    EXTENDED_KEY_USAGE_free(usage);
    return ra || !client;
}

/* Has any other certificate here been issued by this one? */
static bool issues(X509 *cert, STACK_OF(X509) * stack) {
    for (int i = 0; i < sk_X509_num(stack); i++) {
        X509 *const other = sk_X509_value(stack, i);
        if (X509_cmp(other, cert) != 0 && X509_check_ca(other) == 1 &&
            X509_check_issued(cert, other) == X509_V_OK) {
            return true;
        }
    }
    return false;
}

/* How well a certificate suits as recipient: higher is better, this is worst. */
#define RANK_ISSUES_CAS 1

static int rank(X509 *cert, STACK_OF(X509) * stack) {
    const uint32_t usage = X509_get_key_usage(cert); /* all bits when it has no such extension */

    if (X509_check_ca(cert) != 0) {
        return issues(cert, stack) ? RANK_ISSUES_CAS : 3;
    }
    return usage == UINT32_MAX ? 4 : (usage & KU_KEY_ENCIPHERMENT) != 0 ? 5 : 2;
}

/* Adds a certificate that leads to the root. best: ranks of recipient and issuer so far. */
static bool add_authority(X509 *cert, bool is_ca, bool is_root, int suits, int best[2],
                          struct cdc43_scep_ca *ret_ca) {
    const size_t at = ret_ca->certs.count;

    if (!cdc43_scep_ossl_put_cert(cert, &ret_ca->certs.cert[at])) {
        return false;
    }
    ret_ca->certs.count++;
    ret_ca->authority |= 1U << at;
    ret_ca->root = is_root ? at : ret_ca->root;
    if (suits > best[0]) {
        best[0] = suits;
        ret_ca->recipient = at;
    }
    if (is_ca && suits > best[1]) {
        best[1] = suits;
        ret_ca->issuer = at;
    }
    return true;
}

/* Moves the certificates that lead to the root into ret_ca and picks recipient and issuer. Returns
 * X509_V_OK, or why there is no recipient: when all that is below a CA was left out, that CA is
 * none. */
static int pick(const struct cdc43_scep_crypto *crypto, STACK_OF(X509) * stack, X509 *root,
                int64_t now, struct cdc43_scep_ca *ret_ca) {
    int best[2] = {0, 0};
    int left_out = X509_V_OK;

    for (int i = 0; i < sk_X509_num(stack); i++) {
        X509 *const cert = sk_X509_value(stack, i);
        const bool is_ca = X509_check_ca(cert) == 1;
        const int verify_error = cdc43_scep_ossl_verify(crypto, cert, root, stack, now, NULL);
        if (verify_error != X509_V_OK) {
            left_out = verify_error;
        } else if ((is_ca || may_be_ra(cert)) &&
                   !add_authority(cert, is_ca, X509_cmp(cert, root) == 0, rank(cert, stack), best,
                                  ret_ca)) {
            return X509_V_ERR_OUT_OF_MEM;
        }
    }
    return best[0] > RANK_ISSUES_CAS ? X509_V_OK
           : left_out != X509_V_OK   ? left_out
                                     : X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT;
}

bool cdc43_scep_trust_ca(struct cdc43_scep_crypto *crypto, const struct cdc43_scep_certs *certs,
                         struct cdc43_view fingerprint, int64_t now, struct cdc43_scep_ca *ret_ca,
                         struct cdc43_scep_fault *ret_fault) {
    const char *const digest_name = cdc43_digest_name(fingerprint.len);
    STACK_OF(X509) *const stack = cdc43_scep_ossl_stack(crypto, certs);
    struct cdc43_scep_ca ca = {0};
    char detail[CDC43_SCEP_DETAIL_MAX + 1] = "";
    enum cdc43_scep_err err = CDC43_SCEP_OK;
    const char *why = NULL;
    int at = -1;
    int verify_error = X509_V_OK;

    if (digest_name == NULL) {
        err = CDC43_SCEP_ERR_FINGERPRINT_SIZE;
    } else if (stack == NULL) {
        err = CDC43_SCEP_ERR_CA_ANSWER;
    } else if ((at = find_root(crypto, stack, fingerprint, digest_name, detail)) < 0) {
        err = CDC43_SCEP_ERR_FINGERPRINT_MISMATCH;
        why = detail;
    } else {
        X509 *const root = sk_X509_value(stack, at);
        if (X509_check_ca(root) != 1 ||
            X509_NAME_cmp(X509_get_subject_name(root), X509_get_issuer_name(root)) != 0) {
            err = CDC43_SCEP_ERR_FINGERPRINT_NOT_ROOT;
        } else if ((verify_error = cdc43_scep_ossl_verify(crypto, root, root, NULL, now, NULL)) !=
                       X509_V_OK ||
                   (verify_error = pick(crypto, stack, root, now, &ca)) != X509_V_OK) {
            err = cdc43_scep_ossl_ca_error(verify_error);
            why = X509_verify_cert_error_string(verify_error);
        } else {
            ca.root_not_after = cdc43_scep_ossl_time(X509_get0_notAfter(root));
        }
    }
    sk_X509_pop_free(stack, X509_free);
    ERR_clear_error();
    if (err != CDC43_SCEP_OK) {
        cdc43_scep_certs_end(&ca.certs);
        return cdc43_scep_fail(ret_fault, err, 0, why);
    }
    *ret_ca = ca;
    return true;
}
