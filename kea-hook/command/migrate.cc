/* SPDX-License-Identifier: MIT */
/* The hook's configuration that does what client classes do now. */
#include "kea-hook/command/migrate.h"

#include <algorithm>
#include <sstream>

#include "kea-hook/command/element.h"
#include "kea-hook/command/explain.h"
#include "tlv/text.h"

namespace cdc43_kea {

using isc::data::ConstElementPtr;
using isc::data::Element;
using isc::data::ElementPtr;

namespace {

const char vendor_class_prefix[] = "VENDOR_CLASS_";

struct profile {
    std::string name;
    std::string octets; /* SECRET */
    cdc43_params params;
};

std::string in_quotes(const std::string &text) {
    return Element::create(text)->str();
}

std::string text_of(cdc43_view view) {
    return std::string(reinterpret_cast<const char *>(view.data), view.len);
}

/* One member of a profile in JSON. */
std::string member(const cdc43_suboption_info &info, const cdc43_params &params,
                   bool show_secrets) {
    const bool on = cdc43_is_on(&params, info.code);

    switch (info.kind) {
    case CDC43_KIND_FLAG:
        return cdc43_is_boolean(&info) ? (on ? "true" : "false")
                                       : in_quotes(on ? info.on_word : info.off_word);
    case CDC43_KIND_DIGEST:
        return in_quotes(hex_of({text_of(params.root_ca_fingerprint)}, true));
    case CDC43_KIND_TEXT:
        break;
    }
    if (info.code == CDC43_SERVER) {
        return in_quotes(text_of(params.server));
    }
    return show_secrets ? in_quotes(text_of(params.challenge_password)) : "null";
}

class migrator {
  public:
    explicit migrator(const configuration &config) : config_(config) {
    }

    void run() {
        for (const client_class &entry : config_.classes) {
            add_class(entry);
        }
        for (const scope *const of : config_.scopes()) {
            if (of->kind != scope_kind::client_class && is_for_phones(config_, *of, false)) {
                add_scope(*of);
            }
        }
        compare();
    }

