/* SPDX-License-Identifier: MIT */
/* Writes what the test CA answers into a folder for each fuzz target, where a fuzzer begins. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/scep/lab.h"
#include "tests/support/main.h"

static const char *folder;
static struct cdc43_scep_transport real;
static unsigned count;

/* head: what the target wants before the octets, of head_len octets. */
static void write_file(const char *target, const void *head, size_t head_len,
                       struct cdc43_view octets) {
    char path[512];
    FILE *file;

    (void)snprintf(path, sizeof path, "%s/%s", folder, target);
    (void)mkdir(path, 0777);
    (void)snprintf(path, sizeof path, "%s/%s/%u", folder, target, count++);
    file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(head, 1, head_len, file), head_len);
    ck_assert_uint_eq(fwrite(octets.data, 1, octets.len, file), octets.len);
    ck_assert_int_eq(fclose(file), 0);
}

static bool exchange(void *context, const struct cdc43_scep_http_request *request,
                     struct cdc43_scep_response *ret_answer, struct cdc43_scep_fault *ret_fault) {
    const bool good = real.exchange(context, request, ret_answer, ret_fault);

    const struct cdc43_view octets = cdc43_scep_view(&ret_answer->body);

    if (good && strstr(request->url, "GetCACaps") != NULL) {
        write_file("scep_text", "", 0, octets);
    } else if (good) {
        write_file("scep_ca", "", 0, octets);
    }
    if (good && strstr(request->url, "GetCACert") != NULL) {
        /* A success with these certificates, encrypted and not. */
        write_file("scep_reply", "\7\0010\0010\0013\0\0", 9, octets);
        write_file("scep_reply", "\3\0010\0010\0013\0\0", 9, octets);
    }
    return good;
}

START_TEST(records) {
    static const char *const words[] = {"pending=1", "fail=3 fail-text=no", "chain ra"};
    static const struct cdc43_view none = {(const uint8_t *)"", 0};
    static const char announced[] = "cdc43-scep-next-ca 1\nfetched-at 1\n"
                                    "announcer 0000000000000000000000000000000000000000\n"
                                    "fingerprint 1111111111111111111111111111111111111111\n"
                                    "root 3000\nend\n";
    struct lab lab;

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        lab_open(&lab, words[i]);
        real = lab.transport;
        lab.transport.exchange = exchange;
        (void)lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL);
        lab_close(&lab);
    }
    write_file("scep_reply", "\23\0012\0012\0013\2no\0", 11, none); /* a failure */
    write_file("scep_reply", "\13\0013\0\0013\0\0", 8, none);       /* PENDING */
    write_file("scep_text", "SCEPStandard\r\nRenewal\n", 23, none);
    write_file("scep_text", announced, sizeof announced - 1, none);
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
