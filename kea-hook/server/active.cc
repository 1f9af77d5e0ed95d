/* SPDX-License-Identifier: MIT */
/* The policy in use, and the parameters that wait for their configuration to be complete. */
#include "kea-hook/server/active.h"

#include <atomic>
#include <functional>
#include <thread>

#include <boost/make_shared.hpp>

namespace cdc43_hook {

using isc::data::ConstElementPtr;

namespace {
/* Never destroyed, as the logger is not. */
struct state {
    std::atomic_flag is_taken = ATOMIC_FLAG_INIT; /* for in_use */
    std::shared_ptr<const service> in_use = {};
    ConstElementPtr parameters = {};            /* of the library as it was loaded */
    ConstElementPtr accepted = {};              /* of what is in use */
    std::shared_ptr<const service> before = {}; /* what was accepted last, for undo */
    ConstElementPtr accepted_before = {};
    std::mutex mutex = {}; /* for unmatched */
    cdc43_hook_unmatched unmatched = {};
};
state &now = *new state;

/* What is in use is held for the few instructions of a copy or an exchange, so a mutex would cost
 * every packet more than that. */
class hold {
  public:
    hold() {
        while (now.is_taken.test_and_set(std::memory_order_acquire)) {
            std::this_thread::yield();
        }
    }
    hold(const hold &) = delete;
    hold &operator=(const hold &) = delete;
    ~hold() {
        now.is_taken.clear(std::memory_order_release);
    }
};
} // namespace

service::service(std::shared_ptr<const owned_policy> policy_in_use)
    : policy(std::move(policy_in_use)), counts(policy->table), options_() {
    for (size_t i = 0; i < policy->table.profile_count; i++) {
        const cdc43_hook_profile &profile = policy->table.profiles[i];

        options_.emplace_back();
        if (profile.key == nullptr) {
            options_.back() = boost::make_shared<option43>(cdc43_view{profile.octets, profile.len});
        }
    }
}

void prepare(const ConstElementPtr &parameters) {
    now.parameters = parameters;
}

static std::shared_ptr<const service> put_in_use(std::shared_ptr<const service> next) {
    const hold in_use;

    now.in_use.swap(next);
    return next;
}

/* The sentence about what is wrong when something is. */
static std::string attempt(const std::function<void()> &what) {
    try {
        what();
        return "";
    } catch (const std::exception &error) {
        return error.what();
    }
}

std::string accept(const ConstElementPtr &dhcp4) {
    return attempt([&] {
        now.before =
            put_in_use(std::make_shared<const service>(read_config(now.parameters, dhcp4)));
        now.accepted_before = now.accepted;
        now.accepted = now.parameters;
    });
}

std::string check(const ConstElementPtr &dhcp4) {
    return attempt([&] { (void)read_config(now.parameters, dhcp4); });
}

std::string update(const ConstElementPtr &dhcp4) {
    return attempt([&] {
        (void)put_in_use(std::make_shared<const service>(read_config(now.accepted, dhcp4)));
    });
}

void settle() {
    now.before.reset();
    now.accepted_before.reset();
}

void undo() {
    (void)put_in_use(now.before);
    now.accepted = now.accepted_before;
    settle();
}

void forget() {
    now.parameters.reset();
}

void drop() {
    (void)put_in_use(nullptr);
    now.accepted.reset();
    settle();
}

std::shared_ptr<const service> active() {
    const hold in_use;
    return now.in_use;
}

void count_unmatched(cdc43_view vendor_class) {
    const std::lock_guard<std::mutex> lock(now.mutex);

    cdc43_hook_count_unmatched(&now.unmatched, vendor_class);
}

cdc43_hook_unmatched unmatched() {
    const std::lock_guard<std::mutex> lock(now.mutex);

    return now.unmatched;
}

} // namespace cdc43_hook
