/* SPDX-License-Identifier: MIT */
/* What a client gets: which scope wins, why the others do not, and the octets. */
#ifndef CDC43_HOOK_OFFLINE_OUTCOME_H
#define CDC43_HOOK_OFFLINE_OUTCOME_H

#include <string>
#include <utility>
#include <vector>

#include "kea-hook/offline/hook.h"
#include "kea-hook/offline/scopes.h"

namespace cdc43_kea {

/* Where a client is served; NULL: not from there. */
struct location {
    const subnet *in_subnet;
    const pool *in_pool;
    const host *reservation;

    std::string name(const configuration &config) const;
};

struct outcome {
    bool is_served = false;                /* classes let the client into the subnet and the pool */
    std::vector<std::string> classes = {}; /* the client's, in Kea's order */
    std::vector<const client_class *> unknown = {}; /* tests that could not be worked out */
    std::vector<const scope *> chain = {};       /* scopes that apply, in the order Kea asks them */
    const scope *winner = nullptr;               /* brings option 43 by Kea's own means */
    bool is_sent = false;                        /* asked for, or always sent */
    std::vector<std::string> kea_instances = {}; /* of option 43, before the hook; if it is sent */
    hook_result hook = {};
    std::vector<std::string> instances = {}; /* on the wire */
    std::string joined = {};                 /* of instances */
    const scope *domain_from = nullptr;      /* brings option 15 */
    std::string domain = {};
    /* Provisioning options in the reply and who brings them. */
    std::vector<std::pair<unsigned, const scope *>> provisioning = {};
};

/* Works out what Kea and the hook send. hooks: NULL when the hook is not loaded. */
outcome work_out(const configuration &config, const hook_view *hooks, const client &who,
                 const location &where);

} // namespace cdc43_kea

#endif
