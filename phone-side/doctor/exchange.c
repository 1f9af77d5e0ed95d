/* SPDX-License-Identifier: MIT */
/* Findings about the messages: who asked what, and who answered. */
#include <string.h>

#include "phone-side/doctor/case.h"
#include "tlv/vendors.h"

/* The first message of the client, or of anybody. */
static const struct cdc43_capture_message *first_message(const struct cdc43_doctor_case *on) {
    for (size_t i = 0; i < on->exchange->count; i++) {
        if (!on->exchange->messages[i].is_reply) {
            return &on->exchange->messages[i];
        }
    }
    return &on->exchange->messages[0];
}

static const struct cdc43_capture_message *find_type(const struct cdc43_doctor_case *on,
                                                     enum cdc43_capture_type type) {
    for (size_t i = 0; i < on->exchange->count; i++) {
        if (on->exchange->messages[i].type == type) {
            return &on->exchange->messages[i];
        }
    }
    return NULL;
}

void cdc43_doctor_check_no_answer(struct cdc43_doctor_case *on) {
    unsigned count = 0;

    for (size_t i = 0; i < on->exchange->count; i++) {
        count += 1 + on->exchange->messages[i].repeats;
    }
    if (on->answer_count == 0) {
        cdc43_doctor_add(on->report, CDC43_DOCTOR_NO_ANSWER, first_message(on), 0,
                         count == 1 ? "it asked once" : "it asked %u times", count);
    }
}

void cdc43_doctor_check_refused(struct cdc43_doctor_case *on) {
    const struct cdc43_capture_message *const nak = find_type(on, CDC43_CAPTURE_NAK);

    if (on->answer.message == NULL && nak != NULL) {
        cdc43_doctor_add(on->report, CDC43_DOCTOR_REFUSED, nak, 0, "%s", "");
    }
}

void cdc43_doctor_check_no_ack(struct cdc43_doctor_case *on) {
    const struct cdc43_capture_message *const request = find_type(on, CDC43_CAPTURE_REQUEST);

    if (on->answer.message == NULL && on->answer_count != 0 &&
        find_type(on, CDC43_CAPTURE_NAK) == NULL) {
        cdc43_doctor_add(on->report, CDC43_DOCTOR_NO_ACK,
                         request != NULL ? request : on->answers[0], 0, "%s",
                         request != NULL ? "the REQUEST was not answered"
                                         : "the client sent no REQUEST in this exchange");
    }
}

void cdc43_doctor_check_ack_ignored(struct cdc43_doctor_case *on) {
    if (on->answer.message != NULL && on->event == CDC43_PHONE_DHCP_NOTHING &&
        on->report->state.status.err == CDC43_OK) {
        cdc43_doctor_add(on->report, CDC43_DOCTOR_ACK_IGNORED, on->answer.message, 0, "%s", "");
        on->is_explained = true;
    }
}

void cdc43_doctor_check_cut(struct cdc43_doctor_case *on) {
    const struct cdc43_capture_message *const ack = on->answer.message;

    if (ack != NULL && !cdc43_capture_is_whole(&ack->datagram)) {
        cdc43_doctor_add(on->report, CDC43_DOCTOR_CUT, ack, 0, "%zu octets are missing",
                         ack->datagram.missing);
        on->is_explained = true;
    }
}

/* Of models.def: the MIC CN is "CP-", the number, and "-SEP" with the address. */
static bool is_known_model(const struct cdc43_capture_client *client) {
    static const char *const models[] = {
#define CDC43_MODEL(vendor_class, product) vendor_class,
#include "tlv/models.def"
    };
    const size_t prefix = sizeof "DP-" - 1;

    for (size_t i = 0; client->is_phone && i < sizeof models / sizeof models[0]; i++) {
        const size_t digits = strlen(models[i] + prefix);
        if (memcmp(client->mic_cn + prefix, models[i] + prefix, digits) == 0 &&
            client->mic_cn[prefix + digits] == '-') {
            return true;
        }
    }
    return false;
}

