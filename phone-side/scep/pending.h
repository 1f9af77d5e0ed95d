/* SPDX-License-Identifier: MIT */
/* The stored form of a pending or unanswered request. Pure. */
#ifndef CDC43_SCEP_PENDING_H
#define CDC43_SCEP_PENDING_H

#include "phone-side/scep/scep.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Lines "key value", in this order; SECRET, because they contain the key:
 *
 *     cdc43-scep-pending 1|2
 *     method renewal
 *     transaction 0123...
 *     common-name CP-9871-SEP001A2B3C4D5E.example.nl
 *     since 1700000000
 *     next-at 1700000060
 *     polls 0
 *     unanswered 1                    version 2 only: the CA has not responded yet
 *     signer 3082...                  DER in lower-case hexadecimal
 *     key 3082...
 *     end
 */

/* False: no memory. */
CDC43_MUST_USE bool cdc43_scep_print_pending(const struct cdc43_scep_pending *pending,
                                             struct cdc43_scep_blob *ret_text);
/* False: not written by cdc43_scep_print_pending, or no memory. */
CDC43_MUST_USE bool cdc43_scep_parse_pending(struct cdc43_view text,
                                             struct cdc43_scep_pending *ret_pending);

#ifdef __cplusplus
}
#endif

#endif
