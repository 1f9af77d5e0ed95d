/* SPDX-License-Identifier: MIT */
/* The known models, and what makes a vendor class that of a phone. */
#include "kea-hook/policy/models.h"

const char *const cdc43_hook_known_models[CDC43_HOOK_KNOWN_MODEL_COUNT] = {
#define CDC43_MODEL(vendor_class, product) vendor_class,
#include "tlv/models.def"
};

bool cdc43_hook_is_phone(struct cdc43_view vendor_class) {
    static const uint8_t any_mac[6] = {0};
    char mic_cn[CDC43_COMMON_NAME_MAX + 1];
    struct cdc43_where where;
    size_t len;

    return cdc43_build_mic_cn(vendor_class, any_mac, mic_cn, &len, &where) == CDC43_OK;
}
