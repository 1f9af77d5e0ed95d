/* SPDX-License-Identifier: MIT */
/* Words for the loop contracts in loops.txt; only CBMC's compiler reads this. */
#ifndef CDC43_PROOFS_CONTRACTS_H
#define CDC43_PROOFS_CONTRACTS_H

#include <stddef.h>
#include <stdint.h>

#define ASSIGNS(...) __CPROVER_assigns(__VA_ARGS__)
#define INVARIANT(...) __CPROVER_loop_invariant(__VA_ARGS__)
#define DECREASES(...) __CPROVER_decreases(__VA_ARGS__)
#define BEFORE(x) __CPROVER_loop_entry(x)

#define OFFSET(p) __CPROVER_POINTER_OFFSET(p)
/* a and b point into the same object, b not before a. */
#define ORDER(a, b) (__CPROVER_same_object(a, b) && OFFSET(a) <= OFFSET(b))

/* One octet of the input, any one, and its place: what is proved of it holds for all. */
extern size_t any_place;
extern uint8_t any_octet;
/* Is what the condition says of c true of that octet, if it stands from begin to in front of end?
 */
#define EACH(begin, end, condition)                                                                \
    (any_place < OFFSET(begin) || any_place >= OFFSET(end) || condition(any_octet))
#define IS_VISIBLE(c) ((c) >= 0x21 && (c) <= 0x7e)
#define AT_LEAST_LOW(c) ((c) >= low && (c) <= 0x7e)
#define IS_LETTER(c) (((c) >= 'a' && (c) <= 'z') || ((c) >= 'A' && (c) <= 'Z'))
#define IS_DIGIT(c) ((c) >= '0' && (c) <= '9')
#define IS_NAME(c) (IS_LETTER(c) || IS_DIGIT(c) || (c) == '_' || (c) == '-' || (c) == '.')

/* In decoding: the suboptions that were there. */
#define PRESENT ((unsigned)profile->suboptions & ~found.absent)

/* Octets that the encoder needs for what was found so far: a header and a value each, but nothing
 * for an empty password. */
#define FLAG_SIZE(i) ((PRESENT >> (i)&1U) * 3U)
#define VALUE_SIZE(i)                                                                              \
    ((PRESENT >> (1 + (i)) & 1U) == 0 || values[i].len == 0 ? 0U : 2U + values[i].len)
#define ENCODED_SIZE                                                                               \
    (FLAG_SIZE(0) + FLAG_SIZE(4) + FLAG_SIZE(5) + VALUE_SIZE(0) + VALUE_SIZE(1) + VALUE_SIZE(2))

/* The views for which the rules of a value were found to hold last, and is it this one? */
struct accepted {
    const uint8_t *data;
    size_t len;
};
extern struct accepted accepted[3];
#define IS_ACCEPTED(i)                                                                             \
    ((PRESENT >> (1 + (i)) & 1U) == 0 ||                                                           \
     (accepted[i].data == values[i].data && accepted[i].len == values[i].len))

/* Could the encoder write what was found so far, in no more octets than were read? Only the proof
 * "again" asks, because it takes longer. */
#ifdef AGAIN
#define CAN_BE_ENCODED                                                                             \
    (ENCODED_SIZE <= OFFSET(next) && IS_ACCEPTED(0) && IS_ACCEPTED(1) && IS_ACCEPTED(2))
#else
#define CAN_BE_ENCODED 1
#endif

/* What is known of the value number i (suboption 11 + i) in decoding: absent and empty, or inside
 * the octets read so far, with a length that its kind allows. */
#define TAKEN(i, KIND)                                                                             \
    (__CPROVER_same_object(values[i].data, octets) &&                                              \
     ((PRESENT >> (1 + (i)) & 1U) == 0                                                             \
          ? values[i].len == 0 && values[i].data == octets                                         \
          : values[i].len <= OFFSET(next) &&                                                       \
                OFFSET(values[i].data) + values[i].len <= OFFSET(next) &&                          \
                LENGTH_##KIND(profile, values[i].len)))

/* The lengths that the format allows, written once more, apart from the code. */
#define LENGTH_FLAG(profile, n) ((n) == 1)
#define LENGTH_SERVER(profile, n) ((n) >= 1)
#define LENGTH_PASSWORD(profile, n) (1)
#define LENGTH_DIGEST(profile, n)                                                                  \
    ((n) == 20 || (n) == 32 || ((profile) == &cdc43_phone && ((n) == 48 || (n) == 64)))

#endif
