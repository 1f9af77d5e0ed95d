/* SPDX-License-Identifier: MIT */
/* The challenge password that is bound to one phone: derived from a key and the Common Name. */
#include "kea-hook/credentials/challenge.h"

#include <assert.h>
#include <string.h>

#include "kea-hook/policy/models.h"

#define MAC_SIZE 6U

/* The NUL at its end belongs to the message: no name can be shifted into the label or out of it. */
static const char label[] = "cdc43-challenge-v1";

enum cdc43_hook_err cdc43_hook_make_key(struct cdc43_view octets, struct cdc43_hook_key **ret_key) {
    struct cdc43_hook_key *key;

    if (octets.len < CDC43_HOOK_KEY_MIN) {
        return CDC43_HOOK_ERR_KEY_SHORT;
    }
    key = cdc43_hook_new_key(octets);
    if (key == NULL) {
        return CDC43_HOOK_ERR_KEY;
    }
    *ret_key = key;
    return CDC43_HOOK_OK;
}

/* The digits take the place of the octets that they are made of, the last ones first, so that no
 * copy of these is left to be erased: a digit is never written before its octet has been read. */
static void print_in_place(uint8_t text[CDC43_HOOK_CHALLENGE_LEN]) {
    static const char digits[] = "0123456789abcdef";

    for (size_t i = CDC43_HOOK_CHALLENGE_LEN / 2; i-- > 0;) {
        const uint8_t octet = text[i];

        text[2 * i] = (uint8_t)digits[octet >> 4];
        text[2 * i + 1] = (uint8_t)digits[octet & 0x0fU];
    }
}

enum cdc43_hook_err cdc43_hook_derive_challenge(const struct cdc43_hook_key *key,
                                                struct cdc43_view common_name,
                                                uint8_t ret_challenge[CDC43_HOOK_CHALLENGE_LEN]) {
    uint8_t message[sizeof label + CDC43_COMMON_NAME_MAX];

    static_assert(CDC43_HOOK_CHALLENGE_LEN == CDC43_SHA256_SIZE, "half of the MAC, in digits");
    if (common_name.len == 0 || common_name.len > CDC43_COMMON_NAME_MAX) {
        return CDC43_HOOK_ERR_NAME;
    }
    memcpy(message, label, sizeof label);
    memcpy(message + sizeof label, common_name.data, common_name.len);
    cdc43_hook_compute_mac(key, (struct cdc43_view){message, sizeof label + common_name.len},
                           ret_challenge);
    print_in_place(ret_challenge);
    return CDC43_HOOK_OK;
}

enum cdc43_hook_err cdc43_hook_check_challenge(const struct cdc43_hook_key *const *keys,
                                               size_t count, struct cdc43_view common_name,
                                               struct cdc43_view challenge) {
    uint8_t derived[CDC43_HOOK_CHALLENGE_LEN];
    enum cdc43_hook_err err = CDC43_HOOK_OK;
    unsigned fitting = 0;

    for (size_t i = 0; i < count && err == CDC43_HOOK_OK; i++) {
        err = cdc43_hook_derive_challenge(keys[i], common_name, derived);
        if (err == CDC43_HOOK_OK && challenge.len == sizeof derived) {
            fitting += cdc43_hook_is_same_secret(derived, challenge.data, sizeof derived) ? 1U : 0U;
        }
    }
    cdc43_wipe(derived, sizeof derived);
    if (err == CDC43_HOOK_OK && fitting == 0) {
        err = CDC43_HOOK_ERR_CHALLENGE;
    }
    return err;
}

enum cdc43_hook_err cdc43_hook_add_bound_profile(struct cdc43_hook_policy *policy,
                                                 struct cdc43_view name,
                                                 const struct cdc43_params *params, size_t limit,
                                                 const struct cdc43_hook_key *key,
                                                 enum cdc43_err *ret_rule,
                                                 struct cdc43_where *ret_where) {
    uint8_t stand_in[CDC43_HOOK_CHALLENGE_LEN];
    struct cdc43_params all = *params;
    struct cdc43_hook_profile *profile;
    enum cdc43_hook_err err;
    enum cdc43_err rule;

    memset(stand_in, '0', sizeof stand_in);
    cdc43_set_value(&all, CDC43_CHALLENGE_PASSWORD, stand_in, sizeof stand_in);
    err = cdc43_hook_add_profile(policy, name, &cdc43_phone, &all, limit, ret_rule, ret_where);
    if (err != CDC43_HOOK_OK) {
        return err;
    }
    profile = &policy->profiles[policy->profile_count - 1];
    /* Where the password is, the decoder says, which agrees with the encoder. */
    rule = cdc43_decode(&cdc43_phone, CDC43_STRICT, profile->octets, profile->len, &all, ret_where);
    if (rule != CDC43_OK) {
        policy->profile_count--;
        *ret_rule = rule;
        return CDC43_HOOK_ERR_RULE;
    }
    profile->challenge_at = (size_t)(all.challenge_password.data - profile->octets);
    profile->key = key;
    return CDC43_HOOK_OK;
}

enum cdc43_hook_err cdc43_hook_name_phone(const struct cdc43_hook_phone *phone,
                                          struct cdc43_identity *ret_identity,
                                          enum cdc43_err *ret_rule, struct cdc43_where *ret_where) {
    char mic_cn[CDC43_COMMON_NAME_MAX + 1];
    enum cdc43_err rule;
    size_t len = 0;

    if (!phone->is_ethernet || phone->hw_address.len != MAC_SIZE) {
        return CDC43_HOOK_ERR_HW_ADDRESS;
    }
    rule = cdc43_build_mic_cn(phone->vendor_class, phone->hw_address.data, mic_cn, &len, ret_where);
    if (rule == CDC43_OK) {
        rule = cdc43_build_identity((struct cdc43_view){(const uint8_t *)mic_cn, len},
                                    phone->domain, ret_identity, ret_where);
    }
    if (rule != CDC43_OK) {
        *ret_rule = rule;
        return CDC43_HOOK_ERR_RULE;
    }
    return CDC43_HOOK_OK;
}

enum cdc43_hook_err cdc43_hook_check_model(const struct cdc43_hook_profile *profile,
                                           struct cdc43_view vendor_class) {
    return profile->key != NULL && !cdc43_hook_is_phone(vendor_class) ? CDC43_HOOK_ERR_MODEL_NAME
                                                                      : CDC43_HOOK_OK;
}

enum cdc43_hook_err cdc43_hook_bind(const struct cdc43_hook_profile *profile,
                                    const struct cdc43_hook_phone *phone,
                                    uint8_t ret_octets[CDC43_OPTION_MAX]) {
    struct cdc43_identity identity;
    struct cdc43_where where;
    enum cdc43_err rule;

    if (cdc43_hook_name_phone(phone, &identity, &rule, &where) != CDC43_HOOK_OK) {
        return CDC43_HOOK_ERR_NAME;
    }
    memcpy(ret_octets, profile->octets, profile->len);
    return cdc43_hook_derive_challenge(
        profile->key, (struct cdc43_view){(const uint8_t *)identity.common_name, identity.len},
        ret_octets + profile->challenge_at);
}