    migration result(bool show_secrets) const {
        std::string text = "// In place of option 43 in the scopes named below.\n";

        if (!show_secrets) {
            text += "// Each null is a challenge password: write it there, or run with "
                    "--show-secrets;\n// or put \"challenge-key-file\" in its place, for a "
                    "password that is each phone's own.\n";
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
        notes_.push_back("not taken along: " + sentence);
    }

    bool is_for_models(const client_class &entry) const {
        const std::vector<std::string> models = models_of(config_, nullptr);

        return std::any_of(models.begin(), models.end(),
                           [&](const std::string &model) { return is_class_of(entry, model); });
    }

    /* Index of the profile with a scope's octets; false: they are none that a phone takes. */
    bool take_profile(const scope &of, const std::string &name, size_t *ret_profile) {
        cdc43_where where = {};
        profile next = {name, of.joined43, {}};
        const auto same = std::find_if(profiles_.begin(), profiles_.end(), [&](const profile &one) {
            return one.octets == of.joined43;
        });

        *ret_profile = static_cast<size_t>(same - profiles_.begin());
        if (same != profiles_.end()) {
            return true;
        }
        cdc43_err err = decode(next, CDC43_TOLERANT, &where);
        if (err == CDC43_OK) {
            err = cdc43_check_complete(&cdc43_phone, &next.params, &where);
        }
        if (err != CDC43_OK) {
            char sentence[CDC43_SENTENCE_MAX];

            cdc43_print_error(err, &where, CDC43_PLACE_OPTION, sentence, sizeof sentence);
            problem(config_.where(of).text() + " " + of.name + ": " + sentence);
            return false;
        }
        profiles_.push_back(std::move(next));
        /* The views must point into the octets where they stay. */
        (void)!decode(profiles_.back(), CDC43_TOLERANT, &where);
        if ((profiles_.back().params.tolerated & CDC43_TOLERATED_UNKNOWN_SUBOPTION) != 0) {
            notes_.push_back(config_.where(of).text() + " " + of.name +
                             ": keep the suboptions beside 10-15 in Kea's option 43, the hook "
                             "merges them");
        }
        return true;
    }

    static cdc43_err decode(profile &of, unsigned tolerate, cdc43_where *ret_where) {
        return cdc43_decode(&cdc43_phone, tolerate,
                            reinterpret_cast<const uint8_t *>(of.octets.data()), of.octets.size(),
                            &of.params, ret_where);
    }

    /* Vendor classes of a class; empty: its test says something else. */
    static std::vector<pattern> patterns_of(const client_class &entry) {
        const size_t prefix = sizeof vendor_class_prefix - 1;
        bool is_all = false;

        if (entry.test.empty() && entry.name.compare(0, prefix, vendor_class_prefix) == 0) {
            return {{entry.name.substr(prefix), false}};
        }
        const std::vector<pattern> result = entry.condition.patterns(&is_all);
        return is_all ? result : std::vector<pattern>();
    }

    void add_class(const client_class &entry) {
        size_t index = 0;

        if (!is_for_phones(config_, entry.own, is_for_models(entry)) ||
            !take_profile(entry.own, entry.name, &index)) {
            return;
        }
        const std::vector<pattern> patterns = patterns_of(entry);
        if (patterns.empty()) {
            problem(config_.where(entry.own).text() + " the test of " + entry.own.name +
                    ", which asks for more than option 60");
        }
        for (const pattern &one : patterns) {
            const bool is_new = std::none_of(
                models_.begin(), models_.end(), [&](const std::pair<pattern, size_t> &other) {
                    return other.first.text == one.text && other.first.is_prefix == one.is_prefix;
                });
            if (is_new) {
                models_.emplace_back(one, index);
            }
        }
        delete_lines(entry.own);
    }

    void add_scope(const scope &of) {
        size_t index = 0;

        if (take_profile(of, of.name, &index)) {
            notes_.push_back(config_.where(of).text() + " " + of.name +
                             ": add \"user-context\": {\"cdc43\": {\"profile\": " +
                             in_quotes(profiles_[index].name) + "}}");
            delete_lines(of);
        }
    }

    /* Says which lines of a scope are superfluous then. */
    void delete_lines(const scope &of) {
        for (const option_line &line : of.options.lines()) {
            const bool is_suboption = line.space == of.options.space_of_43() &&
                                      cdc43_find_suboption(line.code) != nullptr &&
                                      line.space != "dhcp4";

            if (is_suboption || (line.code == OPTION_VENDOR_SPECIFIC && line.space == "dhcp4")) {
                notes_.push_back("delete " + config_.text.find(*line.element).text() + " " +
                                 of.name + ", " + (is_suboption ? "suboption " : "option ") +
                                 std::to_string(line.code));
            }
        }
    }

    std::string json(bool show_secrets) const {
        std::ostringstream out;

        out << "\"hooks-libraries\": [\n  { \"library\": \"libdhcp_cdc43.so\", // with its folder "
               "on "
               "Kea 2.2\n    \"parameters\": {\n      \"profiles\": [";
        const char *separator = "\n";
        for (const profile &one : profiles_) {
            out << separator << "        { \"name\": " << in_quotes(one.name);
            for (const cdc43_suboption_info &info : cdc43_suboptions) {
                if (cdc43_has(&one.params, info.code)) {
                    out << ",\n          " << in_quotes(info.name) << ": "
                        << member(info, one.params, show_secrets);
                }
            }
            out << " }";
            separator = ",\n";
        }
        out << "\n      ],\n      \"models\": [";
        separator = "\n";
        for (const auto &one : models_) {
            out << separator << "        { "
                << (one.first.is_prefix ? "\"vendor-class-prefix\": " : "\"vendor-class\": ")
                << in_quotes(one.first.text)
                << ", \"profile\": " << in_quotes(profiles_[one.second].name) << " }";
            separator = ",\n";
        }
        out << "\n      ]\n    }\n  }\n]\n";
        return out.str();
    }

    /* The hook's choice for each model beside Kea's: the longest match wins there, the first class
     * here. */
    void compare() {
        if (profiles_.empty() || models_.empty()) {
            return;
        }
        const config_text text("migration",
                               [&](const std::string &) { return "{" + json(true) + "}"; });
        const ConstElementPtr root = text.parse();
        try {
            const hook_view hooks(root->get("hooks-libraries")->get(0)->get("parameters"),
                                  ConstElementPtr());

            for (const std::string &model : models_of(config_, &hooks)) {
                compare_model(hooks, model);
            }
        } catch (const cdc43_hook::config_error &e) {
            problem(std::string("the hook refuses this: ") + e.what());
        }
    }

    void compare_model(const hook_view &hooks, const std::string &model) {
        const std::vector<std::string> none;
        const client who = client_of(model);
        const outcome now = work_out(config_, nullptr, who, {nullptr, nullptr, nullptr});
        const hook_answer then = hooks.decide({who, 0, none, none, {}, now.domain});

        if (now.winner == nullptr || now.winner->kind != scope_kind::client_class ||
            !then.is_added || then.octets == now.joined) {
            return;
        }
        problem("\"" + model + "\" gets other octets from the hook than from " + now.winner->name +
                " now");
    }

    const configuration &config_;
    std::deque<profile> profiles_ = {};
    std::vector<std::pair<pattern, size_t>> models_ = {};
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
