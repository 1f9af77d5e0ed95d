/* SPDX-License-Identifier: MIT */
/* An exchange as a JSON object in one line. */
#include <stdio.h>

#include "tlv/command/answer.h"
#include "tlv/command/capture.h"
#include "tlv/command/reading.h"

/* key: ASCII. */
static void set(json_t *object, const char *key, json_t *value) {
    (void)json_object_set_new_nocheck(object, key, value);
}

static json_t *time_json(struct cdc43_capture_time time) {
    char text[CDC43_CLI_TIME_MAX];

    cdc43_cli_print_time(time, text);
    return time.is_known ? json_string(text) : json_null();
}

static json_t *address_json(const uint8_t address[4]) {
    char text[sizeof "255.255.255.255"];

    (void)snprintf(text, sizeof text, "%u.%u.%u.%u", address[0], address[1], address[2],
                   address[3]);
    return json_string(text);
}

static json_t *message_json(const struct cdc43_capture_message *message) {
    json_t *const object = json_object();

    set(object, "frame", json_integer((json_int_t)message->frame));
    set(object, "time", time_json(message->time));
    set(object, "type", json_string(cdc43_cli_type_name(message->type)));
    set(object, "source", address_json(message->datagram.source));
    set(object, "destination", address_json(message->datagram.destination));
    set(object, "octets", json_integer((json_int_t)message->datagram.octets.len));
    set(object, "missing", json_integer((json_int_t)message->datagram.missing));
    set(object, "repeats", json_integer(message->repeats));
    set(object, "copies", json_integer(message->copies));
    return object;
}

static void say(void *context, const char *sentence) {
    (void)json_array_append_new(context, json_string(sentence));
}

static json_t *findings_json(const struct cdc43_cli_capture *request,
                             const struct cdc43_capture_client *client,
                             const struct cdc43_capture_answer *answer) {
    json_t *const findings = json_array();

    cdc43_cli_say_findings(client, answer, request->strict, say, findings);
    return findings;
}

/* Names of the rules that the octets break, also the tolerated ones. */
static json_t *errors_json(const struct cdc43_judgement *judgement) {
    json_t *const errors = json_array();

    for (size_t i = 0; i < judgement->count; i++) {
        const struct cdc43_finding *const finding = &judgement->findings[i];
        json_t *const error = json_object();

        set(error, "rule", json_string(cdc43_err_name(finding->err)));
        set(error, "suboption", json_integer(finding->where.suboption));
        if (finding->where.place == CDC43_PLACE_OPTION) {
            set(error, "octet", json_integer((json_int_t)finding->where.offset));
        }
        set(error, "tolerated", json_boolean(finding->is_tolerated));
        (void)json_array_append_new(errors, error);
    }
    return errors;
}

static void add_option43(const struct cdc43_cli_capture *request,
                         const struct cdc43_capture_answer *answer, json_t *object) {
    const struct cdc43_view octets = {answer->octets, answer->len};
    char digits[2 * CDC43_OPTION_MAX + 1];
    json_t *params;

    if (request->show_secrets) {
        cdc43_print_hex(octets, digits);
    } else {
        cdc43_print_masked(octets, digits);
    }
    set(object, "octets", json_integer((json_int_t)answer->len));
    set(object, "option43", json_string(digits));
    cdc43_wipe(digits, sizeof digits);
    if (!answer->is_ours) {
        return;
    }
    if (answer->judgement.is_readable) {
        params = json_object();
        cdc43_cli_add_json(params, &answer->judgement.params, request->show_secrets);
        set(object, "params", params);
    }
    set(object, "errors", errors_json(&answer->judgement));
}

static json_t *answer_json(const struct cdc43_cli_capture *request,
                           const struct cdc43_capture_client *client,
                           const struct cdc43_capture_answer *answer) {
    json_t *const object = json_object();

    set(object, "server", address_json(answer->server));
    set(object, "type", json_string(cdc43_cli_type_name(answer->message->type)));
    set(object, "frame", json_integer((json_int_t)answer->message->frame));
    if (answer->err != CDC43_OK) {
        set(object, "message-error", json_string(cdc43_err_name(answer->err)));
    } else if (answer->has_option43) {
        add_option43(request, answer, object);
    }
    if (answer->has_identity) {
        set(object, "common-name", json_string(answer->identity.common_name));
        set(object, "user-id", json_string(answer->identity.user_id));
    }
    set(object, "good", json_boolean(cdc43_capture_is_good(answer, request->strict)));
    set(object, "findings", findings_json(request, client, answer));
    return object;
}

/* Who the client is. */
static json_t *exchange_json(const struct cdc43_capture_exchange *exchange,
                             const struct cdc43_capture_client *client) {
    json_t *const object = json_object();
    json_t *const messages = json_array();
    char hardware[CDC43_CLI_HARDWARE_MAX];

    cdc43_cli_print_hardware(exchange, hardware);
    set(object, "time", time_json(exchange->messages[0].time));
    set(object, "mac", json_string(hardware));
    set(object, "xid", json_sprintf("%08x", (unsigned)exchange->xid));
    set(object, "model", *client->model != '\0' ? json_string(client->model) : json_null());
    set(object, "requested",
        client->wish == CDC43_CAPTURE_WISH_NONE
            ? json_null()
            : json_boolean(client->wish == CDC43_CAPTURE_WISH_43));
    for (size_t i = 0; i < exchange->count; i++) {
        (void)json_array_append_new(messages, message_json(&exchange->messages[i]));
    }
    set(object, "messages", messages);
    return object;
}

bool cdc43_cli_print_exchange_json(const struct cdc43_cli_capture *request,
                                   const struct cdc43_capture_exchange *exchange) {
    const struct cdc43_capture_message *found[CDC43_CAPTURE_MESSAGES_MAX];
    const size_t count = cdc43_capture_find_answers(exchange, found);
    json_t *const answers = json_array();
    struct cdc43_capture_client client;
    json_t *object;
    bool good = true;

    cdc43_capture_read_client(exchange, &client);
    object = exchange_json(exchange, &client);
    for (size_t i = 0; i < count; i++) {
        struct cdc43_capture_answer answer;

        cdc43_capture_read_answer(request->device, &client, found[i], &answer);
        (void)json_array_append_new(answers, answer_json(request, &client, &answer));
        good = good && !cdc43_capture_is_bad(&answer, request->strict);
        cdc43_wipe(answer.octets, sizeof answer.octets);
    }
    set(object, "answers", answers);
    if (count == 0) {
        set(object, "findings", findings_json(request, &client, NULL));
    }
    cdc43_cli_print_json_line(object);
    return good;
}
