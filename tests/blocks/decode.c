// SPDX-License-Identifier: MIT
// What the lines of README.md need around them.
#include "tlv/cdc43.h"

enum cdc43_err decode(const uint8_t *octets, size_t len, struct cdc43_view mic_cn,
                      struct cdc43_view option15);

enum cdc43_err decode(const uint8_t *octets, size_t len, struct cdc43_view mic_cn,
                      struct cdc43_view option15) {
    struct cdc43_identity identity;
    BLOCK;
    return err;
}
