/* SPDX-License-Identifier: MIT */
/* Certificate requests: what is read out of good ones, and which leave room for two readings. */
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <string.h>

#include "kea-hook/credentials/request.h"
#include "tests/support/guard.h"
#include "tests/support/main.h"

#define NAME "CP-9871-SEP001A2B3C4D5E.example.nl"
#define PASSWORD "243cd3a6b821e5945893d37b1ffd91a4"

static EVP_PKEY *own_key;
static X509_REQ *request;

/* A request with a subject of one Common Name, signed by finish. */
static void begin(void) {
    own_key = EVP_EC_gen("P-256");
    request = X509_REQ_new();
    ck_assert_ptr_nonnull(own_key);
    ck_assert_int_eq(X509_REQ_set_pubkey(request, own_key), 1);
}

static void end(void) {
    X509_REQ_free(request);
    EVP_PKEY_free(own_key);
}

/* set: 0 for an RDN of its own, -1 to go into the last one. */
static void add_name(int nid, int type, const char *value, int len, int set) {
    X509_NAME *const subject = X509_REQ_get_subject_name(request);

    ck_assert_int_eq(
        X509_NAME_add_entry_by_NID(subject, nid, type, (const unsigned char *)value, len, -1, set),
        1);
}

static void add_challenge(int type, const char *value, int len) {
    ck_assert_int_eq(X509_REQ_add1_attr_by_NID(request, NID_pkcs9_challengePassword, type,
                                               (const unsigned char *)value, len),
                     1);
}

/* A list of extensions with one subjectAltName. */
static void add_list(int type, const char *names) {
    X509_EXTENSION *const one = X509V3_EXT_conf_nid(NULL, NULL, NID_subject_alt_name, names);
    STACK_OF(X509_EXTENSION) *list = NULL;

    ck_assert_ptr_nonnull(one);
    ck_assert_ptr_nonnull(X509v3_add_ext(&list, one, -1));
    ck_assert_int_eq(X509_REQ_add_extensions_nid(request, list, type), 1);
    sk_X509_EXTENSION_pop_free(list, X509_EXTENSION_free);
    X509_EXTENSION_free(one);
}

static void add_alt_names(const char *names) {
    add_list(NID_ext_req, names);
}

static void add_good(void) {
    add_name(NID_commonName, MBSTRING_UTF8, NAME, -1, 0);
    add_challenge(MBSTRING_UTF8, PASSWORD, -1);
}

/* OpenSSL adds no attribute a second time. One of this type is renamed to that type: the last octet
 * of the identifier 1.2.840.113549.1.9.x. */
static void rename_attribute(uint8_t from, uint8_t to) {
    const uint8_t id[] = {0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, from};
    uint8_t *octets = NULL;
    const unsigned char *at;
    int len;
    int found = 0;

    ck_assert_int_ne(X509_REQ_sign(request, own_key, EVP_sha256()), 0);
    len = i2d_X509_REQ(request, &octets);
    for (int i = 0; i + (int)sizeof id <= len; i++) {
        if (memcmp(octets + i, id, sizeof id) == 0) {
            octets[i + (int)sizeof id - 1] = to;
            found++;
        }
    }
    ck_assert_int_eq(found, 1);
    at = octets;
    X509_REQ_free(request);
    request = d2i_X509_REQ(NULL, &at, len);
    ck_assert_ptr_nonnull(request);
    OPENSSL_free(octets);
}

/* Signs and encodes; the octets are the caller's to free. */
static size_t encode(uint8_t **ret_octets) {
    int len;

    *ret_octets = NULL;
    ck_assert_int_ne(X509_REQ_sign(request, own_key, EVP_sha256()), 0);
    len = i2d_X509_REQ(request, ret_octets);
    ck_assert_int_gt(len, 0);
    return (size_t)len;
}

static enum cdc43_hook_err read_octets(const void *octets, size_t len,
                                       struct cdc43_hook_request *ret_request) {
    return cdc43_hook_read_request((struct cdc43_view){guard_copy(octets, len), len}, ret_request);
}

/* What comes of the request as it is now; its name and password when it is good. */
static enum cdc43_hook_err result(void) {
    struct cdc43_hook_request found = {.name_len = 77};
    uint8_t *octets;
    const size_t len = encode(&octets);
    const enum cdc43_hook_err err = read_octets(octets, len, &found);

