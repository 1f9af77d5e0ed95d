/* SPDX-License-Identifier: MIT */
/* The certificate that the CA issued: found by our key, checked, with its chain. */
#include <string.h>

#include "phone-side/scep/openssl.h"

#define CLOCK_LEEWAY 600 /* seconds that the CA's clock may be ahead of ours */

/* Must the new certificate be newer than the old one, and is it? No old one: fine. */
static bool is_newer(const struct cdc43_scep_crypto *crypto, X509 *cert,
                     struct cdc43_view previous) {
    X509 *const old = previous.len != 0 ? cdc43_scep_ossl_cert(crypto, previous) : NULL;
    bool newer = true;

    if (old != NULL) {
        newer = ASN1_INTEGER_cmp(X509_get0_serialNumber(cert), X509_get0_serialNumber(old)) != 0 &&
                ASN1_TIME_compare(X509_get0_notAfter(cert), X509_get0_notAfter(old)) > 0;
    }
    X509_free(old);
    return newer;
}

/* The chain but its first, which is the certificate itself. */
static bool put_chain(STACK_OF(X509) * chain, struct cdc43_scep_certs *ret_certs) {
    for (int i = 1; i < sk_X509_num(chain) && ret_certs->count < CDC43_SCEP_CERTS_MAX; i++) {
        if (!cdc43_scep_ossl_put_cert(sk_X509_value(chain, i),
                                      &ret_certs->cert[ret_certs->count])) {
            return false;
        }
        ret_certs->count++;
    }
    return true;
}

/* The time to check a certificate at that was issued a moment ago, maybe by a clock that is a
 * little ahead. */
static int64_t time_for(X509 *cert, int64_t now) {
    const int64_t begin = cdc43_scep_ossl_time(X509_get0_notBefore(cert));

    return now != CDC43_SCEP_NO_CLOCK && begin > now && begin - now <= CLOCK_LEEWAY ? begin : now;
}

/* The checks of one certificate that has our key; at: where it is in known. */
static enum cdc43_scep_err check_issued(const struct cdc43_scep_crypto *crypto, int at,
                                        STACK_OF(X509) * known, X509 *root,
                                        const struct cdc43_scep_wanted *wanted,
                                        STACK_OF(X509) * *ret_chain, const char **ret_why) {
    X509 *const cert = sk_X509_value(known, at);
    char name[CDC43_COMMON_NAME_MAX + 1];
    struct cdc43_scep_ossl_paths paths;
    int verify_error = X509_V_OK;

    cdc43_scep_ossl_common_name(cert, name);
    if (strcmp(name, wanted->common_name) != 0) {
        return CDC43_SCEP_ERR_ISSUED_NAME;
    }
    if (X509_check_ca(cert) != 0 || X509_check_purpose(cert, X509_PURPOSE_SSL_CLIENT, 0) != 1) {
        return CDC43_SCEP_ERR_ISSUED_PURPOSE;
    }
    if (!is_newer(crypto, cert, wanted->previous)) {
        return CDC43_SCEP_ERR_ISSUED_AGAIN;
    }
    cdc43_scep_ossl_find_paths(crypto, known, root, time_for(cert, wanted->now), &paths);
    *ret_chain = paths.chain[at];
    verify_error = *ret_chain != NULL ? X509_V_OK : paths.error[at];
    paths.chain[at] = NULL;
    cdc43_scep_ossl_end_paths(&paths);
    if (verify_error == X509_V_ERR_CERT_NOT_YET_VALID) {
        return CDC43_SCEP_ERR_ISSUED_NOT_YET_VALID;
    }
    *ret_why = verify_error != X509_V_OK ? X509_verify_cert_error_string(verify_error) : NULL;
    return verify_error == X509_V_OK ? CDC43_SCEP_OK : CDC43_SCEP_ERR_ISSUED_CHAIN;
}

/* All the certificates of both lists. */
static STACK_OF(X509) * join(const struct cdc43_scep_crypto *crypto,
                             const struct cdc43_scep_certs *first,
                             const struct cdc43_scep_certs *second) {
    STACK_OF(X509) *const all = cdc43_scep_ossl_stack(crypto, first);
    STACK_OF(X509) *const more = cdc43_scep_ossl_stack(crypto, second);

    if (all == NULL || more == NULL || X509_add_certs(all, more, X509_ADD_FLAG_UP_REF) != 1) {
        sk_X509_pop_free(all, X509_free);
        sk_X509_pop_free(more, X509_free);
        return NULL;
    }
    sk_X509_pop_free(more, X509_free);
    return all;
}

bool cdc43_scep_take_issued(struct cdc43_scep_crypto *crypto, const struct cdc43_scep_certs *certs,
                            const struct cdc43_scep_ca *ca, const struct cdc43_scep_wanted *wanted,
                            struct cdc43_scep_pair *ret_pair, struct cdc43_scep_fault *ret_fault) {
    STACK_OF(X509) *const all = join(crypto, certs, &ca->certs);
    X509 *const root = cdc43_scep_ossl_cert(crypto, cdc43_scep_view(&ca->certs.cert[ca->root]));
    EVP_PKEY *const key = cdc43_scep_ossl_key(crypto, wanted->key);
    struct cdc43_scep_pair pair = {0};
    STACK_OF(X509) *chain = NULL;
    enum cdc43_scep_err err = CDC43_SCEP_ERR_LIBRARY;
    const char *why = NULL;

    if (all != NULL && root != NULL && key != NULL) {
        int own = 0;
        while (own < sk_X509_num(all) &&
               EVP_PKEY_eq(X509_get0_pubkey(sk_X509_value(all, own)), key) != 1) {
            own++;
        }
        err = own == sk_X509_num(all) ? CDC43_SCEP_ERR_ISSUED_OTHER_KEY
                                      : check_issued(crypto, own, all, root, wanted, &chain, &why);
        if (err == CDC43_SCEP_OK &&
            !(cdc43_scep_ossl_put_cert(sk_X509_value(all, own), &pair.cert) &&
              put_chain(chain, &pair.chain) && cdc43_scep_copy(wanted->key, &pair.key))) {
            err = CDC43_SCEP_ERR_MEMORY;
        }
    }
    sk_X509_pop_free(chain, X509_free);
    sk_X509_pop_free(all, X509_free);
    X509_free(root);
    EVP_PKEY_free(key);
    ERR_clear_error();
    if (err != CDC43_SCEP_OK) {
        cdc43_scep_pair_end(&pair);
        return cdc43_scep_fail(ret_fault, err, 0, why);
    }
    *ret_pair = pair;
    return true;
}
