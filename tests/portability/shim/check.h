/* SPDX-License-Identifier: MIT */
/* As much of Check as the unit tests use, for machines for which there is a compiler but no Check:
 * the same test sources, in one process, which the first failure ends. */
#ifndef CDC43_TESTS_SHIM_CHECK_H
#define CDC43_TESTS_SHIM_CHECK_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct shim_test {
    const char *name;
    void (*function)(int);
    int first;
    int last;
};
typedef struct {
    const char *name;
    struct shim_test tests[64];
    size_t count;
} Suite;
typedef Suite TCase;
typedef Suite SRunner;
enum { CK_NORMAL };

static const char *shim_running = "";
static Suite shim_suite;

#define START_TEST(name) static void name(int _i)
#define END_TEST

static inline void shim_assert(bool good, const char *text, const char *file, int line) {
    if (!good) {
        (void)printf("%s:%d: %s: %s\n", file, line, shim_running, text);
        exit(EXIT_FAILURE);
    }
}
#define ck_assert(condition) shim_assert(condition, #condition, __FILE__, __LINE__)
#define ck_assert_msg(condition, ...) ck_assert(condition)
#define ck_assert_int_eq(a, b) ck_assert((intmax_t)(a) == (intmax_t)(b))
#define ck_assert_uint_eq(a, b) ck_assert((uintmax_t)(a) == (uintmax_t)(b))
#define ck_assert_uint_le(a, b) ck_assert((uintmax_t)(a) <= (uintmax_t)(b))
#define ck_assert_uint_lt(a, b) ck_assert((uintmax_t)(a) < (uintmax_t)(b))
#define ck_assert_uint_gt(a, b) ck_assert((uintmax_t)(a) > (uintmax_t)(b))
#define ck_assert_mem_eq(a, b, n) ck_assert(memcmp(a, b, n) == 0)
#define ck_assert_str_eq(a, b) ck_assert(strcmp(a, b) == 0)
#define ck_assert_ptr_eq(a, b) ck_assert((const void *)(a) == (const void *)(b))
#define ck_assert_ptr_null(a) ck_assert((a) == NULL)
#define ck_assert_ptr_nonnull(a) ck_assert((a) != NULL)

static inline Suite *suite_create(const char *name) {
    shim_suite.name = name;
    return &shim_suite;
}
static inline TCase *tcase_create(const char *name) {
    (void)name;
    return &shim_suite;
}
static inline void suite_add_tcase(Suite *suite, TCase *tests) {
    (void)suite;
    (void)tests;
}
static inline void shim_add(const char *name, void (*function)(int), int first, int last) {
    shim_assert(shim_suite.count < 64, "too many tests", __FILE__, __LINE__);
    shim_suite.tests[shim_suite.count++] = (struct shim_test){name, function, first, last};
}
#define tcase_add_test(suite, name) shim_add(#name, name, 0, 1)
#define tcase_add_loop_test(suite, name, first, last) shim_add(#name, name, first, (int)(last))
static inline SRunner *srunner_create(Suite *suite) {
    return suite;
}
static inline void srunner_run_all(SRunner *runner, int mode) {
    size_t runs = 0;

    (void)mode;
    for (size_t i = 0; i < runner->count; i++) {
        const struct shim_test *const test = &runner->tests[i];
        shim_running = test->name;
        for (int j = test->first; j < test->last; j++) {
            test->function(j);
            runs++;
        }
    }
    (void)printf("%s: %u passed\n", runner->name, (unsigned)runs);
}
static inline int srunner_ntests_failed(SRunner *runner) {
    return runner->count == 0;
}
static inline void srunner_free(SRunner *runner) {
    (void)runner;
}

#endif
