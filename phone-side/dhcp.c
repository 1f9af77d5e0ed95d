/* SPDX-License-Identifier: MIT */
/* The DHCP exchange of a phone. */
#include "phone-side/dhcp.h"

#include <string.h>

/* Fixed part of a message, RFC 2131 2. */
#define AT_OP 0U
#define AT_HTYPE 1U
#define AT_HLEN 2U
#define AT_XID 4U
#define AT_SECS 8U
#define AT_FLAGS 10U
#define AT_YIADDR 16U
#define AT_CHADDR 28U
#define AT_COOKIE 236U
#define AT_OPTIONS 240U
#define OP_REQUEST 1U
#define OP_REPLY 2U
#define HTYPE_ETHERNET 1U
#define FLAG_BROADCAST 0x80U
#define MESSAGE_MIN 300U /* what relays and old servers expect at least, RFC 1542 2.1 */

enum option {
    OPTION_SUBNET_MASK = 1,
    OPTION_ROUTER = 3,
    OPTION_DNS = 6,
    OPTION_HOST_NAME = 12,
    OPTION_DOMAIN = 15,
    OPTION_NTP = 42,
    OPTION_VENDOR = 43,
    OPTION_REQUESTED_ADDRESS = 50,
    OPTION_LEASE_TIME = 51,
    OPTION_MESSAGE_TYPE = 53,
    OPTION_SERVER_ID = 54,
    OPTION_REQUEST_LIST = 55,
    OPTION_MAX_SIZE = 57,
    OPTION_VENDOR_CLASS = 60,
    OPTION_CLIENT_ID = 61,
    OPTION_END = 255
};

enum type { DISCOVER = 1, OFFER = 2, REQUEST = 3, ACK = 5, NAK = 6 };

/* Each with its bit of enum cdc43_phone_conflict. */
static const struct {
    uint8_t option;
    enum cdc43_phone_conflict bit;
} conflicts[] = {
#define CDC43_PROVISIONING(option, bit, words) {(option), CDC43_PHONE_CONFLICT_##option},
#include "tlv/provisioning.def"
};

/* REQUESTs without a response before it starts over, so that a server that vanished after its offer
 * costs some seconds only. */
#define REQUESTS_MAX 3U
#define WAIT_FIRST_MS 4000U
#define WAIT_DOUBLINGS_MAX 4U
#define WAIT_JITTER_MS 1000U

enum cdc43_err cdc43_phone_dhcp_start(const uint8_t mac[6], struct cdc43_view model, uint32_t xid,
                                      struct cdc43_phone_dhcp *ret_exchange,
                                      struct cdc43_where *ret_where) {
    *ret_where = (struct cdc43_where){0, CDC43_PLACE_NONE, 0, 0, 0};
    if (model.len == 0 || model.len > CDC43_PHONE_MODEL_MAX) {
        return CDC43_ERR_MODEL;
    }
    *ret_exchange = (struct cdc43_phone_dhcp){0};
    ret_exchange->stage = CDC43_PHONE_DHCP_SELECTING;
    ret_exchange->xid = xid;
    ret_exchange->model = model;
    memcpy(ret_exchange->mac, mac, sizeof ret_exchange->mac);
    return CDC43_OK;
}

/* The size of what we send, at most: 240 octets of fixed part, 3 type, 9 client identifier, 2 +
 * CDC43_PHONE_MODEL_MAX vendor class, 4 size, 13 list, 12 address and server, 1 end, which is less
 * than CDC43_PHONE_DHCP_SIZE. */
_Static_assert(AT_OPTIONS + 3 + 9 + 2 + CDC43_PHONE_MODEL_MAX + 4 + 13 + 12 + 1 <=
                   CDC43_PHONE_DHCP_SIZE,
               "a message of ours does not fit");

static size_t put_option(uint8_t *message, size_t at, enum option option, const void *value,
                         size_t len) {
    message[at] = (uint8_t)option;
    message[at + 1] = (uint8_t)len;
    memcpy(message + at + 2, value, len);
    return at + 2 + len;
}

static void put_fixed_part(const struct cdc43_phone_dhcp *exchange, uint32_t seconds,
                           uint8_t *message) {
    static const uint8_t cookie[] = {99, 130, 83, 99};

    seconds = seconds > UINT16_MAX ? UINT16_MAX : seconds;
    message[AT_OP] = OP_REQUEST;
    message[AT_HTYPE] = HTYPE_ETHERNET;
    message[AT_HLEN] = sizeof exchange->mac;
    for (unsigned i = 0; i < 4; i++) {
        message[AT_XID + i] = (uint8_t)(exchange->xid >> (24 - 8 * i));
    }
    message[AT_SECS] = (uint8_t)(seconds >> 8);
    message[AT_SECS + 1] = (uint8_t)seconds;
    message[AT_FLAGS] = FLAG_BROADCAST;
    memcpy(message + AT_CHADDR, exchange->mac, sizeof exchange->mac);
    memcpy(message + AT_COOKIE, cookie, sizeof cookie);
}

