/* SPDX-License-Identifier: MIT */
/* Searches in the tables of scopes, and the decision, without Kea. */
#include <stdlib.h>
#include <string.h>

#include "kea-hook/policy/decide.h"
#include "tests/support/main.h"

#define SUBNETS 40U

static struct cdc43_view text(const char *string) {
    return (struct cdc43_view){(const uint8_t *)string, strlen(string)};
}

static uint32_t next_random(void) {
    static uint32_t state = 43;

    state = state * UINT32_C(1664525) + UINT32_C(1013904223);
    return state >> 8;
}

static int by_address(const void *a, const void *b) {
    const struct cdc43_hook_subnet *const x = a;
    const struct cdc43_hook_subnet *const y = b;

    return x->first != y->first ? (x->first < y->first ? -1 : 1) : (x->last > y->last ? -1 : 1);
}

/* The narrowest subnet, looked for one by one. */
static size_t narrowest(const struct cdc43_hook_subnet *subnets, size_t count, uint32_t address) {
    size_t found = 0;

    for (size_t i = 1; i <= count; i++) {
        if (subnets[i].first <= address && address <= subnets[i].last &&
            (found == 0 ||
             subnets[i].last - subnets[i].first < subnets[found].last - subnets[found].first)) {
            found = i;
        }
    }
    return found;
}

static void assert_same_subnets(struct cdc43_hook_subnet *subnets, size_t count) {
    struct cdc43_hook_range ranges[2 * SUBNETS + 1];
    struct cdc43_hook_scopes scopes = {.subnets = subnets, .ranges = ranges};

    cdc43_hook_cut_ranges(subnets, count, ranges, &scopes.range_count);
    ck_assert_uint_le(scopes.range_count, 2 * count + 1);
    for (size_t i = 1; i <= count; i++) {
        const uint32_t edges[] = {subnets[i].first, subnets[i].first - 1, subnets[i].last,
                                  subnets[i].last + 1};

        for (size_t e = 0; e < sizeof edges / sizeof edges[0]; e++) {
            ck_assert_uint_eq(cdc43_hook_find_subnet(&scopes, edges[e]),
                              narrowest(subnets, count, edges[e]));
        }
    }
    ck_assert_uint_eq(cdc43_hook_find_subnet(&scopes, 0), narrowest(subnets, count, 0));
}

/* Random prefixes of different lengths, most of them inside one another. */
START_TEST(gives_an_address_to_the_narrowest_subnet) {
    for (unsigned round = 0; round < 2000; round++) {
        struct cdc43_hook_subnet subnets[SUBNETS + 1] = {{0}};
        const size_t wanted = next_random() % SUBNETS;
        size_t count = 0;

        for (size_t i = 0; i < wanted; i++) {
            const uint32_t hosts = (uint32_t)(UINT64_C(0xffffffff) >> next_random() % 33);
            const uint32_t high = next_random() % 2 == 0 ? UINT32_C(0xffff0000) : 0;
            const uint32_t first = (high | (next_random() & 0xffffU)) & ~hosts;
            bool is_new = true;

            for (size_t k = 1; k <= count; k++) {
                is_new =
                    is_new && !(subnets[k].first == first && subnets[k].last == (first | hosts));
            }
            if (is_new) {
                subnets[++count] =
                    (struct cdc43_hook_subnet){.first = first, .last = first | hosts};
            }
        }
        qsort(subnets + 1, count, sizeof *subnets, by_address);
        assert_same_subnets(subnets, count);
    }
}
END_TEST

