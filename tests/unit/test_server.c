/* SPDX-License-Identifier: MIT */
/* The rules of the Server value. */
#include <string.h>

#include "tests/support/guard.h"
#include "tests/support/main.h"
#include "tests/unit/sample.h"

static enum cdc43_err check(const char *server, size_t len, struct cdc43_where *ret_where) {
    struct cdc43_params params = sample_params();

    cdc43_set_value(&params, CDC43_SERVER, guard_copy(server, len), len);
    return cdc43_check(&cdc43_phone, &params, ret_where);
}

static const char *const good[] = {
    "http://10.79.57.91",
    "HTTP://10.79.57.91",
    "hTtP://h",
    "h",
    "10.79.57.91",
    "scep.example.com",
    "scep_1.example-2.com",
    "_a",
    "a-b",
    "a--b.c",
    "host:1",
    "host:80",
    "host:65535",
    "host:00080",
    "host:000080",
    "host.",
    "host.:80",
    "http://host.example./x",
    "10.79.57.91.?x",
    "http://host:8080/certsrv/mscep/mscep.dll",
    "http://host/",
    "http://host?operation=x",
    "http://host#x",
    "host/path",
    "host/p@th:with://odd/things[]",
    "host?q=http://b",
    "http",
    "https",
    "https.example.com",
    "ftp:21",
    "[::1]",
    "[2001:db8::1]:8080/x",
    "http://[2001:DB8::a.b.c.d]",
    "http://[::ffff:192.0.2.1]/",
    "a/:@",
};

START_TEST(accepts_good_servers) {
    struct cdc43_where where;
    const enum cdc43_err err = check(good[_i], strlen(good[_i]), &where);

    ck_assert_msg(err == CDC43_OK, "%s: error %d", good[_i], (int)err);
}
END_TEST

static const struct {
    const char *server;
    enum cdc43_err err;
    size_t offset;
} bad[] = {
    {"", CDC43_ERR_SERVER_EMPTY, 0},
    {" ", CDC43_ERR_SERVER_CHARACTER, 0},
    {"http://a b", CDC43_ERR_SERVER_CHARACTER, 8},
    {"http://a\x7f", CDC43_ERR_SERVER_CHARACTER, 8},
    {"\xe9", CDC43_ERR_SERVER_CHARACTER, 0},
    {"h/\n", CDC43_ERR_SERVER_CHARACTER, 2},
    {"https://h", CDC43_ERR_SERVER_HTTPS, 0},
    {"HTTPS://h", CDC43_ERR_SERVER_HTTPS, 0},
    {"hTtpS://", CDC43_ERR_SERVER_HTTPS, 0},
    {"ftp://h", CDC43_ERR_SERVER_SCHEME, 0},
    {"ftp://", CDC43_ERR_SERVER_SCHEME, 0},
    {"http://ftp://h", CDC43_ERR_SERVER_PORT, 11},
    {"[1:2:/", CDC43_ERR_SERVER_HOST, 5},
    {"[1:2:/]", CDC43_ERR_SERVER_HOST, 5},
    {"httpx://h", CDC43_ERR_SERVER_SCHEME, 0},
    {"httpsx://h", CDC43_ERR_SERVER_SCHEME, 0},
    {"htt://h", CDC43_ERR_SERVER_SCHEME, 0},
    {"gttp://h", CDC43_ERR_SERVER_SCHEME, 0},
    {"://h", CDC43_ERR_SERVER_SCHEME, 0},
    {"h ttp://h", CDC43_ERR_SERVER_CHARACTER, 1},
    {"ldap+x://h", CDC43_ERR_SERVER_SCHEME, 0},
    {"http://user@h", CDC43_ERR_SERVER_USER_INFO, 11},
    {"http://user:pass@h/", CDC43_ERR_SERVER_USER_INFO, 16},
    {"u@h", CDC43_ERR_SERVER_USER_INFO, 1},
    {"http://@h", CDC43_ERR_SERVER_USER_INFO, 7},
    {"http://", CDC43_ERR_SERVER_HOST, 7},
    {"http:///x", CDC43_ERR_SERVER_HOST, 7},
    {"http://?x", CDC43_ERR_SERVER_HOST, 7},
    {"/path", CDC43_ERR_SERVER_HOST, 0},
    {"//host", CDC43_ERR_SERVER_HOST, 0},
    {"?", CDC43_ERR_SERVER_HOST, 0},
    {":80", CDC43_ERR_SERVER_HOST, 0},
    {"-a", CDC43_ERR_SERVER_HOST, 0},
    {"a-", CDC43_ERR_SERVER_HOST, 1},
    {"a-:80", CDC43_ERR_SERVER_HOST, 1},
    {"a..b", CDC43_ERR_SERVER_HOST, 1},
    {".a", CDC43_ERR_SERVER_HOST, 0},
    {"a..", CDC43_ERR_SERVER_HOST, 1},
    {"a-.b", CDC43_ERR_SERVER_HOST, 1},
    {"a.-b", CDC43_ERR_SERVER_HOST, 1},
    {"a%20b", CDC43_ERR_SERVER_HOST, 1},
    {"a,b", CDC43_ERR_SERVER_HOST, 1},
    {"http://h[", CDC43_ERR_SERVER_HOST, 8},
    {"[::1", CDC43_ERR_SERVER_HOST, 4},
    {"[]", CDC43_ERR_SERVER_HOST, 1},
    {"[", CDC43_ERR_SERVER_HOST, 1},
    {"[1.2.3.4]", CDC43_ERR_SERVER_HOST, 8},
    {"[a:b]", CDC43_ERR_SERVER_HOST, 4},
    {"[::g]", CDC43_ERR_SERVER_HOST, 3},
    {"[fe80::1%25eth0]", CDC43_ERR_SERVER_HOST, 8},
    {"[::1]x", CDC43_ERR_SERVER_HOST, 5},
    {"host:", CDC43_ERR_SERVER_PORT, 5},
    {"host:/", CDC43_ERR_SERVER_PORT, 5},
    {"http:?/h", CDC43_ERR_SERVER_PORT, 5},
    {"http:/h", CDC43_ERR_SERVER_SCHEME, 0},
    {"HTtp:/", CDC43_ERR_SERVER_SCHEME, 0},
    {"https:/h", CDC43_ERR_SERVER_HTTPS, 0},
    {"host:+80", CDC43_ERR_SERVER_PORT, 5},
    {"host:8_0", CDC43_ERR_SERVER_PORT, 6},
    {"host..", CDC43_ERR_SERVER_HOST, 4},
    {"host..:80", CDC43_ERR_SERVER_HOST, 4},
    {"host.x..", CDC43_ERR_SERVER_HOST, 6},
    {"[::1].", CDC43_ERR_SERVER_HOST, 5},
    {"host:0", CDC43_ERR_SERVER_PORT, 6},
    {"host:65536", CDC43_ERR_SERVER_PORT, 9},
    {"host:99999", CDC43_ERR_SERVER_PORT, 9},
    {"host:4294967376", CDC43_ERR_SERVER_PORT, 10},
    {"host:8x", CDC43_ERR_SERVER_PORT, 6},
    {"host:8:9", CDC43_ERR_SERVER_PORT, 6},
    {"a:b", CDC43_ERR_SERVER_PORT, 2},
    {"[::1]:", CDC43_ERR_SERVER_PORT, 6},
    {"mailto:x", CDC43_ERR_SERVER_PORT, 7},
    /* What looks like "://" when the case of letters is ignored for other octets, too. */
    {"http\x1a//h", CDC43_ERR_SERVER_CHARACTER, 4},
    {"http:\x0f/h", CDC43_ERR_SERVER_CHARACTER, 5},
};

