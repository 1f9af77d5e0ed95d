/* SPDX-License-Identifier: MIT */
/* Findings about exchanges, for people and for programs. */
#include <stdio.h>

#include "phone-side/command/doctor.h"
#include "tlv/command/reading.h"

/* "frame 4, octet 282: " as far as it is known; a rule's sentence has its octet itself. */
static void print_place(const struct cdc43_doctor_finding *finding) {
    if (finding->frame != 0) {
        (void)printf("frame %llu", (unsigned long long)finding->frame);
        if (finding->row != CDC43_DOCTOR_RULE && finding->where.place == CDC43_PLACE_MESSAGE) {
            (void)printf(", octet %zu of the message", finding->where.offset);
        }
        (void)printf(": ");
    }
}

void cdc43_phone_page_doctor(const struct cdc43_doctor_report *report) {
    for (size_t i = 0; i < report->count; i++) {
        const struct cdc43_doctor_finding *const finding = &report->findings[i];
        char sentence[CDC43_DOCTOR_SENTENCE_MAX];
        char id[CDC43_DOCTOR_ID_MAX];

        cdc43_doctor_print_id(finding, id);
        cdc43_doctor_print_sentence(finding, sentence);
        (void)printf("  ");
        print_place(finding);
        (void)printf("%s: %s: %s\n", cdc43_doctor_severity_name(finding->severity), id, sentence);
        if (finding->severity != CDC43_DOCTOR_note) {
            (void)printf("    to fix: %s\n", finding->remedy);
        }
    }
}

void cdc43_phone_page_report_text(const struct cdc43_capture_exchange *exchange,
                                  const struct cdc43_doctor_report *report) {
    const uint8_t *const server = report->server;
    char hardware[CDC43_CLI_HARDWARE_MAX];
    char time[CDC43_CLI_TIME_MAX];

    if (exchange != NULL) {
        cdc43_cli_print_time(exchange->messages[0].time, time);
        cdc43_cli_print_hardware(exchange, hardware);
        (void)printf("%s  %s  %s", time, hardware,
                     *report->client.model != '\0' ? report->client.model : "-");
        if (report->answer != NULL) {
            (void)printf(", ACK of %u.%u.%u.%u", server[0], server[1], server[2], server[3]);
        }
        if (report->would_enrol && report->client.is_phone) {
            (void)printf(", %s", report->state.identity.common_name);
        }
        (void)printf(": %s\n", report->would_enrol ? "would enrol" : "would not enrol");
    }
    cdc43_phone_page_doctor(report);
}

#define CDC43_ERROR(number, id, offset, excess, sentence)                                          \
    _Static_assert((number) < CDC43_PHONE_CLI_SUMS - CDC43_DOCTOR_RULE, "a place for " #id);
#include "tlv/errors.def"

/* The place of a finding among the sums. */
static size_t place_of(const struct cdc43_doctor_finding *finding) {
    return finding->row == CDC43_DOCTOR_RULE ? (size_t)CDC43_DOCTOR_RULE + (size_t)finding->rule
                                             : (size_t)finding->row;
}

void cdc43_phone_cli_sum(const struct cdc43_doctor_report *report,
                         struct cdc43_phone_cli_sums *sums) {
    bool seen[CDC43_PHONE_CLI_SUMS] = {false};

    sums->exchanges++;
    for (size_t i = 0; i < report->count; i++) {
        const struct cdc43_doctor_finding *const finding = &report->findings[i];
        const size_t place = place_of(finding);

        sums->count[place] += !seen[place];
        sums->severity[place] = finding->severity;
        seen[place] = true;
    }
}

void cdc43_phone_page_sums(const struct cdc43_phone_cli_sums *sums) {
    if (sums->exchanges < 2) {
        return;
    }
    for (size_t severity = CDC43_DOCTOR_error; severity <= CDC43_DOCTOR_note; severity++) {
        for (size_t i = 0; i < CDC43_PHONE_CLI_SUMS; i++) {
            const bool is_rule = i >= (size_t)CDC43_DOCTOR_RULE;
            const struct cdc43_doctor_finding finding = {
                .row = is_rule ? CDC43_DOCTOR_RULE : (enum cdc43_doctor_row)i,
                .rule = is_rule ? (enum cdc43_err)(i - CDC43_DOCTOR_RULE) : CDC43_OK,
            };
            char id[CDC43_DOCTOR_ID_MAX];

            if (sums->count[i] != 0 && sums->severity[i] == severity) {
                cdc43_doctor_print_id(&finding, id);
                (void)printf("%s: %s: in %zu of %zu exchanges\n",
                             cdc43_doctor_severity_name(sums->severity[i]), id, sums->count[i],
                             sums->exchanges);
            }
        }
    }
}

static void set(json_t *object, const char *key, json_t *value) {
    (void)json_object_set_new(object, key, value);
}

static json_t *finding_json(const struct cdc43_doctor_finding *finding) {
    static const char *const places[] = {
        [CDC43_PLACE_NONE] = NULL,         [CDC43_PLACE_OPTION] = "option-43",
        [CDC43_PLACE_VALUE] = "suboption", [CDC43_PLACE_MESSAGE] = "message",
        [CDC43_PLACE_TEXT] = "option-15",
    };
    json_t *const object = json_object();
    char sentence[CDC43_DOCTOR_SENTENCE_MAX];
    char id[CDC43_DOCTOR_ID_MAX];

    cdc43_doctor_print_id(finding, id);
    cdc43_doctor_print_sentence(finding, sentence);
    set(object, "id", json_string(id));
    set(object, "severity", json_string(cdc43_doctor_severity_name(finding->severity)));
    set(object, "sentence", json_string(sentence));
    set(object, "remedy", json_string(finding->remedy));
    if (finding->frame != 0) {
        set(object, "frame", json_integer((json_int_t)finding->frame));
    }
    if (places[finding->where.place] != NULL) {
        set(object, "octet", json_integer((json_int_t)finding->where.offset));
        set(object, "of", json_string(places[finding->where.place]));
    }
    return object;
}

static void add_exchange(json_t *object, const struct cdc43_capture_exchange *exchange,
                         const struct cdc43_doctor_report *report) {
    const uint8_t *const server = report->server;
    char hardware[CDC43_CLI_HARDWARE_MAX];
    char time[CDC43_CLI_TIME_MAX];

    cdc43_cli_print_time(exchange->messages[0].time, time);
    cdc43_cli_print_hardware(exchange, hardware);
    set(object, "time", exchange->messages[0].time.is_known ? json_string(time) : json_null());
    set(object, "mac", json_string(hardware));
    set(object, "model",
        *report->client.model != '\0' ? json_string(report->client.model) : json_null());
    if (report->answer != NULL) {
        set(object, "server",
            json_sprintf("%u.%u.%u.%u", server[0], server[1], server[2], server[3]));
        set(object, "frame", json_integer((json_int_t)report->answer->frame));
    }
    if (report->would_enrol && report->client.is_phone) {
        set(object, "common-name", json_string(report->state.identity.common_name));
    }
}

void cdc43_phone_page_report_json(const struct cdc43_capture_exchange *exchange,
                                  const struct cdc43_doctor_report *report) {
    json_t *const object = json_object();
    json_t *const findings = json_array();

    if (exchange != NULL) {
        add_exchange(object, exchange, report);
    }
    set(object, "would-enrol", json_boolean(report->would_enrol));
    for (size_t i = 0; i < report->count; i++) {
        (void)json_array_append_new(findings, finding_json(&report->findings[i]));
    }
    set(object, "findings", findings);
    cdc43_cli_print_json_line(object);
}
