/* SPDX-License-Identifier: MIT */
/* Whether the Kea that is installed on this machine loads the libraries of a configuration. */
#ifndef CDC43_KEA_INSTALLED_H
#define CDC43_KEA_INSTALLED_H

#include "kea-hook/command/findings.h"
#include "kea-hook/offline/scopes.h"

namespace cdc43_kea {

/* Adds each library of "hooks-libraries" that Kea would refuse: loads it in a child, with Kea's own
 * libraries as they are on disk now, and has Kea compare its version. Its "load" is not called. */
void check_installed(const configuration &config, findings &result);

} // namespace cdc43_kea

#endif
