/* SPDX-License-Identifier: MIT */
/* When to ask for a certificate, and what follows from the response. */
#include "phone-side/scep/lifecycle.h"

#include "phone-side/scep/protocol.h"

#define JITTER_SECONDS 600U

/* When the next check is. Without a clock, times count from 0. */
static int64_t next_check(const struct cdc43_scep_facts *facts, int64_t seconds) {
    return facts->now + seconds + (int64_t)(facts->jitter % JITTER_SECONDS);
}

static enum cdc43_scep_method initial_method(const struct cdc43_scep_facts *facts) {
    return !facts->has_challenge && facts->has_mic ? CDC43_SCEP_INITIAL_MIC : CDC43_SCEP_INITIAL;
}

/* The renewal ladder, from the first method on and round. */
static const enum cdc43_scep_method ladder[] = {
    CDC43_SCEP_RENEWAL,
    CDC43_SCEP_RENEWAL_CHALLENGE,
    CDC43_SCEP_RENEWAL_AS_INITIAL,
    CDC43_SCEP_RENEWAL_AS_INITIAL_CHALLENGE,
    CDC43_SCEP_INITIAL,
    CDC43_SCEP_RENEWAL_MIC,
    CDC43_SCEP_RENEWAL_MIC_AS_INITIAL,
};
#define LADDER_COUNT (sizeof ladder / sizeof ladder[0])

/* Initial enrolment takes turns with the ladder: then it is no rung of it. */
static bool takes_turns(const struct cdc43_scep_life *life) {
    return life->requested || life->ca_expired;
}

static bool is_possible(const struct cdc43_scep_facts *facts, const struct cdc43_scep_life *life,
                        enum cdc43_scep_method method) {
    const struct cdc43_scep_plan plan = cdc43_scep_plan_of(method);

    if (method == CDC43_SCEP_INITIAL) {
        return !takes_turns(life);
    }
    return plan.signer == CDC43_SCEP_MIC ? facts->has_mic : !plan.challenge || facts->has_challenge;
}

/* Where the ladder begins. */
static enum cdc43_scep_method first_renewal(const struct cdc43_scep_facts *facts,
                                            bool offers_renewal) {
    if (!facts->has_challenge && facts->has_mic) {
        return offers_renewal ? CDC43_SCEP_RENEWAL_MIC : CDC43_SCEP_RENEWAL_MIC_AS_INITIAL;
    }
    return offers_renewal ? CDC43_SCEP_RENEWAL : CDC43_SCEP_RENEWAL_AS_INITIAL;
}

static unsigned rung_of(enum cdc43_scep_method method) {
    return 1 + (unsigned)method;
}

static enum cdc43_scep_method renewal_method(const struct cdc43_scep_facts *facts,
                                             const struct cdc43_scep_life *life) {
    for (size_t i = 0; i < LADDER_COUNT; i++) {
        if (rung_of(ladder[i]) == life->rung && is_possible(facts, life, ladder[i])) {
            return ladder[i];
        }
    }
    return first_renewal(facts, true);
}

/* Is it too early? A next check further away than any that is ever planned was planned with a clock
 * that was wrong. */
static bool is_early(const struct cdc43_scep_facts *facts, int64_t next_at) {
    const int64_t furthest = next_check(facts, CDC43_SCEP_CHECK_SECONDS + JITTER_SECONDS);

    return facts->now != CDC43_SCEP_NO_CLOCK && facts->now < next_at && next_at <= furthest;
}

static struct cdc43_scep_step_plan plan_wait(int64_t next_at) {
    const struct cdc43_scep_step_plan plan = {CDC43_SCEP_WAIT, CDC43_SCEP_INITIAL, next_at};

    return plan;
}

static struct cdc43_scep_step_plan plan_ask(enum cdc43_scep_method method) {
    const struct cdc43_scep_step_plan plan = {CDC43_SCEP_ASK, method, 0};

    return plan;
}

static bool is_due(const struct cdc43_scep_facts *facts) {
    return facts->not_after - facts->now <= CDC43_SCEP_DUE_SECONDS;
}

/* A certificate is there and nobody wants another. */
static struct cdc43_scep_step_plan plan_renewal(const struct cdc43_scep_facts *facts,
                                                struct cdc43_scep_life *ret_life) {
    if (facts->now == CDC43_SCEP_NO_CLOCK) {
        ret_life->condition = CDC43_SCEP_IS_CLOCK_NEEDED;
        return plan_wait(0);
    }
    if (facts->now >= facts->not_after || (ret_life->ca_expired && ret_life->failures % 2 == 1)) {
        return plan_ask(initial_method(facts));
    }
    if (facts->renew_now || is_due(facts)) {
        return plan_ask(renewal_method(facts, ret_life));
    }
    /* What failed is not wanted any more: a clock was wrong, or a person was early. */
    ret_life->condition = CDC43_SCEP_IS_INSTALLED;
    ret_life->fault = (struct cdc43_scep_fault){0};
    ret_life->failures = 0;
    ret_life->next_at = next_check(facts, CDC43_SCEP_CHECK_SECONDS);
    return plan_wait(ret_life->next_at);
}

