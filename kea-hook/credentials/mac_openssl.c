/* SPDX-License-Identifier: MIT */
/* HMAC-SHA256 with a key that is set up once, and a comparison in constant time; by OpenSSL. */

/* SHA256_... and not EVP_...: that one allocates memory three times for each message and takes a
 * third of the time again (tests/bench/kea), and packets wait for this. */
#define OPENSSL_SUPPRESS_DEPRECATED

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include <string.h>

#include "kea-hook/credentials/mac.h"

/* RFC 2104 4: the two states after the key's blocks are kept, so that a message costs no more than
 * its own blocks. */
struct cdc43_hook_key {
    SHA256_CTX inner;
    SHA256_CTX outer;
};

static void start(SHA256_CTX *state, const uint8_t key[SHA256_CBLOCK], unsigned pad) {
    uint8_t block[SHA256_CBLOCK];

    for (size_t i = 0; i < sizeof block; i++) {
        block[i] = (uint8_t)(key[i] ^ pad);
    }
    (void)SHA256_Init(state);
    (void)SHA256_Update(state, block, sizeof block);
    OPENSSL_cleanse(block, sizeof block);
}

struct cdc43_hook_key *cdc43_hook_new_key(struct cdc43_view octets) {
    struct cdc43_hook_key *const key = OPENSSL_malloc(sizeof *key);
    uint8_t block[SHA256_CBLOCK] = {0};

    if (key == NULL) {
        return NULL;
    }
    if (octets.len > sizeof block) {
        (void)SHA256(octets.data, octets.len, block); /* a long key is replaced by its digest */
    } else if (octets.len != 0) {
        memcpy(block, octets.data, octets.len);
    }
    start(&key->inner, block, 0x36);
    start(&key->outer, block, 0x5c);
    OPENSSL_cleanse(block, sizeof block);
    return key;
}

void cdc43_hook_free_key(struct cdc43_hook_key *key) {
    OPENSSL_clear_free(key, sizeof *key);
}

void cdc43_hook_compute_mac(const struct cdc43_hook_key *key, struct cdc43_view message,
                            uint8_t ret_mac[CDC43_SHA256_SIZE]) {
    SHA256_CTX state = key->inner;

    (void)SHA256_Update(&state, message.data, message.len);
    (void)SHA256_Final(ret_mac, &state);
    state = key->outer;
    (void)SHA256_Update(&state, ret_mac, CDC43_SHA256_SIZE);
    (void)SHA256_Final(ret_mac, &state);
    OPENSSL_cleanse(&state, sizeof state);
}

bool cdc43_hook_is_same_secret(const uint8_t *a, const uint8_t *b, size_t len) {
    return CRYPTO_memcmp(a, b, len) == 0;
}
