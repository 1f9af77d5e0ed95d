/* SPDX-License-Identifier: MIT */
/* From Kea's configuration to the tables: subnets, pools, reservations, classes, networks. */
#include <algorithm>
#include <arpa/inet.h>
#include <cstring>

#include "kea-hook/config/scope_context.h"

namespace cdc43_hook {

using isc::data::Element;

namespace {

/* A subnet and what stands around it. */
struct subnet_node {
    node own;
    node network; /* element is null when it is in none */
    size_t network_policy;
    scope_domain network_domain;
    uint32_t first;
    uint32_t last;
};

bool parse_address(const std::string &text, uint32_t *ret_address) {
    in_addr address = {};

    if (inet_pton(AF_INET, text.c_str(), &address) != 1) {
        return false;
    }
    *ret_address = ntohl(address.s_addr);
    return true;
}

std::string without_blanks(std::string text) {
    text.erase(std::remove_if(text.begin(), text.end(),
                              [](unsigned char c) { return std::isspace(c) != 0; }),
               text.end());
    return text;
}

/* "192.0.2.0/24" or "192.0.2.1-192.0.2.9". Kea has checked it. */
bool parse_range(const std::string &written, uint32_t *ret_first, uint32_t *ret_last) {
    const std::string text = without_blanks(written);
    const size_t slash = text.find('/');
    const size_t dash = text.find('-');

    if (slash != std::string::npos && parse_address(text.substr(0, slash), ret_first)) {
        const unsigned long bits = std::strtoul(text.c_str() + slash + 1, nullptr, 10);
        const uint32_t hosts = bits >= 32 ? 0 : UINT32_MAX >> bits;

        *ret_first &= ~hosts;
        *ret_last = *ret_first | hosts;
        return bits <= 32;
    }
    return dash != std::string::npos && parse_address(text.substr(0, dash), ret_first) &&
           parse_address(text.substr(dash + 1), ret_last) && *ret_first <= *ret_last;
}

std::string string_at(const node &where, const char *key) {
    return is_a(where, key, Element::string) ? where.at(key).element->stringValue() : std::string();
}

/* A flag of reservations: as the subnet, else its network, else everything says. */
bool flag_of(const subnet_node &subnet, const node &dhcp4, const char *key, bool otherwise) {
    return host_flag(
        subnet.own.element, key,
        host_flag(subnet.network.element, key, host_flag(dhcp4.element, key, otherwise)));
}

struct id_word {
    const char *name;
    cdc43_hook_id type;
};
const id_word id_words[] = {{"hw-address", CDC43_HOOK_HW_ADDRESS},
                            {"duid", CDC43_HOOK_DUID},
                            {"circuit-id", CDC43_HOOK_CIRCUIT_ID},
                            {"client-id", CDC43_HOOK_CLIENT_ID}};

} // namespace

std::string host_id(const isc::data::ConstElementPtr &reservation, cdc43_hook_id type) {
    for (const id_word &word : id_words) {
        if (word.type == type) {
            return octets_of(string_at({"", reservation}, word.name));
        }
    }
    return "";
}

class scope_reader {
  public:
    scope_reader(scope_tables &tables, cdc43_hook_policy &policy)
        : tables_(tables), says_(tables.texts_, tables.rows_, policy) {
    }

    void read(const node &dhcp4);

  private:
    size_t add_policy(const node &where, cdc43_hook_level level, scope_domain &domain);
    void collect(const node &around, const node &network, size_t network_policy,
                 const scope_domain &network_domain);
    void read_subnet(const subnet_node &from, const node &dhcp4);
    void read_pools(const node &subnet, const scope_domain &around);
    void read_hosts(const node &around, size_t subnet, const scope_domain &domain);
    void read_classes(const node &dhcp4);
    void read_id_order(const node &dhcp4);

