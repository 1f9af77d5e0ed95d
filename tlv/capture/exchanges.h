/* SPDX-License-Identifier: MIT */
/* DHCP messages, and which of them belong together. */
#ifndef CDC43_CAPTURE_EXCHANGES_H
#define CDC43_CAPTURE_EXCHANGES_H

#include "tlv/capture/datagrams.h"

/* Message types, RFC 2132 9.6; 0: option 53 is not there, as in BOOTP, or cannot be read. */
enum cdc43_capture_type {
    CDC43_CAPTURE_BOOTP = 0,
    CDC43_CAPTURE_DISCOVER = 1,
    CDC43_CAPTURE_OFFER = 2,
    CDC43_CAPTURE_REQUEST = 3,
    CDC43_CAPTURE_DECLINE = 4,
    CDC43_CAPTURE_ACK = 5,
    CDC43_CAPTURE_NAK = 6,
    CDC43_CAPTURE_RELEASE = 7,
    CDC43_CAPTURE_INFORM = 8
};

/* The bounds of what is kept. */
#ifndef CDC43_CAPTURE_EXCHANGES_MAX       /* fuzzers have fewer: their table is full soon */
#define CDC43_CAPTURE_EXCHANGES_MAX 4096U /* that are not over yet */
#endif
#define CDC43_CAPTURE_MESSAGES_MAX 16U       /* different ones of an exchange */
#define CDC43_CAPTURE_OCTETS_MAX (24U << 20) /* of all their messages together */
#define CDC43_CAPTURE_QUIET_ANSWERED 2       /* seconds after an ACK or NAK */
#define CDC43_CAPTURE_QUIET_OPEN 120         /* seconds without one: clients wait up to 64 */

/* A DHCP message: op to the end of its options. */
struct cdc43_capture_message {
    uint64_t frame; /* number of the first frame that has it, or its last fragment */
    struct cdc43_capture_time time;
    struct cdc43_capture_datagram datagram; /* its octets are the message */
    uint8_t type;                           /* enum cdc43_capture_type, or another number */
    bool is_reply;                          /* from a server */
    unsigned repeats; /* how many more times it came between the same two addresses */
    unsigned copies;  /* how many more times elsewhere: on the other side of a relay */
};

/* The messages of one client with one transaction number, in the order in which they came. */
struct cdc43_capture_exchange {
    uint32_t xid;
    uint8_t chaddr_len; /* as the message says, 16 at most */
    uint8_t chaddr[16];
    size_t count;
    unsigned left_out; /* messages that made room for later ones, but never the first */
    struct cdc43_capture_message messages[CDC43_CAPTURE_MESSAGES_MAX];
};

/* Gets each exchange when it is over. The exchange and its octets are valid during the call. */
typedef void cdc43_capture_take_exchange(void *context,
                                         const struct cdc43_capture_exchange *exchange);

struct cdc43_capture_table;

/* Members are private, but for the counts. */
struct cdc43_capture_exchanges {
    uint64_t messages;  /* DHCP messages */
    uint64_t no_cookie; /* datagrams of these ports that are not DHCP */
    uint64_t cut;       /* datagrams that the capture cut before the end of their options */
    uint64_t over;      /* exchanges that were handed over */
    cdc43_capture_take_exchange *take;
    void *context;
    struct cdc43_capture_table *table;
};

/* Begins. Error: CDC43_CAPTURE_ERR_MEMORY. */
CDC43_MUST_USE enum cdc43_capture_err
cdc43_capture_exchanges_begin(struct cdc43_capture_exchanges *ret_exchanges,
                              cdc43_capture_take_exchange *take, void *context);

/* How many octets of a DHCP message there are to the end of its last whole option: the next one is
 * cut, or malformed. Have they END? */
size_t cdc43_capture_readable_len(struct cdc43_view message, bool *ret_has_end);

/* Has the capture left out none of the options of a DHCP message? Octets that are missing after END
 * are padding. */
bool cdc43_capture_is_whole(const struct cdc43_capture_datagram *datagram);

/* Takes a datagram of a frame. An exchange is over when CDC43_CAPTURE_QUIET_ANSWERED seconds have
 * passed since its last message and it has an ACK or NAK, or CDC43_CAPTURE_QUIET_OPEN without one;
 * or when there is no room for more. Error: CDC43_CAPTURE_ERR_MEMORY; the message is lost. */
CDC43_MUST_USE enum cdc43_capture_err
cdc43_capture_take_datagram(struct cdc43_capture_exchanges *exchanges,
                            const struct cdc43_capture_frame *frame,
                            const struct cdc43_capture_datagram *datagram);

/* Hands over what is over by now. cdc43_capture_take_datagram does it by itself, with the time of
 * its frame; a listener calls this one when nothing comes. */
void cdc43_capture_expire(struct cdc43_capture_exchanges *exchanges, struct cdc43_capture_time now);

/* Hands over all that is left, by the first frame of those that come first in their order of last
 * messages, and frees everything. hand_over false: frees only. */
void cdc43_capture_exchanges_end(struct cdc43_capture_exchanges *exchanges, bool hand_over);

#endif
