/* SPDX-License-Identifier: MIT */
/* Why a phone would not enrol, from one DHCP exchange. Every decision is the phone's own: this only
 * says in words what it came to, and where. */
#ifndef CDC43_DOCTOR_H
#define CDC43_DOCTOR_H

/* Conventions as in tlv/cdc43.h; no sockets, files or cryptography. */
#include "phone-side/phone.h"
#include "tlv/capture/answers.h"

enum cdc43_doctor_severity { CDC43_DOCTOR_error, CDC43_DOCTOR_warning, CDC43_DOCTOR_note };

/* Rows of findings.def; CDC43_DOCTOR_RULE: a rule of tlv/errors.def. */
enum cdc43_doctor_row {
#define CDC43_DOCTOR_FINDING(ID, id, severity, check, sentence, remedy) CDC43_DOCTOR_##ID,
#include "phone-side/doctor/findings.def"
    CDC43_DOCTOR_RULE
};

#define CDC43_DOCTOR_DETAIL_MAX 512
#define CDC43_DOCTOR_ID_MAX 32
#define CDC43_DOCTOR_SENTENCE_MAX (CDC43_DOCTOR_DETAIL_MAX + 512)

struct cdc43_doctor_finding {
    enum cdc43_doctor_row row;
    enum cdc43_err rule; /* of CDC43_DOCTOR_RULE; otherwise CDC43_OK */
    enum cdc43_doctor_severity severity;
    uint64_t frame;                       /* where it is seen; 0: in none */
    struct cdc43_where where;             /* place NONE: no octet in particular */
    const char *remedy;                   /* a constant */
    char detail[CDC43_DOCTOR_DETAIL_MAX]; /* what exactly, printable, never secret; may be empty */
};

/* Enough for every broken rule and all rows. */
#define CDC43_DOCTOR_FINDINGS_MAX 204

/* What became of an exchange. Wipe it after use: state holds the password. */
struct cdc43_doctor_report {
    bool would_enrol; /* no finding is an error, and a factory-reset phone enrols */
    const struct cdc43_capture_message *answer; /* that decides: the ACK; NULL: there is none */
    uint8_t server[4];                          /* whose it is */
    struct cdc43_capture_client client;
    struct cdc43_phone_state state; /* of the phone afterwards */
    size_t count;
    struct cdc43_doctor_finding findings[CDC43_DOCTOR_FINDINGS_MAX];
};

/* Is the exchange one of a phone of ours: by its option 60, or by what it was answered? */
bool cdc43_doctor_is_phone(const struct cdc43_capture_exchange *exchange);

/* Puts the exchange through a phone in factory-reset state, and finds everything. device: the
 * phone; a mic_cn of no octets is that of its option 60 and hardware address.
 * The report points into the exchange. */
void cdc43_doctor_examine(const struct cdc43_phone_device *device,
                          const struct cdc43_capture_exchange *exchange,
                          struct cdc43_doctor_report *ret_report);

/* Adds a finding of the table. With an error the phone would not enrol. message: NULL for none.
 * offset: in the DHCP message; 0: no octet in particular. detail: as printf. */
struct cdc43_doctor_finding *cdc43_doctor_add(struct cdc43_doctor_report *report,
                                              enum cdc43_doctor_row row,
                                              const struct cdc43_capture_message *message,
                                              size_t offset, const char *detail, ...)
    __attribute__((format(printf, 5, 6)));

/* "other-server"; of a rule "server-https", as cdc43-kea check says it. */
void cdc43_doctor_print_id(const struct cdc43_doctor_finding *finding,
                           char ret_text[CDC43_DOCTOR_ID_MAX]);
/* What is wrong, without full stop. */
void cdc43_doctor_print_sentence(const struct cdc43_doctor_finding *finding,
                                 char ret_text[CDC43_DOCTOR_SENTENCE_MAX]);
/* "error", "warning", "note". */
const char *cdc43_doctor_severity_name(enum cdc43_doctor_severity severity);

#endif
