/* SPDX-License-Identifier: MIT */
/* The client classes that no configuration defines: Kea and its libraries make them. */
#include "kea-hook/config/kea_classes.h"

namespace cdc43_hook {

static const std::string of_vendor_class = "VENDOR_CLASS_";

static bool begins_with(const std::string &name, const std::string &prefix) {
    return name.compare(0, prefix.size(), prefix) == 0;
}

bool is_kea_class(const std::string &name) {
    for (const char *const word : {"ALL", "KNOWN", "UNKNOWN", "BOOTP", "DROP", "SKIP_DDNS"}) {
        if (name == word) {
            return true;
        }
    }
    return begins_with(name, of_vendor_class) || is_library_class(name);
}

bool is_library_class(const std::string &name) {
    for (const char *const prefix : {"HA_", "AFTER_", "EXTERNAL_", "SPAWN_"}) {
        if (begins_with(name, prefix)) {
            return true;
        }
    }
    return false;
}

std::string class_of_vendor_class(const std::string &vendor_class) {
    return of_vendor_class + vendor_class;
}

std::string vendor_class_of_class(const std::string &name) {
    return begins_with(name, of_vendor_class) ? name.substr(of_vendor_class.size()) : "";
}

} // namespace cdc43_hook