    OPENSSL_free(octets);
    if (err == CDC43_HOOK_OK) {
        ck_assert_uint_eq(found.name_len, strlen(NAME));
        ck_assert_mem_eq(found.common_name, NAME, found.name_len);
        ck_assert_uint_eq(found.challenge_len, strlen(PASSWORD));
        ck_assert_mem_eq(found.challenge, PASSWORD, found.challenge_len);
    } else {
        ck_assert_uint_eq(found.name_len, 77);
    }
    return err;
}

START_TEST(reads_name_and_password) {
    add_good();
    ck_assert_int_eq(result(), CDC43_HOOK_OK);
}
END_TEST

START_TEST(reads_strings_of_any_type) {
    static const int types[] = {V_ASN1_PRINTABLESTRING, V_ASN1_UTF8STRING, V_ASN1_T61STRING,
                                V_ASN1_IA5STRING};

    add_name(NID_commonName, types[_i], NAME, (int)strlen(NAME), 0);
    add_challenge(types[_i], PASSWORD, (int)strlen(PASSWORD));
    ck_assert_int_eq(result(), CDC43_HOOK_OK);
}
END_TEST

START_TEST(reads_a_name_of_two_octets_per_character) {
    char wide[2 * sizeof NAME] = {0};

    for (size_t i = 0; i < sizeof NAME - 1; i++) {
        wide[2 * i + 1] = NAME[i];
    }
    add_name(NID_commonName, V_ASN1_BMPSTRING, wide, 2 * (int)strlen(NAME), 0);
    add_challenge(MBSTRING_UTF8, PASSWORD, -1);
    ck_assert_int_eq(result(), CDC43_HOOK_OK);
}
END_TEST

START_TEST(lets_other_parts_of_the_subject_be) {
    add_name(NID_organizationName, MBSTRING_UTF8, "Example Org", -1, 0);
    add_good();
    add_name(NID_organizationalUnitName, MBSTRING_UTF8, "Phones", -1, 0);
    ck_assert_int_eq(result(), CDC43_HOOK_OK);
}
END_TEST

START_TEST(reads_pem_with_text_around_it) {
    struct cdc43_hook_request found;
    BIO *const out = BIO_new(BIO_s_mem());
    char *octets;
    size_t len;

    add_good();
    ck_assert_int_ne(X509_REQ_sign(request, own_key, EVP_sha256()), 0);
    (void)BIO_puts(out, "a request\n");
    ck_assert_int_eq(PEM_write_bio_X509_REQ(out, request), 1);
    len = (size_t)BIO_get_mem_data(out, &octets);
    ck_assert_int_eq(read_octets(octets, len, &found), CDC43_HOOK_OK);
    ck_assert_mem_eq(found.challenge, PASSWORD, strlen(PASSWORD));
    ck_assert_int_eq(PEM_write_bio_X509_REQ(out, request), 1);
    len = (size_t)BIO_get_mem_data(out, &octets);
    ck_assert_int_eq(read_octets(octets, len, &found), CDC43_HOOK_ERR_REQUEST);
    BIO_free(out);
}
END_TEST

START_TEST(refuses_what_is_no_request) {
    struct cdc43_hook_request found;

    ck_assert_int_eq(read_octets("", 0, &found), CDC43_HOOK_ERR_REQUEST);
    ck_assert_int_eq(read_octets("0", 1, &found), CDC43_HOOK_ERR_REQUEST);
    ck_assert_int_eq(read_octets("hello", 5, &found), CDC43_HOOK_ERR_REQUEST);
    ck_assert_int_eq(read_octets("-----BEGIN CERTIFICATE REQUEST-----\n", 36, &found),
                     CDC43_HOOK_ERR_REQUEST);
}
END_TEST

START_TEST(refuses_every_truncation_and_anything_behind) {
    struct cdc43_hook_request found;
    uint8_t *octets;
    size_t len;

    add_good();
    len = encode(&octets);
    octets = OPENSSL_realloc(octets, len + 1);
    octets[len] = 0;
    for (size_t i = 0; i <= len + 1; i++) {
        ck_assert_int_eq(read_octets(octets, i, &found),
                         i == len ? CDC43_HOOK_OK : CDC43_HOOK_ERR_REQUEST);
    }
    OPENSSL_free(octets);
}
END_TEST

