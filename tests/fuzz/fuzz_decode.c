/* SPDX-License-Identifier: MIT */
/* The value of option 43, in every mode and profile. */
#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/laws.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    laws_of_decoding(&cdc43_phone, data, size);
    laws_of_decoding(&cdc43_roomos, data, size);
    return 0;
}
