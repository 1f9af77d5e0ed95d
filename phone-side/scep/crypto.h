/* SPDX-License-Identifier: MIT */
/* What the SCEP client needs of cryptography: values in, values out. Private; the only way to
 * it. */
#ifndef CDC43_SCEP_CRYPTO_H
#define CDC43_SCEP_CRYPTO_H

#include "phone-side/scep/protocol.h"

/* A library context of its own: what it loads, nobody else in the process sees. */
struct cdc43_scep_crypto;

/* fips: the FIPS provider only. allow_legacy: the legacy provider too, and chains with SHA-1 and
 * RSA-1024. Errors: CDC43_SCEP_ERR_FIPS_UNAVAILABLE, _LEGACY_UNAVAILABLE, _LEGACY_IN_FIPS,
 * _LIBRARY. All functions below may also fail with _LIBRARY and _MEMORY. */
CDC43_MUST_USE bool cdc43_scep_crypto_open(bool fips, bool allow_legacy,
                                           struct cdc43_scep_crypto **ret_crypto,
                                           struct cdc43_scep_fault *ret_fault);
void cdc43_scep_crypto_close(struct cdc43_scep_crypto *crypto);

/* An RSA key (PKCS#8). Error: _KEY_SIZE. */
CDC43_MUST_USE bool cdc43_scep_make_key(struct cdc43_scep_crypto *crypto, unsigned bits,
                                        struct cdc43_scep_blob *ret_key,
                                        struct cdc43_scep_fault *ret_fault);

/* A PKCS#10 request for a subject that is the Common Name alone. challenge: len 0 leaves it out.
 * Error: _COMMON_NAME. SECRET: the request holds the challenge. */
CDC43_MUST_USE bool cdc43_scep_make_csr(struct cdc43_scep_crypto *crypto, struct cdc43_view key,
                                        const char *common_name, struct cdc43_view challenge,
                                        struct cdc43_scep_blob *ret_csr,
                                        struct cdc43_scep_fault *ret_fault);

/* A certificate of the key for itself, RFC 8894 2.3, which signs a request and nothing else. */
CDC43_MUST_USE bool cdc43_scep_make_self_signed(struct cdc43_scep_crypto *crypto,
                                                struct cdc43_view key, const char *common_name,
                                                int64_t now, struct cdc43_scep_blob *ret_cert,
                                                struct cdc43_scep_fault *ret_fault);

/* transactionID: SHA-256 of the public key in hexadecimal, so that another key is another
 * transaction. */
CDC43_MUST_USE bool cdc43_scep_make_transaction(struct cdc43_scep_crypto *crypto,
                                                struct cdc43_view key,
                                                char ret_text[CDC43_SCEP_TRANSACTION_MAX + 1],
                                                struct cdc43_scep_fault *ret_fault);

CDC43_MUST_USE bool cdc43_scep_make_nonce(struct cdc43_scep_crypto *crypto,
                                          uint8_t ret_nonce[CDC43_SCEP_NONCE_SIZE],
                                          struct cdc43_scep_fault *ret_fault);

/* Do they belong together? Error: _PAIR. */
CDC43_MUST_USE bool cdc43_scep_check_pair(struct cdc43_scep_crypto *crypto,
                                          const struct cdc43_scep_pair *pair,
                                          struct cdc43_scep_fault *ret_fault);

/* A certificate, or a degenerate PKCS#7 with 1 to CDC43_SCEP_CERTS_MAX of them, in DER. Errors:
 * _CA_ANSWER, _CA_TOO_MANY. RFC 8894 4.2.1. */
CDC43_MUST_USE bool cdc43_scep_read_certs(struct cdc43_scep_crypto *crypto,
                                          struct cdc43_view octets,
                                          struct cdc43_scep_certs *ret_certs,
                                          struct cdc43_scep_fault *ret_fault);

/* A CA whose root has the fingerprint. */
struct cdc43_scep_ca {
    struct cdc43_scep_certs certs; /* those that lead to the root, and the root itself */
    size_t root;                   /* indices in certs */
    size_t recipient;              /* to which requests are encrypted */
    size_t issuer;                 /* the CA that will issue */
    uint32_t authority;            /* set of 1 << index: CAs and RAs, those that may sign */
    int64_t root_not_after;
    /* Certificates that look like those of registration authorities and are not used, and why. */
    char left_out[CDC43_SCEP_LEFT_OUT_MAX + 1];
};

