/* SPDX-License-Identifier: MIT */
/* The value of option 43, in every mode and profile. */
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/laws.h"
#include "tlv/judge.h"

/* All findings of a value say what decoding says of the first, and whether devices take it. */
static void laws_of_judging(const struct cdc43_device *device, struct cdc43_view octets) {
    struct cdc43_judgement judgement;
    struct cdc43_params params;
    struct cdc43_where where;
    const struct cdc43_finding *const first = judgement.findings;
    enum cdc43_err err =
        cdc43_decode(device, CDC43_STRICT, octets.data, octets.len, &params, &where);

    cdc43_judge(device, octets, &judgement);
    LAW(judgement.count < CDC43_FINDINGS_MAX);
    if (err != CDC43_OK) {
        LAW(judgement.count != 0 && first->err == err && first->where.offset == where.offset &&
            first->where.suboption == where.suboption);
    }
    err = cdc43_decode(device, CDC43_TOLERANT, octets.data, octets.len, &params, &where);
    LAW(judgement.is_readable == (err == CDC43_OK));
    LAW((cdc43_refusal(&judgement) == NULL) ==
        (err == CDC43_OK && (device->mandatory & ~params.present) == 0));
    for (size_t i = 0; i < judgement.count; i++) {
        LAW(judgement.findings[i].where.offset <= octets.len);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    laws_of_decoding(&cdc43_phone, data, size);
    laws_of_decoding(&cdc43_roomos, data, size);
    laws_of_judging(&cdc43_phone, (struct cdc43_view){data, size});
    laws_of_judging(&cdc43_roomos, (struct cdc43_view){data, size});
    return 0;
}
