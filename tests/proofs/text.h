/* SPDX-License-Identifier: MIT */
/* Models of the two rules of characters, which may answer anything that the proofs in text.c allow.
 */
#ifndef CDC43_PROOFS_TEXT_H
#define CDC43_PROOFS_TEXT_H

#include "tests/proofs/proof.h"
#include "tlv/rules.h"

const uint8_t *unprintable_model(const uint8_t *begin, const uint8_t *end, unsigned low);
const uint8_t *name_end_model(const uint8_t *begin, const uint8_t *end);

#endif
