/* SPDX-License-Identifier: MIT */
/* What a single scope says: its user-context and its option 15. */
#ifndef CDC43_HOOK_CONFIG_SCOPE_CONTEXT_H
#define CDC43_HOOK_CONFIG_SCOPE_CONTEXT_H

#include "kea-hook/config/scope_tables.h"

namespace cdc43_hook {

/* The option 15 that counts in a scope, its own or of one around it. */
struct scope_domain {
    node data; /* element is null when there is none */
    cdc43_view domain;
    bool is_unchecked; /* as where it stands nothing is sent */
};

/* Octets as Kea reads them where they are not of a type: text in single quotes; or hexadecimal
 * digits in groups with a colon or a blank between, each of which may lack its first zero. */
std::string octets_of(const std::string &written);

class scope_says {
  public:
    /* texts and rows: where what is found is kept. */
    scope_says(std::deque<std::string> &texts, std::deque<std::vector<cdc43_hook_row>> &rows,
               cdc43_hook_policy &policy);

    /* False when the scope has nothing for us. domain: what counts around the scope; afterwards,
     * what counts in it. Throws config_error, also when the Common Name of a known model would
     * break a rule with it. */
    bool read(const node &scope, cdc43_hook_level level, cdc43_hook_scope_policy &policy,
              scope_domain &domain);

    /* Did the scope that was read last have a user-context for us? */
    bool is_spoken() const {
        return is_spoken_;
    }

  private:
    void read_context(const node &ours, cdc43_hook_scope_policy &policy);
    void read_rows(const node &map, cdc43_hook_scope_policy &policy);
    void read_domain(const node &scope, cdc43_hook_scope_policy &policy, scope_domain &domain);
    void check_domain(const node &where, cdc43_view domain) const;
    void measure(cdc43_view vendor_class);
    size_t find_profile(const node &where) const;
    size_t find_model(const node &where, const std::string &name);
    cdc43_view keep(std::string text);

    std::deque<std::string> &texts_;
    std::deque<std::vector<cdc43_hook_row>> &rows_;
    cdc43_hook_policy &policy_;
    std::string longest_; /* model with the longest Common Name; empty: none has one */
    std::string longest_cn_;
    bool is_spoken_ = false;
};

} // namespace cdc43_hook

#endif
