/* SPDX-License-Identifier: MIT */
/* A certificate request, as it is and with a good signature, which most of the checks are behind.
 */
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/x509.h>

#include "kea-hook/credentials/request.h"
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/laws.h"

#define UNTOUCHED 77U

static void read_request(const uint8_t *data, size_t size) {
    struct cdc43_hook_request request = {.name_len = UNTOUCHED, .challenge_len = UNTOUCHED};
    const enum cdc43_hook_err err =
        cdc43_hook_read_request((struct cdc43_view){data, size}, &request);

    if (err == CDC43_HOOK_OK) {
        LAW(request.name_len > 0 && request.name_len <= CDC43_COMMON_NAME_MAX);
        LAW(request.challenge_len > 0 && request.challenge_len <= CDC43_OPTION_MAX);
    } else {
        LAW(request.name_len == UNTOUCHED && request.challenge_len == UNTOUCHED);
    }
    LAW(ERR_peek_error() == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static EVP_PKEY *key;
    const unsigned char *at = data;
    unsigned char *octets = NULL;
    X509_REQ *request;
    int len;

    if (key == NULL) {
        key = EVP_EC_gen("P-256");
        LAW(key != NULL);
    }
    read_request(data, size);
    request = d2i_X509_REQ(NULL, &at, (long)size);
    if (request != NULL && X509_REQ_set_pubkey(request, key) == 1 &&
        X509_REQ_sign(request, key, EVP_sha256()) != 0) {
        len = i2d_X509_REQ(request, &octets);
        ERR_clear_error();
        if (len > 0) {
            read_request(octets, (size_t)len);
        }
        OPENSSL_free(octets);
    }
    X509_REQ_free(request);
    ERR_clear_error();
    return 0;
}
