/* SPDX-License-Identifier: MIT */
/* The configuration as it is once an operator has done what migrate says. */
#ifndef CDC43_KEA_MIGRATED_H
#define CDC43_KEA_MIGRATED_H

#include <string>
#include <vector>

#include "kea-hook/offline/scopes.h"

namespace cdc43_kea {

/* What is to be done in one scope. */
struct migration_edit {
    const scope *of;
    std::vector<isc::data::ConstElementPtr> deleted; /* lines of its option-data */
    isc::data::ConstElementPtr context;              /* "cdc43" in its user-context, or null */
};

/* A copy of the whole file with that done, and with these parameters of the hook in place of those
 * that it may have had. */
isc::data::ElementPtr migrated(const configuration &config,
                               const std::vector<migration_edit> &edits,
                               const isc::data::ElementPtr &parameters);

} // namespace cdc43_kea

#endif
