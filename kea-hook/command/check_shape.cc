/* SPDX-License-Identifier: MIT */
/* What Kea itself would refuse, as far as it matters here, what is not seen here, and classes that
 * nobody asks for. */
#include "kea-hook/command/check.h"

#include <algorithm>
#include <set>

#include "kea-hook/offline/element.h"

namespace cdc43_kea {

using isc::data::ConstElementPtr;
using isc::data::Element;

/* Lists of objects, wherever they stand. */
static bool is_list_of_maps(const std::string &key) {
    static const std::set<std::string> keys = {"client-classes", "hooks-libraries", "option-data",
                                               "option-def",     "pools",           "reservations",
                                               "subnet4",        "shared-networks"};

    return keys.count(key) != 0;
}

static void check_list(const configuration &config, const std::string &key,
                       const ConstElementPtr &list, findings &result) {
    if (list->getType() != Element::list) {
        result.add(config.text.find(*list), rule::REFUSED, "\"" + key + "\"",
                   "this must be a list");
        return;
    }
    for (const auto &entry : list->listValue()) {
        if (entry->getType() != Element::map) {
            result.add(config.text.find(*entry), rule::REFUSED, "\"" + key + "\"",
                       "this must be a list of objects");
        }
    }
}

/* The scopes below a map, as deep as Kea nests them. What is inside a user-context or in the
 * parameters of a library is not Kea's. */
static void check_map(const configuration &config, const ConstElementPtr &map, unsigned depth,
                      findings &result) {
    const unsigned deepest = 4; /* Dhcp4, shared network, subnet, pool, option-data */

    for (const auto &member : map->mapValue()) {
        if (!is_list_of_maps(member.first) ||
            (member.first == "client-classes" && depth != 0)) { /* names, in reservations */
            continue;
        }
        check_list(config, member.first, member.second, result);
        for (const ConstElementPtr &entry : entries(member.second)) {
            if (depth < deepest) {
                check_map(config, entry, depth + 1, result);
            }
        }
    }
}

static void check_refusals(const configuration &config, findings &result) {
    const auto add = [&](const option_set::refusal &refused) {
        result.add(config.text.find(*refused.element), rule::REFUSED, "option-def",
                   refused.sentence);
    };

    std::for_each(config.refusals.begin(), config.refusals.end(), add);
    for (const scope &of : config.scopes()) {
        std::for_each(of.options.definition_refusals().begin(),
                      of.options.definition_refusals().end(), add);
        for (const option_line &line : of.options.lines()) {
            if (!line.refusal.empty()) {
                const ConstElementPtr data = line.element->get("data");
                result.add(config.text.find(*(data ? data : line.element)), rule::REFUSED, of.name,
                           line.refusal);
            }
        }
    }
}

/* Kea wants each name once, and tests that it can read. */
static void check_classes(const configuration &config, findings &result) {
    std::set<std::string> names;

    for (const client_class &entry : config.tree.classes) {
        const scope &own = config.own(entry);
        const class_test *const test = config.test_of(entry);

        if (test != nullptr && !test->refusal().empty()) {
            result.add(config.text.find(*own.element->get("test")), rule::REFUSED, own.name,
                       test->refusal());
        }
        if (!names.insert(entry.name).second) {
            result.add(config.where(own), rule::REFUSED, own.name, "another class has this name");
        }
    }
}

static void check_top(const configuration &config, findings &result) {
    for (const auto &member : config.root->mapValue()) {
        if (member.first != "Dhcp4") {
            result.add(config.text.find_key(member.first, *member.second), rule::BESIDE,
                       "\"" + member.first + "\"");
        }
    }
}

static void check_flex_option(const configuration &config, findings &result) {
    for (const auto &refused :
         config.flex ? config.flex->refusals() : std::vector<flex_option::refusal>()) {
        result.add(config.text.find(*refused.element), rule::REFUSED, config.flex_scope.name,
                   refused.sentence);
    }
}

void check_shape(const configuration &config, findings &result) {
    check_flex_option(config, result);
    check_top(config, result);
    check_map(config, config.dhcp4, 0, result);
    check_refusals(config, result);
    check_classes(config, result);
}

void check_unseen(const configuration &config, findings &result) {
    for (const ConstElementPtr &library : entries(config.dhcp4, "hooks-libraries")) {
        if (!is_known_library(library)) {
            result.add(config.text.find(*library), rule::LIBRARY, "");
        }
    }
    for (const ConstElementPtr &database : config.databases()) {
        result.add(config.text.find(*database), rule::DATABASE, "");
    }
}

void check_required(const configuration &config, const client_class &entry, findings &result) {
    std::set<std::string> required;
    const auto add = [&](const gate &who) {
        required.insert(who.additional.begin(), who.additional.end());
    };

    for (const network &one : config.tree.networks) {
        add(one.who);
    }
    for (const subnet &one : config.tree.subnets) {
        add(one.who);
        for (const pool &inner : one.pools) {
            add(inner.who);
        }
    }
    if (required.count(entry.name) == 0) {
        result.add(config.where(config.own(entry)), rule::NOT_REQUIRED, config.own(entry).name);
    }
}

} // namespace cdc43_kea
