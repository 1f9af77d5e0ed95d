/* SPDX-License-Identifier: MIT */
/* What an exchange says about option 43: the client's wish and each server's answer. */
#include "tlv/capture/answers.h"

#include <string.h>

#include "tlv/text.h"

enum option {
    OPTION_DOMAIN = 15,
    OPTION_VENDOR = 43,
    OPTION_SERVER_ID = 54,
    OPTION_LIST = 55,
    OPTION_VENDOR_CLASS = 60
};

#define MAC_LEN 6U

size_t cdc43_capture_get_option(const struct cdc43_capture_message *message, uint8_t code,
                                uint8_t ret_octets[CDC43_OPTION_MAX]) {
    const struct cdc43_view octets = message->datagram.octets;
    struct cdc43_where where;
    size_t len = 0;
    bool present;
    bool has_end;
    enum cdc43_err err = cdc43_message_option(octets.data, octets.len, code, ret_octets,
                                              CDC43_OPTION_MAX, &len, &present, &where);

    if (err != CDC43_OK) {
        err = cdc43_message_option(octets.data, cdc43_capture_readable_len(octets, &has_end), code,
                                   ret_octets, CDC43_OPTION_MAX, &len, &present, &where);
    }
    return err == CDC43_OK ? len : 0;
}

static void set_model(const struct cdc43_capture_exchange *exchange, struct cdc43_view model,
                      struct cdc43_capture_client *client) {
    struct cdc43_where where;

    for (size_t i = 0; i < model.len; i++) {
        const bool is_shown = model.data[i] >= CDC43_TEXT_LOW && model.data[i] <= CDC43_TEXT_HIGH;
        client->model[i] = '?';
        if (is_shown) {
            client->model[i] = (char)model.data[i];
        }
    }
    client->model[model.len] = '\0';
    client->is_phone = exchange->chaddr_len == MAC_LEN &&
                       cdc43_build_mic_cn(model, exchange->chaddr, client->mic_cn,
                                          &client->mic_cn_len, &where) == CDC43_OK;
}

static bool is_client_heard(const struct cdc43_capture_exchange *exchange) {
    for (size_t i = 0; i < exchange->count; i++) {
        if (!exchange->messages[i].is_reply) {
            return true;
        }
    }
    return false;
}

static enum cdc43_capture_aim aim_of(const struct cdc43_capture_message *message) {
    switch (message->type) {
    case CDC43_CAPTURE_BOOTP:
    case CDC43_CAPTURE_DISCOVER:
    case CDC43_CAPTURE_REQUEST:
        return CDC43_CAPTURE_AIM_ADDRESS;
    case CDC43_CAPTURE_INFORM:
        return CDC43_CAPTURE_AIM_INFORM;
    default:
        return CDC43_CAPTURE_AIM_NOTHING;
    }
}

void cdc43_capture_read_client(const struct cdc43_capture_exchange *exchange,
                               struct cdc43_capture_client *ret_client) {
    const bool is_heard = is_client_heard(exchange);
    uint8_t octets[CDC43_OPTION_MAX];

    *ret_client = (struct cdc43_capture_client){.aim = is_heard ? CDC43_CAPTURE_AIM_NOTHING
                                                                : CDC43_CAPTURE_AIM_ADDRESS};
    for (size_t i = 0; i < exchange->count; i++) {
        const struct cdc43_capture_message *const message = &exchange->messages[i];
        size_t len;

        if (message->is_reply && is_heard) {
            continue;
        }
        if (!message->is_reply && aim_of(message) > ret_client->aim) {
            ret_client->aim = aim_of(message);
        }
        len = cdc43_capture_get_option(message, OPTION_VENDOR_CLASS, octets);
        if (len != 0) {
            set_model(exchange, (struct cdc43_view){octets, len}, ret_client);
        }
        len = cdc43_capture_get_option(message, OPTION_LIST, octets);
        if (len != 0) {
            ret_client->wish = memchr(octets, OPTION_VENDOR, len) != NULL
                                   ? CDC43_CAPTURE_WISH_43
                                   : CDC43_CAPTURE_WISH_OTHER;
        }
    }
}

