/* SPDX-License-Identifier: MIT */
/* The stored form: what was written is read back, and nothing else is. */
#include <stdio.h>

#include "phone-side/state.h"
#include "tests/phone/sample.h"
#include "tests/support/guard.h"
#include "tests/support/main.h"

static const char stored[] =
    "cdc43-phone-state 1\n"
    "provisioned yes\n"
    "wireless no\n"
    "mic-cn CP-9871-SEP001A2B3C4D5E\n"
    "domain example.nl\n"
    "option43 0a01010b12687474703a2f2f31302e37392e35372e39310c1412040870625c5b755d73f5925285f8f5ff"
    "5d55af0d10443233334343463942393935324131350e01010f0101\n"
    "outcome 1 0 0 0 0\n"
    "crc32 3821f516\n";

static void expect_same(const struct cdc43_phone_state *a, const struct cdc43_phone_state *b) {
    char sentence[CDC43_PHONE_SENTENCE_MAX];
    char other[CDC43_PHONE_SENTENCE_MAX];

    ck_assert_int_eq(a->provisioned, b->provisioned);
    ck_assert_int_eq(a->wireless, b->wireless);
    ck_assert_uint_eq(a->mic_cn_len, b->mic_cn_len);
    ck_assert_str_eq(a->mic_cn, b->mic_cn);
    ck_assert_uint_eq(a->identity.len, b->identity.len);
    ck_assert_str_eq(a->identity.common_name, b->identity.common_name);
    ck_assert_str_eq(a->identity.user_id, b->identity.user_id);
    ck_assert_uint_eq(a->option43_len, b->option43_len);
    ck_assert_mem_eq(a->option43, b->option43, sizeof a->option43);
    ck_assert_int_eq(a->status.outcome, b->status.outcome);
    ck_assert_int_eq(a->status.err, b->status.err);
    ck_assert_uint_eq(a->status.where.suboption, b->status.where.suboption);
    ck_assert_uint_eq(a->status.where.offset, b->status.where.offset);
    ck_assert_uint_eq(a->status.where.excess, b->status.where.excess);
    /* What is not stored follows from the error: a person reads the same. */
    cdc43_phone_print_status(&a->status, sentence, sizeof sentence);
    cdc43_phone_print_status(&b->status, other, sizeof other);
    ck_assert_str_eq(sentence, other);
}

/* Prints, reads back, and wants the same. */
static void expect_round_trip(const struct cdc43_phone_state *state) {
    char text[CDC43_PHONE_STATE_MAX];
    struct cdc43_phone_state again = {0};
    size_t line = 0;
    const size_t len = cdc43_phone_print_state(state, text);

    ck_assert_uint_lt(len, sizeof text);
    ck_assert_int_eq(
        cdc43_phone_parse_state((const char *)guard_copy(text, len), len, &again, &line),
        CDC43_PHONE_STATE_OK);
    expect_same(state, &again);
}

static enum cdc43_phone_state_err parse(const void *text, size_t len, size_t *ret_line) {
    struct cdc43_phone_state state;
    struct cdc43_phone_state before;
    enum cdc43_phone_state_err err;

    memset(&state, 0xa5, sizeof state);
    memset(&before, 0xa5, sizeof before);
    err = cdc43_phone_parse_state((const char *)guard_copy(text, len), len, &state, ret_line);
    if (err != CDC43_PHONE_STATE_OK) {
        ck_assert_mem_eq(&state, &before, sizeof state);
    }
    return err;
}

START_TEST(writes_the_documented_form) {
    const struct cdc43_phone_state state = sample_state("example.nl");
    char text[CDC43_PHONE_STATE_MAX];

    ck_assert_uint_eq(cdc43_phone_print_state(&state, text), sizeof stored - 1);
    ck_assert_mem_eq(text, stored, sizeof stored - 1);
    expect_round_trip(&state);
}
END_TEST

START_TEST(keeps_every_kind_of_state) {
    const struct cdc43_phone_device device = {.mic_cn = view_of(MIC_CN), .wireless = true};
    const struct cdc43_phone_response broken = {
        .err = CDC43_ERR_MESSAGE_OPTION,
        .where = {.place = CDC43_PLACE_MESSAGE, .offset = 65535, .excess = 254}};
    struct cdc43_phone_state state = {0};

    expect_round_trip(&state);
    (void)cdc43_phone_apply(&device, &broken, &state);
    expect_round_trip(&state);
    state = sample_state("");
    expect_round_trip(&state);
    state.wireless = true;
    expect_round_trip(&state);
    state = sample_state("");
    state.has_common_name = true;
    memset(state.identity.common_name, 'x', CDC43_COMMON_NAME_MAX);
    expect_round_trip(&state);
    state = sample_state("bad..domain");
    ck_assert_int_eq(state.status.outcome, CDC43_PHONE_BAD_IDENTITY);
    expect_round_trip(&state);
    state = sample_state("a.domain-of-more-than-forty-characters.example");
    ck_assert_int_eq(state.status.err, CDC43_ERR_COMMON_NAME_TOO_LONG);
    expect_round_trip(&state);
}
END_TEST

