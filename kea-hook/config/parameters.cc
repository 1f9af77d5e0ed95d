/* SPDX-License-Identifier: MIT */
/* The library's parameters in Kea's configuration, checked and turned into a policy. */
#include "kea-hook/config/parameters.h"

#include <algorithm>

#include "kea-hook/config/ignored.h"
#include "kea-hook/config/kea_classes.h"
#include "kea-hook/config/profile.h"
#include "kea-hook/policy/models.h"

namespace cdc43_hook {

using isc::data::ConstElementPtr;
using isc::data::Element;

owned_policy::owned_policy(size_t profiles, size_t models)
    : table(), scopes(), profiles_(profiles), models_(models),
      slots_(cdc43_hook_slot_count(models)), texts_(), keys_() {
    cdc43_hook_init(&table, profiles_.data(), profiles_.size(), models_.data(), models_.size(),
                    slots_.data());
}

owned_policy::~owned_policy() {
    cdc43_hook_wipe(&table);
}

cdc43_view owned_policy::keep(std::string text) {
    texts_.push_back(std::move(text));
    return view_of(texts_.back());
}

const cdc43_hook_key *owned_policy::keep(cdc43_hook_key *key) {
    std::unique_ptr<cdc43_hook_key, void (*)(cdc43_hook_key *)> own(key, cdc43_hook_free_key);

    keys_.push_back(std::move(own));
    return key;
}

namespace {

void read_model(const node &where, owned_policy &result) {
    check_keys(where,
               {{"vendor-class", Element::string},
                {"vendor-class-prefix", Element::string},
                {"profile", Element::string},
                {"require-client-class", Element::string}},
               is_remark);
    const bool is_prefix = where.element->contains("vendor-class-prefix");

    if (is_prefix == where.element->contains("vendor-class")) {
        fail(where, "specify either \"vendor-class\" or \"vendor-class-prefix\"");
    }
    if (!where.element->contains("profile")) {
        fail(where, "\"profile\" is missing");
    }

    const node profile = where.at("profile");
    const node pattern = where.at(is_prefix ? "vendor-class-prefix" : "vendor-class");
    const std::string name = profile.element->stringValue();
    size_t index = 0;
    cdc43_hook_err err = cdc43_hook_find_profile(&result.table, view_of(name), &index);
    if (err != CDC43_HOOK_OK) {
        fail(profile, cdc43_hook_err_text(err));
    }
    if (!is_prefix) {
        const std::string model = pattern.element->stringValue();

        err = cdc43_hook_check_model(&result.table.profiles[index], view_of(model));
        if (err != CDC43_HOOK_OK) {
            fail(pattern, cdc43_hook_err_text(err));
        }
    }
    err = cdc43_hook_add_model(&result.table, result.keep(pattern.element->stringValue()),
                               is_prefix, index);
    if (err != CDC43_HOOK_OK) {
        fail(pattern, cdc43_hook_err_text(err));
    }
    result.table.models[result.table.model_count - 1].required_class =
        read_required_class(where, result);
}

void add_known_models(const node &where, owned_policy &result) {
    if (result.table.profile_count != 1) {
        fail(where,
             "\"models\" is missing; only with a single profile may it be left out: all known "
             "models then get that profile");
    }
    if (result.table.profiles[0].vendor != CDC43_VENDOR_CISCO) {
        fail(where, std::string("\"models\" is missing; the known ones are no ") +
                        cdc43_vendor_title(result.table.profiles[0].vendor));
    }
    for (const char *const model : cdc43_hook_known_models) {
        const cdc43_hook_err err =
            cdc43_hook_add_model(&result.table, result.keep(model), false, 0);
        if (err != CDC43_HOOK_OK) {
            fail(where, cdc43_hook_err_text(err));
        }
    }
}

/* Number of entries of a list that must not be empty; 0 when it is not there. */
size_t count_entries(const node &where, const char *key) {
    if (!where.element->contains(key)) {
        return 0;
    }
    const node list = where.at(key);
    if (list.element->size() == 0) {
        fail(list, cdc43_hook_err_text(CDC43_HOOK_ERR_EMPTY));
    }
    return list.element->size();
}

/* The words of a parameter; its index among them. */
size_t read_word(const node &root, const char *key, const std::vector<std::string> &words) {
    if (!root.has(key)) {
        return 0;
    }
    const auto at = std::find(words.begin(), words.end(), root.at(key).element->stringValue());

    if (at == words.end()) {
        std::string list;
        for (const std::string &word : words) {
            list += (list.empty() ? "\"" : word == words.back() ? " or \"" : ", \"") + word + "\"";
        }
        fail(root.at(key), "this must be " + list);
    }
    return static_cast<size_t>(at - words.begin());
}

const std::vector<keyword> top_keywords = {{"profiles", Element::list},
                                           {"models", Element::list},
                                           {"when-not-requested", Element::string},
                                           {"on-provisioning-conflict", Element::string},
                                           {"on-unavailable", Element::string},
                                           {"host-context", Element::boolean}};

void read_behaviour(const node &root, cdc43_hook_policy &table) {
    static const cdc43_hook_on_provisioning kinds[] = {CDC43_HOOK_WARN, CDC43_HOOK_WITHHOLD,
                                                       CDC43_HOOK_IGNORE};

    table.is_skipped_unrequested = read_word(root, "when-not-requested", {"send", "skip"}) != 0;
    table.on_provisioning =
        kinds[read_word(root, "on-provisioning-conflict", {"warn", "withhold", "ignore"})];
}

/* A class that is required and that nobody defines keeps every phone from its certificate. Classes
 * may also come from a database, then nobody can tell. */
void check_required_class(const node &where, const node &dhcp4) {
    if (!where.has("require-client-class") || dhcp4.has("config-control")) {
        return;
    }
    const node wanted = where.at("require-client-class");
    const std::string name = wanted.element->stringValue();
    bool is_there = is_kea_class(name);

    for (const node &own : entries(dhcp4, "client-classes")) {
        is_there = is_there || (is_a(own, "name", Element::string) &&
                                own.at("name").element->stringValue() == name);
    }
    if (!is_there) {
        fail(wanted, "no client class has this name");
    }
}

/* Kea loads a library twice into the same memory: the last parameters would count, and every
 * response twice. */
void check_single(const node &dhcp4) {
    bool is_there = false;

    for (const node &entry : entries(dhcp4, "hooks-libraries")) {
        if (is_this_library(entry.element)) {
            if (is_there) {
                fail(entry, "this library may be listed only once");
            }
            is_there = true;
        }
    }
}

void take_scopes(const node &root, const node &dhcp4, owned_policy &result) {
    for (const char *const key : {"profiles", "models"}) {
        for (const node &entry : entries(root, key)) {
            check_required_class(entry, dhcp4);
        }
    }
    result.scopes.take(read_scopes(dhcp4), result.table, result.with_hosts);
    result.ignored = ignored_settings(dhcp4, result.with_hosts);
}

} // namespace

bool is_this_library(const ConstElementPtr &entry) {
    static const std::string name = "libdhcp_cdc43.so";
    const ConstElementPtr library =
        entry && entry->getType() == Element::map ? entry->get("library") : ConstElementPtr();

    if (!library || library->getType() != Element::string) {
        return false;
    }
    const std::string path = library->stringValue();
    return path.substr(path.rfind('/') + 1) == name; /* npos + 1 is 0 */
}

std::shared_ptr<const owned_policy> read_config(const ConstElementPtr &parameters,
                                                const ConstElementPtr &dhcp4, occasion when) {
    const node root = {"", parameters};

    check_single({"", dhcp4});
    if (!parameters) {
        fail(root, "\"profiles\" is missing");
    }
    check_keys(root, top_keywords, is_remark);
    const size_t profiles = count_entries(root, "profiles");
    const size_t models = count_entries(root, "models");
    if (profiles == 0) {
        fail(root, "\"profiles\" is missing");
    }

    const auto result = std::make_shared<owned_policy>(
        profiles, models != 0 ? models : static_cast<size_t>(CDC43_HOOK_KNOWN_MODEL_COUNT));
    read_behaviour(root, result->table);
    result->is_lenient =
        read_word(root, "on-unavailable", {"withhold", "refuse"}) == 0 && when == occasion::start;
    result->with_hosts = root.has("host-context") && root.at("host-context").element->boolValue();
    for (size_t i = 0; i < profiles; i++) {
        read_profile(root.at("profiles").at(i), *result);
    }
    for (size_t i = 0; i < models; i++) {
        read_model(root.at("models").at(i), *result);
    }
    if (models == 0) {
        add_known_models(root, *result);
    }
    if (dhcp4) {
        take_scopes(root, {"", dhcp4}, *result);
    }
    result->scopes.finish();
    return result;
}

} // namespace cdc43_hook
