/* SPDX-License-Identifier: MIT */
/* What the hook library of this project would do with its parameters. */
#include "kea-hook/offline/hook.h"

#include <algorithm>
#include <regex>

namespace cdc43_kea {

using cdc43_hook::text_of;
using cdc43_hook::view_of;

hook_view::hook_view(const isc::data::ConstElementPtr &parameters,
                     const isc::data::ConstElementPtr &dhcp4)
    : policy_(cdc43_hook::read_config(parameters, dhcp4)) {
}

static unsigned provisioning_bits(const std::vector<unsigned> &codes) {
    unsigned result = 0;

    for (const unsigned code : codes) {
#define CDC43_PROVISIONING(option, bit, words) result |= code == (option) ? 1U << (bit) : 0U;
#include "tlv/provisioning.def"
    }
    return result;
}

static cdc43_hook_client client_in(const cdc43_hook_scopes &scopes, const hook_input &question) {
    cdc43_hook_client result = {};

    result.address = question.address;
    for (size_t i = 0; question.reservation != nullptr && i < CDC43_HOOK_ID_COUNT; i++) {
        result.ids[i] = view_of(question.reservation->ids[i]);
    }
    if (!question.who.mac.empty()) {
        result.ids[CDC43_HOOK_HW_ADDRESS] = view_of(question.who.mac);
    }
    for (const std::string &name : question.classes) {
        const uint32_t index = cdc43_hook_find_class(&scopes, view_of(name));

        if (index != 0 && result.class_count < CDC43_HOOK_CLASSES_MAX) {
            result.classes[result.class_count++] = index;
        }
    }
    return result;
}

/* The octets of the profile for this phone, with a password of its own if it is bound. Without a
 * MAC address the stand-in stays, if the phone can have a name at all. */
static cdc43_hook_err own_octets(const cdc43_hook_profile &profile, const hook_input &question,
                                 hook_result &result, uint8_t ret_octets[CDC43_OPTION_MAX]) {
    const std::string any(6, '\0');
    const std::string &mac = question.who.mac;
    const cdc43_hook_phone phone = {view_of(question.who.vendor_class),
                                    view_of(mac.empty() ? any : mac), true,
                                    view_of(question.domain)};
    cdc43_hook_err err = CDC43_HOOK_OK;

    result.is_bound = profile.key != nullptr;
    result.is_stand_in = result.is_bound && mac.empty();
    if (result.is_bound) {
        err = cdc43_hook_bind(&profile, &phone, ret_octets);
    }
    if (!result.is_bound || result.is_stand_in) {
        std::copy_n(profile.octets, profile.len, ret_octets);
    }
    return err;
}

/* Merges the profile's octets into what Kea has. */
static void merge(cdc43_view ours, cdc43_vendor_id vendor, const std::vector<std::string> &theirs,
                  hook_result &result) {
    std::string joined;
    uint8_t octets[CDC43_OPTION_MAX];
    size_t len = 0;

    for (const std::string &instance : theirs) {
        joined += instance;
    }
    const cdc43_hook_err err =
        cdc43_hook_merge(view_of(joined), ours, vendor, octets, &len, &result.excess);
    if (err == CDC43_HOOK_OK) {
        result.is_added = true;
        result.octets.assign(reinterpret_cast<const char *>(octets), len);
    } else {
        result.outcome = cdc43_hook_merge_outcome(err);
    }
    cdc43_wipe(octets, sizeof octets);
}

hook_result hook_view::decide(const hook_input &question) const {
    hook_result result;
    cdc43_hook_choice choice;
    cdc43_hook_found found;
    cdc43_hook_decision decision;
    const cdc43_hook_client known = client_in(policy_->scopes.table, question);
    const cdc43_hook_response response = {question.who.requested.count(OPTION_VENDOR_SPECIFIC) != 0,
                                          provisioning_bits(question.provisioning)};

    cdc43_hook_select(&policy_->table, view_of(question.who.vendor_class), &choice);
    cdc43_hook_find_policies(&policy_->scopes.table, &known, &found);
    cdc43_hook_decide(&policy_->table, &choice, &known, &found, &response, &decision);
    result.match = choice.reason;
    result.outcome = decision.outcome;
    if (choice.model != nullptr) {
        result.model = text_of(choice.model->vendor_class);
    }
    if (decision.scope != nullptr) {
        result.scope = text_of(decision.scope->path);
    }
    if (decision.profile != nullptr) {
        result.profile = text_of(decision.profile->name);
        result.vendor = decision.profile->vendor;
    }
    if (decision.profile != nullptr && cdc43_hook_is_sent(decision.outcome)) {
        uint8_t ours[CDC43_OPTION_MAX];

        if (own_octets(*decision.profile, question, result, ours) == CDC43_HOOK_OK) {
            merge({ours, decision.profile->len}, result.vendor, question.theirs, result);
        } else {
            result.outcome = CDC43_HOOK_DONE_NO_NAME;
        }
        cdc43_wipe(ours, sizeof ours);
    }
    return result;
}

std::vector<std::string> hook_view::vendor_classes() const {
    std::vector<std::string> result;

    for (size_t i = 0; i < policy_->table.model_count; i++) {
        result.push_back(text_of(policy_->table.models[i].vendor_class));
    }
    return result;
}

bool take_position(std::string &sentence, unsigned *ret_line, unsigned *ret_column) {
    static const std::regex form("([\\s\\S]*) \\([^()]*:([0-9]+):([0-9]+)\\)([\\s\\S]*)");
    std::smatch match;
    const std::string whole = sentence;

    if (!std::regex_match(whole, match, form)) {
        return false;
    }
    *ret_line = static_cast<unsigned>(std::stoul(match[2]));
    *ret_column = static_cast<unsigned>(std::stoul(match[3]));
    sentence = match[1].str() + match[4].str();
    return true;
}

} // namespace cdc43_kea
