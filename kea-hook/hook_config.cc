/* SPDX-License-Identifier: MIT */
/* The library's parameters in Kea's configuration, checked and turned into a policy. */
#include "kea-hook/hook_config.h"

#include <algorithm>
#include <cstring>
#include <initializer_list>

#include "tlv/text.h"

namespace cdc43_hook {

using isc::data::ConstElementPtr;
using isc::data::Element;

policy::policy(size_t profiles, size_t models)
    : table(), profiles_(profiles), models_(models), slots_(cdc43_hook_slot_count(models)) {
    cdc43_hook_init(&table, profiles_.data(), profiles_.size(), models_.data(), models_.size(),
                    slots_.data());
}

policy::~policy() {
    cdc43_hook_wipe(&table);
}

static cdc43_view view_of(const std::string &text) {
    return {reinterpret_cast<const uint8_t *>(text.data()), text.size()};
}

cdc43_view policy::keep(std::string text) {
    texts_.push_back(std::move(text));
    return view_of(texts_.back());
}

namespace {

/* An element of the configuration and how to get there: "profiles[0].server". */
struct place {
    std::string path;
    ConstElementPtr element;

    place at(const std::string &key) const {
        return {path.empty() ? key : path + "." + key, element->get(key)};
    }
    place at(size_t index) const {
        return {path + "[" + std::to_string(index) + "]", element->listValue()[index]};
    }
};

[[noreturn]] void fail(const place &where, const std::string &sentence) {
    std::string position;

    if (where.element && where.element->getPosition().line_ != 0) {
        position = " (" + where.element->getPosition().str() + ")";
    }
    throw config_error((where.path.empty() ? "parameters" : where.path) + position + ": " +
                       sentence);
}

const char *type_name(Element::types type) {
    switch (type) {
    case Element::boolean:
        return "true or false";
    case Element::string:
        return "a string";
    case Element::list:
        return "a list";
    case Element::map:
        return "an object";
    default:
        return "something else";
    }
}

void check_type(const place &where, Element::types type) {
    if (!where.element || where.element->getType() != type) {
        fail(where, std::string("this must be ") + type_name(type));
    }
}

struct keyword {
    const char *name;
    Element::types type;
};

/* Every key must be a keyword and have its type. extra says whether a key is one beyond the list,
 * and of which type. */
template <typename Extra>
void check_keys(const place &where, const std::vector<keyword> &keywords, Extra extra) {
    check_type(where, Element::map);
    for (const auto &entry : where.element->mapValue()) {
        const place here = where.at(entry.first);
        const auto known = std::find_if(keywords.begin(), keywords.end(),
                                        [&](const keyword &k) { return entry.first == k.name; });

        if (known != keywords.end()) {
            check_type(here, known->type);
        } else if (!extra(here, entry.first)) {
            fail(here, "unknown key");
        }
    }
}

void check_keys(const place &where, const std::vector<keyword> &keywords) {
    check_keys(where, keywords, [](const place &, const std::string &) { return false; });
}

std::string sentence_of(cdc43_err err, const cdc43_where &where, cdc43_place kind) {
    char text[CDC43_SENTENCE_MAX];

    cdc43_print_error(err, &where, kind, text, sizeof text);
    return text;
}

/* The parameters of one profile while they are read; the octets that they point to. */
struct profile_values {
    cdc43_params params = {};
    std::deque<std::string> texts = {};
    uint8_t fingerprint[CDC43_DIGEST_MAX] = {};