START_TEST(keeps_the_place_of_each_kind_of_error) {
    static const struct {
        const char *hex;
        size_t more; /* octets of the same after it */
        const char *sentence;
    } bad[] = {
        {"0b0261ff", 0, "suboption 11 (Server), octet 3: "},
        {"0c01ff", 0, "suboption 12 (Root CA Fingerprint), octet 2: "},
        {"0b", 0, "suboption 11 (Server), octet 0: "},
        {"0b0161", 0, "suboption 12 (Root CA Fingerprint): this"},
        {"00", 255, "255 octets at most, 256 found"},
    };

    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct octets octets = from_hex(bad[i].hex);
        const struct cdc43_phone_device device = {.mic_cn = view_of(MIC_CN)};
        struct cdc43_phone_response answer = {.has_option43 = true};
        struct cdc43_phone_state state = {0};
        char sentence[CDC43_PHONE_SENTENCE_MAX];

        octets.len += bad[i].more;
        answer.option43 = (struct cdc43_view){octets.at, octets.len};
        ck_assert_int_eq(cdc43_phone_apply(&device, &answer, &state), CDC43_PHONE_BAD_OPTION43);
        cdc43_phone_print_status(&state.status, sentence, sizeof sentence);
        ck_assert_ptr_nonnull(strstr(sentence, bad[i].sentence));
        expect_round_trip(&state);
    }
}
END_TEST

START_TEST(keeps_the_longest_state_and_what_was_tolerated) {
    struct octets octets = from_hex("");
    const struct cdc43_phone_device device = {.mic_cn =
                                                  view_of("CP-9871-SEP001A2B3C4D5E-and-so-on")};
    struct cdc43_phone_response answer = {.has_option43 = true,
                                          .option15 = view_of("abcdefghijklmnopqrstuvwxyz.012")};
    struct cdc43_phone_state state = {0};
    struct cdc43_params params;

    /* Server and password come to exactly 208, 255 octets in all. */
    add_hex(&octets, "0a0101 0b08 687474703a2f2f61");
    add_suboption(&octets, 12, 32, 7);
    add_suboption(&octets, 13, 200, 'x');
    add_hex(&octets, "0e0101 0f0101");
    ck_assert_uint_eq(octets.len, 255);
    answer.option43 = (struct cdc43_view){octets.at, octets.len};
    ck_assert_int_eq(cdc43_phone_apply(&device, &answer, &state), CDC43_PHONE_APPLIED);
    ck_assert_uint_eq(state.identity.len, 64);
    expect_round_trip(&state);
    ck_assert(cdc43_phone_get_params(&state, &params));
    ck_assert_uint_eq(params.tolerated, CDC43_TOLERATED_SUM_LIMIT_REACHED);
}
END_TEST

START_TEST(refuses_every_cut_state) {
    size_t line = 0;

    for (size_t len = 0; len < sizeof stored - 1; len++) {
        ck_assert_int_ne(parse(stored, len, &line), CDC43_PHONE_STATE_OK);
        ck_assert_uint_ge(line, 1);
        ck_assert_uint_le(line, 8);
    }
    ck_assert_int_eq(parse(stored, sizeof stored - 1, &line), CDC43_PHONE_STATE_OK);
}
END_TEST

START_TEST(refuses_every_flipped_bit) {
    char text[sizeof stored];
    size_t line = 0;

    for (size_t i = 0; i < 8 * (sizeof stored - 1); i++) {
        memcpy(text, stored, sizeof stored);
        text[i / 8] = (char)(text[i / 8] ^ (char)(1U << (i % 8)));
        ck_assert_int_ne(parse(text, sizeof stored - 1, &line), CDC43_PHONE_STATE_OK);
    }
}
END_TEST

START_TEST(refuses_anything_behind_the_end) {
    char text[sizeof stored + 1];
    size_t line = 0;

    memcpy(text, stored, sizeof stored);
    text[sizeof stored - 1] = '\n';
    ck_assert_int_eq(parse(text, sizeof stored, &line), CDC43_PHONE_STATE_DAMAGED);
}
END_TEST

START_TEST(tells_another_version_from_damage) {
    static const char later[] = "cdc43-phone-state 3\nanything\n";
    static const char other[] = "something else\n";
    size_t line = 0;

    ck_assert_int_eq(parse(later, sizeof later - 1, &line), CDC43_PHONE_STATE_OTHER_VERSION);
    ck_assert_int_eq(parse(other, sizeof other - 1, &line), CDC43_PHONE_STATE_DAMAGED);
    ck_assert_uint_eq(line, 1);
}
END_TEST

