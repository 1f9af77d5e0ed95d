/* SPDX-License-Identifier: MIT */
/* The hook's configuration that does what client classes do now. */
#include "kea-hook/command/migrate.h"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "kea-hook/command/migrated.h"
#include "kea-hook/config/json.h"
#include "kea-hook/config/kea_classes.h"
#include "kea-hook/offline/element.h"
#include "kea-hook/offline/judgement.h"
#include "kea-hook/policy/models.h"
#include "tlv/text.h"

namespace cdc43_kea {

using isc::data::ConstElementPtr;
using isc::data::Element;
using isc::data::ElementPtr;

namespace {

/* What Kea wants at least one of in a reservation, beside options and classes. */
const char *const resources[] = {"ip-address", "hostname", "next-server", "server-hostname",
                                 "boot-file-name"};

struct profile {
    std::string name;
    std::string octets; /* SECRET */
    cdc43_params params;
};

struct model {
    pattern vendor_class;
    size_t profile;
    std::string required_class; /* empty: none */
};

std::string in_quotes(const std::string &text) {
    return Element::create(text)->str();
}

std::string text_of(cdc43_view view) {
    return std::string(reinterpret_cast<const char *>(view.data), view.len);
}

/* The members of a profile that are parameters, in JSON; null for a password that is not shown. */
std::string members(const cdc43_params &params, bool show_secrets) {
    std::string result;

    for (size_t i = 0; i < CDC43_SUBOPTION_COUNT; i++) {
        cdc43_description one;
        std::string value = "null";

        cdc43_describe(&params, i, &one);
        if (one.form == CDC43_FORM_ABSENT) {
            continue;
        }
        if (one.form == CDC43_FORM_BOOLEAN) {
            value = one.on ? "true" : "false";
        } else if (one.form == CDC43_FORM_TEXT || show_secrets) {
            value = in_quotes(text_of(one.text));
        }
        result += ",\n          " + in_quotes(one.name) + ": " + value;
    }
    return result;
}

class migrator {
  public:
    explicit migrator(const configuration &config) : config_(config) {
        for (const std::string &model : models_of(config, nullptr)) {
            own_.push_back(own_classes(config, model));
        }
    }

    void run() {
        for (const client_class &entry : config_.tree.classes) {
            add_class(entry);
        }
        for (const scope &of : config_.scopes()) {
            if (!of.only_for.empty() && is_for_phones(config_, of, false)) {
                problem(config_.where(of).text() + " " + of.name +
                        ", whose options have \"client-classes\"");
            } else if (of.level != CDC43_HOOK_CLASS && is_for_phones(config_, of, false)) {
                add_scope(of);
            }
        }
        if (config_.flex && config_.flex->has(OPTION_VENDOR_SPECIFIC)) {
            problem(config_.where(config_.flex_scope).text() + " " + config_.flex_scope.name +
                    ", whose expressions for option 43 are kept");
        }
        add_known_models();
        compare();
    }

    migration result(bool show_secrets) const {
        std::string text = "// This replaces option 43 in the scopes named below.\n";

        if (!show_secrets) {
            text += "// Each null is a challenge password: write it there, or run this with "
                    "--show-secrets;\n// or replace it by \"challenge-key-file\", for a "
                    "different password for each phone.\n";
        }
        text += json(show_secrets);
        for (const std::string &line : notes_) {
            text += "// " + line + "\n";
        }
        return {text, profiles_.size(), problems_};
    }

  private:
    void problem(const std::string &sentence) {
        problems_++;
        notes_.push_back("not migrated: " + sentence);
    }

    bool is_for_models(const client_class &entry) const {
        return std::any_of(own_.begin(), own_.end(), [&](const std::set<std::string> &own) {
            return own.count(entry.name) != 0;
        });
    }

    /* A name that the hook takes. Two subnets may have the same reservation, with other octets. */
    std::string unused_name(const std::string &of) const {
        const std::string name = one_line(of, true);
        std::string result = name;

        for (size_t i = 2; std::any_of(profiles_.begin(), profiles_.end(),
                                       [&](const profile &one) { return one.name == result; });
             i++) {
            result = name + " (" + std::to_string(i) + ")";
        }
        return result;
    }

    /* Index of the profile with a scope's octets; false: they are none that a phone takes. */
    bool take_profile(const scope &of, const std::string &name, size_t *ret_profile) {
        profile next = {unused_name(name), of.joined43, {}};
        const auto same = std::find_if(profiles_.begin(), profiles_.end(), [&](const profile &one) {
            return one.octets == of.joined43;
        });

        *ret_profile = static_cast<size_t>(same - profiles_.begin());
        if (same != profiles_.end()) {
            return true;
        }
        const cdc43_judgement judged = judge(next.octets);
        const cdc43_finding *const refusal = cdc43_refusal(&judged);
        if (refusal != nullptr) {
            problem(config_.where(of).text() + " " + of.name + ": " +
                    cdc43_hook::sentence_of(refusal->err, refusal->where));
            return false;
        }
        profiles_.push_back(std::move(next));
        /* The views must point into the octets where they stay. */
        profiles_.back().params = judge(profiles_.back().octets).params;
        return true;
    }

