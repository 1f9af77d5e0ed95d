/* SPDX-License-Identifier: MIT */
/* HMAC-SHA256 with a key that is set up once, and a comparison in constant time. */
#ifndef CDC43_HOOK_CREDENTIALS_MAC_H
#define CDC43_HOOK_CREDENTIALS_MAC_H

/* Conventions as in policy.h, except that a key allocates its memory. */
#include "tlv/cdc43.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A key, ready for use. SECRET. Immutable: any number of threads may use it at once. */
struct cdc43_hook_key;

/* octets: any number; they are copied in a form that cannot be reversed. NULL: out of memory. */
struct cdc43_hook_key *cdc43_hook_new_key(struct cdc43_view octets);

/* Erases it and frees its memory. key: may be NULL. */
void cdc43_hook_free_key(struct cdc43_hook_key *key);

/* HMAC-SHA256 (RFC 2104) of the message; allocates nothing. */
void cdc43_hook_compute_mac(const struct cdc43_hook_key *key, struct cdc43_view message,
                            uint8_t ret_mac[CDC43_SHA256_SIZE]);

/* Are both the same? The time does not depend on where they differ. */
bool cdc43_hook_is_same_secret(const uint8_t *a, const uint8_t *b, size_t len);

#ifdef __cplusplus
}
#endif

#endif
