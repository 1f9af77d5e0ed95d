/* SPDX-License-Identifier: MIT */
/* Option 43 of other makers' devices: the octets that their pages print, and every bound. */
#include <string.h>

#include "tests/support/main.h"
#include "tests/unit/sample.h"
#include "tlv/vendors.h"

static enum cdc43_vendor_err put(struct cdc43_vendor_octets *option, enum cdc43_vendor_id vendor,
                                 const char *name, const char *text) {
    const struct cdc43_vendor_value *const value = cdc43_find_vendor_name(vendor, name);
    const struct cdc43_vendor_octets before = *option;
    size_t excess = 0;

    ck_assert_ptr_nonnull(value);
    const enum cdc43_vendor_err err = cdc43_vendor_put(option, value, text, strlen(text), &excess);
    if (err != CDC43_VENDOR_OK) {
        ck_assert_mem_eq(option, &before, sizeof before);
    }
    ck_assert(err == CDC43_VENDOR_ERR_FULL ? excess != 0 : excess == 0);
    return err;
}

static void assert_octets(const struct cdc43_vendor_octets *option, const char *hex) {
    const struct octets wanted = from_hex(hex);

    ck_assert_uint_eq(option->len, wanted.len);
    ck_assert_mem_eq(option->octets, wanted.at, wanted.len);
}

/* The three values that the page of snom prints. */
START_TEST(snom_octets_are_those_of_its_page) {
    struct cdc43_vendor_octets option = {.len = 0};

    ck_assert_int_eq(put(&option, CDC43_VENDOR_SNOM, "setting-file", "snom/settings.php"), 0);
    ck_assert_int_eq(put(&option, CDC43_VENDOR_SNOM, "setting-server", "http://test"), 0);
    assert_octets(&option, "420c687474703a2f2f7465737400"
                           "4312736e6f6d2f73657474696e67732e70687000");
    option.len = 0;
    ck_assert_int_eq(put(&option, CDC43_VENDOR_SNOM, "vlan-id", "3"), 0);
    assert_octets(&option, "84023300");
    option.len = 0;
    ck_assert_int_eq(put(&option, CDC43_VENDOR_SNOM, "vlan-priority", "5"), 0);
    ck_assert_int_eq(put(&option, CDC43_VENDOR_SNOM, "vlan-id", "114"), 0);
    assert_octets(&option, "840431313400 85023500");
}
END_TEST

START_TEST(innovaphone_has_addresses_text_and_a_number) {
    struct cdc43_vendor_octets option = {.len = 0};

    ck_assert_int_eq(put(&option, CDC43_VENDOR_INNOVAPHONE, "update-interval", "1"), 0);
    ck_assert_int_eq(put(&option, CDC43_VENDOR_INNOVAPHONE, "update-url", "http://u"), 0);
    ck_assert_int_eq(
        put(&option, CDC43_VENDOR_INNOVAPHONE, "gatekeepers", "192.0.2.1,198.51.100.255"), 0);
    ck_assert_int_eq(put(&option, CDC43_VENDOR_INNOVAPHONE, "server-identifier", "a"), 0);
    assert_octets(&option, "c808c0000201c63364ff d708687474703a2f2f75 d80101 fa0161");
    option.len = 0;
    ck_assert_int_eq(put(&option, CDC43_VENDOR_INNOVAPHONE, "update-interval", "65535"), 0);
    assert_octets(&option, "d802ffff");
}
END_TEST

