/* SPDX-License-Identifier: MIT */
/* Requirements of the private key. */
#include <string.h>

#include "phone-side/certificates/checks.h"

void cdc43_cert_check_no_key(struct cdc43_cert_case *on) {
    if (on->bundle->key_count != 0) {
        cdc43_cert_bad(on, CDC43_CERT_NONE, "there is a private key (%s)",
                       on->bundle->key[0].label);
    }
}

void cdc43_cert_check_plain_key(struct cdc43_cert_case *on) {
    const struct cdc43_cert_bundle *const bundle = on->bundle;

    if (bundle->key_count == 0 && !cdc43_cert_is_sent(bundle)) {
        cdc43_cert_bad(on, CDC43_CERT_NONE, "there is no private key");
    }
    for (unsigned k = 0; k < bundle->key_count; k++) {
        const struct cdc43_cert_key *const key = &bundle->key[k];
        if (key->encrypted) {
            cdc43_cert_bad(on, CDC43_CERT_NONE, "the private key is encrypted (%s)", key->label);
        } else if (key->type == CDC43_CERT_RSA && key->file->form == CDC43_CERT_PEM &&
                   strcmp(key->label, "PRIVATE KEY") != 0 &&
                   strcmp(key->label, "RSA PRIVATE KEY") != 0) {
            cdc43_cert_bad(on, CDC43_CERT_NONE, "the private key is neither PKCS#1 nor PKCS#8 (%s)",
                           key->label);
        }
    }
}

void cdc43_cert_check_key_fits(struct cdc43_cert_case *on) {
    const struct cdc43_cert_bundle *const bundle = on->bundle;

    for (unsigned k = 0; k < bundle->key_count; k++) {
        const struct cdc43_cert_key *const key = &bundle->key[k];
        if (key->encrypted) {
            cdc43_cert_unsure(on, CDC43_CERT_NONE,
                              "private key %u (%s) is encrypted: whether it fits cannot be seen",
                              k + 1, key->label);
        } else if (bundle->count != 0 && cdc43_cert_is_none(&key->fits)) {
            cdc43_cert_bad(on, CDC43_CERT_NONE, "private key %u (%s) fits no certificate", k + 1,
                           key->label);
        } else if (bundle->count != 0 && bundle->cert[on->path[0]].is_ca && on->path_count > 0 &&
                   bundle->count > 1 && cdc43_cert_has(&key->fits, on->path[0])) {
            cdc43_cert_bad(on, (int)on->path[0], "private key %u (%s) is that of a CA", k + 1,
                           key->label);
        }
    }
}

void cdc43_cert_check_one_key(struct cdc43_cert_case *on) {
    if (on->bundle->key_count > 1) {
        cdc43_cert_bad(on, CDC43_CERT_NONE, "there are %u private keys", on->bundle->key_count);
    }
}
