/* SPDX-License-Identifier: MIT */
/* The hook's configuration that does what client classes do now. */
#ifndef CDC43_KEA_MIGRATE_H
#define CDC43_KEA_MIGRATE_H

#include <string>

#include "kea-hook/command/check.h"

namespace cdc43_kea {

struct migration {
    std::string text;     /* for the operator: JSON with comments */
    size_t profile_count; /* 0: there is nothing to migrate */
    size_t problems;      /* what could not be migrated; the comments say what */
};

/* Without show_secrets each challenge password is null, which the hook refuses: nobody serves
 * phones with a wrong password by mistake. */
migration migrate(const configuration &config, bool show_secrets);

} // namespace cdc43_kea

#endif
