/* SPDX-License-Identifier: MIT */
/* The known models, and what makes a vendor class that of a phone. */
#ifndef CDC43_HOOK_POLICY_MODELS_H
#define CDC43_HOOK_POLICY_MODELS_H

/* Conventions as in policy.h. */
#include "tlv/cdc43.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    CDC43_HOOK_KNOWN_MODEL_COUNT = 0
#define CDC43_MODEL(vendor_class, product) +1
#include "tlv/models.def"
};

/* Their vendor classes, as in option 60. */
extern const char *const cdc43_hook_known_models[CDC43_HOOK_KNOWN_MODEL_COUNT];

/* Can a client with this vendor class have a Common Name of its own? The known models can, and
 * others that are named in the same way. */
bool cdc43_hook_is_phone(struct cdc43_view vendor_class);

#ifdef __cplusplus
}
#endif

#endif
