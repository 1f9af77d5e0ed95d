/* SPDX-License-Identifier: MIT */
/* Puts the octets of a profile, or a phone's own, into a response's option 43. */
#include "kea-hook/server/response.h"

#include <cstring>
#include <optional>
#include <vector>

#include <boost/make_shared.hpp>
#include <dhcp/dhcp4.h>

#include "kea-hook/server/opaque_option43.h"
#include "kea-hook/server/packet.h"

namespace cdc43_hook {

using isc::dhcp::Pkt4Ptr;

static constexpr uint16_t option_code = isc::dhcp::DHO_VENDOR_ENCAPSULATED_OPTIONS;

/* All instances of option 43 that the response has, joined as RFC 3396 says; nothing when Kea
 * cannot turn them into octets. They may be shared with Kea's configuration and are only read. */
static std::optional<std::vector<uint8_t>> theirs_in(const Pkt4Ptr &response) {
    std::vector<uint8_t> joined;
    const auto range = response->options_.equal_range(option_code);

    try {
        for (auto at = range.first; at != range.second; ++at) {
            const std::vector<uint8_t> octets = at->second->toBinary();

            joined.insert(joined.end(), octets.begin(), octets.end());
        }
    } catch (const isc::Exception &) {
        return std::nullopt;
    }
    return joined;
}

/* Puts the option in, in place of all that were there. Once the first change is made nothing can
 * throw any more, so that the response is never left in between. */
static void put(const Pkt4Ptr &response, const isc::dhcp::OptionPtr &option) {
    const auto range = response->options_.equal_range(option_code);

    if (range.first == range.second) {
        response->options_.insert({option_code, option});
        return;
    }
    range.first->second = option;
    response->options_.erase(std::next(range.first), range.second);
}

/* When the server has put something into option 43 itself. */
static cdc43_hook_err merge(const Pkt4Ptr &response, cdc43_view ours, cdc43_vendor_id vendor) {
    const auto theirs = theirs_in(response);
    uint8_t merged[CDC43_OPTION_MAX];
    size_t len = 0;
    size_t excess = 0;
    cdc43_hook_err err = CDC43_HOOK_ERR_THEIRS;

    if (theirs) {
        err =
            cdc43_hook_merge({theirs->data(), theirs->size()}, ours, vendor, merged, &len, &excess);
    }
    if (err != CDC43_HOOK_OK) {
        return err;
    }
    const auto option = boost::make_shared<option43>(cdc43_view{merged, len});
    cdc43_wipe(merged, sizeof merged);
    put(response, option);
    return err;
}

/* The octets of one phone, whose password is its own. */
class own_octets {
  public:
    explicit own_octets(const cdc43_hook_profile &profile) : profile_(profile), octets_() {
    }
    own_octets(const own_octets &) = delete;
    own_octets &operator=(const own_octets &) = delete;
    ~own_octets() {
        explicit_bzero(octets_ + profile_.challenge_at, CDC43_HOOK_CHALLENGE_LEN);
    }

    /* False: the phone has no Common Name that a password could be bound to. */
    bool bind(const Pkt4Ptr &query, const Pkt4Ptr &response, cdc43_view vendor_class) {
        domain_of_response domain;
        const cdc43_hook_phone phone = phone_of(query, response, vendor_class, domain);

        return cdc43_hook_bind(&profile_, &phone, octets_) == CDC43_HOOK_OK;
    }

    cdc43_view view() const {
        return {octets_, profile_.len};
    }

  private:
    const cdc43_hook_profile &profile_;
    uint8_t octets_[CDC43_OPTION_MAX];
};

/* Puts the octets in, merged with what the server has put there itself. shared: an option that has
 * them already, or null. */
static cdc43_hook_err add(const Pkt4Ptr &response, cdc43_view octets, cdc43_vendor_id vendor,
                          const isc::dhcp::OptionPtr &shared) {
    if (response->options_.count(option_code) != 0) {
        return merge(response, octets, vendor);
    }
    put(response, shared ? shared : boost::make_shared<option43>(octets));
    return CDC43_HOOK_OK;
}

void fill_in(const Pkt4Ptr &query, const Pkt4Ptr &response, const service &current,
             cdc43_view vendor_class, cdc43_hook_decision &decision) {
    const cdc43_hook_profile &profile = *decision.profile;
    cdc43_hook_err err = CDC43_HOOK_OK;

    if (profile.key == nullptr) {
        err = add(response, {profile.octets, profile.len}, profile.vendor,
                  current.option_of(profile));
    } else {
        own_octets own(profile);

        if (!own.bind(query, response, vendor_class)) {
            decision.outcome = CDC43_HOOK_DONE_NO_NAME;
            return;
        }
        err = add(response, own.view(), profile.vendor, nullptr);
    }
    if (err != CDC43_HOOK_OK) {
        decision.outcome = cdc43_hook_merge_outcome(err);
    }
}

} // namespace cdc43_hook
