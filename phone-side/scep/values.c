/* SPDX-License-Identifier: MIT */
/* The end of values that own octets. */
#include "phone-side/scep/scep.h"

void cdc43_scep_certs_end(struct cdc43_scep_certs *certs) {
    for (size_t i = 0; i < CDC43_SCEP_CERTS_MAX; i++) {
        cdc43_scep_blob_end(&certs->cert[i]);
    }
    certs->count = 0;
}

void cdc43_scep_pair_end(struct cdc43_scep_pair *pair) {
    cdc43_scep_blob_end(&pair->key);
    cdc43_scep_blob_end(&pair->cert);
    cdc43_scep_certs_end(&pair->chain);
}

void cdc43_scep_pending_end(struct cdc43_scep_pending *pending) {
    cdc43_scep_blob_end(&pending->key);
    cdc43_scep_blob_end(&pending->signer);
    *pending = (struct cdc43_scep_pending){0};
}