    /* Vendor classes of a class; empty: its test says something else. */
    std::vector<pattern> patterns_of(const client_class &entry) const {
        const std::string own = cdc43_hook::vendor_class_of_class(entry.name);
        const class_test *const test = config_.test_of(entry);
        std::vector<pattern> result;
        bool is_all = true;

        if (test != nullptr) {
            result = test->patterns([&](const std::string &name) { return config_.test_of(name); },
                                    &is_all);
        } else if (!own.empty()) {
            result.push_back({own, false});
        }
        if (!is_all) {
            result.clear();
        }
        return result;
    }

    void add_class(const client_class &entry) {
        size_t index = 0;

        if (!is_for_phones(config_, config_.own(entry), is_for_models(entry)) ||
            !take_profile(config_.own(entry), entry.name, &index)) {
            return;
        }
        const std::vector<pattern> patterns = patterns_of(entry);
        if (patterns.empty()) {
            problem(config_.where(config_.own(entry)).text() + " the test of " +
                    config_.own(entry).name + ", which asks for more than option 60");
            return;
        }
        for (const pattern &one : patterns) {
            add_model({one, index, entry.is_additional ? entry.name : ""});
        }
        delete_lines(config_.own(entry), ConstElementPtr());
    }

    void add_model(const model &next) {
        const bool is_new = std::none_of(models_.begin(), models_.end(), [&](const model &other) {
            return other.vendor_class.text == next.vendor_class.text &&
                   other.vendor_class.is_prefix == next.vendor_class.is_prefix;
        });
        if (is_new) {
            models_.push_back(next);
        }
    }

    /* A scope serves models only. When no class has named any, these are the known ones, and other
     * scopes must not serve them. */
    void add_known_models() {
        const bool is_global = std::any_of(edits_.begin(), edits_.end(), [&](const auto &edit) {
            return edit.of == &config_.global();
        });

        if (!models_.empty() || edits_.empty()) {
            return;
        }
        for (const char *const known : cdc43_hook_known_models) {
            add_model({{known, false}, 0, ""});
        }
        if (!is_global) {
            const ElementPtr context = Element::createMap();

            context->set("send", Element::create(false));
            notes_.push_back(config_.where(config_.global()).text() + " " + config_.global().name +
                             ": add \"user-context\": {\"cdc43\": {\"send\": false}}");
            edits_.push_back({&config_.global(), {}, context});
        }
    }

    void add_scope(const scope &of) {
        size_t index = 0;

        if (take_profile(of, of.name, &index)) {
            const ElementPtr context = Element::createMap();

            context->set("profile", Element::create(profiles_[index].name));
            has_hosts_ = has_hosts_ || of.level == CDC43_HOOK_HOST;
            notes_.push_back(config_.where(of).text() + " " + of.name +
                             ": add \"user-context\": {\"cdc43\": {\"profile\": " +
                             in_quotes(profiles_[index].name) + "}}");
            delete_lines(of, context);
        }
    }

    /* Are there suboptions of other devices beside ours? */
    static bool has_others(const scope &of) {
        const cdc43_judgement judged = judge(of.joined43);

        return judged.is_readable &&
               (judged.params.tolerated & CDC43_TOLERATED_UNKNOWN_SUBOPTION) != 0;
    }

    /* Kea takes no reservation that has nothing but its identifier and a user-context. */
    static bool needs_options(const scope &of) {
        const ConstElementPtr classes = part(of.element, "client-classes", Element::list);

        return of.level == CDC43_HOOK_HOST && (!classes || classes->empty()) &&
               std::all_of(std::begin(resources), std::end(resources),
                           [&](const char *key) { return text_in(of.element, key).empty(); });
    }

    /* Says which lines of a scope are superfluous then, and which are not although they look so.
     * context: "cdc43" of the scope, or null. */
    void delete_lines(const scope &of, const ConstElementPtr &context) {
        migration_edit edit = {&of, {}, context};
        const bool keeps_others = has_others(of);
        std::vector<std::string> notes;

        for (const option_line &line : of.options.lines()) {
            const bool is_suboption = line.space == of.options.space_of_43() &&
                                      cdc43_find_suboption(line.code) != nullptr &&
                                      line.space != "dhcp4";
            const bool is_option = line.code == OPTION_VENDOR_SPECIFIC && line.space == "dhcp4";

            if (is_suboption || (is_option && !keeps_others)) {
                edit.deleted.push_back(line.element);
                notes.push_back("delete " + config_.text.find(*line.element).text() + " " +
                                of.name + ", " + (is_suboption ? "suboption " : "option ") +
                                std::to_string(line.code));
            }
        }
        if (keeps_others) {
            notes_.push_back(config_.where(of).text() + " " + of.name +
                             ": keep the suboptions other than 10-15 in Kea's option 43; the "
                             "hook merges them");
        }
        if (needs_options(of) && edit.deleted.size() == of.options.lines().size()) {
            edit.deleted.clear();
            notes = {config_.where(of).text() + " " + of.name +
                     ": keep option 43; without it Kea has nothing to reserve and refuses this"};
        }
        notes_.insert(notes_.end(), notes.begin(), notes.end());
        edits_.push_back(edit);
    }

