/* SPDX-License-Identifier: MIT */
/* One entry of "profiles": its values, wherever they come from, encoded. */
#ifndef CDC43_HOOK_CONFIG_PROFILE_H
#define CDC43_HOOK_CONFIG_PROFILE_H

#include "kea-hook/config/parameters.h"

namespace cdc43_hook {

/* Adds the profile. Throws config_error. */
void read_profile(const node &where, owned_policy &result);

/* The index of "require-client-class", 0 when it is not there. Throws config_error. */
size_t read_required_class(const node &where, owned_policy &result);

} // namespace cdc43_hook

#endif
