/* SPDX-License-Identifier: MIT */
/* Once a second: what was counted goes into Kea's statistics, and the dates of certificates are
 * looked at. */
#include "kea-hook/server/timer.h"

#include <memory>
#include <type_traits>

#include <asiolink/interval_timer.h>
#include <boost/weak_ptr.hpp>

#include "kea-hook/server/active.h"
#include "kea-hook/server/dates.h"
#include "kea-hook/server/log.h"

namespace cdc43_hook {

using isc::asiolink::IntervalTimer;
using isc::asiolink::IOService;
using isc::asiolink::IOServicePtr;

/* A timer keeps its service, so none must be left when Kea lets go of it: see unload. */
static std::unique_ptr<IntervalTimer> &timer = *new std::unique_ptr<IntervalTimer>;
static boost::weak_ptr<IOService> &last_service = *new boost::weak_ptr<IOService>;

static void tick() {
    try {
        const auto current = active();

        if (current) {
            current->counts.publish();
            watch_dates(*current->policy);
        }
    } catch (...) {
        report_exception();
    }
}

/* Kea 2.2 wants the service itself, later releases the pointer to it. */
template <typename Timer>
static std::unique_ptr<Timer> make_timer(const IOServicePtr &service) {
    if constexpr (std::is_constructible<Timer, const IOServicePtr &>::value) {
        return std::make_unique<Timer>(service);
    } else {
        return std::make_unique<Timer>(*service);
    }
}

void start_timer(const IOServicePtr &service) {
    const long milliseconds = 1000;

    stop_timer();
    timer = make_timer<IntervalTimer>(service);
    timer->setup(tick, milliseconds, IntervalTimer::REPEATING);
    last_service = service;
}

void resume_timer() {
    const IOServicePtr service = last_service.lock();

    if (service) {
        start_timer(service);
    }
}

void stop_timer() {
    timer.reset();
}

} // namespace cdc43_hook
