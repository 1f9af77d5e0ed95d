/* SPDX-License-Identifier: MIT */
/* Keys and certificates of the test CA. */
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/ca/ca.h"

#define YEAR (365L * 24L * 3600L)

void ca_need(bool holds, const char *words, const char *file, int line) {
    if (!holds) {
        (void)fprintf(stderr, "test_ca: %s:%d: %s\n", file, line, words);
        ERR_print_errors_fp(stderr);
        exit(EXIT_FAILURE);
    }
}

static void add_extension(X509 *cert, int nid, const char *value) {
    X509V3_CTX context;
    X509_EXTENSION *extension;

    X509V3_set_ctx(&context, cert, cert, NULL, NULL, 0);
    extension = X509V3_EXT_conf_nid(NULL, &context, nid, value);
    CA_NEED(extension != NULL && X509_add_ext(cert, extension, -1) == 1);
    X509_EXTENSION_free(extension);
}

static void add_extensions(X509 *cert, enum ca_kind kind) {
    switch (kind) {
    case CA_KIND_CA:
        add_extension(cert, NID_basic_constraints, "critical,CA:TRUE");
        add_extension(cert, NID_key_usage, "critical,keyCertSign,cRLSign");
        break;
    case CA_KIND_SIGN:
        add_extension(cert, NID_key_usage, "critical,digitalSignature");
        break;
    case CA_KIND_ENCRYPT:
        add_extension(cert, NID_key_usage, "critical,keyEncipherment");
        break;
    case CA_KIND_PLAIN:
        break;
    case CA_KIND_TLS:
        add_extension(cert, NID_key_usage, "critical,digitalSignature,keyEncipherment");
        add_extension(cert, NID_ext_key_usage, "serverAuth,clientAuth");
        break;
    case CA_KIND_DEVICE:
        add_extension(cert, NID_key_usage, "critical,digitalSignature,keyEncipherment");
        add_extension(cert, NID_ext_key_usage, "clientAuth");
        break;
    case CA_KIND_SERVER:
        add_extension(cert, NID_ext_key_usage, "serverAuth");
        break;
    }
}

static void set_serial(struct ca *ca, X509 *cert) {
    const uint64_t serial = ca->options.same_serial ? 0x4711 : ca->serial++;

    CA_NEED(ASN1_INTEGER_set_uint64(X509_get_serialNumber(cert), serial) == 1);
}

static void set_life(X509 *cert, long begin, long end) {
    CA_NEED(X509_gmtime_adj(X509_getm_notBefore(cert), begin) != NULL &&
            X509_gmtime_adj(X509_getm_notAfter(cert), end) != NULL);
}

/* The next key of this CA: a new one, or where CDC43_TEST_KEYS names a folder the one that was made
 * there before. The keys of one CA are all different; those of two such CAs are the same. */
static EVP_PKEY *make_key(void) {
    static unsigned number;
    const char *const folder = getenv("CDC43_TEST_KEYS");
    char path[512];
    char new_path[560];
    EVP_PKEY *key;
    FILE *file;

    if (folder == NULL) {
        return EVP_RSA_gen(2048);
    }
    (void)snprintf(path, sizeof path, "%s/%u.pem", folder, number++);
    file = fopen(path, "r");
    if (file != NULL) {
        key = PEM_read_PrivateKey(file, NULL, NULL, NULL);
        (void)fclose(file);
        return key;
    }
    key = EVP_RSA_gen(2048);
    (void)snprintf(new_path, sizeof new_path, "%s.%ld", path, (long)getpid());
    file = fopen(new_path, "w");
    CA_NEED(file != NULL && PEM_write_PKCS8PrivateKey(file, key, NULL, NULL, 0, NULL, NULL) == 1);
    CA_NEED(fclose(file) == 0 && rename(new_path, path) == 0);
    return key;
}

