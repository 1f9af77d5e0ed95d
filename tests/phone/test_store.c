/* SPDX-License-Identifier: MIT */
/* The store: whatever fails, and wherever the process dies, the old or the new state is there. */
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "phone-side/store.h"
#include "tests/phone/sample.h"
#include "tests/support/disk_faults.h"
#include "tests/support/main.h"

static char directory[] = "/tmp/cdc43-store.XXXXXX";
static char path[sizeof directory + 16];

static void make_directory(void) {
    (void)snprintf(directory, sizeof directory, "/tmp/cdc43-store.XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(directory));
    (void)snprintf(path, sizeof path, "%s/s", directory);
}

static void remove_directory(void) {
    static const char *const names[] = {"s/state", "s/state.new", "s/other"};
    char name[sizeof path + 16];

    disk_set_mode(NEVER, 0);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        (void)snprintf(name, sizeof name, "%s/%s", directory, names[i]);
        (void)unlink(name);
    }
    (void)rmdir(path);
    (void)rmdir(directory);
}

static struct cdc43_phone_store open_store(void) {
    struct cdc43_phone_store store;
    struct cdc43_phone_store_fault fault;

    ck_assert(cdc43_phone_open(path, true, &store, &fault));
    return store;
}

static struct cdc43_phone_state load(const struct cdc43_phone_store *store) {
    struct cdc43_phone_state state;
    struct cdc43_phone_store_fault fault;

    memset(&state, 0xa5, sizeof state);
    ck_assert(cdc43_phone_load(store, &state, &fault));
    return state;
}

static void save(const struct cdc43_phone_store *store, const struct cdc43_phone_state *state) {
    struct cdc43_phone_store_fault fault;

    ck_assert(cdc43_phone_save(store, state, &fault));
}

static bool exists(const char *name) {
    char whole[sizeof path + 16];

    (void)snprintf(whole, sizeof whole, "%s/%s", path, name);
    return access(whole, F_OK) == 0;
}

/* Puts octets into a file of the directory. */
static void put_file(const char *name, const char *octets, size_t len) {
    char whole[sizeof path + 16];
    FILE *file = NULL;

    (void)snprintf(whole, sizeof whole, "%s/%s", path, name);
    file = fopen(whole, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(octets, 1, len, file), len);
    ck_assert_int_eq(fclose(file), 0);
}

START_TEST(starts_in_factory_reset_state) {
    struct cdc43_phone_store store = open_store();
    const struct cdc43_phone_state state = load(&store);
    struct stat info;

    ck_assert(!state.provisioned);
    ck_assert_int_eq(stat(path, &info), 0);
    ck_assert_uint_eq(info.st_mode & 0777U, 0700);
    cdc43_phone_close(&store);
}
END_TEST

START_TEST(brings_a_new_directory_to_the_disk) {
    struct cdc43_phone_store store;
    struct cdc43_phone_store_fault fault;

    for (unsigned at = 1; at <= 2; at++) { /* opening the parent, its fsync */
        disk_set_mode(FAILS, at);
        ck_assert(!cdc43_phone_open(path, true, &store, &fault));
        ck_assert_str_eq(fault.step, "write the new directory to the disk");
        ck_assert_int_eq(fault.number, ENOSPC);
        disk_set_mode(NEVER, 0);
        ck_assert_int_eq(rmdir(path), 0);
    }
    store = open_store();
    cdc43_phone_close(&store);
}
END_TEST

START_TEST(survives_a_restart_in_a_file_for_the_owner_alone) {
    const struct cdc43_phone_state state = sample_state("example.nl");
    struct cdc43_phone_store store = open_store();
    char name[sizeof path + 16];
    struct stat info;

    (void)umask(0);
    save(&store, &state);
    cdc43_phone_close(&store);
    store = open_store();
    ck_assert_str_eq(load(&store).identity.common_name, MIC_CN ".example.nl");
    (void)snprintf(name, sizeof name, "%s/state", path);
    ck_assert_int_eq(stat(name, &info), 0);
    ck_assert_uint_eq(info.st_mode & 07777U, 0600);
    ck_assert(!exists("state.new"));
    cdc43_phone_close(&store);
}
END_TEST

START_TEST(does_not_write_what_is_there_already) {
    const struct cdc43_phone_state state = sample_state("example.nl");
    struct cdc43_phone_store store = open_store();

    save(&store, &state);
    disk_set_mode(NEVER, 0);
    save(&store, &state);
    ck_assert_uint_eq(disk_calls(), 2); /* open for reading and close */
    cdc43_phone_close(&store);
}
END_TEST

START_TEST(writes_again_what_has_grown_a_tail) {
    const struct cdc43_phone_state state = sample_state("example.nl");
    struct cdc43_phone_store store = open_store();
    char text[CDC43_PHONE_STATE_MAX];
    const size_t len = cdc43_phone_print_state(&state, text);

    text[len] = 'x';
    put_file("state", text, len + 1);
    save(&store, &state);
    ck_assert(load(&store).provisioned);
    cdc43_phone_close(&store);
}
END_TEST

