/* SPDX-License-Identifier: MIT */
/* The packet callout: asks the policy and puts the octets into the response. */
#include <string>
#include <typeinfo>

#include <dhcp/dhcp4.h>
#include <dhcp/option_int.h>
#include <dhcp/pkt4.h>

#include "kea-hook/server/active.h"
#include "kea-hook/server/load_unload.h"
#include "kea-hook/server/log.h"
#include "kea-hook/server/packet.h"
#include "kea-hook/server/response.h"

using isc::dhcp::Pkt4Ptr;
using isc::hooks::CalloutHandle;

namespace cdc43_hook {

/* The same as response->getType(), which takes four times as long. */
static int type_of(const Pkt4Ptr &response) {
    const auto found = response->options_.find(isc::dhcp::DHO_DHCP_MESSAGE_TYPE);

    if (found == response->options_.end()) {
        return isc::dhcp::DHCP_NOTYPE;
    }
    const isc::dhcp::Option &type = *found->second;
    return typeid(type) == typeid(isc::dhcp::OptionUint8)
               ? static_cast<const isc::dhcp::OptionUint8 &>(type).getValue()
               : response->getType();
}

/* RFC 2131 table 3 has vendor options in these two only; BOOTP responses have no type at all. */
static bool takes_options(const Pkt4Ptr &response) {
    const int type = type_of(response);

    return type == isc::dhcp::DHCPOFFER || type == isc::dhcp::DHCPACK;
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
    case CDC43_HOOK_DONE_FILE:
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
        .arg(response->options_.find(isc::dhcp::DHO_VENDOR_ENCAPSULATED_OPTIONS)->second->len() -
             isc::dhcp::Option::OPTION4_HDR_LEN)
        .arg(printable(decision.profile->name))
        .arg(printable(choice.model->vendor_class) +
             (decision.scope == nullptr ? "" : " in " + text_of(decision.scope->path)));
}

/* Unmatched clients are most of the traffic in many networks: nothing is looked up for them. */
static void complete(const Pkt4Ptr &query, const Pkt4Ptr &response) {
    const auto current = active();
    cdc43_hook_choice choice;
    cdc43_hook_client client;
    cdc43_hook_found found;
    cdc43_hook_decision decision;

    if (!current || !takes_options(response)) {
        return;
    }
    const cdc43_hook_policy &policy = current->policy->table;
    const cdc43_hook_scopes &scopes = current->policy->scopes.table;
    const cdc43_view vendor_class = vendor_class_of(query);

    cdc43_hook_select(&policy, vendor_class, &choice);
    found.count = 0;
    client.class_count = 0;
    cdc43_hook_response state = {true, 0};
    if (choice.model != nullptr) {
        client_of(query, response, scopes, client);
        cdc43_hook_find_policies(&scopes, &client, &found);
        state = response_of(query, response, policy);
    } else if (choice.reason == CDC43_HOOK_NO_MATCH) {
        count_unmatched(vendor_class);
    }
    cdc43_hook_decide(&policy, &choice, &client, &found, &state, &decision);
    if (cdc43_hook_is_sent(decision.outcome)) {
        fill_in(query, response, *current, vendor_class, decision);
    }
    current->counts.count(decision.outcome, choice.model);
    log_outcome(query, response, choice, decision);
}

static void send(CalloutHandle &handle) {
    /* Kea wants strings, which are not made for each packet. */
    static const std::string query_name = "query4";
    static const std::string response_name = "response4";
    Pkt4Ptr query;
    Pkt4Ptr response;

    if (handle.getStatus() == CalloutHandle::NEXT_STEP_DROP) {
        return;
    }
    handle.getArgument(query_name, query);
    handle.getArgument(response_name, response);
    if (!query || !response) {
        return;
    }
    if (handle.getStatus() == CalloutHandle::NEXT_STEP_SKIP) {
        LOG_DEBUG(logger, isc::log::DBGLVL_TRACE_BASIC, CDC43_HOOK_PACKED).arg(query->getLabel());
        return;
    }
    complete(query, response);
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
