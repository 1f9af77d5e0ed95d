/* SPDX-License-Identifier: MIT */
/* What Kea's scopes say about profiles, as tables that are searched per packet. */
#ifndef CDC43_HOOK_POLICY_SCOPES_H
#define CDC43_HOOK_POLICY_SCOPES_H

/* Conventions as in policy.h. IPv4 addresses are numbers, host byte order. Classes, subnets and
 * policies are named by index; 0 means "none", entry 0 of those arrays is never used. */
#include "tlv/cdc43.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What a scope says. */
enum cdc43_hook_says {
    CDC43_HOOK_SAYS_NOTHING, /* ask the next one */
    CDC43_HOOK_SAYS_NO,      /* "send": false */
    CDC43_HOOK_SAYS_YES,     /* "send": true: the model's own profile */
    CDC43_HOOK_SAYS_PROFILE
};

/* In the order in which they are asked. */
enum cdc43_hook_level {
    CDC43_HOOK_HOST,
    CDC43_HOOK_POOL,
    CDC43_HOOK_SUBNET,
    CDC43_HOOK_NETWORK,
    CDC43_HOOK_CLASS,
    CDC43_HOOK_GLOBAL
};

/* A row of a scope's map "models". */
struct cdc43_hook_row {
    struct cdc43_view vendor_class;
    size_t profile;
};

struct cdc43_hook_scope_policy {
    struct cdc43_view path; /* of the scope in the configuration, for people */
    enum cdc43_hook_level level;
    enum cdc43_hook_says says;
    size_t profile;                    /* with CDC43_HOOK_SAYS_PROFILE */
    const struct cdc43_hook_row *rows; /* ascending by octets; they go before says */
    size_t row_count;
    bool has_domain;
    struct cdc43_view domain; /* option 15 that the scope brings */
};

struct cdc43_hook_pool {
    uint32_t first;
    uint32_t last;
    size_t policy;
};

struct cdc43_hook_subnet {
    uint32_t first;
    uint32_t last;
    uint32_t id; /* Kea's */
    bool has_own_hosts;
    bool has_global_hosts;
    size_t policy;
    size_t network_policy;
    size_t first_pool; /* its pools are adjacent, ascending, and do not overlap */
    size_t pool_count;
};

/* From this address on, up to the next one's, this subnet serves (0: none). */
struct cdc43_hook_range {
    uint32_t first;
    uint32_t subnet;
};

/* What a reservation may be made by. */
enum cdc43_hook_id {
    CDC43_HOOK_HW_ADDRESS,
    CDC43_HOOK_DUID,
    CDC43_HOOK_CIRCUIT_ID,
    CDC43_HOOK_CLIENT_ID,
    CDC43_HOOK_ID_COUNT
};

struct cdc43_hook_host {
    enum cdc43_hook_id type;
    struct cdc43_view id;
    size_t subnet; /* index; 0 for a global reservation */
    size_t policy;
};

struct cdc43_hook_class {
    struct cdc43_view name;
    size_t policy;
};

/* All tables. The memory is the caller's. */
struct cdc43_hook_scopes {
    const struct cdc43_hook_scope_policy *policies;
    const struct cdc43_hook_subnet *subnets;
    const struct cdc43_hook_range *ranges; /* ascending */
    size_t range_count;
    const struct cdc43_hook_pool *pools;
    const struct cdc43_hook_host *hosts;
    const uint32_t *host_slots; /* hash table: index + 1, 0 for a free slot */
    size_t host_slot_count;     /* a power of two; 0: hosts are not looked at */
    enum cdc43_hook_id id_order[CDC43_HOOK_ID_COUNT];
    size_t id_count;
    const struct cdc43_hook_class *classes;
    const uint32_t *class_slots; /* hash table: index, 0 for a free slot */
    size_t class_slot_count;     /* a power of two; 0: there are no classes */
    size_t global_policy;
};

/* The most classes of one packet that count. */
#define CDC43_HOOK_CLASSES_MAX 32U

/* What is known about a client, in addition to its vendor class. */
struct cdc43_hook_client {
    uint32_t address; /* the one that it has or gets; 0: unknown */
    /* By enum cdc43_hook_id; empty if the client does not have it. */
    struct cdc43_view ids[CDC43_HOOK_ID_COUNT];
    /* Those of its classes that cdc43_hook_find_class found, in Kea's order. */
    uint32_t classes[CDC43_HOOK_CLASSES_MAX];
    size_t class_count;
};

/* The policies that concern a client; the first one takes precedence. */
#define CDC43_HOOK_POLICIES_MAX (CDC43_HOOK_CLASSES_MAX + 5U)
struct cdc43_hook_found {
    size_t count;
    const struct cdc43_hook_scope_policy *policies[CDC43_HOOK_POLICIES_MAX];
};

/* Cuts subnets (1 to count, ascending by first address, wider ones first where that is the same;
 * nested or apart) into ranges that do not overlap: the narrowest subnet has an address.
 * ret_ranges: room for 2 * count + 1. */
void cdc43_hook_cut_ranges(const struct cdc43_hook_subnet *subnets, size_t count,
                           struct cdc43_hook_range *ret_ranges, size_t *ret_count);

/* Adds a host or a class to its hash table, which must be at most half full afterwards. Returns
 * false if the table already has an equal one. */
CDC43_MUST_USE bool cdc43_hook_put_host(const struct cdc43_hook_host *hosts, size_t index,
                                        uint32_t *slots, size_t slot_count);
CDC43_MUST_USE bool cdc43_hook_put_class(const struct cdc43_hook_class *classes, size_t index,
                                         uint32_t *slots, size_t slot_count);

/* 0 if there is no such class. */
uint32_t cdc43_hook_find_class(const struct cdc43_hook_scopes *scopes, struct cdc43_view name);

/* The subnet that has the address, 0 for none. */
size_t cdc43_hook_find_subnet(const struct cdc43_hook_scopes *scopes, uint32_t address);

/* Collects the policies that concern the client. The time grows with the logarithm of the number of
 * subnets and pools, and with the client's own classes, not with those of the configuration. */
void cdc43_hook_find_policies(const struct cdc43_hook_scopes *scopes,
                              const struct cdc43_hook_client *client,
                              struct cdc43_hook_found *ret_found);

/* What a policy says about a vendor class without NULs at its end; *ret_profile is set with
 * CDC43_HOOK_SAYS_PROFILE only. */
enum cdc43_hook_says cdc43_hook_ask(const struct cdc43_hook_scope_policy *policy,
                                    struct cdc43_view vendor_class, size_t *ret_profile);

/* Option 15 that Kea will send: that of the first policy which has one, else NULL. */
const struct cdc43_hook_scope_policy *cdc43_hook_find_domain(const struct cdc43_hook_found *found);

#ifdef __cplusplus
}
#endif

#endif
