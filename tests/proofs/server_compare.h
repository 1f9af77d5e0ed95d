/* SPDX-License-Identifier: MIT */
/* One Server: what the codec says of it, held against the grammar. */
#ifndef CDC43_PROOFS_SERVER_COMPARE_H
#define CDC43_PROOFS_SERVER_COMPARE_H

#include "tests/proofs/server_grammar.h"

/* Longer ones break the rule for the sum. */
#define COMPARE_MAX 207

/* Asked and accepted by the grammar so far. */
struct compare_tally {
    uint64_t asked;
    uint64_t accepted;
};
extern struct compare_tally compare_tally;

/* The Server is put here. */
extern uint8_t *const compare_server;

/* Do cdc43_check, strict and tolerant cdc43_decode say of the first len octets of compare_server
 * what the grammar says: the same error at the same octet? Prints the Server when not. The error is
 * set in any case. */
bool compare_agrees(size_t len, enum cdc43_err *ret_err);

#endif