    std::string json(bool show_secrets) const {
        std::ostringstream out;

        out << "\"hooks-libraries\": [\n  { \"library\": \"libdhcp_cdc43.so\", // with its folder "
               "on "
               "Kea 2.2\n    \"parameters\": {\n"
            << (has_hosts_ ? "      \"host-context\": true,\n" : "") << "      \"profiles\": [";
        const char *separator = "\n";
        for (const profile &one : profiles_) {
            out << separator << "        { \"name\": " << in_quotes(one.name)
                << members(one.params, show_secrets) << " }";
            separator = ",\n";
        }
        out << "\n      ],\n      \"models\": [";
        separator = "\n";
        for (const model &one : models_) {
            out << separator << "        { "
                << (one.vendor_class.is_prefix ? "\"vendor-class-prefix\": " : "\"vendor-class\": ")
                << in_quotes(one.vendor_class.text)
                << ", \"profile\": " << in_quotes(profiles_[one.profile].name)
                << (one.required_class.empty()
                        ? ""
                        : ", \"require-client-class\": " + in_quotes(one.required_class))
                << " }";
            separator = ",\n";
        }
        out << "\n      ]\n    }\n  }\n]\n";
        return out.str();
    }

    /* What each model gets in each location now, and what it gets once all that is done. */
    void compare() {
        if (profiles_.empty()) {
            return;
        }
        const config_text text("migration",
                               [&](const std::string &) { return "{" + json(true) + "}"; });
        const ElementPtr parameters = boost::const_pointer_cast<Element>(
            text.parse()->get("hooks-libraries")->get(0)->get("parameters"));
        findings ignored;

        try {
            const std::unique_ptr<hook_view> hooks_now = read_hook(config_, ignored);
            const configuration then(config_.text, migrated(config_, edits_, parameters));
            const hook_view hooks(parameters, then.dhcp4);

            for (const std::string &name : models_of(config_, &hooks)) {
                compare_locations(then, hooks_now.get(), hooks, name);
            }
        } catch (const cdc43_hook::config_error &e) {
            problem(std::string("the hook refuses this: ") + e.what());
        }
        for (const auto &entry : differences_) {
            const size_t others = entry.second.second;

            problem(entry.first + ": " + entry.second.first +
                    (others == 0 ? "" : ", and " + std::to_string(others) + " more"));
        }
    }

    void compare_locations(const configuration &then, const hook_view *hooks_now,
                           const hook_view &hooks, const std::string &name) {
        const std::vector<location> locations = locations_of(config_);
        const std::vector<location> locations_then = locations_of(then);

        for (size_t i = 0; i < locations.size(); i++) {
            const client who = client_of(name, locations[i]);
            const outcome before = work_out_if_served(config_, hooks_now, who, locations[i]);
            const std::string after =
                work_out_if_served(then, &hooks, who, locations_then[i]).joined;

            if (before.served == truth::yes && after != before.joined && !is_revealed(before)) {
                const auto added = differences_.emplace(
                    in_quotes(name) + " gets " +
                        (before.joined.empty() ? "option 43 then, and none now"
                         : after.empty()
                             ? "no option 43 then"
                             : "other octets from the hook than from " +
                                   (before.winner == nullptr ? "the hook" : before.winner->name) +
                                   " now"),
                    std::make_pair(locations[i].name(config_), size_t(0)));
                added.first->second.second += added.second ? 0U : 1U;
            }
        }
    }

    bool is_taken(const scope &of) const {
        return std::any_of(edits_.begin(), edits_.end(), [&](const migration_edit &edit) {
            return edit.of == &of && (edit.context == nullptr || edit.context->contains("profile"));
        });
    }

    /* Were the octets hidden by option 43 of a scope that is not for phones? Then the hook
     * corrects that. */
    bool is_revealed(const outcome &before) const {
        const scope *const winner = before.winner;

        return winner != nullptr && !before.hook.is_added && !is_taken(*winner) &&
               !is_for_phones(config_, *winner, winner->level == CDC43_HOOK_CLASS) &&
               std::any_of(before.chain.begin(), before.chain.end(),
                           [&](const scope *one) { return is_taken(*one); });
    }

    const configuration &config_;
    std::vector<std::set<std::string>> own_ = {}; /* the own classes of each model */
    std::deque<profile> profiles_ = {};
    std::vector<model> models_ = {};
    std::vector<migration_edit> edits_ = {};
    bool has_hosts_ = false; /* a reservation chooses a profile */
    std::map<std::string, std::pair<std::string, size_t>> differences_ =
        {}; /* first location, others */
    std::vector<std::string> notes_ = {};
    size_t problems_ = 0;
};

} // namespace

migration migrate(const configuration &config, bool show_secrets) {
    migrator work(config);

    work.run();
    return work.result(show_secrets);
}

} // namespace cdc43_kea