START_TEST(finds_classes_by_their_whole_name) {
    const struct cdc43_hook_class classes[] = {
        {{NULL, 0}, 0}, {text("a"), 0}, {text("ab"), 0}, {text(""), 0}};
    uint32_t slots[8] = {0};
    const struct cdc43_hook_scopes scopes = {
        .classes = classes, .class_slots = slots, .class_slot_count = 8};
    const struct cdc43_hook_scopes empty = {.classes = NULL};

    for (size_t i = 1; i < 4; i++) {
        ck_assert(cdc43_hook_put_class(classes, i, slots, 8));
    }
    ck_assert(!cdc43_hook_put_class(classes, 1, slots, 8));
    ck_assert_uint_eq(cdc43_hook_find_class(&scopes, text("a")), 1);
    ck_assert_uint_eq(cdc43_hook_find_class(&scopes, text("ab")), 2);
    ck_assert_uint_eq(cdc43_hook_find_class(&scopes, text("")), 3);
    ck_assert_uint_eq(cdc43_hook_find_class(&scopes, text("abc")), 0);
    ck_assert_uint_eq(cdc43_hook_find_class(&empty, text("a")), 0);
}
END_TEST

/* One subnet 10.0.0.0/8 in a network, one pool in it, a reservation, a class, everything. */
#define POOL_FIRST UINT32_C(0x0a000010)
#define POOL_LAST UINT32_C(0x0a000020)
enum { HOST = 1, POOL, SUBNET, NETWORK, CLASS, GLOBAL, POLICIES };
static struct cdc43_hook_scope_policy policies[POLICIES];
static struct cdc43_hook_subnet subnets[2];
static struct cdc43_hook_range ranges[3];
static const struct cdc43_hook_pool pools[] = {{POOL_FIRST, POOL_LAST, POOL}};
static const uint8_t mac[] = {0, 1, 2, 3, 4, 5};
static struct cdc43_hook_host hosts[] = {{CDC43_HOOK_HW_ADDRESS, {mac, sizeof mac}, 1, HOST}};
static uint32_t host_slots[2];
static struct cdc43_hook_class classes[3];
static uint32_t class_slots[8];
static struct cdc43_hook_scopes scopes;
static struct cdc43_hook_profile profiles[8];
static struct cdc43_hook_model models[4];
static struct cdc43_hook_policy policy;
static struct cdc43_hook_client client;
static struct cdc43_hook_response response;

static void begin(void) {
    memset(policies, 0, sizeof policies);
    memset(profiles, 0, sizeof profiles);
    for (size_t i = 1; i < POLICIES; i++) {
        policies[i].level = (enum cdc43_hook_level)(i - 1);
        policies[i].says = CDC43_HOOK_SAYS_PROFILE;
        policies[i].profile = i;
    }
    subnets[1] = (struct cdc43_hook_subnet){.first = UINT32_C(0x0a000000),
                                            .last = UINT32_C(0x0affffff),
                                            .has_own_hosts = true,
                                            .policy = SUBNET,
                                            .network_policy = NETWORK,
                                            .pool_count = 1};
    classes[1] = (struct cdc43_hook_class){text("with a policy"), CLASS};
    classes[2] = (struct cdc43_hook_class){text("required"), 0};
    hosts[0].subnet = 1;
    memset(host_slots, 0, sizeof host_slots);
    ck_assert(cdc43_hook_put_host(hosts, 0, host_slots, 2));
    scopes = (struct cdc43_hook_scopes){.policies = policies,
                                        .subnets = subnets,
                                        .ranges = ranges,
                                        .pools = pools,
                                        .hosts = hosts,
                                        .host_slots = host_slots,
                                        .host_slot_count = 2,
                                        .id_order = {CDC43_HOOK_HW_ADDRESS},
                                        .id_count = 1,
                                        .classes = classes,
                                        .class_slots = class_slots,
                                        .class_slot_count = 8,
                                        .global_policy = GLOBAL};
    cdc43_hook_cut_ranges(subnets, 1, ranges, &scopes.range_count);
    models[0] = (struct cdc43_hook_model){.vendor_class = text("DP-9871")};
    models[1] = (struct cdc43_hook_model){.vendor_class = text("CP-8875")};
    policy = (struct cdc43_hook_policy){.profiles = profiles, .models = models};
    client = (struct cdc43_hook_client){.address = POOL_FIRST, .classes = {1}, .class_count = 1};
    client.ids[CDC43_HOOK_HW_ADDRESS] = (struct cdc43_view){mac, sizeof mac};
    response = (struct cdc43_hook_response){true, 0};
}

