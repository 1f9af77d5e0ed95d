/* SPDX-License-Identifier: MIT */
/* The DHCP exchange: what is sent, and which answers count. */
#include "phone-side/dhcp.h"
#include "tests/phone/sample.h"
#include "tests/support/guard.h"
#include "tests/support/main.h"

#define XID 0x12345678U

static const uint8_t mac[6] = {0x00, 0x1a, 0x2b, 0x3c, 0x4d, 0x5e};

/* A server's message under construction. */
struct reply {
    uint8_t at[1500];
    size_t len;
};

static void add_option(struct reply *reply, unsigned code, const void *value, size_t len) {
    reply->at[reply->len++] = (uint8_t)code;
    reply->at[reply->len++] = (uint8_t)len;
    if (len != 0) {
        memcpy(reply->at + reply->len, value, len);
    }
    reply->len += len;
}

/* A good answer of that type, without END: more options may follow. */
static struct reply reply_of(uint8_t type) {
    static const uint8_t fixed[] = {2, 1, 6, 0, 0x12, 0x34, 0x56, 0x78};
    static const uint8_t address[] = {192, 0, 2, 100};
    static const uint8_t server[] = {192, 0, 2, 1};
    static const uint8_t cookie[] = {99, 130, 83, 99};
    static const uint8_t seconds[] = {0, 1, 0x51, 0x80};
    struct reply reply = {{0}, 240};

    memcpy(reply.at, fixed, sizeof fixed);
    if (type != 6) {
        memcpy(reply.at + 16, address, sizeof address);
    }
    memcpy(reply.at + 28, mac, sizeof mac);
    memcpy(reply.at + 236, cookie, sizeof cookie);
    add_option(&reply, 53, &type, 1);
    add_option(&reply, 54, server, sizeof server);
    add_option(&reply, 51, seconds, sizeof seconds);
    return reply;
}

static struct reply good_ack(void) {
    struct reply reply = reply_of(5);

    add_option(&reply, 43, sample_octets, SAMPLE_LEN);
    add_option(&reply, 15, "example.nl", 10);
    reply.at[reply.len++] = 255;
    return reply;
}

static struct cdc43_phone_dhcp started(void) {
    struct cdc43_phone_dhcp exchange;
    struct cdc43_where where;

    ck_assert_int_eq(cdc43_phone_dhcp_start(mac, view_of("DP-9871"), XID, &exchange, &where),
                     CDC43_OK);
    return exchange;
}

/* What came of one message; the lease is checked to be untouched unless it is ours. */
struct taken {
    enum cdc43_phone_dhcp_event event;
    enum cdc43_err err;
    struct cdc43_where where;
    struct cdc43_phone_lease lease;
};

static struct taken take_len(struct cdc43_phone_dhcp *exchange, const struct reply *reply,
                             size_t len) {
    struct taken taken = {.event = CDC43_PHONE_DHCP_NOTHING};
    struct cdc43_phone_lease before;

    memset(&taken.lease, 0xa5, sizeof taken.lease);
    memset(&before, 0xa5, sizeof before);
    taken.event = cdc43_phone_dhcp_take(exchange, guard_copy(reply->at, len), len, &taken.lease,
                                        &taken.err, &taken.where);
    if (taken.event != CDC43_PHONE_DHCP_BOUND) {
        ck_assert_mem_eq(&taken.lease, &before, sizeof before);
    }
    return taken;
}

static struct taken take(struct cdc43_phone_dhcp *exchange, const struct reply *reply) {
    return take_len(exchange, reply, reply->len);
}

static struct cdc43_phone_dhcp requesting(void) {
    struct cdc43_phone_dhcp exchange = started();
    const struct reply offer = reply_of(2);

    ck_assert_int_eq(take(&exchange, &offer).event, CDC43_PHONE_DHCP_SEND);
    return exchange;
}

/* The value of an option in a message of ours, read by the library. */
static size_t option_of(const uint8_t *message, size_t len, uint8_t code, uint8_t ret_octets[255]) {
    struct cdc43_where where;
    size_t option_len = 0;
    bool present = false;

    ck_assert_int_eq(
        cdc43_message_option(message, len, code, ret_octets, 255, &option_len, &present, &where),
        CDC43_OK);
    return present ? option_len : 0;
}

