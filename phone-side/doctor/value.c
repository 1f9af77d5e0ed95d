/* SPDX-License-Identifier: MIT */
/* Findings about option 43 of the ACK, and what is beside it. */
#include <stdio.h>
#include <string.h>

#include "phone-side/doctor/case.h"
#include "tlv/vendors.h"

/* The fields of a message that can hold options, RFC 2131 2, and the bits of option 52. */
#define AT_SNAME 44U
#define SNAME_LEN 64U
#define AT_FILE 108U
#define FILE_LEN 128U
#define AT_OPTIONS 240U
#define OVERLOAD_FILE 1U
#define OVERLOAD_SNAME 2U

enum option {
    OPTION_DOMAIN = 15,
    OPTION_VENDOR = 43,
    OPTION_OVERLOAD = 52,
    OPTION_CLASS = 60,
    OPTION_CONTINUED = 250 /* of Microsoft's server, MS-DHCPE 2.2.9 */
};

static size_t count_in(struct cdc43_view field, size_t base, uint8_t code, size_t *ret_offset,
                       unsigned *ret_overload) {
    struct cdc43_where where;
    struct cdc43_tlv tlv;
    size_t count = 0;
    size_t at = 0;
    size_t next = 0;

    while (next < field.len && cdc43_next(field, &next, &tlv, &where) == CDC43_OK) {
        if (tlv.code == OPTION_OVERLOAD && tlv.value.len == 1) {
            *ret_overload = tlv.value.data[0];
        }
        if (tlv.code == code) {
            *ret_offset = base + at;
            count++;
        }
        at = next;
    }
    return count;
}

size_t cdc43_doctor_find_option(const struct cdc43_capture_message *message, uint8_t code,
                                size_t *ret_offset) {
    const struct cdc43_view octets = message->datagram.octets;
    unsigned overload = 0;
    unsigned unused = 0;
    size_t count;

    if (octets.len < AT_OPTIONS) {
        return 0;
    }
    count = count_in((struct cdc43_view){octets.data + AT_OPTIONS, octets.len - AT_OPTIONS},
                     AT_OPTIONS, code, ret_offset, &overload);
    if ((overload & OVERLOAD_FILE) != 0) {
        count += count_in((struct cdc43_view){octets.data + AT_FILE, FILE_LEN}, AT_FILE, code,
                          ret_offset, &unused);
    }
    if ((overload & OVERLOAD_SNAME) != 0) {
        count += count_in((struct cdc43_view){octets.data + AT_SNAME, SNAME_LEN}, AT_SNAME, code,
                          ret_offset, &unused);
    }
    return count;
}

/* Names the one cause of all that option 43 breaks. */
static void explain(struct cdc43_doctor_case *on, enum cdc43_doctor_row row, uint8_t option,
                    const char *detail) {
    size_t offset = 0;

    (void)cdc43_doctor_find_option(on->answer.message, option, &offset);
    cdc43_doctor_add(on->report, row, on->answer.message, offset, "%s", detail);
    on->is_explained = true;
}

/* Is a suboption an option of the message? Options 12 and 15 are ones in their own right: 12 counts
 * with the length of a digest, 15 not at all. */
static bool is_leaked(const struct cdc43_capture_message *message) {
    uint8_t octets[CDC43_OPTION_MAX];
    bool found = false;

    for (unsigned code = CDC43_FIRST_SUBOPTION; code <= CDC43_LAST_SUBOPTION; code++) {
        const size_t len = cdc43_capture_get_option(message, (uint8_t)code, octets);

        found = found || (len != 0 && code != CDC43_CERTIFICATE_SELECT &&
                          (code != CDC43_ROOT_CA_FINGERPRINT || cdc43_digest_name(len) != NULL));
        cdc43_wipe(octets, sizeof octets);
    }
    return found;
}

void cdc43_doctor_check_leaked(struct cdc43_doctor_case *on) {
    if (cdc43_doctor_has_value(on) && on->answer.len == 0 && !on->is_explained &&
        is_leaked(on->answer.message)) {
        explain(on, CDC43_DOCTOR_LEAKED, OPTION_VENDOR, "");
    }
}

void cdc43_doctor_check_empty(struct cdc43_doctor_case *on) {
    if (cdc43_doctor_has_value(on) && on->answer.len == 0 && !on->is_explained) {
        explain(on, CDC43_DOCTOR_EMPTY, OPTION_VENDOR, "");
    }
}

void cdc43_doctor_check_absent(struct cdc43_doctor_case *on) {
    if (on->answer.message != NULL && on->answer.err == CDC43_OK && !on->answer.has_option43 &&
        !on->is_explained) {
        cdc43_doctor_add(on->report, CDC43_DOCTOR_ABSENT, on->answer.message, 0, "%s", "");
        on->is_explained = true;
    }
}

void cdc43_doctor_check_option_250(struct cdc43_doctor_case *on) {
    size_t offset = 0;

    if (cdc43_doctor_has_value(on) && !on->is_explained &&
        cdc43_refusal(&on->answer.judgement) != NULL &&
        cdc43_doctor_find_option(on->answer.message, OPTION_CONTINUED, &offset) != 0) {
        explain(on, CDC43_DOCTOR_OPTION_250, OPTION_CONTINUED, "");
    }
}

