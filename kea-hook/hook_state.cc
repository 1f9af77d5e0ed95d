/* SPDX-License-Identifier: MIT */
/* The policy in use and the one that waits for its configuration to be accepted. */
#include "kea-hook/hook_state.h"

namespace cdc43_hook {

namespace {
/* Never destroyed, as the logger is not. */
struct state {
    std::shared_ptr<const policy> in_use = {};
    std::shared_ptr<const policy> waiting = {};
    std::string refusal = {};
};
state &now = *new state;
} // namespace

void prepare(const isc::data::ConstElementPtr &parameters) {
    forget();
    try {
        now.waiting = read_config(parameters);
    } catch (const std::exception &error) {
        now.refusal = error.what();
    }
}

std::string accept() {
    if (!now.waiting) {
        return now.refusal.empty() ? "the parameters could not be read" : now.refusal;
    }
    std::atomic_store(&now.in_use, now.waiting);
    return "";
}

void forget() {
    now.waiting.reset();
    now.refusal.clear();
}

std::shared_ptr<const policy> active() {
    return std::atomic_load(&now.in_use);
}

} // namespace cdc43_hook
