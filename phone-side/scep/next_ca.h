/* SPDX-License-Identifier: MIT */
/* The root CA that the CA has announced: kept beside the certificate until somebody accepts it. */
#ifndef CDC43_SCEP_NEXT_CA_H
#define CDC43_SCEP_NEXT_CA_H

#include "phone-side/scep/store.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Nothing trusts it: the root CA is the one whose fingerprint is configured, and remains so until
 * somebody puts another fingerprint there. It is worth something only as long as the root that
 * announced it is the configured one. Its stored form are lines "key value", in this order:
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
/* False: not what cdc43_scep_print_next_ca wrote, or no memory. */
CDC43_MUST_USE bool cdc43_scep_parse_next_ca(struct cdc43_view text,
                                             struct cdc43_scep_next_ca *ret_next);

CDC43_MUST_USE bool cdc43_scep_save_next_ca(const struct cdc43_scep_store *store,
                                            const struct cdc43_scep_next_ca *next,
                                            struct cdc43_scep_fault *ret_fault);
/* fingerprint: of the root CA as configured. *ret_present false: that one has announced none. */
CDC43_MUST_USE bool cdc43_scep_load_next_ca(const struct cdc43_scep_store *store,
                                            struct cdc43_view fingerprint,
                                            struct cdc43_scep_next_ca *ret_next, bool *ret_present,
                                            struct cdc43_scep_fault *ret_fault);

#ifdef __cplusplus
}
#endif

#endif
