/* SPDX-License-Identifier: MIT */
/* Enrolments and renewals with the test CA, as it should be and in every wrong way. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "phone-side/scep/agent.h"
#include "tests/scep/lab.h"
#include "tests/support/main.h"

static const char password[] = "D234334FF499525";

static void set_password(struct lab *lab, const char *text) {
    lab->config.challenge_password = (struct cdc43_view){(const uint8_t *)text, strlen(text)};
}

/* The words of a CA with which an initial enrolment works, and certificates on the way to root. */
static const struct {
    const char *words;
    size_t chain;
} good[] = {
    {"", 1},
    {"chain", 2},
    {"ra", 1},
    {"chain ra", 2},
    {"ra-plain", 1},
    {"other-root", 1},
    {"oaep", 1},
    {"no-post", 1},
    {"no-caps", 1},
    {"ipv6", 1},
    {"content", 1},
    {"rogue-ra", 1},
    {"no-renewal", 1},
    {"only-des3", 1},
    {"keep-alive", 1},
    {"ec ra", 1},
    {"pem", 1},
    {"pem chain", 2},
    {"base64", 1},
    {"base64 chain ra", 2},
    {"newline", 1},
    {"newline chain", 2},
    {"caps-bom", 1},
    {"caps-line", 1},
    {"caps-page", 1},
    {"ra oaep no-signer-cert", 1}, /* as NDES answers a request that was encrypted otherwise */
};

START_TEST(enrols) {
    struct lab lab;
    struct cdc43_scep_info info;

    lab_open(&lab, good[_i].words);
    lab.config.oaep = strcmp(good[_i].words, "oaep") == 0;
    lab.config.aes256 = _i % 2 == 0;
    ck_assert_msg(lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL) == CDC43_SCEP_DONE, "%s: %s",
                  good[_i].words, lab.sentence);
    ck_assert_uint_eq(lab.pair.chain.count, good[_i].chain);
    ck_assert(cdc43_scep_describe(cdc43_scep_view(&lab.pair.cert), &info, &lab.fault));
    ck_assert_str_eq(info.common_name, LAB_COMMON_NAME);
    ck_assert_int_eq(info.not_before < lab.env.now && info.not_after > lab.env.now, true);
    ck_assert_uint_eq(lab_count_requests(&lab), 1);
    lab_close(&lab);
}
END_TEST

/* Answers of a CA that must not lead to a certificate, why, and the requests it may have seen. */
static const struct {
    const char *words;
    enum cdc43_scep_err err;
    unsigned requests;
} bad[] = {
    {"only-other-root", CDC43_SCEP_ERR_FINGERPRINT_MISMATCH, 0},
    {"expired-ca", CDC43_SCEP_ERR_CA_EXPIRED, 0},
    {"future-ca", CDC43_SCEP_ERR_CA_NOT_YET_VALID, 0},
    {"not-a-ca", CDC43_SCEP_ERR_FINGERPRINT_NOT_ROOT, 0},
    {"many", CDC43_SCEP_ERR_CA_TOO_MANY, 0},
    {"junk", CDC43_SCEP_ERR_CA_ANSWER, 0},
    {"not-http", CDC43_SCEP_ERR_NOT_HTTP, 0},
    {"redirect", CDC43_SCEP_ERR_REDIRECT, 0},
    {"huge", CDC43_SCEP_ERR_ANSWER_TOO_LONG, 0},
    {"huge-length", CDC43_SCEP_ERR_ANSWER_TOO_LONG, 0},
    {"truncated", CDC43_SCEP_ERR_CUT_SHORT, 0},
    {"cut-ca", CDC43_SCEP_ERR_CA_ANSWER, 0},
    {"cut", CDC43_SCEP_ERR_REPLY_FORMAT, 1},
    {"bad-nonce", CDC43_SCEP_ERR_REPLY_NONCE, 1},
    {"no-nonce", CDC43_SCEP_ERR_REPLY_NONCE, 1},
    {"bad-transaction", CDC43_SCEP_ERR_REPLY_TRANSACTION, 1},
    {"bad-type", CDC43_SCEP_ERR_REPLY_TYPE, 1},
    {"bad-status", CDC43_SCEP_ERR_REPLY_STATUS, 1},
    {"bad-signer", CDC43_SCEP_ERR_REPLY_SIGNATURE, 1},
    {"device-signer", CDC43_SCEP_ERR_REPLY_SIGNATURE, 1},
    {"device-signer rogue-ra", CDC43_SCEP_ERR_REPLY_SIGNATURE, 1},
    {"bad-signature", CDC43_SCEP_ERR_REPLY_SIGNATURE, 1},
    {"empty", CDC43_SCEP_ERR_REPLY_EMPTY, 1},
    {"des", CDC43_SCEP_ERR_SINGLE_DES, 1},
    {"des3", CDC43_SCEP_ERR_WEAK_CIPHER, 1},
    {"sha1", CDC43_SCEP_ERR_WEAK_DIGEST, 1},
    {"no-certs", CDC43_SCEP_ERR_REPLY_CERTIFICATES, 1},
    {"foreign-key", CDC43_SCEP_ERR_ISSUED_OTHER_KEY, 1},
    {"other-name", CDC43_SCEP_ERR_ISSUED_NAME, 1},
    {"server-only", CDC43_SCEP_ERR_ISSUED_PURPOSE, 1},
    {"issued-ca", CDC43_SCEP_ERR_ISSUED_PURPOSE, 1},
    {"foreign-issuer", CDC43_SCEP_ERR_ISSUED_CHAIN, 1},
    {"begin=86400", CDC43_SCEP_ERR_ISSUED_NOT_YET_VALID, 1},
    {"http=500", CDC43_SCEP_ERR_HTTP_REQUEST, 1},
    {"http=403", CDC43_SCEP_ERR_HTTP_REQUEST, 1},
    {"ec", CDC43_SCEP_ERR_CA_KEY, 0},
    {"ec ra-tls", CDC43_SCEP_ERR_CA_KEY, 0},
    {"ra-tls", CDC43_SCEP_ERR_REPLY_SIGNATURE, 1},
    {"no-root chain", CDC43_SCEP_ERR_FINGERPRINT_MISMATCH, 0},
    {"fail=1", CDC43_SCEP_ERR_REJECTED, 1},
    {"fail=9", CDC43_SCEP_ERR_REPLY_FAIL_INFO, 1},
    {"sha1-chain chain", CDC43_SCEP_ERR_CA_WEAK, 0},
};

