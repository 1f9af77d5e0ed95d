/* SPDX-License-Identifier: MIT */
/* A configuration's scopes: everything that can bring an option, and whom it serves. */
#include "kea-hook/offline/scopes.h"

#include <arpa/inet.h>

#include "kea-hook/config/parameters.h"
#include "kea-hook/config/scope_tables.h"
#include "kea-hook/offline/element.h"
#include "tlv/text.h"

namespace cdc43_kea {

using isc::data::ConstElementPtr;
using isc::data::Element;

namespace {

ConstElementPtr list_in(const ConstElementPtr &map, const char *key) {
    return part(map, key, Element::list);
}

scope read_scope(scope_kind kind, const std::string &name, const ConstElementPtr &element) {
    scope result = {kind, one_line(name, false), element, {}, {}, ""};
    const ConstElementPtr definitions =
        kind == scope_kind::client_class ? list_in(element, "option-def") : ConstElementPtr();

    result.options = option_set(definitions, list_in(element, "option-data"));
    result.instances43 = result.options.instances(OPTION_VENDOR_SPECIFIC);
    for (const std::string &instance : result.instances43) {
        result.joined43 += instance;
    }
    return result;
}

gate read_gate(const ConstElementPtr &element) {
    gate result = {texts(element, "client-classes"), texts(element, "require-client-classes")};
    const std::string one = text_in(element, "client-class");

    if (!one.empty()) {
        result.classes.push_back(one);
    }
    for (const std::string &name : texts(element, "evaluate-additional-classes")) {
        result.required.push_back(name);
    }
    return result;
}

/* "192.0.2.0/24" or "192.0.2.10 - 192.0.2.20". False: neither. */
bool parse_range(const std::string &text, uint32_t *ret_first, uint32_t *ret_last) {
    const size_t slash = text.find('/');
    const size_t dash = text.find('-');
    const size_t split = slash != std::string::npos ? slash : dash;
    uint32_t first = 0;
    uint32_t last = 0;

    if (split == std::string::npos || !parse_address(text.substr(0, split), &first)) {
        return false;
    }
    if (split == slash) {
        const unsigned long bits = std::strtoul(text.c_str() + split + 1, nullptr, 10);
        const uint32_t rest = bits >= 32 ? 0 : UINT32_MAX >> bits;

        first &= ~rest;
        last = first | rest;
    } else if (!parse_address(text.substr(split + 1), &last)) {
        return false;
    }
    *ret_first = first;
    *ret_last = last;
    return true;
}

host read_host(const ConstElementPtr &element) {
    static const char *const identifiers[] = {"hw-address", "client-id", "duid", "circuit-id",
                                              "flex-id"};
    host result = {{}, "", {}, 0, texts(element, "client-classes")};
    std::string name = "reservation";

    for (const char *const key : identifiers) {
        if (!text_in(element, key).empty()) {
            name += std::string(" ") + text_in(element, key);
            break;
        }
    }
    const std::string mac = text_in(element, "hw-address");
    uint8_t octets[6];
    cdc43_where where;
    if (cdc43_parse_mac(mac.data(), mac.size(), octets, &where) == CDC43_OK) {
        result.mac.assign(reinterpret_cast<const char *>(octets), sizeof octets);
    }
    for (size_t i = 0; i < result.ids.size(); i++) {
        result.ids[i] = cdc43_hook::host_id(element, static_cast<cdc43_hook_id>(i));
    }
    (void)parse_address(text_in(element, "ip-address"), &result.address);
    result.own = read_scope(scope_kind::host, name, element);
    return result;
}

pool read_pool(const ConstElementPtr &element) {
    const std::string range = text_in(element, "pool");
    pool result = {read_scope(scope_kind::pool, "pool " + range, element), read_gate(element), 1,
                   0};

    (void)parse_range(range, &result.first, &result.last);
    return result;
}

/* A parameter of a subnet, else of its network, else global. */
bool inherited_flag(const char *key, bool missing, const ConstElementPtr &inner,
                    const ConstElementPtr &middle, const ConstElementPtr &outer) {
    using cdc43_hook::host_flag;

    return host_flag(inner, key, host_flag(middle, key, host_flag(outer, key, missing)));
}

} // namespace

std::string one_line(const std::string &text, bool is_ascii) {
    static const char digits[] = "0123456789abcdef";
    std::string result;

    for (const char c : text) {
        const auto octet = static_cast<unsigned char>(c);

        if (octet < ' ' || octet == 0x7f || (is_ascii && octet > 0x7f)) {
            result += {'\\', 'x', digits[octet >> 4], digits[octet & 15]};
        } else {
            result += c;
        }
    }
    return result;
}

bool parse_address(const std::string &text, uint32_t *ret_address) {
    in_addr address;
    const size_t begin = text.find_first_not_of(" \t");
    const size_t end = text.find_last_not_of(" \t");

    if (begin == std::string::npos ||
        inet_pton(AF_INET, text.substr(begin, end - begin + 1).c_str(), &address) != 1) {
        return false;
    }
    *ret_address = ntohl(address.s_addr);
    return true;
}

configuration::configuration(const config_text &source, const ConstElementPtr &file)
    : text(source), root(file), dhcp4(part(root, "Dhcp4", Element::map)), global(), classes(),
      networks(), subnets(), hosts(), refusals(), has_threads(kea_version() >= 20400), hook() {
    if (!dhcp4) {
        throw config_text_error(text.find(*root), "there is no object \"Dhcp4\"");
    }
    refusals = take_global_definitions(list_in(dhcp4, "option-def"));
    global = read_scope(scope_kind::global, "the global scope", dhcp4);
    has_threads = flag_in(part(dhcp4, "multi-threading", Element::map), "enable-multi-threading",
                          has_threads);
    read_classes();
    for (const ConstElementPtr &element : entries(dhcp4, "reservations")) {
        hosts.push_back(read_host(element));
    }
    for (const ConstElementPtr &element : entries(dhcp4, "shared-networks")) {
        networks.push_back(
            {read_scope(scope_kind::network, "shared network \"" + text_in(element, "name") + "\"",
                        element),
             read_gate(element)});
        read_subnets(list_in(element, "subnet4"), networks.size() - 1, element);
    }
    read_subnets(list_in(dhcp4, "subnet4"), no_network, ConstElementPtr());
    read_hook();
}

void configuration::read_classes() {
    for (const ConstElementPtr &element : entries(dhcp4, "client-classes")) {
        const std::string name = text_in(element, "name");
        /* The classes that a "template-test" makes (Kea 2.4 and later) are not worked out: no test
         * is written like this one, so whether a client is in there is unknown. */
        const std::string test =
            element->contains("template-test") ? "template-test" : text_in(element, "test");

        classes.push_back({read_scope(scope_kind::client_class, "class \"" + name + "\"", element),
                           name, test, expression(test),
                           flag_in(element, "only-if-required",
                                   flag_in(element, "only-in-additional-list", false))});
    }
}

void configuration::read_subnets(const ConstElementPtr &list, size_t network,
                                 const ConstElementPtr &around) {
    for (const ConstElementPtr &element : entries(list)) {
        const std::string prefix = text_in(element, "subnet");
        subnet next = {};

        next.own = read_scope(scope_kind::subnet, "subnet " + prefix, element);
        next.who = read_gate(element);
        next.id = number_in(element, "id", static_cast<long>(subnets.size()) + 1);
        next.network = network;
        next.uses_global_hosts =
            inherited_flag("reservations-global", false, element, around, dhcp4);
        next.uses_own_hosts =
            inherited_flag("reservations-in-subnet", true, element, around, dhcp4);
        if (!parse_range(prefix, &next.first, &next.last)) {
            next.first = 1;
        }
        for (const ConstElementPtr &inner : entries(element, "pools")) {
            next.pools.push_back(read_pool(inner));
        }
        for (const ConstElementPtr &inner : entries(element, "reservations")) {
            next.hosts.push_back(read_host(inner));
        }
        subnets.push_back(std::move(next));
    }
}

void configuration::read_hook() {
    for (const ConstElementPtr &element : entries(dhcp4, "hooks-libraries")) {
        if (cdc43_hook::is_this_library(element)) {
            hook = element;
        }
    }
}

std::vector<const scope *> configuration::scopes() const {
    std::vector<const scope *> result = {&global};

    for (const client_class &entry : classes) {
        result.push_back(&entry.own);
    }
    for (const host &entry : hosts) {
        result.push_back(&entry.own);
    }
    for (const network &entry : networks) {
        result.push_back(&entry.own);
    }
    for (const subnet &entry : subnets) {
        result.push_back(&entry.own);
        for (const pool &inner : entry.pools) {
            result.push_back(&inner.own);
        }
        for (const host &inner : entry.hosts) {
            result.push_back(&inner.own);
        }
    }
    return result;
}

position configuration::where(const scope &of) const {
    return text.find(*of.element);
}

const subnet *configuration::find_subnet(const std::string &prefix_or_id) const {
    for (const subnet &entry : subnets) {
        if (text_in(entry.own.element, "subnet") == prefix_or_id ||
            std::to_string(entry.id) == prefix_or_id) {
            return &entry;
        }
    }
    return nullptr;
}

const subnet *configuration::find_subnet(uint32_t address) const {
    for (const subnet &entry : subnets) {
        if (entry.first <= address && address <= entry.last) {
            return &entry;
        }
    }
    return nullptr;
}

} // namespace cdc43_kea
