/* SPDX-License-Identifier: MIT */
/* Writes what the test CA answers into a folder, one file per answer: where a fuzzer begins. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/scep/lab.h"
#include "tests/support/main.h"

static const char *folder;
static struct cdc43_scep_transport real;
static unsigned count;

static void write_file(struct cdc43_view octets) {
    char path[512];
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/%u", folder, count++);
    file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(octets.data, 1, octets.len, file), octets.len);
    ck_assert_int_eq(fclose(file), 0);
}

static bool exchange(void *context, const struct cdc43_scep_http_request *request,
                     struct cdc43_scep_answer *ret_answer, struct cdc43_scep_fault *ret_fault) {
    const bool good = real.exchange(context, request, ret_answer, ret_fault);

    if (good) {
        write_file(cdc43_scep_view(&ret_answer->body));
    }
    return good;
}

START_TEST(records) {
    static const char *const words[] = {"pending=1", "fail=3 fail-text=no"};
    struct lab lab;

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        lab_open(&lab, words[i]);
        real = lab.transport;
        lab.transport.exchange = exchange;
        (void)lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL);
        lab_close(&lab);
    }
}
END_TEST

int main(int argc, char **argv) {
    Suite *const suite = suite_create("corpus");
    TCase *const tcase = tcase_create("answers");

    if (argc != 2) {
        return EXIT_FAILURE;
    }
    folder = argv[1];
    (void)mkdir(folder, 0777);
    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, records);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
