/* SPDX-License-Identifier: MIT */
/* Which octets a model gets: profiles, encoded once, and the models that they are for. */
#ifndef CDC43_HOOK_POLICY_POLICY_H
#define CDC43_HOOK_POLICY_POLICY_H

/* Conventions as in tlv/cdc43.h. Nothing here knows Kea or allocates memory: the caller provides
 * it. One thread fills a policy; afterwards any number of threads may read it. */
#include "tlv/cdc43.h"
#include "tlv/vendors.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Errors; errors.def has the sentence of each. */
enum cdc43_hook_err {
    CDC43_HOOK_OK = 0,
#define CDC43_HOOK_ERROR(id, sentence) CDC43_HOOK_ERR_##id,
#include "kea-hook/policy/errors.def"
};

struct cdc43_hook_key;        /* mac.h */
#define CDC43_HOOK_KEY_MIN 16 /* octets of a key */

/* A set of parameters as it goes on the wire. */
struct cdc43_hook_profile {
    struct cdc43_view name;
    enum cdc43_vendor_id vendor; /* whose devices read the octets */
    size_t required_class;       /* index in struct cdc43_hook_scopes; 0: none */
    /* Bound: each phone gets a password of its own, made with this key; it replaces the octets
     * from here on (challenge.h). NULL: all get the same octets. */
    const struct cdc43_hook_key *key;
    size_t challenge_at;
    size_t len;
    bool is_withheld;                 /* a file of it cannot be used: len is 0, nothing is sent */
    uint8_t octets[CDC43_OPTION_MAX]; /* SECRET */
};

/* Who gets a profile. */
struct cdc43_hook_model {
    struct cdc43_view vendor_class; /* the whole of option 60, or how it begins */
    size_t profile;                 /* index */
    size_t required_class;          /* index in struct cdc43_hook_scopes; 0: none */
    bool is_prefix;
};

/* When a response carries an option of tlv/provisioning.def. */
enum cdc43_hook_on_provisioning {
    CDC43_HOOK_WARN, /* send the octets and say so */
    CDC43_HOOK_WITHHOLD,
    CDC43_HOOK_IGNORE
};

/* Private, except: the counts; profiles and models may be read; the caller fills in the members
 * after the mark. */
struct cdc43_hook_policy {
    struct cdc43_hook_profile *profiles;
    size_t profile_count;
    size_t profile_capacity;
    struct cdc43_hook_model *models;
    size_t model_count;
    size_t model_capacity;
    uint32_t *slots; /* hash table of models: index + 1, 0 for a free slot */
    size_t slot_count;
    size_t longest;             /* octets of the longest vendor class or prefix */
    uint8_t prefix_lengths[32]; /* set of the lengths that prefixes have, one bit each */
    /* Mark. After cdc43_hook_init both are as in a configuration that says nothing. */
    bool is_skipped_unrequested; /* nothing for clients that do not ask for option 43 */
    enum cdc43_hook_on_provisioning on_provisioning;
};

/* How a decision came about. */
enum cdc43_hook_reason {
    CDC43_HOOK_NO_VENDOR_CLASS, /* no option 60, or nothing but NULs */
    CDC43_HOOK_NO_MATCH,        /* no model */
    CDC43_HOOK_EXACT,
    CDC43_HOOK_PREFIX
};

/* "vendor-class" or "vendor-class-prefix", as the configuration has it, or "none". */
const char *cdc43_hook_reason_name(enum cdc43_hook_reason reason);

struct cdc43_hook_choice {
    enum cdc43_hook_reason reason;
    struct cdc43_view vendor_class; /* the client's, without NULs at its end */
    /* For the last two reasons, in the policy's memory; otherwise NULL. */
    const struct cdc43_hook_model *model;
    const struct cdc43_hook_profile *profile;
};

/* The slots that so many models need: a power of two, at most a quarter full. */
size_t cdc43_hook_slot_count(size_t model_capacity);

/* Makes an empty policy. The caller owns the memory, which must outlive the policy:
 * profile_capacity profiles, model_capacity models, cdc43_hook_slot_count(model_capacity) slots, of
 * any content. It will hold secrets: see cdc43_hook_wipe. */
