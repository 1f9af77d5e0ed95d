/* SPDX-License-Identifier: MIT */
/* Searches in the tables of scopes: subnets and pools by bisection, hosts and classes by hash. */
#include "kea-hook/policy/scopes.h"

#include <string.h>

#include "kea-hook/policy/hash.h"

static bool is_equal(struct cdc43_view a, struct cdc43_view b) {
    return a.len == b.len && memcmp(a.data, b.data, a.len) == 0;
}

static void add_range(struct cdc43_hook_range *ranges, size_t *count, uint32_t first,
                      size_t subnet) {
    if (*count != 0 && ranges[*count - 1].first == first) {
        --*count; /* nothing is left of the one before */
    }
    ranges[(*count)++] = (struct cdc43_hook_range){first, (uint32_t)subnet};
}

/* The innermost subnet before index that holds the address; those that stand around one another
 * are found by walking back. Only when the configuration is taken. */
static size_t around(const struct cdc43_hook_subnet *subnets, size_t index, uint32_t address) {
    for (size_t i = index; i > 0; i--) {
        if (subnets[i].first <= address && subnets[i].last >= address) {
            return i;
        }
    }
    return 0;
}

void cdc43_hook_cut_ranges(const struct cdc43_hook_subnet *subnets, size_t count,
                           struct cdc43_hook_range *ret_ranges, size_t *ret_count) {
    size_t open = 0; /* the subnet that has the addresses which come now */
    size_t found = 0;

    for (size_t next = 1; open != 0 || next <= count;) {
        if (open != 0 && (next > count || subnets[open].last < subnets[next].first)) {
            const uint32_t end = subnets[open].last;

            if (end == UINT32_MAX) {
                break;
            }
            open = around(subnets, open, end + 1);
            add_range(ret_ranges, &found, end + 1, open);
        } else {
            open = next++;
            add_range(ret_ranges, &found, subnets[open].first, open);
        }
    }
    *ret_count = found;
}

static uint32_t hash_host(enum cdc43_hook_id type, struct cdc43_view id, size_t subnet) {
    uint32_t hash = cdc43_hook_hash(CDC43_HOOK_HASH_START, id);

    hash = cdc43_hook_hash_step(hash, (uint8_t)type);
    for (unsigned shift = 0; shift < 32; shift += 8) {
        hash = cdc43_hook_hash_step(hash, (uint8_t)(subnet >> shift));
    }
    return hash;
}

static size_t host_slot(const struct cdc43_hook_host *hosts, const uint32_t *slots,
                        size_t slot_count, enum cdc43_hook_id type, struct cdc43_view id,
                        size_t subnet) {
    const size_t mask = slot_count - 1;
    size_t at = hash_host(type, id, subnet) & mask;

    while (slots[at] != 0) {
        const struct cdc43_hook_host *const host = &hosts[slots[at] - 1];

        if (host->type == type && host->subnet == subnet && is_equal(host->id, id)) {
            break;
        }
        at = (at + 1) & mask;
    }
    return at;
}

static size_t class_slot(const struct cdc43_hook_class *classes, const uint32_t *slots,
                         size_t slot_count, struct cdc43_view name) {
    const size_t mask = slot_count - 1;
    size_t at = cdc43_hook_hash(CDC43_HOOK_HASH_START, name) & mask;

    while (slots[at] != 0 && !is_equal(classes[slots[at]].name, name)) {
        at = (at + 1) & mask;
    }
    return at;
}

bool cdc43_hook_put_host(const struct cdc43_hook_host *hosts, size_t index, uint32_t *slots,
                         size_t slot_count) {
    const struct cdc43_hook_host *const host = &hosts[index];
    const size_t at = host_slot(hosts, slots, slot_count, host->type, host->id, host->subnet);

    if (slots[at] != 0) {
        return false;
    }
    slots[at] = (uint32_t)index + 1;
    return true;
}

bool cdc43_hook_put_class(const struct cdc43_hook_class *classes, size_t index, uint32_t *slots,
                          size_t slot_count) {
    const size_t at = class_slot(classes, slots, slot_count, classes[index].name);

    if (slots[at] != 0) {
        return false;
    }
    slots[at] = (uint32_t)index;
    return true;
}

uint32_t cdc43_hook_find_class(const struct cdc43_hook_scopes *scopes, struct cdc43_view name) {
    if (scopes->class_slot_count == 0) {
        return 0;
    }
    return scopes->class_slots[class_slot(scopes->classes, scopes->class_slots,
                                          scopes->class_slot_count, name)];
}

