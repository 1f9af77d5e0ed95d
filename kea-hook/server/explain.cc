/* SPDX-License-Identifier: MIT */
/* What a client would get, and why, by the same decision as for packets. */
#include "kea-hook/server/explain.h"

#include "kea-hook/config/describe.h"
#include "kea-hook/server/explain_arguments.h"

namespace cdc43_hook {

using isc::data::ConstElementPtr;
using isc::data::Element;
using isc::data::ElementPtr;

namespace {

const char *level_name(cdc43_hook_level level) {
    switch (level) {
    case CDC43_HOOK_HOST:
        return "reservation";
    case CDC43_HOOK_POOL:
        return "pool";
    case CDC43_HOOK_SUBNET:
        return "subnet";
    case CDC43_HOOK_NETWORK:
        return "shared-network";
    case CDC43_HOOK_CLASS:
        return "client-class";
    case CDC43_HOOK_GLOBAL:
        return "global";
    }
    return "";
}

/* All scopes that were asked, in their order, and what each says about the model. */
ElementPtr scopes_asked(const owned_policy &policy, const cdc43_hook_found &found,
                        const cdc43_hook_choice &choice) {
    const ElementPtr list = Element::createList();
    const cdc43_vendor_id vendor = choice.profile->vendor;

    for (size_t i = 0; i < found.count; i++) {
        const cdc43_hook_scope_policy &said = *found.policies[i];
        const ElementPtr entry = Element::createMap();
        size_t profile = 0;

        entry->set("scope", text_element(text_of(said.path)));
        entry->set("level", text_element(level_name(said.level)));
        switch (cdc43_hook_ask(&said, choice.vendor_class, &profile)) {
        case CDC43_HOOK_SAYS_NOTHING:
            entry->set("says", text_element("nothing"));
            break;
        case CDC43_HOOK_SAYS_NO:
            entry->set("says", text_element("send nothing"));
            break;
        case CDC43_HOOK_SAYS_YES:
            entry->set("says", text_element("send the model's profile"));
            break;
        case CDC43_HOOK_SAYS_PROFILE:
            entry->set("says", text_element(policy.table.profiles[profile].vendor == vendor
                                                ? "send this profile"
                                                : "send this profile, which is for another maker's "
                                                  "devices and does not count"));
            entry->set("profile", text_element(text_of(policy.table.profiles[profile].name)));
            break;
        }
        list->add(entry);
    }
    return list;
}

/* The name that the phone will give itself. */
struct naming {
    cdc43_hook_err err = CDC43_HOOK_OK;
    cdc43_err rule = CDC43_OK;
    cdc43_where where = {};
    cdc43_identity identity = {};