START_TEST(refuses) {
    struct lab lab;

    lab_open(&lab, bad[_i].words);
    ck_assert_int_eq(lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL), CDC43_SCEP_FAILED);
    ck_assert_msg(lab.fault.err == bad[_i].err, "%s: %s", bad[_i].words, lab.sentence);
    ck_assert_uint_eq(lab_count_requests(&lab), bad[_i].requests);
    lab_close(&lab);
}
END_TEST

START_TEST(refuses_an_answer_to_another_key) {
    struct lab lab;

    lab_open(&lab, "to-issued");
    ck_assert_int_eq(lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL), CDC43_SCEP_FAILED);
    /* Which of the two depends on what the wrong key makes of the octets. */
    ck_assert_msg(lab.fault.err == CDC43_SCEP_ERR_DECRYPT ||
                      lab.fault.err == CDC43_SCEP_ERR_REPLY_CERTIFICATES,
                  "%s", lab.sentence);
    lab_close(&lab);
}
END_TEST

static const char *const legacy[] = {"des",      "des3", "sha1", "des sha1", "sha1-chain chain",
                                     "only-des3"};

START_TEST(takes_old_algorithms_only_when_allowed) {
    struct lab lab;

    lab_open(&lab, legacy[_i]);
    lab.config.allow_legacy = true;
    ck_assert_msg(lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL) == CDC43_SCEP_DONE, "%s: %s",
                  legacy[_i], lab.sentence);
    lab.config.fips = true;
    ck_assert_int_eq(lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL), CDC43_SCEP_FAILED);
    ck_assert_int_eq(lab.fault.err, CDC43_SCEP_ERR_LEGACY_IN_FIPS);
    lab_close(&lab);
}
END_TEST

/* What nobody should take any more is not old, but broken. */
static const char *const broken[] = {"md5-chain chain", "tiny-key chain"};

START_TEST(takes_broken_algorithms_never) {
    struct lab lab;

    lab_open(&lab, broken[_i]);
    lab.config.allow_legacy = true;
    ck_assert_int_eq(lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL), CDC43_SCEP_FAILED);
    ck_assert_msg(lab.fault.err == CDC43_SCEP_ERR_CA_WEAK, "%s: %s", broken[_i], lab.sentence);
    ck_assert_uint_eq(lab_count_requests(&lab), 0);
    lab_close(&lab);
}
END_TEST

/* Where the provider is there, FIPS Mode must work; where not, nothing may be asked. */
START_TEST(uses_the_fips_provider_or_says_that_it_is_not_there) {
    struct lab lab;
    enum cdc43_scep_result result;
    unsigned requests;

    lab_open(&lab, "");
    lab.config.fips = true;
    result = lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL);
    requests = lab_count_requests(&lab);
    if (result == CDC43_SCEP_FAILED) {
        ck_assert_msg(lab.fault.err == CDC43_SCEP_ERR_FIPS_UNAVAILABLE, "%s", lab.sentence);
        ck_assert_uint_eq(requests, 0);
    } else {
        ck_assert_int_eq(result, CDC43_SCEP_DONE);
        ck_assert_uint_eq(requests, 1);
    }
    lab_close(&lab);
}
END_TEST

