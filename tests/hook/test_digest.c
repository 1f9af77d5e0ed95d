/* SPDX-License-Identifier: MIT */
/* The digests that may leave the server, against values that Python's hashlib computed. */
#include <string.h>

#include "kea-hook/credentials/digest.h"
#include "tests/support/guard.h"
#include "tests/support/main.h"

static struct cdc43_view view(const char *text) {
    return (struct cdc43_view){guard_copy(text, strlen(text)), strlen(text)};
}

START_TEST(digests_with_sha256) {
    static const uint8_t expected[CDC43_SHA256_SIZE] = {
        0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40,
        0xde, 0x5d, 0xae, 0x22, 0x23, 0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17,
        0x7a, 0x9c, 0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad};
    uint8_t digest[CDC43_SHA256_SIZE];

    ck_assert_int_eq(cdc43_hook_digest(view("abc"), digest), CDC43_HOOK_OK);
    ck_assert_mem_eq(digest, expected, sizeof expected);
}
END_TEST

/* hashlib.pbkdf2_hmac("sha256", b"secret", b"cdc43-status-v1", 600000) */
START_TEST(derives_from_secrets_with_600000_rounds) {
    static const uint8_t expected[CDC43_SHA256_SIZE] = {
        0x1b, 0xa2, 0xc9, 0x79, 0xc4, 0x9a, 0x28, 0x70, 0xd5, 0xa9, 0x92,
        0x5e, 0x02, 0x29, 0x04, 0x02, 0x3d, 0x7e, 0x10, 0xdf, 0x00, 0x85,
        0xf7, 0x3e, 0xa5, 0xc2, 0xe5, 0xc8, 0xbd, 0x47, 0x32, 0xbb};
    uint8_t derived[CDC43_SHA256_SIZE];

    ck_assert_int_eq(cdc43_hook_derive_from_secrets(view("secret"), derived), CDC43_HOOK_OK);
    ck_assert_mem_eq(derived, expected, sizeof expected);
}
END_TEST

int main(void) {
    Suite *const suite = suite_create("digest");
    TCase *const cases = tcase_create("digest");

    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, digests_with_sha256);
    tcase_add_test(cases, derives_from_secrets_with_600000_rounds);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
