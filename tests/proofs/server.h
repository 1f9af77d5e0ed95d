/* SPDX-License-Identifier: MIT */
/* The model of check_authority, which may answer anything that the proof in server.c allows. */
#ifndef CDC43_PROOFS_SERVER_H
#define CDC43_PROOFS_SERVER_H

#include "tests/proofs/text.h"

enum cdc43_err authority_model(const uint8_t *begin, const uint8_t *end, const uint8_t **ret_at);

#endif
