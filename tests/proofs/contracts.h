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
/* Is what the condition says of c true of that octet, if it is one of the first n of the text? */
#define EACH(text, n, condition)                                                                   \
    (any_place < OFFSET(text) || any_place >= OFFSET(text) + (n) || condition(any_octet))
#define IS_VISIBLE(c) ((c) >= 0x21 && (c) <= 0x7e)
#define AT_LEAST_LOW(c) ((c) >= low && (c) <= 0x7e)
#define IS_LETTER(c) (((c) >= 'a' && (c) <= 'z') || ((c) >= 'A' && (c) <= 'Z'))
#define IS_DIGIT(c) ((c) >= '0' && (c) <= '9')
#define IS_NAME(c) (IS_LETTER(c) || IS_DIGIT(c) || (c) == '_' || (c) == '-' || (c) == '.')

/* In decoding: how many octets have been read. */
#define READ OFFSET(reader.next)

/* Octets that the encoder needs for what was found so far: a header and a value each, but nothing
 * for an empty password. */
#define SLOT_SIZE(i) (slots[i].len == 0 ? 0U : 2U + slots[i].len)
#define ENCODED_SIZE                                                                               \
    (SLOT_SIZE(0) + SLOT_SIZE(1) + SLOT_SIZE(2) + SLOT_SIZE(3) + SLOT_SIZE(4) + SLOT_SIZE(5))

/* The values for which the rules were found to hold last, and is it this one? */
struct accepted {
    const uint8_t *data;
    size_t len;
};
extern struct accepted accepted[6];
#define IS_ACCEPTED(i)                                                                             \
    (slots[i].at == 0 ||                                                                           \
     (accepted[i].data == octets + slots[i].at && accepted[i].len == slots[i].len))

/* Could the encoder write what was found so far, in no more octets than were read? Only the proof
 * "again" asks, because it takes longer. */
#ifdef AGAIN
#define CAN_BE_ENCODED                                                                             \
    (ENCODED_SIZE <= READ && IS_ACCEPTED(0) && IS_ACCEPTED(1) && IS_ACCEPTED(2) &&                 \
     IS_ACCEPTED(3) && IS_ACCEPTED(4) && IS_ACCEPTED(5))
#else
#define CAN_BE_ENCODED 1
#endif

/* What is known of the value number i (suboption 10 + i) in decoding: absent and empty, or of the
 * device, inside the octets read so far, with a length that its kind allows. */
#define TAKEN(i, KIND)                                                                             \
    (slots[i].at == 0                                                                              \
         ? slots[i].len == 0                                                                       \
         : slots[i].at >= 2 && slots[i].at + slots[i].len <= READ &&                               \
               LENGTH_##KIND(device, slots[i].len) && (device->suboptions >> (i)&1U) != 0)

/* The lengths that the format allows, written once more, apart from the code. */
#define LENGTH_FLAG(device, n) ((n) == 1)
#define LENGTH_SERVER(device, n) ((n) >= 1)
#define LENGTH_PASSWORD(device, n) (1)
#define LENGTH_DIGEST(device, n)                                                                   \
    ((n) == 20 || (n) == 32 || ((device) == &cdc43_phone && ((n) == 48 || (n) == 64)))

#endif