    profile_values() = default;
    profile_values(const profile_values &) = delete;
    profile_values &operator=(const profile_values &) = delete;
    ~profile_values() {
        for (std::string &text : texts) {
            cdc43_wipe(&text[0], text.size());
        }
    }
};

/* The suboption with that name, if the key is one, with its value checked for its JSON type. */
bool is_suboption(const place &here, const std::string &key) {
    const cdc43_suboption_info *const info = cdc43_find_suboption_name(key.c_str());

    if (info == nullptr || key != info->name) {
        return false;
    }
    check_type(here, cdc43_is_boolean(info) ? Element::boolean : Element::string);
    return true;
}

void read_flag(const place &here, const cdc43_suboption_info *info, profile_values &values) {
    cdc43_where where;
    bool on = false;

    if (cdc43_is_boolean(info)) {
        on = here.element->boolValue();
    } else {
        const std::string word = here.element->stringValue();

        if (word.size() != std::strlen(word.c_str()) ||
            cdc43_parse_flag(info, word.c_str(), &on, &where) != CDC43_OK) {
            fail(here, std::string("this must be \"") + info->off_word + "\" or \"" +
                           info->on_word + "\"");
        }
    }
    cdc43_set_flag(&values.params, info->code, on);
}

void read_digest(const place &here, const cdc43_suboption_info *info, profile_values &values) {
    const std::string &text = values.texts.back();
    cdc43_where where;
    size_t len = 0;
    const cdc43_err err =
        cdc43_parse_fingerprint(text.data(), text.size(), values.fingerprint, &len, &where);

    if (err != CDC43_OK) {
        fail(here, sentence_of(err, where, CDC43_PLACE_TEXT));
    }
    cdc43_set_value(&values.params, info->code, values.fingerprint, len);
}

void read_value(const place &here, const cdc43_suboption_info *info, profile_values &values) {
    if (info->kind == CDC43_KIND_FLAG) {
        read_flag(here, info, values);
        return;
    }
    values.texts.push_back(here.element->stringValue());
    if (info->kind == CDC43_KIND_DIGEST) {
        read_digest(here, info, values);
    } else {
        const std::string &text = values.texts.back();

        cdc43_set_value(&values.params, info->code, text.data(), text.size());
    }
}

const cdc43_profile *read_device(const place &where) {
    const ConstElementPtr element = where.element->get("device-profile");

    if (!element) {
        return &cdc43_phone;
    }
    const std::string name = element->stringValue();
    const cdc43_profile *const device = cdc43_find_profile(name.c_str());

    if (device == nullptr || name != cdc43_profile_name(device)) {
        fail(where.at("device-profile"), std::string("this must be \"") +
                                             cdc43_profile_name(&cdc43_phone) + "\" or \"" +
                                             cdc43_profile_name(&cdc43_roomos) + "\"");
    }
    return device;
}

/* A rule of the format was broken: by one parameter, which may be missing, or by all together. */
[[noreturn]] void fail_rule(const place &where, cdc43_err rule, const cdc43_where &at) {
    const cdc43_suboption_info *const info = cdc43_find_suboption(at.suboption);
    const std::string sentence = sentence_of(rule, at, CDC43_PLACE_VALUE);

    if (info == nullptr) {
        fail(where, sentence);
    }
    place here = where.at(info->name);
    if (!here.element) {
        here.element = where.element;
    }
    fail(here, sentence);
}

void read_profile(const place &where, policy &result) {
    check_keys(where, {{"name", Element::string}, {"device-profile", Element::string}},
               is_suboption);
    if (!where.element->contains("name")) {
        fail(where, "\"name\" is missing");
    }

    profile_values values;
    for (const cdc43_suboption_info &info : cdc43_suboptions) {
        if (where.element->contains(info.name)) {
            read_value(where.at(info.name), &info, values);
        }
    }

    const place name = where.at("name");
    cdc43_err rule = CDC43_OK;
    cdc43_where at = {};
    const cdc43_hook_err err =
        cdc43_hook_add_profile(&result.table, result.keep(name.element->stringValue()),
                               read_device(where), &values.params, CDC43_OPTION_MAX, &rule, &at);
    if (err == CDC43_HOOK_ERR_RULE) {
        fail_rule(where, rule, at);
    }
    if (err != CDC43_HOOK_OK) {
        fail(name, cdc43_hook_err_text(err));
    }
}

void read_model(const place &where, policy &result) {
    check_keys(where, {{"vendor-class", Element::string},
                       {"vendor-class-prefix", Element::string},
                       {"profile", Element::string}});
    const bool is_prefix = where.element->contains("vendor-class-prefix");

    if (is_prefix == where.element->contains("vendor-class")) {
        fail(where, "exactly one of \"vendor-class\" and \"vendor-class-prefix\" is wanted");
    }
    if (!where.element->contains("profile")) {
        fail(where, "\"profile\" is missing");
    }

    const place profile = where.at("profile");
    const place pattern = where.at(is_prefix ? "vendor-class-prefix" : "vendor-class");
    const std::string name = profile.element->stringValue();
    size_t index = 0;
    cdc43_hook_err err = cdc43_hook_find_profile(&result.table, view_of(name), &index);
    if (err != CDC43_HOOK_OK) {
        fail(profile, cdc43_hook_err_text(err));
    }
    err = cdc43_hook_add_model(&result.table, result.keep(pattern.element->stringValue()),
                               is_prefix, index);
    if (err != CDC43_HOOK_OK) {
        fail(pattern, cdc43_hook_err_text(err));
    }
}

const std::initializer_list<const char *> known_models = {
#define CDC43_HOOK_MODEL(vendor_class, product) vendor_class,
#include "kea-hook/models.def"
};

void add_known_models(const place &where, policy &result) {
    if (result.table.profile_count != 1) {
        fail(where, "\"models\" is missing: it may be left out only with a single profile, which "
                    "all known models get then");
    }
    for (const char *const model : known_models) {
        const cdc43_hook_err err =
            cdc43_hook_add_model(&result.table, result.keep(model), false, 0);
        if (err != CDC43_HOOK_OK) {
            fail(where, cdc43_hook_err_text(err));
        }
    }
}

/* Number of entries of a list that must not be empty; 0 when it is not there. */
size_t count_entries(const place &where, const char *key) {
    if (!where.element->contains(key)) {
        return 0;
    }
    const place list = where.at(key);
    if (list.element->size() == 0) {
        fail(list, cdc43_hook_err_text(CDC43_HOOK_ERR_EMPTY));
    }
    return list.element->size();
}

} // namespace

std::shared_ptr<const policy> read_config(const ConstElementPtr &parameters) {
    const place root = {"", parameters};

    if (!parameters) {
        fail(root, "\"profiles\" is missing");
    }
    check_keys(root, {{"profiles", Element::list}, {"models", Element::list}});
    const size_t profiles = count_entries(root, "profiles");
    const size_t models = count_entries(root, "models");
    if (profiles == 0) {
        fail(root, "\"profiles\" is missing");
    }

    const auto result =
        std::make_shared<policy>(profiles, models != 0 ? models : known_models.size());
    for (size_t i = 0; i < profiles; i++) {
        read_profile(root.at("profiles").at(i), *result);
    }
    for (size_t i = 0; i < models; i++) {
        read_model(root.at("models").at(i), *result);
    }
    if (models == 0) {
        add_known_models(root, *result);
    }
    return result;
}

} // namespace cdc43_hook
