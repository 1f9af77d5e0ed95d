/* SPDX-License-Identifier: MIT */
/* Our suboptions among those that option 43 holds already. */
#include <string.h>

#include "kea-hook/policy/policy.h"
#include "tests/support/guard.h"
#include "tests/support/main.h"
#include "tests/unit/sample.h"

#define OURS "0a0101 0b0161"

static enum cdc43_vendor_id vendor;

static void begin(void) {
    vendor = CDC43_VENDOR_CISCO;
}

/* Merges, theirs against an unreadable page; on failure the outputs must be untouched. */
static enum cdc43_hook_err merge(const struct octets *theirs, const struct octets *ours,
                                 struct octets *ret_merged, size_t *ret_excess) {
    const struct cdc43_view view = {guard_copy(theirs->at, theirs->len), theirs->len};
    uint8_t room[CDC43_OPTION_MAX];
    size_t len = 4711;
    enum cdc43_hook_err err;

    memset(room, 0xa5, sizeof room);
    *ret_excess = 0;
    err = cdc43_hook_merge(view, (struct cdc43_view){ours->at, ours->len}, vendor, room, &len,
                           ret_excess);
    if (err != CDC43_HOOK_OK) {
        ck_assert_uint_eq(len, 4711);
        ck_assert_mem_eq(room, fill(0xa5, sizeof room), sizeof room);
        return err;
    }
    ck_assert_uint_le(len, sizeof room);
    memcpy(ret_merged->at, room, len);
    ret_merged->len = len;
    return err;
}

static enum cdc43_hook_err merge_hex(const char *theirs, struct octets *ret_merged) {
    const struct octets octets = from_hex(theirs);
    const struct octets ours = from_hex(OURS);
    size_t excess;

    return merge(&octets, &ours, ret_merged, &excess);
}

static void assert_merged(const char *theirs, const char *expected) {
    const struct octets wanted = from_hex(expected);
    struct octets merged = {{0}, 0};

    ck_assert_int_eq(merge_hex(theirs, &merged), CDC43_HOOK_OK);
    ck_assert_uint_eq(merged.len, wanted.len);
    ck_assert_mem_eq(merged.at, wanted.at, wanted.len);
}

START_TEST(is_ours_alone_where_nothing_was) {
    assert_merged("", OURS);
    assert_merged("00 00", OURS);
    assert_merged("ff", OURS);
}
END_TEST

START_TEST(keeps_theirs_in_ascending_order) {
    assert_merged("f104c0000209", OURS "f104c0000209");
    assert_merged("0101aa", "0101aa" OURS);
    assert_merged("f100 1001bb 0901cc 0102ddee", "0102ddee 0901cc" OURS "1001bb f100");
    assert_merged("fe0101", OURS "fe0101");
}
END_TEST

START_TEST(keeps_equal_codes_in_their_order) {
    assert_merged("f10102 010103 f10101 010104", "010103 010104" OURS "f10102 f10101");
}
END_TEST

START_TEST(replaces_every_one_of_our_codes) {
    assert_merged("0a0100 0b0162 0c0101 0d0170 0e0101 0f0101 0a0100 1000", OURS "1000");
    assert_merged("0d0170", OURS);
}
END_TEST

START_TEST(takes_neither_pad_nor_end_along) {
    assert_merged("00 0101aa 00 00 f100 ff 0202bbcc", "0101aa" OURS "f100");
}
END_TEST

/* Of another maker's devices, ours are the codes of their table, wherever they are among theirs. */
START_TEST(replaces_what_the_vendor_reads) {
    const struct octets theirs = from_hex("0a0101 420161 6401bb 840161 0d0170 fe0101");
    const struct octets ours = from_hex("4302 6100 8502 3500");
    const struct octets wanted = from_hex("0a0101 0d0170 43026100 6401bb 85023500 fe0101");
    struct octets merged = {{0}, 0};
    size_t excess;

    vendor = CDC43_VENDOR_SNOM;
    ck_assert_int_eq(merge(&theirs, &ours, &merged, &excess), CDC43_HOOK_OK);
    ck_assert_uint_eq(merged.len, wanted.len);
    ck_assert_mem_eq(merged.at, wanted.at, wanted.len);
}
END_TEST