/* Has the capture cut a message of the client? Nobody knows then what it does not say. */
static bool is_client_cut(const struct cdc43_doctor_case *on) {
    for (size_t i = 0; i < on->exchange->count; i++) {
        const struct cdc43_capture_message *const message = &on->exchange->messages[i];
        if (!message->is_reply && !cdc43_capture_is_whole(&message->datagram)) {
            return true;
        }
    }
    return false;
}

void cdc43_doctor_check_no_class(struct cdc43_doctor_case *on) {
    if (*on->report->client.model == '\0' && !first_message(on)->is_reply && !is_client_cut(on)) {
        cdc43_doctor_add(on->report, CDC43_DOCTOR_NO_CLASS, first_message(on), 0, "%s", "");
    }
}

void cdc43_doctor_check_other_model(struct cdc43_doctor_case *on) {
    const struct cdc43_capture_client *const client = &on->report->client;
    const struct cdc43_capture_message *const message = first_message(on);
    const struct cdc43_view class = {(const uint8_t *)client->model, strlen(client->model)};
    enum cdc43_vendor_id vendor;
    bool is_theirs;
    size_t offset = 0;

    if (class.len != 0 && !is_known_model(client)) {
        is_theirs = cdc43_find_vendor_of_class(class, &vendor);
        (void)cdc43_doctor_find_option(message, 60, &offset);
        cdc43_doctor_add(on->report, CDC43_DOCTOR_OTHER_MODEL, message, offset,
                         "it says '%s'%s%s%s", client->model, is_theirs ? ", as " : "",
                         is_theirs ? cdc43_vendor_title(vendor) : "", is_theirs ? " do" : "");
    }
}

void cdc43_doctor_check_not_requested(struct cdc43_doctor_case *on) {
    const struct cdc43_capture_message *const message = first_message(on);
    size_t offset = 0;

    if (on->report->client.wish != CDC43_CAPTURE_WISH_43 && !message->is_reply &&
        !(on->report->client.wish == CDC43_CAPTURE_WISH_NONE && is_client_cut(on))) {
        const size_t count = cdc43_doctor_find_option(message, 55, &offset);
        cdc43_doctor_add(on->report, CDC43_DOCTOR_NOT_REQUESTED, message, offset, "%s",
                         count == 0 ? "option 55 is missing" : "");
    }
}

/* The server of the ACK offered an option 43. */
void cdc43_doctor_check_offer_only(struct cdc43_doctor_case *on) {
    if (on->answer.message == NULL || on->answer.err != CDC43_OK || on->answer.has_option43) {
        return;
    }
    for (size_t i = 0; i < on->exchange->count && !on->is_explained; i++) {
        const struct cdc43_capture_message *const offer = &on->exchange->messages[i];
        uint8_t server[4];
        size_t offset = 0;

        cdc43_capture_get_server(offer, server);
        if (offer->type == CDC43_CAPTURE_OFFER &&
            memcmp(server, on->answer.server, sizeof server) == 0 &&
            cdc43_doctor_find_option(offer, 43, &offset) != 0) {
            cdc43_doctor_add(on->report, CDC43_DOCTOR_OFFER_ONLY, on->answer.message, 0,
                             "the OFFER is frame %llu", (unsigned long long)offer->frame);
            on->is_explained = true;
        }
    }
}

void cdc43_doctor_check_other_server(struct cdc43_doctor_case *on) {
    const uint8_t *const taken = on->answer.server;

    if (on->answer.message == NULL || on->outcome == CDC43_PHONE_APPLIED) {
        return;
    }
    for (size_t i = 0; i < on->answer_count; i++) {
        struct cdc43_capture_answer other;
        const uint8_t *const server = other.server;

        cdc43_capture_read_answer(&cdc43_phone, &on->report->client, on->answers[i], &other);
        if (memcmp(server, taken, sizeof other.server) != 0 &&
            cdc43_capture_is_good(&other, false)) {
            cdc43_doctor_add(on->report, CDC43_DOCTOR_OTHER_SERVER, other.message, 0,
                             "%u.%u.%u.%u has it, %u.%u.%u.%u gave the lease", server[0], server[1],
                             server[2], server[3], taken[0], taken[1], taken[2], taken[3]);
            on->is_explained = on->is_explained || !on->answer.has_option43;
        }
        cdc43_wipe(&other, sizeof other);
    }
}