START_TEST(finds_the_root_by_each_kind_of_digest) {
    static const char *const words[] = {"chain ra", "chain", ""};
    static const size_t sizes[] = {20, 32, 48, 64};
    struct lab lab;

    lab_open(&lab, words[_i % 3]);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        /* The digests of the root, as the client finds them: asked with a wrong one, it says what
         * came; a list of one certificate has no other. */
        lab.config.fingerprint.len = sizes[i];
        if (sizes[i] != CDC43_SHA256_SIZE) {
            ck_assert_int_eq(lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL), CDC43_SCEP_FAILED);
            ck_assert_int_eq(lab.fault.err, CDC43_SCEP_ERR_FINGERPRINT_MISMATCH);
            if (words[_i % 3][0] == '\0') {
                static const char before[] = "the root CA Test Root CA has ";
                const char *const digits = lab.fault.detail + sizeof before - 1;
                struct cdc43_where where;
                size_t len = 0;
                uint8_t octets[CDC43_DIGEST_MAX];
                ck_assert_mem_eq(lab.fault.detail, before, sizeof before - 1);
                ck_assert_int_eq(
                    cdc43_parse_fingerprint(digits, strlen(digits), octets, &len, &where),
                    CDC43_OK);
                ck_assert_uint_eq(len, sizes[i]);
                lab.config.fingerprint.data = octets;
                ck_assert_msg(lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL) == CDC43_SCEP_DONE,
                              "%zu octets: %s", sizes[i], lab.sentence);
                lab.config.fingerprint.data = lab.fingerprint;
            }
        } else {
            ck_assert_int_eq(lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL), CDC43_SCEP_DONE);
        }
    }
    lab.config.fingerprint.len = 31;
    ck_assert_int_eq(lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL), CDC43_SCEP_FAILED);
    ck_assert_int_eq(lab.fault.err, CDC43_SCEP_ERR_FINGERPRINT_SIZE);
    lab_close(&lab);
}
END_TEST

/* One CA has several certificates: its root was renewed with its key, or an old root is there as it
 * signed itself and as the new one signed it, or another root has the same name. */
static const struct {
    const char *words;
    const char *root;
    size_t chain;
} twins[] = {
    {"renewed-root", "root.pem", 1},
    {"renewed-root", "twin.pem", 1},
    {"renewed-root reversed", "root.pem", 1},
    {"renewed-root reversed", "twin.pem", 1},
    {"renewed-root chain", "root.pem", 2},
    {"renewed-root chain reversed", "twin.pem", 2},
    {"renewed-root ra", "root.pem", 1},
    {"renewed-root ra reversed", "twin.pem", 1},
    {"cross", "root.pem", 2},
    {"cross", "twin.pem", 1},
    {"cross reversed", "root.pem", 2},
    {"cross reversed", "twin.pem", 1},
    {"cross ra", "root.pem", 2},
    {"cross ra reversed", "root.pem", 2},
    {"same-name", "root.pem", 1},
    {"same-name reversed", "root.pem", 1},
    {"same-name chain", "root.pem", 2},
    {"same-name chain reversed", "root.pem", 2},
};

START_TEST(finds_the_path_whatever_certificates_a_ca_has) {
    struct lab lab;
    struct cdc43_scep_pair first;

    lab_open(&lab, twins[_i].words);
    lab_use_root(&lab, twins[_i].root);
    ck_assert_msg(lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL) == CDC43_SCEP_DONE, "%s: %s",
                  twins[_i].words, lab.sentence);
    ck_assert_uint_eq(lab.pair.chain.count, twins[_i].chain);
    first = lab.pair;
    lab.pair = (struct cdc43_scep_pair){0};
    ck_assert_msg(lab_enrol(&lab, CDC43_SCEP_RENEWAL, &first, NULL) == CDC43_SCEP_DONE, "%s: %s",
                  twins[_i].words, lab.sentence);
    cdc43_scep_pair_end(&first);
    lab_close(&lab);
}
END_TEST

/* What a person must read to find the cause. */
static const struct {
    const char *words;
    const char *said;
} causes[] = {
    {"ec ra-tls", "Test RA (its extended key usage is client authentication)"},
    {"ra-tls", "certificates that were not used: Test RA (its extended key usage is client "
               "authentication)"},
    {"no-root chain", "the CA server sent no root CA; Test Issuing CA has "},
    {"only-other-root", "the root CA Another CA has "},
    {"sha1-chain chain", "Test Issuing CA: CA signature digest algorithm too weak"},
    {"ndes fail=3", "it says: error 0x80094014 of NDES"},
    {"ndes fail=3 fail-text=unknown-device", "it says: unknown-device, error 0x80094014 of NDES"},
    {"http=403", "to the request with an HTTP error (status 403)"},
};

