/* SPDX-License-Identifier: MIT */
/* A hook library whose packet callout does nothing: what Kea's framework costs by itself. */
#include "kea-hook/server/load_unload.h"

extern "C" {

int version() {
    return KEA_HOOKS_VERSION;
}

int multi_threading_compatible() {
    return 1;
}

int pkt4_send(isc::hooks::CalloutHandle & /* handle */) {
    return 0;
}
}
