/* SPDX-License-Identifier: MIT */
/* lwIP's LWIP_HOOK_FILENAME: the two hooks of lwip.c. */
#ifndef CDC43_EXAMPLE_LWIP_H
#define CDC43_EXAMPLE_LWIP_H

#include "lwip/arch.h"

struct dhcp;
struct dhcp_msg;
struct netif;
struct pbuf;

void cdc43_lwip_append(struct dhcp_msg *msg, u16_t *options_len);
void cdc43_lwip_parse(u8_t type, u8_t option, u8_t len, struct pbuf *pbuf, u16_t offset);

#define LWIP_HOOK_DHCP_APPEND_OPTIONS(netif, dhcp, state, msg, type, len)                          \
    cdc43_lwip_append(msg, len)
#define LWIP_HOOK_DHCP_PARSE_OPTION(netif, dhcp, state, msg, type, option, len, pbuf, offset)      \
    cdc43_lwip_parse(type, option, len, pbuf, offset)

#endif
