/* SPDX-License-Identifier: MIT */
/* Models of the two rules of characters, which may answer anything that the proofs in text.c allow.
 */
#ifndef CDC43_PROOFS_TEXT_H
#define CDC43_PROOFS_TEXT_H

#include "tests/proofs/proof.h"
#include "tlv/rules.h"

bool printable_model(const uint8_t *text, size_t len, unsigned low, struct cdc43_where *ret_where);
size_t name_end_model(const uint8_t *text, size_t len);
enum cdc43_err server_model(const uint8_t *text, size_t len, struct cdc43_where *ret_where);

#endif
