/* SPDX-License-Identifier: MIT */
/* The decision about one response, for packets and for the command that explains it. */
#ifndef CDC43_HOOK_POLICY_DECIDE_H
#define CDC43_HOOK_POLICY_DECIDE_H

#include "kea-hook/policy/policy.h"
#include "kea-hook/policy/scopes.h"

#ifdef __cplusplus
extern "C" {
#endif

/* How it ended; outcomes.def has name and sentence of each. */
enum cdc43_hook_outcome {
#define CDC43_HOOK_OUTCOME(id, name, sentence) CDC43_HOOK_DONE_##id,
#include "kea-hook/policy/outcomes.def"
    CDC43_HOOK_OUTCOME_COUNT
};

/* What matters about the response itself. */
struct cdc43_hook_response {
    bool is_requested;     /* option 43 is in the client's parameter request list */
    unsigned provisioning; /* set of the bits of tlv/provisioning.def: options that it carries */
};

struct cdc43_hook_decision {
    enum cdc43_hook_outcome outcome;
    /* Where the profile comes from, or why nothing is sent; NULL: the model itself. */
    const struct cdc43_hook_scope_policy *scope;
    /* NULL before a profile was settled (outcomes up to CDC43_HOOK_DONE_SCOPE other than SENT
     * ones). */
    const struct cdc43_hook_profile *profile;
};

/* Decides everything except whether the octets fit into the server's own (cdc43_hook_merge).
 * choice: of cdc43_hook_select, any. found: of cdc43_hook_find_policies, or an empty one. */
void cdc43_hook_decide(const struct cdc43_hook_policy *policy,
                       const struct cdc43_hook_choice *choice,
                       const struct cdc43_hook_client *client, const struct cdc43_hook_found *found,
                       const struct cdc43_hook_response *response,
                       struct cdc43_hook_decision *ret_decision);

/* The outcome of a failed merge. */
enum cdc43_hook_outcome cdc43_hook_merge_outcome(enum cdc43_hook_err err);

/* Do the octets leave with this outcome? */
bool cdc43_hook_is_sent(enum cdc43_hook_outcome outcome);

/* Constant strings; NULL for an unknown number. */
const char *cdc43_hook_outcome_name(enum cdc43_hook_outcome outcome);
const char *cdc43_hook_outcome_text(enum cdc43_hook_outcome outcome);

#ifdef __cplusplus
}
#endif

#endif
