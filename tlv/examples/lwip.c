/* SPDX-License-Identifier: MIT */
/* lwIP: options 43 and 15 collected by its DHCP hooks, decoded when the interface is bound. */
#include "lwip.h"

#include "cdc43.h"
#include "lwip/dhcp.h"
#include "lwip/pbuf.h"
#include "lwip/prot/dhcp.h"

/* An option of the answer, its instances joined (RFC 3396); lwIP goes through file and sname. */
struct joined {
    uint8_t octets[CDC43_OPTION_MAX];
    size_t len; /* more than fits when there was too much */
    u8_t type;  /* of the message it is from; 0 while lwIP has not come to option 53 */
};
static struct joined option43;
static struct joined option15;

/* Before each DISCOVER and REQUEST: asks for both options, forgets what an earlier answer had. */
void cdc43_lwip_append(struct dhcp_msg *msg, u16_t *options_len) {
    static const uint8_t request[] = {DHCP_OPTION_PARAMETER_REQUEST_LIST, 2, 43, 15};

    option43 = (struct joined){.len = 0};
    option15 = (struct joined){.len = 0};
    LWIP_ASSERT("room for the request list", *options_len + sizeof request <= DHCP_OPTIONS_LEN);
    for (size_t i = 0; i < sizeof request; i++) {
        msg->options[(*options_len)++] = request[i];
    }
}

void cdc43_lwip_parse(u8_t type, u8_t option, u8_t len, struct pbuf *pbuf, u16_t offset) {
    struct joined *const to = option == 43 ? &option43 : option == 15 ? &option15 : NULL;

    if (to != NULL) {
        to->len = to->type == 0 || to->type == type ? to->len : 0; /* a second server's OFFER? */
        to->type = type;
        if (to->len <= sizeof to->octets && len <= sizeof to->octets - to->len) {
            pbuf_copy_partial(pbuf, to->octets + to->len, len, offset);
        }
        to->len += len; /* over the size: cdc43_decode refuses it */
    }
}

/* Call it when the interface is bound and the phone is in factory-reset state. The views of
 * ret_params are good until the next DHCP message. */
enum cdc43_err cdc43_lwip_finish(struct cdc43_view mic_cn, struct cdc43_params *ret_params,
                                 struct cdc43_identity *ret_identity,
                                 struct cdc43_where *ret_where) {
    const struct cdc43_view domain = {option15.octets, option15.len};
    enum cdc43_err err = CDC43_ERR_MESSAGE_JOINED_TOO_LONG;

    *ret_where = (struct cdc43_where){0};
    if (option15.len <= CDC43_OPTION_MAX) {
        err = cdc43_build_identity(mic_cn, domain, ret_identity, ret_where);
    }
    return err != CDC43_OK ? err
                           : cdc43_decode(&cdc43_phone, CDC43_TOLERANT, option43.octets,
                                          option43.len, ret_params, ret_where);
}
