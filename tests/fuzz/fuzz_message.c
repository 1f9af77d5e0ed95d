/* SPDX-License-Identifier: MIT */
/* A whole DHCP message: options 43 and 15 joined, decoded, and made into an identity. */
#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/laws.h"

static size_t find(const uint8_t *data, size_t size, uint8_t code,
                   uint8_t ret_octets[CDC43_OPTION_MAX]) {
    struct cdc43_where where;
    size_t len = SIZE_MAX;
    size_t other = SIZE_MAX;
    bool present = false;
    uint8_t untouched[CDC43_OPTION_MAX];
    const enum cdc43_err err = cdc43_message_option(data, size, code, ret_octets, CDC43_OPTION_MAX,
                                                    &len, &present, &where);

    if (err != CDC43_OK) {
        LAW(len == SIZE_MAX && !present && where.offset <= size);
        return 0;
    }
    LAW(len <= CDC43_OPTION_MAX && (present || len == 0));
    if (len != 0) {
        memset(untouched, 0x5a, sizeof untouched);
        LAW(cdc43_message_option(data, size, code, untouched, len - 1, &other, &present, &where) ==
            CDC43_ERR_BUFFER);
        LAW(untouched[0] == 0x5a && untouched[len - 1] == 0x5a && other == SIZE_MAX);
    }
    return len;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    uint8_t option43[CDC43_OPTION_MAX];
    uint8_t option15[CDC43_OPTION_MAX];
    struct cdc43_identity identity;
    struct cdc43_where where;
    const size_t len43 = find(data, size, 43, option43);
    const size_t len15 = find(data, size, 15, option15);
    const struct cdc43_view mic_cn = {option43, len43};
    const struct cdc43_view domain = {option15, len15};

    laws_of_decoding(&cdc43_phone, option43, len43);
    if (cdc43_build_identity(mic_cn, domain, &identity, &where) == CDC43_OK) {
        LAW(identity.len <= CDC43_COMMON_NAME_MAX && identity.len >= len43);
        LAW(strlen(identity.common_name) == identity.len &&
            strlen(identity.user_id) == identity.len);
    }
    return 0;
}