/* Takes out of certs what can be trusted: the root by its fingerprint (raw digest, algorithm by
 * length), the others by their chains to it at the time now.
 *
 * The recipient is picked by what it is for, never by position: a registration authority for key
 * encipherment first, then one that does not say what it is for, then the CA lowest in the
 * hierarchy. Certificates with the same name and the same key are one CA, under whose latest
 * certificate requests are encrypted. A certificate for client authentication is nobody's
 * registration authority: otherwise every device of the CA could put its own into the list, which
 * comes over plain HTTP.
 *
 * Errors: _FINGERPRINT_SIZE, _FINGERPRINT_MISMATCH (number: roots that came; detail: the digest of
 * which certificate), _FINGERPRINT_NOT_ROOT, _CA_EXPIRED, _CA_NOT_YET_VALID, _CA_WEAK, _CA_CHAIN,
 * _CA_KEY. */
CDC43_MUST_USE bool cdc43_scep_trust_ca(struct cdc43_scep_crypto *crypto,
                                        const struct cdc43_scep_certs *certs,
                                        struct cdc43_view fingerprint, int64_t now,
                                        struct cdc43_scep_ca *ret_ca,
                                        struct cdc43_scep_fault *ret_fault);

/* What goes into a pkiMessage. */
struct cdc43_scep_message {
    enum cdc43_scep_type type;
    const char *transaction;
    const uint8_t *nonce; /* CDC43_SCEP_NONCE_SIZE octets, fresh */
    struct cdc43_view content;
    struct cdc43_view recipient;
    struct cdc43_view signer_cert;
    struct cdc43_view signer_key;
    enum cdc43_scep_cipher cipher;
    enum cdc43_scep_digest digest;
    bool oaep;
};

CDC43_MUST_USE bool cdc43_scep_build_message(struct cdc43_scep_crypto *crypto,
                                             const struct cdc43_scep_message *message,
                                             struct cdc43_scep_blob *ret_octets,
                                             struct cdc43_scep_fault *ret_fault);

/* The content of a CertPoll: IssuerAndSubject, RFC 8894 3.3.3. */
CDC43_MUST_USE bool cdc43_scep_make_issuer_and_subject(struct cdc43_scep_crypto *crypto,
                                                       struct cdc43_view issuer,
                                                       const char *common_name,
                                                       struct cdc43_scep_blob *ret_octets,
                                                       struct cdc43_scep_fault *ret_fault);

/* A CertRep that is the response to this message of ours: signed by an authority of ca, same
 * transactionID, recipientNonce our nonce. */
struct cdc43_scep_reply {
    enum cdc43_scep_status status;
    struct cdc43_scep_certs certs; /* for success */
};
/* Errors: 50-63, and for status failure _REJECTED with failInfo and failInfoText. */
CDC43_MUST_USE bool cdc43_scep_read_reply(struct cdc43_scep_crypto *crypto,
                                          struct cdc43_view octets, const struct cdc43_scep_ca *ca,
                                          const struct cdc43_scep_message *message,
                                          struct cdc43_scep_reply *ret_reply,
                                          struct cdc43_scep_fault *ret_fault);

/* The response to GetNextCACert: certificates in SignedData that a CA (no registration authority)
 * of ca signed. Errors: _REPLY_FORMAT, _REPLY_SIGNATURE, _WEAK_DIGEST, _CA_ANSWER, _CA_TOO_MANY. */
CDC43_MUST_USE bool cdc43_scep_read_next_ca(struct cdc43_scep_crypto *crypto,
                                            struct cdc43_view octets,
                                            const struct cdc43_scep_ca *ca,
                                            struct cdc43_scep_certs *ret_certs,
                                            struct cdc43_scep_fault *ret_fault);

/* The one root among them that has another fingerprint than announcer, the root of today; it may
 * begin later than now. ret_fingerprint: its digest, the same as announcer's. Errors:
 * _FINGERPRINT_SIZE, _NEXT_CA_ROOT, _NEXT_CA_SAME, _CA_EXPIRED, _CA_WEAK, _CA_CHAIN. */
CDC43_MUST_USE bool cdc43_scep_pick_next_root(struct cdc43_scep_crypto *crypto,
                                              const struct cdc43_scep_certs *certs,
                                              struct cdc43_view announcer, int64_t now,
                                              struct cdc43_scep_blob *ret_root,
                                              uint8_t ret_fingerprint[CDC43_DIGEST_MAX],
                                              struct cdc43_scep_fault *ret_fault);

/* Finds the certificate of our key among those that were issued and checks it. previous: the
 * certificate that it replaces, or no octets. ret_pair: key, certificate, and chain to the root.
 * Errors: 70-75. */
struct cdc43_scep_wanted {
    struct cdc43_view key;
    const char *common_name;
    struct cdc43_view previous;
    int64_t now;
};
CDC43_MUST_USE bool
cdc43_scep_take_issued(struct cdc43_scep_crypto *crypto, const struct cdc43_scep_certs *certs,
                       const struct cdc43_scep_ca *ca, const struct cdc43_scep_wanted *wanted,
                       struct cdc43_scep_pair *ret_pair, struct cdc43_scep_fault *ret_fault);

#endif