    std::string sentence() const {
        return err == CDC43_HOOK_ERR_RULE ? sentence_of(rule, where) : cdc43_hook_err_text(err);
    }
};

/* A client whose hardware address was not told counts as one that has a good one. */
naming name_of(const question &asked, const cdc43_hook_found &found) {
    const std::string any(6, '\0');
    const std::string &mac = asked.ids[CDC43_HOOK_HW_ADDRESS];
    const cdc43_hook_scope_policy *const source = cdc43_hook_find_domain(&found);
    const cdc43_view domain = asked.has_domain    ? view_of(asked.domain)
                              : source != nullptr ? source->domain
                                                  : cdc43_view{nullptr, 0};
    const cdc43_hook_phone phone = {view_of(asked.vendor_class), view_of(mac.empty() ? any : mac),
                                    true, domain};
    naming result;

    result.err = cdc43_hook_name_phone(&phone, &result.identity, &result.rule, &result.where);
    return result;
}

/* What the phone will call itself, if its address is known; and what is wrong with its domain, or
 * with anything of it when its password is bound to the name. */
void add_identity(const question &asked, const naming &name, bool is_bound,
                  const ElementPtr &result) {
    const bool is_about_domain = name.err == CDC43_HOOK_ERR_RULE && name.rule != CDC43_ERR_MODEL;
    const bool is_known = !asked.ids[CDC43_HOOK_HW_ADDRESS].empty();

    if (name.err != CDC43_HOOK_OK) {
        if (is_bound || (is_known && is_about_domain)) {
            result->set("common-name-error", text_element(name.sentence()));
        }
        return;
    }
    if (is_known) {
        result->set("common-name", text_element(name.identity.common_name));
        result->set("user-id", text_element(name.identity.user_id));
    }
}

/* Ours among theirs, as on the wire; the outcome changes when that cannot be. A password is masked
 * in any case, so that the one of a bound profile need not be made. */
void add_octets(const question &asked, cdc43_hook_decision &decision, const ElementPtr &result) {
    uint8_t merged[CDC43_OPTION_MAX];
    size_t len = 0;
    size_t excess = 0;

    if (decision.profile != nullptr && cdc43_hook_is_sent(decision.outcome)) {
        const cdc43_hook_err err = cdc43_hook_merge(
            view_of(asked.theirs), {decision.profile->octets, decision.profile->len},
            decision.profile->vendor, merged, &len, &excess);

        if (err == CDC43_HOOK_OK) {
            result->set("option-43", text_element(hex_of({merged, len}, false)));
            result->set("length", Element::create(static_cast<int64_t>(len)));
            result->set("parameters", parameters_of({merged, len}, decision.profile->vendor));
            cdc43_wipe(merged, sizeof merged);
            return;
        }
        decision.outcome = cdc43_hook_merge_outcome(err);
        if (err == CDC43_HOOK_ERR_FULL) {
            result->set("octets-too-many", Element::create(static_cast<int64_t>(excess)));
        }
    }
    if (asked.has_theirs) {
        result->set("option-43", text_element(hex_of(view_of(asked.theirs), false)));
        result->set("length", Element::create(static_cast<int64_t>(asked.theirs.size())));
    }
}

} // namespace

/* Decoded tolerantly: other suboptions in the same option do not matter here. */
ElementPtr parameters_of(cdc43_view octets, cdc43_vendor_id vendor) {
    cdc43_params params;
    cdc43_where where;

    if (vendor != CDC43_VENDOR_CISCO) {
        return describe_vendor(vendor, octets);
    }
    if (cdc43_decode(&cdc43_phone, CDC43_TOLERANT, octets.data, octets.len, &params, &where) !=
            CDC43_OK &&
        cdc43_decode(&cdc43_roomos, CDC43_TOLERANT, octets.data, octets.len, &params, &where) !=
            CDC43_OK) {
        return Element::createMap();
    }
    return describe(params, false);
}

ConstElementPtr explain(const owned_policy &policy, const ConstElementPtr &arguments,
                        std::string *ret_text) {
    const node root = {"arguments", arguments ? arguments : Element::createMap()};
    const ElementPtr result = Element::createMap();
    const cdc43_hook_scopes scopes = policy.scopes.with_hosts();
    question asked;
    cdc43_hook_choice choice;
    cdc43_hook_found found;
    cdc43_hook_decision decision;

    read_question(root, policy.scopes, asked);
    cdc43_hook_select(&policy.table, view_of(asked.vendor_class), &choice);
    cdc43_hook_find_policies(&scopes, &asked.client, &found);
    cdc43_hook_decide(&policy.table, &choice, &asked.client, &found, &asked.response, &decision);

    result->set("match", text_element(cdc43_hook_reason_name(choice.reason)));
    if (choice.model != nullptr) {
        result->set("model", text_element(text_of(choice.model->vendor_class)));
        result->set("scopes", scopes_asked(policy, found, choice));
    }
    if (decision.profile != nullptr) {
        result->set("profile", text_element(text_of(decision.profile->name)));
    }
    if (choice.model != nullptr && decision.outcome != CDC43_HOOK_DONE_MODEL_CLASS) {
        result->set("decided-by",
                    text_element(decision.scope != nullptr ? text_of(decision.scope->path)
                                                           : std::string("model")));
    }
    const bool is_bound = decision.profile != nullptr && decision.profile->key != nullptr;
    const naming name = name_of(asked, found);
    if (is_bound) {
        result->set("challenge-bound", Element::create(true));
        if (name.err != CDC43_HOOK_OK && cdc43_hook_is_sent(decision.outcome)) {
            decision.outcome = CDC43_HOOK_DONE_NO_NAME;
        }
    }
    add_octets(asked, decision, result);
    add_identity(asked, name, is_bound, result);
    result->set("outcome", text_element(cdc43_hook_outcome_name(decision.outcome)));
    *ret_text = cdc43_hook_outcome_text(decision.outcome);
    return result;
}

} // namespace cdc43_hook
