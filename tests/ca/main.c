/* SPDX-License-Identifier: MIT */
/* test_ca DIR [WORD...]: prints its port, serves on loopback until standard input ends. */
#include <openssl/provider.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/ca/ca.h"

#define LIFE_SECONDS 3600 /* however it was started, it does not stay */

/* The value behind "word=", or NULL. */
static const char *value_of(const char *argument, const char *word) {
    const size_t len = strlen(word);

    return strncmp(argument, word, len) == 0 && argument[len] == '=' ? argument + len + 1 : NULL;
}

static bool set_option(struct ca_options *options, const char *argument) {
    const char *value;

#define CA_FLAG(member, word, help)                                                                \
    if (strcmp(argument, word) == 0) {                                                             \
        options->member = true;                                                                    \
        return true;                                                                               \
    }
#define CA_NUMBER(member, word, help)                                                              \
    if ((value = value_of(argument, word)) != NULL) {                                              \
        options->member = (unsigned)strtoul(value, NULL, 10);                                      \
        return true;                                                                               \
    }
#include "tests/ca/options.def"
    if ((value = value_of(argument, "challenge")) != NULL) {
        options->challenge = value;
    } else if ((value = value_of(argument, "fail-text")) != NULL) {
        options->fail_text = value;
    } else {
        return false;
    }
    return true;
}

static int usage(void) {
    (void)puts("usage: test_ca DIR [WORD...]\n\n  challenge=TEXT, fail-text=TEXT");
#define CA_FLAG(member, word, help) (void)printf("  %-22s %s\n", word, help);
#define CA_NUMBER(member, word, help) (void)printf("  %-22s %s\n", word "=N", help);
#include "tests/ca/options.def"
    return 2;
}

int main(int argc, char **argv) {
    static struct ca ca;
    OSSL_PROVIDER *legacy = NULL;
    OSSL_PROVIDER *normal = NULL;

    if (argc < 2 || argv[1][0] == '-') {
        return usage();
    }
    ca.options.dir = argv[1];
    for (int i = 2; i < argc; i++) {
        if (!set_option(&ca.options, argv[i])) {
            (void)fprintf(stderr, "test_ca: unknown word '%s'\n", argv[i]);
            return usage();
        }
    }
    (void)alarm(LIFE_SECONDS);
    if (ca.options.des) {
        legacy = OSSL_PROVIDER_load(NULL, "legacy");
        normal = OSSL_PROVIDER_load(NULL, "default");
        CA_NEED(legacy != NULL && normal != NULL);
    }
    ca_open(&ca);
    ca_serve(&ca);
    ca_free_pair(&ca.root);
    ca_free_pair(&ca.issuer);
    ca_free_pair(&ca.signer);
    ca_free_pair(&ca.recipient);
    ca_free_pair(&ca.other);
    ca_free_pair(&ca.device);
    ca_free_pair(&ca.mic_root);
    ca_free_pair(&ca.next);
    ca_free_pair(&ca.twin);
    for (size_t i = 0; i < ca.issued_count; i++) {
        X509_free(ca.issued_certs[i].cert);
    }
    for (size_t i = 0; i < ca.waiting_count; i++) {
        X509_REQ_free(ca.waiting[i].csr);
    }
    if (ca.options.des) {
        (void)OSSL_PROVIDER_unload(legacy);
        (void)OSSL_PROVIDER_unload(normal);
    }
    return EXIT_SUCCESS;
}
