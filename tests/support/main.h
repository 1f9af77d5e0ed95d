/* SPDX-License-Identifier: MIT */
/* The main program of a test: one suite of Check cases. */
#ifndef CDC43_TESTS_MAIN_H
#define CDC43_TESTS_MAIN_H

#include <check.h>
#include <stdlib.h>

/* Runs the suite; the exit code for main. */
static inline int run_suite(Suite *suite) {
    SRunner *const runner = srunner_create(suite);
    int failed;

    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
