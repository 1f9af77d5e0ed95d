/* SPDX-License-Identifier: MIT */
/* A SCEP server for tests: does what packaged servers do not, by option. */
#ifndef CDC43_TESTS_CA_H
#define CDC43_TESTS_CA_H

#include <openssl/cms.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ca_options {
#define CA_FLAG(member, word, help) bool member;
#define CA_NUMBER(member, word, help) unsigned member;
#include "tests/ca/options.def"
    const char *dir;
    const char *challenge; /* NULL: none is asked for */
    const char *fail_text; /* failInfoText, or NULL */
};

/* A key and its certificate. */
struct ca_pair {
    EVP_PKEY *key;
    X509 *cert;
};

struct ca {
    struct ca_options options;
    struct ca_pair root;
    struct ca_pair issuer;    /* the root, or the intermediate CA */
    struct ca_pair signer;    /* signs answers */
    struct ca_pair recipient; /* requests are encrypted to it */
    struct ca_pair other;     /* another CA's root */
    struct ca_pair device;    /* a certificate as phones have it */
    struct ca_pair mic_root;
    struct ca_pair next;   /* the root that GetNextCACert announces */
    struct ca_pair twin;   /* the root before it was renewed, or the old root as it signed itself */
    unsigned next_answers; /* how often it did */
    unsigned dropped;      /* responses that were not sent */
    int refused_with;      /* HTTP status for the last request; 0: none */
    char spent[80];        /* transaction for which the challenge has counted */
    uint64_t serial;
    long issued; /* each lives longer than the one before */
    struct ca_waiting {
        char transaction[80];
        X509_REQ *csr;
        unsigned left;
    } waiting[8];
    size_t waiting_count;
    struct ca_issued {
        char transaction[80];
        X509 *cert;
    } issued_certs[8];
    size_t issued_count;
};

/* Ends the program with words when the condition does not hold: the CA itself must work. */
#define CA_NEED(condition) ca_need((condition), #condition, __FILE__, __LINE__)
void ca_need(bool holds, const char *words, const char *file, int line);

/* authority.c */
enum ca_kind {
    CA_KIND_CA,
    CA_KIND_SIGN,
    CA_KIND_ENCRYPT,
    CA_KIND_PLAIN,
    CA_KIND_TLS,
    CA_KIND_DEVICE,
    CA_KIND_SERVER
};
void ca_open(struct ca *ca);
/* issuer->cert NULL: self-signed. begin, end: seconds from now. key: NULL makes one. */
struct ca_pair ca_make(struct ca *ca, const char *common_name, enum ca_kind kind,
                       const struct ca_pair *issuer, long begin, long end, EVP_PKEY *key);
/* The next root becomes the CA of today, without intermediate CA and registration authority. */
void ca_roll_over(struct ca *ca);
/* The certificate for a request. */
X509 *ca_issue(struct ca *ca, X509_REQ *csr);
void ca_write_pem(const struct ca *ca, const char *name, X509 *cert, EVP_PKEY *key);
void ca_free_pair(struct ca_pair *pair);

/* message.c. Octets belong to the caller (OPENSSL_free). */
int ca_answer(struct ca *ca, const uint8_t *message, size_t len, unsigned char **ret_octets);
int ca_bundle(STACK_OF(X509) * certs, unsigned char **ret_octets);
int ca_cert_answer(struct ca *ca, unsigned char **ret_octets, bool *ret_single);
int ca_next_answer(struct ca *ca, unsigned char **ret_octets);

/* http.c */
void ca_serve(struct ca *ca);

#endif
