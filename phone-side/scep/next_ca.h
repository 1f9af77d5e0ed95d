/* SPDX-License-Identifier: MIT */
/* The root CA that the CA has announced: kept next to the certificate until somebody accepts it. */
#ifndef CDC43_SCEP_NEXT_CA_H
#define CDC43_SCEP_NEXT_CA_H

#include "phone-side/scep/store.h"

#ifdef __cplusplus
extern "C" {
#endif

/* It is not trusted: the root CA is the one whose fingerprint is configured, until somebody
 * configures another fingerprint. An announcement counts only while the root that made it is the
 * configured one. It is stored as lines "key value" in this order:
 *
 *     cdc43-scep-next-ca 1
 *     fetched-at 1700000000
 *     announcer 12040870...           fingerprints in lower-case hexadecimal
 *     fingerprint 625c5b75...
 *     root 3082...                    DER
 *     end
 */

/* False: no memory. */
CDC43_MUST_USE bool cdc43_scep_print_next_ca(const struct cdc43_scep_next_ca *next,
                                             struct cdc43_scep_blob *ret_text);
/* False: not written by cdc43_scep_print_next_ca, or no memory. */
CDC43_MUST_USE bool cdc43_scep_parse_next_ca(struct cdc43_view text,
                                             struct cdc43_scep_next_ca *ret_next);

CDC43_MUST_USE bool cdc43_scep_save_next_ca(const struct cdc43_scep_store *store,
                                            const struct cdc43_scep_next_ca *next,
                                            struct cdc43_scep_fault *ret_fault);
/* fingerprint: of the configured root CA. *ret_present false: it has announced none. */
CDC43_MUST_USE bool cdc43_scep_load_next_ca(const struct cdc43_scep_store *store,
                                            struct cdc43_view fingerprint,
                                            struct cdc43_scep_next_ca *ret_next, bool *ret_present,
                                            struct cdc43_scep_fault *ret_fault);

#ifdef __cplusplus
}
#endif

#endif
