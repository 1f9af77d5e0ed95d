// SPDX-License-Identifier: MIT
// What the lines of phone-side/README.md need around them.
#include "phone-side/phone.h"
#include "phone-side/state.h"

size_t take(bool present, const uint8_t *octets, size_t len, const uint8_t *domain,
            size_t domain_len);

size_t take(bool present, const uint8_t *octets, size_t len, const uint8_t *domain,
            size_t domain_len) {
    static struct cdc43_phone_device device;
    static struct cdc43_phone_state state;
    static char text[CDC43_PHONE_STATE_MAX];
    BLOCK;
    return len;
}
