/* SPDX-License-Identifier: MIT */
/* The CA's certificates: the root by its fingerprint, the others by their paths to it; who encrypts
 * and who may sign by what they are for. */
#include "phone-side/scep/openssl.h"

#include <stdio.h>
#include <string.h>

#include "tlv/text.h"

static bool is_root(X509 *cert) {
    return X509_check_ca(cert) == 1 &&
           X509_NAME_cmp(X509_get_subject_name(cert), X509_get_issuer_name(cert)) == 0;
}

/* What a person calls a certificate. */
static void name_of(const X509 *cert, char ret_name[CDC43_COMMON_NAME_MAX + 1]) {
    cdc43_scep_ossl_common_name(cert, ret_name);
    if (ret_name[0] == '\0') {
        (void)snprintf(ret_name, CDC43_COMMON_NAME_MAX + 1, "no Common Name");
    }
}

/* Index of the certificate with the digest; -1 if there is none: then ret_detail says whose digest
 * it has instead, that of a root if one came, and ret_roots how many of them came. */
static int find_root(const struct cdc43_scep_crypto *crypto, STACK_OF(X509) * stack,
                     struct cdc43_view fingerprint, const char *digest_name,
                     char ret_detail[CDC43_SCEP_DETAIL_MAX + 1], unsigned *ret_roots) {
    EVP_MD *const md = EVP_MD_fetch(crypto->context, digest_name, crypto->properties);
    char digits[2 * CDC43_DIGEST_MAX + 1];
    char name[CDC43_COMMON_NAME_MAX + 1];
    int found = -1;

    ret_detail[0] = '\0';
    *ret_roots = 0;
    for (int i = 0; md != NULL && i < sk_X509_num(stack); i++) {
        X509 *const cert = sk_X509_value(stack, i);
        unsigned char digest[EVP_MAX_MD_SIZE];
        unsigned len = 0;
        if (X509_digest(cert, md, digest, &len) != 1 || len != fingerprint.len) {
            continue;
        }
        if (CRYPTO_memcmp(digest, fingerprint.data, len) == 0) {
            found = i;
            continue;
        }
        *ret_roots += is_root(cert) ? 1 : 0;
        if (ret_detail[0] == '\0' || (is_root(cert) && *ret_roots == 1)) {
            cdc43_print_hex((struct cdc43_view){digest, len}, digits);
            name_of(cert, name);
            (void)snprintf(ret_detail, CDC43_SCEP_DETAIL_MAX + 1, "%s %s has %s",
                           is_root(cert) ? "the root CA" : "the CA server sent no root CA;", name,
                           digits);
        }
    }
    EVP_MD_free(md);
    return found;
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

/* Has this CA issued a certificate of another CA in the list? One of its own, as after a renewal
 * with its key, says nothing. */
static bool issues(X509 *cert, STACK_OF(X509) * stack) {
    bool found = false;

    for (int i = 0; i < sk_X509_num(stack) && !found; i++) {
        X509 *const other = sk_X509_value(stack, i);
        found = X509_check_ca(other) == 1 && X509_check_issued(cert, other) == X509_V_OK &&
                !cdc43_scep_ossl_is_same_ca(cert, other) &&
                X509_verify(other, X509_get0_pubkey(cert)) == 1;
    }
    ERR_clear_error();
    return found;
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

/* What was found so far. */
struct choice {
    struct cdc43_scep_ca *ca;
    STACK_OF(X509) * stack;
    X509 *recipient;
    int recipient_rank;
    int issuer_rank;
    bool is_key_wrong; /* a certificate would suit, but SCEP cannot encrypt to its key */
    int error;         /* of the last certificate that leads nowhere */
    char why[CDC43_SCEP_DETAIL_MAX + 1];
};

/* A request is encrypted by key transport: RFC 8894 3.2.2 knows nothing else for a certificate. */
static bool has_rsa_key(X509 *cert) {
    return EVP_PKEY_get_base_id(X509_get0_pubkey(cert)) == EVP_PKEY_RSA;
}

/* Of several certificates of one CA, the latest: the CA may know its others no more. */
static bool is_later(X509 *cert, X509 *than) {
    return than != NULL && cdc43_scep_ossl_is_same_ca(cert, than) &&
           ASN1_TIME_compare(X509_get0_notBefore(cert), X509_get0_notBefore(than)) > 0;
}

static void consider(struct choice *choice, X509 *cert, bool is_ca, size_t at) {
    const int suits = rank(cert, choice->stack);

    if (is_ca && suits > choice->issuer_rank) {
        choice->issuer_rank = suits;
        choice->ca->issuer = at;
    }
    if (!has_rsa_key(cert)) {
        choice->is_key_wrong = choice->is_key_wrong || suits > RANK_ISSUES_CAS;
    } else if (suits > choice->recipient_rank ||
               (suits == choice->recipient_rank && is_later(cert, choice->recipient))) {
        choice->recipient_rank = suits;
        choice->recipient = cert;
        choice->ca->recipient = at;
    }
}

static bool add_authority(struct choice *choice, X509 *cert, bool is_root_cert) {
    struct cdc43_scep_ca *const ca = choice->ca;
    const size_t at = ca->certs.count;

    if (!cdc43_scep_ossl_put_cert(cert, &ca->certs.cert[at])) {
        return false;
    }
    ca->certs.count++;
    ca->authority |= 1U << at;
    ca->root = is_root_cert ? at : ca->root;
    consider(choice, cert, X509_check_ca(cert) == 1, at);
    return true;
}

/* Says what was left out, and why. */
static void leave_out(struct choice *choice, const X509 *cert, const char *reason) {
    char name[CDC43_COMMON_NAME_MAX + 1];
    const size_t len = strlen(choice->ca->left_out);

    name_of(cert, name);
    (void)snprintf(choice->ca->left_out + len, sizeof choice->ca->left_out - len, "%s%s (%s)",
                   len != 0 ? ", " : "", name, reason);
}

/* A certificate that does not lead to the root: of a CA, it may be why there is no recipient. */
static void note_error(struct choice *choice, X509 *cert, int error) {
    const char *const reason = X509_verify_cert_error_string(error);
    char name[CDC43_COMMON_NAME_MAX + 1];

    if (X509_check_ca(cert) != 1) {
        leave_out(choice, cert, reason);
    }
    if (choice->error == X509_V_OK || choice->error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT) {
        name_of(cert, name);
        choice->error = error;
        (void)snprintf(choice->why, sizeof choice->why, "%s: %s", name, reason);
    }
}

/* Puts the certificates that lead to the root into ca, and picks recipient and issuer. When all
 * that is below a CA was left out, that CA is no recipient. */
static enum cdc43_scep_err pick(const struct cdc43_scep_crypto *crypto, X509 *root, int64_t now,
                                struct choice *choice) {
    struct cdc43_scep_ossl_paths paths;
    bool good = true;

    cdc43_scep_ossl_find_paths(crypto, choice->stack, root, now, &paths);
    for (int i = 0; i < paths.count && good; i++) {
        X509 *const cert = sk_X509_value(choice->stack, i);
        if (paths.chain[i] == NULL) {
            note_error(choice, cert, paths.error[i]);
        } else if (X509_check_ca(cert) != 1 && !may_be_ra(cert)) {
            leave_out(choice, cert, "its extended key usage is client authentication");
        } else {
            good = add_authority(choice, cert, X509_cmp(cert, root) == 0);
        }
    }
    cdc43_scep_ossl_end_paths(&paths);
    return !good                                      ? CDC43_SCEP_ERR_MEMORY
           : choice->recipient_rank > RANK_ISSUES_CAS ? CDC43_SCEP_OK
           : choice->is_key_wrong                     ? CDC43_SCEP_ERR_CA_KEY
                                                      : cdc43_scep_ossl_ca_error(choice->error);
}

/* The fault of one that cannot be trusted. */
static enum cdc43_scep_err judge(const struct cdc43_scep_crypto *crypto, struct choice *choice,
                                 struct cdc43_view fingerprint, int64_t now, unsigned *ret_roots) {
    const char *const digest_name = cdc43_digest_name(fingerprint.len);
    X509 *root = NULL;
    int at = -1;
    int error = X509_V_OK;

    if (digest_name == NULL) {
        return CDC43_SCEP_ERR_FINGERPRINT_SIZE;
    }
    if (choice->stack == NULL) {
        return CDC43_SCEP_ERR_CA_ANSWER;
    }
    at = find_root(crypto, choice->stack, fingerprint, digest_name, choice->why, ret_roots);
    if (at < 0) {
        return CDC43_SCEP_ERR_FINGERPRINT_MISMATCH;
    }
    choice->why[0] = '\0';
    root = sk_X509_value(choice->stack, at);
    if (!is_root(root)) {
        name_of(root, choice->why);
        return CDC43_SCEP_ERR_FINGERPRINT_NOT_ROOT;
    }
    error = cdc43_scep_ossl_verify(crypto, root, root, NULL, now, NULL);
    if (error != X509_V_OK) {
        note_error(choice, root, error);
        return cdc43_scep_ossl_ca_error(error);
    }
    choice->ca->root_not_after = cdc43_scep_ossl_time(X509_get0_notAfter(root));
    return pick(crypto, root, now, choice);
}

bool cdc43_scep_trust_ca(struct cdc43_scep_crypto *crypto, const struct cdc43_scep_certs *certs,
                         struct cdc43_view fingerprint, int64_t now, struct cdc43_scep_ca *ret_ca,
                         struct cdc43_scep_fault *ret_fault) {
    struct cdc43_scep_ca ca = {0};
    struct choice choice = {.ca = &ca, .stack = cdc43_scep_ossl_stack(crypto, certs)};
    unsigned roots = 0;
    const enum cdc43_scep_err err = judge(crypto, &choice, fingerprint, now, &roots);

    sk_X509_pop_free(choice.stack, X509_free);
    ERR_clear_error();
    if (err != CDC43_SCEP_OK) {
        (void)cdc43_scep_fail(ret_fault, err,
                              err == CDC43_SCEP_ERR_FINGERPRINT_MISMATCH ? roots : 0, choice.why);
        cdc43_scep_set_left_out(ret_fault, ca.left_out);
        cdc43_scep_certs_end(&ca.certs);
        return false;
    }
    *ret_ca = ca;
    return true;
}
