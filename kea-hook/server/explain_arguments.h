/* SPDX-License-Identifier: MIT */
/* The arguments of cdc43-explain: a client and its response, as an operator describes them. */
#ifndef CDC43_HOOK_SERVER_EXPLAIN_ARGUMENTS_H
#define CDC43_HOOK_SERVER_EXPLAIN_ARGUMENTS_H

#include "kea-hook/config/scope_tables.h"
#include "kea-hook/policy/decide.h"

namespace cdc43_hook {

/* The question as it was asked; views of the client point into it. */
struct question {
    std::string vendor_class = {};
    std::string ids[CDC43_HOOK_ID_COUNT] = {};
    std::string theirs = {};
    bool has_theirs = false;
    bool has_domain = false;
    std::string domain = {};
    cdc43_hook_client client = {};
    cdc43_hook_response response = {false, 0};

    question() = default;
    question(const question &) = delete;
    question &operator=(const question &) = delete;
};

/* Throws config_error about what no client and no response can have. */
void read_question(const node &root, const scope_tables &scopes, question &ret_asked);

} // namespace cdc43_hook

#endif
