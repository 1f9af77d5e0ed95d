/* SPDX-License-Identifier: MIT */
/* What a check had to assume because the configuration does not say it. */
#include "kea-hook/command/assumptions.h"

#include "kea-hook/command/findings.h"

namespace cdc43_kea {

using isc::data::Element;
using isc::data::ElementPtr;

/* The options that the model of every combination asks for. */
static std::string requested() {
    std::string result;

    for (const unsigned code : client_of("").requested) {
        result += (result.empty() ? "" : ", ") + std::to_string(code);
    }
    return result;
}

void assumptions::add(const combination &one) {
    is_any_ = true;
    for (const auto *const classes : {&one.result.undecided, &one.result.assumed}) {
        for (const auto &entry : *classes) {
            classes_[entry.first].insert(entry.second.begin(), entry.second.end());
        }
    }
}

std::string assumptions::text() const {
    std::string result = "Assumed, because the file does not say it:\n"
                         "    phones ask for the options " +
                         requested() + "\n";

    if (!is_any_) {
        return "";
    }
    for (const auto &entry : classes_) {
        result += "    phones may be in class \"" + one_line(entry.first, false) +
                  "\", or not: it depends on " + joined(entry.second, entry.second.size()) + "\n";
    }
    return result;
}

ElementPtr assumptions::json() const {
    const ElementPtr result = Element::createList();

    for (const auto &entry : classes_) {
        const ElementPtr item = Element::createMap();
        const ElementPtr needs = Element::createList();

        for (const std::string &need : entry.second) {
            needs->add(Element::create(need));
        }
        item->set("class", Element::create(entry.first));
        item->set("depends-on", needs);
        result->add(item);
    }
    return result;
}

} // namespace cdc43_kea