/* A new certificate is asked for, and the one that is there is renewed instead: because a person
 * wants that, or because the new one was refused, as after a password that counted once: the one
 * that is there must not end for it. Every other time, since it may be another CA that is asked. */
static bool is_renewed_instead(const struct cdc43_scep_facts *facts,
                               const struct cdc43_scep_life *life) {
    return facts->has_certificate && facts->now != CDC43_SCEP_NO_CLOCK &&
           facts->now < facts->not_after &&
           (facts->renew_now || (is_due(facts) && life->failures % 2 == 1));
}

struct cdc43_scep_step_plan cdc43_scep_plan_check(const struct cdc43_scep_facts *facts,
                                                  struct cdc43_scep_life *ret_life) {
    const bool deleted = ret_life->condition == CDC43_SCEP_IS_DELETED && !ret_life->requested;

    if (!facts->configured || deleted) {
        ret_life->next_at = next_check(facts, CDC43_SCEP_CHECK_SECONDS);
        return plan_wait(ret_life->next_at);
    }
    if (facts->has_pending && !ret_life->requested) {
        const struct cdc43_scep_step_plan again = {CDC43_SCEP_ASK_AGAIN, CDC43_SCEP_INITIAL, 0};
        return is_early(facts, facts->pending_next_at) ? plan_wait(facts->pending_next_at) : again;
    }
    if (!facts->renew_now && is_early(facts, ret_life->next_at) &&
        ret_life->condition != CDC43_SCEP_IS_CLOCK_NEEDED) {
        return plan_wait(ret_life->next_at);
    }
    if (ret_life->requested && is_renewed_instead(facts, ret_life)) {
        return plan_ask(renewal_method(facts, ret_life));
    }
    return ret_life->requested || !facts->has_certificate ? plan_ask(initial_method(facts))
                                                          : plan_renewal(facts, ret_life);
}

/* Faults of the way to the server, which say nothing about the certificate. */
static bool is_of_transport(enum cdc43_scep_err err) {
    return err >= CDC43_SCEP_ERR_UNREACHABLE && err < CDC43_SCEP_ERR_CA_ANSWER;
}

bool cdc43_scep_is_undecided(enum cdc43_scep_err err) {
    return err <= CDC43_SCEP_ERR_REPLY_SIGNATURE || err == CDC43_SCEP_ERR_REPLY_TRANSACTION ||
           err == CDC43_SCEP_ERR_REPLY_NONCE || err == CDC43_SCEP_ERR_STORE;
}

static int64_t retry_after(const struct cdc43_scep_life *life,
                           const struct cdc43_scep_fault *fault) {
    const bool is_decided =
        fault->err == CDC43_SCEP_ERR_HTTP_REQUEST && !cdc43_scep_is_unanswered(fault);
    int64_t seconds = CDC43_SCEP_RETRY_SECONDS;

    if (fault->err == CDC43_SCEP_ERR_POLLED_OUT) {
        return seconds; /* much time has gone; the next one asks in another way */
    }
    if (!is_of_transport(fault->err) || is_decided) {
        return CDC43_SCEP_CHECK_SECONDS;
    }
    for (unsigned i = 1; i < life->failures && seconds < CDC43_SCEP_CHECK_SECONDS; i++) {
        seconds *= 2;
    }
    return seconds < CDC43_SCEP_CHECK_SECONDS ? seconds : CDC43_SCEP_CHECK_SECONDS;
}

/* Does a failure say something about the method? Not if the CA was not reached or is not trusted;
 * and a response that was lost once is asked for again in the same way. life: before it. */
static bool is_of_method(const struct cdc43_scep_life *life, enum cdc43_scep_method method,
                         const struct cdc43_scep_seen *seen, const struct cdc43_scep_fault *fault) {
    const bool is_lost = cdc43_scep_is_unanswered(fault) && !takes_turns(life);
    const bool was_lost =
        life->attempts != 0 && life->method == method && cdc43_scep_is_unanswered(&life->fault);

    return fault->err == CDC43_SCEP_ERR_POLLED_OUT || (seen->ca_trusted && (!is_lost || was_lost));
}

static bool offers_renewal(const struct cdc43_scep_seen *seen) {
    return (seen->capabilities & CDC43_SCEP_CAP_RENEWAL) != 0;
}

