/* SPDX-License-Identifier: MIT */
/* One question after the other about an exchange: client, answers, option 43, names. */
#include "phone-side/doctor/doctor.h"

#include <stdio.h>
#include <string.h>

#include "phone-side/dhcp.h"
#include "tlv/judge.h"

enum option {
    OPTION_RESOURCE_SERVER = 11, /* what suboption 11 becomes at the top level */
    OPTION_VENDOR = 43,
    OPTION_SERVER_ID = 54,
    OPTION_LIST = 55,
    OPTION_VENDOR_CLASS = 60,
    OPTION_CONTINUED = 250
};

#define MAC_LEN 6U
#define IPV4_LEN 4U
#define OPTIONS_OFFSET 240U

#define SEVERITY_ERROR true
#define SEVERITY_WARNING false
const struct cdc43_doctor_row cdc43_doctor_rows[CDC43_DOCTOR_COUNT] = {
#define CDC43_DOCTOR_FINDING(id, name, severity, sentence, remedy)                                 \
    {name, sentence, remedy, SEVERITY_##severity},
#include "phone-side/doctor/findings.def"
};

/* An option of a message. */
struct value {
    bool is_there;
    enum cdc43_err err;
    struct cdc43_where where;
    size_t len;
    uint8_t octets[CDC43_OPTION_MAX];
};

/* message NULL: there is none, and no option. */
static struct value get(const struct cdc43_capture_message *message, enum option option) {
    struct value value = {.is_there = false};
    struct cdc43_view octets;

    if (message == NULL) {
        return value;
    }
    octets = message->datagram.octets;
    value.err =
        cdc43_message_option(octets.data, octets.len, (uint8_t)option, value.octets,
                             sizeof value.octets, &value.len, &value.is_there, &value.where);
    return value;
}

static struct cdc43_view view_of(const struct value *value) {
    return (struct cdc43_view){value->octets, value->len};
}

void cdc43_doctor_add(struct cdc43_doctor_report *report, enum cdc43_doctor_id id, uint64_t frame,
                      const char *detail) {
    struct cdc43_doctor_finding finding = {.id = id, .frame = frame, .err = CDC43_OK};

    (void)snprintf(finding.detail, sizeof finding.detail, "%s", detail);
    if (report->count < CDC43_DOCTOR_FINDINGS_MAX) {
        report->findings[report->count++] = finding;
    }
}

/* The same with the rule that is broken. */
static void add_rule(struct cdc43_doctor_report *report, enum cdc43_doctor_id id, uint64_t frame,
                     enum cdc43_err err, const struct cdc43_where *where) {
    const size_t before = report->count;

    cdc43_doctor_add(report, id, frame, "");
    if (report->count != before) {
        report->findings[before].err = err;
        report->findings[before].where = *where;
    }
}

/* The exchange, as far as it counts. */
struct course {
    const struct cdc43_capture_message *asked; /* the client's last message; NULL: none */
    const struct cdc43_capture_message *offer; /* the one that was taken, or the first */
    const struct cdc43_capture_message *reply; /* the ACK or NAK that counts */
    bool other_has_43;                         /* an offer that was not taken has option 43 */
};

static bool is_of_server(const struct cdc43_capture_message *message, const struct value *server) {
    const struct value here = get(message, OPTION_SERVER_ID);

    return here.is_there && server->is_there && here.len == server->len &&
           memcmp(here.octets, server->octets, here.len) == 0;
}

static struct course follow(const struct cdc43_capture_exchange *exchange) {
    struct course course = {NULL, NULL, NULL, false};
    struct value server = {.is_there = false};

    for (size_t i = 0; i < exchange->count; i++) {
        const struct cdc43_capture_message *const message = &exchange->messages[i];

        if (!message->is_reply) {
            course.asked = message;
            server = get(message, OPTION_SERVER_ID);
        } else if (message->type == CDC43_CAPTURE_ACK || message->type == CDC43_CAPTURE_NAK) {
            course.reply = message;
        }
    }
    for (size_t i = 0; i < exchange->count; i++) {
        const struct cdc43_capture_message *const message = &exchange->messages[i];

        if (message->is_reply && message->type == CDC43_CAPTURE_OFFER) {
            const bool is_taken = !server.is_there || is_of_server(message, &server);
            course.offer = course.offer == NULL || is_taken ? message : course.offer;
            course.other_has_43 =
                course.other_has_43 || (!is_taken && get(message, OPTION_VENDOR).is_there);
        }
    }
    return course;
}

static bool is_known_model(const char *model) {
    static const char *const models[] = {
#define CDC43_MODEL(vendor_class, product) vendor_class,
#include "tlv/models.def"
    };
    bool found = false;

    for (size_t i = 0; i < sizeof models / sizeof models[0]; i++) {
        found = found || strcmp(model, models[i]) == 0;
    }
    return found;
}

/* What the client says of itself. Returns option 60. */
static struct value examine_client(const struct course *course,
                                   struct cdc43_doctor_report *report) {
    const struct cdc43_capture_message *const asked = course->asked;
    struct value model = {.is_there = false};
    struct value list;

    if (asked == NULL) { /* the capture begins later, or shows one side only */
        return model;
    }
    model = get(asked, OPTION_VENDOR_CLASS);
    for (size_t i = 0; i < model.len; i++) {
        const unsigned c = model.octets[i];
        report->model[i] = (char)(c >= CDC43_TEXT_LOW && c <= CDC43_TEXT_HIGH ? c : '?');
    }
    if (!model.is_there) {
        cdc43_doctor_add(report, CDC43_DOCTOR_NO_CLASS, asked->frame, "");
    } else if (!is_known_model(report->model)) {
        cdc43_doctor_add(report, CDC43_DOCTOR_OTHER_MODEL, asked->frame, "");
    }
    list = get(asked, OPTION_LIST);
    if (list.is_there && memchr(list.octets, OPTION_VENDOR, list.len) == NULL) {
        cdc43_doctor_add(report, CDC43_DOCTOR_NOT_REQUESTED, asked->frame, "");
    }
    return model;
}

/* Is there an ACK that can be judged? */
static bool examine_answers(const struct course *course, struct cdc43_doctor_report *report) {
    if (course->reply == NULL) {
        const bool has_offer = course->offer != NULL;
        cdc43_doctor_add(report, has_offer ? CDC43_DOCTOR_NO_ACK : CDC43_DOCTOR_NO_ANSWER,
                         has_offer               ? course->offer->frame
                         : course->asked != NULL ? course->asked->frame
                                                 : 0,
                         "");
        return false;
    }
    report->frame = course->reply->frame;
    if (course->reply->type == CDC43_CAPTURE_NAK) {
        cdc43_doctor_add(report, CDC43_DOCTOR_NAK, report->frame, "");
        return false;
    }
    if (course->reply->datagram.missing != 0) {
        cdc43_doctor_add(report, CDC43_DOCTOR_CUT, report->frame, "");
        return false;
    }
    return true;
}

/* How many instances of option 43 are in the options field. */
static unsigned count_instances(const struct cdc43_capture_message *message) {
    struct cdc43_view options = message->datagram.octets;
    struct cdc43_tlv option;
    struct cdc43_where where;
    unsigned count = 0;
    size_t at = OPTIONS_OFFSET;

    while (at < options.len && cdc43_next(options, &at, &option, &where) == CDC43_OK) {
        count += option.code == OPTION_VENDOR ? 1U : 0U;
    }
    return count;
}

/* Why there is nothing in it. */
static void examine_absence(const struct course *course, const struct value *option43,
                            struct cdc43_doctor_report *report) {
    const struct value leaked = get(course->reply, OPTION_RESOURCE_SERVER);

    if (leaked.is_there && leaked.len % IPV4_LEN != 0) {
        cdc43_doctor_add(report, CDC43_DOCTOR_LEAKED, report->frame, "");
    } else if (!option43->is_there && course->offer != NULL &&
               get(course->offer, OPTION_VENDOR).is_there) {
        cdc43_doctor_add(report, CDC43_DOCTOR_OFFER_ONLY, course->offer->frame, "");
    } else if (!option43->is_there && course->other_has_43) {
        cdc43_doctor_add(report, CDC43_DOCTOR_OTHER_SERVER, report->frame, "");
    } else {
        cdc43_doctor_add(report, CDC43_DOCTOR_ABSENT, report->frame, "");
    }
}

static enum cdc43_doctor_id id_of(const struct cdc43_finding *finding) {
    return finding->err == CDC43_ERR_SERVER_HTTPS        ? CDC43_DOCTOR_HTTPS
           : !finding->is_tolerated                      ? CDC43_DOCTOR_RULE
           : finding->err == CDC43_ERR_SUM_LIMIT_REACHED ? CDC43_DOCTOR_SUM
                                                         : CDC43_DOCTOR_TOLERATED;
}

/* The octets of option 43, by the codec's rules. */
static void examine_option43(const struct course *course, struct cdc43_doctor_report *report) {
    struct value option43 = get(course->reply, OPTION_VENDOR);
    struct cdc43_judgement judgement;

    if (option43.err != CDC43_OK) {
        add_rule(report, CDC43_DOCTOR_BAD_MESSAGE, report->frame, option43.err, &option43.where);
    } else if (option43.len == 0) {
        examine_absence(course, &option43, report);
    } else {
        if (get(course->reply, OPTION_CONTINUED).is_there) {
            cdc43_doctor_add(report, CDC43_DOCTOR_OPTION_250, report->frame, "");
        }
        if (count_instances(course->reply) > 1) {
            cdc43_doctor_add(report, CDC43_DOCTOR_SPLIT, report->frame, "");
        }
        cdc43_judge(&cdc43_phone, view_of(&option43), &judgement);
        if (!cdc43_has_our_suboption(view_of(&option43))) {
            cdc43_doctor_add(report, CDC43_DOCTOR_OTHER_VENDOR, report->frame, "");
            judgement.count = 0;
        }
        for (size_t i = 0; i < judgement.count; i++) {
            const struct cdc43_finding *const finding = &judgement.findings[i];
            add_rule(report, id_of(finding), report->frame, finding->err, &finding->where);
        }
    }
    cdc43_wipe(option43.octets, sizeof option43.octets);
}

/* The phone's own decision: its DHCP client takes the ACK, and it applies the lease. */
static void apply(const struct cdc43_capture_exchange *exchange, const struct value *model,
                  const struct course *course, struct cdc43_doctor_report *report) {
    const struct value server = get(course->reply, OPTION_SERVER_ID);
    struct cdc43_view octets;
    struct cdc43_phone_device device = {.wireless = false};
    struct cdc43_phone_dhcp client;
    struct cdc43_phone_lease lease = {.seconds = 0};
    struct cdc43_phone_response response = {.is_missing = true};
    char mic_cn[CDC43_COMMON_NAME_MAX + 1];
    enum cdc43_phone_dhcp_event event;

    if (course->reply == NULL || exchange->chaddr_len != MAC_LEN ||
        cdc43_phone_dhcp_start(exchange->chaddr, view_of(model), exchange->xid, &client,
                               &response.where) != CDC43_OK ||
        cdc43_build_mic_cn(view_of(model), exchange->chaddr, mic_cn, &device.mic_cn.len,
                           &response.where) != CDC43_OK) {
        return;
    }
    device.mic_cn.data = (const uint8_t *)mic_cn;
    octets = course->reply->datagram.octets;
    client.stage = CDC43_PHONE_DHCP_REQUESTING; /* it has sent its REQUEST to this server */
    memcpy(client.server, server.octets, sizeof client.server);
    event = cdc43_phone_dhcp_take(&client, octets.data, octets.len, &lease, &response.err,
                                  &response.where);
    if (event == CDC43_PHONE_DHCP_BOUND) {
        response = cdc43_phone_dhcp_response(&lease);
    } else if (event == CDC43_PHONE_DHCP_BROKEN) {
        response.is_missing = false;
    }
    (void)cdc43_phone_apply(&device, &response, &report->state);
    if (report->state.status.outcome == CDC43_PHONE_BAD_IDENTITY) {
        add_rule(report, CDC43_DOCTOR_NAME, report->frame, report->state.status.err,
                 &report->state.status.where);
    }
    if (lease.conflicts != 0) {
        cdc43_doctor_add(report, CDC43_DOCTOR_CONFIGURED, report->frame, "");
    }
    cdc43_wipe(&lease, sizeof lease);
}

void cdc43_doctor_examine(const struct cdc43_capture_exchange *exchange,
                          struct cdc43_doctor_report *ret_report) {
    const struct course course = follow(exchange);
    struct value model;

    memset(ret_report, 0, sizeof *ret_report);
    model = examine_client(&course, ret_report);
    if (examine_answers(&course, ret_report)) {
        examine_option43(&course, ret_report);
        apply(exchange, &model, &course, ret_report);
    }
}

bool cdc43_doctor_would_enrol(const struct cdc43_doctor_report *report) {
    bool good = report->state.status.outcome == CDC43_PHONE_APPLIED;

    for (size_t i = 0; i < report->count; i++) {
        good = good && !cdc43_doctor_rows[report->findings[i].id].is_error;
    }
    return good;
}
