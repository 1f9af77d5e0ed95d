/* SPDX-License-Identifier: MIT */
/* Says in the log in time that a CA's certificate ends, and that it has ended. */
#ifndef CDC43_HOOK_SERVER_DATES_H
#define CDC43_HOOK_SERVER_DATES_H

#include "kea-hook/config/parameters.h"

namespace cdc43_hook {

/* By Kea's main thread: for the policy that is in use from now on, says what there is to say about
 * its certificates. */
void report_dates(const owned_policy &policy);

/* The same as time goes on; called once a second. Says something once a day, and in the second in
 * which a certificate begins or ends. */
void watch_dates(const owned_policy &policy);

} // namespace cdc43_hook

#endif
