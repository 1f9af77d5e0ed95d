/* SPDX-License-Identifier: MIT */
/* The table of models: hashed, so that the number of models costs nothing per packet. */
#include "kea-hook/policy/policy.h"

#include <string.h>

#include "kea-hook/policy/hash.h"

size_t cdc43_hook_slot_count(size_t model_capacity) {
    size_t count = 4;

    while (count / 4 < model_capacity) {
        count *= 2;
    }
    return count;
}

void cdc43_hook_init(struct cdc43_hook_policy *policy, struct cdc43_hook_profile *profiles,
                     size_t profile_capacity, struct cdc43_hook_model *models,
                     size_t model_capacity, uint32_t *slots) {
    *policy = (struct cdc43_hook_policy){.profiles = profiles,
                                         .profile_capacity = profile_capacity,
                                         .models = models,
                                         .model_capacity = model_capacity,
                                         .slots = slots,
                                         .slot_count = cdc43_hook_slot_count(model_capacity)};
    memset(slots, 0, policy->slot_count * sizeof *slots);
}

static bool is_same(struct cdc43_view a, const uint8_t *data, size_t len) {
    return a.len == len && memcmp(a.data, data, len) == 0;
}

static enum cdc43_hook_err check_text(struct cdc43_view text) {
    if (text.len == 0) {
        return CDC43_HOOK_ERR_EMPTY;
    }
    if (text.len > CDC43_OPTION_MAX) {
        return CDC43_HOOK_ERR_LONG;
    }
    for (size_t i = 0; i < text.len; i++) {
        if (text.data[i] < CDC43_TEXT_LOW || text.data[i] > CDC43_TEXT_HIGH) {
            return CDC43_HOOK_ERR_CHARACTER;
        }
    }
    return CDC43_HOOK_OK;
}

enum cdc43_hook_err cdc43_hook_find_profile(const struct cdc43_hook_policy *policy,
                                            struct cdc43_view name, size_t *ret_profile) {
    for (size_t i = 0; i < policy->profile_count; i++) {
        if (is_same(policy->profiles[i].name, name.data, name.len)) {
            *ret_profile = i;
            return CDC43_HOOK_OK;
        }
    }
    return CDC43_HOOK_ERR_NO_PROFILE;
}

/* The place of a new profile, which is empty and does not count yet. */
static enum cdc43_hook_err begin_profile(struct cdc43_hook_policy *policy, struct cdc43_view name,
                                         enum cdc43_vendor_id vendor,
                                         struct cdc43_hook_profile **ret_profile) {
    const enum cdc43_hook_err err = check_text(name);
    struct cdc43_hook_profile *profile;
    size_t other;

    if (err != CDC43_HOOK_OK) {
        return err;
    }
    if (cdc43_hook_find_profile(policy, name, &other) == CDC43_HOOK_OK) {
        return CDC43_HOOK_ERR_PROFILE_TWICE;
    }
    if (policy->profile_count == policy->profile_capacity) {
        return CDC43_HOOK_ERR_CAPACITY;
    }
    profile = &policy->profiles[policy->profile_count];
    profile->name = name;
    profile->vendor = vendor;
    profile->required_class = 0;
    profile->key = NULL;
    profile->challenge_at = 0;
    profile->is_withheld = false;
    *ret_profile = profile;
    return CDC43_HOOK_OK;
}

enum cdc43_hook_err cdc43_hook_add_profile(struct cdc43_hook_policy *policy, struct cdc43_view name,
                                           const struct cdc43_device *device,
                                           const struct cdc43_params *params, size_t limit,
                                           enum cdc43_err *ret_rule,
                                           struct cdc43_where *ret_where) {
    struct cdc43_hook_profile *profile;
    const enum cdc43_hook_err err = begin_profile(policy, name, CDC43_VENDOR_CISCO, &profile);
    enum cdc43_err rule;

    if (err != CDC43_HOOK_OK) {
        return err;
    }
    rule = cdc43_encode(device, params, limit, profile->octets, sizeof profile->octets,
                        &profile->len, ret_where);
    if (rule != CDC43_OK) {
        *ret_rule = rule;
        return CDC43_HOOK_ERR_RULE;
    }
    policy->profile_count++;
    return CDC43_HOOK_OK;
}

enum cdc43_hook_err cdc43_hook_add_vendor_profile(struct cdc43_hook_policy *policy,
                                                  struct cdc43_view name,
                                                  enum cdc43_vendor_id vendor,
                                                  const struct cdc43_vendor_octets *octets) {
    struct cdc43_hook_profile *profile;
    const enum cdc43_hook_err err = begin_profile(policy, name, vendor, &profile);

    if (err != CDC43_HOOK_OK) {
        return err;
    }
    memcpy(profile->octets, octets->octets, octets->len);
    profile->len = octets->len;
    policy->profile_count++;
    return CDC43_HOOK_OK;
}

void cdc43_hook_withhold(struct cdc43_hook_policy *policy) {
    struct cdc43_hook_profile *const profile = &policy->profiles[policy->profile_count - 1];

    cdc43_wipe(profile->octets, sizeof profile->octets);
    profile->len = 0;
    profile->key = NULL;
    profile->is_withheld = true;
}

/* The slot of these octets, or the free one where they would go. There is always a free one: the
 * table is at most a quarter full, so that a look seldom meets anything else. */
