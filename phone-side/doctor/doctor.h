/* SPDX-License-Identifier: MIT */
/* Puts a captured exchange through the decisions of a phone, and says why it would not enrol. */
#ifndef CDC43_DOCTOR_H
#define CDC43_DOCTOR_H

#include "phone-side/phone.h"
#include "tlv/capture/exchanges.h"

enum cdc43_doctor_id {
#define CDC43_DOCTOR_FINDING(id, name, severity, sentence, remedy) CDC43_DOCTOR_##id,
#include "phone-side/doctor/findings.def"
    CDC43_DOCTOR_COUNT
};

/* A row of findings.def; constant strings. */
struct cdc43_doctor_row {
    const char *name;
    const char *sentence;
    const char *remedy;
    bool is_error;
};
extern const struct cdc43_doctor_row cdc43_doctor_rows[CDC43_DOCTOR_COUNT];

#define CDC43_DOCTOR_DETAIL_MAX 320

/* Something that was found, and where. */
struct cdc43_doctor_finding {
    enum cdc43_doctor_id id;
    uint64_t frame;     /* the evidence */
    enum cdc43_err err; /* CDC43_OK: no rule of the codec */
    struct cdc43_where where;
    char detail[CDC43_DOCTOR_DETAIL_MAX]; /* "" or what else is to be said; never an octet of a
                                             value */
};

#define CDC43_DOCTOR_FINDINGS_MAX 160

/* What becomes of a phone. Wipe it: the state has the password. */
struct cdc43_doctor_report {
    char model[CDC43_OPTION_MAX + 1]; /* option 60, "?" for what is not printable; "" without it */
    uint64_t frame;                   /* of the answer that counts; 0: none */
    struct cdc43_phone_state state; /* as the phone would have it; status says what became of it */
    size_t count;
    struct cdc43_doctor_finding findings[CDC43_DOCTOR_FINDINGS_MAX];
};

/* Examines an exchange of a client that may be a phone. */
void cdc43_doctor_examine(const struct cdc43_capture_exchange *exchange,
                          struct cdc43_doctor_report *ret_report);

/* Adds a finding; detail: "" for nothing. */
void cdc43_doctor_add(struct cdc43_doctor_report *report, enum cdc43_doctor_id id, uint64_t frame,
                      const char *detail);

/* Would the phone enrol? No error was found, and it took the parameters. */
bool cdc43_doctor_would_enrol(const struct cdc43_doctor_report *report);

/* What the fingerprint is, among the certificates of a file (PEM, several too, or DER).
 * CDC43_DOCTOR_COUNT: that of a root CA's certificate; otherwise the finding, and for
 * CDC43_DOCTOR_WRONG_PART what it is in ret_detail. False: the file has no certificate. */
bool cdc43_doctor_compare(struct cdc43_view file, struct cdc43_view fingerprint,
                          enum cdc43_doctor_id *ret_id, char ret_detail[CDC43_DOCTOR_DETAIL_MAX]);

#endif