static void expect_option(const uint8_t *message, size_t len, uint8_t code, const char *hex) {
    const struct octets wanted = from_hex(hex);
    uint8_t got[255];

    ck_assert_uint_eq(option_of(message, len, code, got), wanted.len);
    ck_assert_mem_eq(got, wanted.at, wanted.len);
}

START_TEST(discovers_as_that_phone) {
    struct cdc43_phone_dhcp exchange = started();
    uint8_t *const message = guard_room(CDC43_PHONE_DHCP_SIZE);
    const struct octets fixed = from_hex("01010600 12345678 0009 8000");
    const size_t len = cdc43_phone_dhcp_build(&exchange, 9, message);

    ck_assert_uint_ge(len, 300);
    ck_assert_mem_eq(message, fixed.at, fixed.len);
    ck_assert_mem_eq(message + 28, mac, 6);
    expect_option(message, len, 53, "01");
    expect_option(message, len, 60, "44502d39383731");
    expect_option(message, len, 61, "01001a2b3c4d5e");
    expect_option(message, len, 55, "0103060c0f2a2b42969fa0");
    expect_option(message, len, 57, "05c0");
    expect_option(message, len, 50, "");
    expect_option(message, len, 54, "");
    ck_assert_uint_eq(exchange.sent, 1);
}
END_TEST

START_TEST(requests_what_was_offered) {
    struct cdc43_phone_dhcp exchange = requesting();
    uint8_t *const message = guard_room(CDC43_PHONE_DHCP_SIZE);
    const size_t len = cdc43_phone_dhcp_build(&exchange, 100000, message);

    expect_option(message, len, 53, "03");
    expect_option(message, len, 50, "c0000264");
    expect_option(message, len, 54, "c0000201");
    expect_option(message, len, 60, "44502d39383731");
    ck_assert_uint_eq(message[8], 0xff); /* seconds stop at their highest */
    ck_assert_uint_eq(message[9], 0xff);
    ck_assert_uint_eq(message[10], 0x80);
}
END_TEST

START_TEST(takes_models_up_to_their_limit) {
    struct cdc43_phone_dhcp exchange;
    struct cdc43_where where;
    char model[CDC43_PHONE_MODEL_MAX + 2];
    uint8_t *const message = guard_room(CDC43_PHONE_DHCP_SIZE);
    uint8_t got[255];

    memset(model, 'x', sizeof model);
    model[CDC43_PHONE_MODEL_MAX] = '\0';
    ck_assert_int_eq(cdc43_phone_dhcp_start(mac, view_of(model), XID, &exchange, &where), CDC43_OK);
    exchange.stage = CDC43_PHONE_DHCP_REQUESTING;
    ck_assert_uint_eq(option_of(message, cdc43_phone_dhcp_build(&exchange, 0, message), 60, got),
                      CDC43_PHONE_MODEL_MAX);
    ck_assert_int_eq(cdc43_phone_dhcp_start(mac, view_of(""), XID, &exchange, &where),
                     CDC43_ERR_MODEL);
    model[CDC43_PHONE_MODEL_MAX] = 'x';
    model[CDC43_PHONE_MODEL_MAX + 1] = '\0';
    ck_assert_int_eq(cdc43_phone_dhcp_start(mac, view_of(model), XID, &exchange, &where),
                     CDC43_ERR_MODEL);
}
END_TEST

START_TEST(starts_over_after_three_requests) {
    struct cdc43_phone_dhcp exchange = requesting();
    uint8_t message[CDC43_PHONE_DHCP_SIZE];

    for (unsigned i = 1; i <= 3; i++) {
        expect_option(message, cdc43_phone_dhcp_build(&exchange, 0, message), 53, "03");
        ck_assert_uint_eq(exchange.sent, i);
    }
    expect_option(message, cdc43_phone_dhcp_build(&exchange, 0, message), 53, "01");
    ck_assert_uint_eq(exchange.sent, 1);
}
END_TEST

