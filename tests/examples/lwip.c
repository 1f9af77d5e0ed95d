/* SPDX-License-Identifier: MIT */
/* The example for lwIP over several messages: nothing of an earlier one counts. */
#include "lwip.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cdc43.h"
#include "lwip/pbuf.h"
#include "lwip/prot/dhcp.h"

#define OFFER 2
#define ACK 5

enum cdc43_err cdc43_lwip_finish(struct cdc43_view mic_cn, struct cdc43_params *ret_params,
                                 struct cdc43_identity *ret_identity,
                                 struct cdc43_where *ret_where);

/* In place of lwIP. */
u16_t pbuf_copy_partial(const struct pbuf *pbuf, void *to, u16_t len, u16_t offset) {
    memcpy(to, (const u8_t *)pbuf->payload + offset, len);
    return len;
}

void sys_arch_assert(const char *file, int line) {
    (void)printf("%s:%d\n", file, line);
    abort();
}

static void request(void) {
    struct dhcp_msg msg;
    u16_t len = 0;

    LWIP_HOOK_DHCP_APPEND_OPTIONS(NULL, NULL, 0, &msg, 0, &len);
}

/* Option 43 with a Server of 150 octets and a digest, in two instances, and option 15. type43: what
 * lwIP says when the option stands in front of option 53. */
static void give_message(u8_t type, u8_t type43, char letter) {
    u8_t octets[152 + 22 + 2] = {CDC43_SERVER, 150};
    struct pbuf pbuf = {.payload = octets};

    memset(octets + 2, letter, 150);
    octets[2 + 50] = '/';
    octets[152] = CDC43_ROOT_CA_FINGERPRINT;
    octets[153] = CDC43_SHA1_SIZE;
    octets[174] = (u8_t)letter;
    octets[175] = (u8_t)letter;
    LWIP_HOOK_DHCP_PARSE_OPTION(NULL, NULL, 0, NULL, type43, 43, 100, &pbuf, 0);
    LWIP_HOOK_DHCP_PARSE_OPTION(NULL, NULL, 0, NULL, type, 43, 74, &pbuf, 100);
    LWIP_HOOK_DHCP_PARSE_OPTION(NULL, NULL, 0, NULL, type, 15, 2, &pbuf, 174);
    LWIP_HOOK_DHCP_PARSE_OPTION(NULL, NULL, 0, NULL, type, 3, 4, &pbuf, 0);
}

static int finish(char letter) {
    const char name[] = {'C', 'P', '.', letter, letter, '\0'};
    const struct cdc43_view mic_cn = {(const uint8_t *)name, 2};
    struct cdc43_params params;
    struct cdc43_identity identity;
    struct cdc43_where where;
    const enum cdc43_err err = cdc43_lwip_finish(mic_cn, &params, &identity, &where);

    if (err != CDC43_OK || params.server.data[0] != (uint8_t)letter || params.tolerated != 0 ||
        strcmp(identity.common_name, name) != 0) {
        (void)printf("lwip, server %c: error %d\n", letter, (int)err);
        return 1;
    }
    return 0;
}

int main(void) {
    int bad = 0;

    request();
    give_message(OFFER, OFFER, 'a');
    request();
    give_message(OFFER, OFFER, 'b'); /* of a second server, too late */
    give_message(ACK, ACK, 'a');
    bad += finish('a');
    request(); /* renewal, of a server that does not put option 53 first */
    give_message(ACK, 0, 'c');
    bad += finish('c');
    return bad;
}
