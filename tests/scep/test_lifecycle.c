/* SPDX-License-Identifier: MIT */
/* The life of a certificate: years in milliseconds, against a CA made of a few rules. */
#include <string.h>

#include "phone-side/scep/lifecycle.h"
#include "phone-side/scep/protocol.h"
#include "tests/support/main.h"

#define DAY ((int64_t)(24 * 3600))
#define YEAR (365 * DAY)
#define START ((int64_t)1800000000)

/* A phone and a CA: what the CA accepts is a set of 1 << method. */
struct world {
    struct cdc43_scep_facts facts;
    struct cdc43_scep_life life;
    unsigned accepts;
    unsigned fail_info;
    enum cdc43_scep_err fault; /* when not CDC43_SCEP_OK, every exchange fails with it */
    uint16_t capabilities;
    int64_t lifetime;
    unsigned exchanges;
    unsigned installed;
    int64_t without; /* seconds without a valid certificate */
    enum cdc43_scep_method methods[4096];
};

static struct world make_world(void) {
    struct world world = {
        .facts = {.now = START, .configured = true, .has_challenge = true},
        .accepts = 1U << CDC43_SCEP_INITIAL | 1U << CDC43_SCEP_RENEWAL,
        .fail_info = CDC43_SCEP_FAIL_BAD_REQUEST,
        .capabilities = CDC43_SCEP_CAP_RENEWAL,
        .lifetime = YEAR,
    };
    return world;
}

static void do_exchange(struct world *world, enum cdc43_scep_method method) {
    const struct cdc43_scep_seen seen = {
        .capabilities = world->capabilities,
        .ca_trusted = world->fault == CDC43_SCEP_OK || world->fault >= CDC43_SCEP_ERR_REPLY_FORMAT,
    };
    struct cdc43_scep_fault fault = {.err = CDC43_SCEP_ERR_REJECTED, .number = world->fail_info};
    enum cdc43_scep_result result = CDC43_SCEP_FAILED;

    ck_assert_uint_lt(world->exchanges, 4096);
    world->methods[world->exchanges++] = method;
    if (world->fault != CDC43_SCEP_OK) {
        fault = (struct cdc43_scep_fault){.err = world->fault};
    } else if ((world->accepts & 1U << method) != 0) {
        result = CDC43_SCEP_DONE;
        world->facts.has_certificate = true;
        world->facts.not_after = world->facts.now + world->lifetime;
        world->installed++;
    }
    cdc43_scep_note(&world->facts, method, result, &seen, &fault, 0, &world->life);
}

/* Lets time pass, checking whenever a check is due; says how often it was. */
static unsigned run(struct world *world, int64_t seconds) {
    const int64_t until = world->facts.now + seconds;
    unsigned checks = 0;

    while (world->facts.now < until) {
        const int64_t before = world->facts.now;
        struct cdc43_scep_step_plan plan = cdc43_scep_plan_check(&world->facts, &world->life);
        checks++;
        ck_assert_int_ne(plan.action, CDC43_SCEP_ASK_AGAIN);
        if (plan.action == CDC43_SCEP_ASK) {
            do_exchange(world, plan.method);
            plan.next_at = world->life.next_at;
        }
        ck_assert_int_gt(plan.next_at, before); /* never a tight loop */
        if (!world->facts.has_certificate || world->facts.not_after < plan.next_at) {
            world->without += plan.next_at - before;
        }
        world->facts.now = plan.next_at;
        world->facts.jitter = world->facts.jitter * 1103515245U + 12345U;
    }
    return checks;
}

START_TEST(three_years_of_a_phone_that_all_goes_well_for) {
    struct world world = make_world();
    const unsigned checks = run(&world, 3 * YEAR);

    ck_assert_uint_eq(world.installed, 4); /* at once, and after 350, 700 and 1050 days */
    ck_assert_uint_eq(world.exchanges, 4);
    ck_assert_int_eq(world.without, 0);
    ck_assert_int_eq(world.methods[0], CDC43_SCEP_INITIAL);
    ck_assert_int_eq(world.methods[1], CDC43_SCEP_RENEWAL);
    ck_assert_uint_ge(checks, 3 * 365 * 24 / 5);
    ck_assert_uint_le(checks, 3 * 365 * 6 + 4);
}
END_TEST

START_TEST(is_due_fifteen_days_before_the_end) {
    struct world world = make_world();
    struct cdc43_scep_step_plan plan;

    world.facts.has_certificate = true;
    world.facts.not_after = START + 15 * DAY + 1;
    plan = cdc43_scep_plan_check(&world.facts, &world.life);
    ck_assert_int_eq(plan.action, CDC43_SCEP_WAIT);
    ck_assert_int_eq(plan.next_at, START + 4 * 3600);
    world.facts.not_after--;
    ck_assert_int_eq(cdc43_scep_plan_check(&world.facts, &world.life).action, CDC43_SCEP_WAIT);
    world.facts.now += CDC43_SCEP_CHECK_SECONDS;
    plan = cdc43_scep_plan_check(&world.facts, &world.life);
    ck_assert_int_eq(plan.action, CDC43_SCEP_ASK);
    ck_assert_int_eq(plan.method, CDC43_SCEP_RENEWAL);
}
END_TEST

