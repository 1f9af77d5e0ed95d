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
    const struct cdc43_scep_seen seen = {.capabilities = world->capabilities};
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
        {0, 1U << CDC43_SCEP_RENEWAL_CHALLENGE, 3},
    };
    struct world world = make_world();

    world.accepts = cases[_i].accepts;
    world.capabilities = cases[_i].capabilities;
    world.facts.has_certificate = true;
    world.facts.not_after = START + 10 * DAY;
    (void)run(&world, DAY);
    ck_assert_uint_eq(world.exchanges, cases[_i].exchanges);
    ck_assert_uint_eq(world.installed, 1);
    ck_assert_int_eq(world.without, 0);
    ck_assert_int_eq(world.life.condition, CDC43_SCEP_IS_INSTALLED);
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

START_TEST(every_fault_has_words_and_advice) {
    for (unsigned i = 1; i < 100; i++) {
        const struct cdc43_scep_life life = {.condition = CDC43_SCEP_IS_ENROL_FAILED,
                                             .fault = {.err = (enum cdc43_scep_err)i}};
        ck_assert((cdc43_scep_err_name(life.fault.err) != NULL) ==
                  (cdc43_scep_advice(&life) != NULL));
    }
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
    tcase_add_loop_test(tcase, climbs_the_ladder_one_rung_per_check, 0, 4);
    tcase_add_test(tcase, uses_the_manufacturing_certificate_when_there_is_no_challenge);
    tcase_add_test(tcase, enrols_again_after_the_end_and_needs_a_password_when_that_is_refused);
    tcase_add_test(tcase, enrols_again_when_the_ca_has_expired);
    tcase_add_test(tcase, a_change_of_a_parameter_asks_at_once);
    tcase_add_test(tcase, renews_what_is_there_although_a_new_one_is_refused);
    tcase_add_test(tcase, renews_at_once_when_a_person_wants_it);
    tcase_add_test(tcase, every_fault_has_words_and_advice);
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