START_TEST(says_the_cause) {
    struct lab lab;

    lab_open(&lab, causes[_i].words);
    ck_assert_int_eq(lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL), CDC43_SCEP_FAILED);
    ck_assert_msg(strstr(lab.sentence, causes[_i].said) != NULL, "%s: %s", causes[_i].words,
                  lab.sentence);
    lab_close(&lab);
}
END_TEST

START_TEST(reads_capabilities_as_servers_send_them) {
    static const struct {
        const char *words;
        unsigned capabilities;
    } cases[] = {
        {"caps-bom",
         CDC43_SCEP_CAP_POST | CDC43_SCEP_CAP_RENEWAL | CDC43_SCEP_CAP_AES | CDC43_SCEP_CAP_SHA256},
        {"caps-line",
         CDC43_SCEP_CAP_POST | CDC43_SCEP_CAP_RENEWAL | CDC43_SCEP_CAP_AES | CDC43_SCEP_CAP_SHA256},
        {"caps-page", 0},
    };
    struct lab lab;

    lab_open(&lab, cases[_i].words);
    ck_assert_int_eq(lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL), CDC43_SCEP_DONE);
    ck_assert_uint_eq(lab.seen.capabilities, cases[_i].capabilities);
    lab_close(&lab);
}
END_TEST

/* The CA has decided, and its response is lost: the connection closes without one. */
START_TEST(posts_once_and_asks_again_with_the_same_key) {
    struct lab lab;
    char transaction[CDC43_SCEP_TRANSACTION_MAX + 1];

    lab_open(&lab, "keep-alive drop=2 remember once challenge=D234334FF499525");
    set_password(&lab, password);
    for (unsigned i = 1; i <= 2; i++) {
        ck_assert_int_eq(lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL), CDC43_SCEP_FAILED);
        ck_assert_msg(lab.fault.err == CDC43_SCEP_ERR_CUT_SHORT, "%s", lab.sentence);
        ck_assert_uint_eq(lab.pending.unanswered, i);
        ck_assert(i == 1 || strcmp(transaction, lab.pending.transaction) == 0);
        memcpy(transaction, lab.pending.transaction, sizeof transaction);
    }
    /* The password counts once, and for this transaction. */
    ck_assert_msg(lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL) == CDC43_SCEP_DONE, "%s",
                  lab.sentence);
    cdc43_scep_pending_end(&lab.pending);
    ck_assert_int_eq(lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL), CDC43_SCEP_FAILED);
    ck_assert_int_eq(lab.fault.err, CDC43_SCEP_ERR_REJECTED);
    ck_assert_uint_eq(lab_count_requests(&lab), 4);
    lab_close(&lab);
}
END_TEST

START_TEST(an_unanswered_request_ends) {
    struct lab lab;
    char transaction[CDC43_SCEP_TRANSACTION_MAX + 1];

    lab_open(&lab, "drop=9");
    for (unsigned i = 1; i <= CDC43_SCEP_SENDS_MAX + 1; i++) {
        ck_assert_int_eq(lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL), CDC43_SCEP_FAILED);
        ck_assert_int_eq(i > 1 && strcmp(transaction, lab.pending.transaction) != 0,
                         i == CDC43_SCEP_SENDS_MAX + 1);
        memcpy(transaction, lab.pending.transaction, sizeof transaction);
    }
    /* One for another name gets a key of its own at once. */
    lab.config.common_name = "CP-9871-SEP001A2B3C4D5E";
    ck_assert_int_eq(lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL), CDC43_SCEP_FAILED);
    ck_assert_str_ne(transaction, lab.pending.transaction);
    lab_close(&lab);
}
END_TEST

/* A store like a directory, which does not take a pair while it is full. */
struct full_store {
    struct cdc43_scep_store directory;
    bool is_full;
};

static bool full_load_pair(void *context, struct cdc43_scep_pair *ret_pair, bool *ret_present,
                           struct cdc43_scep_fault *ret_fault) {
    const struct full_store *const store = context;
    return store->directory.load_pair(store->directory.context, ret_pair, ret_present, ret_fault);
}

static bool full_install_pair(void *context, const struct cdc43_scep_pair *pair,
                              struct cdc43_scep_fault *ret_fault) {
    const struct full_store *const store = context;
    return store->is_full
               ? cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_STORE, 0, NULL)
               : store->directory.install_pair(store->directory.context, pair, ret_fault);
}

