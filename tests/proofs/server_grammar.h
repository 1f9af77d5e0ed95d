/* SPDX-License-Identifier: MIT */
/* The syntax of a Server a second time, from its description alone; nothing of tlv but its errors.
 */
#ifndef CDC43_PROOFS_SERVER_GRAMMAR_H
#define CDC43_PROOFS_SERVER_GRAMMAR_H

#include "tlv/cdc43.h"

/* What is wrong with a Server, CDC43_OK for nothing, and at which octet (then 0). */
struct ruling {
    enum cdc43_err err;
    size_t offset;
};

struct ruling grammar_ruling(const uint8_t *octets, size_t len);

#endif