START_TEST(waits_longer_each_time) {
    static const uint32_t middle[] = {4000, 4000, 8000, 16000, 32000, 64000, 64000, 64000};
    struct cdc43_phone_dhcp exchange = started();

    for (unsigned i = 0; i < sizeof middle / sizeof middle[0]; i++) {
        exchange.sent = i;
        ck_assert_uint_eq(cdc43_phone_dhcp_wait(&exchange, 0), middle[i] - 1000);
        ck_assert_uint_eq(cdc43_phone_dhcp_wait(&exchange, 1000), middle[i]);
        ck_assert_uint_eq(cdc43_phone_dhcp_wait(&exchange, 2000), middle[i] + 1000);
        ck_assert_uint_le(cdc43_phone_dhcp_wait(&exchange, UINT32_MAX), middle[i] + 1000);
    }
    exchange.sent = UINT32_MAX;
    ck_assert_uint_le(cdc43_phone_dhcp_wait(&exchange, 7), 65000);
}
END_TEST

START_TEST(reads_the_lease_and_both_options) {
    struct cdc43_phone_dhcp exchange = requesting();
    const struct reply ack = good_ack();
    const struct taken taken = take(&exchange, &ack);
    const struct cdc43_phone_response answer = cdc43_phone_dhcp_response(&taken.lease);
    const uint8_t address[] = {192, 0, 2, 100, 192, 0, 2, 1};

    ck_assert_int_eq(taken.event, CDC43_PHONE_DHCP_BOUND);
    ck_assert_mem_eq(taken.lease.address, address, 4);
    ck_assert_mem_eq(taken.lease.server, address + 4, 4);
    ck_assert_uint_eq(taken.lease.seconds, 86400);
    ck_assert_uint_eq(taken.lease.conflicts, 0);
    ck_assert(answer.has_option43);
    ck_assert_uint_eq(answer.option43.len, SAMPLE_LEN);
    ck_assert_mem_eq(answer.option43.data, sample_octets, SAMPLE_LEN);
    ck_assert_uint_eq(answer.option15.len, 10);
    ck_assert_mem_eq(answer.option15.data, "example.nl", 10);
    ck_assert_int_eq(answer.err, CDC43_OK);
    ck_assert(!answer.is_missing);
}
END_TEST

START_TEST(tells_no_option_43_from_an_empty_one) {
    struct cdc43_phone_dhcp exchange = requesting();
    struct reply ack = reply_of(5);
    struct taken taken = take(&exchange, &ack);

    ck_assert_int_eq(taken.event, CDC43_PHONE_DHCP_BOUND);
    ck_assert(!taken.lease.has_option43);
    add_option(&ack, 43, "", 0);
    taken = take(&exchange, &ack);
    ck_assert_int_eq(taken.event, CDC43_PHONE_DHCP_BOUND);
    ck_assert(taken.lease.has_option43);
    ck_assert_uint_eq(taken.lease.option43_len, 0);
}
END_TEST

START_TEST(joins_option_43_from_options_file_and_sname) {
    struct cdc43_phone_dhcp exchange = requesting();
    struct reply ack = reply_of(5);
    struct taken taken;

    add_option(&ack, 52, "\3", 1);
    add_option(&ack, 43, sample_octets, 30);
    ack.at[108] = 43; /* file */
    ack.at[109] = 20;
    memcpy(ack.at + 110, sample_octets + 30, 20);
    ack.at[44] = 43; /* sname */
    ack.at[45] = 19;
    memcpy(ack.at + 46, sample_octets + 50, 19);
    taken = take(&exchange, &ack);
    ck_assert_int_eq(taken.event, CDC43_PHONE_DHCP_BOUND);
    ck_assert_uint_eq(taken.lease.option43_len, SAMPLE_LEN);
    ck_assert_mem_eq(taken.lease.option43, sample_octets, SAMPLE_LEN);
}
END_TEST

