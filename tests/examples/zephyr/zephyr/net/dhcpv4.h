/* SPDX-License-Identifier: MIT */
/* What tlv/examples/zephyr.c uses of Zephyr's DHCP client, declared for compiling only: Zephyr is
 * not packaged by Debian. */
#ifndef CDC43_TESTS_ZEPHYR_DHCPV4_H
#define CDC43_TESTS_ZEPHYR_DHCPV4_H

#include <stddef.h>
#include <stdint.h>

struct net_if;
enum net_dhcpv4_msg_type {
    NET_DHCPV4_MSG_TYPE_DISCOVER = 1,
    NET_DHCPV4_MSG_TYPE_OFFER = 2,
    NET_DHCPV4_MSG_TYPE_ACK = 5
};

struct net_dhcpv4_option_callback;
typedef void (*net_dhcpv4_option_callback_handler_t)(struct net_dhcpv4_option_callback *callback,
                                                     size_t length, enum net_dhcpv4_msg_type type,
                                                     struct net_if *interface);
struct net_dhcpv4_option_callback {
    net_dhcpv4_option_callback_handler_t handler;
    uint8_t option;
    size_t max_length;
    void *data;
};

void net_dhcpv4_init_option_vendor_callback(struct net_dhcpv4_option_callback *callback,
                                            net_dhcpv4_option_callback_handler_t handler,
                                            uint8_t option, void *data, size_t max_length);
int net_dhcpv4_add_option_vendor_callback(struct net_dhcpv4_option_callback *callback);

#endif
