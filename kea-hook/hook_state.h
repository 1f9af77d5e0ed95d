/* SPDX-License-Identifier: MIT */
/* The policy in use and the one that waits for its configuration to be accepted. */
#ifndef CDC43_HOOK_STATE_H
#define CDC43_HOOK_STATE_H

#include <memory>
#include <string>

#include "kea-hook/hook_config.h"

/* Kea unloads and loads the library with each change of configuration, and a library that refuses
 * to load leaves the server without DHCP service. So loading never fails: a wrong configuration is
 * kept as a sentence and refused later, where Kea can still say no and go on. The library is linked
 * so that it stays in memory between unloading and loading (-z nodelete): the policy in use
 * outlives the change, and answers carry its octets until a new one is accepted.
 *
 * prepare and accept are called by Kea's main thread, active by any. */
namespace cdc43_hook {

/* Reads the parameters; what comes of it waits for accept. */
void prepare(const isc::data::ConstElementPtr &parameters);

/* Puts what waits in use. Returns an empty string, or the sentence about what is wrong with the
 * parameters; then the policy in use stays. */
std::string accept();

/* Forgets what waits, not what is in use. */
void forget();

/* The policy in use, null before the first. */
std::shared_ptr<const policy> active();

} // namespace cdc43_hook

#endif