START_TEST(writes_on_when_the_disk_takes_a_little_at_a_time) {
    const struct cdc43_phone_state state = sample_state("example.nl");
    struct cdc43_phone_store store = open_store();

    disk_set_mode(SHORT, 0);
    save(&store, &state);
    ck_assert_str_eq(load(&store).identity.common_name, MIC_CN ".example.nl");
    cdc43_phone_close(&store);
}
END_TEST

START_TEST(keeps_old_or_new_when_a_call_fails) {
    const struct cdc43_phone_state old = sample_state("old.nl");
    const struct cdc43_phone_state new = sample_state("new.nl");
    struct cdc43_phone_store store = open_store();
    unsigned failed = 0;

    for (unsigned at = 1; at <= 20; at++) {
        struct cdc43_phone_store_fault fault = {CDC43_PHONE_STORE_OK, NULL, 0, 0};
        struct cdc43_phone_state state;
        bool good = false;

        disk_set_mode(NEVER, 0);
        save(&store, &old);
        disk_set_mode(FAILS, at);
        good = cdc43_phone_save(&store, &new, &fault);
        disk_set_mode(NEVER, 0);
        state = load(&store);
        if (good) {
            ck_assert_str_eq(state.identity.common_name, MIC_CN ".new.nl");
        } else {
            failed++;
            ck_assert_int_eq(fault.err, CDC43_PHONE_STORE_SYSTEM);
            ck_assert_ptr_nonnull(fault.step);
            ck_assert_int_ne(fault.number, 0);
            ck_assert(strcmp(state.identity.common_name, MIC_CN ".old.nl") == 0 ||
                      strcmp(fault.step, "write the directory to the disk") == 0);
            ck_assert(!exists("state.new"));
        }
    }
    /* unlinkat, openat, write, fsync, close, renameat, fsync */
    ck_assert_uint_eq(failed, 7);
    cdc43_phone_close(&store);
}
END_TEST

/* In a process of its own, which dies at a call. 9: it died; 0: it came through. */
static int save_and_die(const struct cdc43_phone_state *state, enum disk_mode how, unsigned at) {
    const pid_t child = fork();
    int status = 0;

    ck_assert_int_ge(child, 0);
    if (child == 0) {
        struct cdc43_phone_store store;
        struct cdc43_phone_store_fault fault;
        bool good = cdc43_phone_open(path, false, &store, &fault);
        disk_set_mode(how, at);
        good = good && cdc43_phone_save(&store, state, &fault);
        _exit(good ? 0 : 1);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status));
    return WEXITSTATUS(status);
}

START_TEST(keeps_old_or_new_when_the_process_dies) {
    const struct cdc43_phone_state old = sample_state("old.nl");
    const struct cdc43_phone_state new = sample_state("new.nl");
    const enum disk_mode how = _i == 0 ? DIES_BEFORE : DIES_AFTER;
    struct cdc43_phone_store store = open_store();
    unsigned died = 0;
    unsigned renewed = 0;

    for (unsigned at = 1; at <= 20; at++) {
        int code = 0;
        bool is_new = false;
        save(&store, &old);
        code = save_and_die(&new, how, at);
        ck_assert(code == 0 || code == 9);
        is_new = strcmp(load(&store).identity.common_name, MIC_CN ".new.nl") == 0;
        ck_assert(is_new || strcmp(load(&store).identity.common_name, MIC_CN ".old.nl") == 0);
        ck_assert(is_new || code == 9);
        died += code == 9 ? 1U : 0U;
        renewed += is_new ? 1U : 0U;
        /* And the next one gets through, whatever was left lying around. */
        save(&store, &new);
        ck_assert_str_eq(load(&store).identity.common_name, MIC_CN ".new.nl");
        ck_assert(!exists("state.new"));
    }
    ck_assert_uint_ge(died, 9);
    ck_assert_uint_ge(renewed, 20 - died);
    cdc43_phone_close(&store);
}
END_TEST

START_TEST(never_half_applies_a_cut_file) {
    const struct cdc43_phone_state state = sample_state("example.nl");
    struct cdc43_phone_store store = open_store();
    char text[CDC43_PHONE_STATE_MAX];
    const size_t len = cdc43_phone_print_state(&state, text);

    for (size_t cut = 0; cut < len; cut++) {
        struct cdc43_phone_state loaded = {0};
        const struct cdc43_phone_state before = loaded;
        struct cdc43_phone_store_fault fault;

        put_file("state", text, cut);
        ck_assert(!cdc43_phone_load(&store, &loaded, &fault));
        ck_assert_int_eq(fault.err, CDC43_PHONE_STORE_DAMAGED);
        ck_assert_uint_ge(fault.line, 1);
        ck_assert_mem_eq(&loaded, &before, sizeof before);
    }
    cdc43_phone_close(&store);
}
END_TEST

