/* SPDX-License-Identifier: MIT */
/* The DHCP exchange of a phone: DISCOVER, OFFER, REQUEST, ACK. Pure; udp.h has the socket. */
#ifndef CDC43_PHONE_DHCP_H
#define CDC43_PHONE_DHCP_H

#include "phone-side/phone.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Conventions as in tlv/cdc43.h. The caller sends, receives, keeps the time and supplies random
 * numbers:
 *
 *     err = cdc43_phone_dhcp_start(mac, model, random, &exchange, &where);
 *     for each time-out, and after CDC43_PHONE_DHCP_SEND:
 *         send the message of cdc43_phone_dhcp_build, then wait cdc43_phone_dhcp_wait;
 *     for each message received: cdc43_phone_dhcp_take.
 *
 * Sources: RFC 2131 3.1, 4.1, 4.4; RFC 2132. Messages have the broadcast flag, because responses
 * must arrive before the interface has an address. */

#define CDC43_PHONE_DHCP_CLIENT_PORT 68
#define CDC43_PHONE_DHCP_SERVER_PORT 67
#define CDC43_PHONE_DHCP_SIZE 576 /* room for any message that we send, octets */
#define CDC43_PHONE_MODEL_MAX 64  /* longest option 60 that we send, octets */

enum cdc43_phone_dhcp_stage {
    CDC43_PHONE_DHCP_SELECTING, /* we send DISCOVER */
    CDC43_PHONE_DHCP_REQUESTING /* we send REQUEST */
};

/* An exchange in progress. The octets of model must stay valid until its end. */
struct cdc43_phone_dhcp {
    enum cdc43_phone_dhcp_stage stage;
    unsigned sent; /* messages sent in this stage */
    uint32_t xid;
    uint8_t mac[6];
    struct cdc43_view model;
    uint8_t address[4]; /* requesting: the offered address, and the server */
    uint8_t server[4];
};

/* Options for remote provisioning: a real phone that gets one of them may ignore option 43
 * (S004-26). */
enum cdc43_phone_conflict {
#define CDC43_PROVISIONING(option, bit, words) CDC43_PHONE_CONFLICT_##option = 1 << (bit),
#include "tlv/provisioning.def"
};

/* What an ACK contains. Wipe it after use: option43 holds the password. */
struct cdc43_phone_lease {
    uint8_t address[4];
    uint8_t server[4];
    uint32_t seconds;   /* lease time; 0: none given */
    unsigned conflicts; /* set of enum cdc43_phone_conflict */
    bool has_option43;
    size_t option43_len;
    size_t option15_len;
    uint8_t option43[CDC43_OPTION_MAX]; /* SECRET inside */
    uint8_t option15[CDC43_OPTION_MAX];
};

/* Starts an exchange: the stage is selecting, nothing was sent. xid: random. Error: CDC43_ERR_MODEL
 * for a model of no octets or more than CDC43_PHONE_MODEL_MAX. */
CDC43_MUST_USE enum cdc43_err cdc43_phone_dhcp_start(const uint8_t mac[6], struct cdc43_view model,
                                                     uint32_t xid,
                                                     struct cdc43_phone_dhcp *ret_exchange,
                                                     struct cdc43_where *ret_where);

/* The message to send now; returns its length and counts it. After a few REQUESTs without a
 * response it returns to DISCOVER. seconds: since the start of the exchange. */
size_t cdc43_phone_dhcp_build(struct cdc43_phone_dhcp *exchange, uint32_t seconds,
                              uint8_t ret_message[CDC43_PHONE_DHCP_SIZE]);

/* Milliseconds to wait for a response to the message sent last: 4 s, doubled each time up to 64 s,
 * each 1 s more or less (RFC 2131 4.1). random: any number. */
uint32_t cdc43_phone_dhcp_wait(const struct cdc43_phone_dhcp *exchange, uint32_t random);

enum cdc43_phone_dhcp_event {
    CDC43_PHONE_DHCP_NOTHING, /* not for us, not expected now, or malformed: keep waiting */
    CDC43_PHONE_DHCP_SEND,    /* an offer was taken: send now */
    CDC43_PHONE_DHCP_REFUSED, /* NAK: back to DISCOVER; send after a wait */
    CDC43_PHONE_DHCP_BOUND,   /* the lease is ours, ret_lease is set */
    CDC43_PHONE_DHCP_BROKEN   /* our server's ACK, but its option 43 or 15 cannot be read */
};

/* Processes a received UDP payload. It counts only if it is a response (op) in our transaction
 * (xid) to our MAC address, has a type that is expected in this stage and a server identifier, and,
 * after an offer was taken, comes from that server. The first good offer is taken.
 *
 * message: len octets, any content. ret_lease: set with CDC43_PHONE_DHCP_BOUND only. ret_err,
 * ret_where: set when the message is ours but malformed, with CDC43_PHONE_DHCP_BROKEN always, with
 * CDC43_PHONE_DHCP_NOTHING sometimes (worth remembering until the time is over); otherwise
 * unchanged. */
enum cdc43_phone_dhcp_event cdc43_phone_dhcp_take(struct cdc43_phone_dhcp *exchange,
                                                  const uint8_t *message, size_t len,
                                                  struct cdc43_phone_lease *ret_lease,
                                                  enum cdc43_err *ret_err,
                                                  struct cdc43_where *ret_where);

/* The lease as a response for cdc43_phone_apply; points into lease. */
struct cdc43_phone_response cdc43_phone_dhcp_response(const struct cdc43_phone_lease *lease);

#ifdef __cplusplus
}
#endif

#endif
