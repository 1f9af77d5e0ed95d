/* SPDX-License-Identifier: MIT */
/* The library's parameters in Kea's configuration, checked and turned into a policy. */
#ifndef CDC43_HOOK_CONFIG_H
#define CDC43_HOOK_CONFIG_H

#include <deque>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <cc/data.h>

#include "kea-hook/policy.h"

namespace cdc43_hook {

/* what(): a sentence for the operator: path of the parameter, its position, the rule. It never
 * holds a value. */
class config_error : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/* A policy and its memory, which is erased at the end. */
class policy {
  public:
    policy(size_t profiles, size_t models);
    policy(const policy &) = delete;
    policy &operator=(const policy &) = delete;
    ~policy();

    cdc43_hook_policy table;

    /* A copy of the text that lives as long as the policy. */
    cdc43_view keep(std::string text);

  private:
    std::vector<cdc43_hook_profile> profiles_;
    std::vector<cdc43_hook_model> models_;
    std::vector<uint32_t> slots_;
    std::deque<std::string> texts_;
};

/* Reads the whole map "parameters" (null when there is none). Throws config_error. */
std::shared_ptr<const policy> read_config(const isc::data::ConstElementPtr &parameters);

} // namespace cdc43_hook

#endif
