/* SPDX-License-Identifier: MIT */
/* From the certificate to its root, by names and signatures. */
#include "phone-side/certificates/check.h"

#include <string.h>

bool cdc43_cert_is_self_signed(const struct cdc43_cert_bundle *bundle, unsigned i) {
    return cdc43_cert_has(&bundle->cert[i].signed_by, i);
}

/* Is it a root to trust, or that root among the certificates of the files? */
bool cdc43_cert_is_trusted(const struct cdc43_cert_bundle *bundle, unsigned i) {
    const struct cdc43_cert *const cert = &bundle->cert[i];

    for (unsigned root = bundle->count; root < bundle->total; root++) {
        if (i == root || cdc43_cert_has(&cert->same_ca, root)) {
            return cdc43_cert_is_self_signed(bundle, i);
        }
    }
    return false;
}

/* May it stand on a way to the root? */
static bool is_usable(const struct cdc43_cert_case *on, unsigned i) {
    const struct cdc43_cert *const cert = &on->bundle->cert[i];
    const int64_t now = on->question->now;

    return cert->is_ca && (!cert->has_usage || (cert->usage & CDC43_CERT_ISSUES) != 0) &&
           (now == CDC43_SCEP_NO_CLOCK ||
            (cert->info.not_before <= now && now <= cert->info.not_after));
}

#define NOWHERE UINT32_MAX
#define DETOUR CDC43_CERT_MAX /* what a certificate costs that cannot be used */

/* For each certificate what the way to a root costs, trusted ones if there are any: a step each.
 * Those that lead nowhere keep NOWHERE. */
static void measure(const struct cdc43_cert_case *on, uint32_t ret_cost[CDC43_CERT_MAX]) {
    const struct cdc43_cert_bundle *const bundle = on->bundle;
    const bool has_trust = bundle->total > bundle->count;

    for (unsigned i = 0; i < CDC43_CERT_MAX; i++) {
        ret_cost[i] = NOWHERE;
        if (i < bundle->total && cdc43_cert_is_self_signed(bundle, i)) {
            ret_cost[i] = (is_usable(on, i) ? 0U : DETOUR) +
                          (has_trust && !cdc43_cert_is_trusted(bundle, i) ? DETOUR * DETOUR : 0U);
        }
    }
    for (unsigned round = 1; round < bundle->total; round++) {
        for (unsigned i = 0; i < bundle->total; i++) {
            for (unsigned by = 0; by < bundle->total; by++) {
                const uint32_t step = 1U + (is_usable(on, i) ? 0U : DETOUR);
                if (cdc43_cert_has(&bundle->cert[i].signed_by, by) && ret_cost[by] != NOWHERE &&
                    ret_cost[by] + step < ret_cost[i]) {
                    ret_cost[i] = ret_cost[by] + step;
                }
            }
        }
    }
}

/* Does it issue another one of the files? */
static bool issues(const struct cdc43_cert_bundle *bundle, unsigned which) {
    for (unsigned i = 0; i < bundle->count; i++) {
        if (i != which && cdc43_cert_has(&bundle->cert[i].named, which) &&
            !cdc43_cert_has(&bundle->cert[which].named, i)) {
            return true;
        }
    }
    return false;
}

/* The certificate that all is about: that of the key, else the first that is not a CA, else the
 * first that issues no other. */
static unsigned find_itself(const struct cdc43_cert_bundle *bundle) {
    for (unsigned k = 0; k < bundle->key_count; k++) {
        for (unsigned i = 0; i < bundle->count; i++) {
            if (cdc43_cert_has(&bundle->key[k].fits, i)) {
                return i;
            }
        }
    }
    for (unsigned i = 0; i < bundle->count; i++) {
        if (!bundle->cert[i].is_ca) {
            return i;
        }
    }
    for (unsigned i = 0; i < bundle->count; i++) {
        if (!issues(bundle, i)) {
            return i;
        }
    }
    return 0;
}

/* The issuer of the last one on the cheapest way, of equal ones the next in the file.
 * bundle->total: there is none. */
static unsigned next_of(const struct cdc43_cert_bundle *bundle, unsigned last,
                        const struct cdc43_cert_set *used, const uint32_t cost[CDC43_CERT_MAX]) {
    const struct cdc43_cert_set *const issuers = &bundle->cert[last].signed_by;
    unsigned best = bundle->total;

    for (unsigned i = 0; i < bundle->total; i++) {
        if (cdc43_cert_has(issuers, i) && !cdc43_cert_has(used, i) &&
            (best == bundle->total || cost[i] < cost[best] ||
             (cost[i] == cost[best] && i == last + 1))) {
            best = i;
        }
    }
    return best;
}

void cdc43_cert_find_path(struct cdc43_cert_case *on) {
    const struct cdc43_cert_bundle *const bundle = on->bundle;
    uint32_t cost[CDC43_CERT_MAX];
    struct cdc43_cert_set used = {{0}};
    unsigned at = bundle->count != 0 ? find_itself(bundle) : bundle->total;

    on->path_count = 0;
    on->is_rooted = false;
    if (bundle->count == 0) {
        return;
    }
    measure(on, cost);
    while (at < bundle->total && !on->is_rooted) {
        on->path[on->path_count++] = at;
        cdc43_cert_put(&used, at);
        on->is_rooted = cdc43_cert_is_self_signed(bundle, at);
        at = next_of(bundle, at, &used, cost);
    }
}
