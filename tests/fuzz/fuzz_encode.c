/* SPDX-License-Identifier: MIT */
/* Parameters of any content: profile, sets of bits, limit, then the three values. */
#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/laws.h"
#include "tlv/bytes.h"

static size_t at_most(size_t n, size_t left) {
    return n < left ? n : left;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct cdc43_reader reader = cdc43_reader_of((struct cdc43_view){data, size});
    struct cdc43_params params = {0};
    unsigned choice;
    size_t limit;
    size_t n;

    if (size < 6) {
        return 0;
    }
    choice = cdc43_take_octet(&reader);
    limit = cdc43_take_octet(&reader);
    params.on = cdc43_take_octet(&reader);
    n = cdc43_take_octet(&reader);
    params.server = cdc43_take(&reader, at_most(n, cdc43_left(&reader)));
    if (cdc43_left(&reader) != 0) {
        n = cdc43_take_octet(&reader);
        params.root_ca_fingerprint = cdc43_take(&reader, at_most(n, cdc43_left(&reader)));
    }
    params.challenge_password = cdc43_take(&reader, cdc43_left(&reader));
    params.present = (uint8_t)(choice & 1U ? choice >> 1 | CDC43_BIT(CDC43_SERVER) |
                                                 CDC43_BIT(CDC43_ROOT_CA_FINGERPRINT)
                                           : choice >> 1);
    laws_of_encoding(&cdc43_phone, &params, limit);
    laws_of_encoding(&cdc43_phone, &params, CDC43_OPTION_MAX);
    laws_of_encoding(&cdc43_roomos, &params, CDC43_OPTION_MAX);
    return 0;
}
