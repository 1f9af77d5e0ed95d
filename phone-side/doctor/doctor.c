/* SPDX-License-Identifier: MIT */
/* One exchange: who answered, what the phone makes of it, and each row of the table. */
#include "phone-side/doctor/doctor.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "phone-side/doctor/case.h"

#define MAC_LEN 6U
#define OPTION_SERVER_ID 54U

/* A phone whose model is not known has a name as long as any other. */
#define ANY_MODEL "DP-0000"

static const struct {
    const char *id;
    enum cdc43_doctor_severity severity;
    const char *sentence;
    const char *remedy;
    void (*check)(struct cdc43_doctor_case *on);
} rows[] = {
#define CDC43_DOCTOR_FINDING(ID, id, severity, check, sentence, remedy)                            \
    {id, CDC43_DOCTOR_##severity, sentence, remedy, cdc43_doctor_check_##check},
#include "phone-side/doctor/findings.def"
};

void cdc43_doctor_check_nowhere(struct cdc43_doctor_case *on) {
    (void)on;
}

struct cdc43_doctor_finding *cdc43_doctor_add(struct cdc43_doctor_report *report,
                                              enum cdc43_doctor_row row,
                                              const struct cdc43_capture_message *message,
                                              size_t offset, const char *detail, ...) {
    /* There is room: a rule is broken at most CDC43_FINDINGS_MAX times, a row at most four. */
    struct cdc43_doctor_finding *const finding = &report->findings[report->count];
    va_list arguments;

    *finding = (struct cdc43_doctor_finding){.row = row};
    if (report->count + 1 < CDC43_DOCTOR_FINDINGS_MAX) {
        report->count++;
    }
    if (row != CDC43_DOCTOR_RULE) {
        finding->severity = rows[row].severity;
        finding->remedy = rows[row].remedy;
        report->would_enrol = report->would_enrol && finding->severity != CDC43_DOCTOR_error;
    }
    finding->frame = message != NULL ? message->frame : 0;
    if (offset != 0) {
        finding->where = (struct cdc43_where){.place = CDC43_PLACE_MESSAGE, .offset = offset};
    }
    va_start(arguments, detail);
    (void)vsnprintf(finding->detail, sizeof finding->detail, detail, arguments);
    va_end(arguments);
    return finding;
}

void cdc43_doctor_print_id(const struct cdc43_doctor_finding *finding,
                           char ret_text[CDC43_DOCTOR_ID_MAX]) {
    const bool is_rule = finding->row == CDC43_DOCTOR_RULE;

    (void)snprintf(ret_text, CDC43_DOCTOR_ID_MAX, "%s",
                   is_rule ? cdc43_err_name(finding->rule) : rows[finding->row].id);
    for (char *at = ret_text; is_rule && *at != '\0'; at++) {
        if (*at == '_') {
            *at = '-';
        } else if (*at >= 'A' && *at <= 'Z') {
            *at = "abcdefghijklmnopqrstuvwxyz"[*at - 'A'];
        }
    }
}

void cdc43_doctor_print_sentence(const struct cdc43_doctor_finding *finding,
                                 char ret_text[CDC43_DOCTOR_SENTENCE_MAX]) {
    if (finding->row == CDC43_DOCTOR_RULE) {
        const size_t len = strlen(finding->detail);

        (void)snprintf(ret_text, CDC43_DOCTOR_SENTENCE_MAX, "%s", finding->detail);
        cdc43_print_error(finding->rule, &finding->where, ret_text + len,
                          CDC43_DOCTOR_SENTENCE_MAX - len);
    } else {
        (void)snprintf(ret_text, CDC43_DOCTOR_SENTENCE_MAX, "%s%s%s", rows[finding->row].sentence,
                       finding->detail[0] != '\0' ? ": " : "", finding->detail);
    }
}

const char *cdc43_doctor_severity_name(enum cdc43_doctor_severity severity) {
    static const char *const names[] = {"error", "warning", "note"};

    return names[severity];
}

bool cdc43_doctor_is_phone(const struct cdc43_capture_exchange *exchange) {
    const struct cdc43_capture_message *answers[CDC43_CAPTURE_MESSAGES_MAX];
    const size_t count = cdc43_capture_find_answers(exchange, answers);
    struct cdc43_capture_client client;
    struct cdc43_capture_answer answer;
    bool is_ours;

    cdc43_capture_read_client(exchange, &client);
    is_ours = client.is_phone;
    for (size_t i = 0; i < count && !is_ours; i++) {
        cdc43_capture_read_answer(&cdc43_phone, &client, answers[i], &answer);
        is_ours = answer.is_ours;
        cdc43_wipe(&answer, sizeof answer);
    }
    return is_ours;
}

/* The server that the client chose; false: it did not say. */
static bool find_chosen(const struct cdc43_capture_exchange *exchange, uint8_t ret_server[4]) {
    uint8_t octets[CDC43_OPTION_MAX];
    bool found = false;

    for (size_t i = 0; i < exchange->count; i++) {
        const struct cdc43_capture_message *const message = &exchange->messages[i];

        if (!message->is_reply && message->type == CDC43_CAPTURE_REQUEST &&
            cdc43_capture_get_option(message, OPTION_SERVER_ID, octets) == 4) {
            memcpy(ret_server, octets, 4);
            found = true;
        }
    }
    return found;
}

/* The ACK: of the chosen server if there is one, or else the last one. */
static const struct cdc43_capture_message *find_ack(const struct cdc43_doctor_case *on,
                                                    const uint8_t *chosen) {
    const struct cdc43_capture_message *ack = NULL;
    bool is_chosen = false;

    for (size_t i = 0; i < on->answer_count; i++) {
        uint8_t server[4];

        cdc43_capture_get_server(on->answers[i], server);
        if (on->answers[i]->type == CDC43_CAPTURE_ACK && !is_chosen) {
            ack = on->answers[i];
            is_chosen = chosen != NULL && memcmp(server, chosen, sizeof server) == 0;
        }
    }
    return ack;
}

/* A phone in factory-reset state that has asked this server takes the ACK. */
static void take_ack(struct cdc43_doctor_case *on, const struct cdc43_phone_device *device,
                     const uint8_t server[4]) {
    const struct cdc43_view octets = on->answer.message->datagram.octets;
    const struct cdc43_view model = {(const uint8_t *)ANY_MODEL, sizeof ANY_MODEL - 1};
    struct cdc43_phone_response response = {.is_missing = true};
    struct cdc43_phone_state named = {.provisioned = false};
    struct cdc43_phone_dhcp dhcp;
    struct cdc43_where where;

    if (cdc43_phone_dhcp_start(on->exchange->chaddr, model, on->exchange->xid, &dhcp, &where) !=
        CDC43_OK) {
        return; /* the model is a good one */
    }
    dhcp.stage = CDC43_PHONE_DHCP_REQUESTING;
    memcpy(dhcp.server, server, sizeof dhcp.server);
    on->event = cdc43_phone_dhcp_take(&dhcp, octets.data, octets.len, &on->lease, &response.err,
                                      &response.where);
    if (on->event == CDC43_PHONE_DHCP_BOUND) {
        response = cdc43_phone_dhcp_response(&on->lease);
        on->name_status.err =
            cdc43_phone_set_identity(device, response.option15, &named, &on->name_status.where);
    } else if (on->event == CDC43_PHONE_DHCP_BROKEN) {
        response.is_missing = false;
    }
    on->outcome = cdc43_phone_apply(device, &response, &on->report->state);
}

static void examine(struct cdc43_doctor_case *on, const struct cdc43_phone_device *device) {
    uint8_t server[4];
    const bool is_chosen = find_chosen(on->exchange, server);

    on->answer_count = cdc43_capture_find_answers(on->exchange, on->answers);
    on->report->answer = find_ack(on, is_chosen ? server : NULL);
    if (on->report->answer != NULL) {
        cdc43_capture_read_answer(&cdc43_phone, &on->report->client, on->report->answer,
                                  &on->answer);
        memcpy(on->report->server, on->answer.server, sizeof on->report->server);
        take_ack(on, device, is_chosen ? server : on->answer.server);
    }
    on->report->would_enrol = on->outcome == CDC43_PHONE_APPLIED;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        rows[i].check(on);
    }
    cdc43_doctor_check_rules(on);
}