void cdc43_capture_get_server(const struct cdc43_capture_message *message, uint8_t ret_server[4]) {
    uint8_t octets[CDC43_OPTION_MAX];

    memcpy(ret_server, message->datagram.source, 4);
    if (cdc43_capture_get_option(message, OPTION_SERVER_ID, octets) == 4) {
        memcpy(ret_server, octets, 4);
    }
}

/* The larger, the more the answer counts. */
static unsigned weight_of(const struct cdc43_capture_message *message) {
    switch (message->type) {
    case CDC43_CAPTURE_ACK:
        return 3;
    case CDC43_CAPTURE_NAK:
        return 2;
    default:
        return 1;
    }
}

size_t cdc43_capture_find_answers(
    const struct cdc43_capture_exchange *exchange,
    const struct cdc43_capture_message *ret_messages[CDC43_CAPTURE_MESSAGES_MAX]) {
    uint8_t servers[CDC43_CAPTURE_MESSAGES_MAX][4];
    size_t count = 0;

    for (size_t i = 0; i < exchange->count; i++) {
        const struct cdc43_capture_message *const message = &exchange->messages[i];
        uint8_t server[4];
        size_t at = 0;

        if (!message->is_reply) {
            continue;
        }
        cdc43_capture_get_server(message, server);
        while (at < count && memcmp(servers[at], server, sizeof server) != 0) {
            at++;
        }
        if (at == count) {
            memcpy(servers[count], server, sizeof server);
            ret_messages[count++] = message;
        } else if (weight_of(message) >= weight_of(ret_messages[at])) {
            ret_messages[at] = message;
        }
    }
    return count;
}

void cdc43_capture_read_answer(const struct cdc43_device *device,
                               const struct cdc43_capture_client *client,
                               const struct cdc43_capture_message *message,
                               struct cdc43_capture_answer *ret_answer) {
    const struct cdc43_view octets = message->datagram.octets;
    uint8_t domain[CDC43_OPTION_MAX];

    memset(ret_answer, 0, sizeof *ret_answer);
    ret_answer->message = message;
    ret_answer->is_to_phone = client->is_phone;
    cdc43_capture_get_server(message, ret_answer->server);
    ret_answer->err = cdc43_message_option(
        octets.data, octets.len, OPTION_VENDOR, ret_answer->octets, sizeof ret_answer->octets,
        &ret_answer->len, &ret_answer->has_option43, &ret_answer->where);
    if (ret_answer->err == CDC43_OK && ret_answer->has_option43) {
        const struct cdc43_view option43 = {ret_answer->octets, ret_answer->len};
        cdc43_judge(device, option43, &ret_answer->judgement);
        ret_answer->is_ours = cdc43_is_ours(option43, client->is_phone);
    }
    if (client->is_phone && ret_answer->err == CDC43_OK && message->type != CDC43_CAPTURE_NAK &&
        cdc43_capture_is_whole(&message->datagram)) {
        ret_answer->name_err = cdc43_build_identity(
            (struct cdc43_view){(const uint8_t *)client->mic_cn, client->mic_cn_len},
            (struct cdc43_view){domain, cdc43_capture_get_option(message, OPTION_DOMAIN, domain)},
            &ret_answer->identity, &ret_answer->name_where);
        ret_answer->has_identity = ret_answer->name_err == CDC43_OK;
    }
}

bool cdc43_capture_is_good(const struct cdc43_capture_answer *answer, bool strict) {
    bool good = answer->err == CDC43_OK && answer->has_option43 && answer->is_ours &&
                cdc43_capture_is_whole(&answer->message->datagram);

    for (size_t i = 0; i < answer->judgement.count; i++) {
        good = good && answer->judgement.findings[i].is_tolerated && !strict;
    }
    return good;
}

bool cdc43_capture_is_bad(const struct cdc43_capture_answer *answer, bool strict) {
    const bool is_looked_at = answer->is_ours || (answer->is_to_phone && answer->has_option43);

    return cdc43_capture_is_whole(&answer->message->datagram) &&
           (answer->err != CDC43_OK || (is_looked_at && !cdc43_capture_is_good(answer, strict)));
}