START_TEST(climbs_the_ladder_one_rung_per_check) {
    static const struct {
        uint16_t capabilities;
        unsigned accepts;
        unsigned exchanges;
    } cases[] = {
        {CDC43_SCEP_CAP_RENEWAL, 1U << CDC43_SCEP_RENEWAL, 1},
        {CDC43_SCEP_CAP_RENEWAL, 1U << CDC43_SCEP_RENEWAL_CHALLENGE, 2},
        {0, 1U << CDC43_SCEP_RENEWAL_AS_INITIAL, 2},
        {0, 1U << CDC43_SCEP_RENEWAL_AS_INITIAL_CHALLENGE, 3},
        {0, 1U << CDC43_SCEP_INITIAL, 4},
        {0, 1U << CDC43_SCEP_RENEWAL_CHALLENGE, 6},
        {CDC43_SCEP_CAP_RENEWAL, 1U << CDC43_SCEP_RENEWAL_AS_INITIAL, 3}, /* offered and refused */
    };
    struct world world = make_world();

    world.accepts = cases[_i].accepts;
    world.capabilities = cases[_i].capabilities;
    world.facts.has_certificate = true;
    world.facts.not_after = START + 10 * DAY;
    (void)run(&world, 2 * DAY);
    ck_assert_uint_eq(world.exchanges, cases[_i].exchanges);
    ck_assert_uint_eq(world.installed, 1);
    ck_assert_int_eq(world.without, 0);
    ck_assert_int_eq(world.life.condition, CDC43_SCEP_IS_INSTALLED);
    /* What has worked is the first one next time, but for initial enrolment. */
    (void)run(&world, YEAR);
    ck_assert_uint_eq(world.installed, 2);
    ck_assert_uint_le(world.exchanges, cases[_i].exchanges +
                                           (cases[_i].accepts == 1U << CDC43_SCEP_INITIAL ? 3 : 1));
}
END_TEST

/* Without being offered, RenewalReq is not the first thing that is sent. */
START_TEST(begins_where_the_ca_says_that_it_can) {
    struct world world = make_world();

    world.capabilities = 0;
    world.accepts = 1U << CDC43_SCEP_INITIAL | 1U << CDC43_SCEP_RENEWAL_AS_INITIAL;
    (void)run(&world, YEAR);
    ck_assert_uint_eq(world.installed, 2);
    ck_assert_uint_eq(world.exchanges, 2);
    ck_assert_int_eq(world.methods[1], CDC43_SCEP_RENEWAL_AS_INITIAL);
    world = make_world();
    world.capabilities = 0;
    world.facts.has_challenge = false;
    world.facts.has_mic = true;
    world.accepts = 1U << CDC43_SCEP_INITIAL_MIC | 1U << CDC43_SCEP_RENEWAL_MIC_AS_INITIAL;
    (void)run(&world, YEAR);
    ck_assert_uint_eq(world.exchanges, 2);
    ck_assert_int_eq(world.methods[1], CDC43_SCEP_RENEWAL_MIC_AS_INITIAL);
}
END_TEST

/* How a request ends that does not get its certificate. */
static const struct cdc43_scep_fault ends[] = {
    {.err = CDC43_SCEP_ERR_REJECTED, .number = CDC43_SCEP_FAIL_BAD_REQUEST},
    {.err = CDC43_SCEP_ERR_REJECTED, .number = CDC43_SCEP_FAIL_BAD_MESSAGE_CHECK},
    {.err = CDC43_SCEP_ERR_HTTP_REQUEST, .number = 400},
    {.err = CDC43_SCEP_ERR_HTTP_REQUEST, .number = 500},
    {.err = CDC43_SCEP_ERR_CUT_SHORT},
    {.err = CDC43_SCEP_ERR_TIMEOUT},
    {.err = CDC43_SCEP_ERR_REPLY_FORMAT},
    {.err = CDC43_SCEP_ERR_REPLY_EMPTY},
    {.err = CDC43_SCEP_ERR_ISSUED_AGAIN},
    {.err = CDC43_SCEP_ERR_POLLED_OUT}, /* pending, and never decided */
};
#define END_COUNT (sizeof ends / sizeof ends[0])

/* A CA that takes one method. What it says to the others: one end or another, by method. */
struct strict_ca {
    enum cdc43_scep_method takes;
    size_t end[2];
    unsigned second; /* set of 1 << method: those with the second end */
    uint16_t capabilities;
    struct cdc43_scep_pending pending;
};

