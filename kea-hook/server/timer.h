/* SPDX-License-Identifier: MIT */
/* Once a second: what was counted goes into Kea's statistics, and the dates of certificates are
 * looked at. */
#ifndef CDC43_HOOK_SERVER_TIMER_H
#define CDC43_HOOK_SERVER_TIMER_H

#include <asiolink/io_service.h>

namespace cdc43_hook {

/* By Kea's main thread, which runs the service. */
void start_timer(const isc::asiolink::IOServicePtr &service);

/* With the service of the last time, if there was one: the library was loaded again, and perhaps
 * nothing will be accepted. */
void resume_timer();
void stop_timer();

} // namespace cdc43_hook

#endif
