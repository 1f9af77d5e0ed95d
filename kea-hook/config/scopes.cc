/* SPDX-License-Identifier: MIT */
/* Kea's configuration as scopes: all that can bring an option, and whom Kea serves from there. */
#include "kea-hook/config/scopes.h"

#include <algorithm>
#include <arpa/inet.h>

namespace cdc43_hook {

using isc::data::Element;

namespace {

struct id_word {
    const char *name;
    cdc43_hook_id type;
};
const id_word id_words[] = {{"hw-address", CDC43_HOOK_HW_ADDRESS},
                            {"duid", CDC43_HOOK_DUID},
                            {"circuit-id", CDC43_HOOK_CIRCUIT_ID},
                            {"client-id", CDC43_HOOK_CLIENT_ID}};

std::string text_at(const node &where, const char *key) {
    return is_a(where, key, Element::string) ? where.at(key).element->stringValue() : std::string();
}

bool flag_at(const node &where, const char *key, bool otherwise) {
    return is_a(where, key, Element::boolean) ? where.at(key).element->boolValue() : otherwise;
}

std::vector<std::string> texts_at(const node &where, const char *key) {
    std::vector<std::string> result;

    for (const node &entry : entries(where, key)) {
        if (entry.element->getType() == Element::string) {
            result.push_back(entry.element->stringValue());
        }
    }
    return result;
}

/* "192.0.2.0/24" or "192.0.2.1 - 192.0.2.9". */
address_range parse_range(const std::string &text) {
    const size_t slash = text.find('/');
    const size_t dash = text.find('-');
    address_range result;
    uint32_t first = 0;
    uint32_t last = 0;

    if (slash != std::string::npos && parse_address(text.substr(0, slash), &first)) {
        const unsigned long bits = std::strtoul(text.c_str() + slash + 1, nullptr, 10);
        const uint32_t hosts = bits >= 32 ? 0 : UINT32_MAX >> bits;

        result = {first & ~hosts, first | hosts};
    } else if (dash != std::string::npos && parse_address(text.substr(0, dash), &first) &&
               parse_address(text.substr(dash + 1), &last)) {
        result = {first, last};
    }
    return result;
}

/* Which reservations count, by "reservations-global" or "reservations-in-subnet"; up to Kea 2.2
 * perhaps by "reservation-mode", which says both. */
bool host_flag(const node &map, const std::string &key, bool otherwise) {
    const std::string mode = text_at(map, "reservation-mode");

    if (!mode.empty()) {
        const bool is_global = mode == "global";

        return key == "reservations-global" ? is_global : !is_global && mode != "disabled";
    }
    return flag_at(map, key.c_str(), otherwise);
}

class scope_reader {
  public:
    explicit scope_reader(const node &dhcp4) : dhcp4_(dhcp4), tree_() {
    }

    scope_tree read();

  private:
    scope_node number(const node &at, cdc43_hook_level level) {
        return {at, level, tree_.count++};
    }
    gate read_gate(const node &at) const;
    pool read_pool(const node &at);
    host read_host(const node &at);
    std::vector<host> read_hosts(const node &around);
    void read_subnets(const node &around, size_t network);
    client_class read_class(const node &at);
    void read_id_order();

