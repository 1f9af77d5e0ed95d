/* SPDX-License-Identifier: MIT */
/* What cdc43-phone doctor, and boot, print about exchanges. */
#ifndef CDC43_PHONE_DOCTOR_PAGE_H
#define CDC43_PHONE_DOCTOR_PAGE_H

#include "phone-side/command/command.h"
#include "phone-side/doctor/doctor.h"

/* An exchange and what was found, on standard output: lines, or a JSON object in one line.
 * exchange NULL: the report is about no exchange. */
void cdc43_phone_page_report_text(const struct cdc43_capture_exchange *exchange,
                                  const struct cdc43_doctor_report *report);
void cdc43_phone_page_report_json(const struct cdc43_capture_exchange *exchange,
                                  const struct cdc43_doctor_report *report);
/* The findings alone. */
void cdc43_phone_page_doctor(const struct cdc43_doctor_report *report);

/* How many exchanges have each finding: the rows of findings.def, then the numbers of
 * tlv/errors.def. All zero: none yet. */
#define CDC43_PHONE_CLI_SUMS (CDC43_DOCTOR_RULE + 90)
struct cdc43_phone_cli_sums {
    size_t exchanges;
    size_t count[CDC43_PHONE_CLI_SUMS];
    enum cdc43_doctor_severity severity[CDC43_PHONE_CLI_SUMS];
};
void cdc43_phone_cli_sum(const struct cdc43_doctor_report *report,
                         struct cdc43_phone_cli_sums *sums);
/* A line for each, the errors first; of one exchange none. */
void cdc43_phone_page_sums(const struct cdc43_phone_cli_sums *sums);

/* The CA as the command line names it. All zero: nothing is asked. */
struct cdc43_phone_cli_authority {
    const char *path;          /* --ca; NULL: none */
    const char *password_file; /* of a PKCS#12 file */
    bool ask_server;
    bool allow_legacy;
    struct cdc43_phone_cli_authority_work *work;
};

/* Reads the file. Exit code; good: end it with _close_authority. */
int cdc43_phone_cli_open_authority(struct cdc43_phone_cli_authority *authority);
void cdc43_phone_cli_close_authority(struct cdc43_phone_cli_authority *authority);

/* Adds what the file and the server say about a phone that would enrol. The server is asked once
 * for the same parameters. */
void cdc43_phone_cli_ask_authority(struct cdc43_phone_cli_authority *authority,
                                   struct cdc43_doctor_report *report);

#endif