START_TEST(refuses_bad_servers_and_points_at_the_octet) {
    struct cdc43_where where;
    const enum cdc43_err err = check(bad[_i].server, strlen(bad[_i].server), &where);

    ck_assert_msg(err == bad[_i].err, "%s: error %d", bad[_i].server, (int)err);
    ck_assert_uint_eq(where.suboption, CDC43_SERVER);
    ck_assert_msg(where.offset == bad[_i].offset, "%s: octet %zu", bad[_i].server, where.offset);
}
END_TEST

START_TEST(every_octet_of_a_path_is_printable_without_space) {
    for (int c = 0; c <= 255; c++) {
        char server[] = "http://h/xy";
        struct cdc43_where where;

        server[9] = (char)c;
        ck_assert_int_eq(check(server, 11, &where),
                         c >= 0x21 && c <= 0x7e ? CDC43_OK : CDC43_ERR_SERVER_CHARACTER);
    }
}
END_TEST

START_TEST(every_octet_of_a_host_is_a_letter_digit_hyphen_underscore_or_dot) {
    for (int c = 0x21; c <= 0x7e; c++) {
        char server[] = "http://hxh";
        struct cdc43_where where;
        const bool good_octet = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' ||
                                c == '/' || c == '?' || c == '#'; /* these begin a path */
        enum cdc43_err err;

        server[8] = (char)c;
        err = check(server, 10, &where);
        ck_assert_msg((err == CDC43_OK) == good_octet, "%c: error %d", c, (int)err);
    }
}
END_TEST

START_TEST(a_label_has_at_most_63_octets) {
    for (size_t len = 62; len <= 65; len++) {
        char server[100];
        struct cdc43_where where;
        enum cdc43_err err;

        memset(server, 'a', sizeof server);
        err = check(server, len, &where);
        ck_assert_int_eq(err, len <= 63 ? CDC43_OK : CDC43_ERR_SERVER_HOST);
        server[len] = '.';
        err = check(server, len + 10, &where);
        ck_assert_int_eq(err, len <= 63 ? CDC43_OK : CDC43_ERR_SERVER_HOST);
        if (err != CDC43_OK) {
            ck_assert_uint_eq(where.offset, 63);
        }
    }
}
END_TEST

int main(void) {
    Suite *const suite = suite_create("server");
    TCase *const tests = tcase_create("all");

    tcase_add_loop_test(tests, accepts_good_servers, 0, sizeof good / sizeof good[0]);
    tcase_add_loop_test(tests, refuses_bad_servers_and_points_at_the_octet, 0,
                        sizeof bad / sizeof bad[0]);
    tcase_add_test(tests, every_octet_of_a_path_is_printable_without_space);
    tcase_add_test(tests, every_octet_of_a_host_is_a_letter_digit_hyphen_underscore_or_dot);
    tcase_add_test(tests, a_label_has_at_most_63_octets);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
