/* SPDX-License-Identifier: MIT */
/* What Kea's library flex_option does to the options of a response. */
#include "kea-hook/offline/flex_option.h"

#include <algorithm>
#include <set>

#include "kea-hook/offline/element.h"
#include "kea-hook/offline/options.h"

namespace cdc43_kea {

using isc::data::ConstElementPtr;
using isc::data::Element;

namespace {

const size_t most_octets = 253; /* of a raw option that Kea does not split */

const char *const actions[] = {"add", "supersede", "remove"}; /* as in enum action */

ConstElementPtr options_of(const ConstElementPtr &library) {
    return part(part(library, "parameters", Element::map), "options", Element::list);
}

} // namespace

bool is_readable_flex_option(const ConstElementPtr &library) {
    static const std::set<std::string> known = {"code",         "name",    "add",
                                                "supersede",    "remove",  "client-class",
                                                "user-context", "comment", "csv-format"};
    const std::string path = text_in(library, "library");
    const std::vector<ConstElementPtr> options = entries(options_of(library));

    return path.substr(path.rfind('/') + 1) == "libdhcp_flex_option.so" && /* npos + 1 is 0 */
           std::all_of(options.begin(), options.end(), [](const ConstElementPtr &option) {
               const auto &members = option->mapValue();

               return !flag_in(option, "csv-format", false) && code_of(option) != 0 &&
                      std::all_of(members.begin(), members.end(), [](const auto &member) {
                          return known.count(member.first) != 0;
                      });
           });
}

flex_option::flex_option(const ConstElementPtr &library,
                         const std::function<bool(const std::string &)> &is_defined) {
    for (const ConstElementPtr &option : entries(options_of(library))) {
        for (const action what : {action::add, action::supersede, action::remove}) {
            const char *const key = actions[static_cast<size_t>(what)];
            const ConstElementPtr text = part(option, key, Element::string);

            if (!text) {
                continue;
            }
            const class_test expression(text->stringValue(), is_defined,
                                        what == action::remove ? class_test::answer::truth
                                                               : class_test::answer::text);
            if (!expression.refusal().empty()) {
                refusals_.push_back({text, expression.refusal()});
            }
            rules_.push_back({code_of(option), what, expression, text_in(option, "client-class")});
        }
    }
}

bool flex_option::has(unsigned code) const {
    return std::any_of(rules_.begin(), rules_.end(),
                       [&](const rule &one) { return one.code == code; });
}

bool flex_option::apply(unsigned code, const test_packet &query,
                        std::vector<std::string> &instances,
                        std::set<std::string> &ret_needs) const {
    bool is_changed = false;

    for (const rule &one : rules_) {
        const bool is_idle =
            (one.what == action::add && !instances.empty()) ||
            (one.what == action::remove && instances.empty()) ||
            (!one.only_class.empty() && query.membership(one.only_class) == truth::no);

        if (one.code != code || is_idle) {
            continue;
        }
        const class_test::value made = one.expression.value_in(query);
        if (!made.is_known ||
            (!one.only_class.empty() && query.membership(one.only_class) == truth::unknown)) {
            ret_needs.insert(made.needs.begin(), made.needs.end());
            continue;
        }
        if (one.what == action::remove ? made.text != "true" : made.text.empty()) {
            continue;
        }
        is_changed = true;
        instances.clear();
        for (size_t i = 0; one.what != action::remove && i < made.text.size(); i += most_octets) {
            instances.push_back(made.text.substr(i, most_octets));
        }
    }
    return is_changed;
}

} // namespace cdc43_kea
