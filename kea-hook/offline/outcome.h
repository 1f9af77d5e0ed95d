/* SPDX-License-Identifier: MIT */
/* What a client gets: which scope wins, why the others do not, and the octets. */
#ifndef CDC43_HOOK_OFFLINE_OUTCOME_H
#define CDC43_HOOK_OFFLINE_OUTCOME_H

#include <map>
#include <set>
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
    /* Classes let the client into the subnet and the pool. */
    truth served = truth::no;
    /* The undecided classes that would let it in, where that is unknown: one for each gate. */
    std::set<std::string> keys = {};
    std::vector<std::string> classes = {}; /* the client's, in Kea's order */
    /* Those that it may be in, and what would have to be known: in words. */
    std::map<std::string, std::set<std::string>> undecided = {};
    /* The same of those of which it is taken that the client is in them. */
    std::map<std::string, std::set<std::string>> assumed = {};
    std::vector<const scope *> chain = {};       /* scopes that apply, in the order Kea asks them */
    const scope *winner = nullptr;               /* brings option 43 by Kea's own means */
    bool is_sent = false;                        /* asked for, or always sent */
    std::vector<std::string> kea_instances = {}; /* of option 43, before the hook; if it is sent */
    hook_result hook = {};
    std::vector<std::string> instances = {}; /* on the wire */
    std::string joined = {};                 /* of instances */
    const scope *domain_from = nullptr;      /* brings option 15 */
    std::string domain = {};
    std::set<std::string> flex_needs = {}; /* what decides whether flex_option does something */
    /* Provisioning options in the reply and who brings them. */
    std::vector<std::pair<unsigned, const scope *>> provisioning = {};
};

/* The classes that a vendor class alone puts a client into, and an unknown one does not. */
std::set<std::string> own_classes(const configuration &config, const std::string &vendor_class);

/* Works out what Kea and the hook send. hooks: NULL when the hook is not loaded. assumed: classes
 * of which it is taken that the client is in them, as far as nothing decides that; in all others
 * that nothing decides it is not. */
outcome work_out(const configuration &config, const hook_view *hooks, const client &who,
                 const location &where, const std::set<std::string> &assumed = {});

/* The same where it is unknown whether the client is served: assuming that it is. */
outcome work_out_if_served(const configuration &config, const hook_view *hooks, const client &who,
                           const location &where);

} // namespace cdc43_kea

#endif