START_TEST(refuses_every_changed_octet) {
    uint8_t *octets;
    size_t len;

    add_good();
    len = encode(&octets);
    for (size_t i = 0; i < len; i++) {
        struct cdc43_hook_request found;

        octets[i] ^= 0x01U;
        ck_assert_msg(read_octets(octets, len, &found) != CDC43_HOOK_OK, "octet %zu", i);
        octets[i] ^= 0x01U;
    }
    OPENSSL_free(octets);
}
END_TEST

START_TEST(refuses_too_much) {
    static uint8_t octets[CDC43_HOOK_REQUEST_MAX + 1];
    struct cdc43_hook_request found;

    ck_assert_int_eq(cdc43_hook_read_request((struct cdc43_view){octets, sizeof octets}, &found),
                     CDC43_HOOK_ERR_FILE_LONG);
    ck_assert_int_eq(
        cdc43_hook_read_request((struct cdc43_view){octets, sizeof octets - 1}, &found),
        CDC43_HOOK_ERR_REQUEST);
}
END_TEST

START_TEST(refuses_a_signature_with_another_key) {
    EVP_PKEY *const other = EVP_EC_gen("P-256");
    struct cdc43_hook_request found;
    uint8_t *octets = NULL;
    int len;

    add_good();
    ck_assert_int_ne(X509_REQ_sign(request, other, EVP_sha256()), 0);
    len = i2d_X509_REQ(request, &octets);
    ck_assert_int_eq(read_octets(octets, (size_t)len, &found), CDC43_HOOK_ERR_REQUEST_SIGNATURE);
    OPENSSL_free(octets);
    EVP_PKEY_free(other);
}
END_TEST

START_TEST(refuses_no_name_and_several) {
    add_challenge(MBSTRING_UTF8, PASSWORD, -1);
    ck_assert_int_eq(result(), CDC43_HOOK_ERR_REQUEST_NAME);
    add_name(NID_organizationName, MBSTRING_UTF8, NAME, -1, 0);
    ck_assert_int_eq(result(), CDC43_HOOK_ERR_REQUEST_NAME);
    add_name(NID_commonName, MBSTRING_UTF8, NAME, -1, 0);
    ck_assert_int_eq(result(), CDC43_HOOK_OK);
    /* In an RDN of its own, or beside the other one. */
    add_name(NID_commonName, MBSTRING_UTF8, "CP-9871-SEP001A2B000001", -1, _i == 0 ? 0 : -1);
    ck_assert_int_eq(result(), CDC43_HOOK_ERR_REQUEST_NAME);
}
END_TEST

START_TEST(refuses_names_of_other_lengths) {
    char name[65];

    memset(name, 'a', sizeof name);
    add_name(NID_commonName, V_ASN1_UTF8STRING, name, 0, 0);
    add_challenge(MBSTRING_UTF8, PASSWORD, -1);
    ck_assert_int_eq(result(), CDC43_HOOK_ERR_REQUEST_NAME);
    X509_NAME_ENTRY_free(X509_NAME_delete_entry(X509_REQ_get_subject_name(request), 0));
    add_name(NID_commonName, V_ASN1_UTF8STRING, name, 65, 0);
    ck_assert_int_eq(result(), CDC43_HOOK_ERR_REQUEST_NAME);
}
END_TEST

START_TEST(takes_the_longest_name_and_password) {
    struct cdc43_hook_request found;
    char text[CDC43_OPTION_MAX];
    uint8_t *octets;
    size_t len;

    memset(text, 'a', sizeof text);
    add_name(NID_commonName, V_ASN1_UTF8STRING, text, CDC43_COMMON_NAME_MAX, 0);
    add_challenge(V_ASN1_UTF8STRING, text, CDC43_OPTION_MAX);
    len = encode(&octets);
    ck_assert_int_eq(read_octets(octets, len, &found), CDC43_HOOK_OK);
    ck_assert_uint_eq(found.name_len, CDC43_COMMON_NAME_MAX);
    ck_assert_uint_eq(found.challenge_len, CDC43_OPTION_MAX);
    OPENSSL_free(octets);
}
END_TEST