void cdc43_doctor_examine(const struct cdc43_phone_device *device,
                          const struct cdc43_capture_exchange *exchange,
                          struct cdc43_doctor_report *ret_report) {
    struct cdc43_doctor_case on = {.exchange = exchange,
                                   .report = ret_report,
                                   .has_common_name = device->common_name.len != 0};
    struct cdc43_phone_device phone = *device;
    const struct cdc43_view any_model = {(const uint8_t *)ANY_MODEL, sizeof ANY_MODEL - 1};
    struct cdc43_capture_client *const client = &ret_report->client;
    char any_name[CDC43_COMMON_NAME_MAX + 1];
    struct cdc43_where where;
    size_t len = 0;

    memset(ret_report, 0, sizeof *ret_report);
    cdc43_capture_read_client(exchange, client);
    if (phone.mic_cn.len == 0 && client->is_phone) {
        phone.mic_cn = (struct cdc43_view){(const uint8_t *)client->mic_cn, client->mic_cn_len};
    } else if (phone.mic_cn.len == 0 && cdc43_build_mic_cn(any_model, exchange->chaddr, any_name,
                                                           &len, &where) == CDC43_OK) {
        phone.mic_cn = (struct cdc43_view){(const uint8_t *)any_name, len};
    }
    examine(&on, &phone);
    cdc43_wipe(&on, sizeof on);
}