static bool full_delete_pair(void *context, struct cdc43_scep_fault *ret_fault) {
    const struct full_store *const store = context;
    return store->directory.delete_pair(store->directory.context, ret_fault);
}

static bool full_load_text(void *context, enum cdc43_scep_text which,
                           struct cdc43_scep_blob *ret_text, bool *ret_present,
                           struct cdc43_scep_fault *ret_fault) {
    const struct full_store *const store = context;
    return store->directory.load_text(store->directory.context, which, ret_text, ret_present,
                                      ret_fault);
}

static bool full_save_text(void *context, enum cdc43_scep_text which, struct cdc43_view text,
                           struct cdc43_scep_fault *ret_fault) {
    const struct full_store *const store = context;
    return store->directory.save_text(store->directory.context, which, text, ret_fault);
}

static bool full_remove_text(void *context, enum cdc43_scep_text which,
                             struct cdc43_scep_fault *ret_fault) {
    const struct full_store *const store = context;
    return store->directory.remove_text(store->directory.context, which, ret_fault);
}

/* The CA has issued, and the password has counted; the pair could not be stored. A person asks, and
 * the phone gets the certificate of the same transaction. */
START_TEST(what_could_not_be_stored_is_asked_for_again) {
    struct lab lab;
    char path[] = "/tmp/cdc43-store.XXXXXX";
    struct full_store full = {.is_full = true};
    const struct cdc43_scep_store store = {
        &full,          full_load_pair, full_install_pair, full_delete_pair,
        full_load_text, full_save_text, full_remove_text};
    struct cdc43_scep_agent agent = {.config = &lab.config, .store = &store};
    struct cdc43_scep_life life;

    lab_open(&lab, "remember once challenge=D234334FF499525");
    set_password(&lab, password);
    agent.env = lab.env;
    ck_assert_ptr_nonnull(mkdtemp(path));
    ck_assert(cdc43_scep_directory_open(path, false, &full.directory, &lab.fault));
    ck_assert(cdc43_scep_check(&agent, &life, &lab.fault));
    ck_assert_int_eq(life.condition, CDC43_SCEP_IS_ENROL_FAILED);
    ck_assert_int_eq(life.fault.err, CDC43_SCEP_ERR_STORE);
    full.is_full = false;
    ck_assert(cdc43_scep_repeat_now(&store, &lab.fault));
    ck_assert(cdc43_scep_check(&agent, &life, &lab.fault));
    ck_assert_msg(life.condition == CDC43_SCEP_IS_INSTALLED, "%s",
                  cdc43_scep_err_name(life.fault.err));
    /* A new request has a new key, and the password counts no more. */
    ck_assert(cdc43_scep_request_now(&store, &lab.fault));
    ck_assert(cdc43_scep_check(&agent, &life, &lab.fault));
    ck_assert_int_eq(life.condition, CDC43_SCEP_IS_PASSWORD_NEEDED);
    ck_assert(cdc43_scep_forget(&store, &lab.fault));
    cdc43_scep_directory_close(&full.directory);
    ck_assert_int_eq(rmdir(path), 0);
    lab_close(&lab);
}
END_TEST

static bool keep_nothing(void *context, const struct cdc43_scep_pending *request,
                         struct cdc43_scep_fault *ret_fault) {
    unsigned *const calls = context;

    ck_assert_uint_eq(request->unanswered, 1);
    ck_assert_ptr_nonnull(request->key.data);
    ++*calls;
    return cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_STORE, 0, NULL);
}

START_TEST(sends_nothing_that_cannot_be_kept) {
    struct lab lab;
    unsigned calls = 0;

    lab_open(&lab, "");
    lab.env.keep = keep_nothing;
    lab.env.keep_context = &calls;
    ck_assert_int_eq(lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL), CDC43_SCEP_FAILED);
    ck_assert_int_eq(lab.fault.err, CDC43_SCEP_ERR_STORE);
    ck_assert_uint_eq(calls, 1);
    ck_assert_uint_eq(lab_count_requests(&lab), 0);
    lab_close(&lab);
}
END_TEST

/* A wrong password in the ways in which CAs say so; the request is decided. */
START_TEST(a_wrong_password_ends_the_request) {
    static const struct {
        const char *words;
        enum cdc43_scep_err err;
        unsigned number;
    } cases[] = {
        {"challenge=x", CDC43_SCEP_ERR_REJECTED, CDC43_SCEP_FAIL_BAD_REQUEST},
        {"challenge=x check-challenge", CDC43_SCEP_ERR_REJECTED, CDC43_SCEP_FAIL_BAD_MESSAGE_CHECK},
        {"challenge=x http-challenge=403", CDC43_SCEP_ERR_HTTP_REQUEST, 403},
    };
    struct lab lab;

    lab_open(&lab, cases[_i].words);
    set_password(&lab, password);
    ck_assert_int_eq(lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL), CDC43_SCEP_FAILED);
    ck_assert_int_eq(lab.fault.err, cases[_i].err);
    ck_assert_uint_eq(lab.fault.number, cases[_i].number);
    ck_assert_uint_eq(lab.pending.unanswered, 0);
    ck_assert(lab.seen.ca_trusted);
    lab_close(&lab);
}
END_TEST

