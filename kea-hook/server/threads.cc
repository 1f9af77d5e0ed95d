/* SPDX-License-Identifier: MIT */
/* Kea's packet threads, which Kea forgets when a configuration is refused. */
#include "kea-hook/server/threads.h"

#include <util/multi_threading_mgr.h>

namespace cdc43_hook {

namespace {

/* The map "multi-threading" of the configuration in use; null: none was accepted. Never destroyed,
 * as the logger is not. */
isc::data::ConstElementPtr &accepted = *new isc::data::ConstElementPtr();

uint32_t number_of(const char *key) {
    const isc::data::ConstElementPtr number = accepted->get(key);

    return number && number->getType() == isc::data::Element::integer
               ? static_cast<uint32_t>(number->intValue())
               : 0;
}

} // namespace

isc::data::ConstElementPtr threads_in(const isc::data::ConstElementPtr &dhcp4) {
    return dhcp4 ? dhcp4->get("multi-threading") : dhcp4;
}

void remember_threads(const isc::data::ConstElementPtr &threads) {
    accepted = threads;
}

void restore_threads() {
    if (!accepted || accepted->getType() != isc::data::Element::map) {
        return;
    }
    const isc::data::ConstElementPtr enabled = accepted->get("enable-multi-threading");

    isc::util::MultiThreadingMgr::instance().apply(
        enabled && enabled->getType() == isc::data::Element::boolean && enabled->boolValue(),
        number_of("thread-pool-size"), number_of("packet-queue-size"));
}

} // namespace cdc43_hook
