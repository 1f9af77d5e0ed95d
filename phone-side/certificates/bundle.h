/* SPDX-License-Identifier: MIT */
/* What is in files of certificates and keys, as facts: what every check looks at. */
#ifndef CDC43_CERT_BUNDLE_H
#define CDC43_CERT_BUNDLE_H

#include "phone-side/scep/files.h"

#define CDC43_CERT_MAX 100                     /* certificates, those to trust included */
#define CDC43_CERT_FILES 8                     /* files */
#define CDC43_CERT_KEYS 8                      /* private keys */
#define CDC43_CERT_FILE_MAX ((size_t)10485760) /* octets; as long as DER may be */
#define CDC43_CERT_WORDS 48                    /* room for the name of an algorithm, NUL included */
#define CDC43_CERT_NONE (-1)
#define CDC43_CERT_LINKS 16
#define CDC43_CERT_LINK_MAX 200
#define CDC43_CERT_ROUNDS 6000000 /* to derive keys from a password, all of a file: seconds */

/* Some certificates of a bundle, by their indices. All zero: none. */
struct cdc43_cert_set {
    uint64_t word[2];
};
_Static_assert(CDC43_CERT_MAX <= 128, "each certificate has its bit");

static inline bool cdc43_cert_has(const struct cdc43_cert_set *set, unsigned i) {
    return (set->word[i / 64] >> i % 64 & 1U) != 0;
}
static inline void cdc43_cert_put(struct cdc43_cert_set *set, unsigned i) {
    set->word[i / 64] |= (uint64_t)1 << i % 64;
}
static inline bool cdc43_cert_is_none(const struct cdc43_cert_set *set) {
    return (set->word[0] | set->word[1]) == 0;
}

enum cdc43_cert_form {
    CDC43_CERT_PEM = 0,
    CDC43_CERT_DER,
    CDC43_CERT_PKCS7,
    CDC43_CERT_PKCS12,
    CDC43_CERT_XML,  /* with PEM, or links, in it */
    CDC43_CERT_SENT, /* no file: a TLS server has sent it */
    CDC43_CERT_UNKNOWN
};

/* One file. All flags are false unless they were seen. */
struct cdc43_cert_file {
    const char *name; /* the caller's */
    enum cdc43_cert_form form;
    bool utf16;
    bool byte_order_mark;
    unsigned blocks;
    unsigned damaged;             /* which block cannot be read, from 1; 0: none */
    unsigned strange;             /* which block is of an unknown kind; 0: none */
    char label[CDC43_CERT_WORDS]; /* of that one */
    /* XML */
    bool unparsed;                /* there is no XML parser here */
    unsigned long wrong_line;     /* where it is not XML; 0: nowhere */
    unsigned bare;                /* elements <certificate> whose text has no BEGIN and END lines */
    char wrong[CDC43_CERT_WORDS]; /* in which way */
    unsigned links;               /* to certificates, all of them */
    char link[CDC43_CERT_LINKS][CDC43_CERT_LINK_MAX]; /* the first; cut, without a password */
    /* PKCS#12 */
    bool opened;
    bool has_mac;
    long rounds;                        /* of the derivations that were done */
    bool too_many_rounds;               /* more than CDC43_CERT_ROUNDS, so it was not opened */
    char mac[CDC43_CERT_WORDS];         /* its digest */
    char cert_cipher[CDC43_CERT_WORDS]; /* "": not encrypted */
    char key_cipher[CDC43_CERT_WORDS];
};

enum cdc43_cert_key_type {
    CDC43_CERT_RSA,
    CDC43_CERT_RSA_PSS,
    CDC43_CERT_EC,
    CDC43_CERT_OTHER_KEY
};

enum cdc43_cert_usage { CDC43_CERT_SIGNS = 1, CDC43_CERT_ENCIPHERS = 2, CDC43_CERT_ISSUES = 4 };

enum cdc43_cert_purpose {
    CDC43_CERT_SERVER = 1,
    CDC43_CERT_CLIENT = 2,
    CDC43_CERT_ANY_PURPOSE = 4,
    CDC43_CERT_OTHER_PURPOSE = 8
};

