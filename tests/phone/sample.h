/* SPDX-License-Identifier: MIT */
/* A phone, an answer and a state for the tests of the phone's side. */
#ifndef CDC43_TESTS_PHONE_SAMPLE_H
#define CDC43_TESTS_PHONE_SAMPLE_H

#include <string.h>

#include "phone-side/phone.h"
#include "tests/unit/sample.h"

#define MIC_CN "CP-9871-SEP001A2B3C4D5E"

static inline struct cdc43_view view_of(const char *text) {
    return (struct cdc43_view){(const uint8_t *)text, strlen(text)};
}

static inline struct cdc43_phone_device sample_device(void) {
    return (struct cdc43_phone_device){.mic_cn = view_of(MIC_CN)};
}

/* The published example with a domain. */
static inline struct cdc43_phone_response sample_answer(const char *domain) {
    return (struct cdc43_phone_response){
        .has_option43 = true, .option43 = {sample_octets, SAMPLE_LEN}, .option15 = view_of(domain)};
}

/* A phone that has taken that answer. */
static inline struct cdc43_phone_state sample_state(const char *domain) {
    const struct cdc43_phone_device device = sample_device();
    const struct cdc43_phone_response answer = sample_answer(domain);
    struct cdc43_phone_state state = {0};

    (void)cdc43_phone_apply(&device, &answer, &state);
    return state;
}

#endif