START_TEST(reports_remote_provisioning) {
    static const uint8_t codes[] = {66, 150, 159, 160};
    static const char filler[200] = {0};

    for (unsigned i = 0; i < sizeof codes; i++) {
        struct cdc43_phone_dhcp exchange = requesting();
        struct reply ack = reply_of(5);
        add_option(&ack, codes[i], "x", 1);
        ck_assert_uint_eq(take(&exchange, &ack).lease.conflicts, 1U << i);
        /* One that is too long to be joined is there as well, and does no other harm. */
        add_option(&ack, codes[i], filler, 200);
        add_option(&ack, codes[i], filler, 200);
        ck_assert_uint_eq(take(&exchange, &ack).lease.conflicts, 1U << i);
    }
}
END_TEST

/* One octet of a good message changed, and it is not for us. */
static const struct {
    size_t at;
    uint8_t octet;
} strangers[] = {
    {0, 1},                                   /* op: from a client */
    {1, 6},                                   /* hardware type */
    {2, 16},                                  /* hardware address length */
    {4, 0x13},                                /* transaction, each of its octets */
    {5, 0},     {6, 0},   {7, 0x79}, {28, 1}, /* hardware address, first and last */
    {33, 0x5f}, {236, 0},                     /* magic cookie */
    {242, 1},                                 /* message type: DISCOVER */
    {241, 2},                                 /* message type of two octets */
    {244, 3},                                 /* server identifier of three octets */
    {243, 200},                               /* no server identifier */
};

START_TEST(leaves_alone_what_is_not_for_us) {
    struct cdc43_phone_dhcp exchange = requesting();
    struct cdc43_phone_dhcp selecting = started();
    struct reply ack = good_ack();
    struct reply offer = reply_of(2);

    ack.at[strangers[_i].at] = strangers[_i].octet;
    offer.at[strangers[_i].at] = strangers[_i].octet;
    ck_assert_int_eq(take(&exchange, &ack).event, CDC43_PHONE_DHCP_NOTHING);
    ck_assert_int_eq(take(&selecting, &offer).event, CDC43_PHONE_DHCP_NOTHING);
    ck_assert_int_eq(exchange.stage, CDC43_PHONE_DHCP_REQUESTING);
    ck_assert_int_eq(selecting.stage, CDC43_PHONE_DHCP_SELECTING);
}
END_TEST

START_TEST(takes_only_what_the_stage_expects) {
    struct cdc43_phone_dhcp exchange = started();
    struct reply offer = reply_of(2);
    const struct reply ack = good_ack();
    const struct reply nak = reply_of(6);

    ck_assert_int_eq(take(&exchange, &ack).event, CDC43_PHONE_DHCP_NOTHING);
    ck_assert_int_eq(take(&exchange, &nak).event, CDC43_PHONE_DHCP_NOTHING);
    memset(offer.at + 16, 0, 4); /* no address in it */
    ck_assert_int_eq(take(&exchange, &offer).event, CDC43_PHONE_DHCP_NOTHING);
    exchange = requesting();
    ck_assert_int_eq(take(&exchange, &offer).event, CDC43_PHONE_DHCP_NOTHING);
    ck_assert_int_eq(take(&exchange, &nak).event, CDC43_PHONE_DHCP_REFUSED);
    ck_assert_int_eq(exchange.stage, CDC43_PHONE_DHCP_SELECTING);
    ck_assert_int_eq(take(&exchange, &ack).event, CDC43_PHONE_DHCP_NOTHING);
}
END_TEST

START_TEST(wants_an_address_and_options_of_the_right_size) {
    struct cdc43_phone_dhcp exchange = requesting();
    struct reply ack = good_ack();
    struct reply long_type = good_ack();
    struct reply long_server = good_ack();

    memset(ack.at + 16, 0, 4);
    ck_assert_int_eq(take(&exchange, &ack).event, CDC43_PHONE_DHCP_NOTHING);
    long_type.len--; /* a second instance, joined: two octets of type, then five of server */
    add_option(&long_type, 53, "\5", 1);
    ck_assert_int_eq(take(&exchange, &long_type).event, CDC43_PHONE_DHCP_NOTHING);
    long_server.len--;
    add_option(&long_server, 54, "\5", 1);
    ck_assert_int_eq(take(&exchange, &long_server).event, CDC43_PHONE_DHCP_NOTHING);
}
END_TEST