size_t cdc43_phone_dhcp_build(struct cdc43_phone_dhcp *exchange, uint32_t seconds,
                              uint8_t ret_message[CDC43_PHONE_DHCP_SIZE]) {
    static const uint8_t list[] = {OPTION_SUBNET_MASK, OPTION_ROUTER, OPTION_DNS,
                                   OPTION_HOST_NAME,   OPTION_DOMAIN, OPTION_NTP,
                                   OPTION_VENDOR};
    static const uint8_t max_size[] = {1472 >> 8, 1472 & 0xff}; /* one Ethernet frame */
    uint8_t wanted[sizeof list + sizeof conflicts / sizeof conflicts[0]];
    uint8_t client_id[1 + sizeof exchange->mac] = {HTYPE_ETHERNET};
    uint8_t type = DISCOVER;
    size_t at = AT_OPTIONS;

    if (exchange->stage == CDC43_PHONE_DHCP_REQUESTING && exchange->sent >= REQUESTS_MAX) {
        exchange->stage = CDC43_PHONE_DHCP_SELECTING;
        exchange->sent = 0;
    }
    memset(ret_message, 0, CDC43_PHONE_DHCP_SIZE);
    put_fixed_part(exchange, seconds, ret_message);
    type = exchange->stage == CDC43_PHONE_DHCP_SELECTING ? DISCOVER : REQUEST;
    at = put_option(ret_message, at, OPTION_MESSAGE_TYPE, &type, 1);
    memcpy(client_id + 1, exchange->mac, sizeof exchange->mac);
    at = put_option(ret_message, at, OPTION_CLIENT_ID, client_id, sizeof client_id);
    if (exchange->stage == CDC43_PHONE_DHCP_REQUESTING) {
        at = put_option(ret_message, at, OPTION_REQUESTED_ADDRESS, exchange->address, 4);
        at = put_option(ret_message, at, OPTION_SERVER_ID, exchange->server, 4);
    }
    at =
        put_option(ret_message, at, OPTION_VENDOR_CLASS, exchange->model.data, exchange->model.len);
    at = put_option(ret_message, at, OPTION_MAX_SIZE, max_size, sizeof max_size);
    memcpy(wanted, list, sizeof list);
    for (size_t i = 0; i < sizeof conflicts / sizeof conflicts[0]; i++) {
        wanted[sizeof list + i] = conflicts[i].option;
    }
    at = put_option(ret_message, at, OPTION_REQUEST_LIST, wanted, sizeof wanted);
    ret_message[at++] = OPTION_END;
    exchange->sent++;
    return at < MESSAGE_MIN ? MESSAGE_MIN : at;
}

uint32_t cdc43_phone_dhcp_wait(const struct cdc43_phone_dhcp *exchange, uint32_t random) {
    const unsigned before = exchange->sent == 0 ? 0 : exchange->sent - 1;
    const unsigned doublings = before < WAIT_DOUBLINGS_MAX ? before : WAIT_DOUBLINGS_MAX;

    return (WAIT_FIRST_MS << doublings) - WAIT_JITTER_MS + random % (2 * WAIT_JITTER_MS + 1);
}

/* The value of an option that has exactly size octets. *ret_err is left alone when it is merely
 * absent or of another size. */
static bool get_fixed(struct cdc43_view message, enum option option, size_t size,
                      uint8_t *ret_octets, enum cdc43_err *ret_err, struct cdc43_where *ret_where) {
    uint8_t octets[CDC43_OPTION_MAX];
    struct cdc43_where where;
    size_t len = 0;
    bool present = false;
    const enum cdc43_err err = cdc43_message_option(message.data, message.len, (uint8_t)option,
                                                    octets, sizeof octets, &len, &present, &where);

    if (err != CDC43_OK) {
        *ret_err = err;
        *ret_where = where;
    }
    if (err != CDC43_OK || !present || len != size) {
        return false;
    }
    memcpy(ret_octets, octets, size);
    return true;
}

static bool is_for_us(const struct cdc43_phone_dhcp *exchange, struct cdc43_view message) {
    uint8_t wanted[AT_OPTIONS] = {0};

    put_fixed_part(exchange, 0, wanted);
    return message.len >= AT_OPTIONS && message.data[AT_OP] == OP_REPLY &&
           memcmp(message.data + AT_HTYPE, wanted + AT_HTYPE, 2) == 0 &&
           memcmp(message.data + AT_XID, wanted + AT_XID, 4) == 0 &&
           memcmp(message.data + AT_CHADDR, exchange->mac, sizeof exchange->mac) == 0;
}

