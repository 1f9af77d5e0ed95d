/* SPDX-License-Identifier: MIT */
/* The store in a directory: whatever fails, and wherever the process dies, the old or the new pair
 * is there, whole. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "phone-side/scep/store.h"
#include "tests/support/disk_faults.h"
#include "tests/support/main.h"

static char path[] = "/tmp/cdc43-pairs.XXXXXX";
static struct cdc43_scep_store store;
static struct cdc43_scep_fault fault;

static void begin(void) {
    (void)snprintf(path, sizeof path, "/tmp/cdc43-pairs.XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(path));
    ck_assert(cdc43_scep_directory_open(path, true, &store, &fault));
}

static void finish(void) {
    static const enum cdc43_scep_text texts[] = {CDC43_SCEP_TEXT_LIFE, CDC43_SCEP_TEXT_PENDING,
                                                 CDC43_SCEP_TEXT_NEXT_CA};

    disk_set_mode(NEVER, 0);
    ck_assert(store.delete_pair(store.context, &fault));
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        ck_assert(store.remove_text(store.context, texts[i], &fault));
    }
    cdc43_scep_directory_close(&store);
    ck_assert_int_eq(rmdir(path), 0); /* nothing is left behind */
}

/* A pair that is recognised by a number, in key, certificate and chain alike. */
static struct cdc43_scep_pair make_pair(unsigned number) {
    struct cdc43_scep_pair pair = {0};
    uint8_t octets[100];
    const struct cdc43_view view = {octets, sizeof octets};

    memset(octets, (int)number, sizeof octets);
    ck_assert(cdc43_scep_copy(view, &pair.key) && cdc43_scep_copy(view, &pair.cert) &&
              cdc43_scep_copy(view, &pair.chain.cert[0]) &&
              cdc43_scep_copy(view, &pair.chain.cert[1]));
    pair.chain.count = 2;
    return pair;
}

static bool install(unsigned number) {
    struct cdc43_scep_pair pair = make_pair(number);
    const bool good = store.install_pair(store.context, &pair, &fault);

    cdc43_scep_pair_end(&pair);
    return good;
}

/* The number of the pair that is there, 0 for none; every part must have it. */
static unsigned installed(void) {
    struct cdc43_scep_pair pair = {0};
    bool present = false;
    unsigned number = 0;

    ck_assert_msg(store.load_pair(store.context, &pair, &present, &fault), "%s", fault.detail);
    if (present) {
        number = pair.key.data[0];
        ck_assert_uint_eq(pair.chain.count, 2);
        ck_assert_uint_eq(pair.key.len, 100);
        ck_assert_uint_eq(pair.cert.data[99], number);
        ck_assert_uint_eq(pair.chain.cert[1].data[99], number);
        cdc43_scep_pair_end(&pair);
    }
    return number;
}

START_TEST(keeps_what_is_installed_last) {
    char name[64];
    struct stat status;

    begin();
    ck_assert_uint_eq(installed(), 0);
    for (unsigned i = 1; i <= 5; i++) {
        ck_assert(install(i));
        ck_assert_uint_eq(installed(), i);
    }
    (void)snprintf(name, sizeof name, "%s/current/key.pem", path);
    ck_assert_int_eq(stat(name, &status), 0);
    ck_assert_uint_eq(status.st_mode & 07777U, 0600);
    (void)snprintf(name, sizeof name, "%s/gen-4/key.pem", path);
    ck_assert_int_eq(stat(name, &status), 0); /* the one before is kept */
    (void)snprintf(name, sizeof name, "%s/gen-3", path);
    ck_assert_int_ne(stat(name, &status), 0);
    ck_assert(store.delete_pair(store.context, &fault));
    ck_assert_uint_eq(installed(), 0);
    finish();
}
END_TEST