static struct cdc43_hook_decision decide(size_t model) {
    const struct cdc43_hook_choice choice = {CDC43_HOOK_EXACT, models[model].vendor_class,
                                             &models[model], &profiles[0]};
    struct cdc43_hook_found found;
    struct cdc43_hook_decision decision;

    cdc43_hook_find_policies(&scopes, &client, &found);
    cdc43_hook_decide(&policy, &choice, &client, &found, &response, &decision);
    return decision;
}

static void assert_profile(size_t profile) {
    const struct cdc43_hook_decision decision = decide(0);

    ck_assert_int_eq(decision.outcome, CDC43_HOOK_DONE_SENT);
    ck_assert_ptr_eq(decision.profile, &profiles[profile]);
    ck_assert_ptr_eq(decision.scope, profile == 0 ? NULL : &policies[profile]);
}

START_TEST(asks_the_scopes_in_their_order) {
    for (size_t i = HOST; i < POLICIES; i++) {
        assert_profile(i);
        policies[i].says = CDC43_HOOK_SAYS_NOTHING;
    }
    assert_profile(0);
}
END_TEST

START_TEST(asks_only_scopes_that_concern_the_client) {
    client.ids[CDC43_HOOK_HW_ADDRESS].len--;
    assert_profile(POOL);
    client.address = POOL_LAST;
    assert_profile(POOL);
    client.address = POOL_LAST + 1;
    assert_profile(SUBNET);
    client.address = POOL_FIRST - 1;
    assert_profile(SUBNET);
    client.address = 1;
    assert_profile(CLASS);
    client.class_count = 0;
    assert_profile(GLOBAL);
    client.address = POOL_FIRST;
    client.ids[CDC43_HOOK_HW_ADDRESS].len++;
    assert_profile(HOST);
    subnets[1].has_own_hosts = false;
    assert_profile(POOL);
}
END_TEST

START_TEST(takes_global_reservations_where_kea_does) {
    hosts[0].subnet = 0;
    memset(host_slots, 0, sizeof host_slots);
    ck_assert(cdc43_hook_put_host(hosts, 0, host_slots, 2));
    ck_assert(!cdc43_hook_put_host(hosts, 0, host_slots, 2));
    assert_profile(POOL);
    subnets[1].has_global_hosts = true;
    assert_profile(HOST);
    scopes.host_slot_count = 0;
    assert_profile(POOL);
}
END_TEST

START_TEST(takes_no_and_yes_from_a_scope) {
    policies[HOST].says = CDC43_HOOK_SAYS_YES;
    ck_assert_ptr_eq(decide(0).profile, &profiles[0]);
    ck_assert_ptr_eq(decide(0).scope, &policies[HOST]);
    policies[HOST].says = CDC43_HOOK_SAYS_NO;
    ck_assert_int_eq(decide(0).outcome, CDC43_HOOK_DONE_SCOPE);
    ck_assert_ptr_eq(decide(0).scope, &policies[HOST]);
    ck_assert_ptr_null(decide(0).profile);
}
END_TEST

/* A subnet's profile for the desk phones is none for the snom phones in it, and the other way. */
START_TEST(passes_over_profiles_of_other_vendors) {
    profiles[POOL].vendor = CDC43_VENDOR_SNOM;
    profiles[HOST].vendor = CDC43_VENDOR_INNOVAPHONE;
    assert_profile(SUBNET);
    profiles[0].vendor = CDC43_VENDOR_SNOM;
    assert_profile(POOL);
    policies[HOST].says = CDC43_HOOK_SAYS_NO;
    ck_assert_int_eq(decide(0).outcome, CDC43_HOOK_DONE_SCOPE);
}
END_TEST

