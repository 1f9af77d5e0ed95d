/* SPDX-License-Identifier: MIT */
/* The example for Zephyr over several messages: no suboption of an earlier one counts. */
#include <stdio.h>
#include <string.h>
#include <zephyr/net/dhcpv4.h>

#include "cdc43.h"

int cdc43_zephyr_start(void);
enum cdc43_err cdc43_zephyr_finish(struct cdc43_params *ret_params, struct cdc43_where *ret_where);

static struct net_dhcpv4_option_callback *callbacks[CDC43_LAST_SUBOPTION + 1];

void net_dhcpv4_init_option_vendor_callback(struct net_dhcpv4_option_callback *callback,
                                            net_dhcpv4_option_callback_handler_t handler,
                                            uint8_t option, void *data, size_t max_length) {
    *callback = (struct net_dhcpv4_option_callback){handler, option, max_length, data};
}

int net_dhcpv4_add_option_vendor_callback(struct net_dhcpv4_option_callback *callback) {
    callbacks[callback->option] = callback;
    return 0;
}

static void give(enum net_dhcpv4_msg_type type, uint8_t option, const char *value, size_t len) {
    memcpy(callbacks[option]->data, value, len);
    callbacks[option]->handler(callbacks[option], len, type, NULL);
}

/* A message with a Server of 100 octets, which is not twice the same. */
static void give_message(enum net_dhcpv4_msg_type type, char letter) {
    char server[100];
    const char digest[CDC43_SHA1_SIZE] = {0};

    memset(server, letter, sizeof server);
    server[50] = '/'; /* a label has 63 letters at most */
    give(type, CDC43_SERVER, server, sizeof server);
    give(type, CDC43_ROOT_CA_FINGERPRINT, digest, sizeof digest);
}

static int finish(char letter) {
    struct cdc43_params params;
    struct cdc43_where where;
    const enum cdc43_err err = cdc43_zephyr_finish(&params, &where);

    if (err != CDC43_OK || params.server.data[0] != (uint8_t)letter || params.tolerated != 0) {
        (void)printf("zephyr, server %c: error %d\n", letter, (int)err);
        return 1;
    }
    return 0;
}

int main(void) {
    int bad = cdc43_zephyr_start();

    give_message(NET_DHCPV4_MSG_TYPE_OFFER, 'a');
    give_message(NET_DHCPV4_MSG_TYPE_OFFER, 'b'); /* of a second server */
    give_message(NET_DHCPV4_MSG_TYPE_ACK, 'a');
    bad += finish('a');
    give_message(NET_DHCPV4_MSG_TYPE_ACK, 'c'); /* renewals */
    bad += finish('c');
    give_message(NET_DHCPV4_MSG_TYPE_ACK, 'c');
    bad += finish('c');
    return bad;
}
