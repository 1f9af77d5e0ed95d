/* SPDX-License-Identifier: MIT */
/* What comes from a CA before anything of it is known: lists of certificates, messages that it
 * signed. */
#include <string.h>

#include "phone-side/scep/crypto.h"
#include "phone-side/scep/files.h"
#include "tests/fuzz/fuzz.h"
#include "tlv/text.h"

#define NOW 1800000000

/* A reply that is signed by the CA whose certificates are in it gets past the signature. */
static void read_reply(struct cdc43_scep_crypto *crypto, struct cdc43_view octets,
                       const struct cdc43_scep_ca *ca) {
    static const uint8_t nonce[CDC43_SCEP_NONCE_SIZE];
    const struct cdc43_scep_message message = {.transaction = "1234", .nonce = nonce};
    struct cdc43_scep_reply reply = {0};
    struct cdc43_scep_certs next = {0};
    struct cdc43_scep_fault fault = {0};

    if (cdc43_scep_read_reply(crypto, octets, ca, &message, &reply, &fault)) {
        LAW(false); /* nobody knows the nonce */
    }
    LAW(fault.err != CDC43_SCEP_OK && reply.certs.count == 0);
    if (cdc43_scep_read_next_ca(crypto, octets, ca, &next, &fault)) {
        LAW(next.count != 0 && next.count <= CDC43_SCEP_CERTS_MAX);
    }
    cdc43_scep_certs_end(&next);
}

/* The same list as an announcement, by the root with that fingerprint. */
static void pick_next(struct cdc43_scep_crypto *crypto, const struct cdc43_scep_certs *certs,
                      struct cdc43_view announcer) {
    struct cdc43_scep_blob root = {0};
    struct cdc43_scep_fault fault = {0};
    uint8_t digest[CDC43_DIGEST_MAX];

    if (cdc43_scep_pick_next_root(crypto, certs, announcer, NOW, &root, digest, &fault)) {
        LAW(root.len != 0 && memcmp(digest, announcer.data, announcer.len) != 0);
        cdc43_scep_blob_end(&root);
    } else {
        LAW(fault.err != CDC43_SCEP_OK && root.len == 0);
    }
}

static void read_certs(struct cdc43_scep_crypto *crypto, struct cdc43_view octets) {
    struct cdc43_scep_certs certs = {0};
    struct cdc43_scep_fault fault = {0};
    struct cdc43_scep_info info;
    struct cdc43_where where;
    uint8_t digest[CDC43_DIGEST_MAX];
    size_t len = 0;

    if (!cdc43_scep_read_certs(crypto, octets, &certs, &fault)) {
        LAW(fault.err != CDC43_SCEP_OK && certs.count == 0);
        return;
    }
    LAW(certs.count != 0 && certs.count <= CDC43_SCEP_CERTS_MAX);
    for (size_t i = 0; i < certs.count; i++) {
        struct cdc43_scep_ca ca = {0};
        if (!cdc43_scep_describe(cdc43_scep_view(&certs.cert[i]), &info, &fault)) {
            continue;
        }
        LAW(cdc43_parse_fingerprint(info.sha256, strlen(info.sha256), digest, &len, &where) ==
            CDC43_OK);
        pick_next(crypto, &certs, (struct cdc43_view){digest, len});
        if (cdc43_scep_trust_ca(crypto, &certs, (struct cdc43_view){digest, len}, NOW, &ca,
                                &fault)) {
            LAW(ca.certs.count <= certs.count && ca.root < ca.certs.count &&
                ca.recipient < ca.certs.count && ca.issuer < ca.certs.count);
            read_reply(crypto, octets, &ca);
            cdc43_scep_certs_end(&ca.certs);
        }
    }
    cdc43_scep_certs_end(&certs);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct cdc43_scep_crypto *crypto;
    const struct cdc43_view octets = {data, size};
    struct cdc43_scep_fault fault;

    if (crypto == NULL) {
        LAW(cdc43_scep_crypto_open(false, true, &crypto, &fault));
    }
    read_certs(crypto, octets);
    return 0;
}
