/* SPDX-License-Identifier: MIT */
/* Requirements of the chain: signatures, completeness, order. */
#include <stdio.h>
#include <string.h>

#include "phone-side/certificates/checks.h"

#define SUBJECT "%.160s"

static const char *subject_of(const struct cdc43_cert_case *on, unsigned i) {
    return on->bundle->cert[i].info.subject;
}

static bool is_on_path(const struct cdc43_cert_case *on, unsigned which) {
    for (unsigned i = 0; i < on->path_count; i++) {
        if (on->path[i] == which) {
            return true;
        }
    }
    return false;
}

void cdc43_cert_check_signatures(struct cdc43_cert_case *on) {
    for (unsigned i = 0; i < on->bundle->count; i++) {
        const struct cdc43_cert *const cert = &on->bundle->cert[i];
        if (cdc43_cert_is_none(&cert->named) || !cdc43_cert_is_none(&cert->signed_by)) {
            continue;
        }
        if (!cdc43_cert_is_none(&cert->unsure)) {
            cdc43_cert_unsure(on, (int)i, "its signature (%s) cannot be checked", cert->signature);
        } else {
            cdc43_cert_bad(on, (int)i,
                           "the key of the issuer that it names (" SUBJECT ") has not signed it: "
                           "another certificate of that name has, or it was changed",
                           cert->info.issuer);
        }
    }
}

void cdc43_cert_check_issuers_are_cas(struct cdc43_cert_case *on) {
    long below = 0; /* CAs between, but for new certificates of the same one (RFC 5280 4.2.1.9) */

    for (unsigned i = 1; i < on->path_count; i++) {
        const struct cdc43_cert *const cert = &on->bundle->cert[on->path[i]];
        if (cert->path_length >= 0 && below > cert->path_length) {
            cdc43_cert_bad(on, (int)on->path[i],
                           "there are %ld CAs below it; its basicConstraints allow %ld", below,
                           cert->path_length);
        }
        below += strcmp(cert->info.subject, cert->info.issuer) != 0 ? 1 : 0;
        if (!cert->is_ca) {
            cdc43_cert_bad(on, (int)on->path[i], "it has issued another one and is not a CA");
        } else if (cert->has_usage && (cert->usage & CDC43_CERT_ISSUES) == 0) {
            cdc43_cert_bad(on, (int)on->path[i], "its keyUsage lacks keyCertSign");
        }
    }
}

void cdc43_cert_check_complete(struct cdc43_cert_case *on) {
    unsigned last = 0;
    int root = CDC43_CERT_NONE;

    if (on->path_count == 0) {
        return;
    }
    last = on->path[on->path_count - 1];
    if (on->is_rooted) {
        if (on->bundle->total > on->bundle->count && !cdc43_cert_is_trusted(on->bundle, last)) {
            cdc43_cert_bad(on, (int)last, "this root is not one of those of --trust");
        }
        return;
    }
    for (unsigned i = 0; i < on->bundle->total; i++) {
        if (!is_on_path(on, i) && cdc43_cert_has(&on->bundle->cert[i].signed_by, i)) {
            root = (int)i;
        }
    }
    if (cdc43_cert_is_sent(on->bundle) && on->bundle->total == on->bundle->count) {
        /* Servers do not send their root. */
        cdc43_cert_unsure(on, (int)last,
                          "its issuer (" SUBJECT ") was not sent; whether that is the root tells "
                          "--trust",
                          on->bundle->cert[last].info.issuer);
    } else if (root != CDC43_CERT_NONE) {
        cdc43_cert_bad(on, (int)last,
                       "a link is missing: its issuer (" SUBJECT ") is not there, and the root "
                       "(" SUBJECT ") has not issued it",
                       on->bundle->cert[last].info.issuer, subject_of(on, (unsigned)root));
    } else {
        cdc43_cert_bad(on, (int)last,
                       "%s: the chain ends here; its issuer (" SUBJECT ") is not there",
                       on->path_count > 1 ? "the root is missing" : "the issuers are missing",
                       on->bundle->cert[last].info.issuer);
    }
}

/* Are the certificates of the path the first of the files, in this order? */
static bool is_in_order(const struct cdc43_cert_case *on) {
    for (unsigned i = 0; i < on->path_count; i++) {
        if (on->path[i] < on->bundle->count && on->path[i] != i) {
            return false;
        }
    }
    return true;
}

static bool is_reversed(const struct cdc43_cert_case *on) {
    for (unsigned i = 0; i < on->path_count; i++) {
        if (on->path[i] != on->path_count - 1 - i) {
            return false;
        }
    }
    return on->path_count > 1;
}

/* "3, 1, 2" */
static void print_places(const struct cdc43_cert_case *on, char *ret_text, size_t size) {
    size_t len = 0;

    ret_text[0] = '\0';
    for (unsigned i = 0; i < on->path_count && len < size; i++) {
        if (on->path[i] < on->bundle->count) {
            len += (size_t)snprintf(ret_text + len, size - len, "%s%u", i > 0 ? ", " : "",
                                    on->path[i] + 1);
        }
    }
}