/* Whatever its value is: one that is too long to be joined is there as well. */
static bool has_option(struct cdc43_view message, uint8_t option) {
    uint8_t octets[CDC43_OPTION_MAX];
    struct cdc43_where where;
    size_t len = 0;
    bool present = false;
    const enum cdc43_err err = cdc43_message_option(message.data, message.len, option, octets,
                                                    sizeof octets, &len, &present, &where);

    return present || err == CDC43_ERR_MESSAGE_JOINED_TOO_LONG;
}

/* Options 43 and 15 and the rest of the ACK. ret_lease is set only when all of it can be read. */
static bool read_lease(struct cdc43_view message, const uint8_t server[4],
                       struct cdc43_phone_lease *ret_lease, enum cdc43_err *ret_err,
                       struct cdc43_where *ret_where) {
    struct cdc43_phone_lease lease = {0};
    uint8_t seconds[4] = {0};
    enum cdc43_err err;
    bool present = false;

    err = cdc43_message_option(message.data, message.len, OPTION_VENDOR, lease.option43,
                               sizeof lease.option43, &lease.option43_len, &lease.has_option43,
                               ret_where);
    if (err == CDC43_OK) {
        err = cdc43_message_option(message.data, message.len, OPTION_DOMAIN, lease.option15,
                                   sizeof lease.option15, &lease.option15_len, &present, ret_where);
    }
    if (err == CDC43_OK && get_fixed(message, OPTION_LEASE_TIME, 4, seconds, &err, ret_where)) {
        lease.seconds = (uint32_t)seconds[0] << 24 | (uint32_t)seconds[1] << 16 |
                        (uint32_t)seconds[2] << 8 | seconds[3];
    }
    for (size_t i = 0; i < sizeof conflicts / sizeof conflicts[0]; i++) {
        const bool is_there = has_option(message, conflicts[i].option);
        lease.conflicts |= is_there ? (unsigned)conflicts[i].bit : 0U;
    }
    memcpy(lease.address, message.data + AT_YIADDR, sizeof lease.address);
    memcpy(lease.server, server, sizeof lease.server);
    if (err == CDC43_OK) {
        *ret_lease = lease;
    } else {
        *ret_err = err;
    }
    cdc43_wipe(&lease, sizeof lease);
    return err == CDC43_OK;
}

enum cdc43_phone_dhcp_event cdc43_phone_dhcp_take(struct cdc43_phone_dhcp *exchange,
                                                  const uint8_t *message, size_t len,
                                                  struct cdc43_phone_lease *ret_lease,
                                                  enum cdc43_err *ret_err,
                                                  struct cdc43_where *ret_where) {
    static const uint8_t no_address[4] = {0};
    const struct cdc43_view view = {message, len};
    const bool selecting = exchange->stage == CDC43_PHONE_DHCP_SELECTING;
    uint8_t type = 0;
    uint8_t server[4];
    bool has_address = false;

    if (!is_for_us(exchange, view) ||
        !get_fixed(view, OPTION_MESSAGE_TYPE, 1, &type, ret_err, ret_where) ||
        !get_fixed(view, OPTION_SERVER_ID, sizeof server, server, ret_err, ret_where)) {
        return CDC43_PHONE_DHCP_NOTHING;
    }
    has_address = memcmp(message + AT_YIADDR, no_address, sizeof no_address) != 0;
    if (selecting && type == OFFER && has_address) {
        exchange->stage = CDC43_PHONE_DHCP_REQUESTING;
        exchange->sent = 0;
        memcpy(exchange->address, message + AT_YIADDR, sizeof exchange->address);
        memcpy(exchange->server, server, sizeof exchange->server);
        return CDC43_PHONE_DHCP_SEND;
    }
    if (selecting || memcmp(server, exchange->server, sizeof server) != 0) {
        return CDC43_PHONE_DHCP_NOTHING;
    }
    if (type == NAK) {
        exchange->stage = CDC43_PHONE_DHCP_SELECTING;
        exchange->sent = 0;
        return CDC43_PHONE_DHCP_REFUSED;
    }
    if (type != ACK || !has_address) {
        return CDC43_PHONE_DHCP_NOTHING;
    }
    return read_lease(view, server, ret_lease, ret_err, ret_where) ? CDC43_PHONE_DHCP_BOUND
                                                                   : CDC43_PHONE_DHCP_BROKEN;
}

struct cdc43_phone_response cdc43_phone_dhcp_response(const struct cdc43_phone_lease *lease) {
    return (struct cdc43_phone_response){
        .err = CDC43_OK,
        .has_option43 = lease->has_option43,
        .option43 = {lease->option43, lease->option43_len},
        .option15 = {lease->option15, lease->option15_len},
    };
}