size_t cdc43_hook_find_subnet(const struct cdc43_hook_scopes *scopes, uint32_t address) {
    size_t low = 0;
    size_t high = scopes->range_count; /* the range is before high, if there is one */

    while (low < high) {
        const size_t middle = low + (high - low) / 2;

        if (scopes->ranges[middle].first <= address) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low == 0 ? 0 : scopes->ranges[low - 1].subnet;
}

static size_t find_pool_policy(const struct cdc43_hook_scopes *scopes,
                               const struct cdc43_hook_subnet *subnet, uint32_t address) {
    size_t low = subnet->first_pool;
    size_t high = subnet->first_pool + subnet->pool_count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const struct cdc43_hook_pool *const pool = &scopes->pools[middle];

        if (address < pool->first) {
            high = middle;
        } else if (address > pool->last) {
            low = middle + 1;
        } else {
            return pool->policy;
        }
    }
    return 0;
}

/* As Kea: by each kind of identifier in its order, in the subnet first, then among the global ones;
 * the first reservation is the one that counts, whatever it says. */
static size_t find_host_policy(const struct cdc43_hook_scopes *scopes,
                               const struct cdc43_hook_client *client, size_t subnet) {
    const struct cdc43_hook_subnet *const own = &scopes->subnets[subnet];
    const size_t searched[2] = {subnet, 0};
    const bool is_used[2] = {own->has_own_hosts, own->has_global_hosts};

    for (size_t round = 0; round < 2; round++) {
        for (size_t i = 0; is_used[round] && i < scopes->id_count; i++) {
            const enum cdc43_hook_id type = scopes->id_order[i];

            if (client->ids[type].len != 0) {
                const size_t at =
                    host_slot(scopes->hosts, scopes->host_slots, scopes->host_slot_count, type,
                              client->ids[type], searched[round]);

                if (scopes->host_slots[at] != 0) {
                    return scopes->hosts[scopes->host_slots[at] - 1].policy;
                }
            }
        }
    }
    return 0;
}

static void add_policy(const struct cdc43_hook_scopes *scopes, size_t policy,
                       struct cdc43_hook_found *found) {
    if (policy != 0) {
        found->policies[found->count++] = &scopes->policies[policy];
    }
}

void cdc43_hook_find_policies(const struct cdc43_hook_scopes *scopes,
                              const struct cdc43_hook_client *client,
                              struct cdc43_hook_found *ret_found) {
    const size_t subnet = cdc43_hook_find_subnet(scopes, client->address);

    ret_found->count = 0;
    if (subnet != 0) {
        const struct cdc43_hook_subnet *const own = &scopes->subnets[subnet];

        if (scopes->host_slot_count != 0) {
            add_policy(scopes, find_host_policy(scopes, client, subnet), ret_found);
        }
        add_policy(scopes, find_pool_policy(scopes, own, client->address), ret_found);
        add_policy(scopes, own->policy, ret_found);
        add_policy(scopes, own->network_policy, ret_found);
    }
    for (size_t i = 0; i < client->class_count; i++) {
        add_policy(scopes, scopes->classes[client->classes[i]].policy, ret_found);
    }
    add_policy(scopes, scopes->global_policy, ret_found);
}

/* Below, at or above zero, as the first is before, the same as or after the second. */
static int compare(struct cdc43_view a, struct cdc43_view b) {
    const int order = memcmp(a.data, b.data, a.len < b.len ? a.len : b.len);

    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

enum cdc43_hook_says cdc43_hook_ask(const struct cdc43_hook_scope_policy *policy,
                                    struct cdc43_view vendor_class, size_t *ret_profile) {
    size_t low = 0;
    size_t high = policy->row_count;

    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = compare(vendor_class, policy->rows[middle].vendor_class);

        if (order == 0) {
            *ret_profile = policy->rows[middle].profile;
            return CDC43_HOOK_SAYS_PROFILE;
        }
        if (order > 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    if (policy->says == CDC43_HOOK_SAYS_PROFILE) {
        *ret_profile = policy->profile;
    }
    return policy->says;
}

const struct cdc43_hook_scope_policy *cdc43_hook_find_domain(const struct cdc43_hook_found *found) {
    for (size_t i = 0; i < found->count; i++) {
        if (found->policies[i]->has_domain) {
            return found->policies[i];
        }
    }
    return NULL;
}
