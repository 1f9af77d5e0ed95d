/* SPDX-License-Identifier: MIT */
/* The phone's certificate as a whole: one check at a time, from the store and back to it. */
#ifndef CDC43_SCEP_AGENT_H
#define CDC43_SCEP_AGENT_H

#include "phone-side/scep/lifecycle.h"
#include "phone-side/scep/store.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Everything an agent works with stays the caller's. */
struct cdc43_scep_agent {
    const struct cdc43_scep_config *config; /* Server of no octets: nothing is configured */
    const struct cdc43_scep_pair *mic;      /* NULL: no manufacturing certificate */
    const struct cdc43_scep_store *store;
    struct cdc43_scep_env env; /* now: of this check */
    unsigned jitter;           /* random, see lifecycle.h */
    bool renew_now;            /* a person asks for a renewal, due or not */
};

/* Does what is due, one exchange at most, and stores what came of it; a new pair is stored before
 * anything else. The old one stays until then. The store is written before the exchange, too: one
 * that takes nothing is found out before the CA is asked. A pair that it does not take is a failed
 * attempt. ret_life: condition, fault and next_at are what the status page shows; next_at is when
 * to call again. When it has passed, wait CDC43_SCEP_RETRY_SECONDS. Without a clock, times count
 * from 0 and next_at is how long to wait; if it is of a time when there was a clock, wait
 * CDC43_SCEP_CHECK_SECONDS. False: the store failed, and nothing else can be said; call again
 * later.
 *
 *     while (cdc43_scep_check(&agent, &life, &fault)) {
 *         sleep_until(life.next_at);
 *         agent.env.now = clock();
 *     }
 */
CDC43_MUST_USE bool cdc43_scep_check(const struct cdc43_scep_agent *agent,
                                     struct cdc43_scep_life *ret_life,
                                     struct cdc43_scep_fault *ret_fault);

/* A SCEP parameter changed, or a person asks for it: the next check asks for a new certificate. A
 * request that the CA has not decided about is given up. */
CDC43_MUST_USE bool cdc43_scep_request_now(const struct cdc43_scep_store *store,
                                           struct cdc43_scep_fault *ret_fault);

/* What was stored by the last check; all zero when there was none. When another pair came or went
 * since then, and whoever did it was interrupted: that the certificate is installed, or deleted. */
CDC43_MUST_USE bool cdc43_scep_load_life(const struct cdc43_scep_store *store,
                                         struct cdc43_scep_life *ret_life,
                                         struct cdc43_scep_fault *ret_fault);

/* Installs a pair that a person brought: whatever is installed last takes effect (S004-1). */
CDC43_MUST_USE bool cdc43_scep_install(const struct cdc43_scep_store *store,
                                       const struct cdc43_scep_pair *pair,
                                       struct cdc43_scep_fault *ret_fault);

/* Deletes the certificate, at once (S004-6). No new one is asked for until cdc43_scep_request_now.
 */
CDC43_MUST_USE bool cdc43_scep_delete(const struct cdc43_scep_store *store,
                                      struct cdc43_scep_fault *ret_fault);

/* Factory reset: nothing is left of certificate, requests and status. */
CDC43_MUST_USE bool cdc43_scep_forget(const struct cdc43_scep_store *store,
                                      struct cdc43_scep_fault *ret_fault);

#ifdef __cplusplus
}
#endif

#endif
