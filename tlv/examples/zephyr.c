/* SPDX-License-Identifier: MIT */
/* Zephyr: its DHCP client hands over each suboption of option 43; they are put together again. */
#include <string.h>
#include <zephyr/net/dhcpv4.h>

#include "cdc43.h"

#define COUNT (CDC43_LAST_SUBOPTION - CDC43_FIRST_SUBOPTION + 1)

static struct net_dhcpv4_option_callback callbacks[COUNT];
static uint8_t value[CDC43_OPTION_MAX]; /* of the suboption at hand, filled by Zephyr */
static uint8_t octets[CDC43_OPTION_MAX];
static size_t octets_len; /* more than fits when there was too much */
static enum net_dhcpv4_msg_type last_type;

static void take_suboption(struct net_dhcpv4_option_callback *callback, size_t length,
                           enum net_dhcpv4_msg_type type, struct net_if *interface) {
    (void)interface;
    if (type != last_type) { /* another message: what an earlier one said does not count */
        octets_len = 0;
        last_type = type;
    }
    if (octets_len + 2 + length <= sizeof octets) {
        octets[octets_len] = callback->option;
        octets[octets_len + 1] = (uint8_t)length;
        memcpy(octets + octets_len + 2, value, length);
    }
    octets_len += 2 + length; /* over the size: cdc43_decode refuses it */
}

/* Once, before the DHCP client starts. 0, or what Zephyr says. */
int cdc43_zephyr_start(void) {
    int result = 0;

    for (unsigned i = 0; i < COUNT && result == 0; i++) {
        net_dhcpv4_init_option_vendor_callback(&callbacks[i], take_suboption,
                                               (uint8_t)(CDC43_FIRST_SUBOPTION + i), value,
                                               sizeof value);
        result = net_dhcpv4_add_option_vendor_callback(&callbacks[i]);
    }
    return result;
}

/* When the interface is bound and the phone is in factory-reset state. The views of ret_params are
 * good until the next DHCP message. */
enum cdc43_err cdc43_zephyr_finish(struct cdc43_params *ret_params, struct cdc43_where *ret_where) {
    enum cdc43_err err =
        cdc43_decode(&cdc43_phone, CDC43_TOLERANT, octets, octets_len, ret_params, ret_where);

    last_type = NET_DHCPV4_MSG_TYPE_DISCOVER; /* the ACK of a renewal begins anew */
    return err != CDC43_OK ? err : cdc43_check_complete(&cdc43_phone, ret_params, ret_where);
}
