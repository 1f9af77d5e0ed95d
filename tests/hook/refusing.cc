/* SPDX-License-Identifier: MIT */
/* A hook library that refuses every configuration in which its parameter "refuse" is true. */
#include <hooks/hooks.h>

using isc::hooks::CalloutHandle;
using isc::hooks::LibraryHandle;

/* Of the library as it was loaded last. */
static bool is_refused;

extern "C" {

int version() {
    return KEA_HOOKS_VERSION;
}

int multi_threading_compatible() {
    return 1;
}

int load(LibraryHandle &handle) {
    const isc::data::ConstElementPtr refuse = handle.getParameter("refuse");

    is_refused = refuse && refuse->boolValue();
    return 0;
}

int dhcp4_srv_configured(CalloutHandle &handle) {
    if (is_refused) {
        handle.setArgument("error", std::string("refused by a test"));
        handle.setStatus(CalloutHandle::NEXT_STEP_DROP);
    }
    return 0;
}
}
