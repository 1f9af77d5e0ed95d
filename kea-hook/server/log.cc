/* SPDX-License-Identifier: MIT */
/* The hook's logger, "kea-dhcp4.cdc43-hooks" in Kea's configuration. */
#include "kea-hook/server/log.h"

#include <algorithm>
#include <exception>

namespace cdc43_hook {

isc::log::Logger &logger = *new isc::log::Logger("cdc43-hooks");

static void log_exception() {
    try {
        throw;
    } catch (const std::exception &error) {
        LOG_ERROR(logger, CDC43_HOOK_FAILED).arg(error.what());
    } catch (...) {
        LOG_ERROR(logger, CDC43_HOOK_FAILED).arg("unknown exception");
    }
}

void report_exception() noexcept {
    try {
        log_exception();
    } catch (...) {
        return; /* not even that could be logged */
    }
}

std::string printable(cdc43_view octets) {
    const size_t most = 64;
    std::string text;

    for (size_t i = 0; i < std::min(octets.len, most); i++) {
        const uint8_t octet = octets.data[i];
        const bool is_plain = octet >= CDC43_TEXT_LOW && octet <= CDC43_TEXT_HIGH && octet != '%';

        text += is_plain ? static_cast<char>(octet) : '?';
    }
    return octets.len > most ? text + "..." : text;
}

} // namespace cdc43_hook
