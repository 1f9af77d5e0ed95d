/* SPDX-License-Identifier: MIT */
/* What the decision wants to know, taken out of Kea's packets. */
#include "kea-hook/server/packet.h"

#include <algorithm>

#include <dhcp/dhcp4.h>
#include <dhcp/option_int_array.h>

#include "kea-hook/config/json.h"

namespace cdc43_hook {

using isc::dhcp::Pkt4Ptr;

/* Looked up in the packet itself, as Pkt4::getOption would copy the option. */
static const isc::dhcp::Option *find(const Pkt4Ptr &packet, unsigned code) {
    const auto found = packet->options_.find(code);

    return found == packet->options_.end() ? nullptr : found->second.get();
}

static cdc43_view data_of(const isc::dhcp::Option *option) {
    if (option == nullptr) {
        return {nullptr, 0};
    }
    const isc::dhcp::OptionBuffer &octets = option->getData();
    return {octets.data(), octets.size()};
}

cdc43_view vendor_class_of(const Pkt4Ptr &query) {
    return data_of(find(query, isc::dhcp::DHO_VENDOR_CLASS_IDENTIFIER));
}

static bool is_requested(const Pkt4Ptr &query) {
    const isc::dhcp::Option *const list = find(query, isc::dhcp::DHO_DHCP_PARAMETER_REQUEST_LIST);
    const auto *const typed = dynamic_cast<const isc::dhcp::OptionUint8Array *>(list);
    const auto wanted = static_cast<uint8_t>(isc::dhcp::DHO_VENDOR_ENCAPSULATED_OPTIONS);

    if (typed != nullptr) {
        const std::vector<uint8_t> &codes = typed->getValues();

        return std::find(codes.begin(), codes.end(), wanted) != codes.end();
    }
    const cdc43_view codes = data_of(list);
    return std::find(codes.data, codes.data + codes.len, wanted) != codes.data + codes.len;
}

cdc43_hook_response response_of(const Pkt4Ptr &query, const Pkt4Ptr &response,
                                const cdc43_hook_policy &policy) {
    cdc43_hook_response state = {true, 0};

    if (policy.is_skipped_unrequested) {
        state.is_requested = is_requested(query);
    }
    if (policy.on_provisioning != CDC43_HOOK_IGNORE) {
#define CDC43_PROVISIONING(option, bit, words)                                                     \
    state.provisioning |= find(response, option) != nullptr ? 1U << (bit) : 0U;
#include "tlv/provisioning.def"
    }
    return state;
}

/* RFC 4361: a client identifier of type 255 is four octets of a number, then a DUID. */
static cdc43_view duid_of(cdc43_view client_id) {
    const size_t before = 5;

    if (client_id.len <= before || client_id.data[0] != 255) {
        return {nullptr, 0};
    }
    return {client_id.data + before, client_id.len - before};
}

static void find_ids(const Pkt4Ptr &query, cdc43_hook_client &client) {
    const isc::dhcp::HWAddrPtr hardware = query->getHWAddr();
    const isc::dhcp::Option *const relay = find(query, isc::dhcp::DHO_DHCP_AGENT_OPTIONS);

    if (hardware) {
        client.ids[CDC43_HOOK_HW_ADDRESS] = {hardware->hwaddr_.data(), hardware->hwaddr_.size()};
    }
    client.ids[CDC43_HOOK_CLIENT_ID] = data_of(find(query, isc::dhcp::DHO_DHCP_CLIENT_IDENTIFIER));
    client.ids[CDC43_HOOK_DUID] = duid_of(client.ids[CDC43_HOOK_CLIENT_ID]);
    if (relay != nullptr) {
        const auto &inside = relay->getOptions();
        const auto circuit = inside.find(isc::dhcp::RAI_OPTION_AGENT_CIRCUIT_ID);

        if (circuit != inside.end()) {
            client.ids[CDC43_HOOK_CIRCUIT_ID] = data_of(circuit->second.get());
        }
    }
}

void client_of(const Pkt4Ptr &query, const Pkt4Ptr &response, const cdc43_hook_scopes &scopes,
               cdc43_hook_client &client) {
    client.address = response->getYiaddr().toUint32();
    if (client.address == 0) {
        client.address = query->getCiaddr().toUint32();
    }
    client.class_count = 0;
    std::fill_n(client.ids, static_cast<size_t>(CDC43_HOOK_ID_COUNT), cdc43_view{nullptr, 0});
    if (scopes.host_slot_count != 0) {
        find_ids(query, client);
    }
    if (scopes.class_slot_count != 0) {
        for (const std::string &name : query->getClasses()) {
            const uint32_t found = cdc43_hook_find_class(&scopes, view_of(name));

            if (found != 0 && client.class_count < CDC43_HOOK_CLASSES_MAX) {
                client.classes[client.class_count++] = found;
            }
        }
    }
}

/* All instances joined (RFC 3396), as the phone does. What is too long for the field, or is an
 * option that keeps its octets where they cannot be seen, becomes a domain that no name can have,
 * so that nothing is derived from what the phone would not see. */
static void read_domain(const Pkt4Ptr &response, domain_of_response &ret_domain) {
    const auto range = response->options_.equal_range(isc::dhcp::DHO_DOMAIN_NAME);

    ret_domain.len = 0;
    for (auto at = range.first; at != range.second; ++at) {
        const cdc43_view part = data_of(at->second.get());

        if (part.len > sizeof ret_domain.octets - ret_domain.len ||
            at->second->len() != isc::dhcp::Option::OPTION4_HDR_LEN + part.len) {
            ret_domain.octets[0] = '.';
            ret_domain.octets[1] = '.';
            ret_domain.len = 2;
            return;
        }
        std::copy_n(part.data, part.len, ret_domain.octets + ret_domain.len);
        ret_domain.len += part.len;
    }
}

cdc43_hook_phone phone_of(const Pkt4Ptr &query, const Pkt4Ptr &response, cdc43_view vendor_class,
                          domain_of_response &ret_domain) {
    const isc::dhcp::HWAddrPtr hardware = query->getHWAddr();
    cdc43_hook_phone phone = {vendor_class, {nullptr, 0}, false, {nullptr, 0}};

    if (hardware) {
        phone.hw_address = {hardware->hwaddr_.data(), hardware->hwaddr_.size()};
        phone.is_ethernet = hardware->htype_ == isc::dhcp::HTYPE_ETHER;
    }
    read_domain(response, ret_domain);
    phone.domain = {ret_domain.octets, ret_domain.len};
    return phone;
}

} // namespace cdc43_hook