START_TEST(listens_to_the_chosen_server_only) {
    struct cdc43_phone_dhcp exchange = requesting();
    struct reply ack = good_ack();
    struct reply nak = reply_of(6);

    ack.at[248] = 2; /* server 192.0.2.2 */
    nak.at[248] = 2;
    ck_assert_int_eq(take(&exchange, &ack).event, CDC43_PHONE_DHCP_NOTHING);
    ck_assert_int_eq(take(&exchange, &nak).event, CDC43_PHONE_DHCP_NOTHING);
    ck_assert_int_eq(exchange.stage, CDC43_PHONE_DHCP_REQUESTING);
}
END_TEST

START_TEST(stops_at_an_option_43_that_is_too_long) {
    struct cdc43_phone_dhcp exchange = requesting();
    struct reply ack = reply_of(5);
    struct taken taken;

    add_option(&ack, 43, ack.at, 200);
    add_option(&ack, 43, ack.at, 56);
    taken = take(&exchange, &ack);
    ck_assert_int_eq(taken.event, CDC43_PHONE_DHCP_BROKEN);
    ck_assert_int_eq(taken.err, CDC43_ERR_MESSAGE_JOINED_TOO_LONG);
    ck_assert_uint_eq(taken.where.excess, 1);
}
END_TEST

START_TEST(survives_every_cut) {
    const struct reply ack = good_ack();
    size_t broken = 0;

    for (size_t len = 0; len < ack.len - 1; len++) {
        struct cdc43_phone_dhcp exchange = requesting();
        const struct taken taken = take_len(&exchange, &ack, len);
        /* Behind a whole option a message may end: then it is only shorter. */
        if (taken.event == CDC43_PHONE_DHCP_BOUND) {
            ck_assert_uint_ge(len, 249);
        } else {
            ck_assert_int_eq(taken.event, CDC43_PHONE_DHCP_NOTHING);
            broken += taken.err != CDC43_OK ? 1U : 0U;
        }
    }
    ck_assert_uint_ge(broken, 80);
}
END_TEST

START_TEST(survives_every_octet_changed) {
    const struct reply ack = good_ack();
    static const uint8_t octets[] = {0x00, 0x01, 0x7f, 0x80, 0xff};

    for (size_t i = 0; i < ack.len * sizeof octets; i++) {
        struct cdc43_phone_dhcp exchange = requesting();
        struct reply changed = ack;
        changed.at[i / sizeof octets] = octets[i % sizeof octets];
        (void)take(&exchange, &changed);
    }
}
END_TEST

int main(void) {
    Suite *const suite = suite_create("dhcp");
    TCase *const ours = tcase_create("what is sent");
    TCase *const theirs = tcase_create("what is received");

    tcase_add_test(ours, discovers_as_that_phone);
    tcase_add_test(ours, requests_what_was_offered);
    tcase_add_test(ours, takes_models_up_to_their_limit);
    tcase_add_test(ours, starts_over_after_three_requests);
    tcase_add_test(ours, waits_longer_each_time);
    tcase_add_test(theirs, reads_the_lease_and_both_options);
    tcase_add_test(theirs, tells_no_option_43_from_an_empty_one);
    tcase_add_test(theirs, joins_option_43_from_options_file_and_sname);
    tcase_add_test(theirs, reports_remote_provisioning);
    tcase_add_loop_test(theirs, leaves_alone_what_is_not_for_us, 0,
                        sizeof strangers / sizeof strangers[0]);
    tcase_add_test(theirs, takes_only_what_the_stage_expects);
    tcase_add_test(theirs, wants_an_address_and_options_of_the_right_size);
    tcase_add_test(theirs, listens_to_the_chosen_server_only);
    tcase_add_test(theirs, stops_at_an_option_43_that_is_too_long);
    tcase_add_test(theirs, survives_every_cut);
    tcase_add_test(theirs, survives_every_octet_changed);
    suite_add_tcase(suite, ours);
    suite_add_tcase(suite, theirs);
    return run_suite(suite);
}