START_TEST(says_what_the_ca_says) {
    struct lab lab;

    lab_open(&lab, "fail=3 fail-text=ask\033the-operator");
    ck_assert_int_eq(lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL), CDC43_SCEP_FAILED);
    ck_assert_uint_eq(lab.fault.number, CDC43_SCEP_FAIL_BAD_REQUEST);
    ck_assert_ptr_nonnull(strstr(lab.sentence, "badRequest"));
    ck_assert_ptr_nonnull(strstr(lab.sentence, "it says: ask?the-operator"));
    lab_close(&lab);
    lab_open(&lab, "plain-text fail=3 fail-text=unknown-device");
    ck_assert_int_eq(lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL), CDC43_SCEP_FAILED);
    ck_assert_ptr_nonnull(strstr(lab.sentence, "it says: unknown-device"));
    lab_close(&lab);
}
END_TEST

START_TEST(sends_the_challenge_password) {
    struct lab lab;

    lab_open(&lab, "challenge=D234334FF499525");
    set_password(&lab, "another");
    ck_assert_int_eq(lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL), CDC43_SCEP_FAILED);
    ck_assert_int_eq(lab.fault.err, CDC43_SCEP_ERR_REJECTED);
    ck_assert_ptr_null(strstr(lab.sentence, "another"));
    set_password(&lab, password);
    ck_assert_msg(lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL) == CDC43_SCEP_DONE, "%s",
                  lab.sentence);
    lab_close(&lab);
}
END_TEST

START_TEST(renews_with_the_installed_certificate) {
    struct lab lab;
    struct cdc43_scep_pair first;

    lab_open(&lab, "challenge=D234334FF499525");
    set_password(&lab, password);
    ck_assert_int_eq(lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL), CDC43_SCEP_DONE);
    first = lab.pair;
    lab.pair = (struct cdc43_scep_pair){0};
    set_password(&lab, ""); /* the certificate is enough */
    ck_assert_msg(lab_enrol(&lab, CDC43_SCEP_RENEWAL, &first, NULL) == CDC43_SCEP_DONE, "%s",
                  lab.sentence);
    ck_assert(lab.pair.key.len != first.key.len ||
              memcmp(lab.pair.key.data, first.key.data, first.key.len) != 0);
    ck_assert_int_eq(lab_enrol(&lab, CDC43_SCEP_RENEWAL, NULL, NULL), CDC43_SCEP_FAILED);
    ck_assert_int_eq(lab.fault.err, CDC43_SCEP_ERR_NO_SIGNER);
    ck_assert_uint_eq(lab_count_requests(&lab), 2);
    lab_close(&lab);
    cdc43_scep_pair_end(&first);
}
END_TEST

static const struct {
    const char *words;
    enum cdc43_scep_method method;
    bool good;
} renewals[] = {
    {"challenge=D234334FF499525 no-renewal", CDC43_SCEP_RENEWAL, false},
    {"challenge=D234334FF499525 no-renewal", CDC43_SCEP_RENEWAL_AS_INITIAL, true},
    {"challenge=D234334FF499525 challenge-on-renewal", CDC43_SCEP_RENEWAL, false},
    {"challenge=D234334FF499525 challenge-on-renewal", CDC43_SCEP_RENEWAL_CHALLENGE, true},
};

START_TEST(renews_as_the_ca_wants_it) {
    struct lab lab;
    struct cdc43_scep_pair first;

    lab_open(&lab, renewals[_i].words);
    set_password(&lab, password);
    ck_assert_int_eq(lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL), CDC43_SCEP_DONE);
    first = lab.pair;
    lab.pair = (struct cdc43_scep_pair){0};
    ck_assert_msg((lab_enrol(&lab, renewals[_i].method, &first, NULL) == CDC43_SCEP_DONE) ==
                      renewals[_i].good,
                  "%s: %s", renewals[_i].words, lab.sentence);
    lab_close(&lab);
    cdc43_scep_pair_end(&first);
}
END_TEST

