/* SPDX-License-Identifier: MIT */
/* Digests of what is served, with which an operator compares two servers. */
#include "kea-hook/server/digest.h"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "kea-hook/config/describe.h"
#include "kea-hook/credentials/digest.h"

namespace cdc43_hook {

namespace {

/* A text that two different lists of parts never share. */
class parts {
  public:
    parts &add(const std::string &part) {
        text_ += std::to_string(part.size()) + ":" + part;
        return *this;
    }
    parts &add(uint64_t number) {
        return add(std::to_string(number));
    }
    /* In an order of their own, not that of the configuration. */
    parts &add_sorted(std::vector<std::string> list) {
        std::sort(list.begin(), list.end());
        add(list.size());
        for (std::string &part : list) {
            add(part);
            cdc43_wipe(&part[0], part.size());
        }
        return *this;
    }
    const std::string &text() const {
        return text_;
    }

  private:
    std::string text_ = {};
};

std::string checked_hex(cdc43_hook_err err, const uint8_t (&octets)[CDC43_SHA256_SIZE]) {
    char digits[2 * CDC43_SHA256_SIZE + 1];

    if (err != CDC43_HOOK_OK) {
        throw std::runtime_error(cdc43_hook_err_text(err));
    }
    cdc43_print_hex({octets, sizeof octets}, digits);
    return digits;
}

std::string hex_digest(const std::string &text) {
    uint8_t digest[CDC43_SHA256_SIZE] = {};
    const cdc43_hook_err err = cdc43_hook_digest(view_of(text), digest);

    return checked_hex(err, digest);
}

std::string profile_name(const owned_policy &policy, size_t index) {
    return text_of(policy.table.profiles[index].name);
}

std::string class_name(const owned_policy &policy, size_t index) {
    return index == 0 ? "" : text_of(policy.scopes.table.classes[index].name);
}

std::string profile_text(const owned_policy &policy, const cdc43_hook_profile &profile) {
    return parts()
        .add(text_of(profile.name))
        .add(class_name(policy, profile.required_class))
        .add(profile.is_withheld ? 1 : 0)
        .add(profile.key != nullptr ? 1 : 0)
        .add(hex_of({profile.octets, profile.len}, profile.vendor != CDC43_VENDOR_CISCO))
        .text();
}

std::string model_text(const owned_policy &policy, const cdc43_hook_model &model) {
    return parts()
        .add(text_of(model.vendor_class))
        .add(model.is_prefix ? 1 : 0)
        .add(profile_name(policy, model.profile))
        .add(class_name(policy, model.required_class))
        .text();
}

/* What a scope says; not where it is in the configuration. */
std::string scope_text(const owned_policy &policy, size_t index) {
    const cdc43_hook_scope_policy &said = policy.scopes.table.policies[index];
    std::vector<std::string> rows;

    if (index == 0) {
        return "";
    }
    for (size_t i = 0; i < said.row_count; i++) {
        rows.push_back(parts()
                           .add(text_of(said.rows[i].vendor_class))
                           .add(profile_name(policy, said.rows[i].profile))
                           .text());
    }
    return parts()
        .add(said.says)
        .add(said.says == CDC43_HOOK_SAYS_PROFILE ? profile_name(policy, said.profile) : "")
        .add_sorted(rows)
        .text();
}

std::string range_text(const owned_policy &policy, const cdc43_hook_range &range) {
    const cdc43_hook_scopes &scopes = policy.scopes.table;
    const cdc43_hook_subnet &subnet = scopes.subnets[range.subnet];
    parts result;

    result.add(range.first).add(range.subnet == 0 ? 0 : 1);
    if (range.subnet != 0) {
        result.add(scope_text(policy, subnet.policy))
            .add(scope_text(policy, subnet.network_policy));
        result.add(subnet.has_own_hosts ? 1 : 0).add(subnet.has_global_hosts ? 1 : 0);
        for (size_t i = 0; i < subnet.pool_count; i++) {
            const cdc43_hook_pool &pool = scopes.pools[subnet.first_pool + i];

            result.add(pool.first).add(pool.last).add(scope_text(policy, pool.policy));
        }
    }
    return result.text();
}

std::string host_text(const owned_policy &policy, const cdc43_hook_host &host) {
    const cdc43_hook_subnet &subnet = policy.scopes.table.subnets[host.subnet];

    return parts()
        .add(host.type)
        .add(text_of(host.id))
        .add(host.subnet == 0 ? 0 : subnet.first)
        .add(host.subnet == 0 ? 0 : subnet.last)
        .add(scope_text(policy, host.policy))
        .text();
}

std::string scopes_text(const owned_policy &policy) {
    const cdc43_hook_scopes &scopes = policy.scopes.table;
    std::vector<std::string> hosts;
    std::vector<std::string> classes;
    parts result;

    result.add(scope_text(policy, scopes.global_policy));
    for (size_t i = 0; i < scopes.range_count; i++) {
        result.add(range_text(policy, scopes.ranges[i]));
    }
    for (size_t i = 0; i < scopes.class_slot_count; i++) {
        const uint32_t index = scopes.class_slots[i];

        if (index != 0) {
            classes.push_back(parts()
                                  .add(class_name(policy, index))
                                  .add(scope_text(policy, scopes.classes[index].policy))
                                  .text());
        }
    }
    for (size_t i = 0; i < scopes.host_slot_count; i++) {
        if (scopes.host_slots[i] != 0) {
            hosts.push_back(host_text(policy, scopes.hosts[scopes.host_slots[i] - 1]));
        }
    }
    result.add_sorted(classes).add_sorted(hosts);
    for (size_t i = 0; scopes.host_slot_count != 0 && i < scopes.id_count; i++) {
        result.add(scopes.id_order[i]);
    }
    return result.text();
}

/* Of a password its octets, of a key what it makes of a fixed text; empty: the profile has none. */
std::string secret_of(const cdc43_hook_profile &profile) {
    static const std::string label = "cdc43-status-v1";
    cdc43_params params;
    cdc43_where where;

    if (profile.vendor != CDC43_VENDOR_CISCO) {
        return "";
    }
    if (profile.key != nullptr) {
        uint8_t mac[CDC43_SHA256_SIZE];

        cdc43_hook_compute_mac(profile.key, view_of(label), mac);
        std::string result(std::begin(mac), std::end(mac));
        cdc43_wipe(mac, sizeof mac);
        return result;
    }
    return cdc43_decode(&cdc43_phone, CDC43_TOLERANT, profile.octets, profile.len, &params,
                        &where) == CDC43_OK
               ? text_of(params.challenge_password)
               : "";
}

/* All secrets together, derived; empty when there is none. */
std::string secrets_text(const owned_policy &policy) {
    std::vector<std::string> list;
    uint8_t derived[CDC43_SHA256_SIZE] = {};

    for (size_t i = 0; i < policy.table.profile_count; i++) {
        std::string secret = secret_of(policy.table.profiles[i]);

        if (!secret.empty()) {
            list.push_back(parts().add(profile_name(policy, i)).add(secret).text());
            cdc43_wipe(&secret[0], secret.size());
        }
    }
    if (list.empty()) {
        return "";
    }
    std::string text = parts().add_sorted(std::move(list)).text();
    const cdc43_hook_err err = cdc43_hook_derive_from_secrets(view_of(text), derived);

    cdc43_wipe(&text[0], text.size());
    return checked_hex(err, derived);
}

} // namespace

std::string digest_of(const owned_policy &policy) {
    const cdc43_hook_policy &table = policy.table;
    std::vector<std::string> profiles;
    std::vector<std::string> models;

    for (size_t i = 0; i < table.profile_count; i++) {
        profiles.push_back(profile_text(policy, table.profiles[i]));
    }
    for (size_t i = 0; i < table.model_count; i++) {
        models.push_back(model_text(policy, table.models[i]));
    }
    return hex_digest(parts()
                          .add(table.is_skipped_unrequested ? 1 : 0)
                          .add(table.on_provisioning)
                          .add_sorted(std::move(profiles))
                          .add_sorted(std::move(models))
                          .add(scopes_text(policy))
                          .add(secrets_text(policy))
                          .text());
}

std::string digest_without_secrets(const owned_policy &policy, size_t profile) {
    return hex_digest(profile_text(policy, policy.table.profiles[profile]));
}

} // namespace cdc43_hook
