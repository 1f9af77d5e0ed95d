/* SPDX-License-Identifier: MIT */
/* A hook library that refuses every configuration in which its parameter "refuse" is true; in
 * load() if "in-load" is true as well, as libdhcp_flex_option.so does. */
#include <hooks/hooks.h>

using isc::hooks::CalloutHandle;
using isc::hooks::LibraryHandle;

/* Of the library as it was loaded last. */
static bool is_refused;

static bool is_true(LibraryHandle &handle, const char *name) {
    const isc::data::ConstElementPtr element = handle.getParameter(name);

    return element && element->boolValue();
}

extern "C" {

int version() {
    return KEA_HOOKS_VERSION;
}

int multi_threading_compatible() {
    return 1;
}

int load(LibraryHandle &handle) {
    is_refused = is_true(handle, "refuse");
    return is_refused && is_true(handle, "in-load") ? 1 : 0;
}

int dhcp4_srv_configured(CalloutHandle &handle) {
    if (is_refused) {
        handle.setArgument("error", std::string("refused by a test"));
        handle.setStatus(CalloutHandle::NEXT_STEP_DROP);
    }
    return 0;
}
}
