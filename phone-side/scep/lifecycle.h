/* SPDX-License-Identifier: MIT */
/* The life of a certificate: when and how to request one, and what follows from the response.
 * Pure. */
#ifndef CDC43_SCEP_LIFECYCLE_H
#define CDC43_SCEP_LIFECYCLE_H

#include "phone-side/scep/scep.h"

#ifdef __cplusplus
extern "C" {
#endif

/* S004-19: checked every 4 hours, due when it ends within 15 days. */
#define CDC43_SCEP_CHECK_SECONDS 14400
#define CDC43_SCEP_DUE_SECONDS 1296000
/* A server that cannot be reached may come back at once: 1, 2, 4 ... minutes, then with the
 * checks. */
#define CDC43_SCEP_RETRY_SECONDS 60
#define CDC43_SCEP_CERTIFICATE_MAX 64

enum cdc43_scep_condition {
#define CDC43_SCEP_CONDITION(number, id, name, sentence) CDC43_SCEP_IS_##id = (number),
#include "phone-side/scep/conditions.def"
};
const char *cdc43_scep_condition_name(enum cdc43_scep_condition condition);
const char *cdc43_scep_condition_text(enum cdc43_scep_condition condition);

/* Stored files that were damaged when they were read, and what was in them is lost. */
enum cdc43_scep_damaged {
    CDC43_SCEP_DAMAGED_LIFE = 1U << 0,    /* the status */
    CDC43_SCEP_DAMAGED_REQUEST = 1U << 1, /* a pending or unanswered request */
    CDC43_SCEP_DAMAGED_PAIR = 1U << 2     /* the certificate or its key */
};

/* What is remembered, also over restarts. All zero: a phone that never sent a request. */
struct cdc43_scep_life {
    enum cdc43_scep_condition condition;
    struct cdc43_scep_fault fault; /* of the last attempt; err CDC43_SCEP_OK: it succeeded */
    enum cdc43_scep_method method; /* of the last attempt, when attempts is not 0 */
    bool requested;                /* a new certificate is requested, whatever is installed */
    bool ca_expired;               /* a renewal failed because a CA certificate had expired */
    unsigned rung;      /* of the renewal ladder: 0 its first, otherwise 1 + the method */
    unsigned failures;  /* in a row */
    unsigned attempts;  /* in all */
    bool password_sent; /* the last request contained the challenge password */
    int64_t last_at;    /* last attempt */
    int64_t next_at;    /* next check; 0: at once */
    /* The certificate that was installed when this was stored: SHA-256 in hexadecimal, "unreadable"
     * or nothing. If it differs, somebody installed or deleted one and was interrupted. */
    char certificate[CDC43_SCEP_CERTIFICATE_MAX + 1];
    unsigned damaged; /* not stored: set of enum cdc43_scep_damaged */
};

/* The situation at the time of a check. */
struct cdc43_scep_facts {
    int64_t now;     /* CDC43_SCEP_NO_CLOCK: not known */
    bool configured; /* Server, Root CA Fingerprint and Common Name are there */
    bool has_challenge;
    bool has_mic;
    bool has_certificate; /* an installed pair */
    int64_t not_after;    /* of it */
    bool has_pending;
    int64_t pending_next_at;
    bool renew_now;  /* a person requests a renewal, due or not */
    unsigned jitter; /* a random number: spreads the phones of a site, 0 to 10 minutes */
};

enum cdc43_scep_action {
    CDC43_SCEP_WAIT = 0, /* until next_at */
    CDC43_SCEP_ASK,      /* cdc43_scep_enrol with method */
    CDC43_SCEP_ASK_AGAIN /* cdc43_scep_poll */
};

struct cdc43_scep_step_plan {
    enum cdc43_scep_action action;
    enum cdc43_scep_method method; /* for CDC43_SCEP_ASK */
    int64_t next_at;               /* for CDC43_SCEP_WAIT */
};

/* What to do now. At most one exchange per check; a call that comes too early gets CDC43_SCEP_WAIT.
 *
 * Without certificate, or asked for, or expired (the CA's too): initial enrolment, with the
 * challenge if there is one, otherwise signed with the manufacturing certificate if there is one.
 * Asked for and refused, while the certificate that is there is due: that is renewed, every other
 * time, and whenever renew_now is set. Due, or asked for by renew_now: without challenge but with a
 * manufacturing certificate signed with that (S004-20), otherwise with the installed one; as
 * RenewalReq, or as PKCSReq if the CA does not offer renewal. If that fails for any reason but that
 * the CA cannot be reached or trusted, the next check takes the next method that this phone has:
 * RenewalReq, then PKCSReq, each without and with the challenge, initial enrolment, RenewalReq and
 * PKCSReq signed with the manufacturing certificate, and so on round. The method that worked is the
 * first one next time. ret_life: its condition may become CDC43_SCEP_IS_CLOCK_NEEDED, its next_at
 * may be set. */
struct cdc43_scep_step_plan cdc43_scep_plan_check(const struct cdc43_scep_facts *facts,
                                                  struct cdc43_scep_life *ret_life);

/* Is a request that was pending still pending after a poll with this fault? The CA was not asked,
 * also because what it sent as its certificates was not good, or was not reached, or the response
 * is not its own to this poll, or could not be stored. After any other the request is over. */
bool cdc43_scep_is_undecided(enum cdc43_scep_err err);

/* Notes what became of an exchange, and when the next check is. seen: capabilities decide about the
 * ladder. fault: read for CDC43_SCEP_FAILED. pending_next_at: for CDC43_SCEP_PENDING. */
void cdc43_scep_note(const struct cdc43_scep_facts *facts, enum cdc43_scep_method method,
                     enum cdc43_scep_result result, const struct cdc43_scep_seen *seen,
                     const struct cdc43_scep_fault *fault, int64_t pending_next_at,
                     struct cdc43_scep_life *ret_life);

/* A SCEP parameter changed, or a person requests a new certificate: request one now. */
void cdc43_scep_request(struct cdc43_scep_life *life);

/* The stored form, lines of text without secrets; and back. Room: CDC43_SCEP_LIFE_MAX. */
#define CDC43_SCEP_LIFE_MAX 1280
size_t cdc43_scep_print_life(const struct cdc43_scep_life *life,
                             char ret_text[CDC43_SCEP_LIFE_MAX]);
CDC43_MUST_USE bool cdc43_scep_parse_life(struct cdc43_view text, struct cdc43_scep_life *ret_life);

/* The status as a sentence: the condition and the fault. Room: CDC43_SCEP_STATUS_MAX. */
#define CDC43_SCEP_STATUS_MAX (CDC43_SCEP_SENTENCE_MAX + 160)
void cdc43_scep_print_status(const struct cdc43_scep_life *life, char *ret_text, size_t capacity);

/* What a person can do, without full stop; constant. NULL: nothing. */
const char *cdc43_scep_advice(const struct cdc43_scep_life *life);

#ifdef __cplusplus
}
#endif

#endif