/* The rung for the next check, when this method has failed. A first attempt was made without
 * knowing what the CA offers. */
static unsigned next_rung(const struct cdc43_scep_facts *facts, const struct cdc43_scep_life *life,
                          enum cdc43_scep_method method, const struct cdc43_scep_seen *seen) {
    const enum cdc43_scep_method first = first_renewal(facts, offers_renewal(seen));
    size_t at = 0;

    if (life->rung == 0 && seen->ca_trusted && method != first) {
        return rung_of(first);
    }
    while (at < LADDER_COUNT && ladder[at] != method) {
        at++;
    }
    for (size_t i = 1; i <= LADDER_COUNT; i++) {
        const enum cdc43_scep_method next = ladder[(at + i) % LADDER_COUNT];
        if (is_possible(facts, life, next)) {
            return rung_of(next);
        }
    }
    return 0;
}

/* Is the request one that replaces a certificate which is still good? */
static bool is_renewal(const struct cdc43_scep_facts *facts, const struct cdc43_scep_life *life,
                       enum cdc43_scep_method method) {
    return cdc43_scep_plan_of(method).renews ||
           (method == CDC43_SCEP_INITIAL && facts->has_certificate && !takes_turns(life) &&
            facts->now < facts->not_after);
}

static void note_failure(const struct cdc43_scep_facts *facts, enum cdc43_scep_method method,
                         const struct cdc43_scep_seen *seen, const struct cdc43_scep_fault *fault,
                         struct cdc43_scep_life *ret_life) {
    const bool renews = is_renewal(facts, ret_life, method);
    const bool refused_request =
        fault->err == CDC43_SCEP_ERR_REJECTED && fault->number == CDC43_SCEP_FAIL_BAD_REQUEST;

    if (renews && is_of_method(ret_life, method, seen, fault)) {
        ret_life->rung = next_rung(facts, ret_life, method, seen);
    }
    ret_life->failures++;
    ret_life->fault = *fault;
    ret_life->condition = renews ? CDC43_SCEP_IS_RENEW_FAILED : CDC43_SCEP_IS_ENROL_FAILED;
    /* SCEP has no words for a wrong challenge; a refused request is what there is. Without
     * challenge and without manufacturing certificate, one is what was missing. */
    if (refused_request && method == CDC43_SCEP_INITIAL && !renews) {
        ret_life->condition = CDC43_SCEP_IS_PASSWORD_NEEDED;
    }
    if (renews && fault->err == CDC43_SCEP_ERR_CA_EXPIRED) {
        ret_life->ca_expired = true;
    }
    ret_life->next_at = next_check(facts, retry_after(ret_life, fault));
}

void cdc43_scep_note(const struct cdc43_scep_facts *facts, enum cdc43_scep_method method,
                     enum cdc43_scep_result result, const struct cdc43_scep_seen *seen,
                     const struct cdc43_scep_fault *fault, int64_t pending_next_at,
                     struct cdc43_scep_life *ret_life) {
    const bool renews = is_renewal(facts, ret_life, method);

    ret_life->last_at = facts->now;
    ret_life->password_sent =
        seen->ca_trusted && facts->has_challenge && cdc43_scep_plan_of(method).challenge;
    switch (result) {
    case CDC43_SCEP_DONE:
        ret_life->condition = CDC43_SCEP_IS_INSTALLED;
        ret_life->fault = (struct cdc43_scep_fault){0};
        ret_life->requested = false;
        ret_life->ca_expired = false;
        ret_life->rung = renews && method != CDC43_SCEP_INITIAL
                             ? rung_of(method)
                             : rung_of(first_renewal(facts, offers_renewal(seen)));
        ret_life->failures = 0;
        ret_life->next_at = next_check(facts, CDC43_SCEP_CHECK_SECONDS);
        break;
    case CDC43_SCEP_PENDING:
        ret_life->condition = CDC43_SCEP_IS_PENDING;
        ret_life->fault = (struct cdc43_scep_fault){0};
        ret_life->requested = false;
        ret_life->failures = 0;
        ret_life->next_at = pending_next_at;
        break;
    case CDC43_SCEP_FAILED:
        if (facts->has_pending && !ret_life->requested && cdc43_scep_is_undecided(fault->err)) {
            ret_life->condition = CDC43_SCEP_IS_PENDING;
            ret_life->fault = *fault;
            ret_life->failures++;
            ret_life->next_at = pending_next_at;
        } else {
            note_failure(facts, method, seen, fault, ret_life);
        }
        break;
    }
    ret_life->method = method;
    ret_life->attempts++;
}

void cdc43_scep_request(struct cdc43_scep_life *life) {
    life->requested = true;
    life->failures = 0;
    life->rung = 0;
    life->next_at = 0;
}
