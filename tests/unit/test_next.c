/* SPDX-License-Identifier: MIT */
/* The walk over suboptions: what it takes, where it stops, and that it never leaves the octets. */
#include <string.h>

#include "tests/support/guard.h"
#include "tests/support/main.h"
#include "tests/unit/sample.h"

/* What no call may touch when it fails. */
static const struct cdc43_tlv untouched = {0xa5, {sample_octets, 4711}};

static struct cdc43_view view_of(const struct octets *octets) {
    return (struct cdc43_view){guard_copy(octets->at, octets->len), octets->len};
}

START_TEST(takes_each_suboption_of_the_published_example) {
    static const struct {
        uint8_t code;
        size_t offset;
        size_t len;
    } expected[] = {{10, 0, 1}, {11, 3, 18}, {12, 23, 20}, {13, 45, 16}, {14, 63, 1}, {15, 66, 1}};
    const struct cdc43_view octets = {guard_copy(sample_octets, SAMPLE_LEN), SAMPLE_LEN};
    size_t at = 0;

    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        struct cdc43_tlv tlv = untouched;
        struct cdc43_where where;

        ck_assert_uint_eq(at, expected[i].offset);
        ck_assert_int_eq(cdc43_next(octets, &at, &tlv, &where), CDC43_OK);
        ck_assert_uint_eq(tlv.code, expected[i].code);
        ck_assert_ptr_eq(tlv.value.data, octets.data + expected[i].offset + 2);
        ck_assert_uint_eq(tlv.value.len, expected[i].len);
    }
    ck_assert_uint_eq(at, SAMPLE_LEN);
}
END_TEST

START_TEST(pad_is_taken_alone_and_end_takes_the_rest) {
    const struct octets octets = from_hex("00 63 00 00 ff 0d01");
    const struct cdc43_view view = view_of(&octets);
    struct cdc43_tlv tlv = untouched;
    struct cdc43_where where;
    size_t at = 0;

    ck_assert_int_eq(cdc43_next(view, &at, &tlv, &where), CDC43_OK);
    ck_assert(tlv.code == 0 && tlv.value.len == 0 && at == 1);
    ck_assert_int_eq(cdc43_next(view, &at, &tlv, &where), CDC43_OK);
    ck_assert(tlv.code == 0x63 && tlv.value.len == 0 && at == 3);
    ck_assert_int_eq(cdc43_next(view, &at, &tlv, &where), CDC43_OK);
    ck_assert(tlv.code == 0 && at == 4);
    ck_assert_int_eq(cdc43_next(view, &at, &tlv, &where), CDC43_OK);
    ck_assert(tlv.code == 255 && tlv.value.len == 2 && at == octets.len);
    ck_assert_ptr_eq(tlv.value.data, view.data + 5);
}
END_TEST

static const struct {
    const char *hex;
    size_t at;
    enum cdc43_err err;
    uint8_t suboption;
    size_t excess;
} broken[] = {
    {"0b", 0, CDC43_ERR_TRUNCATED, 11, 0},
    {"00 63", 1, CDC43_ERR_TRUNCATED, 0x63, 0},
    {"0b01", 0, CDC43_ERR_OVERRUN, 11, 1},
    {"0a0101 0dff 53", 3, CDC43_ERR_OVERRUN, 13, 254},
};

START_TEST(an_error_has_its_place_and_changes_nothing) {
    const struct octets octets = from_hex(broken[_i].hex);
    struct cdc43_where where = {99, 99, 99, 99, 99};
    struct cdc43_tlv tlv = untouched;
    size_t at = broken[_i].at;

    ck_assert_int_eq(cdc43_next(view_of(&octets), &at, &tlv, &where), broken[_i].err);
    ck_assert_uint_eq(at, broken[_i].at);
    ck_assert_uint_eq(tlv.code, untouched.code);
    ck_assert_ptr_eq(tlv.value.data, untouched.value.data);
    ck_assert_uint_eq(tlv.value.len, untouched.value.len);
    ck_assert_uint_eq(where.suboption, broken[_i].suboption);
    ck_assert_uint_eq(where.place, CDC43_PLACE_OPTION);
    ck_assert_uint_eq(where.limit, 0);
    ck_assert_uint_eq(where.offset, broken[_i].at);
    ck_assert_uint_eq(where.excess, broken[_i].excess);
}
END_TEST

/* Any octets: each step goes on, and value and header together are what was passed. */
START_TEST(walks_any_octets_and_stays_inside) {
    uint32_t state = 43;

    for (unsigned round = 0; round < 20000; round++) {
        struct octets octets = {.len = round % 40};
        struct cdc43_view view;
        size_t at = 0;

        for (size_t i = 0; i < octets.len; i++) {
            state = state * 1103515245U + 12345U;
            octets.at[i] = (uint8_t)(state >> 16 & (round % 2 == 0 ? 0xffU : 0x07U));
        }
        view = view_of(&octets);
        while (at < view.len) {
            const size_t start = at;
            struct cdc43_tlv tlv;
            struct cdc43_where where;
            const enum cdc43_err err = cdc43_next(view, &at, &tlv, &where);

            if (err != CDC43_OK) {
                ck_assert_uint_eq(at, start);
                break;
            }
            ck_assert_uint_eq(tlv.code, octets.at[start]);
            ck_assert_uint_eq(at - start,
                              tlv.value.len + (tlv.code == 0 || tlv.code == 255 ? 1U : 2U));
            ck_assert_ptr_eq(tlv.value.data + tlv.value.len, view.data + at);
        }
    }
}
END_TEST

int main(void) {
    Suite *const suite = suite_create("next");
    TCase *const tests = tcase_create("all");

    tcase_add_test(tests, takes_each_suboption_of_the_published_example);
    tcase_add_test(tests, pad_is_taken_alone_and_end_takes_the_rest);
    tcase_add_loop_test(tests, an_error_has_its_place_and_changes_nothing, 0,
                        sizeof broken / sizeof broken[0]);
    tcase_add_test(tests, walks_any_octets_and_stays_inside);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
