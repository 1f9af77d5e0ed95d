/* SPDX-License-Identifier: MIT */
/* The packet callout: asks the policy and puts the octets into the answer. */
#include <optional>
#include <vector>

#include <boost/make_shared.hpp>
#include <dhcp/dhcp4.h>
#include <dhcp/pkt4.h>

#include "kea-hook/hook_entry.h"
#include "kea-hook/hook_log.h"
#include "kea-hook/hook_option.h"
#include "kea-hook/hook_state.h"

using isc::dhcp::Pkt4Ptr;
using isc::hooks::CalloutHandle;

namespace cdc43_hook {

static constexpr uint16_t option_code = isc::dhcp::DHO_VENDOR_ENCAPSULATED_OPTIONS;

/* RFC 2131 table 3 has vendor options in these two only; BOOTP answers have no type at all. */
static bool takes_options(const Pkt4Ptr &response) {
    const int type = response->getType();

    return type == isc::dhcp::DHCPOFFER || type == isc::dhcp::DHCPACK;
}

/* Looked up in the packet itself, as Pkt4::getOption would copy the option. */
static cdc43_view vendor_class_of(const Pkt4Ptr &query) {
    const auto found = query->options_.find(isc::dhcp::DHO_VENDOR_CLASS_IDENTIFIER);

    if (found == query->options_.end()) {
        return {nullptr, 0};
    }
    const isc::dhcp::OptionBuffer &octets = found->second->getData();
    return {octets.data(), octets.size()};
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

/* Only when the server has put something into option 43 itself. Returns why not, or NULL. */
static const char *merge(const Pkt4Ptr &response, cdc43_view ours) {
    const auto theirs = theirs_in(response);
    uint8_t merged[CDC43_OPTION_MAX];
    size_t len = 0;
    size_t excess = 0;
    cdc43_hook_err err = CDC43_HOOK_ERR_THEIRS;

    if (theirs) {
        err = cdc43_hook_merge({theirs->data(), theirs->size()}, ours, merged, &len, &excess);
    }
    if (err != CDC43_HOOK_OK) {
        return cdc43_hook_err_text(err);
    }
    const auto option = boost::make_shared<option43>(cdc43_view{merged, len});
    cdc43_wipe(merged, sizeof merged);
    put(response, option);
    return nullptr;
}

static void log_not_sent(const Pkt4Ptr &query, const cdc43_hook_choice &choice) {
    LOG_DEBUG(logger, isc::log::DBGLVL_TRACE_BASIC, CDC43_HOOK_NOT_SENT)
        .arg(query->getLabel())
        .arg(choice.reason == CDC43_HOOK_NO_VENDOR_CLASS
                 ? "no vendor class (option 60)"
                 : "no model has the vendor class " + printable(vendor_class_of(query)));
}

static void answer(const Pkt4Ptr &query, const Pkt4Ptr &response) {
    const auto current = active();
    cdc43_hook_choice choice;

    if (!current || !takes_options(response)) {
        return;
    }
    cdc43_hook_select(&current->table, vendor_class_of(query), &choice);
    if (choice.profile == nullptr) {
        log_not_sent(query, choice);
        return;
    }

    const cdc43_view ours = {choice.profile->octets, choice.profile->len};
    if (response->options_.count(option_code) == 0) {
        put(response, boost::make_shared<option43>(ours));
    } else if (const char *const reason = merge(response, ours)) {
        LOG_WARN(logger, CDC43_HOOK_WITHHELD).arg(query->getLabel()).arg(reason);
        return;
    }
    LOG_DEBUG(logger, isc::log::DBGLVL_TRACE_BASIC, CDC43_HOOK_SENT)
        .arg(query->getLabel())
        .arg(response->options_.find(option_code)->second->len() -
             isc::dhcp::Option::OPTION4_HDR_LEN)
        .arg(printable(choice.profile->name))
        .arg(printable(choice.model->vendor_class));
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
