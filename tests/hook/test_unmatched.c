/* SPDX-License-Identifier: MIT */
/* The vendor classes that no model has: which are kept. */
#include <string.h>

#include "kea-hook/policy/unmatched.h"
#include "tests/support/main.h"

START_TEST(keeps_frequent_vendor_classes) {
    static struct cdc43_hook_unmatched unmatched;
    uint8_t octets[CDC43_HOOK_UNMATCHED_SIZE + 1] = {0};
    uint64_t most = 0;

    for (unsigned i = 0; i < 10000; i++) {
        octets[0] = (uint8_t)(i % 4 == 0 ? 0 : i * 31U >> 2);
        octets[1] = (uint8_t)(i % 4 == 0 ? 0 : 1);
        octets[CDC43_HOOK_UNMATCHED_SIZE] = (uint8_t)i;
        cdc43_hook_count_unmatched(&unmatched, (struct cdc43_view){octets, sizeof octets});
    }
    for (size_t i = 0; i < CDC43_HOOK_UNMATCHED_MAX; i++) {
        const struct cdc43_hook_unmatched_class *const entry = &unmatched.entries[i];

        ck_assert_uint_ne(entry->count, 0);
        if (entry->octets[1] == 0) {
            most = entry->count - entry->error;
        } else {
            ck_assert_uint_lt(entry->count - entry->error, 2500);
        }
    }
    ck_assert_uint_eq(most, 2500);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("unmatched");
    TCase *cases = tcase_create("unmatched");

    tcase_add_test(cases, keeps_frequent_vendor_classes);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