START_TEST(keeps_a_nul_inside_a_name) {
    struct cdc43_hook_request found;
    uint8_t *octets;
    size_t len;

    add_name(NID_commonName, V_ASN1_UTF8STRING, NAME "\0x", (int)sizeof NAME + 1, 0);
    add_challenge(MBSTRING_UTF8, PASSWORD, -1);
    len = encode(&octets);
    ck_assert_int_eq(read_octets(octets, len, &found), CDC43_HOOK_OK);
    ck_assert_uint_eq(found.name_len, sizeof NAME + 1);
    OPENSSL_free(octets);
}
END_TEST

START_TEST(refuses_no_password_and_several) {
    X509_ATTRIBUTE *twice = NULL;

    add_name(NID_commonName, MBSTRING_UTF8, NAME, -1, 0);
    ck_assert_int_eq(result(), CDC43_HOOK_ERR_REQUEST_NO_CHALLENGE);
    add_challenge(MBSTRING_UTF8, PASSWORD, -1);
    ck_assert_int_eq(X509_REQ_add1_attr_by_NID(request, NID_pkcs9_unstructuredName, MBSTRING_UTF8,
                                               (const unsigned char *)PASSWORD, -1),
                     1);
    ck_assert_int_eq(result(), CDC43_HOOK_OK);
    rename_attribute(2, 7);
    ck_assert_int_eq(result(), CDC43_HOOK_ERR_REQUEST_CHALLENGES);

    /* One attribute with two values. */
    X509_ATTRIBUTE_free(X509_REQ_delete_attr(request, 0));
    X509_ATTRIBUTE_free(X509_REQ_delete_attr(request, 0));
    twice = X509_ATTRIBUTE_create_by_NID(NULL, NID_pkcs9_challengePassword, V_ASN1_UTF8STRING,
                                         PASSWORD, (int)strlen(PASSWORD));
    ck_assert_int_eq(X509_ATTRIBUTE_set1_data(twice, V_ASN1_UTF8STRING, "another", 7), 1);
    ck_assert_int_eq(X509_ATTRIBUTE_count(twice), 2);
    ck_assert_int_eq(X509_REQ_add1_attr(request, twice), 1);
    ck_assert_int_eq(result(), CDC43_HOOK_ERR_REQUEST_CHALLENGES);
    X509_ATTRIBUTE_free(twice);
}
END_TEST

START_TEST(refuses_passwords_that_are_no_text) {
    static const int types[] = {V_ASN1_OCTET_STRING, V_ASN1_BIT_STRING, V_ASN1_SEQUENCE};

    add_name(NID_commonName, MBSTRING_UTF8, NAME, -1, 0);
    add_challenge(types[_i], "\x30\x00", 2);
    ck_assert_int_eq(result(), CDC43_HOOK_ERR_REQUEST_CHALLENGES);
}
END_TEST

START_TEST(refuses_passwords_of_other_lengths) {
    char password[256];

    memset(password, 'a', sizeof password);
    add_name(NID_commonName, MBSTRING_UTF8, NAME, -1, 0);
    add_challenge(V_ASN1_UTF8STRING, password, _i);
    ck_assert_int_eq(result(), CDC43_HOOK_ERR_REQUEST_CHALLENGES);
}
END_TEST

START_TEST(takes_the_common_name_as_another_name) {
    add_good();
    add_alt_names("DNS:" NAME);
    ck_assert_int_eq(result(), CDC43_HOOK_OK);
}
END_TEST

/* Each of these a CA would sign beside the Common Name. */
START_TEST(refuses_other_names) {
    static const char *const names[] = {
        "DNS:radius.example.nl", "DNS:" NAME ",DNS:CP-9871-SEP001A2B000001.example.nl",
        "DNS:" NAME ".",         "email:root@example.nl",
        "IP:192.0.2.1",          "URI:http://example.nl",
        ("URI:" NAME),           "RID:1.2.3.4"};

    add_good();
    add_alt_names(names[_i]);
    ck_assert_int_eq(result(), CDC43_HOOK_ERR_REQUEST_OTHER_NAMES);
}
END_TEST