void cdc43_hook_init(struct cdc43_hook_policy *policy, struct cdc43_hook_profile *profiles,
                     size_t profile_capacity, struct cdc43_hook_model *models,
                     size_t model_capacity, uint32_t *slots);

/* Checks and encodes a profile. name: 1 to CDC43_OPTION_MAX printable ASCII octets, must outlive
 * the policy. limit: as for cdc43_encode.
 * Errors: CDC43_HOOK_ERR_EMPTY, _LONG, _CHARACTER, _PROFILE_TWICE about the name; _CAPACITY;
 * _RULE: *ret_rule and *ret_where say which one, as cdc43_encode does (only then set). */
CDC43_MUST_USE enum cdc43_hook_err
cdc43_hook_add_profile(struct cdc43_hook_policy *policy, struct cdc43_view name,
                       const struct cdc43_device *device, const struct cdc43_params *params,
                       size_t limit, enum cdc43_err *ret_rule, struct cdc43_where *ret_where);

/* Adds a profile for devices of another maker; octets: of cdc43_vendor_put, copied. Errors as above
 * but for _RULE. */
CDC43_MUST_USE enum cdc43_hook_err
cdc43_hook_add_vendor_profile(struct cdc43_hook_policy *policy, struct cdc43_view name,
                              enum cdc43_vendor_id vendor,
                              const struct cdc43_vendor_octets *octets);

/* Withholds the profile that was added last: its octets are erased, and its phones get none. */
void cdc43_hook_withhold(struct cdc43_hook_policy *policy);

/* Finds a profile's index. Error: CDC43_HOOK_ERR_NO_PROFILE. */
CDC43_MUST_USE enum cdc43_hook_err cdc43_hook_find_profile(const struct cdc43_hook_policy *policy,
                                                           struct cdc43_view name,
                                                           size_t *ret_profile);

/* Adds a model. vendor_class: 1 to CDC43_OPTION_MAX printable ASCII octets, must outlive the
 * policy. profile: index, below policy->profile_count. The same octets may be added once as a
 * whole and once as a prefix. Errors: CDC43_HOOK_ERR_EMPTY, _LONG, _CHARACTER, _MODEL_TWICE,
 * _PREFIX_TWICE about the vendor class; _NO_PROFILE; _CAPACITY. */
CDC43_MUST_USE enum cdc43_hook_err cdc43_hook_add_model(struct cdc43_hook_policy *policy,
                                                        struct cdc43_view vendor_class,
                                                        bool is_prefix, size_t profile);

/* Decides what a client gets. vendor_class: the value of its option 60 (len 0 if there is none),
 * any octets; trailing NULs do not count. The longest match wins, an exact one wins over a prefix.
 * The time grows with the length of the vendor class and not with the number of models. */
void cdc43_hook_select(const struct cdc43_hook_policy *policy, struct cdc43_view vendor_class,
                       struct cdc43_hook_choice *ret_choice);

/* Erases the octets of all profiles; the policy is empty afterwards. */
void cdc43_hook_wipe(struct cdc43_hook_policy *policy);

/* Merges our octets (encoded) into an existing option 43: of theirs, the suboptions that devices of
 * that vendor read (10-15 for phones) are left out, all others kept, codes ascending, equal codes
 * in their order. PAD and END are dropped.
 * ret_octets: CDC43_OPTION_MAX octets of room, not overlapping theirs or ours.
 * Errors: CDC43_HOOK_ERR_THEIRS if theirs is not a list of suboptions; CDC43_HOOK_ERR_FULL if the
 * result is longer than CDC43_OPTION_MAX; *ret_excess says by how much (set only then). */
CDC43_MUST_USE enum cdc43_hook_err
cdc43_hook_merge(struct cdc43_view theirs, struct cdc43_view ours, enum cdc43_vendor_id vendor,
                 uint8_t ret_octets[CDC43_OPTION_MAX], size_t *ret_len, size_t *ret_excess);

/* The sentence of an error, without full stop: a constant string; NULL for an unknown number. */
const char *cdc43_hook_err_text(enum cdc43_hook_err err);

#ifdef __cplusplus
}
#endif

#endif
