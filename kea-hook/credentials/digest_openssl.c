/* SPDX-License-Identifier: MIT */
/* Digests that tell whether two servers have the same parameters and secrets; by OpenSSL. */
#include <openssl/err.h>
#include <openssl/evp.h>

#include "kea-hook/credentials/digest.h"

enum { ROUNDS = 600000 };

static const unsigned char salt[] = "cdc43-status-v1";

enum cdc43_hook_err cdc43_hook_digest(struct cdc43_view octets,
                                      uint8_t ret_digest[CDC43_SHA256_SIZE]) {
    const bool good =
        EVP_Digest(octets.data, octets.len, ret_digest, NULL, EVP_sha256(), NULL) == 1;

    ERR_clear_error(); /* Kea reads OpenSSL's queue too */
    return good ? CDC43_HOOK_OK : CDC43_HOOK_ERR_DIGEST;
}

enum cdc43_hook_err cdc43_hook_derive_from_secrets(struct cdc43_view secrets,
                                                   uint8_t ret_derived[CDC43_SHA256_SIZE]) {
    const bool good =
        PKCS5_PBKDF2_HMAC((const char *)secrets.data, (int)secrets.len, salt, (int)sizeof salt - 1,
                          ROUNDS, EVP_sha256(), CDC43_SHA256_SIZE, ret_derived) == 1;

    ERR_clear_error();
    return good ? CDC43_HOOK_OK : CDC43_HOOK_ERR_DIGEST;
}