START_TEST(refuses_two_lists_of_extensions) {
    add_good();
    add_alt_names("DNS:" NAME);
    if (_i == 0) {
        add_list(NID_ms_ext_req, "DNS:" NAME);
    } else {
        add_list(NID_pkcs9_unstructuredAddress, "DNS:" NAME);
        ck_assert_int_eq(result(), CDC43_HOOK_OK);
        rename_attribute(8, 14);
    }
    ck_assert_int_eq(result(), CDC43_HOOK_ERR_REQUEST_OTHER_NAMES);
}
END_TEST

START_TEST(refuses_extensions_that_cannot_be_read) {
    add_good();
    ck_assert_int_eq(X509_REQ_add1_attr_by_NID(request, NID_ext_req, V_ASN1_SEQUENCE,
                                               (const unsigned char *)"\x30\x02\x05\x00", 4),
                     1);
    ck_assert_int_eq(result(), CDC43_HOOK_ERR_REQUEST_OTHER_NAMES);
}
END_TEST

/* A good request as text inside of a bad one: the bad one is what a CA would sign. */
START_TEST(is_not_misled_by_a_request_inside_a_request) {
    BIO *const inner = BIO_new(BIO_s_mem());
    struct cdc43_hook_request found;
    uint8_t *octets;
    char *text;
    int text_len;
    size_t len;

    add_good();
    ck_assert_int_ne(X509_REQ_sign(request, own_key, EVP_sha256()), 0);
    (void)BIO_puts(inner, "\n");
    ck_assert_int_eq(PEM_write_bio_X509_REQ(inner, request), 1);
    text_len = (int)BIO_get_mem_data(inner, &text);
    ck_assert_int_eq(X509_REQ_add1_attr_by_NID(request, NID_pkcs9_unstructuredName,
                                               V_ASN1_UTF8STRING, (unsigned char *)text, text_len),
                     1);
    X509_ATTRIBUTE_free(X509_REQ_delete_attr(request, 0));
    len = encode(&octets);
    ck_assert_int_eq(read_octets(octets, len, &found), CDC43_HOOK_ERR_REQUEST_NO_CHALLENGE);
    OPENSSL_free(octets);
    BIO_free(inner);
}
END_TEST

int main(void) {
    Suite *const suite = suite_create("request");
    TCase *const cases = tcase_create("request");

    tcase_add_checked_fixture(cases, begin, end);
    tcase_add_test(cases, reads_name_and_password);
    tcase_add_loop_test(cases, reads_strings_of_any_type, 0, 4);
    tcase_add_test(cases, reads_a_name_of_two_octets_per_character);
    tcase_add_test(cases, lets_other_parts_of_the_subject_be);
    tcase_add_test(cases, reads_pem_with_text_around_it);
    tcase_add_test(cases, refuses_what_is_no_request);
    tcase_add_test(cases, refuses_every_truncation_and_anything_behind);
    tcase_add_test(cases, refuses_every_changed_octet);
    tcase_add_test(cases, refuses_too_much);
    tcase_add_test(cases, refuses_a_signature_with_another_key);
    tcase_add_loop_test(cases, refuses_no_name_and_several, 0, 2);
    tcase_add_test(cases, refuses_names_of_other_lengths);
    tcase_add_test(cases, takes_the_longest_name_and_password);
    tcase_add_test(cases, keeps_a_nul_inside_a_name);
    tcase_add_test(cases, refuses_no_password_and_several);
    tcase_add_loop_test(cases, refuses_passwords_that_are_no_text, 0, 3);
    tcase_add_loop_test(cases, refuses_passwords_of_other_lengths, 0, 1);
    tcase_add_loop_test(cases, refuses_passwords_of_other_lengths, 256, 257);
    tcase_add_test(cases, takes_the_common_name_as_another_name);
    tcase_add_loop_test(cases, refuses_other_names, 0, 8);
    tcase_add_loop_test(cases, refuses_two_lists_of_extensions, 0, 2);
    tcase_add_test(cases, refuses_extensions_that_cannot_be_read);
    tcase_add_test(cases, is_not_misled_by_a_request_inside_a_request);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}