struct ca_pair ca_make(struct ca *ca, const char *common_name, enum ca_kind kind,
                       const struct ca_pair *issuer, long begin, long end, EVP_PKEY *key) {
    struct ca_pair pair = {key != NULL ? key : make_key(), X509_new()};
    X509_NAME *const name = X509_NAME_new();
    const bool self = issuer->cert == NULL;

    CA_NEED(pair.key != NULL && pair.cert != NULL && name != NULL);
    CA_NEED(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)common_name,
                                       -1, -1, 0) == 1);
    CA_NEED(X509_set_version(pair.cert, 2) == 1 && X509_set_subject_name(pair.cert, name) == 1);
    CA_NEED(X509_set_issuer_name(pair.cert, self ? name : X509_get_subject_name(issuer->cert)) ==
            1);
    set_serial(ca, pair.cert);
    set_life(pair.cert, begin, end);
    CA_NEED(X509_set_pubkey(pair.cert, pair.key) == 1);
    add_extensions(pair.cert, kind);
    CA_NEED(X509_sign(pair.cert, self ? pair.key : issuer->key,
                      ca->options.md5_chain    ? EVP_md5()
                      : ca->options.sha1_chain ? EVP_sha1()
                                               : EVP_sha256()) > 0);
    X509_NAME_free(name);
    return pair;
}

X509 *ca_issue(struct ca *ca, X509_REQ *csr) {
    const struct ca_options *const options = &ca->options;
    const struct ca_pair *const issuer = options->foreign_issuer ? &ca->other : &ca->issuer;
    const enum ca_kind kind = options->server_only ? CA_KIND_SERVER
                              : options->issued_ca ? CA_KIND_CA
                                                   : CA_KIND_DEVICE;
    X509 *const cert = X509_new();
    EVP_PKEY *const foreign = options->foreign_key ? EVP_RSA_gen(2048) : NULL;
    const struct ca_pair *const named = &ca->root;

    CA_NEED(cert != NULL && X509_set_version(cert, 2) == 1);
    CA_NEED(X509_set_subject_name(cert, options->other_name ? X509_get_subject_name(named->cert)
                                                            : X509_REQ_get_subject_name(csr)) == 1);
    CA_NEED(X509_set_issuer_name(cert, X509_get_subject_name(issuer->cert)) == 1);
    set_serial(ca, cert);
    set_life(cert, options->begin != 0 ? (long)options->begin : -60,
             (options->life != 0 ? (long)options->life : YEAR) + 10 * ca->issued++);
    CA_NEED(X509_set_pubkey(cert, foreign != NULL ? foreign : X509_REQ_get0_pubkey(csr)) == 1);
    add_extensions(cert, kind);
    CA_NEED(X509_sign(cert, issuer->key, EVP_sha256()) > 0);
    EVP_PKEY_free(foreign);
    return cert;
}

void ca_write_pem(const struct ca *ca, const char *name, X509 *cert, EVP_PKEY *key) {
    char path[512];
    FILE *file;
    const int len = snprintf(path, sizeof path, "%s/%s", ca->options.dir, name);

    CA_NEED(len > 0 && (size_t)len < sizeof path);
    (void)umask(077);
    file = fopen(path, "w");
    CA_NEED(file != NULL);
    if (cert != NULL) {
        CA_NEED(PEM_write_X509(file, cert) == 1);
    }
    if (key != NULL) {
        CA_NEED(PEM_write_PKCS8PrivateKey(file, key, NULL, NULL, 0, NULL, NULL) == 1);
    }
    CA_NEED(fclose(file) == 0);
}

void ca_free_pair(struct ca_pair *pair) {
    EVP_PKEY_free(pair->key);
    X509_free(pair->cert);
    *pair = (struct ca_pair){NULL, NULL};
}

static struct ca_pair share(const struct ca_pair *pair) {
    CA_NEED(EVP_PKEY_up_ref(pair->key) == 1 && X509_up_ref(pair->cert) == 1);
    return *pair;
}

void ca_roll_over(struct ca *ca) {
    struct ca_pair *const pairs[] = {&ca->root, &ca->issuer, &ca->signer, &ca->recipient};

    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        ca_free_pair(pairs[i]);
        *pairs[i] = share(&ca->next);
    }
}

/* A manufacturing certificate, for the phone to sign with. */
static void make_mic(struct ca *ca) {
    const struct ca_pair none = {NULL, NULL};
    struct ca_pair mic;

    ca->mic_root = ca_make(ca, "Test Manufacturing CA", CA_KIND_CA, &none, -YEAR, YEAR, NULL);
    mic = ca_make(ca, "CP-9871-SEP001A2B3C4D5E", CA_KIND_DEVICE, &ca->mic_root, -60, YEAR, NULL);
    ca_write_pem(ca, "mic.pem", mic.cert, NULL);
    ca_write_pem(ca, "mic-key.pem", NULL, mic.key);
    ca_free_pair(&mic);
}

