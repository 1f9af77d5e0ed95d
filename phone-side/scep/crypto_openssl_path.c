/* SPDX-License-Identifier: MIT */
/* Paths from certificates to the root: found by name, key and signature, not by position. */
#include "phone-side/scep/openssl.h"

#define CHAIN_MAX 8      /* certificates between one and its root */
#define SECURITY_LEVEL 2 /* 112 bits: RSA-2048, SHA-224 */
#define LEGACY_KEY 80    /* bits: RSA-1024 */
#define LEGACY_DIGEST 63 /* bits: SHA-1; MD5 has fewer */

/* The limits with legacy. The signature of the root proves nothing, its fingerprint does. */
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
                           STACK_OF(X509) * between, int64_t now, STACK_OF(X509) * *ret_chain) {
    X509_STORE *const store = X509_STORE_new();
    X509_STORE_CTX *const context = X509_STORE_CTX_new_ex(crypto->context, crypto->properties);
    int err = X509_V_ERR_OUT_OF_MEM;

    if (store != NULL && context != NULL && X509_STORE_add_cert(store, root) == 1 &&
        X509_STORE_CTX_init(context, store, cert, between) == 1) {
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

enum cdc43_scep_err cdc43_scep_ossl_ca_error(int verify_error) {
    return verify_error == X509_V_ERR_CERT_HAS_EXPIRED     ? CDC43_SCEP_ERR_CA_EXPIRED
           : verify_error == X509_V_ERR_CERT_NOT_YET_VALID ? CDC43_SCEP_ERR_CA_NOT_YET_VALID
           : verify_error == X509_V_ERR_CA_MD_TOO_WEAK ||
                   verify_error == X509_V_ERR_CA_KEY_TOO_SMALL ||
                   verify_error == X509_V_ERR_EE_KEY_TOO_SMALL
               ? CDC43_SCEP_ERR_CA_WEAK
               : CDC43_SCEP_ERR_CA_CHAIN;
}

bool cdc43_scep_ossl_is_same_ca(X509 *a, X509 *b) {
    const bool same = X509_NAME_cmp(X509_get_subject_name(a), X509_get_subject_name(b)) == 0 &&
                      EVP_PKEY_eq(X509_get0_pubkey(a), X509_get0_pubkey(b)) == 1;

    ERR_clear_error();
    return same;
}

static bool is_issued_by(X509 *cert, X509 *issuer) {
    return X509_check_ca(issuer) == 1 && X509_check_issued(issuer, cert) == X509_V_OK;
}

/* One round over all certificates without a path: those that one with a path has issued get one.
 * tried: for each certificate the issuers that it was tried with. */
static bool grow(const struct cdc43_scep_crypto *crypto, STACK_OF(X509) * certs, int64_t now,
                 uint32_t tried[CDC43_SCEP_PATHS_MAX], struct cdc43_scep_ossl_paths *paths) {
    bool grown = false;

    for (int i = 0; i < paths->count; i++) {
        for (int by = 0; paths->chain[i] == NULL && by < paths->count; by++) {
            STACK_OF(X509) *const chain = paths->chain[by];
            X509 *const cert = sk_X509_value(certs, i);
            if (chain == NULL || (tried[i] & 1U << by) != 0 ||
                !is_issued_by(cert, sk_X509_value(certs, by))) {
                continue;
            }
            tried[i] |= 1U << by;
            paths->error[i] =
                cdc43_scep_ossl_verify(crypto, cert, sk_X509_value(chain, sk_X509_num(chain) - 1),
                                       chain, now, &paths->chain[i]);
            grown = grown || paths->chain[i] != NULL;
        }
    }
    return grown;
}

/* The root, and after it the same CA under other certificates of its own: a root that was renewed
 * with its key. */
static void plant(const struct cdc43_scep_crypto *crypto, STACK_OF(X509) * certs, X509 *root,
                  bool is_first, int64_t now, struct cdc43_scep_ossl_paths *paths) {
    for (int i = 0; i < paths->count; i++) {
        X509 *const cert = sk_X509_value(certs, i);
        if (paths->chain[i] == NULL &&
            (is_first ? X509_cmp(cert, root) == 0
                      : cdc43_scep_ossl_is_same_ca(cert, root) && is_issued_by(cert, cert))) {
            paths->error[i] =
                cdc43_scep_ossl_verify(crypto, cert, cert, NULL, now, &paths->chain[i]);
        }
    }
}

static bool is_valid_at(X509 *cert, int64_t now) {
    return now == CDC43_SCEP_NO_CLOCK || (cdc43_scep_ossl_time(X509_get0_notBefore(cert)) <= now &&
                                          now <= cdc43_scep_ossl_time(X509_get0_notAfter(cert)));
}

/* A CA that has a path has one under each of its certificates that is valid: name and key are what
 * counts. */
static void share(STACK_OF(X509) * certs, int64_t now, struct cdc43_scep_ossl_paths *paths) {
    for (int i = 0; i < paths->count; i++) {
        X509 *const cert = sk_X509_value(certs, i);
        for (int other = 0; paths->chain[i] == NULL && other < paths->count; other++) {
            X509 *const known = sk_X509_value(certs, other);
            if (paths->chain[other] != NULL && X509_check_ca(cert) == 1 &&
                X509_check_ca(known) == 1 && is_valid_at(cert, now) &&
                cdc43_scep_ossl_is_same_ca(cert, known)) {
                paths->chain[i] = X509_chain_up_ref(paths->chain[other]);
            }
        }
    }
}

void cdc43_scep_ossl_find_paths(const struct cdc43_scep_crypto *crypto, STACK_OF(X509) * certs,
                                X509 *root, int64_t now, struct cdc43_scep_ossl_paths *ret_paths) {
    uint32_t tried[CDC43_SCEP_PATHS_MAX] = {0};
    const int count = sk_X509_num(certs);

    *ret_paths = (struct cdc43_scep_ossl_paths){
        .count = count < CDC43_SCEP_PATHS_MAX ? count : CDC43_SCEP_PATHS_MAX};
    for (int i = 0; i < ret_paths->count; i++) {
        ret_paths->error[i] = X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT;
    }
    for (int step = 0; step < 2; step++) {
        plant(crypto, certs, root, step == 0, now, ret_paths);
        while (grow(crypto, certs, now, tried, ret_paths)) {
        }
    }
    share(certs, now, ret_paths);
}

void cdc43_scep_ossl_end_paths(struct cdc43_scep_ossl_paths *paths) {
    for (int i = 0; i < paths->count; i++) {
        sk_X509_pop_free(paths->chain[i], X509_free);
    }
    *paths = (struct cdc43_scep_ossl_paths){0};
}