START_TEST(minds_remote_provisioning_for_phones_only) {
    response.provisioning = 1;
    ck_assert_int_eq(decide(0).outcome, CDC43_HOOK_DONE_SENT_BESIDE);
    profiles[HOST].vendor = CDC43_VENDOR_SNOM;
    profiles[0].vendor = CDC43_VENDOR_SNOM;
    ck_assert_int_eq(decide(0).outcome, CDC43_HOOK_DONE_SENT);
}
END_TEST

START_TEST(takes_rows_of_models_before_what_else_a_scope_says) {
    const struct cdc43_hook_row row = {text("CP-8875"), 7};

    policies[HOST].says = CDC43_HOOK_SAYS_NO;
    policies[HOST].rows = &row;
    policies[HOST].row_count = 1;
    ck_assert_ptr_eq(decide(1).profile, &profiles[7]);
    ck_assert_int_eq(decide(0).outcome, CDC43_HOOK_DONE_SCOPE);
}
END_TEST

START_TEST(wants_the_required_classes) {
    models[0].required_class = 2;
    ck_assert_int_eq(decide(0).outcome, CDC43_HOOK_DONE_MODEL_CLASS);
    ck_assert_int_eq(decide(1).outcome, CDC43_HOOK_DONE_SENT);
    client.classes[client.class_count++] = 2;
    ck_assert_int_eq(decide(0).outcome, CDC43_HOOK_DONE_SENT);
    client.class_count--;
    models[0].required_class = 0;
    profiles[HOST].required_class = 2;
    ck_assert_int_eq(decide(0).outcome, CDC43_HOOK_DONE_PROFILE_CLASS);
    client.classes[0] = 2;
    ck_assert_int_eq(decide(0).outcome, CDC43_HOOK_DONE_SENT);
}
END_TEST

START_TEST(looks_at_the_response_last) {
    policy.is_skipped_unrequested = true;
    ck_assert_int_eq(decide(0).outcome, CDC43_HOOK_DONE_SENT);
    response.is_requested = false;
    ck_assert_int_eq(decide(0).outcome, CDC43_HOOK_DONE_NOT_REQUESTED);
    policy.is_skipped_unrequested = false;
    response.provisioning = 1;
    ck_assert_int_eq(decide(0).outcome, CDC43_HOOK_DONE_SENT_BESIDE);
    policy.on_provisioning = CDC43_HOOK_WITHHOLD;
    ck_assert_int_eq(decide(0).outcome, CDC43_HOOK_DONE_PROVISIONED);
    policy.on_provisioning = CDC43_HOOK_IGNORE;
    ck_assert_int_eq(decide(0).outcome, CDC43_HOOK_DONE_SENT);
    ck_assert_ptr_nonnull(cdc43_hook_outcome_name(CDC43_HOOK_DONE_FULL));
    ck_assert_ptr_nonnull(cdc43_hook_outcome_text(CDC43_HOOK_DONE_FULL));
    ck_assert_ptr_null(cdc43_hook_outcome_name(CDC43_HOOK_OUTCOME_COUNT));
    ck_assert_ptr_null(cdc43_hook_outcome_text(CDC43_HOOK_OUTCOME_COUNT));
}
END_TEST

int main(void) {
    Suite *const suite = suite_create("scopes");
    TCase *const cases = tcase_create("scopes");

    tcase_add_checked_fixture(cases, begin, NULL);
    tcase_add_test(cases, gives_an_address_to_the_narrowest_subnet);
    tcase_add_test(cases, finds_classes_by_their_whole_name);
    tcase_add_test(cases, asks_the_scopes_in_their_order);
    tcase_add_test(cases, asks_only_scopes_that_concern_the_client);
    tcase_add_test(cases, takes_global_reservations_where_kea_does);
    tcase_add_test(cases, takes_no_and_yes_from_a_scope);
    tcase_add_test(cases, passes_over_profiles_of_other_vendors);
    tcase_add_test(cases, minds_remote_provisioning_for_phones_only);
    tcase_add_test(cases, takes_rows_of_models_before_what_else_a_scope_says);
    tcase_add_test(cases, wants_the_required_classes);
    tcase_add_test(cases, looks_at_the_response_last);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
