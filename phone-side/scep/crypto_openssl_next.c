/* SPDX-License-Identifier: MIT */
/* What a CA says about its next root: who signed it, and which certificate that is. */
#include "phone-side/scep/openssl.h"

#include <string.h>

#include "tlv/text.h"

/* RFC 8894 4.7.1: signed by the CA. A registration authority may not name its successor. */
static bool leave_cas(const struct cdc43_scep_crypto *crypto, struct cdc43_scep_ca *ca) {
    for (size_t i = 0; i < ca->certs.count; i++) {
        X509 *const cert = cdc43_scep_ossl_cert(crypto, cdc43_scep_view(&ca->certs.cert[i]));
        const bool is_ca = cert != NULL && X509_check_ca(cert) == 1;

        ca->authority &= is_ca ? UINT32_MAX : ~(1U << i);
        X509_free(cert);
    }
    ERR_clear_error();
    return ca->authority != 0;
}

bool cdc43_scep_read_next_ca(struct cdc43_scep_crypto *crypto, struct cdc43_view octets,
                             const struct cdc43_scep_ca *ca, struct cdc43_scep_certs *ret_certs,
                             struct cdc43_scep_fault *ret_fault) {
    struct cdc43_scep_ca cas = *ca;
    CMS_ContentInfo *const cms = cdc43_scep_ossl_cms(crypto, octets);
    CMS_SignerInfo *signer = NULL;
    struct cdc43_scep_blob content = {0};
    bool good = leave_cas(crypto, &cas) ||
                cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_REPLY_SIGNATURE, 0, NULL);

    good = good && cdc43_scep_ossl_open_signed(crypto, cms, &cas, &signer, &content, ret_fault) &&
           cdc43_scep_read_certs(crypto, cdc43_scep_view(&content), ret_certs, ret_fault);
    cdc43_scep_blob_end(&content);
    CMS_ContentInfo_free(cms);
    return good;
}

/* Is it a root, and does its signature, its strength and its end say nothing against it? One that
 * begins later is looked at as it will be then. */
static int check_root(const struct cdc43_scep_crypto *crypto, X509 *root, int64_t now) {
    const int64_t begin = cdc43_scep_ossl_time(X509_get0_notBefore(root));

    return cdc43_scep_ossl_verify(crypto, root, root, NULL,
                                  now == CDC43_SCEP_NO_CLOCK || now > begin ? now : begin, NULL);
}

static bool is_root(X509 *cert) {
    return X509_check_ca(cert) == 1 &&
           X509_NAME_cmp(X509_get_subject_name(cert), X509_get_issuer_name(cert)) == 0;
}

/* What there is of roots: the last one that is not of today, and how many. */
struct roots {
    X509 *next;
    unsigned next_count;
    bool has_announcer;
};

static bool find_roots(const struct cdc43_scep_crypto *crypto, STACK_OF(X509) * stack,
                       struct cdc43_view announcer, uint8_t ret_fingerprint[CDC43_DIGEST_MAX],
                       struct roots *ret_roots) {
    EVP_MD *const md =
        EVP_MD_fetch(crypto->context, cdc43_digest_name(announcer.len), crypto->properties);
    bool good = md != NULL;

    for (int i = 0; good && i < sk_X509_num(stack); i++) {
        X509 *const cert = sk_X509_value(stack, i);
        uint8_t digest[EVP_MAX_MD_SIZE];
        unsigned len = 0;

        if (!is_root(cert)) {
            continue;
        }
        good = X509_digest(cert, md, digest, &len) == 1 && len == announcer.len;
        if (good && CRYPTO_memcmp(digest, announcer.data, len) == 0) {
            ret_roots->has_announcer = true;
        } else if (good) {
            ret_roots->next = cert;
            ret_roots->next_count++;
            memcpy(ret_fingerprint, digest, len);
        }
    }
    EVP_MD_free(md);
    return good;
}

bool cdc43_scep_pick_next_root(struct cdc43_scep_crypto *crypto,
                               const struct cdc43_scep_certs *certs, struct cdc43_view announcer,
                               int64_t now, struct cdc43_scep_blob *ret_root,
                               uint8_t ret_fingerprint[CDC43_DIGEST_MAX],
                               struct cdc43_scep_fault *ret_fault) {
    STACK_OF(X509) *const stack = cdc43_scep_ossl_stack(crypto, certs);
    struct roots roots = {NULL, 0, false};
    enum cdc43_scep_err err = CDC43_SCEP_OK;
    int verify_error = X509_V_OK;

    if (cdc43_digest_name(announcer.len) == NULL) {
        err = CDC43_SCEP_ERR_FINGERPRINT_SIZE;
    } else if (stack == NULL || !find_roots(crypto, stack, announcer, ret_fingerprint, &roots)) {
        err = CDC43_SCEP_ERR_LIBRARY;
    } else if (roots.next_count != 1) {
        err = roots.next_count == 0 && roots.has_announcer ? CDC43_SCEP_ERR_NEXT_CA_SAME
                                                           : CDC43_SCEP_ERR_NEXT_CA_ROOT;
    } else if ((verify_error = check_root(crypto, roots.next, now)) != X509_V_OK) {
        err = cdc43_scep_ossl_ca_error(verify_error);
    } else if (!cdc43_scep_ossl_put_cert(roots.next, ret_root)) {
        err = CDC43_SCEP_ERR_MEMORY;
    }
    sk_X509_pop_free(stack, X509_free);
    ERR_clear_error();
    return err == CDC43_SCEP_OK ||
           cdc43_scep_fail(ret_fault, err, 0,
                           verify_error != X509_V_OK ? X509_verify_cert_error_string(verify_error)
                                                     : NULL);
}