static void ask_strict(struct world *world, struct strict_ca *ca, bool again,
                       enum cdc43_scep_method method) {
    const struct cdc43_scep_fault *const fault = &ends[ca->end[(ca->second >> method) & 1U]];
    struct cdc43_scep_seen seen = {.capabilities = ca->capabilities, .ca_trusted = true};
    const bool is_pending = fault->err == CDC43_SCEP_ERR_POLLED_OUT;
    enum cdc43_scep_result result = CDC43_SCEP_FAILED;

    if (method == ca->takes) {
        result = CDC43_SCEP_DONE;
        world->facts.not_after = world->facts.now + world->lifetime;
        world->facts.has_pending = false;
        world->installed++;
    } else if (is_pending && again &&
               cdc43_scep_is_polled_out(&ca->pending, world->facts.now, world->facts.not_after)) {
        world->facts.has_pending = false;
        seen = (struct cdc43_scep_seen){0};
    } else if (is_pending) {
        result = CDC43_SCEP_PENDING;
        ca->pending.since = again ? ca->pending.since : world->facts.now;
        ca->pending.polls = again ? ca->pending.polls + 1 : 0;
        ca->pending.method = method;
        world->facts.has_pending = true;
        world->facts.pending_next_at = world->facts.now + cdc43_scep_poll_delay(ca->pending.polls);
    }
    cdc43_scep_note(&world->facts, method, result, &seen, fault, world->facts.pending_next_at,
                    &world->life);
}

/* A year of a phone whose certificate is due in half of it; false: it ended. */
static bool survives(struct world *world, struct strict_ca *ca) {
    const int64_t until = world->facts.now + YEAR;

    while (world->facts.now < until) {
        struct cdc43_scep_step_plan plan = cdc43_scep_plan_check(&world->facts, &world->life);
        if (plan.action != CDC43_SCEP_WAIT) {
            const bool again = plan.action == CDC43_SCEP_ASK_AGAIN;
            ask_strict(world, ca, again, again ? ca->pending.method : plan.method);
            plan.next_at = world->life.next_at;
        }
        if (world->facts.not_after < plan.next_at || plan.next_at <= world->facts.now) {
            return false; /* or it asks in a tight loop */
        }
        world->facts.now = plan.next_at;
    }
    return true;
}

/* The method that the CA takes, and what the phone has for it. */
static const struct {
    enum cdc43_scep_method takes;
    bool has_challenge;
    bool has_mic;
} phones[] = {
    {CDC43_SCEP_RENEWAL, true, false},
    {CDC43_SCEP_RENEWAL, false, false},
    {CDC43_SCEP_RENEWAL, true, true},
    {CDC43_SCEP_RENEWAL, false, true},
    {CDC43_SCEP_RENEWAL_AS_INITIAL, true, false},
    {CDC43_SCEP_RENEWAL_AS_INITIAL, false, false},
    {CDC43_SCEP_RENEWAL_AS_INITIAL, false, true},
    {CDC43_SCEP_RENEWAL_CHALLENGE, true, false},
    {CDC43_SCEP_RENEWAL_CHALLENGE, true, true},
    {CDC43_SCEP_RENEWAL_AS_INITIAL_CHALLENGE, true, false},
    {CDC43_SCEP_RENEWAL_AS_INITIAL_CHALLENGE, true, true},
    {CDC43_SCEP_INITIAL, true, false},
    {CDC43_SCEP_INITIAL, false, false},
    {CDC43_SCEP_INITIAL, true, true},
    {CDC43_SCEP_RENEWAL_MIC, true, true},
    {CDC43_SCEP_RENEWAL_MIC, false, true},
    {CDC43_SCEP_RENEWAL_MIC_AS_INITIAL, true, true},
    {CDC43_SCEP_RENEWAL_MIC_AS_INITIAL, false, true},
};

START_TEST(no_certificate_ends_while_some_method_would_work) {
    const unsigned all = 1U << CDC43_SCEP_METHOD_COUNT;
    unsigned walks = 0;

    for (size_t pair = 0; pair < END_COUNT * END_COUNT; pair++) {
        const size_t first = pair / END_COUNT;
        const size_t other = pair % END_COUNT;
        for (unsigned second = 0; second < all && first <= other;
             second += first == other ? all : 17) {
            struct world world = make_world();
            struct strict_ca ca = {
                .takes = phones[_i].takes,
                .end = {first, other},
                .second = second,
                .capabilities = second % 2 == 0 ? CDC43_SCEP_CAP_RENEWAL : 0,
            };
            world.facts.has_challenge = phones[_i].has_challenge;
            world.facts.has_mic = phones[_i].has_mic;
            world.facts.has_certificate = true;
            world.facts.not_after = START + YEAR / 2;
            world.lifetime = YEAR / 4;
            /* A parameter was changed, and the new certificate is refused. */
            world.life.requested = (pair + second) % 3 == 0 && ca.takes != CDC43_SCEP_INITIAL &&
                                   ends[first].err != CDC43_SCEP_ERR_POLLED_OUT &&
                                   ends[other].err != CDC43_SCEP_ERR_POLLED_OUT;
            ck_assert_msg(survives(&world, &ca), "method %s, ends %zu and %zu by %x",
                          cdc43_scep_method_name(ca.takes), first, other, second);
            walks++;
        }
    }
    ck_assert_uint_gt(walks, 600);
}
END_TEST

