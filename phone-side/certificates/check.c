/* SPDX-License-Identifier: MIT */
/* The table of requirements, and its checks one after the other. */
#include "phone-side/certificates/checks.h"

#include <stdarg.h>
#include <stdio.h>

#include "tlv/text.h"

const struct cdc43_cert_device_info cdc43_cert_devices[CDC43_CERT_DEVICE_COUNT] = {
#define CDC43_CERT_DEVICE(id, name, what) {name, what},
#include "phone-side/certificates/devices.def"
};

#define F(id) (1U << CDC43_CERT_FOR_##id)
#define EACH ((1U << CDC43_CERT_DEVICE_COUNT) - 1U)
const struct cdc43_cert_requirement cdc43_cert_requirements[] = {
#define CDC43_CERT_LEFT_OUT(document, first, last, why)
#define CDC43_CERT_REQUIREMENT(id, refused, warned, function, sentence, remedy)                    \
    {id, refused, warned, cdc43_cert_check_##function, sentence, remedy},
#include "phone-side/certificates/requirements.def"
};
#undef F
#undef EACH
const size_t cdc43_cert_requirement_count =
    sizeof cdc43_cert_requirements / sizeof cdc43_cert_requirements[0];

const struct cdc43_cert_left_out cdc43_cert_left_out[] = {
#define CDC43_CERT_LEFT_OUT(document, first, last, why) {document, first, last, why},
#define CDC43_CERT_REQUIREMENT(id, refused, warned, function, sentence, remedy)
#include "phone-side/certificates/requirements.def"
};
const size_t cdc43_cert_left_out_count = sizeof cdc43_cert_left_out / sizeof cdc43_cert_left_out[0];

static void make_printable(char *text) {
    for (; *text != '\0'; text++) {
        const unsigned char c = (unsigned char)*text;
        *text = (char)(c >= CDC43_TEXT_LOW && c <= CDC43_TEXT_HIGH ? c : '?');
    }
}

/* Adds a finding; if the list is full, counts it as left out. */
static void __attribute__((format(printf, 4, 0)))
add(struct cdc43_cert_case *on, enum cdc43_cert_verdict verdict, int cert, const char *format,
    va_list arguments) {
    struct cdc43_cert_finding *const finding = &on->finding[on->count];

    if (on->count == CDC43_CERT_FINDINGS) {
        on->left_out++;
        return;
    }
    on->count++;
    finding->requirement = on->current;
    finding->verdict = verdict;
    finding->cert = cert;
    (void)vsnprintf(finding->found, sizeof finding->found, format, arguments);
    make_printable(finding->found);
}

void cdc43_cert_bad(struct cdc43_cert_case *on, int cert, const char *format, ...) {
    const bool refused = (on->current->refused_by & 1U << on->question->device) != 0;
    va_list arguments;

    va_start(arguments, format);
    add(on, refused ? CDC43_CERT_REFUSED : CDC43_CERT_WARNED, cert, format, arguments);
    va_end(arguments);
}

void cdc43_cert_unsure(struct cdc43_cert_case *on, int cert, const char *format, ...) {
    va_list arguments;

    va_start(arguments, format);
    add(on, CDC43_CERT_UNJUDGED, cert, format, arguments);
    va_end(arguments);
}

unsigned cdc43_cert_count(const struct cdc43_cert_case *on, enum cdc43_cert_verdict verdict) {
    unsigned count = 0;

    for (size_t i = 0; i < on->count; i++) {
        count += on->finding[i].verdict == verdict ? 1 : 0;
    }
    return count;
}

void cdc43_cert_check(const struct cdc43_cert_bundle *bundle,
                      const struct cdc43_cert_question *question,
                      struct cdc43_cert_case *ret_case) {
    ret_case->bundle = bundle;
    ret_case->question = question;
    ret_case->count = 0;
    ret_case->left_out = 0;
    cdc43_cert_find_path(ret_case);
    for (size_t i = 0; i < cdc43_cert_requirement_count; i++) {
        const struct cdc43_cert_requirement *const requirement = &cdc43_cert_requirements[i];
        if (((requirement->refused_by | requirement->warned_by) & 1U << question->device) != 0) {
            ret_case->current = requirement;
            requirement->check(ret_case);
        }
    }
}