/* Another certificate for a key that has one: the root before it was renewed, which is then the
 * root whose fingerprint phones have, or the old root as it signed itself. */
static void make_twin(struct ca *ca) {
    const struct ca_pair none = {NULL, NULL};
    const struct ca_pair *const of = ca->options.renewed_root ? &ca->root : &ca->issuer;

    if (ca->options.renewed_root || ca->options.cross) {
        CA_NEED(EVP_PKEY_up_ref(of->key) == 1);
        ca->twin = ca_make(ca, ca->options.cross ? "Test Old Root CA" : "Test Root CA", CA_KIND_CA,
                           &none, -3 * YEAR, YEAR, of->key);
        ca_write_pem(ca, "twin.pem", ca->twin.cert, NULL);
    }
}

void ca_open(struct ca *ca) {
    const struct ca_options *const options = &ca->options;
    const struct ca_pair none = {NULL, NULL};
    const long begin = options->future_ca ? YEAR : -2 * YEAR;
    EVP_PKEY *const ec = options->ec ? EVP_EC_gen("P-256") : NULL;
    const long end = options->expired_ca ? -60 : 10 * YEAR;

    CA_NEED(RAND_bytes((unsigned char *)&ca->serial, sizeof ca->serial) == 1);
    ca->serial >>= 8; /* positive, and 7 octets */
    ca->root = ca_make(ca, "Test Root CA", options->not_a_ca ? CA_KIND_PLAIN : CA_KIND_CA, &none,
                       begin, end, ec);
    ca->issuer = options->chain ? ca_make(ca, "Test Issuing CA", CA_KIND_CA, &ca->root, -YEAR,
                                          9 * YEAR, options->tiny_key ? EVP_RSA_gen(512) : NULL)
                 : options->cross
                     ? ca_make(ca, "Test Old Root CA", CA_KIND_CA, &ca->root, -YEAR, YEAR, NULL)
                     : share(&ca->root);
    make_twin(ca);
    ca->signer = share(&ca->issuer);
    ca->recipient = share(&ca->issuer);
    if (options->ra || options->ra_plain || options->ra_tls) {
        ca_free_pair(&ca->signer);
        ca_free_pair(&ca->recipient);
        ca->signer = ca_make(ca, "Test RA",
                             options->ra       ? CA_KIND_SIGN
                             : options->ra_tls ? CA_KIND_TLS
                                               : CA_KIND_PLAIN,
                             &ca->issuer, -YEAR, YEAR, NULL);
        ca->recipient =
            !options->ra ? share(&ca->signer)
                         : ca_make(ca, "Test RA", CA_KIND_ENCRYPT, &ca->issuer, -YEAR, YEAR, NULL);
    }
    if (options->rogue_ra || options->device_signer) {
        ca->device = ca_make(ca, "CP-9841-SEP00112233445566", CA_KIND_DEVICE, &ca->issuer, -YEAR,
                             YEAR, NULL);
    }
    if (options->other_root || options->only_other_root || options->foreign_issuer ||
        options->bad_signer || options->rogue_next_ca || options->two_next_ca ||
        options->same_name) {
        ca->other = ca_make(ca, options->same_name ? "Test Root CA" : "Another CA", CA_KIND_CA,
                            &none, -YEAR, YEAR, NULL);
    }
    if (options->mic) {
        make_mic(ca);
    }
    if (options->next_ca || options->rogue_next_ca) {
        ca->next =
            ca_make(ca, "Test Next Root CA", options->no_next_root ? CA_KIND_PLAIN : CA_KIND_CA,
                    &none, options->next_begin != 0 ? (long)options->next_begin : -60,
                    options->expired_next_ca ? -30 : 10 * YEAR,
                    options->tiny_key ? EVP_RSA_gen(512) : NULL);
        ca_write_pem(ca, "next.pem", ca->next.cert, NULL);
    }
    ca_write_pem(ca, "root.pem", ca->root.cert, NULL);
    if (options->root_key) {
        ca_write_pem(ca, "root-key.pem", NULL, ca->root.key);
    }
    ca_write_pem(ca, "issuer.pem", ca->issuer.cert, NULL);
    ca_write_pem(ca, "ra.pem", ca->recipient.cert, NULL);
    ca_write_pem(ca, "signer.pem", ca->signer.cert, NULL);
}