START_TEST(uses_the_manufacturing_certificate_when_there_is_no_challenge) {
    struct world world = make_world();

    world.facts.has_challenge = false;
    world.facts.has_mic = true;
    world.accepts = 1U << CDC43_SCEP_INITIAL_MIC | 1U << CDC43_SCEP_RENEWAL_MIC;
    (void)run(&world, 2 * YEAR);
    ck_assert_uint_eq(world.installed, 3);
    ck_assert_uint_eq(world.exchanges, 3);
    ck_assert_int_eq(world.methods[0], CDC43_SCEP_INITIAL_MIC);
    ck_assert_int_eq(world.methods[1], CDC43_SCEP_RENEWAL_MIC);
}
END_TEST

START_TEST(enrols_again_after_the_end_and_needs_a_password_when_that_is_refused) {
    struct world world = make_world();

    (void)run(&world, DAY);
    world.accepts = 0; /* neither renewals nor the old password */
    (void)run(&world, YEAR + DAY);
    ck_assert_int_eq(world.methods[world.exchanges - 1], CDC43_SCEP_INITIAL);
    ck_assert_int_eq(world.life.condition, CDC43_SCEP_IS_PASSWORD_NEEDED);
    ck_assert_uint_le(world.exchanges, 16 * 6 + 10); /* one per check, not more */
    world.accepts = 1U << CDC43_SCEP_INITIAL;        /* somebody typed a new one */
    cdc43_scep_request(&world.life);
    (void)run(&world, 60);
    ck_assert_int_eq(world.life.condition, CDC43_SCEP_IS_INSTALLED);
}
END_TEST

START_TEST(enrols_again_when_the_ca_has_expired) {
    struct world world = make_world();

    (void)run(&world, DAY);
    world.facts.not_after = world.facts.now + 10 * DAY;
    world.fault = CDC43_SCEP_ERR_CA_EXPIRED;
    (void)run(&world, CDC43_SCEP_CHECK_SECONDS + 1);
    ck_assert(world.life.ca_expired);
    world.fault = CDC43_SCEP_OK;
    (void)run(&world, 2 * CDC43_SCEP_CHECK_SECONDS);
    ck_assert_int_eq(world.methods[world.exchanges - 1], CDC43_SCEP_INITIAL);
    ck_assert(!world.life.ca_expired);
}
END_TEST

START_TEST(a_change_of_a_parameter_asks_at_once) {
    struct world world = make_world();

    (void)run(&world, DAY);
    cdc43_scep_request(&world.life);
    ck_assert_int_eq(cdc43_scep_plan_check(&world.facts, &world.life).action, CDC43_SCEP_ASK);
    (void)run(&world, 60);
    ck_assert_uint_eq(world.installed, 2);
    (void)run(&world, DAY);
    ck_assert_uint_eq(world.installed, 2); /* and only once */
}
END_TEST

START_TEST(renews_what_is_there_although_a_new_one_is_refused) {
    struct world world = make_world();

    (void)run(&world, DAY);
    world.accepts = 1U << CDC43_SCEP_RENEWAL; /* the password counted once */
    cdc43_scep_request(&world.life);
    (void)run(&world, 100 * DAY);
    ck_assert_int_eq(world.life.condition, CDC43_SCEP_IS_PASSWORD_NEEDED);
    (void)run(&world, YEAR);
    ck_assert_int_eq(world.without, 0);
    ck_assert_uint_eq(world.installed, 2);
    ck_assert_int_eq(world.life.condition, CDC43_SCEP_IS_INSTALLED);
    /* Another CA, which takes the password and not the old certificate. */
    world.accepts = 1U << CDC43_SCEP_INITIAL;
    world.fault = CDC43_SCEP_ERR_UNREACHABLE;
    world.facts.not_after = world.facts.now + 10 * DAY;
    cdc43_scep_request(&world.life);
    (void)run(&world, DAY);
    world.fault = CDC43_SCEP_OK;
    (void)run(&world, DAY);
    ck_assert_uint_eq(world.installed, 3);
}
END_TEST

START_TEST(renews_at_once_when_a_person_wants_it) {
    struct world world = make_world();
    struct cdc43_scep_step_plan plan;

    (void)run(&world, DAY);
    ck_assert_uint_eq(world.exchanges, 1);
    plan = cdc43_scep_plan_check(&world.facts, &world.life);
    ck_assert_int_eq(plan.action, CDC43_SCEP_WAIT);
    world.facts.renew_now = true;
    plan = cdc43_scep_plan_check(&world.facts, &world.life);
    ck_assert_int_eq(plan.action, CDC43_SCEP_ASK);
    ck_assert_int_eq(plan.method, CDC43_SCEP_RENEWAL);
    cdc43_scep_request(&world.life); /* also when a new one is asked for */
    ck_assert_int_eq(cdc43_scep_plan_check(&world.facts, &world.life).method, CDC43_SCEP_RENEWAL);
    world.facts.has_certificate = false;
    plan = cdc43_scep_plan_check(&world.facts, &world.life);
    ck_assert_int_eq(plan.method, CDC43_SCEP_INITIAL);
}
END_TEST

