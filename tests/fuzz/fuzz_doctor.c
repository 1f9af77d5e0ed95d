/* SPDX-License-Identifier: MIT */
/* A capture, its exchanges, and what the doctor finds in each of them. */
#include <string.h>

#include "phone-side/doctor/doctor.h"
#include "tests/fuzz/fuzz.h"
#include "tlv/capture/capture.h"

static struct cdc43_doctor_report report;

static void check_text(const char *text, size_t size) {
    const size_t len = strlen(text);

    LAW(len < size);
    for (size_t i = 0; i < len; i++) {
        LAW(text[i] >= 0x20 && text[i] <= 0x7e);
    }
}

static void take(void *context, const struct cdc43_capture_exchange *exchange) {
    const struct cdc43_phone_device any = {.wireless = false};
    char sentence[CDC43_DOCTOR_SENTENCE_MAX];
    char id[CDC43_DOCTOR_ID_MAX];
    bool has_error = false;

    (void)context;
    (void)cdc43_doctor_is_phone(exchange);
    cdc43_doctor_examine(&any, exchange, &report);
    LAW(report.count < CDC43_DOCTOR_FINDINGS_MAX);
    for (size_t i = 0; i < report.count; i++) {
        const struct cdc43_doctor_finding *const finding = &report.findings[i];

        cdc43_doctor_print_id(finding, id);
        cdc43_doctor_print_sentence(finding, sentence);
        check_text(id, sizeof id);
        check_text(sentence, sizeof sentence);
        LAW(id[0] != '\0' && sentence[0] != '\0' && finding->remedy[0] != '\0');
        has_error = has_error || finding->severity == CDC43_DOCTOR_error;
    }
    LAW(report.would_enrol != has_error);
    LAW(!report.would_enrol || report.state.provisioned);
    cdc43_wipe(&report.state, sizeof report.state);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct cdc43_capture capture = {.take = take};
    struct cdc43_capture_input input;

    LAW(cdc43_capture_open_octets(&input, (struct cdc43_view){data, size}) == CDC43_CAPTURE_OK);
    (void)!cdc43_capture_read(&capture, &input);
    cdc43_capture_close(&input);
    return 0;
}
