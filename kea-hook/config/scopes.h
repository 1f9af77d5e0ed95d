/* SPDX-License-Identifier: MIT */
/* Kea's configuration as scopes: all that can bring an option, and whom Kea serves from there. */
#ifndef CDC43_HOOK_CONFIG_SCOPES_H
#define CDC43_HOOK_CONFIG_SCOPES_H

#include <array>
#include <string>
#include <vector>

#include "kea-hook/config/json.h"
#include "kea-hook/policy/scopes.h"

namespace cdc43_hook {

struct scope_node {
    node at; /* its map in the configuration */
    cdc43_hook_level level;
    size_t number; /* below scope_tree::count, each once */
};

/* Whom Kea lets in, and which classes it evaluates for those only. */
struct gate {
    std::vector<std::string> classes; /* one of them is enough; empty: everybody */
    std::vector<std::string> additional;
};

/* Addresses, host byte order, of a pool or a subnet. first > last: no range was written. */
struct address_range {
    uint32_t first = 1;
    uint32_t last = 0;

    bool has(uint32_t address) const {
        return first <= address && address <= last;
    }
};

struct pool : scope_node {
    gate who;
    address_range range;
};

struct host : scope_node {
    std::array<std::string, CDC43_HOOK_ID_COUNT> ids; /* octets; empty: not made by this one */
    uint32_t address;                                 /* 0: none is reserved */
    std::vector<std::string> classes;
};

struct network : scope_node {
    gate who;
};

const size_t no_network = static_cast<size_t>(-1);

struct subnet : scope_node {
    gate who;
    address_range range;
    std::string prefix; /* as written */
    uint32_t id;
    size_t network; /* index, or no_network */
    bool has_own_hosts;
    bool has_global_hosts;
    std::vector<pool> pools;
    std::vector<host> hosts;
};

struct client_class : scope_node {
    std::string name;
    std::string test;   /* empty: none */
    bool is_template;   /* test makes a class for each of its values (Kea 2.4 and later) */
    bool is_additional; /* evaluated only where a gate names it */
};

/* In the order of the file; subnets of shared networks first. */
struct scope_tree {
    scope_node global;
    std::vector<network> networks;
    std::vector<subnet> subnets;
    std::vector<client_class> classes;
    std::vector<host> hosts;             /* global reservations */
    std::vector<cdc43_hook_id> id_order; /* by which Kea looks for reservations */
    size_t count;                        /* of all scopes */

    /* All of them, by number. */
    std::vector<const scope_node *> nodes() const;
};

/* Reads the map Dhcp4. What has another type than Kea takes counts as absent. */
scope_tree read_scopes(const node &dhcp4);

/* Dotted decimal, blanks around it do not count; false when it is none. */
bool parse_address(const std::string &text, uint32_t *ret_address);

/* Octets as Kea reads them where they have no type: text in single quotes; or hexadecimal digits in
 * groups with a colon or a blank between, each of which may lack its first zero. */
std::string octets_of(const std::string &written);

} // namespace cdc43_hook

#endif