/* What the advice about a fault must speak of, so that it fits what was seen; number: 0 but for
 * faults that have one. */
static const struct {
    enum cdc43_scep_err err;
    unsigned number;
    bool password_sent;
    const char *word;
} advice[] = {
    {CDC43_SCEP_ERR_SERVER, 0, false, "parameters on the DHCP server or in cfg.xml"},
    {CDC43_SCEP_ERR_FINGERPRINT_SIZE, 0, false, "parameters on the DHCP server or in cfg.xml"},
    {CDC43_SCEP_ERR_COMMON_NAME, 0, false, "parameters on the DHCP server or in cfg.xml"},
    {CDC43_SCEP_ERR_NO_SIGNER, 0, false, "manufacturing certificate"},
    {CDC43_SCEP_ERR_KEY_SIZE, 0, false, "2048 or 3072"},
    {CDC43_SCEP_ERR_FIPS_UNAVAILABLE, 0, false, "FIPS provider"},
    {CDC43_SCEP_ERR_LEGACY_UNAVAILABLE, 0, false, "legacy provider"},
    {CDC43_SCEP_ERR_LEGACY_IN_FIPS, 0, false, "FIPS Mode off"},
    {CDC43_SCEP_ERR_LIBRARY, 0, false, "in the phone"},
    {CDC43_SCEP_ERR_MEMORY, 0, false, "in the phone"},
    {CDC43_SCEP_ERR_UNREACHABLE, 0, false, "network"},
    {CDC43_SCEP_ERR_TIMEOUT, 0, false, "network"},
    {CDC43_SCEP_ERR_HTTP, 404, false, "path"},
    {CDC43_SCEP_ERR_REDIRECT, 0, false, "redirection"},
    {CDC43_SCEP_ERR_ANSWER_TOO_LONG, 0, false, "proxy"},
    {CDC43_SCEP_ERR_CUT_SHORT, 0, false, "proxy"},
    {CDC43_SCEP_ERR_STOPPED, 0, false, "nothing"},
    {CDC43_SCEP_ERR_NOT_HTTP, 0, false, "port"},
    {CDC43_SCEP_ERR_HTTP_REQUEST, 500, false, "CA's log"},
    {CDC43_SCEP_ERR_HTTP_REQUEST, 500, true, "challenge password"},
    {CDC43_SCEP_ERR_HTTP_REQUEST, 403, true, "challenge password"},
    {CDC43_SCEP_ERR_CA_ANSWER, 0, false, "SCEP server"},
    {CDC43_SCEP_ERR_CA_TOO_MANY, 0, false, "SCEP server"},
    {CDC43_SCEP_ERR_FINGERPRINT_MISMATCH, 0, false, "send its root CA certificate"},
    {CDC43_SCEP_ERR_FINGERPRINT_MISMATCH, 1, false, "compare Root CA Fingerprint"},
    {CDC43_SCEP_ERR_FINGERPRINT_NOT_ROOT, 0, false, "of the root CA"},
    {CDC43_SCEP_ERR_CA_CHAIN, 0, false, "certificates from there to the root"},
    {CDC43_SCEP_ERR_CA_EXPIRED, 0, false, "clock"},
    {CDC43_SCEP_ERR_CA_NOT_YET_VALID, 0, false, "clock"},
    {CDC43_SCEP_ERR_CA_WEAK, 0, false, "2048"},
    {CDC43_SCEP_ERR_CA_KEY, 0, false, "RSA"},
    {CDC43_SCEP_ERR_NEXT_CA_UNSUPPORTED, 0, false, "nothing"},
    {CDC43_SCEP_ERR_NEXT_CA_ROOT, 0, false, "one next root"},
    {CDC43_SCEP_ERR_NEXT_CA_SAME, 0, false, "nothing"},
    {CDC43_SCEP_ERR_REPLY_FORMAT, 0, false, "CA's log"},
    {CDC43_SCEP_ERR_REPLY_SIGNATURE, 0, false, "CA's log"},
    {CDC43_SCEP_ERR_REPLY_ATTRIBUTES, 0, false, "CA's log"},
    {CDC43_SCEP_ERR_REPLY_TYPE, 0, false, "CA's log"},
    {CDC43_SCEP_ERR_REPLY_TRANSACTION, 0, false, "CA's log"},
    {CDC43_SCEP_ERR_REPLY_NONCE, 0, false, "CA's log"},
    {CDC43_SCEP_ERR_REPLY_STATUS, 0, false, "CA's log"},
    {CDC43_SCEP_ERR_REPLY_FAIL_INFO, 0, false, "CA's log"},
    {CDC43_SCEP_ERR_REPLY_EMPTY, 0, false, "CA's log"},
    {CDC43_SCEP_ERR_SINGLE_DES, 0, false, "AES and SHA-256"},
    {CDC43_SCEP_ERR_WEAK_CIPHER, 0, false, "AES and SHA-256"},
    {CDC43_SCEP_ERR_WEAK_DIGEST, 0, false, "AES and SHA-256"},
    {CDC43_SCEP_ERR_DECRYPT, 0, false, "key"},
    {CDC43_SCEP_ERR_REPLY_CERTIFICATES, 0, false, "CA's log"},
    {CDC43_SCEP_ERR_ISSUED_OTHER_KEY, 0, false, "CA's profile"},
    {CDC43_SCEP_ERR_ISSUED_CHAIN, 0, false, "CA's profile"},
    {CDC43_SCEP_ERR_ISSUED_NAME, 0, false, "CA's profile"},
    {CDC43_SCEP_ERR_ISSUED_AGAIN, 0, false, "CA's profile"},
    {CDC43_SCEP_ERR_ISSUED_PURPOSE, 0, false, "CA's profile"},
    {CDC43_SCEP_ERR_ISSUED_NOT_YET_VALID, 0, false, "clock"},
    {CDC43_SCEP_ERR_REJECTED, CDC43_SCEP_FAIL_BAD_ALG, true, "AES and SHA-256"},
    {CDC43_SCEP_ERR_REJECTED, CDC43_SCEP_FAIL_BAD_MESSAGE_CHECK, false, "key of the certificate"},
    {CDC43_SCEP_ERR_REJECTED, CDC43_SCEP_FAIL_BAD_MESSAGE_CHECK, true, "challenge password"},
    {CDC43_SCEP_ERR_REJECTED, CDC43_SCEP_FAIL_BAD_REQUEST, false, "needs no challenge password"},
    {CDC43_SCEP_ERR_REJECTED, CDC43_SCEP_FAIL_BAD_REQUEST, true, "check the challenge password"},
    {CDC43_SCEP_ERR_REJECTED, CDC43_SCEP_FAIL_BAD_TIME, true, "clock"},
    {CDC43_SCEP_ERR_REJECTED, CDC43_SCEP_FAIL_BAD_CERT_ID, false, "enrol again"},
    {CDC43_SCEP_ERR_POLLED_OUT, 0, false, "approve"},
    {CDC43_SCEP_ERR_STORE, 0, false, "state directory"},
    {CDC43_SCEP_ERR_STORE_DAMAGED, 0, false, "state directory"},
    {CDC43_SCEP_ERR_PAIR, 0, false, "file"},
    {CDC43_SCEP_ERR_P12_FORMAT, 0, false, "file"},
    {CDC43_SCEP_ERR_P12_PASSWORD, 0, false, "password"},
    {CDC43_SCEP_ERR_CERTIFICATE_FILE, 0, false, "file"},
    {CDC43_SCEP_ERR_KEY_FILE, 0, false, "file"},
    {CDC43_SCEP_ERR_P12_FIPS, 0, false, "PBMAC1"},
    {CDC43_SCEP_ERR_P12_NO_MAC, 0, false, "without -nomac"},
    {CDC43_SCEP_ERR_P12_CIPHER, 0, false, "AES"},
};

