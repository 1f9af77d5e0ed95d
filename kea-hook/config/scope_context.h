/* SPDX-License-Identifier: MIT */
/* What a single scope says: its user-context and its option 15. */
#ifndef CDC43_HOOK_CONFIG_SCOPE_CONTEXT_H
#define CDC43_HOOK_CONFIG_SCOPE_CONTEXT_H

#include <deque>

#include "kea-hook/config/scopes.h"

namespace cdc43_hook {

/* The option 15 that counts in a scope, its own or of one around it. */
struct scope_domain {
    node data; /* element is null when there is none */
    cdc43_view domain;
    bool is_unchecked; /* as where it stands nothing is sent */
};

class scope_contexts {
  public:
    /* texts and rows: where what is found is kept. policy: complete. */
    scope_contexts(std::deque<std::string> &texts, std::deque<std::vector<cdc43_hook_row>> &rows,
                   const cdc43_hook_policy &policy);

    /* False when the scope has nothing for us. domain: what counts around the scope; afterwards,
     * what counts in it. Throws config_error, also when the Common Name of a known model would
     * break a rule with it. */
    bool read(const scope_node &of, cdc43_hook_scope_policy &ret_said, scope_domain &domain);

    /* Did the scope that was read last have a user-context for us? */
    bool is_spoken() const {
        return is_spoken_;
    }

  private:
    void read_context(const node &ours, cdc43_hook_scope_policy &said);
    void read_rows(const node &map, cdc43_hook_scope_policy &said);
    void read_domain(const node &at, cdc43_hook_scope_policy &said, scope_domain &domain);
    void check_domain(const node &where, cdc43_view domain) const;
    void check_vendor_class(const node &where, const std::string &name, size_t profile) const;
    void measure(cdc43_view vendor_class);
    size_t find_profile(const node &where) const;
    cdc43_view keep(std::string text);

    std::deque<std::string> &texts_;
    std::deque<std::vector<cdc43_hook_row>> &rows_;
    const cdc43_hook_policy &policy_;
    std::string longest_; /* model with the longest Common Name; empty: none has one */
    std::string longest_cn_;
    bool is_spoken_ = false;
};

} // namespace cdc43_hook

#endif
