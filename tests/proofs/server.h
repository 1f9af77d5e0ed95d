/* SPDX-License-Identifier: MIT */
/* The model of check_authority, which may answer anything that the proof in server.c allows. */
#ifndef CDC43_PROOFS_SERVER_H
#define CDC43_PROOFS_SERVER_H

#include "tests/proofs/text.h"

/* Is it the end, or an octet with which a path begins? (NUL is one that no Server has.) */
#define ENDS(at, end) ((at) == (end) || *(at) == '/' || *(at) == '?' || *(at) == '#' || *(at) == 0)

const uint8_t *authority_model(const uint8_t *begin, const uint8_t *end, enum cdc43_err *ret_err);

#endif