START_TEST(every_fault_has_advice_that_fits) {
    for (unsigned i = 1; i < 256; i++) {
        struct cdc43_scep_life life = {.condition = CDC43_SCEP_IS_RENEW_FAILED,
                                       .fault = {.err = (enum cdc43_scep_err)i}};
        bool known = false;
        for (size_t k = 0; k < sizeof advice / sizeof advice[0]; k++) {
            const char *said = NULL;
            if (advice[k].err != life.fault.err) {
                continue;
            }
            known = true;
            life.fault.number = advice[k].number;
            life.password_sent = advice[k].password_sent;
            said = cdc43_scep_advice(&life);
            ck_assert_ptr_nonnull(said);
            ck_assert_msg(strstr(said, advice[k].word) != NULL, "%s: %s",
                          cdc43_scep_err_name(life.fault.err), said);
            /* Nobody looks for a password that was not sent. */
            ck_assert_msg(life.password_sent || strstr(said, "check the challenge") == NULL,
                          "%s: %s", cdc43_scep_err_name(life.fault.err), said);
        }
        ck_assert_msg((cdc43_scep_err_name(life.fault.err) != NULL) == known, "error %u", i);
    }
}
END_TEST

/* The password is known to have been sent when it was, and only then. */
START_TEST(remembers_whether_the_password_was_sent) {
    struct world world = make_world();

    world.accepts = 0;
    (void)run(&world, 60);
    ck_assert(world.life.password_sent);
    world.fault = CDC43_SCEP_ERR_UNREACHABLE;
    (void)run(&world, 2 * CDC43_SCEP_CHECK_SECONDS);
    ck_assert(!world.life.password_sent);
    world.facts.has_challenge = false;
    world.fault = CDC43_SCEP_OK;
    (void)run(&world, 2 * CDC43_SCEP_CHECK_SECONDS);
    ck_assert(!world.life.password_sent);
}
END_TEST

