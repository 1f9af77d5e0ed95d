/* SPDX-License-Identifier: MIT */
/* Says in the log in time that a CA's certificate ends, and that it has ended. */
#include "kea-hook/server/dates.h"

#include <algorithm>
#include <ctime>
#include <string>

#include "kea-hook/config/validity.h"
#include "kea-hook/server/log.h"

namespace cdc43_hook {

/* When there is something to say again, in seconds since 1970. */
static int64_t next_report = 0;

static void report(const owned_policy &policy, const ca_certificate &one, int64_t today) {
    const std::string name = printable(policy.table.profiles[one.profile].name);
    const cdc43_hook_err err = cdc43_hook_check_validity(&one.validity, today);

    if (err != CDC43_HOOK_OK) {
        LOG_ERROR(logger, CDC43_HOOK_CERTIFICATE_INVALID)
            .arg(one.path)
            .arg(cdc43_hook_err_text(err))
            .arg(name);
    } else if (days_left(one.validity, today) <= certificate_warning_days) {
        LOG_WARN(logger, CDC43_HOOK_CERTIFICATE_ENDS)
            .arg(one.path)
            .arg(utc_time(one.validity.last))
            .arg(days_left(one.validity, today))
            .arg(name);
    }
}

/* A clock that was set back may not silence this for longer than a day. */
static void report_now(const owned_policy &policy, int64_t today) {
    next_report = today + seconds_a_day;
    for (const ca_certificate &one : policy.certificates) {
        report(policy, one, today);
        for (const int64_t moment : {one.validity.first, one.validity.last + 1}) {
            if (moment > today) {
                next_report = std::min(next_report, moment);
            }
        }
    }
}

void report_dates(const owned_policy &policy) {
    report_now(policy, std::time(nullptr));
}

void watch_dates(const owned_policy &policy) {
    const int64_t today = std::time(nullptr);

    if (today >= next_report || next_report - today > seconds_a_day) {
        report_now(policy, today);
    }
}

} // namespace cdc43_hook
