/* SPDX-License-Identifier: MIT */
/* The commands for the control socket: cdc43-explain, cdc43-status, cdc43-profile-list. */
#include "kea-hook/server/commands.h"

#include <algorithm>
#include <ctime>

#include <cc/command_interpreter.h>

#include "kea-hook/config/validity.h"
#include "kea-hook/server/active.h"
#include "kea-hook/server/digest.h"
#include "kea-hook/server/explain.h"
#include "kea-hook/server/log.h"

using isc::data::ConstElementPtr;
using isc::data::Element;
using isc::data::ElementPtr;
using isc::hooks::CalloutHandle;

namespace cdc43_hook {

namespace {

ElementPtr number(uint64_t value) {
    return Element::create(static_cast<int64_t>(value));
}

/* Octets from the network, all of them, in printable ASCII. */
std::string escaped(cdc43_view octets) {
    static const char digits[] = "0123456789abcdef";
    std::string text;

    for (size_t i = 0; i < octets.len; i++) {
        const uint8_t octet = octets.data[i];

        if (octet >= CDC43_TEXT_LOW && octet <= CDC43_TEXT_HIGH && octet != '\\') {
            text += static_cast<char>(octet);
        } else {
            text += std::string("\\x") + digits[octet >> 4] + digits[octet & 15U];
        }
    }
    return text;
}

/* The frequent ones first. "times-at-least" tells what is certain of a count. */
ElementPtr unmatched_element() {
    const ElementPtr list = Element::createList();
    cdc43_hook_unmatched all = unmatched();

    std::sort(std::begin(all.entries), std::end(all.entries),
              [](const cdc43_hook_unmatched_class &a, const cdc43_hook_unmatched_class &b) {
                  return a.count > b.count;
              });
    for (const cdc43_hook_unmatched_class &one : all.entries) {
        if (one.count == 0) {
            break;
        }
        const ElementPtr entry = Element::createMap();
        entry->set("vendor-class", text_element(escaped({one.octets, one.len})));
        entry->set("times", number(one.count));
        entry->set("times-at-least", number(one.count - one.error));
        list->add(entry);
    }
    return list;
}

/* Of each certificate that is read from a file: when it ends. */
ElementPtr certificates_element(const owned_policy &policy) {
    const ElementPtr list = Element::createList();
    const int64_t today = std::time(nullptr);

    for (const ca_certificate &one : policy.certificates) {
        const ElementPtr entry = Element::createMap();

        entry->set("profile", text_element(text_of(policy.table.profiles[one.profile].name)));
        entry->set("parameter", text_element(one.path));
        entry->set("valid-from", text_element(utc_time(one.validity.first)));
        entry->set("valid-until", text_element(utc_time(one.validity.last)));
        entry->set("days-left", Element::create(days_left(one.validity, today)));
        list->add(entry);
    }
    return list;
}

/* Profiles that are not sent, and why. */
ElementPtr withheld_element(const owned_policy &policy) {
    const ElementPtr list = Element::createList();

    for (const fault &one : policy.faults) {
        if (one.is_withheld) {
            const ElementPtr entry = Element::createMap();

            entry->set("profile", text_element(text_of(policy.table.profiles[one.profile].name)));
            entry->set("reason", text_element(one.sentence));
            list->add(entry);
        }
    }
    return list;
}

ElementPtr refusal_element(const refused_change &refused) {
    const ElementPtr entry = Element::createMap();

    entry->set("time", text_element(utc_time(refused.when)));
    entry->set("reason", text_element(refused.sentence));
    return entry;
}

ConstElementPtr status(const service &current) {
    static const char *const words[] = {"warn", "withhold", "ignore"};
    const cdc43_hook_policy &table = current.policy->table;
    const ElementPtr result = Element::createMap();
    const ElementPtr counts = Element::createMap();

    current.counts.publish();
    for (size_t i = 0; i < CDC43_HOOK_OUTCOME_COUNT; i++) {
        const auto outcome = static_cast<cdc43_hook_outcome>(i);

        counts->set(cdc43_hook_outcome_name(outcome),
                    Element::create(stat_value(stat_name(outcome))));
    }
    result->set("version", text_element(CDC43_VERSION));
    result->set("digest", text_element(current.digest()));
    result->set("serving-since", text_element(utc_time(current.since)));
    if (!last_refusal().sentence.empty()) {
        result->set("refused-change", refusal_element(last_refusal()));
    }
    result->set("withheld-profiles", withheld_element(*current.policy));
    result->set("certificates", certificates_element(*current.policy));
    result->set("profiles", number(table.profile_count));
    result->set("models", number(table.model_count));
    result->set("when-not-requested", text_element(table.is_skipped_unrequested ? "skip" : "send"));
    result->set("on-provisioning-conflict", text_element(words[table.on_provisioning]));
    result->set("host-context", Element::create(current.policy->with_hosts));
    result->set("responses", counts);
    result->set("unmatched-vendor-classes", unmatched_element());
    return result;
}

/* The models that have a profile, in the order of the configuration. */
void set_models(const cdc43_hook_policy &table, size_t profile, const ElementPtr &entry) {
    const ElementPtr whole = Element::createList();
    const ElementPtr prefixes = Element::createList();

    for (size_t i = 0; i < table.model_count; i++) {
        if (table.models[i].profile == profile) {
            (table.models[i].is_prefix ? prefixes : whole)
                ->add(text_element(text_of(table.models[i].vendor_class)));
        }
    }
    entry->set("models", number(whole->size() + prefixes->size()));
    entry->set("vendor-classes", whole);
    entry->set("vendor-class-prefixes", prefixes);
}

ConstElementPtr profile_list(const service &current) {
    const cdc43_hook_policy &table = current.policy->table;
    const ElementPtr list = Element::createList();
    const ElementPtr result = Element::createMap();
    for (size_t i = 0; i < table.profile_count; i++) {
        const cdc43_hook_profile &profile = table.profiles[i];
        const ElementPtr entry = Element::createMap();

        entry->set("name", text_element(text_of(profile.name)));
        entry->set("length", number(profile.len));
        set_models(table, i, entry);
        entry->set("digest-without-secrets",
                   text_element(digest_without_secrets(*current.policy, i)));
        entry->set("challenge-bound", Element::create(profile.key != nullptr));
        entry->set("withheld", Element::create(profile.is_withheld));
        entry->set("parameters", parameters_of({profile.octets, profile.len}, profile.vendor));
        list->add(entry);
    }
    result->set("profiles", list);
    return result;
}

using work = ConstElementPtr (*)(const service &, const ConstElementPtr &, std::string *);

ConstElementPtr work_explain(const service &current, const ConstElementPtr &arguments,
                             std::string *ret_text) {
    return explain(*current.policy, arguments, ret_text);
}

ConstElementPtr work_status(const service &current, const ConstElementPtr &arguments,
                            std::string *ret_text) {
    check_keys({"arguments", arguments}, {});
    *ret_text = "certificate parameters are served";
    if (!last_refusal().sentence.empty()) {
        *ret_text =
            "a change was refused; the octets of " + utc_time(current.since) + " are still served";
    }
    return status(current);
}

ConstElementPtr work_profile_list(const service &current, const ConstElementPtr &arguments,
                                  std::string *ret_text) {
    check_keys({"arguments", arguments}, {});
    const size_t count = current.policy->table.profile_count;
    *ret_text = std::to_string(count) + (count == 1 ? " profile" : " profiles");
    return profile_list(current);
}

ConstElementPtr respond(const ConstElementPtr &command, work what) {
    const auto current = active();
    ConstElementPtr arguments;
    std::string text;

    if (!current) {
        return isc::config::createAnswer(isc::config::CONTROL_RESULT_ERROR,
                                         "no configuration has been accepted yet");
    }
    try {
        isc::config::parseCommand(arguments, command);
        if (!arguments) {
            arguments = Element::createMap();
        }
        const ConstElementPtr result = what(*current, arguments, &text);
        return isc::config::createAnswer(isc::config::CONTROL_RESULT_SUCCESS, text, result);
    } catch (const config_error &error) {
        return isc::config::createAnswer(isc::config::CONTROL_RESULT_ERROR, error.what());
    }
}

/* A command must get a response whatever happens, otherwise Kea closes the socket without a word.
 */
int run(CalloutHandle &handle, work what) noexcept {
    try {
        ConstElementPtr command;

        handle.getArgument("command", command);
        handle.setArgument("response", respond(command, what));
    } catch (...) {
        report_exception();
        try {
            handle.setArgument("response",
                               isc::config::createAnswer(isc::config::CONTROL_RESULT_ERROR,
                                                         "the command failed; the log says more"));
        } catch (...) {
            report_exception();
        }
    }
    return 0;
}

int run_explain(CalloutHandle &handle) {
    return run(handle, work_explain);
}

int run_status(CalloutHandle &handle) {
    return run(handle, work_status);
}

int run_profile_list(CalloutHandle &handle) {
    return run(handle, work_profile_list);
}

} // namespace

void register_commands(isc::hooks::LibraryHandle &handle) {
    handle.registerCommandCallout("cdc43-explain", run_explain);
    handle.registerCommandCallout("cdc43-status", run_status);
    handle.registerCommandCallout("cdc43-profile-list", run_profile_list);
}

} // namespace cdc43_hook