START_TEST(waits_longer_and_longer_for_a_server_that_is_not_there) {
    struct world world = make_world();

    world.fault = CDC43_SCEP_ERR_UNREACHABLE;
    (void)run(&world, 3600);
    ck_assert_uint_ge(world.exchanges, 3);
    ck_assert_uint_le(world.exchanges, 7);
    (void)run(&world, 30 * DAY);
    ck_assert_uint_le(world.exchanges, 30 * 6 + 12);
    ck_assert_int_eq(world.life.condition, CDC43_SCEP_IS_ENROL_FAILED);
    world.fault = CDC43_SCEP_OK;
    (void)run(&world, CDC43_SCEP_CHECK_SECONDS + 601);
    ck_assert_int_eq(world.life.condition, CDC43_SCEP_IS_INSTALLED);
}
END_TEST

START_TEST(an_outage_of_two_weeks_costs_no_certificate) {
    struct world world = make_world();

    (void)run(&world, 349 * DAY);
    world.fault = CDC43_SCEP_ERR_TIMEOUT;
    (void)run(&world, 14 * DAY);
    ck_assert_int_eq(world.life.condition, CDC43_SCEP_IS_RENEW_FAILED);
    world.fault = CDC43_SCEP_OK;
    (void)run(&world, DAY);
    ck_assert_uint_eq(world.installed, 2);
    ck_assert_int_eq(world.without, 0);
}
END_TEST

START_TEST(does_not_take_a_clock_that_is_not_set_for_the_end) {
    struct world world = make_world();

    world.facts.has_certificate = true;
    world.facts.not_after = START + YEAR;
    world.facts.now = CDC43_SCEP_NO_CLOCK;
    ck_assert_int_eq(cdc43_scep_plan_check(&world.facts, &world.life).action, CDC43_SCEP_WAIT);
    ck_assert_int_eq(world.life.condition, CDC43_SCEP_IS_CLOCK_NEEDED);
    world.facts.now = START;
    ck_assert_int_eq(cdc43_scep_plan_check(&world.facts, &world.life).action, CDC43_SCEP_WAIT);
    ck_assert_int_eq(world.life.condition, CDC43_SCEP_IS_INSTALLED);
    /* Lost again and found: that is no time for which it is too early. */
    world.facts.now = CDC43_SCEP_NO_CLOCK;
    (void)cdc43_scep_plan_check(&world.facts, &world.life);
    world.facts.now = START + 60;
    ck_assert_int_eq(cdc43_scep_plan_check(&world.facts, &world.life).action, CDC43_SCEP_WAIT);
    ck_assert_int_eq(world.life.condition, CDC43_SCEP_IS_INSTALLED);
    /* Without a certificate there is nothing to lose. */
    world.facts.has_certificate = false;
    world.facts.now = CDC43_SCEP_NO_CLOCK;
    ck_assert_int_eq(cdc43_scep_plan_check(&world.facts, &world.life).action, CDC43_SCEP_ASK);
}
END_TEST

START_TEST(a_clock_that_was_years_ahead_does_not_stop_the_checks) {
    struct world world = make_world();

    world.life.next_at = START + 10 * YEAR;
    ck_assert_int_eq(cdc43_scep_plan_check(&world.facts, &world.life).action, CDC43_SCEP_ASK);
}
END_TEST

START_TEST(what_failed_while_the_clock_was_ahead_is_not_said_when_it_is_right_again) {
    struct world world = make_world();

    (void)run(&world, DAY);
    world.facts.now += 30 * YEAR;
    world.fault = CDC43_SCEP_ERR_CA_EXPIRED;
    do_exchange(&world, cdc43_scep_plan_check(&world.facts, &world.life).method);
    ck_assert_int_eq(world.life.condition, CDC43_SCEP_IS_ENROL_FAILED);
    world.facts.now -= 30 * YEAR;
    ck_assert_int_eq(cdc43_scep_plan_check(&world.facts, &world.life).action, CDC43_SCEP_WAIT);
    ck_assert_int_eq(world.life.condition, CDC43_SCEP_IS_INSTALLED);
    ck_assert_int_eq(world.life.fault.err, CDC43_SCEP_OK);
    ck_assert_uint_eq(world.life.failures, 0);
}
END_TEST