    const node &dhcp4_;
    scope_tree tree_;
};

/* Kea 3.0 has new names for both, and takes several classes. */
gate scope_reader::read_gate(const node &at) const {
    gate result = {texts_at(at, "client-classes"), texts_at(at, "require-client-classes")};
    const std::string one = text_at(at, "client-class");

    if (!one.empty()) {
        result.classes.push_back(one);
    }
    for (std::string &name : texts_at(at, "evaluate-additional-classes")) {
        result.additional.push_back(std::move(name));
    }
    return result;
}

pool scope_reader::read_pool(const node &at) {
    return {number(at, CDC43_HOOK_POOL), read_gate(at), parse_range(text_at(at, "pool"))};
}

host scope_reader::read_host(const node &at) {
    host result = {number(at, CDC43_HOOK_HOST), {}, 0, texts_at(at, "client-classes")};

    for (const id_word &word : id_words) {
        result.ids[word.type] = octets_of(text_at(at, word.name));
    }
    (void)parse_address(text_at(at, "ip-address"), &result.address);
    return result;
}

std::vector<host> scope_reader::read_hosts(const node &around) {
    std::vector<host> result;

    for (const node &at : objects(around, "reservations")) {
        result.push_back(read_host(at));
    }
    return result;
}

/* around: a shared network, or Dhcp4. Kea numbers the subnets that have no id. */
void scope_reader::read_subnets(const node &around, size_t network) {
    for (const node &at : objects(around, "subnet4")) {
        const auto inherited = [&](const char *key, bool otherwise) {
            return host_flag(at, key, host_flag(around, key, host_flag(dhcp4_, key, otherwise)));
        };
        subnet next = {
            number(at, CDC43_HOOK_SUBNET), read_gate(at), {}, "", 0, 0, false, false, {}, {}};

        next.prefix = text_at(at, "subnet");
        next.range = parse_range(next.prefix);
        next.id = static_cast<uint32_t>(is_a(at, "id", Element::integer)
                                            ? at.at("id").element->intValue()
                                            : static_cast<int64_t>(tree_.subnets.size()) + 1);
        next.network = network;
        next.has_own_hosts = inherited("reservations-in-subnet", true);
        next.has_global_hosts = inherited("reservations-global", false);
        for (const node &inner : objects(at, "pools")) {
            next.pools.push_back(read_pool(inner));
        }
        next.hosts = read_hosts(at);
        tree_.subnets.push_back(std::move(next));
    }
}

client_class scope_reader::read_class(const node &at) {
    const bool is_template = is_a(at, "template-test", Element::string);

    return {number(at, CDC43_HOOK_CLASS), text_at(at, "name"),
            text_at(at, is_template ? "template-test" : "test"), is_template,
            flag_at(at, "only-if-required", flag_at(at, "only-in-additional-list", false))};
}

void scope_reader::read_id_order() {
    for (const std::string &name : texts_at(dhcp4_, "host-reservation-identifiers")) {
        for (const id_word &word : id_words) {
            if (name == word.name && tree_.id_order.size() < CDC43_HOOK_ID_COUNT) {
                tree_.id_order.push_back(word.type);
            }
        }
    }
    if (tree_.id_order.empty()) {
        for (const id_word &word : id_words) {
            tree_.id_order.push_back(word.type);
        }
    }
}

scope_tree scope_reader::read() {
    tree_.global = number(dhcp4_, CDC43_HOOK_GLOBAL);
    for (const node &at : objects(dhcp4_, "client-classes")) {
        tree_.classes.push_back(read_class(at));
    }
    tree_.hosts = read_hosts(dhcp4_);
    for (const node &at : objects(dhcp4_, "shared-networks")) {
        tree_.networks.push_back({number(at, CDC43_HOOK_NETWORK), read_gate(at)});
        read_subnets(at, tree_.networks.size() - 1);
    }
    read_subnets(dhcp4_, no_network);
    read_id_order();
    return std::move(tree_);
}

} // namespace

std::vector<const scope_node *> scope_tree::nodes() const {
    std::vector<const scope_node *> result(count);
    const auto add = [&](const scope_node &next) { result[next.number] = &next; };

    add(global);
    std::for_each(networks.begin(), networks.end(), add);
    std::for_each(classes.begin(), classes.end(), add);
    std::for_each(hosts.begin(), hosts.end(), add);
    for (const subnet &each : subnets) {
        add(each);
        std::for_each(each.pools.begin(), each.pools.end(), add);
        std::for_each(each.hosts.begin(), each.hosts.end(), add);
    }
    return result;
}

bool parse_address(const std::string &text, uint32_t *ret_address) {
    in_addr address = {};

    if (inet_pton(AF_INET, trimmed(text).c_str(), &address) != 1) {
        return false;
    }
    *ret_address = ntohl(address.s_addr);
    return true;
}

std::string octets_of(const std::string &written) {
    const std::string text = trimmed(written);
    std::string digits;
    cdc43_where where;
    size_t len = 0;

    if (text.size() >= 2 && text.front() == '\'' && text.back() == '\'') {
        return text.substr(1, text.size() - 2);
    }
    for (size_t at = text.compare(0, 2, "0x") == 0 ? 2 : 0; at < text.size();) {
        const size_t end = std::min(text.find_first_of(": ", at), text.size());

        digits += ((end - at) % 2 != 0 ? "0" : "") + text.substr(at, end - at);
        at = end + 1;
    }
    std::string octets(digits.size(), '\0');
    if (cdc43_parse_hex(digits.data(), digits.size(), reinterpret_cast<uint8_t *>(&octets[0]),
                        octets.size(), &len, &where) != CDC43_OK) {
        return "";
    }
    octets.resize(len);
    return octets;
}

scope_tree read_scopes(const node &dhcp4) {
    return scope_reader(dhcp4).read();
}

} // namespace cdc43_hook