    scope_tables &tables_;
    scope_says says_;
    scope_domain domain_ = {}; /* of everything */
    std::vector<subnet_node> subnets_ = {};
};

size_t scope_reader::add_policy(const node &where, cdc43_hook_level level, scope_domain &domain) {
    cdc43_hook_scope_policy policy = {};

    if (!says_.read(where, level, policy, domain)) {
        return 0;
    }
    tables_.policies_.push_back(policy);
    return tables_.policies_.size() - 1;
}

void scope_reader::collect(const node &around, const node &network, size_t network_policy,
                           const scope_domain &network_domain) {
    for (const node &own : objects(around, "subnet4")) {
        uint32_t first = 0;
        uint32_t last = 0;

        if (parse_range(string_at(own, "subnet"), &first, &last)) {
            subnets_.push_back({own, network, network_policy, network_domain, first, last});
        }
    }
}

void scope_reader::read_pools(const node &subnet, const scope_domain &around) {
    cdc43_hook_subnet &own = tables_.subnets_.back();

    own.first_pool = tables_.pools_.size();
    for (const node &pool : objects(subnet, "pools")) {
        cdc43_hook_pool found = {};
        scope_domain domain = around;
        const size_t policy = add_policy(pool, CDC43_HOOK_POOL, domain);

        if (policy != 0 && parse_range(string_at(pool, "pool"), &found.first, &found.last)) {
            found.policy = policy;
            tables_.pools_.push_back(found);
        }
    }
    own.pool_count = tables_.pools_.size() - own.first_pool;
    std::sort(tables_.pools_.begin() + static_cast<std::ptrdiff_t>(own.first_pool),
              tables_.pools_.end(),
              [](const cdc43_hook_pool &a, const cdc43_hook_pool &b) { return a.first < b.first; });
}

/* A reservation that says nothing is kept all the same: it ends Kea's search for a better one. */
void scope_reader::read_hosts(const node &around, size_t subnet, const scope_domain &domain) {
    for (const node &host : objects(around, "reservations")) {
        scope_domain own = domain;
        const size_t policy = add_policy(host, CDC43_HOOK_HOST, own);

        if (!tables_.with_hosts_ && says_.is_spoken()) {
            fail(host, "this counts only with \"host-context\": true in the library's parameters");
        }
        for (const id_word &word : id_words) {
            const std::string id = host_id(host.element, word.type);

            if (!id.empty()) {
                tables_.texts_.push_back(id);
                tables_.hosts_.push_back(
                    {word.type, view_of(tables_.texts_.back()), subnet, policy});
            }
        }
    }
}

void scope_reader::read_subnet(const subnet_node &from, const node &dhcp4) {
    const size_t index = tables_.subnets_.size();
    cdc43_hook_subnet own = {};

    own.first = from.first;
    own.last = from.last;
    own.id = is_a(from.own, "id", Element::integer)
                 ? static_cast<uint32_t>(from.own.at("id").element->intValue())
                 : 0;
    own.has_own_hosts = flag_of(from, dhcp4, "reservations-in-subnet", true);
    own.has_global_hosts = flag_of(from, dhcp4, "reservations-global", false);
    scope_domain domain = from.network_domain;
    own.policy = add_policy(from.own, CDC43_HOOK_SUBNET, domain);
    own.network_policy = from.network_policy;
    tables_.subnets_.push_back(own);
    tables_.subnet_texts_.push_back(string_at(from.own, "subnet"));
    read_pools(from.own, domain);
    read_hosts(from.own, index, domain);
}

void scope_reader::read_classes(const node &dhcp4) {
    for (const node &own : objects(dhcp4, "client-classes")) {
        scope_domain domain = domain_;
        const size_t policy = add_policy(own, CDC43_HOOK_CLASS, domain);

        if (policy != 0) {
            const size_t index = tables_.class_index(string_at(own, "name"));

            tables_.classes_[index].policy = policy;
        }
    }
}

void scope_reader::read_id_order(const node &dhcp4) {
    cdc43_hook_scopes &table = tables_.table;

    for (const node &entry : entries(dhcp4, "host-reservation-identifiers")) {
        for (const id_word &word : id_words) {
            if (entry.element->getType() == Element::string &&
                entry.element->stringValue() == word.name && table.id_count < CDC43_HOOK_ID_COUNT) {
                table.id_order[table.id_count++] = word.type;
            }
        }
    }
    if (table.id_count == 0) {
        for (const id_word &word : id_words) {
            table.id_order[table.id_count++] = word.type;
        }
    }
}

void scope_reader::read(const node &dhcp4) {
    const node none = {"", isc::data::ConstElementPtr()};

    tables_.table.global_policy = add_policy(dhcp4, CDC43_HOOK_GLOBAL, domain_);
    collect(dhcp4, none, 0, domain_);
    for (const node &network : objects(dhcp4, "shared-networks")) {
        scope_domain domain = domain_;
        const size_t policy = add_policy(network, CDC43_HOOK_NETWORK, domain);

        collect(network, network, policy, domain);
    }
    std::stable_sort(subnets_.begin(), subnets_.end(),
                     [](const subnet_node &a, const subnet_node &b) {
                         return a.first != b.first ? a.first < b.first : a.last > b.last;
                     });
    for (const subnet_node &subnet : subnets_) {
        read_subnet(subnet, dhcp4);
    }
    read_hosts(dhcp4, 0, domain_);
    read_classes(dhcp4);
    read_id_order(dhcp4);
}

void scope_tables::read(const node &dhcp4, cdc43_hook_policy &policy, bool with_hosts) {
    with_hosts_ = with_hosts;
    scope_reader(*this, policy).read(dhcp4);
}

} // namespace cdc43_hook