START_TEST(refuses_files_that_are_none_of_ours) {
    struct cdc43_phone_store store = open_store();
    struct cdc43_phone_state state;
    struct cdc43_phone_store_fault fault;
    char large[2 * CDC43_PHONE_STATE_MAX];

    memset(large, 'x', sizeof large);
    put_file("state", large, sizeof large);
    ck_assert(!cdc43_phone_load(&store, &state, &fault));
    ck_assert_int_eq(fault.err, CDC43_PHONE_STORE_DAMAGED);
    put_file("state", "cdc43-phone-state 9\n", 20);
    ck_assert(!cdc43_phone_load(&store, &state, &fault));
    ck_assert_int_eq(fault.err, CDC43_PHONE_STORE_OTHER_VERSION);
    cdc43_phone_close(&store);
}
END_TEST

START_TEST(follows_no_symbolic_link) {
    const struct cdc43_phone_state state = sample_state("example.nl");
    struct cdc43_phone_store store = open_store();
    struct cdc43_phone_state loaded;
    struct cdc43_phone_store_fault fault;

    put_file("other", "precious", 8);
    ck_assert_int_eq(symlinkat("other", store.directory, "state"), 0);
    ck_assert(!cdc43_phone_load(&store, &loaded, &fault));
    ck_assert_int_eq(fault.err, CDC43_PHONE_STORE_SYSTEM);
    ck_assert_int_eq(symlinkat("other", store.directory, "state.new"), 0);
    save(&store, &state); /* replaces both links, writes through neither */
    ck_assert_str_eq(load(&store).identity.common_name, MIC_CN ".example.nl");
    ck_assert(exists("other"));
    cdc43_phone_close(&store);
}
END_TEST

START_TEST(forgets_everything_at_a_factory_reset) {
    const struct cdc43_phone_state state = sample_state("example.nl");
    struct cdc43_phone_store store = open_store();
    struct cdc43_phone_store_fault fault;

    ck_assert(cdc43_phone_reset(&store, &fault));
    save(&store, &state);
    put_file("state.new", "left", 4);
    ck_assert(cdc43_phone_reset(&store, &fault));
    ck_assert(!exists("state"));
    ck_assert(!exists("state.new"));
    ck_assert(!load(&store).provisioned);
    cdc43_phone_close(&store);
}
END_TEST

START_TEST(lets_one_process_in_at_a_time) {
    struct cdc43_phone_store first = open_store();
    struct cdc43_phone_store second = open_store();
    struct cdc43_phone_store_fault fault;

    ck_assert(cdc43_phone_lock(&first, &fault));
    ck_assert(!cdc43_phone_lock(&second, &fault));
    ck_assert_int_eq(fault.err, CDC43_PHONE_STORE_BUSY);
    cdc43_phone_close(&first);
    ck_assert(cdc43_phone_lock(&second, &fault));
    cdc43_phone_close(&second);
}
END_TEST

START_TEST(says_why_a_directory_cannot_be_used) {
    struct cdc43_phone_store store;
    struct cdc43_phone_store_fault fault;
    char deep[sizeof path + 8];

    ck_assert(!cdc43_phone_open(path, false, &store, &fault));
    ck_assert_int_eq(fault.number, ENOENT);
    (void)snprintf(deep, sizeof deep, "%s/a", path);
    ck_assert(!cdc43_phone_open(deep, true, &store, &fault));
    ck_assert_str_eq(fault.step, "make the directory");
}
END_TEST

int main(void) {
    Suite *const suite = suite_create("store");
    TCase *const tcase = tcase_create("store");

    tcase_set_timeout(tcase, 30);
    tcase_add_checked_fixture(tcase, make_directory, remove_directory);
    tcase_add_test(tcase, starts_in_factory_reset_state);
    tcase_add_test(tcase, brings_a_new_directory_to_the_disk);
    tcase_add_test(tcase, survives_a_restart_in_a_file_for_the_owner_alone);
    tcase_add_test(tcase, does_not_write_what_is_there_already);
    tcase_add_test(tcase, writes_again_what_has_grown_a_tail);
    tcase_add_test(tcase, writes_on_when_the_disk_takes_a_little_at_a_time);
    tcase_add_test(tcase, keeps_old_or_new_when_a_call_fails);
    tcase_add_loop_test(tcase, keeps_old_or_new_when_the_process_dies, 0, 2);
    tcase_add_test(tcase, never_half_applies_a_cut_file);
    tcase_add_test(tcase, refuses_files_that_are_none_of_ours);
    tcase_add_test(tcase, follows_no_symbolic_link);
    tcase_add_test(tcase, forgets_everything_at_a_factory_reset);
    tcase_add_test(tcase, lets_one_process_in_at_a_time);
    tcase_add_test(tcase, says_why_a_directory_cannot_be_used);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
