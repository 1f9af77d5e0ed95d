/* SPDX-License-Identifier: MIT */
/* What an exchange says about option 43: the client's wish and each server's answer. */
#define _POSIX_C_SOURCE 200809L
#include "tlv/command/answer.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "tlv/command/vendor.h"
#include "tlv/text.h"

enum option {
    OPTION_DOMAIN = 15,
    OPTION_VENDOR = 43,
    OPTION_SERVER_ID = 54,
    OPTION_LIST = 55,
    OPTION_VENDOR_CLASS = 60
};

#define MAC_LEN 6U

/* The value of an option; its length, or 0 when it is not there or cannot be read. */
static size_t get(const struct cdc43_capture_message *message, enum option option,
                  uint8_t ret_octets[CDC43_OPTION_MAX]) {
    const struct cdc43_view octets = message->datagram.octets;
    struct cdc43_where where;
    size_t len = 0;
    bool present;

    return cdc43_message_option(octets.data, octets.len, (uint8_t)option, ret_octets,
                                CDC43_OPTION_MAX, &len, &present, &where) == CDC43_OK
               ? len
               : 0;
}

static void set_model(const struct cdc43_capture_exchange *exchange, struct cdc43_view model,
                      struct cdc43_cli_client *client) {
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

void cdc43_cli_read_client(const struct cdc43_capture_exchange *exchange,
                           struct cdc43_cli_client *ret_client) {
    uint8_t octets[CDC43_OPTION_MAX];

    *ret_client = (struct cdc43_cli_client){.wish = CDC43_CLI_WISH_NONE};
    for (size_t i = 0; i < exchange->count; i++) {
        const struct cdc43_capture_message *const message = &exchange->messages[i];
        size_t len;

        if (message->is_reply) {
            continue;
        }
        len = get(message, OPTION_VENDOR_CLASS, octets);
        if (len != 0) {
            set_model(exchange, (struct cdc43_view){octets, len}, ret_client);
        }
        len = get(message, OPTION_LIST, octets);
        if (len != 0) {
            ret_client->wish = memchr(octets, OPTION_VENDOR, len) != NULL ? CDC43_CLI_WISH_43
                                                                          : CDC43_CLI_WISH_OTHER;
        }
    }
}

static void get_server(const struct cdc43_capture_message *message, uint8_t ret_server[4]) {
    uint8_t octets[CDC43_OPTION_MAX];

    memcpy(ret_server, message->datagram.source, 4);
    if (get(message, OPTION_SERVER_ID, octets) == 4) {
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

size_t cdc43_cli_find_answers(
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
        get_server(message, server);
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

/* Can only devices of ours be meant? Every octet is in a suboption of ours, with Server or
 * Root CA Fingerprint among them. */
static bool has_our_suboptions(struct cdc43_view octets) {
    struct cdc43_where where;
    struct cdc43_tlv tlv;
    size_t at = 0;
    bool found = false;

    while (at < octets.len) {
        if (cdc43_next(octets, &at, &tlv, &where) != CDC43_OK ||
            (tlv.code != 0 && tlv.code != 255 && cdc43_find_suboption(tlv.code) == NULL)) {
            return false;
        }
        found = found || tlv.code == CDC43_SERVER || tlv.code == CDC43_ROOT_CA_FINGERPRINT;
    }
    return found;
}

void cdc43_cli_read_answer(const struct cdc43_device *device, const struct cdc43_cli_client *client,
                           const struct cdc43_capture_message *message,
                           struct cdc43_cli_answer *ret_answer) {
    const struct cdc43_view octets = message->datagram.octets;
    uint8_t domain[CDC43_OPTION_MAX];

    memset(ret_answer, 0, sizeof *ret_answer);
    ret_answer->message = message;
    get_server(message, ret_answer->server);
    ret_answer->err = cdc43_message_option(
        octets.data, octets.len, OPTION_VENDOR, ret_answer->octets, sizeof ret_answer->octets,
        &ret_answer->len, &ret_answer->has_option43, &ret_answer->where);
    if (ret_answer->err == CDC43_OK && ret_answer->has_option43) {
        const struct cdc43_view option43 = {ret_answer->octets, ret_answer->len};
        cdc43_judge(device, option43, &ret_answer->judgement);
        ret_answer->is_ours = client->is_phone || has_our_suboptions(option43);
    }
    if (client->is_phone) {
        ret_answer->name_err = cdc43_build_identity(
            (struct cdc43_view){(const uint8_t *)client->mic_cn, client->mic_cn_len},
            (struct cdc43_view){domain, get(message, OPTION_DOMAIN, domain)}, &ret_answer->identity,
            &ret_answer->name_where);
    }
}

bool cdc43_cli_is_good(const struct cdc43_cli_answer *answer, bool strict) {
    bool good = answer->err == CDC43_OK && answer->has_option43 && answer->is_ours;

    for (size_t i = 0; i < answer->judgement.count; i++) {
        good = good && answer->judgement.findings[i].is_tolerated && !strict;
    }
    return good;
}

bool cdc43_cli_is_bad(const struct cdc43_cli_answer *answer, bool strict) {
    return answer->message->datagram.missing == 0 &&
           (answer->err != CDC43_OK || (answer->is_ours && !cdc43_cli_is_good(answer, strict)));
}

/* Who is told, so that fewer arguments are handed on. */
struct listener {
    void (*say)(void *context, const char *sentence);
    void *context;
};

static void say_err(const struct listener *listener, enum cdc43_err err,
                    const struct cdc43_where *where) {
    char sentence[CDC43_SENTENCE_MAX];

    cdc43_print_error(err, where, sentence, sizeof sentence);
    listener->say(listener->context, sentence);
}

/* About the octets of option 43. */
static void say_judgement(const struct listener *listener, const struct cdc43_cli_answer *answer,
                          bool strict) {
    const struct cdc43_judgement *const judgement = &answer->judgement;
    enum cdc43_vendor_id vendor;
    char sentence[CDC43_SENTENCE_MAX];

    if (!cdc43_cli_is_good(answer, strict) &&
        cdc43_cli_guess_vendor((struct cdc43_view){answer->octets, answer->len}, &vendor)) {
        (void)snprintf(sentence, sizeof sentence, "option 43 has suboptions of %s",
                       cdc43_vendor_title(vendor));
        listener->say(listener->context, sentence);
        return;
    }
    if (!answer->is_ours) {
        listener->say(listener->context, "option 43 is for other devices");
        return;
    }
    for (size_t i = 0; i < judgement->count; i++) {
        const struct cdc43_finding *const finding = &judgement->findings[i];
        if (strict || !finding->is_tolerated) {
            say_err(listener, finding->err, &finding->where);
        }
    }
}

/* About the message itself. True: there is nothing more to say. */
static bool say_message(const struct listener *listener, const struct cdc43_cli_client *client,
                        const struct cdc43_cli_answer *answer) {
    char sentence[CDC43_SENTENCE_MAX];

    if (answer->message->type == CDC43_CAPTURE_NAK) {
        listener->say(listener->context, "the server refused the request (NAK)");
        return true;
    }
    if (answer->message->type == CDC43_CAPTURE_OFFER) {
        listener->say(listener->context, "an OFFER only, no ACK");
    }
    if (answer->message->datagram.missing != 0) {
        (void)snprintf(sentence, sizeof sentence,
                       "the capture has cut the message, %zu octets are missing (snap length)",
                       answer->message->datagram.missing);
        listener->say(listener->context, sentence);
    } else if (answer->err != CDC43_OK) {
        say_err(listener, answer->err, &answer->where);
    } else if (!answer->has_option43) {
        listener->say(listener->context, client->wish == CDC43_CLI_WISH_OTHER
                                             ? "no option 43, and the client did not request it"
                                             : "no option 43");
    }
    return false;
}

void cdc43_cli_say_findings(const struct cdc43_cli_client *client,
                            const struct cdc43_cli_answer *answer, bool strict,
                            void (*say)(void *context, const char *sentence), void *context) {
    const struct listener listener = {say, context};

    if (!client->is_phone && (answer == NULL || !answer->has_option43)) {
        return;
    }
    if (answer == NULL) {
        say(context, "no server answered");
        return;
    }
    if (say_message(&listener, client, answer)) {
        return;
    }
    if (answer->has_option43 && answer->err == CDC43_OK) {
        say_judgement(&listener, answer, strict);
    }
    if (client->is_phone && answer->name_err != CDC43_OK) {
        say(context, "option 15 gives no valid Common Name");
        say_err(&listener, answer->name_err, &answer->name_where);
    }
}

const char *cdc43_cli_type_name(unsigned type) {
    static const char *const names[] = {"BOOTP", "DISCOVER", "OFFER",   "REQUEST", "DECLINE",
                                        "ACK",   "NAK",      "RELEASE", "INFORM"};

    return type < sizeof names / sizeof names[0] ? names[type] : "";
}

void cdc43_cli_print_time(struct cdc43_capture_time time, char ret_text[CDC43_CLI_TIME_MAX]) {
    const time_t seconds = (time_t)time.seconds;
    char whole[CDC43_CLI_TIME_MAX - 12] = "";
    struct tm parts;

    if (!time.is_known || gmtime_r(&seconds, &parts) == NULL ||
        strftime(whole, sizeof whole, "%Y-%m-%dT%H:%M:%S", &parts) == 0) {
        (void)snprintf(ret_text, CDC43_CLI_TIME_MAX, "-");
    } else if (time.digits == 9) {
        (void)snprintf(ret_text, CDC43_CLI_TIME_MAX, "%s.%09uZ", whole, (unsigned)time.nanoseconds);
    } else {
        (void)snprintf(ret_text, CDC43_CLI_TIME_MAX, "%s.%06uZ", whole,
                       (unsigned)time.nanoseconds / 1000U);
    }
}

void cdc43_cli_print_hardware(const struct cdc43_capture_exchange *exchange,
                              char ret_text[CDC43_CLI_HARDWARE_MAX]) {
    char digits[2 * sizeof exchange->chaddr + 1];
    size_t at = 0;

    cdc43_print_hex((struct cdc43_view){exchange->chaddr, exchange->chaddr_len}, digits);
    for (size_t i = 0; i < exchange->chaddr_len; i++) {
        ret_text[at++] = digits[2 * i];
        ret_text[at++] = digits[2 * i + 1];
        ret_text[at++] = ':';
    }
    (void)snprintf(ret_text + (at == 0 ? 0 : at - 1), 2, "%s", at == 0 ? "-" : "");
}
