/* SPDX-License-Identifier: MIT */
/* The policy in use, and the parameters that wait for their configuration to be complete. */
#include "kea-hook/server/active.h"

#include <atomic>
#include <functional>
#include <thread>

#include <boost/make_shared.hpp>

#include "kea-hook/server/digest.h"

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
    refused_change refused = {};
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
    : policy(std::move(policy_in_use)), since(std::time(nullptr)), counts(policy->table),
      options_() {
    for (size_t i = 0; i < policy->table.profile_count; i++) {
        const cdc43_hook_profile &profile = policy->table.profiles[i];

        options_.emplace_back();
        if (profile.key == nullptr) {
            options_.back() = boost::make_shared<option43>(cdc43_view{profile.octets, profile.len});
        }
    }
}

bool service::withholds(cdc43_view profile) const {
    size_t index = 0;

    return cdc43_hook_find_profile(&policy->table, profile, &index) == CDC43_HOOK_OK &&
           policy->table.profiles[index].is_withheld;
}

const std::string &service::digest() const {
    if (digest_.empty()) {
        digest_ = digest_of(*policy);
    }
    return digest_;
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

std::string accept(const ConstElementPtr &dhcp4, occasion when) {
    return attempt([&] {
        now.before =
            put_in_use(std::make_shared<const service>(read_config(now.parameters, dhcp4, when)));
        now.accepted_before = now.accepted;
        now.accepted = now.parameters;
    });
}

std::string check(const ConstElementPtr &dhcp4, occasion when) {
    return attempt([&] { (void)read_config(now.parameters, dhcp4, when); });
}

std::string update(const ConstElementPtr &dhcp4) {
    return attempt([&] {
        const auto next = read_config(now.accepted, dhcp4, occasion::start);
        const auto current = active();

        for (const fault &one : next->faults) {
            if (one.is_withheld &&
                !(current && current->withholds(next->table.profiles[one.profile].name))) {
                throw config_error(one.sentence);
            }
        }
        (void)put_in_use(std::make_shared<const service>(next));
    });
}

void note_refusal(const std::string &sentence) {
    now.refused = {std::time(nullptr), sentence};
}

void settle() {
    note_refusal("");
    now.before.reset();
    now.accepted_before.reset();
}

void undo() {
    (void)put_in_use(now.before);
    now.accepted = now.accepted_before;
    settle();
}

const refused_change &last_refusal() {
    return now.refused;
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
