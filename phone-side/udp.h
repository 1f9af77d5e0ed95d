/* SPDX-License-Identifier: MIT */
/* The DHCP exchange over a real interface: one UDP socket, no raw socket. Linux. */
#ifndef CDC43_PHONE_UDP_H
#define CDC43_PHONE_UDP_H

#include "phone-side/dhcp.h"

#ifdef __cplusplus
extern "C" {
#endif

enum cdc43_phone_udp_result {
    CDC43_PHONE_UDP_BOUND = 0,   /* the lease is there */
    CDC43_PHONE_UDP_NO_RESPONSE, /* time-out; err is set if a malformed response came */
    CDC43_PHONE_UDP_BROKEN,      /* the ACK cannot be read: err and where (of the message) */
    CDC43_PHONE_UDP_SYSTEM       /* a system call failed: step and number */
};

/* Who is told of each message that is sent or has come. */
struct cdc43_phone_udp_watch {
    void (*see)(void *context, const uint8_t *message, size_t len);
    void *context;
};

struct cdc43_phone_udp_report {
    enum cdc43_phone_udp_result result;
    enum cdc43_err err;
    struct cdc43_where where;
    unsigned refusals;                         /* NAKs that came */
    const char *step;                          /* "send", constant */
    int number;                                /* errno */
    const struct cdc43_phone_udp_watch *watch; /* as it was given */
};

/* Gets a lease: sends and receives until there is one, at most timeout_ms milliseconds.
 *
 * It does not set the address on the interface and does not release the lease: it boots a phone,
 * and does not configure this machine. Several processes can use one interface at the same time. It
 * needs the right to port 68 and to bind to an interface (root, or CAP_NET_BIND_SERVICE with
 * CAP_NET_RAW); the interface must be up.
 *
 * watch: NULL: nobody. ret_lease is set with CDC43_PHONE_UDP_BOUND only. */
struct cdc43_phone_udp_report cdc43_phone_udp_run(const char *interface, uint32_t timeout_ms,
                                                  struct cdc43_phone_dhcp *exchange,
                                                  const struct cdc43_phone_udp_watch *watch,
                                                  struct cdc43_phone_lease *ret_lease);

/* Milliseconds of a clock that only goes forward. */
uint64_t cdc43_phone_udp_now(void);

/* A random transaction number; false if the system returns none. */
CDC43_MUST_USE bool cdc43_phone_udp_random(uint32_t *ret_random);

/* True if reverse path filtering on this machine drops responses to an interface without an address
 * (sysctl net.ipv4.conf.all.rp_filter or that of the interface is not 0.) */
bool cdc43_phone_udp_is_filtered(const char *interface);

#ifdef __cplusplus
}
#endif

#endif
