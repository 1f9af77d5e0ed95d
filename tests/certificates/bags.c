/* SPDX-License-Identifier: MIT */
/* bags PASSWORD NEW PEM...: a PKCS#12 file with the keys and certificates of PEM files in this
 * order, also such as openssl pkcs12 -export would refuse: two keys, or one that does not fit. */
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <stdio.h>

/* Adds the one key or certificate of a file. */
static int add(const char *path, const char *password, STACK_OF(PKCS12_SAFEBAG) * *bags) {
    FILE *const file = fopen(path, "r");
    EVP_PKEY *const key = file != NULL ? PEM_read_PrivateKey(file, NULL, NULL, NULL) : NULL;
    X509 *cert = NULL;
    int good = 0;

    if (file == NULL) {
        return 0;
    }
    rewind(file);
    if (key != NULL) {
        good = PKCS12_add_key(bags, key, 0, 2048, NID_aes_256_cbc, password) != NULL;
    } else if ((cert = PEM_read_X509(file, NULL, NULL, NULL)) != NULL) {
        good = PKCS12_add_cert(bags, cert) != NULL;
    }
    X509_free(cert);
    EVP_PKEY_free(key);
    (void)fclose(file);
    return good;
}

static int put(const char *path, const char *password, STACK_OF(PKCS12_SAFEBAG) * bags) {
    STACK_OF(PKCS7) *safes = NULL;
    PKCS12 *const p12 =
        PKCS12_add_safe(&safes, bags, -1, 0, NULL) == 1 ? PKCS12_add_safes(safes, 0) : NULL;
    FILE *const file = fopen(path, "w");
    const int good = p12 != NULL && file != NULL &&
                     PKCS12_set_mac(p12, password, -1, NULL, 0, 2048, EVP_sha256()) == 1 &&
                     i2d_PKCS12_fp(file, p12) == 1;

    sk_PKCS7_pop_free(safes, PKCS7_free);
    PKCS12_free(p12);
    return (file == NULL || fclose(file) == 0) && good;
}

int main(int argc, char **argv) {
    STACK_OF(PKCS12_SAFEBAG) *bags = NULL;
    int good = argc > 3;

    for (int i = 3; good && i < argc; i++) {
        good = add(argv[i], argv[1], &bags);
    }
    good = good && put(argv[2], argv[1], bags);
    sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
    return good ? 0 : 1;
}