/* PKCS#7 and PKCS#12 are sets. */
static bool has_order(const struct cdc43_cert_case *on) {
    for (unsigned i = 0; i < on->bundle->file_count; i++) {
        if (on->bundle->file[i].form == CDC43_CERT_PKCS7 ||
            on->bundle->file[i].form == CDC43_CERT_PKCS12) {
            return false;
        }
    }
    return true;
}

void cdc43_cert_check_order_of_certs(struct cdc43_cert_case *on) {
    char places[160];

    if (!has_order(on) || is_in_order(on)) {
        return;
    }
    print_places(on, places, sizeof places);
    cdc43_cert_bad(on, (int)on->path[0], "%s: the chain is in places %s",
                   is_reversed(on) ? "the file begins with the root" : "unordered", places);
}

void cdc43_cert_check_order(struct cdc43_cert_case *on) {
    const struct cdc43_cert_bundle *const bundle = on->bundle;

    cdc43_cert_check_order_of_certs(on);
    for (unsigned k = 0; k < bundle->key_count; k++) {
        if (bundle->key[k].order != bundle->order && k + 1 == bundle->key_count) {
            cdc43_cert_bad(on, CDC43_CERT_NONE, "the private key (%s) is block %u of %u, %s",
                           bundle->key[k].label, bundle->key[k].order, bundle->order,
                           bundle->key[k].order == 1 ? "the first one" : "not the last one");
        }
    }
    if (bundle->key_count > 1) {
        cdc43_cert_bad(on, CDC43_CERT_NONE, "there are %u private keys", bundle->key_count);
    }
}

void cdc43_cert_check_two_certs(struct cdc43_cert_case *on) {
    if (on->bundle->count == 1 && !cdc43_cert_is_sent(on->bundle)) {
        cdc43_cert_bad(on, 0, "this is the only certificate");
    }
}

static bool is_self_signed(const struct cdc43_cert_case *on, unsigned i) {
    return cdc43_cert_has(&on->bundle->cert[i].signed_by, i);
}

/* A certificate beside the path that is one more of a CA on it. */
static bool say_same_ca(struct cdc43_cert_case *on, unsigned i) {
    const struct cdc43_cert *const cert = &on->bundle->cert[i];

    for (unsigned at = 0; at < on->path_count; at++) {
        const unsigned other = on->path[at];
        const struct cdc43_scep_blob *const der = &on->bundle->cert[other].der;
        if (!cdc43_cert_has(&cert->same_ca, other)) {
            continue;
        }
        if (cert->der.len == der->len && memcmp(cert->der.data, der->data, der->len) == 0) {
            cdc43_cert_bad(on, (int)i, "the same certificate appears twice");
        } else if (is_self_signed(on, i) && is_self_signed(on, other)) {
            cdc43_cert_bad(on, (int)i,
                           "a root that was renewed with its key: two certificates of "
                           "one CA");
        } else if (is_self_signed(on, i) || is_self_signed(on, other) || cert->is_ca) {
            cdc43_cert_bad(on, (int)i,
                           "a cross-signed CA: it is there twice, signed by itself or by different "
                           "issuers; this one is issued by " SUBJECT,
                           cert->info.issuer);
        } else {
            cdc43_cert_bad(on, (int)i, "another certificate of the same name and key");
        }
        return true;
    }
    return false;
}

void cdc43_cert_check_surplus(struct cdc43_cert_case *on) {
    for (unsigned i = 0; i < on->bundle->count; i++) {
        if (!is_on_path(on, i) && !say_same_ca(on, i)) {
            cdc43_cert_bad(on, (int)i, "it is not in the chain of certificate %u (" SUBJECT ")",
                           on->path[0] + 1, subject_of(on, on->path[0]));
        }
    }
}

/* Does the phone have a certificate of the path? */
static bool has_trusted(const struct cdc43_cert_case *on) {
    const struct cdc43_cert_bundle *const bundle = on->bundle;

    for (unsigned i = 0; i < on->path_count; i++) {
        for (unsigned other = bundle->count; other < bundle->total; other++) {
            if (on->path[i] == other || cdc43_cert_has(&bundle->cert[on->path[i]].same_ca, other)) {
                return true;
            }
        }
    }
    return false;
}

void cdc43_cert_check_server_is_trusted(struct cdc43_cert_case *on) {
    if (!cdc43_cert_is_sent(on->bundle)) {
        cdc43_cert_unsure(on, CDC43_CERT_NONE,
                          "the server was not asked: give --connect HOST:PORT, and this file with "
                          "--trust");
    } else if (on->bundle->total == on->bundle->count) {
        cdc43_cert_unsure(on, CDC43_CERT_NONE, "what the phone trusts: give its file with --trust");
    } else if (on->path_count != 0 && !has_trusted(on)) {
        cdc43_cert_bad(on, (int)on->path[0],
                       "the chain of the server does not lead to a certificate of --trust");
    }
}

void cdc43_cert_check_self_signed_or_ca(struct cdc43_cert_case *on) {
    for (unsigned i = 0; i < on->bundle->count && !cdc43_cert_is_sent(on->bundle); i++) {
        const struct cdc43_cert *const cert = &on->bundle->cert[i];
        if (!is_self_signed(on, i) && !cert->is_ca) {
            cdc43_cert_bad(on, (int)i, "it is neither self-signed nor a CA: " SUBJECT " issued it",
                           cert->info.issuer);
        }
    }
}
