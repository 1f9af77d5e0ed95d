/* SPDX-License-Identifier: MIT */
/* The checks of a configuration. */
#ifndef CDC43_KEA_CHECK_H
#define CDC43_KEA_CHECK_H

#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "kea-hook/command/findings.h"
#include "kea-hook/offline/outcome.h"

namespace cdc43_kea {

/* One phone model in one location, and what it gets. */
struct combination {
    std::string model;
    location where;
    outcome result;
    std::set<std::string> assumed; /* classes that it is in here, which nothing decides */

    std::string name(const configuration &config) const;
};

/* Is there anything in a scope that is meant for these phones: suboptions 11 or 12, or any of
 * 10-15 in a class that is theirs? is_theirs: the class is for phones and not for everybody. */
bool is_for_phones(const configuration &config, const scope &of, bool is_theirs);

/* Has an option 43 suboption 11 or 12, also if it is broken? */
bool is_meant_for_phones(const std::string &octets);

/* The models that a configuration is worked out for: the known ones, those of the hook, those that
 * classes are for. Bounded. */
std::vector<std::string> models_of(const configuration &config, const hook_view *hooks);

/* Every location where a client may be served. */
std::vector<location> locations_of(const configuration &config);

/* A client of that model, which asks for everything that matters. */
client client_of(const std::string &model);

/* The same, with the MAC address of the location's reservation if it has one. */
client client_of(const std::string &model, const location &where);

/* What Kea itself refuses. */
void check_shape(const configuration &config, findings &result);

/* What the configuration uses and what is not looked at: libraries, databases. */
void check_unseen(const configuration &config, findings &result);

/* Does anything require a class that is evaluated only then? */
void check_required(const configuration &config, const client_class &entry, findings &result);

/* Everything that can be seen in a scope alone: its lines, and its option 43. */
void check_scope(const configuration &config, const scope &of, bool is_theirs, bool has_hook,
                 findings &result);

/* Everything that depends on who gets what where. Calls each for every combination. */
void check_outcomes(const configuration &config, const hook_view *hooks,
                    const std::function<void(const combination &)> &each, findings &result);

/* Reads the hook's parameters; NULL when it is not loaded or refuses them, which is a finding. */
std::unique_ptr<hook_view> read_hook(const configuration &config, findings &result);

/* All of it. */
void check(const configuration &config, const std::function<void(const combination &)> &each,
           findings &result);

} // namespace cdc43_kea

#endif