/* Good checksums over what the rules forbid, as a program with an error might write it. */
static const struct {
    const char *text;
    size_t line;
} forbidden[] = {
    /* provisioned without parameters */
    {"cdc43-phone-state 1\nprovisioned yes\nwireless no\nmic-cn A\ndomain \noption43 \n"
     "outcome 1 0 0 0 0\n",
     6},
    /* parameters without being provisioned */
    {"cdc43-phone-state 1\nprovisioned no\nwireless no\nmic-cn A\ndomain \noption43 0a0101\n"
     "outcome 0 0 0 0 0\n",
     6},
    /* a domain without being provisioned */
    {"cdc43-phone-state 1\nprovisioned no\nwireless no\nmic-cn A\ndomain a\noption43 \n"
     "outcome 0 0 0 0 0\n",
     5},
    /* no such outcome, no such error, no such suboption, too few numbers */
    {"cdc43-phone-state 1\nprovisioned no\nwireless no\nmic-cn A\ndomain \noption43 \n"
     "outcome 99 0 0 0 0\n",
     7},
    {"cdc43-phone-state 1\nprovisioned no\nwireless no\nmic-cn A\ndomain \noption43 \n"
     "outcome 0 99 0 0 0\n",
     7},
    {"cdc43-phone-state 1\nprovisioned no\nwireless no\nmic-cn A\ndomain \noption43 \n"
     "outcome 0 0 256 0 0\n",
     7},
    {"cdc43-phone-state 1\nprovisioned no\nwireless no\nmic-cn A\ndomain \noption43 \n"
     "outcome 0 0 0 0\n",
     7},
    /* a third word for yes and no */
    {"cdc43-phone-state 1\nprovisioned no\nwireless maybe\nmic-cn A\ndomain \noption43 \n"
     "outcome 0 0 0 0 0\n",
     3},
};

/* CRC-32 written another way than in the code under test: by its polynomial, bits reversed. */
static uint32_t crc_of(const char *text, size_t len) {
    uint32_t crc = 0;

    for (size_t i = 0; i < 8 * len + 32; i++) {
        const bool first = i < 32;
        const bool bit = i < 8 * len && (((uint8_t)text[i / 8] >> (i % 8)) & 1) != 0;
        const bool carry = (crc >> 31) != 0;
        crc = crc << 1 | (uint32_t)(bit != first);
        crc ^= carry ? 0x04c11db7U : 0;
    }
    uint32_t reversed = 0;
    for (unsigned i = 0; i < 32; i++) {
        reversed |= ((crc >> i) & 1U) << (31 - i);
    }
    return ~reversed;
}

START_TEST(refuses_what_the_rules_forbid_even_with_a_good_checksum) {
    char text[512];
    size_t line = 0;
    const size_t len = strlen(forbidden[_i].text);
    const int all = snprintf(text, sizeof text, "%scrc32 %08x\n", forbidden[_i].text,
                             crc_of(forbidden[_i].text, len));

    ck_assert_int_eq(parse(text, (size_t)all, &line), CDC43_PHONE_STATE_DAMAGED);
    ck_assert_uint_eq(line, forbidden[_i].line);
}
END_TEST

START_TEST(has_the_checksum_that_everybody_knows) {
    char text[64];

    ck_assert_uint_eq(crc_of("123456789", 9), 0xcbf43926U);
    (void)snprintf(text, sizeof text, "crc32 %08x\n", crc_of(stored, sizeof stored - 1 - 15));
    ck_assert_str_eq(text, stored + sizeof stored - 1 - 15);
}
END_TEST

int main(void) {
    Suite *const suite = suite_create("state");
    TCase *const tcase = tcase_create("state");

    tcase_add_test(tcase, writes_the_documented_form);
    tcase_add_test(tcase, keeps_every_kind_of_state);
    tcase_add_test(tcase, keeps_the_place_of_each_kind_of_error);
    tcase_add_test(tcase, keeps_the_longest_state_and_what_was_tolerated);
    tcase_add_test(tcase, refuses_every_cut_state);
    tcase_add_test(tcase, refuses_every_flipped_bit);
    tcase_add_test(tcase, refuses_anything_behind_the_end);
    tcase_add_test(tcase, tells_another_version_from_damage);
    tcase_add_loop_test(tcase, refuses_what_the_rules_forbid_even_with_a_good_checksum, 0,
                        sizeof forbidden / sizeof forbidden[0]);
    tcase_add_test(tcase, has_the_checksum_that_everybody_knows);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