static uint32_t *find_slot(const struct cdc43_hook_policy *policy, uint32_t hash,
                           const uint8_t *octets, size_t len, bool is_prefix) {
    const size_t mask = policy->slot_count - 1;
    size_t at = hash & mask;

    while (policy->slots[at] != 0) {
        const struct cdc43_hook_model *const model = &policy->models[policy->slots[at] - 1];

        if (model->is_prefix == is_prefix && is_same(model->vendor_class, octets, len)) {
            break;
        }
        at = (at + 1) & mask;
    }
    return &policy->slots[at];
}

enum cdc43_hook_err cdc43_hook_add_model(struct cdc43_hook_policy *policy,
                                         struct cdc43_view vendor_class, bool is_prefix,
                                         size_t profile) {
    const enum cdc43_hook_err err = check_text(vendor_class);
    uint32_t *slot;

    if (err != CDC43_HOOK_OK) {
        return err;
    }
    if (profile >= policy->profile_count) {
        return CDC43_HOOK_ERR_NO_PROFILE;
    }
    slot = find_slot(policy, cdc43_hook_hash(CDC43_HOOK_HASH_START, vendor_class),
                     vendor_class.data, vendor_class.len, is_prefix);
    if (*slot != 0) {
        return is_prefix ? CDC43_HOOK_ERR_PREFIX_TWICE : CDC43_HOOK_ERR_MODEL_TWICE;
    }
    if (policy->model_count == policy->model_capacity || policy->model_count == UINT32_MAX) {
        return CDC43_HOOK_ERR_CAPACITY;
    }
    policy->models[policy->model_count] =
        (struct cdc43_hook_model){vendor_class, profile, 0, is_prefix};
    policy->model_count++;
    *slot = (uint32_t)policy->model_count;
    if (policy->longest < vendor_class.len) {
        policy->longest = vendor_class.len;
    }
    if (is_prefix) {
        uint8_t *const set = &policy->prefix_lengths[vendor_class.len / 8];

        *set = (uint8_t)(*set | 1U << vendor_class.len % 8);
    }
    return CDC43_HOOK_OK;
}

static bool has_prefix_of(const struct cdc43_hook_policy *policy, size_t len) {
    return ((unsigned)policy->prefix_lengths[len / 8] >> len % 8 & 1U) != 0;
}

/* One pass: each prefix length in use is looked up as the hash comes by; the last hit is the
 * longest one. What is longer than every entry need not be hashed to its end: then no entry has
 * its length, and the last look finds nothing with any hash. */
static uint32_t find_model(const struct cdc43_hook_policy *policy, struct cdc43_view text,
                           enum cdc43_hook_reason *ret_reason) {
    const size_t end = text.len < policy->longest ? text.len : policy->longest;
    uint32_t hash = CDC43_HOOK_HASH_START;
    uint32_t found = 0;
    uint32_t exact;

    for (size_t len = 1; len <= end; len++) {
        hash = cdc43_hook_hash_step(hash, text.data[len - 1]);
        if (has_prefix_of(policy, len)) {
            const uint32_t hit = *find_slot(policy, hash, text.data, len, true);

            found = hit != 0 ? hit : found;
        }
    }
    exact = *find_slot(policy, hash, text.data, text.len, false);
    *ret_reason = exact != 0 ? CDC43_HOOK_EXACT : CDC43_HOOK_PREFIX;
    return exact != 0 ? exact : found;
}

void cdc43_hook_select(const struct cdc43_hook_policy *policy, struct cdc43_view vendor_class,
                       struct cdc43_hook_choice *ret_choice) {
    struct cdc43_hook_choice choice = {.reason = CDC43_HOOK_NO_VENDOR_CLASS};

    while (vendor_class.len != 0 && vendor_class.data[vendor_class.len - 1] == 0) {
        vendor_class.len--;
    }
    choice.vendor_class = vendor_class;
    if (vendor_class.len != 0) {
        const uint32_t found = find_model(policy, vendor_class, &choice.reason);

        if (found != 0) {
            choice.model = &policy->models[found - 1];
            choice.profile = &policy->profiles[choice.model->profile];
        } else {
            choice.reason = CDC43_HOOK_NO_MATCH;
        }
    }
    *ret_choice = choice;
}

void cdc43_hook_wipe(struct cdc43_hook_policy *policy) {
    cdc43_wipe(policy->profiles, policy->profile_capacity * sizeof *policy->profiles);
    memset(policy->slots, 0, policy->slot_count * sizeof *policy->slots);
    policy->profile_count = 0;
    policy->model_count = 0;
}

const char *cdc43_hook_err_text(enum cdc43_hook_err err) {
    switch (err) {
    case CDC43_HOOK_OK:
        return "no error";
#define CDC43_HOOK_ERROR(id, sentence)                                                             \
    case CDC43_HOOK_ERR_##id:                                                                      \
        return sentence;
#include "kea-hook/policy/errors.def"
    }
    return NULL;
}

const char *cdc43_hook_reason_name(enum cdc43_hook_reason reason) {
    switch (reason) {
    case CDC43_HOOK_NO_VENDOR_CLASS:
    case CDC43_HOOK_NO_MATCH:
        break;
    case CDC43_HOOK_EXACT:
        return "vendor-class";
    case CDC43_HOOK_PREFIX:
        return "vendor-class-prefix";
    }
    return "none";
}
