/* SPDX-License-Identifier: MIT */
/* Words for the loop contracts in loops.txt; only CBMC's compiler reads this. */
#ifndef CDC43_PROOFS_CONTRACTS_H
#define CDC43_PROOFS_CONTRACTS_H

#include <stddef.h>

#define ASSIGNS(...) __CPROVER_assigns(__VA_ARGS__)
#define INVARIANT(...) __CPROVER_loop_invariant(__VA_ARGS__)
#define DECREASES(...) __CPROVER_decreases(__VA_ARGS__)
#define BEFORE(x) __CPROVER_loop_entry(x)

#define OFFSET(p) __CPROVER_POINTER_OFFSET(p)
/* a and b point into the same object, b not before a. */
#define ORDER(a, b) (__CPROVER_same_object(a, b) && OFFSET(a) <= OFFSET(b))
/* What is known of the value number i (suboption 10 + i) once it was found: it stands behind its
 * header, in the octets read so far, and obeys the rules of its kind. */
#define FOUND(i, KIND)                                                                             \
    (found[i].at == 0                                                                              \
         ? found[i].len == 0                                                                       \
         : found[i].at >= 2 && found[i].at + found[i].len <= at &&                                 \
               (profile->suboptions >> (i)&1U) != 0 && LENGTH_##KIND(profile, found[i].len))

/* The lengths that the format allows, written once more, apart from the code. */
#define LENGTH_FLAG(profile, n) ((n) == 1)
#define LENGTH_SERVER(profile, n) ((n) >= 1)
#define LENGTH_PASSWORD(profile, n) (1)
#define LENGTH_DIGEST(profile, n)                                                                  \
    ((n) == 20 || (n) == 32 || ((profile) == &cdc43_phone && ((n) == 48 || (n) == 64)))

#endif