/* Whose devices does a message name in option 60? */
static bool find_vendor_of(const struct cdc43_capture_message *message,
                           enum cdc43_vendor_id *ret_vendor) {
    uint8_t octets[CDC43_OPTION_MAX];
    const size_t len = cdc43_capture_get_option(message, OPTION_CLASS, octets);

    return cdc43_find_vendor_of_class((struct cdc43_view){octets, len}, ret_vendor);
}

/* Whose a value is: by its suboptions, or else by option 60 of the server, or of the client. */
void cdc43_doctor_check_other_vendor(struct cdc43_doctor_case *on) {
    const struct cdc43_view octets = {on->answer.octets, on->answer.len};
    const char *const class = on->report->client.model;
    const struct cdc43_view client = {(const uint8_t *)class, strlen(class)};
    enum cdc43_vendor_id vendor;
    char detail[CDC43_DOCTOR_DETAIL_MAX] = "their maker is unknown; no suboption is from 10 to 15";

    if (!cdc43_doctor_has_value(on) || on->is_explained || cdc43_has_our_suboption(octets)) {
        return;
    }
    if (cdc43_guess_vendor(octets, &vendor) || find_vendor_of(on->answer.message, &vendor) ||
        cdc43_find_vendor_of_class(client, &vendor)) {
        (void)snprintf(detail, sizeof detail, "the value is for %s", cdc43_vendor_title(vendor));
    }
    explain(on, CDC43_DOCTOR_OTHER_VENDOR, OPTION_VENDOR, detail);
}

void cdc43_doctor_check_split(struct cdc43_doctor_case *on) {
    size_t offset = 0;
    size_t count;

    if (cdc43_doctor_has_value(on)) {
        count = cdc43_doctor_find_option(on->answer.message, OPTION_VENDOR, &offset);
        if (count > 1) {
            cdc43_doctor_add(on->report, CDC43_DOCTOR_SPLIT, on->answer.message, offset,
                             "%zu pieces, %zu octets together", count, on->answer.len);
        }
    }
}

void cdc43_doctor_check_provisioning(struct cdc43_doctor_case *on) {
    static const struct {
        uint8_t option;
        enum cdc43_phone_conflict bit;
        const char *words;
    } conflicts[] = {
#define CDC43_PROVISIONING(option, bit, words) {(option), CDC43_PHONE_CONFLICT_##option, words},
#include "tlv/provisioning.def"
    };

    for (size_t i = 0; i < sizeof conflicts / sizeof conflicts[0]; i++) {
        size_t offset = 0;

        if ((on->lease.conflicts & (unsigned)conflicts[i].bit) != 0) {
            (void)cdc43_doctor_find_option(on->answer.message, conflicts[i].option, &offset);
            cdc43_doctor_add(on->report, CDC43_DOCTOR_PROVISIONING, on->answer.message, offset,
                             "option %u, %s", conflicts[i].option, conflicts[i].words);
        }
    }
}

struct cure {
    enum cdc43_doctor_severity tolerated; /* when phones tolerate it */
    const char *words;
};

static struct cure cure_of(enum cdc43_err err) {
    switch (err) {
    case CDC43_OK:
#define CDC43_DOCTOR_NOT_FOUND(ERR) case CDC43_ERR_##ERR:
#include "phone-side/doctor/findings.def"
        break;
#define CDC43_REMEDY(ERR, tolerated, remedy)                                                       \
    case CDC43_ERR_##ERR:                                                                          \
        return (struct cure){CDC43_DOCTOR_##tolerated, remedy};
#include "tlv/remedies.def"
#define CDC43_DOCTOR_REMEDY(ERR, remedy)                                                           \
    case CDC43_ERR_##ERR:                                                                          \
        return (struct cure){CDC43_DOCTOR_error, remedy};
#include "phone-side/doctor/findings.def"
    }
    return (struct cure){CDC43_DOCTOR_error, ""};
}

static void add_rule(struct cdc43_doctor_case *on, enum cdc43_err err,
                     const struct cdc43_where *where, bool is_tolerated, const char *before) {
    const struct cure cure = cure_of(err);
    struct cdc43_doctor_finding *const finding =
        cdc43_doctor_add(on->report, CDC43_DOCTOR_RULE, on->answer.message, 0, "%s", before);

    finding->rule = err;
    finding->where = *where;
    finding->severity = is_tolerated ? cure.tolerated : CDC43_DOCTOR_error;
    finding->remedy = cure.words;
}

void cdc43_doctor_check_rules(struct cdc43_doctor_case *on) {
    const struct cdc43_judgement *const judgement = &on->answer.judgement;
    const struct cdc43_phone_status *const status = &on->report->state.status;

    if (on->answer.message == NULL) {
        return;
    }
    if (status->err != CDC43_OK &&
        (on->outcome == CDC43_PHONE_BAD_MESSAGE || on->outcome == CDC43_PHONE_NO_ANSWER)) {
        if (cdc43_capture_is_whole(&on->answer.message->datagram)) {
            add_rule(on, status->err, &status->where, false, "");
        }
        return;
    }
    for (size_t i = 0; cdc43_doctor_has_value(on) && !on->is_explained && i < judgement->count;
         i++) {
        const struct cdc43_finding *const finding = &judgement->findings[i];
        add_rule(on, finding->err, &finding->where, finding->is_tolerated, "");
    }
    if (on->name_status.err != CDC43_OK && !(on->answer.has_option43 && on->answer.len == 0)) {
        add_rule(on, on->name_status.err, &on->name_status.where, false,
                 on->has_common_name
                     ? "option 15 gives no valid User ID, which has the same limits: "
                     : "option 15 gives no valid Common Name: ");
    }
}
