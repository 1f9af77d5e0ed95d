/* SPDX-License-Identifier: MIT */
/* The configuration as it is once an operator has done what migrate says. */
#include "kea-hook/command/migrated.h"

#include <algorithm>
#include <map>

#include "kea-hook/config/parameters.h"

namespace cdc43_kea {

using isc::data::ConstElementPtr;
using isc::data::Element;
using isc::data::ElementPtr;

namespace {

using copies = std::map<const Element *, ElementPtr>;

/* A deep copy, and where each object in it came from. */
ElementPtr copy_of(const ConstElementPtr &from, copies &ret_copies) {
    if (from->getType() == Element::list) {
        const ElementPtr result = Element::createList();

        for (const ElementPtr &entry : from->listValue()) {
            result->add(copy_of(entry, ret_copies));
        }
        return result;
    }
    if (from->getType() == Element::map) {
        const ElementPtr result = Element::createMap();

        for (const auto &member : from->mapValue()) {
            result->set(member.first, copy_of(member.second, ret_copies));
        }
        ret_copies[from.get()] = result;
        return result;
    }
    return isc::data::copy(from);
}

void edit_one(const migration_edit &edit, const ElementPtr &scope_copy) {
    const ConstElementPtr lines = edit.of->element->get("option-data");
    const ElementPtr kept = Element::createList();

    if (!edit.deleted.empty()) {
        for (const ElementPtr &line : lines->listValue()) {
            if (std::find(edit.deleted.begin(), edit.deleted.end(), line) == edit.deleted.end()) {
                kept->add(isc::data::copy(line));
            }
        }
        scope_copy->set("option-data", kept);
    }
    if (edit.context) {
        const ConstElementPtr before = edit.of->element->get("user-context");
        const ElementPtr context = before && before->getType() == Element::map
                                       ? isc::data::copy(before)
                                       : Element::createMap();

        context->set("cdc43", edit.context);
        scope_copy->set("user-context", context);
    }
}

} // namespace

ElementPtr migrated(const configuration &config, const std::vector<migration_edit> &edits,
                    const ElementPtr &parameters) {
    copies from;
    const ElementPtr result = copy_of(config.root, from);
    const ElementPtr libraries = Element::createList();
    const ConstElementPtr before = config.dhcp4->get("hooks-libraries");
    const ElementPtr ours = Element::createMap();

    for (const migration_edit &edit : edits) {
        edit_one(edit, from.at(edit.of->element.get()));
    }
    if (before && before->getType() == Element::list) {
        for (const ElementPtr &entry : before->listValue()) {
            if (!cdc43_hook::is_this_library(entry)) {
                libraries->add(isc::data::copy(entry));
            }
        }
    }
    ours->set("library", Element::create(std::string("libdhcp_cdc43.so")));
    ours->set("parameters", parameters);
    libraries->add(ours);
    from.at(config.dhcp4.get())->set("hooks-libraries", libraries);
    return result;
}

} // namespace cdc43_kea
