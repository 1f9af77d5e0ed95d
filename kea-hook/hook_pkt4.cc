/* SPDX-License-Identifier: MIT */
/* The packet callout: asks the policy and puts the octets into the answer. */
#include <cstring>
#include <optional>
#include <vector>

#include <boost/make_shared.hpp>
#include <dhcp/dhcp4.h>
#include <dhcp/option_int.h>
#include <dhcp/pkt4.h>

#include "kea-hook/hook_entry.h"
#include "kea-hook/hook_log.h"
#include "kea-hook/hook_option.h"
#include "kea-hook/hook_packet.h"
#include "kea-hook/hook_state.h"

using isc::dhcp::Pkt4Ptr;
using isc::hooks::CalloutHandle;

namespace cdc43_hook {

static constexpr uint16_t option_code = isc::dhcp::DHO_VENDOR_ENCAPSULATED_OPTIONS;

/* The same as response->getType(), which takes twice as long. */
static int type_of(const Pkt4Ptr &response) {
    const auto found = response->options_.find(isc::dhcp::DHO_DHCP_MESSAGE_TYPE);

    if (found == response->options_.end()) {
        return isc::dhcp::DHCP_NOTYPE;
    }
    const auto *const type = dynamic_cast<const isc::dhcp::OptionUint8 *>(found->second.get());
    return type == nullptr ? response->getType() : type->getValue();
}

/* RFC 2131 table 3 has vendor options in these two only; BOOTP answers have no type at all. */
static bool takes_options(const Pkt4Ptr &response) {
    const int type = type_of(response);

    return type == isc::dhcp::DHCPOFFER || type == isc::dhcp::DHCPACK;
}

/* All instances of option 43 that the answer has, joined as RFC 3396 says; nothing when Kea cannot
 * turn them into octets. They may be shared with Kea's configuration and are only read. */
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
 * throw any more, so that the answer is never left in between. */
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
static cdc43_hook_err merge(const Pkt4Ptr &response, cdc43_view ours) {
    const auto theirs = theirs_in(response);
    uint8_t merged[CDC43_OPTION_MAX];
    size_t len = 0;
    size_t excess = 0;
    cdc43_hook_err err = CDC43_HOOK_ERR_THEIRS;

    if (theirs) {
        err = cdc43_hook_merge({theirs->data(), theirs->size()}, ours, merged, &len, &excess);
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
        domain_of_answer domain;
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
static cdc43_hook_err add(const Pkt4Ptr &response, cdc43_view octets,
                          const isc::dhcp::OptionPtr &shared) {
    if (response->options_.count(option_code) != 0) {
        return merge(response, octets);
    }
    put(response, shared ? shared : boost::make_shared<option43>(octets));
    return CDC43_HOOK_OK;
}

/* Puts the octets in, and changes the outcome when they cannot be. */
static void fill_in(const Pkt4Ptr &query, const Pkt4Ptr &response, const service &current,
                    cdc43_view vendor_class, cdc43_hook_decision &decision) {
    const cdc43_hook_profile &profile = *decision.profile;
    cdc43_hook_err err = CDC43_HOOK_OK;

    if (profile.key == nullptr) {
        err = add(response, {profile.octets, profile.len}, current.option_of(profile));
    } else {
        own_octets own(profile);

        if (!own.bind(query, response, vendor_class)) {
            decision.outcome = CDC43_HOOK_DONE_NO_NAME;
            return;
        }
        err = add(response, own.view(), nullptr);
    }
    if (err != CDC43_HOOK_OK) {
        decision.outcome = cdc43_hook_merge_outcome(err);
    }
}

static const char *reason_of(const cdc43_hook_decision &decision) {
    return cdc43_hook_outcome_text(decision.outcome);
}

static void log_outcome(const Pkt4Ptr &query, const Pkt4Ptr &response,
                        const cdc43_hook_choice &choice, const cdc43_hook_decision &decision) {
    switch (decision.outcome) {
    case CDC43_HOOK_DONE_SENT_BESIDE:
        LOG_WARN(logger, CDC43_HOOK_PROVISIONING).arg(query->getLabel()).arg(reason_of(decision));
        break;
    case CDC43_HOOK_DONE_PROVISIONED:
    case CDC43_HOOK_DONE_THEIRS:
    case CDC43_HOOK_DONE_FULL:
    case CDC43_HOOK_DONE_NO_NAME:
        LOG_WARN(logger, CDC43_HOOK_WITHHELD).arg(query->getLabel()).arg(reason_of(decision));
        return;
    case CDC43_HOOK_DONE_SENT:
        break;
    case CDC43_HOOK_DONE_NO_VENDOR_CLASS:
    case CDC43_HOOK_DONE_NO_MODEL:
    case CDC43_HOOK_DONE_MODEL_CLASS:
    case CDC43_HOOK_DONE_SCOPE:
    case CDC43_HOOK_DONE_PROFILE_CLASS:
    case CDC43_HOOK_DONE_NOT_REQUESTED:
    case CDC43_HOOK_OUTCOME_COUNT:
        LOG_DEBUG(logger, isc::log::DBGLVL_TRACE_BASIC, CDC43_HOOK_NOT_SENT)
            .arg(query->getLabel())
            .arg(reason_of(decision))
            .arg(printable(vendor_class_of(query)));
        return;
    }
    LOG_DEBUG(logger, isc::log::DBGLVL_TRACE_BASIC, CDC43_HOOK_SENT)
        .arg(query->getLabel())
        .arg(response->options_.find(option_code)->second->len() -
             isc::dhcp::Option::OPTION4_HDR_LEN)
        .arg(printable(decision.profile->name))
        .arg(printable(choice.model->vendor_class) +
             (decision.rule == nullptr ? "" : " in " + text_of(decision.rule->path)));
}

/* Strangers are most of the traffic in many networks: nothing is looked up for them. */
static void answer(const Pkt4Ptr &query, const Pkt4Ptr &response) {
    const auto current = active();
    cdc43_hook_choice choice;
    cdc43_hook_client client;
    cdc43_hook_found found;
    cdc43_hook_decision decision;

    if (!current || !takes_options(response)) {
        return;
    }
    const cdc43_hook_policy &rules = current->rules->table;
    const cdc43_hook_scopes &scopes = current->rules->scopes.table;
    const cdc43_view vendor_class = vendor_class_of(query);

    cdc43_hook_select(&rules, vendor_class, &choice);
    found.count = 0;
    client.class_count = 0;
    cdc43_hook_answer state = {true, 0};
    if (choice.model != nullptr) {
        client_of(query, response, scopes, client);
        cdc43_hook_find_rules(&scopes, &client, &found);
        state = answer_of(query, response, rules);
    } else if (choice.reason == CDC43_HOOK_NO_MATCH) {
        count_stranger(vendor_class);
    }
    cdc43_hook_decide(&rules, &choice, &client, &found, &state, &decision);
    if (cdc43_hook_is_sent(decision.outcome)) {
        fill_in(query, response, *current, vendor_class, decision);
    }
    current->counts.count(decision.outcome, choice.model);
    log_outcome(query, response, choice, decision);
}

static void send(CalloutHandle &handle) {
    Pkt4Ptr query;
    Pkt4Ptr response;

    if (handle.getStatus() == CalloutHandle::NEXT_STEP_DROP) {
        return;
    }
    handle.getArgument("query4", query);
    handle.getArgument("response4", response);
    if (!query || !response) {
        return;
    }
    if (handle.getStatus() == CalloutHandle::NEXT_STEP_SKIP) {
        LOG_DEBUG(logger, isc::log::DBGLVL_TRACE_BASIC, CDC43_HOOK_PACKED).arg(query->getLabel());
        return;
    }
    answer(query, response);
}

} // namespace cdc43_hook

extern "C" int pkt4_send(CalloutHandle &handle) {
    try {
        cdc43_hook::send(handle);
    } catch (...) {
        cdc43_hook::report_exception();
    }
    return 0;
}
