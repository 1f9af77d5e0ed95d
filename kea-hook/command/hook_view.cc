/* SPDX-License-Identifier: MIT */
/* What the hook library of this project would do with its parameters. */
#include "kea-hook/command/hook_view.h"

#include <regex>

namespace cdc43_kea {

static cdc43_view view_of(const std::string &text) {
    return {reinterpret_cast<const uint8_t *>(text.data()), text.size()};
}

static std::string text_of(cdc43_view view) {
    return std::string(reinterpret_cast<const char *>(view.data), view.len);
}

hook_view::hook_view(const isc::data::ConstElementPtr &parameters)
    : policy_(cdc43_hook::read_config(parameters)) {
}

hook_answer hook_view::decide(const client &who, const std::vector<std::string> &theirs) const {
    hook_answer result;
    cdc43_hook_choice choice;

    cdc43_hook_select(&policy_->table, view_of(who.vendor_class), &choice);
    result.reason = choice.reason;
    if (choice.profile == nullptr) {
        return result;
    }
    result.model = text_of(choice.model->vendor_class);
    result.profile = text_of(choice.profile->name);

    std::string joined;
    for (const std::string &instance : theirs) {
        joined += instance;
    }
    uint8_t octets[CDC43_OPTION_MAX];
    size_t len = 0;
    result.err = cdc43_hook_merge(view_of(joined), {choice.profile->octets, choice.profile->len},
                                  octets, &len, &result.excess);
    result.is_added = result.err == CDC43_HOOK_OK;
    if (result.is_added) {
        result.octets.assign(reinterpret_cast<const char *>(octets), len);
    }
    cdc43_wipe(octets, sizeof octets);
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
