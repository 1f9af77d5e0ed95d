/* SPDX-License-Identifier: MIT */
/* Digests that tell whether two servers have the same parameters and secrets. */
#ifndef CDC43_HOOK_CREDENTIALS_DIGEST_H
#define CDC43_HOOK_CREDENTIALS_DIGEST_H

#include "kea-hook/policy/policy.h"

/* Conventions as in policy.h, except that memory is allocated for the time of a call. */

#ifdef __cplusplus
extern "C" {
#endif

/* SHA-256. Error: CDC43_HOOK_ERR_DIGEST. */
CDC43_MUST_USE enum cdc43_hook_err cdc43_hook_digest(struct cdc43_view octets,
                                                     uint8_t ret_digest[CDC43_SHA256_SIZE]);

/* Derives a value from all secrets together that may leave the server: PBKDF2-HMAC-SHA256 with so
 * many rounds that testing a guessed password takes an attacker about as long as it takes here,
 * some tenths of a second. The salt is fixed and public, so that two servers get the same value.
 * Error: CDC43_HOOK_ERR_DIGEST. */
CDC43_MUST_USE enum cdc43_hook_err
cdc43_hook_derive_from_secrets(struct cdc43_view secrets, uint8_t ret_derived[CDC43_SHA256_SIZE]);

#ifdef __cplusplus
}
#endif

#endif
