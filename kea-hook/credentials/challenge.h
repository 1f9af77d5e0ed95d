/* SPDX-License-Identifier: MIT */
/* The challenge password that is bound to one phone: derived from a key and the Common Name. */
#ifndef CDC43_HOOK_CREDENTIALS_CHALLENGE_H
#define CDC43_HOOK_CREDENTIALS_CHALLENGE_H

/* Conventions as in policy.h.
 *
 * A phone's password is the first 32 lower-case hexadecimal digits of HMAC-SHA256(key,
 * "cdc43-challenge-v1", one NUL octet, Common Name). The DHCP server knows everything that the
 * Common Name consists of, so it can derive the password. With the key and a certificate request
 * alone, the CA can check that the password was made for the name in the request. */
#include "kea-hook/credentials/mac.h"
#include "kea-hook/policy/policy.h"

#ifdef __cplusplus
extern "C" {
#endif

#define CDC43_HOOK_CHALLENGE_LEN 32U
#define CDC43_HOOK_KEY_MAX 4096U /* octets of a key's file, which bounds what is read */

/* What a phone's Common Name is made of. */
struct cdc43_hook_phone {
    struct cdc43_view vendor_class; /* option 60 */
    struct cdc43_view hw_address;
    bool is_ethernet;         /* the kind of hw_address */
    struct cdc43_view domain; /* option 15 of the response; empty: it has none */
};

/* Makes a key of a file's content (one line end at its end dropped); the caller frees it.
 * Errors: CDC43_HOOK_ERR_KEY_SHORT, _KEY. */
CDC43_MUST_USE enum cdc43_hook_err cdc43_hook_make_key(struct cdc43_view octets,
                                                       struct cdc43_hook_key **ret_key);

/* Derives the password. common_name: 1 to CDC43_COMMON_NAME_MAX octets.
 * Error: CDC43_HOOK_ERR_NAME about common_name. */
CDC43_MUST_USE enum cdc43_hook_err
cdc43_hook_derive_challenge(const struct cdc43_hook_key *key, struct cdc43_view common_name,
                            uint8_t ret_challenge[CDC43_HOOK_CHALLENGE_LEN]);

/* Does a password fit a Common Name, with any of the keys? Neither the time nor the error reveals
 * which key it was, or how much of the password is right. Errors: CDC43_HOOK_ERR_NAME, _CHALLENGE
 * (it does not fit). */
CDC43_MUST_USE enum cdc43_hook_err
cdc43_hook_check_challenge(const struct cdc43_hook_key *const *keys, size_t count,
                           struct cdc43_view common_name, struct cdc43_view challenge);

/* As cdc43_hook_add_profile for phones, with a password that cdc43_hook_bind replaces; params must
 * not have one. key: must outlive the policy. */
CDC43_MUST_USE enum cdc43_hook_err
cdc43_hook_add_bound_profile(struct cdc43_hook_policy *policy, struct cdc43_view name,
                             const struct cdc43_params *params, size_t limit,
                             const struct cdc43_hook_key *key, enum cdc43_err *ret_rule,
                             struct cdc43_where *ret_where);

/* The Common Name that the phone will use.
 * Errors: CDC43_HOOK_ERR_HW_ADDRESS; CDC43_HOOK_ERR_RULE: *ret_rule is CDC43_ERR_MODEL,
 * _DOMAIN or _COMMON_NAME_TOO_LONG, and *ret_where says where (only then set). */
CDC43_MUST_USE enum cdc43_hook_err cdc43_hook_name_phone(const struct cdc43_hook_phone *phone,
                                                         struct cdc43_identity *ret_identity,
                                                         enum cdc43_err *ret_rule,
                                                         struct cdc43_where *ret_where);

/* Can phones of this vendor class have a Common Name, if the profile needs one? Errors:
 * CDC43_HOOK_ERR_MODEL_NAME. */
CDC43_MUST_USE enum cdc43_hook_err cdc43_hook_check_model(const struct cdc43_hook_profile *profile,
                                                          struct cdc43_view vendor_class);

/* The octets of a bound profile (profile->key is there) with this phone's own password:
 * profile->len octets, of which the CDC43_HOOK_CHALLENGE_LEN from profile->challenge_at on are
 * SECRET. Error: CDC43_HOOK_ERR_NAME, cdc43_hook_name_phone says why. */
CDC43_MUST_USE enum cdc43_hook_err cdc43_hook_bind(const struct cdc43_hook_profile *profile,
                                                   const struct cdc43_hook_phone *phone,
                                                   uint8_t ret_octets[CDC43_OPTION_MAX]);

#ifdef __cplusplus
}
#endif

#endif
