/* SPDX-License-Identifier: MIT */
/* Says for one phone in one location what it gets and why. */
#include "kea-hook/command/explain.h"

#include <algorithm>

#include "kea-hook/config/describe.h"
#include "kea-hook/config/json.h"
#include "kea-hook/offline/element.h"
#include "kea-hook/offline/judgement.h"
#include "tlv/text.h"

namespace cdc43_kea {

using cdc43_hook::view_of;
using isc::data::ConstElementPtr;
using isc::data::Element;
using isc::data::ElementPtr;

namespace {

ElementPtr strings(const std::vector<std::string> &list) {
    const ElementPtr result = Element::createList();

    for (const std::string &entry : list) {
        result->add(Element::create(entry));
    }
    return result;
}

void set_position(const ElementPtr &map, const position &where) {
    map->set("file", Element::create(where.file));
    map->set("line", Element::create(static_cast<int64_t>(where.line)));
    map->set("column", Element::create(static_cast<int64_t>(where.column)));
}

/* Why a scope does not bring option 43, or that it does. */
std::string state_of(const outcome &got, const scope &of) {
    if (&of == got.winner) {
        return "wins";
    }
    return of.options.has(OPTION_VENDOR_SPECIFIC) ? "hidden" : "has no option 43";
}

ElementPtr chain_json(const configuration &config, const outcome &got) {
    const ElementPtr result = Element::createList();

    for (const scope *const of : got.chain) {
        const ElementPtr item = Element::createMap();

        item->set("scope", Element::create(of->name));
        item->set("state", Element::create(state_of(got, *of)));
        set_position(item, config.where(*of));
        result->add(item);
    }
    return result;
}

ElementPtr hook_json(const hook_result &hook) {
    const ElementPtr result = Element::createMap();

    result->set("match", Element::create(std::string(cdc43_hook_reason_name(hook.match))));
    if (!hook.model.empty()) {
        result->set("model", Element::create(hook.model));
    }
    if (!hook.profile.empty()) {
        result->set("profile", Element::create(hook.profile));
    }
    if (!hook.scope.empty()) {
        result->set("decided-by", Element::create(hook.scope));
    }
    result->set("added", Element::create(hook.is_added));
    if (hook.is_bound) {
        result->set("challenge-bound", Element::create(true));
    }
    result->set("outcome", Element::create(std::string(cdc43_hook_outcome_name(hook.outcome))));
    result->set("sentence", Element::create(std::string(cdc43_hook_outcome_text(hook.outcome))));
    return result;
}

/* What a phone makes of the octets. */
ElementPtr parameters_json(const std::string &octets, cdc43_vendor_id vendor, bool show_secrets) {
    if (vendor != CDC43_VENDOR_CISCO) {
        return cdc43_hook::describe_vendor(vendor, view_of(octets));
    }
    const cdc43_judgement judged = judge(octets);
    const cdc43_finding *const refusal = cdc43_refusal(&judged);
    const ElementPtr result = judged.is_readable ? cdc43_hook::describe(judged.params, show_secrets)
                                                 : Element::createMap();

    if (refusal != nullptr) {
        result->set("error",
                    Element::create(cdc43_hook::sentence_of(refusal->err, refusal->where)));
    }
    return result;
}

void set_identity(const ElementPtr &map, const client &who, const outcome &got) {
    uint8_t mac[6] = {};
    char mic_cn[CDC43_COMMON_NAME_MAX + 1];
    size_t len = 0;
    cdc43_where where = {};
    cdc43_identity identity;

    if (who.mac.size() != sizeof mac) {
        return;
    }
    std::copy(who.mac.begin(), who.mac.end(), mac);
    cdc43_err err = cdc43_build_mic_cn(view_of(who.vendor_class), mac, mic_cn, &len, &where);
    if (err == CDC43_OK) {
        err = cdc43_build_identity({reinterpret_cast<const uint8_t *>(mic_cn), len},
                                   view_of(got.domain), &identity, &where);
    }
    if (err == CDC43_OK) {
        map->set("common-name", Element::create(std::string(identity.common_name)));
        map->set("user-id", Element::create(std::string(identity.user_id)));
    } else {
        map->set("common-name-error", Element::create(cdc43_hook::sentence_of(err, where)));
    }
}

std::string why_nothing(const outcome &got, const hook_view *hooks) {
    if (got.winner != nullptr && !got.is_sent) {
        return "the client does not ask for option 43, and always-send is not set";
    }
    if (got.winner == nullptr) {
        return hooks == nullptr ? "no scope has option 43"
                                : "no scope has option 43, and the hook adds none";
    }
    return "Kea sends an option 43 without octets";
}

ElementPtr provisioning_json(const outcome &got) {
    const ElementPtr result = Element::createList();

    for (const auto &entry : got.provisioning) {
        result->add(Element::create(static_cast<int64_t>(entry.first)));
    }
    return result;
}

std::string position_text(const ConstElementPtr &map) {
    return text_in(map, "file") + ":" + std::to_string(number_in(map, "line", 0)) + ":" +
           std::to_string(number_in(map, "column", 0));
}

std::string lines_of_chain(const ConstElementPtr &chain) {
    std::string result;

    for (const ConstElementPtr &item : entries(chain)) {
        result += "  " + text_in(item, "scope") + " (" + position_text(item) +
                  "): " + text_in(item, "state") + "\n";
    }
    return result.empty() ? "  no scope has options for this client\n" : result;
}

std::string table_of(const ConstElementPtr &decoded) {
    std::string result;

    for (const cdc43_suboption_info &info : cdc43_suboptions) {
        const ConstElementPtr value = decoded->get(info.name);
        std::string label = "  " + std::to_string(info.code) + "  " + info.label;

        label.resize(std::max(label.size(), static_cast<size_t>(36)), ' ');
        if (value && value->getType() == Element::boolean) {
            result += label + (value->boolValue() ? info.on_word : info.off_word) + "\n";
        } else if (value) {
            result += label + value->stringValue() + "\n";
        } else if (info.code == CDC43_CHALLENGE_PASSWORD &&
                   number_in(decoded, "challenge-password-length", 0) != 0) {
            result += label + "(" +
                      std::to_string(number_in(decoded, "challenge-password-length", 0)) +
                      " characters)\n";
        }
    }
    if (decoded->contains("error")) {
        result += "  a phone does not accept this: " + text_in(decoded, "error") + "\n";
    }
    return result;
}

std::string hook_text(const ConstElementPtr &hook) {
    std::string result = "Hook: " + text_in(hook, "sentence");

    if (hook->contains("model")) {
        result += "; model \"" + text_in(hook, "model") + "\" (" + text_in(hook, "match") + ")";
    }
    if (hook->contains("profile")) {
        result += "; profile \"" + text_in(hook, "profile") + "\"";
    }
    if (hook->contains("decided-by")) {
        result += "; chosen by " + text_in(hook, "decided-by");
    }
    if (hook->contains("challenge-bound")) {
        result += "; the challenge password is bound to the Common Name";
    }
    return result + "\n";
}

/* Hexadecimal digits of all instances, with "+" between them. */
std::string octets_text(const std::vector<std::string> &instances, bool show_secrets) {
    std::string joined;
    size_t at = 0;

    for (const std::string &instance : instances) {
        joined += instance;
    }
    std::string result = cdc43_hook::hex_of(view_of(joined), show_secrets);
    for (size_t i = 0; i + 1 < instances.size(); i++) {
        at += 2 * instances[i].size();
        result.insert(at, "+");
        at++;
    }
    return result;
}

} // namespace

ElementPtr explain_json(const configuration &config, const hook_view *hooks,
                        const explain_request &request) {
    const outcome got = work_out_if_served(config, hooks, request.who, request.where);
    const ElementPtr result = Element::createMap();
    const bool show_secrets = request.show_secrets && !got.hook.is_stand_in;
    std::vector<std::string> unknown;

    for (const auto &entry : got.undecided) {
        unknown.push_back(entry.first);
    }
    result->set("vendor-class", Element::create(request.who.vendor_class));
    result->set("location", Element::create(request.where.name(config)));
    result->set("served", Element::create(got.served == truth::yes));
    result->set("assumed-classes", strings({got.keys.begin(), got.keys.end()}));
    result->set("classes", strings(got.classes));
    result->set("undecided-classes", strings(unknown));
    result->set("scopes", chain_json(config, got));
    if (hooks != nullptr) {
        result->set("hook", hook_json(got.hook));
    }
    result->set("source",
                Element::create(got.hook.is_added ? "the hook, profile \"" + got.hook.profile + "\""
                                : got.is_sent     ? got.winner->name
                                                  : std::string()));
    result->set("instances", Element::create(static_cast<int64_t>(got.instances.size())));
    result->set("length", Element::create(static_cast<int64_t>(got.joined.size())));
    result->set("option-43", Element::create(octets_text(got.instances, show_secrets)));
    if (got.joined.empty()) {
        result->set("reason", Element::create(why_nothing(got, hooks)));
    } else {
        result->set("parameters", parameters_json(got.joined, got.hook.vendor, show_secrets));
    }
    result->set("domain", Element::create(got.domain));
    result->set("provisioning", provisioning_json(got));
    set_identity(result, request.who, got);
    return result;
}

std::string explain_text(const configuration &config, const hook_view *hooks,
                         const explain_request &request) {
    const ConstElementPtr all = explain_json(config, hooks, request);
    const ConstElementPtr parameters = all->get("parameters");
    std::string result = text_in(all, "vendor-class") + " in " + text_in(all, "location");

    result += flag_in(all, "served", true) ? "\nClasses:" : ", where no class lets it in\nClasses:";
    for (const std::string &name : texts(all, "classes")) {
        result += " " + name;
    }
    for (const std::string &name : texts(all, "undecided-classes")) {
        result += " (" + name + "?)";
    }
    for (const std::string &name : texts(all, "assumed-classes")) {
        result += "\nAssumed, as nothing here decides it: the client is in class \"" + name + "\"";
    }
    result += "\nScopes in the order in which Kea asks them for option 43:\n";
    result += lines_of_chain(all->get("scopes"));
    if (all->contains("hook")) {
        result += hook_text(all->get("hook"));
    }
    if (!parameters) {
        result += "Option 43: nothing: " + text_in(all, "reason") + "\n";
    } else {
        result += "Option 43: " + std::to_string(number_in(all, "length", 0)) + " octets in " +
                  std::to_string(number_in(all, "instances", 0)) + " instance(s) from " +
                  text_in(all, "source") + "\n  " + text_in(all, "option-43") + "\n" +
                  table_of(parameters);
    }
    const std::string domain = text_in(all, "domain");
    result += "Option 15: " + (domain.empty() ? "none" : domain) + "\n";
    if (all->contains("common-name")) {
        result += "Common Name: " + text_in(all, "common-name") +
                  "\nUser ID: " + text_in(all, "user-id") + "\n";
    } else if (all->contains("common-name-error")) {
        result += "Common Name: none: " + text_in(all, "common-name-error") + "\n";
    }
    if (all->get("provisioning")->size() != 0) {
        result += "Provisioning options that keep phones from using option 43: " +
                  all->get("provisioning")->str() + "\n";
    }
    return result;
}

} // namespace cdc43_kea