START_TEST(refuses_the_same_certificate_again) {
    struct lab lab;
    struct cdc43_scep_pair first;

    lab_open(&lab, "same-serial");
    ck_assert_int_eq(lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL), CDC43_SCEP_DONE);
    first = lab.pair;
    lab.pair = (struct cdc43_scep_pair){0};
    ck_assert_int_eq(lab_enrol(&lab, CDC43_SCEP_RENEWAL, &first, NULL), CDC43_SCEP_FAILED);
    ck_assert_int_eq(lab.fault.err, CDC43_SCEP_ERR_ISSUED_AGAIN);
    lab_close(&lab);
    cdc43_scep_pair_end(&first);
}
END_TEST

START_TEST(signs_with_the_manufacturing_certificate) {
    struct lab lab;
    struct cdc43_scep_pair mic;
    struct cdc43_scep_pair first;

    lab_open(&lab, "mic challenge=D234334FF499525");
    lab_read_mic(&lab, &mic);
    ck_assert_msg(lab_enrol(&lab, CDC43_SCEP_INITIAL_MIC, NULL, &mic) == CDC43_SCEP_DONE, "%s",
                  lab.sentence);
    first = lab.pair;
    lab.pair = (struct cdc43_scep_pair){0};
    ck_assert_msg(lab_enrol(&lab, CDC43_SCEP_RENEWAL_MIC, &first, &mic) == CDC43_SCEP_DONE, "%s",
                  lab.sentence);
    lab_close(&lab);
    cdc43_scep_pair_end(&mic);
    cdc43_scep_pair_end(&first);
}
END_TEST

START_TEST(polls_until_the_ca_decides) {
    struct lab lab;

    lab_open(&lab, _i == 0 ? "pending=2" : "pending=2 content chain ra");
    ck_assert_msg(lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL) == CDC43_SCEP_PENDING, "%s",
                  lab.sentence);
    ck_assert_int_eq(lab.pending.next_at, lab.env.now + CDC43_SCEP_POLL_FIRST);
    ck_assert_msg(lab_poll(&lab) == CDC43_SCEP_PENDING, "%s", lab.sentence);
    ck_assert_int_eq(lab.pending.next_at, lab.env.now + 2 * CDC43_SCEP_POLL_FIRST);
    ck_assert_msg(lab_poll(&lab) == CDC43_SCEP_DONE, "%s", lab.sentence);
    ck_assert_uint_eq(lab.pending.polls, 2);
    lab.pending.since = lab.env.now - CDC43_SCEP_POLL_END - 1;
    ck_assert_int_eq(lab_poll(&lab), CDC43_SCEP_FAILED);
    ck_assert_int_eq(lab.fault.err, CDC43_SCEP_ERR_POLLED_OUT);
    ck_assert_uint_eq(lab_count_requests(&lab), 3);
    lab_close(&lab);
}
END_TEST

START_TEST(does_not_wait_for_ever) {
    const struct cdc43_scep_timeouts timeouts = {.connect = 1, .total = 1};
    struct lab lab;

    /* Either answer would be complete after a few seconds. */
    lab_open(&lab, _i == 0 ? "slow=3" : "drip=200");
    cdc43_scep_curl_close(&lab.transport);
    ck_assert(cdc43_scep_curl_open(&timeouts, &lab.transport, &lab.fault));
    ck_assert_int_eq(lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL), CDC43_SCEP_FAILED);
    ck_assert_int_eq(lab.fault.err, CDC43_SCEP_ERR_TIMEOUT);
    lab_close(&lab);
}
END_TEST

START_TEST(says_that_nobody_is_there) {
    struct lab lab;

    lab_open(&lab, "");
    (void)lab_count_requests(&lab); /* the CA is gone */
    ck_assert_int_eq(lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL), CDC43_SCEP_FAILED);
    ck_assert_int_eq(lab.fault.err, CDC43_SCEP_ERR_UNREACHABLE);
    lab_close(&lab);
}
END_TEST

START_TEST(works_without_a_clock) {
    struct lab lab;

    lab_open(&lab, "expired-ca"); /* which nobody can know then */
    lab.env.now = CDC43_SCEP_NO_CLOCK;
    ck_assert_msg(lab_enrol(&lab, CDC43_SCEP_INITIAL, NULL, NULL) == CDC43_SCEP_DONE, "%s",
                  lab.sentence);
    lab_close(&lab);
}
END_TEST

static const struct {
    const char *words;
    enum cdc43_scep_err err;
} next_cas[] = {
    {"next-ca", CDC43_SCEP_OK},
    {"next-ca next-begin=86400", CDC43_SCEP_OK}, /* known before it counts */
    {"next-ca chain ra", CDC43_SCEP_OK},
    {"next-ca chain ra ra-next-ca", CDC43_SCEP_ERR_REPLY_SIGNATURE},
    {"rogue-next-ca", CDC43_SCEP_ERR_REPLY_SIGNATURE},
    {"next-ca same-next-ca", CDC43_SCEP_ERR_NEXT_CA_SAME},
    {"next-ca two-next-ca", CDC43_SCEP_ERR_NEXT_CA_ROOT},
    {"next-ca no-next-root", CDC43_SCEP_ERR_NEXT_CA_ROOT},
    {"next-ca expired-next-ca", CDC43_SCEP_ERR_CA_EXPIRED},
    {"next-ca tiny-key", CDC43_SCEP_ERR_CA_WEAK},
    {"next-ca only-other-root", CDC43_SCEP_ERR_FINGERPRINT_MISMATCH},
    {"", CDC43_SCEP_ERR_NEXT_CA_UNSUPPORTED},
};

