/* SPDX-License-Identifier: MIT */
/* From the certificate to its root, by names and signatures. */
#include "phone-side/certificates/check.h"

#include <string.h>

/* For each certificate how many steps it is from a self-signed one; UINT_MAX: it leads nowhere. */
static void measure(const struct cdc43_cert_bundle *bundle, unsigned ret_steps[CDC43_CERT_MAX]) {
    for (unsigned i = 0; i < CDC43_CERT_MAX; i++) {
        ret_steps[i] = i >= bundle->total                           ? UINT32_MAX
                       : (bundle->cert[i].signed_by & 1U << i) != 0 ? 0
                                                                    : UINT32_MAX;
    }
    for (unsigned round = 1; round < bundle->total; round++) {
        for (unsigned i = 0; i < bundle->total; i++) {
            for (unsigned by = 0; ret_steps[i] == UINT32_MAX && by < bundle->total; by++) {
                if ((bundle->cert[i].signed_by & 1U << by) != 0 && ret_steps[by] == round - 1) {
                    ret_steps[i] = round;
                }
            }
        }
    }
}

/* Does it issue another one of the files? */
static bool issues(const struct cdc43_cert_bundle *bundle, unsigned which) {
    for (unsigned i = 0; i < bundle->count; i++) {
        if (i != which && (bundle->cert[i].named & 1U << which) != 0 &&
            (bundle->cert[which].named & 1U << i) == 0) {
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
            if ((bundle->key[k].fits & 1U << i) != 0) {
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

/* The issuer of the last one: the next in the file if it leads to a root, else the shortest way.
 * bundle->total: there is none. */
static unsigned next_of(const struct cdc43_cert_bundle *bundle, unsigned last, uint32_t used,
                        const unsigned steps[CDC43_CERT_MAX]) {
    const uint32_t issuers = bundle->cert[last].signed_by & ~used;
    unsigned best = bundle->total;

    if (last + 1 < bundle->count && (issuers & 1U << (last + 1)) != 0 &&
        steps[last + 1] != UINT32_MAX) {
        return last + 1;
    }
    for (unsigned i = 0; i < bundle->total; i++) {
        if ((issuers & 1U << i) != 0 && (best == bundle->total || steps[i] < steps[best])) {
            best = i;
        }
    }
    return best;
}

void cdc43_cert_find_path(struct cdc43_cert_case *on) {
    const struct cdc43_cert_bundle *const bundle = on->bundle;
    unsigned steps[CDC43_CERT_MAX];
    uint32_t used = 0;
    unsigned at = bundle->count != 0 ? find_itself(bundle) : bundle->total;

    on->path_count = 0;
    on->is_rooted = false;
    if (bundle->count == 0) {
        return;
    }
    measure(bundle, steps);
    while (at < bundle->total && !on->is_rooted) {
        on->path[on->path_count++] = at;
        used |= 1U << at;
        on->is_rooted = (bundle->cert[at].signed_by & 1U << at) != 0;
        at = next_of(bundle, at, used, steps);
    }
}
