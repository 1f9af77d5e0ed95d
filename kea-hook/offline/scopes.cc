/* SPDX-License-Identifier: MIT */
/* A configuration's scopes with the options that they bring. */
#include "kea-hook/offline/scopes.h"

#include <algorithm>
#include <set>

#include "kea-hook/config/kea_classes.h"
#include "kea-hook/config/parameters.h"
#include "kea-hook/offline/element.h"

namespace cdc43_kea {

using isc::data::ConstElementPtr;
using isc::data::Element;

namespace {

ConstElementPtr list_in(const ConstElementPtr &map, const char *key) {
    return part(map, key, Element::list);
}

std::string name_of_host(const ConstElementPtr &element) {
    for (const char *const key : {"hw-address", "client-id", "duid", "circuit-id", "flex-id"}) {
        const std::string id = text_in(element, key);

        if (!id.empty()) {
            return "reservation " + id;
        }
    }
    return "reservation";
}

std::string name_of(const scope_node &of) {
    const ConstElementPtr &element = of.at.element;

    switch (of.level) {
    case CDC43_HOOK_HOST:
        return name_of_host(element);
    case CDC43_HOOK_POOL:
        return "pool " + text_in(element, "pool");
    case CDC43_HOOK_SUBNET:
        return "subnet " + text_in(element, "subnet");
    case CDC43_HOOK_NETWORK:
        return "shared network \"" + text_in(element, "name") + "\"";
    case CDC43_HOOK_CLASS:
        return "class \"" + text_in(element, "name") + "\"";
    case CDC43_HOOK_GLOBAL:
        break;
    }
    return "the global scope";
}

scope read_scope(const scope_node &from, const std::vector<std::string> &classes) {
    const ConstElementPtr &element = from.at.element;
    const ConstElementPtr definitions =
        from.level == CDC43_HOOK_CLASS ? list_in(element, "option-def") : ConstElementPtr();
    scope result = {from.level, one_line(name_of(from), false), element, {}, {}, "", classes};

    for (const std::string &name : classes) {
        result.name += (&name == &classes.front() ? " for class \"" : "\" or \"") +
                       one_line(name, false) + (&name == &classes.back() ? "\"" : "");
    }
    result.options = option_set(definitions, list_in(element, "option-data"), classes);
    result.instances43 = result.options.instances(OPTION_VENDOR_SPECIFIC);
    for (const std::string &instance : result.instances43) {
        result.joined43 += instance;
    }
    return result;
}

ConstElementPtr dhcp4_in(const config_text &text, const ConstElementPtr &root) {
    const ConstElementPtr result = part(root, "Dhcp4", Element::map);

    if (!result) {
        throw config_text_error(text.find(*root), "there is no object \"Dhcp4\"");
    }
    return result;
}

} // namespace

bool is_known_library(const ConstElementPtr &library) {
    if (is_readable_flex_option(library)) {
        return true;
    }
    const std::string path = text_in(library, "library");
    const std::string name = path.substr(path.rfind('/') + 1); /* npos + 1 is 0 */

    for (const char *const known :
         {"libdhcp_bootp.so", "libdhcp_cdc43.so", "libdhcp_ddns_tuning.so", "libdhcp_flex_id.so",
          "libdhcp_ha.so", "libdhcp_host_cache.so", "libdhcp_host_cmds.so", "libdhcp_lease_cmds.so",
          "libdhcp_lease_query.so", "libdhcp_legal_log.so", "libdhcp_limits.so", "libdhcp_mysql.so",
          "libdhcp_perfmon.so", "libdhcp_pgsql.so", "libdhcp_ping_check.so",
          "libdhcp_run_script.so", "libdhcp_stat_cmds.so", "libdhcp_subnet_cmds.so"}) {
        if (name == known) {
            return true;
        }
    }
    return false;
}

std::string one_line(const std::string &text, bool is_ascii) {
    static const char digits[] = "0123456789abcdef";
    std::string result;

    for (const char c : text) {
        const auto octet = static_cast<unsigned char>(c);

        if (octet < ' ' || octet == 0x7f || (is_ascii && octet > 0x7f)) {
            result += {'\\', 'x', digits[octet >> 4], digits[octet & 15]};
        } else {
            result += c;
        }
    }
    return result;
}

configuration::configuration(const config_text &source, const ConstElementPtr &file)
    : text(source), root(file), dhcp4(dhcp4_in(source, file)),
      refusals(take_global_definitions(list_in(dhcp4, "option-def"))),
      tree(cdc43_hook::read_scopes({"", dhcp4})),
      has_threads(flag_in(part(dhcp4, "multi-threading", Element::map), "enable-multi-threading",
                          kea_version() >= 20400)),
      hook(), flex(), flex_scope(), is_flex_last(false), scopes_(), tests_(), is_late_(),
      has_foreign_classes_(false) {
    for (const scope_node *const each : tree.nodes()) {
        scopes_.push_back(read_scope(*each, {}));
    }
    own_count_ = scopes_.size();
    for (const scope_node *const each : tree.nodes()) {
        std::set<std::vector<std::string>> seen;

        for (const ConstElementPtr &line : entries(each->at.element, "option-data")) {
            const std::vector<std::string> classes = guards_of(line);
            if (!classes.empty() && seen.insert(classes).second) {
                scopes_.push_back(read_scope(*each, classes));
            }
        }
    }
    read_tests();
    read_libraries();
}

/* A test may name the classes before its own, and those that Kea makes itself. */
void configuration::read_tests() {
    std::set<std::string> defined;
    std::set<std::string> late = {"KNOWN", "UNKNOWN"};

    for (const client_class &each : tree.classes) {
        bool is_late = false;

        tests_.emplace_back();
        if (each.is_template) {
            tests_.back().reset(
                new class_test(class_test::undecidable("the classes of a \"template-test\"")));
        } else if (part(each.at.element, "test", Element::string)) {
            tests_.back().reset(new class_test(each.test, [&](const std::string &name) {
                return is_built_in(name) || defined.count(name) != 0;
            }));
        }
        for (const std::string &name :
             tests_.back() ? tests_.back()->members() : std::vector<std::string>()) {
            is_late = is_late || late.count(name) != 0;
        }
        if (is_late) {
            late.insert(each.name);
        }
        is_late_.push_back(is_late);
        defined.insert(each.name);
    }
}

void configuration::read_libraries() {
    for (const ConstElementPtr &element : entries(dhcp4, "hooks-libraries")) {
        if (cdc43_hook::is_this_library(element)) {
            hook = element;
        } else if (flex == nullptr && is_readable_flex_option(element)) {
            flex.reset(new flex_option(element, [&](const std::string &name) {
                return is_built_in(name) || test_of(name) != nullptr;
            }));
            flex_scope = {CDC43_HOOK_GLOBAL, "libdhcp_flex_option.so", element, {}, {}, "", {}};
            is_flex_last = hook != nullptr;
        }
        has_foreign_classes_ = has_foreign_classes_ || !is_known_library(element);
    }
    has_foreign_classes_ = has_foreign_classes_ || !databases().empty();
}

std::vector<const scope *> configuration::guarded(const scope &of) const {
    std::vector<const scope *> result;

    for (size_t i = own_count_; i < scopes_.size(); i++) {
        if (scopes_[i].element == of.element) {
            result.push_back(&scopes_[i]);
        }
    }
    return result;
}

bool configuration::is_guard(const std::string &class_name) const {
    for (size_t i = own_count_; i < scopes_.size(); i++) {
        const std::vector<std::string> &classes = scopes_[i].only_for;

        if (std::find(classes.begin(), classes.end(), class_name) != classes.end()) {
            return true;
        }
    }
    return false;
}

std::vector<ConstElementPtr> configuration::databases() const {
    std::vector<ConstElementPtr> result;

    for (const char *const key : {"hosts-database", "hosts-databases", "config-control"}) {
        const ConstElementPtr found = dhcp4->get(key);

        if (found && (found->getType() == Element::map || found->getType() == Element::list) &&
            found->size() != 0) {
            result.push_back(found);
        }
    }
    return result;
}

const class_test *configuration::test_of(const std::string &name) const {
    const auto at = std::find_if(tree.classes.begin(), tree.classes.end(),
                                 [&](const client_class &each) { return each.name == name; });

    return at == tree.classes.end() ? nullptr : test_of(*at);
}

bool configuration::is_assigned_elsewhere(const std::string &name) const {
    return test_of(name) == nullptr && (cdc43_hook::is_library_class(name) ||
                                        (has_foreign_classes_ && !cdc43_hook::is_kea_class(name)));
}

position configuration::where(const scope &of) const {
    return text.find(*of.element);
}

const subnet *configuration::find_subnet(const std::string &prefix_or_id) const {
    for (const subnet &each : tree.subnets) {
        if (each.prefix == prefix_or_id || std::to_string(each.id) == prefix_or_id) {
            return &each;
        }
    }
    return nullptr;
}

const subnet *configuration::find_subnet(uint32_t address) const {
    for (const subnet &each : tree.subnets) {
        if (each.range.has(address)) {
            return &each;
        }
    }
    return nullptr;
}

} // namespace cdc43_kea
