/* SPDX-License-Identifier: MIT */
/* When certificates end, in words and days. */
#ifndef CDC43_HOOK_CONFIG_VALIDITY_H
#define CDC43_HOOK_CONFIG_VALIDITY_H

#include <string>

#include "kea-hook/credentials/files.h"

namespace cdc43_hook {

constexpr int64_t seconds_a_day = 24 * 60 * 60;

/* With so many days left or fewer, an operator is warned. */
constexpr int64_t certificate_warning_days = 30;

/* Whole days until the certificate ends; negative: it has ended. */
int64_t days_left(const cdc43_hook_validity &validity, int64_t now);

/* Seconds since 1970 as "2026-12-31 23:59:59 UTC". */
std::string utc_time(int64_t seconds);

} // namespace cdc43_hook

#endif