START_TEST(bounds_hold) {
    static const struct {
        enum cdc43_vendor_id vendor;
        enum cdc43_vendor_err err;
        const char *name;
        const char *text;
    } rows[] = {
        {CDC43_VENDOR_SNOM, CDC43_VENDOR_ERR_NUMBER, "vlan-id", "0"},
        {CDC43_VENDOR_SNOM, CDC43_VENDOR_OK, "vlan-id", "4094"},
        {CDC43_VENDOR_SNOM, CDC43_VENDOR_ERR_NUMBER, "vlan-id", "4095"},
        {CDC43_VENDOR_SNOM, CDC43_VENDOR_ERR_NUMBER, "vlan-id", "007"},
        {CDC43_VENDOR_SNOM, CDC43_VENDOR_ERR_NUMBER, "vlan-id", ""},
        {CDC43_VENDOR_SNOM, CDC43_VENDOR_ERR_NUMBER, "vlan-id", "7 "},
        {CDC43_VENDOR_SNOM, CDC43_VENDOR_ERR_NUMBER, "vlan-id", "-1"},
        {CDC43_VENDOR_SNOM, CDC43_VENDOR_ERR_NUMBER, "vlan-id", "99999999999999999999"},
        {CDC43_VENDOR_SNOM, CDC43_VENDOR_OK, "vlan-priority", "0"},
        {CDC43_VENDOR_SNOM, CDC43_VENDOR_ERR_NUMBER, "vlan-priority", "8"},
        {CDC43_VENDOR_SNOM, CDC43_VENDOR_ERR_LENGTH, "setting-server", ""},
        {CDC43_VENDOR_SNOM, CDC43_VENDOR_ERR_CHARACTER, "setting-server", "a\tb"},
        {CDC43_VENDOR_SNOM, CDC43_VENDOR_ERR_CHARACTER, "setting-server", "\xc3\xa4"},
        {CDC43_VENDOR_INNOVAPHONE, CDC43_VENDOR_ERR_NUMBER, "update-interval", "65536"},
        {CDC43_VENDOR_INNOVAPHONE, CDC43_VENDOR_OK, "gatekeepers", "192.0.2.1"},
        {CDC43_VENDOR_INNOVAPHONE, CDC43_VENDOR_ERR_ADDRESS, "gatekeepers", ""},
        {CDC43_VENDOR_INNOVAPHONE, CDC43_VENDOR_ERR_ADDRESS, "gatekeepers", "192.0.2.1,"},
        {CDC43_VENDOR_INNOVAPHONE, CDC43_VENDOR_ERR_ADDRESS, "gatekeepers", ",192.0.2.1"},
        {CDC43_VENDOR_INNOVAPHONE, CDC43_VENDOR_ERR_ADDRESS, "gatekeepers", "192.0.2"},
        {CDC43_VENDOR_INNOVAPHONE, CDC43_VENDOR_ERR_ADDRESS, "gatekeepers", "192.0.2.256"},
        {CDC43_VENDOR_INNOVAPHONE, CDC43_VENDOR_ERR_ADDRESS, "gatekeepers", "192.0.2.1.1"},
        {CDC43_VENDOR_INNOVAPHONE, CDC43_VENDOR_ERR_ADDRESS, "gatekeepers",
         "1.2.3.4,1.2.3.4,1.2.3.4"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct cdc43_vendor_octets option = {.len = 0};

        ck_assert_msg(put(&option, rows[i].vendor, rows[i].name, rows[i].text) == rows[i].err,
                      "%s %s", rows[i].name, rows[i].text);
    }
}
END_TEST

START_TEST(an_option_has_255_octets_and_each_value_once) {
    struct cdc43_vendor_octets option = {.len = 0};
    char text[254];

    memset(text, 'a', sizeof text);
    text[252] = '\0';
    ck_assert_int_eq(put(&option, CDC43_VENDOR_SNOM, "setting-server", text), 0);
    ck_assert_uint_eq(option.len, CDC43_OPTION_MAX);
    ck_assert_int_eq(put(&option, CDC43_VENDOR_SNOM, "setting-server", text),
                     CDC43_VENDOR_ERR_TWICE);
    ck_assert_int_eq(put(&option, CDC43_VENDOR_SNOM, "vlan-id", "1"), CDC43_VENDOR_ERR_FULL);
    text[252] = 'a';
    text[253] = '\0';
    option.len = 0;
    ck_assert_int_eq(put(&option, CDC43_VENDOR_SNOM, "setting-server", text),
                     CDC43_VENDOR_ERR_LENGTH);
    ck_assert_int_eq(put(&option, CDC43_VENDOR_INNOVAPHONE, "update-url", text), 0);
    ck_assert_uint_eq(option.len, CDC43_OPTION_MAX);
}
END_TEST

static void assert_printed(enum cdc43_vendor_id vendor, unsigned code, const char *hex,
                           const char *wanted) {
    const struct octets octets = from_hex(hex);
    char text[CDC43_VENDOR_TEXT_MAX] = "untouched";
    const bool good = cdc43_vendor_print(cdc43_find_vendor_value(vendor, code),
                                         (struct cdc43_view){octets.at, octets.len}, text);

    ck_assert_msg(good == (wanted != NULL), "%s", hex);
    ck_assert_str_eq(text, wanted != NULL ? wanted : "untouched");
}

START_TEST(octets_are_read_back) {
    assert_printed(CDC43_VENDOR_SNOM, 66, "687474703a2f2f7465737400", "http://test");
    assert_printed(CDC43_VENDOR_SNOM, 66, "687474703a2f2f74657374", NULL);
    assert_printed(CDC43_VENDOR_SNOM, 66, "00", NULL);
    assert_printed(CDC43_VENDOR_SNOM, 66, "", NULL);
    assert_printed(CDC43_VENDOR_SNOM, 66, "610062", NULL);
    assert_printed(CDC43_VENDOR_SNOM, 132, "31313400", "114");
    assert_printed(CDC43_VENDOR_SNOM, 132, "0072", NULL);
    assert_printed(CDC43_VENDOR_SNOM, 132, "39393900", "999");
    assert_printed(CDC43_VENDOR_SNOM, 132, "3939393900", NULL);
    assert_printed(CDC43_VENDOR_INNOVAPHONE, 200, "c0000201c63364ff", "192.0.2.1,198.51.100.255");
    assert_printed(CDC43_VENDOR_INNOVAPHONE, 200, "c00002", NULL);
    assert_printed(CDC43_VENDOR_INNOVAPHONE, 200, "", NULL);
    assert_printed(CDC43_VENDOR_INNOVAPHONE, 200, "010203040102030401020304", NULL);
    assert_printed(CDC43_VENDOR_INNOVAPHONE, 216, "01", "1");
    assert_printed(CDC43_VENDOR_INNOVAPHONE, 216, "0000ffff", "65535");
    assert_printed(CDC43_VENDOR_INNOVAPHONE, 216, "00", NULL);
    assert_printed(CDC43_VENDOR_INNOVAPHONE, 216, "0000000001", NULL);
}
END_TEST

/* The table itself: ascending, once each, findable both ways. */
START_TEST(rows_are_in_order) {
    for (size_t i = 0; i < cdc43_vendor_value_count; i++) {
        const struct cdc43_vendor_value *const row = &cdc43_vendor_values[i];

        ck_assert_ptr_eq(cdc43_find_vendor_value(row->vendor, row->code), row);
        ck_assert_ptr_eq(cdc43_find_vendor_name(row->vendor, row->name), row);
        ck_assert_uint_le(row->low, row->high);
        ck_assert(i == 0 || row->vendor != row[-1].vendor || row->code > row[-1].code);
    }
    ck_assert_ptr_null(cdc43_find_vendor_value(CDC43_VENDOR_SNOM, 200));
    ck_assert_ptr_null(cdc43_find_vendor_name(CDC43_VENDOR_SNOM, "update-url"));
    ck_assert_str_eq(cdc43_vendor_name(CDC43_VENDOR_INNOVAPHONE), "innovaphone");
    ck_assert_ptr_null(cdc43_vendor_name(CDC43_VENDOR_COUNT));
    ck_assert_ptr_null(cdc43_vendor_title(CDC43_VENDOR_COUNT));
    ck_assert_ptr_null(cdc43_vendor_err_text((enum cdc43_vendor_err)99));
    ck_assert_str_eq(cdc43_vendor_err_text(CDC43_VENDOR_OK), "no error");
}
END_TEST

int main(void) {
    Suite *const suite = suite_create("vendors");
    TCase *const tests = tcase_create("all");

    tcase_add_test(tests, snom_octets_are_those_of_its_page);
    tcase_add_test(tests, innovaphone_has_addresses_text_and_a_number);
    tcase_add_test(tests, bounds_hold);
    tcase_add_test(tests, an_option_has_255_octets_and_each_value_once);
    tcase_add_test(tests, octets_are_read_back);
    tcase_add_test(tests, rows_are_in_order);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