START_TEST(polls_a_pending_request_when_its_time_comes) {
    struct world world = make_world();
    const struct cdc43_scep_seen seen = {0};
    struct cdc43_scep_step_plan plan;

    cdc43_scep_note(&world.facts, CDC43_SCEP_INITIAL, CDC43_SCEP_PENDING, &seen, NULL, START + 60,
                    &world.life);
    ck_assert_int_eq(world.life.condition, CDC43_SCEP_IS_PENDING);
    world.facts.has_pending = true;
    world.facts.pending_next_at = START + 60;
    plan = cdc43_scep_plan_check(&world.facts, &world.life);
    ck_assert_int_eq(plan.action, CDC43_SCEP_WAIT);
    ck_assert_int_eq(plan.next_at, START + 60);
    world.facts.now += 60;
    ck_assert_int_eq(cdc43_scep_plan_check(&world.facts, &world.life).action, CDC43_SCEP_ASK_AGAIN);
    /* Not reached: it is still pending. Refused: it is over. */
    world.life.requested = false;
    cdc43_scep_note(&world.facts, CDC43_SCEP_INITIAL, CDC43_SCEP_FAILED, &seen,
                    &(struct cdc43_scep_fault){.err = CDC43_SCEP_ERR_UNREACHABLE}, START + 180,
                    &world.life);
    ck_assert_int_eq(world.life.condition, CDC43_SCEP_IS_PENDING);
    ck_assert_int_eq(world.life.fault.err, CDC43_SCEP_ERR_UNREACHABLE);
    ck_assert_int_eq(world.life.next_at, START + 180);
    ck_assert(cdc43_scep_is_undecided(CDC43_SCEP_ERR_NO_SIGNER));
    ck_assert(cdc43_scep_is_undecided(CDC43_SCEP_ERR_CA_ANSWER));
    ck_assert(cdc43_scep_is_undecided(CDC43_SCEP_ERR_CA_WEAK));
    ck_assert(cdc43_scep_is_undecided(CDC43_SCEP_ERR_REPLY_FORMAT));
    ck_assert(cdc43_scep_is_undecided(CDC43_SCEP_ERR_REPLY_SIGNATURE));
    ck_assert(cdc43_scep_is_undecided(CDC43_SCEP_ERR_REPLY_NONCE));
    ck_assert(!cdc43_scep_is_undecided(CDC43_SCEP_ERR_REPLY_STATUS));
    ck_assert(!cdc43_scep_is_undecided(CDC43_SCEP_ERR_REJECTED));
    ck_assert(!cdc43_scep_is_undecided(CDC43_SCEP_ERR_POLLED_OUT));
    cdc43_scep_request(&world.life); /* another password: that request is given up */
    ck_assert_int_eq(cdc43_scep_plan_check(&world.facts, &world.life).action, CDC43_SCEP_ASK);
}
END_TEST

START_TEST(asks_for_nothing_when_not_configured_or_deleted) {
    struct world world = make_world();

    world.facts.configured = false;
    (void)run(&world, 30 * DAY);
    ck_assert_uint_eq(world.exchanges, 0);
    world.facts.configured = true;
    world.life.condition = CDC43_SCEP_IS_DELETED;
    (void)run(&world, 30 * DAY);
    ck_assert_uint_eq(world.exchanges, 0);
    cdc43_scep_request(&world.life);
    (void)run(&world, DAY);
    ck_assert_uint_eq(world.installed, 1);
}
END_TEST

int main(void) {
    Suite *const suite = suite_create("life of a certificate");
    TCase *const tcase = tcase_create("years");

    tcase_add_test(tcase, three_years_of_a_phone_that_all_goes_well_for);
    tcase_add_test(tcase, is_due_fifteen_days_before_the_end);
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, climbs_the_ladder_one_rung_per_check, 0, 7);
    tcase_add_test(tcase, begins_where_the_ca_says_that_it_can);
    tcase_add_loop_test(tcase, no_certificate_ends_while_some_method_would_work, 0,
                        sizeof phones / sizeof phones[0]);
    tcase_add_test(tcase, remembers_whether_the_password_was_sent);
    tcase_add_test(tcase, uses_the_manufacturing_certificate_when_there_is_no_challenge);
    tcase_add_test(tcase, enrols_again_after_the_end_and_needs_a_password_when_that_is_refused);
    tcase_add_test(tcase, enrols_again_when_the_ca_has_expired);
    tcase_add_test(tcase, a_change_of_a_parameter_asks_at_once);
    tcase_add_test(tcase, renews_what_is_there_although_a_new_one_is_refused);
    tcase_add_test(tcase, renews_at_once_when_a_person_wants_it);
    tcase_add_test(tcase, every_fault_has_advice_that_fits);
    tcase_add_test(tcase, waits_longer_and_longer_for_a_server_that_is_not_there);
    tcase_add_test(tcase, an_outage_of_two_weeks_costs_no_certificate);
    tcase_add_test(tcase, does_not_take_a_clock_that_is_not_set_for_the_end);
    tcase_add_test(tcase, a_clock_that_was_years_ahead_does_not_stop_the_checks);
    tcase_add_test(tcase, what_failed_while_the_clock_was_ahead_is_not_said_when_it_is_right_again);
    tcase_add_test(tcase, polls_a_pending_request_when_its_time_comes);
    tcase_add_test(tcase, asks_for_nothing_when_not_configured_or_deleted);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