START_TEST(learns_the_next_root_of_the_ca) {
    struct cdc43_scep_next_ca next = {0};
    struct lab lab;
    bool is_good;

    lab_open(&lab, next_cas[_i].words);
    is_good = cdc43_scep_ask_next_ca(&lab.config, &lab.env, &next, &lab.fault);
    ck_assert_int_eq(is_good, next_cas[_i].err == CDC43_SCEP_OK);
    if (is_good) {
        ck_assert_uint_eq(next.digest_len, lab.config.fingerprint.len);
        ck_assert_mem_eq(next.announcer, lab.config.fingerprint.data, next.digest_len);
        ck_assert_mem_ne(next.fingerprint, lab.config.fingerprint.data, next.digest_len);
        ck_assert_int_eq(next.fetched_at, lab.env.now);
    } else {
        ck_assert_int_eq(lab.fault.err, next_cas[_i].err);
        ck_assert_ptr_null(next.root.data);
    }
    cdc43_scep_next_ca_end(&next);
    lab_close(&lab);
}
END_TEST

int main(void) {
    Suite *const suite = suite_create("enrolment");
    TCase *const tcase = tcase_create("test CA");
    TCase *const paths = tcase_create("paths");
    TCase *const causes_case = tcase_create("causes");
    TCase *const lost = tcase_create("lost responses");

    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, enrols, 0, sizeof good / sizeof good[0]);
    tcase_add_loop_test(tcase, refuses, 0, sizeof bad / sizeof bad[0]);
    tcase_add_test(tcase, refuses_an_answer_to_another_key);
    tcase_add_loop_test(tcase, takes_old_algorithms_only_when_allowed, 0,
                        sizeof legacy / sizeof legacy[0]);
    tcase_add_loop_test(tcase, takes_broken_algorithms_never, 0, sizeof broken / sizeof broken[0]);
    tcase_add_test(tcase, uses_the_fips_provider_or_says_that_it_is_not_there);
    tcase_add_loop_test(tcase, finds_the_root_by_each_kind_of_digest, 0, 3);
    tcase_add_test(tcase, says_what_the_ca_says);
    tcase_add_test(tcase, sends_the_challenge_password);
    tcase_add_test(tcase, renews_with_the_installed_certificate);
    tcase_add_loop_test(tcase, renews_as_the_ca_wants_it, 0, sizeof renewals / sizeof renewals[0]);
    tcase_add_test(tcase, refuses_the_same_certificate_again);
    tcase_add_test(tcase, signs_with_the_manufacturing_certificate);
    tcase_add_loop_test(tcase, polls_until_the_ca_decides, 0, 2);
    tcase_add_loop_test(tcase, does_not_wait_for_ever, 0, 2);
    tcase_add_test(tcase, says_that_nobody_is_there);
    tcase_add_test(tcase, works_without_a_clock);
    tcase_add_loop_test(tcase, learns_the_next_root_of_the_ca, 0,
                        sizeof next_cas / sizeof next_cas[0]);
    suite_add_tcase(suite, tcase);
    tcase_set_timeout(paths, 120);
    tcase_add_loop_test(paths, finds_the_path_whatever_certificates_a_ca_has, 0,
                        sizeof twins / sizeof twins[0]);
    suite_add_tcase(suite, paths);
    tcase_set_timeout(causes_case, 120);
    tcase_add_loop_test(causes_case, says_the_cause, 0, sizeof causes / sizeof causes[0]);
    tcase_add_loop_test(causes_case, reads_capabilities_as_servers_send_them, 0, 3);
    tcase_add_loop_test(causes_case, a_wrong_password_ends_the_request, 0, 3);
    suite_add_tcase(suite, causes_case);
    tcase_set_timeout(lost, 120);
    tcase_add_test(lost, posts_once_and_asks_again_with_the_same_key);
    tcase_add_test(lost, an_unanswered_request_ends);
    tcase_add_test(lost, what_could_not_be_stored_is_asked_for_again);
    tcase_add_test(lost, sends_nothing_that_cannot_be_kept);
    suite_add_tcase(suite, lost);
    return run_suite(suite);
}
