/* SPDX-License-Identifier: MIT */
/* The policy in use and the one that waits for its configuration to be accepted. */
#include "kea-hook/hook_state.h"

namespace cdc43_hook {

namespace {
std::shared_ptr<const policy> in_use;
std::shared_ptr<const policy> waiting;
std::string refusal;
} // namespace

void prepare(const isc::data::ConstElementPtr &parameters) {
    forget();
    try {
        waiting = read_config(parameters);
    } catch (const std::exception &error) {
        refusal = error.what();
    }
}

std::string accept() {
    if (!waiting) {
        return refusal.empty() ? "the parameters could not be read" : refusal;
    }
    std::atomic_store(&in_use, waiting);
    return "";
}

void forget() {
    waiting.reset();
    refusal.clear();
}

std::shared_ptr<const policy> active() {
    return std::atomic_load(&in_use);
}

} // namespace cdc43_hook
