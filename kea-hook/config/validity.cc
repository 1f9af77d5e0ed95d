/* SPDX-License-Identifier: MIT */
/* When certificates end, in words and days. */
#include "kea-hook/config/validity.h"

#include <ctime>

namespace cdc43_hook {

int64_t days_left(const cdc43_hook_validity &validity, int64_t now) {
    const int64_t left = validity.last - now;

    return left >= 0 ? left / seconds_a_day : -1 - (-left - 1) / seconds_a_day;
}

std::string utc_time(int64_t seconds) {
    const std::time_t time = seconds;
    std::tm parts = {};
    char text[64] = "";

    if (gmtime_r(&time, &parts) == nullptr ||
        std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S UTC", &parts) == 0) {
        return "an unknown time";
    }
    return text;
}

} // namespace cdc43_hook