START_TEST(refuses_what_is_no_list) {
    const char *const wrong[] = {"01",   "0102aa", "0101aa f1", "f105c0000209",
                                 "0aff", "0a",     "68747470",  "0101aa 0bff00"};
    struct octets merged;

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ck_assert_msg(merge_hex(wrong[i], &merged) == CDC43_HOOK_ERR_THEIRS, "%s", wrong[i]);
    }
}
END_TEST

START_TEST(fills_the_option_to_its_last_octet) {
    struct octets theirs = {{0}, 0};
    const struct octets ours = from_hex(OURS);
    struct octets merged = {{0}, 0};
    size_t excess = 0;

    add_suboption(&theirs, 241, CDC43_OPTION_MAX - 2 - ours.len, 0x77);
    ck_assert_int_eq(merge(&theirs, &ours, &merged, &excess), CDC43_HOOK_OK);
    ck_assert_uint_eq(merged.len, CDC43_OPTION_MAX);

    theirs.len = 0;
    add_suboption(&theirs, 241, CDC43_OPTION_MAX - 1 - ours.len, 0x77);
    ck_assert_int_eq(merge(&theirs, &ours, &merged, &excess), CDC43_HOOK_ERR_FULL);
    ck_assert_uint_eq(excess, 1);
}
END_TEST

START_TEST(says_how_much_too_long) {
    struct octets theirs = {{0}, 0};
    const struct octets ours = from_hex(OURS);
    struct octets merged;
    size_t excess = 0;

    add_suboption(&theirs, 1, 200, 1);
    add_suboption(&theirs, 13, 200, 1);
    add_suboption(&theirs, 2, 100, 1);
    ck_assert_int_eq(merge(&theirs, &ours, &merged, &excess), CDC43_HOOK_ERR_FULL);
    ck_assert_uint_eq(excess, 202 + 102 + ours.len - CDC43_OPTION_MAX);
}
END_TEST

START_TEST(makes_room_by_dropping_theirs_of_our_codes) {
    for (unsigned code = CDC43_FIRST_SUBOPTION; code <= CDC43_LAST_SUBOPTION; code++) {
        struct octets theirs = {{0}, 0};
        const struct octets ours = from_hex(OURS);
        struct octets merged = {{0}, 0};
        size_t excess;

        add_suboption(&theirs, code, 250, 1);
        add_suboption(&theirs, 9, 1, 1);
        ck_assert_int_eq(merge(&theirs, &ours, &merged, &excess), CDC43_HOOK_OK);
        ck_assert_uint_eq(merged.len, 3 + ours.len);
    }
}
END_TEST

START_TEST(stays_inside_for_every_beginning) {
    const struct octets whole = from_hex("0101aa 00 f104c0000209 0a0101 0d0170 1002bbbb ff");
    const struct octets ours = from_hex(OURS);

    for (size_t len = 0; len <= whole.len; len++) {
        struct octets theirs = whole;
        struct octets merged = {{0}, 0};
        size_t excess;

        theirs.len = len;
        if (merge(&theirs, &ours, &merged, &excess) == CDC43_HOOK_OK) {
            ck_assert_uint_ge(merged.len, ours.len);
            ck_assert_uint_le(merged.len, len + ours.len);
        }
    }
}
END_TEST

int main(void) {
    Suite *const suite = suite_create("merge");
    TCase *const cases = tcase_create("merge");

    tcase_add_checked_fixture(cases, begin, NULL);
    tcase_add_test(cases, replaces_what_the_vendor_reads);
    tcase_add_test(cases, is_ours_alone_where_nothing_was);
    tcase_add_test(cases, keeps_theirs_in_ascending_order);
    tcase_add_test(cases, keeps_equal_codes_in_their_order);
    tcase_add_test(cases, replaces_every_one_of_our_codes);
    tcase_add_test(cases, takes_neither_pad_nor_end_along);
    tcase_add_test(cases, refuses_what_is_no_list);
    tcase_add_test(cases, fills_the_option_to_its_last_octet);
    tcase_add_test(cases, says_how_much_too_long);
    tcase_add_test(cases, makes_room_by_dropping_theirs_of_our_codes);
    tcase_add_test(cases, stays_inside_for_every_beginning);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
