/* SPDX-License-Identifier: MIT */
/* The decision about one response, for packets and for the command that explains it. */
#include "kea-hook/policy/decide.h"

static bool is_in_class(const struct cdc43_hook_client *client, size_t wanted) {
    if (wanted == 0) {
        return true;
    }
    for (size_t i = 0; i < client->class_count; i++) {
        if (client->classes[i] == wanted) {
            return true;
        }
    }
    return false;
}

/* The first scope that says something; the model's own profile when none does. A profile for
 * devices of another vendor than the model's says nothing about this client. */
static enum cdc43_hook_says ask_scopes(const struct cdc43_hook_policy *policy,
                                       const struct cdc43_hook_found *found,
                                       const struct cdc43_hook_choice *choice,
                                       const struct cdc43_hook_scope_policy **ret_scope,
                                       size_t *ret_profile) {
    for (size_t i = 0; i < found->count; i++) {
        const enum cdc43_hook_says says =
            cdc43_hook_ask(found->policies[i], choice->vendor_class, ret_profile);
        const bool is_for_others = says == CDC43_HOOK_SAYS_PROFILE &&
                                   policy->profiles[*ret_profile].vendor != choice->profile->vendor;

        if (says != CDC43_HOOK_SAYS_NOTHING && !is_for_others) {
            *ret_scope = found->policies[i];
            return says;
        }
    }
    *ret_scope = NULL;
    return CDC43_HOOK_SAYS_YES;
}

/* Options of remote provisioning keep phones from their parameters; others do not mind. */
static enum cdc43_hook_outcome look_at_response(const struct cdc43_hook_policy *policy,
                                                const struct cdc43_hook_profile *profile,
                                                const struct cdc43_hook_response *response) {
    if (policy->is_skipped_unrequested && !response->is_requested) {
        return CDC43_HOOK_DONE_NOT_REQUESTED;
    }
    if (response->provisioning == 0 || profile->vendor != CDC43_VENDOR_CISCO) {
        return CDC43_HOOK_DONE_SENT;
    }
    switch (policy->on_provisioning) {
    case CDC43_HOOK_WARN:
        return CDC43_HOOK_DONE_SENT_BESIDE;
    case CDC43_HOOK_WITHHOLD:
        return CDC43_HOOK_DONE_PROVISIONED;
    case CDC43_HOOK_IGNORE:
        break;
    }
    return CDC43_HOOK_DONE_SENT;
}

void cdc43_hook_decide(const struct cdc43_hook_policy *policy,
                       const struct cdc43_hook_choice *choice,
                       const struct cdc43_hook_client *client, const struct cdc43_hook_found *found,
                       const struct cdc43_hook_response *response,
                       struct cdc43_hook_decision *ret_decision) {
    struct cdc43_hook_decision result = {CDC43_HOOK_DONE_NO_MODEL, NULL, NULL};
    size_t profile = 0;

    if (choice->model == NULL) {
        if (choice->reason == CDC43_HOOK_NO_VENDOR_CLASS) {
            result.outcome = CDC43_HOOK_DONE_NO_VENDOR_CLASS;
        }
    } else if (!is_in_class(client, choice->model->required_class)) {
        result.outcome = CDC43_HOOK_DONE_MODEL_CLASS;
    } else {
        const enum cdc43_hook_says says =
            ask_scopes(policy, found, choice, &result.scope, &profile);

        if (says == CDC43_HOOK_SAYS_NO) {
            result.outcome = CDC43_HOOK_DONE_SCOPE;
        } else {
            result.profile =
                says == CDC43_HOOK_SAYS_PROFILE ? &policy->profiles[profile] : choice->profile;
            if (!is_in_class(client, result.profile->required_class)) {
                result.outcome = CDC43_HOOK_DONE_PROFILE_CLASS;
            } else if (result.profile->is_withheld) {
                result.outcome = CDC43_HOOK_DONE_FILE;
            } else {
                result.outcome = look_at_response(policy, result.profile, response);
            }
        }
    }
    *ret_decision = result;
}

enum cdc43_hook_outcome cdc43_hook_merge_outcome(enum cdc43_hook_err err) {
    return err == CDC43_HOOK_ERR_FULL ? CDC43_HOOK_DONE_FULL : CDC43_HOOK_DONE_THEIRS;
}

bool cdc43_hook_is_sent(enum cdc43_hook_outcome outcome) {
    return outcome == CDC43_HOOK_DONE_SENT || outcome == CDC43_HOOK_DONE_SENT_BESIDE;
}

const char *cdc43_hook_outcome_name(enum cdc43_hook_outcome outcome) {
    static const char *const names[] = {
#define CDC43_HOOK_OUTCOME(id, name, sentence) name,
#include "kea-hook/policy/outcomes.def"
    };

    return (size_t)outcome < CDC43_HOOK_OUTCOME_COUNT ? names[outcome] : NULL;
}

const char *cdc43_hook_outcome_text(enum cdc43_hook_outcome outcome) {
    static const char *const sentences[] = {
#define CDC43_HOOK_OUTCOME(id, name, sentence) sentence,
#include "kea-hook/policy/outcomes.def"
    };

    return (size_t)outcome < CDC43_HOOK_OUTCOME_COUNT ? sentences[outcome] : NULL;
}