/* Runs an installation of pair 3 over pair 2 that is disturbed at each call, until one is not. */
static unsigned disturb(enum disk_mode wanted) {
    unsigned at = 0;
    unsigned number;
    bool reached = true;

    while (reached && at < 1000) {
        at++;
        begin();
        ck_assert(install(1) && install(2));
        if (wanted == FAILS) {
            disk_set_mode(FAILS, at);
            (void)install(3);
            reached = disk_calls() >= at;
        } else {
            const pid_t child = fork();
            int status = 0;
            ck_assert_int_ge(child, 0);
            if (child == 0) {
                disk_set_mode(wanted, at);
                _exit(install(3) ? 0 : 1);
            }
            ck_assert_int_eq(waitpid(child, &status, 0), child);
            ck_assert(WIFEXITED(status));
            reached = WEXITSTATUS(status) == 9;
            ck_assert(reached || WEXITSTATUS(status) == 0);
        }
        disk_set_mode(NEVER, 0);
        number = installed();
        ck_assert_msg(number == 2 || number == 3, "call %u: pair %u", at, number);
        ck_assert_msg(reached || number == 3, "undisturbed, but pair %u", number);
        ck_assert(install(4)); /* and nothing that was left stands in the way */
        ck_assert_uint_eq(installed(), 4);
        finish();
    }
    return at;
}

START_TEST(survives_a_failure_of_any_call) {
    ck_assert_uint_gt(disturb(FAILS), 15);
}
END_TEST

START_TEST(survives_death_before_any_call) {
    ck_assert_uint_gt(disturb(DIES_BEFORE), 15);
}
END_TEST

START_TEST(survives_death_after_any_call) {
    ck_assert_uint_gt(disturb(DIES_AFTER), 15);
}
END_TEST

/* Is the text one of the two? */
static void check_text(const char *old, const char *new) {
    struct cdc43_scep_blob text = {0};
    bool present = false;

    ck_assert(store.load_text(store.context, CDC43_SCEP_TEXT_PENDING, &text, &present, &fault));
    ck_assert(present);
    ck_assert((text.len == strlen(old) && memcmp(text.data, old, text.len) == 0) ||
              (text.len == strlen(new) && memcmp(text.data, new, text.len) == 0));
    cdc43_scep_blob_end(&text);
}

static bool save(const char *text) {
    const struct cdc43_view view = {(const uint8_t *)text, strlen(text)};

    return store.save_text(store.context, CDC43_SCEP_TEXT_PENDING, view, &fault);
}

START_TEST(texts_are_replaced_whole) {
    static const enum disk_mode modes[] = {FAILS, DIES_BEFORE, DIES_AFTER};
    bool reached = true;
    unsigned at = 0;

    begin();
    ck_assert(save("the old text"));
    while (reached && at < 100) {
        const pid_t child = fork();
        int status = 0;
        ck_assert_int_ge(child, 0);
        at++;
        if (child == 0) {
            disk_set_mode(modes[_i], at);
            _exit(save("new") && disk_calls() < at ? 0 : 9);
        }
        ck_assert_int_eq(waitpid(child, &status, 0), child);
        reached = WEXITSTATUS(status) == 9;
        check_text("the old text", "new");
        ck_assert(save("the old text"));
    }
    ck_assert_uint_gt(at, 4);
    finish();
}
END_TEST

START_TEST(says_that_it_is_damaged) {
    char name[64];
    struct cdc43_scep_pair pair = {0};
    bool present = false;

    begin();
    ck_assert(install(1));
    (void)snprintf(name, sizeof name, "%s/current/cert.pem", path);
    ck_assert_int_eq(truncate(name, 30), 0);
    ck_assert(!store.load_pair(store.context, &pair, &present, &fault));
    ck_assert_int_eq(fault.err, CDC43_SCEP_ERR_STORE_DAMAGED);
    ck_assert_ptr_null(pair.key.data);
    ck_assert(install(2)); /* which repairs it */
    ck_assert_uint_eq(installed(), 2);
    finish();
}
END_TEST

int main(void) {
    Suite *const suite = suite_create("store of certificates");
    TCase *const tcase = tcase_create("directory");

    tcase_set_timeout(tcase, 120);
    tcase_add_test(tcase, keeps_what_is_installed_last);
    tcase_add_test(tcase, survives_a_failure_of_any_call);
    tcase_add_test(tcase, survives_death_before_any_call);
    tcase_add_test(tcase, survives_death_after_any_call);
    tcase_add_loop_test(tcase, texts_are_replaced_whole, 0, 3);
    tcase_add_test(tcase, says_that_it_is_damaged);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
