/* SPDX-License-Identifier: MIT */
/* The life of the phone's certificate, one check at a time, from the store and back. */
#ifndef CDC43_SCEP_AGENT_H
#define CDC43_SCEP_AGENT_H

#include "phone-side/scep/lifecycle.h"
#include "phone-side/scep/store.h"

#ifdef __cplusplus
extern "C" {
#endif

/* All pointers stay the caller's. */
struct cdc43_scep_agent {
    const struct cdc43_scep_config *config; /* an empty Server: nothing is configured */
    const struct cdc43_scep_pair *mic;      /* NULL: no manufacturing certificate */
    const struct cdc43_scep_store *store;
    struct cdc43_scep_env env; /* now: of this check */
    unsigned jitter;           /* random, see lifecycle.h */
    bool renew_now;            /* a person asks for a renewal, due or not */
};

/* Does what is due, with one exchange at most, and stores the result, a new pair first. The old
 * pair stays until then. The store is also written before the exchange, so that a full or broken
 * one is noticed before the CA is asked. If the store does not accept a pair, the attempt has
 * failed. ret_life: condition, fault and next_at are for the status page; next_at is when to call
 * again. If it has passed, wait CDC43_SCEP_RETRY_SECONDS. Without a clock, times count from 0 and
 * next_at is the number of seconds to wait; if it comes from a time with a clock, wait
 * CDC43_SCEP_CHECK_SECONDS. False: the store failed, and nothing else is known; call again later.
 *
 *     while (cdc43_scep_check(&agent, &life, &fault)) {
 *         sleep_until(life.next_at);
 *         agent.env.now = clock();
 *     }
 */
CDC43_MUST_USE bool cdc43_scep_check(const struct cdc43_scep_agent *agent,
                                     struct cdc43_scep_life *ret_life,
                                     struct cdc43_scep_fault *ret_fault);

/* Call it if a SCEP parameter changed: the next check asks the CA for a new certificate. A pending
 * or unanswered request is given up. */
CDC43_MUST_USE bool cdc43_scep_request_now(const struct cdc43_scep_store *store,
                                           struct cdc43_scep_fault *ret_fault);

/* Call it if a person requests a new certificate and nothing has changed: the same, but an
 * unanswered request is sent again with its key, so that a one-time password is not lost. */
CDC43_MUST_USE bool cdc43_scep_repeat_now(const struct cdc43_scep_store *store,
                                          struct cdc43_scep_fault *ret_fault);

/* What the last check stored; all zero if there was none. If an interrupted process has installed
 * or deleted a pair since then, the condition says so. */
CDC43_MUST_USE bool cdc43_scep_load_life(const struct cdc43_scep_store *store,
                                         struct cdc43_scep_life *ret_life,
                                         struct cdc43_scep_fault *ret_fault);

/* Installs a pair from a person: the last installed pair takes effect (S004-1). */
CDC43_MUST_USE bool cdc43_scep_install(const struct cdc43_scep_store *store,
                                       const struct cdc43_scep_pair *pair,
                                       struct cdc43_scep_fault *ret_fault);

/* Deletes the certificate, at once (S004-6). The phone requests no new one until
 * cdc43_scep_request_now. */
CDC43_MUST_USE bool cdc43_scep_delete(const struct cdc43_scep_store *store,
                                      struct cdc43_scep_fault *ret_fault);

/* Factory reset: removes certificate, requests and status. */
CDC43_MUST_USE bool cdc43_scep_forget(const struct cdc43_scep_store *store,
                                      struct cdc43_scep_fault *ret_fault);

#ifdef __cplusplus
}
#endif

#endif