struct cdc43_cert {
    struct cdc43_scep_blob der;
    struct cdc43_scep_info info;
    const struct cdc43_cert_file *file; /* NULL: it is one to trust */
    unsigned order;                     /* its place among all certificates and keys */
    int version;                        /* 1 to 3 as people count */
    enum cdc43_cert_key_type key_type;
    unsigned key_bits;
    char signature[CDC43_CERT_WORDS]; /* "sha256WithRSAEncryption" */
    unsigned common_names;
    bool is_ca;       /* basicConstraints say so; in version 1: it is self-signed */
    long path_length; /* how many CAs may follow below; -1: any number */
    bool has_unknown; /* a critical extension that OpenSSL does not know */
    bool has_usage;   /* without keyUsage, all is allowed */
    unsigned usage;   /* set of enum cdc43_cert_usage */
    bool has_purpose;
    unsigned purpose;                    /* set of enum cdc43_cert_purpose */
    char critical[256];                  /* critical extensions, each followed by a blank */
    struct cdc43_scep_blob alternatives; /* lines "DNS name", "IP address", "other kind" */
    struct cdc43_cert_set named;         /* whose subject is our issuer */
    struct cdc43_cert_set signed_by;     /* of those, whose key has signed us */
    struct cdc43_cert_set unsure;        /* of those, where that cannot be found out */
    struct cdc43_cert_set same_ca;       /* others with our name and key */
};

/* A private key. */
struct cdc43_cert_key {
    const struct cdc43_cert_file *file;
    unsigned order;
    char label[CDC43_CERT_WORDS]; /* of its block, or of its bag */
    bool encrypted;               /* so that nothing more is known */
    enum cdc43_cert_key_type type;
    unsigned bits;
    struct cdc43_scep_blob public_key; /* SubjectPublicKeyInfo, DER */
    struct cdc43_scep_blob secret;     /* the key, PKCS#8. SECRET; wiped with the bundle */
    struct cdc43_cert_set fits;        /* certificates with its public key */
};

struct cdc43_cert_bundle {
    unsigned file_count;
    struct cdc43_cert_file file[CDC43_CERT_FILES];
    unsigned count; /* certificates of the files; after them come those to trust */
    unsigned total;
    struct cdc43_cert cert[CDC43_CERT_MAX];
    unsigned key_count;
    struct cdc43_cert_key key[CDC43_CERT_KEYS];
    unsigned order; /* certificates and keys so far */
};

/* Errors of reading; what is wrong with a file that can be read is a finding. */
enum cdc43_cert_err {
    CDC43_CERT_OK = 0,
    CDC43_CERT_ERR_MEMORY,
    CDC43_CERT_ERR_TOO_MANY, /* more than CDC43_CERT_MAX certificates or CDC43_CERT_KEYS keys */
    CDC43_CERT_ERR_NO_CERTIFICATE /* a file to trust has none */
};

/* Reads with OpenSSL. A reader lives until its bundle is complete. fips: only with its FIPS
 * provider. */
struct cdc43_cert_reader;
CDC43_MUST_USE bool cdc43_cert_open(bool fips, struct cdc43_cert_reader **ret_reader,
                                    struct cdc43_scep_fault *ret_fault);
void cdc43_cert_close(struct cdc43_cert_reader *reader);

/* Is it a PKCS#12 file, which needs a password? */
bool cdc43_cert_is_p12(struct cdc43_cert_reader *reader, struct cdc43_view octets);

/* Adds a file to the bundle, in any form: PEM with anything between its blocks, also as UTF-16;
 * DER; PKCS#7; PKCS#12 with its password (NULL: there is none). octets are changed. name must stay.
 */
CDC43_MUST_USE enum cdc43_cert_err cdc43_cert_read(struct cdc43_cert_reader *reader,
                                                   const char *name, uint8_t *octets, size_t len,
                                                   const char *password,
                                                   struct cdc43_cert_bundle *bundle);
/* Adds certificates that are trusted, after all files. */
CDC43_MUST_USE enum cdc43_cert_err cdc43_cert_trust(struct cdc43_cert_reader *reader,
                                                    uint8_t *octets, size_t len,
                                                    struct cdc43_cert_bundle *bundle);
/* Finds who has signed whom, and completes the bundle. */
void cdc43_cert_relate(struct cdc43_cert_reader *reader, struct cdc43_cert_bundle *bundle);
void cdc43_cert_bundle_end(struct cdc43_cert_bundle *bundle);

/* What a fingerprint can be made of. */
enum cdc43_cert_what { CDC43_CERT_OF_DER, CDC43_CERT_OF_KEY, CDC43_CERT_OF_PEM };
#define CDC43_CERT_WHATS 3
/* The digest ("md5", "sha256") of a certificate, of its public key (SubjectPublicKeyInfo), or of
 * the PEM text. Octets; 0: the digest is not available. */
size_t cdc43_cert_digest(const struct cdc43_cert_reader *reader, const struct cdc43_cert *cert,
                         enum cdc43_cert_what what, const char *digest,
                         uint8_t ret_octets[CDC43_DIGEST_MAX]);

#endif
