/* SPDX-License-Identifier: MIT */
/* A configuration's scopes: everything that can bring an option, and whom it serves. */
#ifndef CDC43_HOOK_OFFLINE_SCOPES_H
#define CDC43_HOOK_OFFLINE_SCOPES_H

#include <array>
#include <deque>
#include <string>
#include <vector>

#include <cc/data.h>

#include "kea-hook/offline/config_text.h"
#include "kea-hook/offline/expression.h"
#include "kea-hook/offline/options.h"
#include "kea-hook/policy/scopes.h"

namespace cdc43_kea {

/* In the order in which Kea asks them: the first that has an option brings it. */
enum class scope_kind { host, pool, subnet, network, client_class, global };

struct scope {
    scope_kind kind;
    std::string name; /* "subnet 192.0.2.0/24", for people */
    isc::data::ConstElementPtr element;
    option_set options;
    /* The wire, worked out once. */
    std::vector<std::string> instances43;
    std::string joined43;
};

struct client_class {
    scope own;
    std::string name;
    std::string test; /* empty: none */
    expression condition;
    bool only_if_required;
};

/* What decides whether a client may be served from here, and which classes are looked at then. */
struct gate {
    std::vector<std::string> classes; /* one of them, if there are any */
    std::vector<std::string> required;
};

struct pool {
    scope own;
    gate who;
    uint32_t first; /* addresses, host byte order */
    uint32_t last;
};

struct host {
    scope own;
    std::string mac;                                  /* 6 octets; empty: another identifier */
    std::array<std::string, CDC43_HOOK_ID_COUNT> ids; /* octets of each; empty: it has it not */
    uint32_t address;                                 /* 0: none */
    std::vector<std::string> classes;
};

struct subnet {
    scope own;
    gate who;
    long id;
    uint32_t first;
    uint32_t last;
    size_t network; /* index, or no_network */
    bool uses_global_hosts;
    bool uses_own_hosts;
    std::deque<pool> pools;
    std::deque<host> hosts;
};

const size_t no_network = static_cast<size_t>(-1);

struct network {
    scope own;
    gate who;
};

class configuration {
  public:
    /* source: must outlive this. file: all that it holds. Throws config_text_error when there is no
     * Dhcp4 in it. */
    configuration(const config_text &source, const isc::data::ConstElementPtr &file);
    configuration(const configuration &) = delete;
    configuration &operator=(const configuration &) = delete;

    const config_text &text;
    isc::data::ConstElementPtr root; /* the whole file */
    isc::data::ConstElementPtr dhcp4;
    scope global;
    std::deque<client_class> classes;
    std::deque<network> networks;
    std::deque<subnet> subnets;
    std::deque<host> hosts;                    /* global reservations */
    std::vector<option_set::refusal> refusals; /* of global definitions */
    bool has_threads;

    /* The element in "hooks-libraries" that loads the hook; null when none does. */
    isc::data::ConstElementPtr hook;

    /* Every scope, once. */
    std::vector<const scope *> scopes() const;

    /* Where a scope begins, for findings. */
    position where(const scope &of) const;

    const subnet *find_subnet(const std::string &prefix_or_id) const;
    const subnet *find_subnet(uint32_t address) const;

  private:
    void read_classes();
    void read_subnets(const isc::data::ConstElementPtr &list, size_t network,
                      const isc::data::ConstElementPtr &around);
    void read_hook();
};

/* The text as one line that does nothing to a terminal: control characters as \xNN. is_ascii: also
 * everything beyond ASCII. */
std::string one_line(const std::string &text, bool is_ascii);

/* Dotted decimal; false when it is none. */
bool parse_address(const std::string &text, uint32_t *ret_address);

} // namespace cdc43_kea

#endif
