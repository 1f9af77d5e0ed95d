/* SPDX-License-Identifier: MIT */
/* The policy in use, and the parameters that wait for their configuration to be complete. */
#ifndef CDC43_HOOK_SERVER_ACTIVE_H
#define CDC43_HOOK_SERVER_ACTIVE_H

#include <ctime>
#include <memory>
#include <mutex>
#include <string>

#include "kea-hook/config/parameters.h"
#include "kea-hook/policy/unmatched.h"
#include "kea-hook/server/opaque_option43.h"
#include "kea-hook/server/stats.h"

/* Kea unloads and loads the library with each change of configuration, and a library that refuses
 * to load leaves the server without DHCP service. So loading never fails: a wrong configuration is
 * refused later, where Kea can still say no and go on. The library is linked so that it stays in
 * memory between unloading and loading (-z nodelete): the policy in use outlives the change, and
 * responses carry its octets until a new one is accepted.
 *
 * A library that Kea asks after this one may refuse what this one has accepted; then it is undone.
 *
 * All but active, count_unmatched and unmatched are called by Kea's main thread, those by any. */
namespace cdc43_hook {

/* A policy and what was counted with it. */
struct service {
    explicit service(std::shared_ptr<const owned_policy> policy_in_use);

    /* By name; false also when it has no such profile. */
    bool withholds(cdc43_view profile) const;

    /* The octets of a profile of the policy, to be put into any number of responses at once. Null
     * for a bound one, whose octets differ from phone to phone. */
    const isc::dhcp::OptionPtr &option_of(const cdc43_hook_profile &profile) const {
        return options_[static_cast<size_t>(&profile - policy->table.profiles)];
    }

    /* See digest_of; made when it is asked for first. By Kea's main thread. */
    const std::string &digest() const;

    const std::shared_ptr<const owned_policy> policy;
    const std::time_t since; /* when it was accepted */
    mutable tally counts;

  private:
    std::vector<isc::dhcp::OptionPtr> options_;
    mutable std::string digest_ = {};
};

/* Keeps the parameters of the library that has been loaded, for accept and check. */
void prepare(const isc::data::ConstElementPtr &parameters);

/* Reads parameters and configuration (the map Dhcp4, or null) and uses the result from now on.
 * Returns an empty string, or a sentence that says what is wrong; then the policy in use stays. */
std::string accept(const isc::data::ConstElementPtr &dhcp4, occasion when);

/* Only reads them; the same result. */
std::string check(const isc::data::ConstElementPtr &dhcp4, occasion when);

/* Like accept, but with the parameters that were accepted last: only the configuration has changed.
 * Certificates and files are as at start, but a profile that is served is not withheld. */
std::string update(const isc::data::ConstElementPtr &dhcp4);

/* What was accepted last stays; or what was there before is in use again. */
void settle();
void undo();

/* The last change that was refused; empty: none since something was accepted. */
struct refused_change {
    std::time_t when;
    std::string sentence;
};
void note_refusal(const std::string &sentence);
const refused_change &last_refusal();

/* Forgets the parameters, not what is in use. */
void forget();

/* Nothing is in use any more. */
void drop();

/* What is in use, null before the first. */
std::shared_ptr<const service> active();

/* The vendor classes that no model has, since the process began. */
void count_unmatched(cdc43_view vendor_class);
cdc43_hook_unmatched unmatched();

} // namespace cdc43_hook

#endif
