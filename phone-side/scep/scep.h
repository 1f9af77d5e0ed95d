/* SPDX-License-Identifier: MIT */
/* The phone's SCEP client (RFC 8894): one enrolment, renewal or poll, from the CA's URL to a
 * checked pair of key and certificate. */
#ifndef CDC43_SCEP_H
#define CDC43_SCEP_H

/* Conventions as in tlv/cdc43.h, but here memory is allocated: a struct cdc43_scep_blob that a
 * function returns belongs to the caller, who ends it with cdc43_scep_blob_end. Functions that can
 * fail return bool and give the reason in ret_fault. Times are seconds since 1970-01-01 UTC;
 * CDC43_SCEP_NO_CLOCK means that the phone does not know the time; then no validity is checked.
 * Certificates are DER, keys are DER (PKCS#8, or another form that OpenSSL reads). */
#include "phone-side/scep/transport.h"
#include "tlv/cdc43.h"

#ifdef __cplusplus
extern "C" {
#endif

#define CDC43_SCEP_NO_CLOCK 0
#define CDC43_SCEP_CERTS_MAX 16       /* certificates that a CA may send at once */
#define CDC43_SCEP_TRANSACTION_MAX 64 /* characters: SHA-256 of the public key in hexadecimal */
#define CDC43_SCEP_NONCE_SIZE 16      /* octets; RFC 8894 3.2.1.5 */

/* Certificates, the first count of them. */
struct cdc43_scep_certs {
    size_t count;
    struct cdc43_scep_blob cert[CDC43_SCEP_CERTS_MAX];
};
void cdc43_scep_certs_end(struct cdc43_scep_certs *certs);

/* A private key and its certificate, with the certificates from there to the root. All zero:
 * none. */
struct cdc43_scep_pair {
    struct cdc43_scep_blob key; /* SECRET */
    struct cdc43_scep_blob cert;
    struct cdc43_scep_certs chain; /* issuer first, root last */
};
void cdc43_scep_pair_end(struct cdc43_scep_pair *pair);

/* How to request a certificate. lifecycle.h decides which of them is next. */
enum cdc43_scep_method {
    CDC43_SCEP_INITIAL = 0,        /* PKCSReq, self-signed, with the challenge if there is one */
    CDC43_SCEP_INITIAL_MIC,        /* PKCSReq signed with the manufacturing certificate */
    CDC43_SCEP_RENEWAL,            /* RenewalReq signed with the installed certificate */
    CDC43_SCEP_RENEWAL_AS_INITIAL, /* PKCSReq signed with the installed certificate */
    CDC43_SCEP_RENEWAL_CHALLENGE,  /* RenewalReq as above, with the challenge */
    CDC43_SCEP_RENEWAL_MIC,        /* RenewalReq signed with the manufacturing certificate */
    CDC43_SCEP_RENEWAL_AS_INITIAL_CHALLENGE, /* PKCSReq as above, with the challenge */
    CDC43_SCEP_RENEWAL_MIC_AS_INITIAL        /* PKCSReq signed with the manufacturing certificate */
};

/* The phone's configuration. The octets stay the caller's. */
struct cdc43_scep_config {
    struct cdc43_view server;      /* value of suboption 11 */
    struct cdc43_view fingerprint; /* of suboption 12: raw octets, the length names the digest */
    struct cdc43_view challenge_password; /* of suboption 13; len 0: none. SECRET */
    const char *common_name;              /* 1 to CDC43_COMMON_NAME_MAX characters */
    bool fips;                            /* use only the FIPS provider, or fail */
    bool allow_legacy; /* accept single DES, 3DES, SHA-1, RSA-1024 from the CA; never with fips */
    bool oaep;         /* encrypt requests with RSAES-OAEP; few servers read it */
    bool aes256;       /* encrypt requests with AES-256 rather than AES-128 */
    unsigned key_bits; /* 0: 2048 */
};

/* The pairs that may sign. NULL: there is none. */
struct cdc43_scep_signers {
    const struct cdc43_scep_pair *mic;       /* the manufacturing certificate */
    const struct cdc43_scep_pair *installed; /* the custom device certificate */
};

/* A pending request, about which the CA has not decided, or an unanswered one, to which no response
 * has come. It survives restarts, see pending.h. */
struct cdc43_scep_pending {
    enum cdc43_scep_method method;
    char transaction[CDC43_SCEP_TRANSACTION_MAX + 1];
    char common_name[CDC43_COMMON_NAME_MAX + 1];
    int64_t since;              /* when it was first sent */
    int64_t next_at;            /* when to poll */
    unsigned polls;             /* polls done */
    unsigned unanswered;        /* times that it was sent without a response; 0: pending */
    struct cdc43_scep_blob key; /* the new key. SECRET */
    struct cdc43_scep_blob
        signer; /* the certificate that signed; the response is encrypted to it */
};
void cdc43_scep_pending_end(struct cdc43_scep_pending *pending);

enum cdc43_scep_result {
    CDC43_SCEP_DONE = 0, /* ret_pair is the new pair */
    CDC43_SCEP_PENDING,  /* the CA will decide later: keep pending, poll at its next_at */
    CDC43_SCEP_FAILED    /* the fault says why */
};

/* Progress, for display. */
enum cdc43_scep_step {
    CDC43_SCEP_STEP_CAPABILITIES = 0, /* asking for GetCACaps */
    CDC43_SCEP_STEP_CA,               /* asking for GetCACert */
    CDC43_SCEP_STEP_CA_TRUSTED,       /* fingerprint and chain are good */
    CDC43_SCEP_STEP_KEY,              /* making a key */
    CDC43_SCEP_STEP_REQUEST,          /* sending the request or poll */
    CDC43_SCEP_STEP_REPLY             /* the CA's response came */
};

/* The surroundings of an exchange. */
struct cdc43_scep_env {
    const struct cdc43_scep_transport *transport;
    int64_t now;
    void (*progress)(void *context, enum cdc43_scep_step step); /* may be NULL */
    void *context;
    /* Called before a request is sent, with what is needed to send it again; false, with the fault:
     * it is not sent. NULL: nothing is kept. */
    bool (*keep)(void *keep_context, const struct cdc43_scep_pending *request,
                 struct cdc43_scep_fault *ret_fault);
    void *keep_context;
};

/* What an exchange learned, whatever its result. */
struct cdc43_scep_seen {
    bool capabilities_known; /* the response to GetCACaps had some */
    uint16_t capabilities;   /* set of enum cdc43_scep_capability, see protocol.h */
    int64_t ca_not_after;    /* of the root, CDC43_SCEP_NO_CLOCK if not seen */
    bool ca_trusted;         /* the CA's certificates are good: what failed is the request */
};

/* What comes before every request, and no more: GetCACaps and GetCACert, fingerprint and chain. Of
 * the configuration only server, fingerprint, fips and allow_legacy count.
 * Errors: up to CDC43_SCEP_ERR_CA_KEY. */
CDC43_MUST_USE bool cdc43_scep_check_ca(const struct cdc43_scep_config *config,
                                        const struct cdc43_scep_env *env,
                                        struct cdc43_scep_seen *ret_seen,
                                        struct cdc43_scep_fault *ret_fault);

/* Requests a certificate. Only GetCACaps and GetCACert are sent before the fingerprint and a chain
 * from the recipient to that root were found. The new certificate has our key, leads to that root,
 * has the requested name, and client authentication among its purposes; on renewal another serial
 * number and a later end than the installed one.
 *
 * ret_pair: set for CDC43_SCEP_DONE only. request: all zero, or an unanswered request, whose key
 * and transaction are used again if its Common Name is the same. Afterwards: for CDC43_SCEP_PENDING
 * the pending request; for CDC43_SCEP_FAILED the request if it is unanswered; otherwise all zero.
 * Errors: any. */
enum cdc43_scep_result
cdc43_scep_enrol(const struct cdc43_scep_config *config, enum cdc43_scep_method method,
                 const struct cdc43_scep_signers *signers, const struct cdc43_scep_env *env,
                 struct cdc43_scep_seen *ret_seen, struct cdc43_scep_pair *ret_pair,
                 struct cdc43_scep_pending *request, struct cdc43_scep_fault *ret_fault);

/* Polls for a pending request (CertPoll). pending: counts this poll and gets the time of the next
 * one, for CDC43_SCEP_PENDING; otherwise see cdc43_scep_is_undecided in lifecycle.h. Error besides
 * those of cdc43_scep_enrol: CDC43_SCEP_ERR_POLLED_OUT, without a poll. */
enum cdc43_scep_result
cdc43_scep_poll(const struct cdc43_scep_config *config, const struct cdc43_scep_signers *signers,
                const struct cdc43_scep_env *env, struct cdc43_scep_pending *pending,
                struct cdc43_scep_seen *ret_seen, struct cdc43_scep_pair *ret_pair,
                struct cdc43_scep_fault *ret_fault);

/* The root that a CA has announced as its next one (RFC 8894 4.7). It is not trusted by itself: see
 * next_ca.h. All zero: none. */
struct cdc43_scep_next_ca {
    int64_t fetched_at;
    size_t digest_len;                     /* of both fingerprints, the same digest */
    uint8_t announcer[CDC43_DIGEST_MAX];   /* fingerprint of the root at that time */
    uint8_t fingerprint[CDC43_DIGEST_MAX]; /* of the next root */
    struct cdc43_scep_blob root;
};
void cdc43_scep_next_ca_end(struct cdc43_scep_next_ca *next);

/* Asks for it (GetNextCACert), if the CA's capabilities offer it. The response must be signed by a
 * CA whose chain leads to the present root, which is checked first; a registration authority cannot
 * announce a root. Errors besides those of GetCACaps and GetCACert:
 * CDC43_SCEP_ERR_NEXT_CA_UNSUPPORTED, _NEXT_CA_ROOT, _NEXT_CA_SAME, CDC43_SCEP_ERR_REPLY_FORMAT,
 * _REPLY_SIGNATURE, _WEAK_DIGEST, _CA_EXPIRED, _CA_WEAK, _CA_CHAIN (of the new root). */
CDC43_MUST_USE bool cdc43_scep_ask_next_ca(const struct cdc43_scep_config *config,
                                           const struct cdc43_scep_env *env,
                                           struct cdc43_scep_next_ca *ret_next,
                                           struct cdc43_scep_fault *ret_fault);

#ifdef __cplusplus
}
#endif

#endif
