/* SPDX-License-Identifier: MIT */
/* An exchange while it is looked at, and who looks for what. Private to this room. */
#ifndef CDC43_DOCTOR_CASE_H
#define CDC43_DOCTOR_CASE_H

#include "phone-side/dhcp.h"
#include "phone-side/doctor/doctor.h"

struct cdc43_doctor_case {
    const struct cdc43_capture_exchange *exchange;
    struct cdc43_doctor_report *report;
    /* One for each server. */
    size_t answer_count;
    const struct cdc43_capture_message *answers[CDC43_CAPTURE_MESSAGES_MAX];
    struct cdc43_capture_answer answer;    /* the ACK; message NULL: there is none */
    enum cdc43_phone_dhcp_event event;     /* what a phone makes of the ACK */
    struct cdc43_phone_lease lease;        /* SECRET; of CDC43_PHONE_DHCP_BOUND */
    enum cdc43_phone_outcome outcome;      /* of a phone in factory-reset state */
    struct cdc43_phone_status name_status; /* of option 15, whatever option 43 is */
    bool has_common_name; /* that of the phone is configured: option 15 gives the User ID only */
    bool is_explained;    /* what option 43 breaks has one cause, which is named */
};

/* How often an option is in the message, and where its last instance is. */
size_t cdc43_doctor_find_option(const struct cdc43_capture_message *message, uint8_t code,
                                size_t *ret_offset);

/* Is there an ACK with an option 43 that can be read, empty or not? */
static inline bool cdc43_doctor_has_value(const struct cdc43_doctor_case *on) {
    return on->answer.message != NULL && on->answer.err == CDC43_OK && on->answer.has_option43;
}

#define CDC43_DOCTOR_FINDING(ID, id, severity, check, sentence, remedy)                            \
    void cdc43_doctor_check_##check(struct cdc43_doctor_case *on);
#include "phone-side/doctor/findings.def"

/* The rules of tlv/errors.def: the message, option 43, option 15. */
void cdc43_doctor_check_rules(struct cdc43_doctor_case *on);

#endif
