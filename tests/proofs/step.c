/* SPDX-License-Identifier: MIT */
/* One step of the decoder, from every state: what is accepted with some tolerances is accepted with
 * more of them, with the same result. By induction over the steps, strict accepts a subset of
 * tolerant.
 */
#include "tests/proofs/proof.h"

/* The function is not public: the harness is in its file. */
#include "tlv/option43.c"

#define LEN_MAX 255

void more_tolerance_accepts_more(void);
const uint8_t *text_end_model(const uint8_t *begin, const uint8_t *end, unsigned *needed);
enum cdc43_err check_value_model(const struct cdc43_profile *profile, unsigned code,
                                 const uint8_t *begin, const uint8_t *end,
                                 struct cdc43_where *ret_where);

int nondet_int(void);
extern int one_answer; /* of memcmp */
static bool verdict;   /* of the rules of the value at hand: the same whenever they are asked */
static size_t nuls;    /* at the end of that value, as well */

void more_tolerance_accepts_more(void) {
    const struct cdc43_profile *const profile = any_profile();
    const size_t len = nondet_size();
    const unsigned few = nondet_unsigned();
    const unsigned more = nondet_unsigned();
    struct cdc43_view values[3];
    struct cdc43_view more_values[3];
    struct found found;
    struct found more_found;
    struct cdc43_where where = {0};
    struct cdc43_where more_where = where;
    const size_t start = nondet_size();
    const uint8_t *octets;
    const uint8_t *next;
    const uint8_t *more_next;

    ASSUME(len <= LEN_MAX && start < len && (few & ~more) == 0);
    octets = any_octets(len);
    next = octets + start;
    more_next = next;
    for (unsigned i = 0; i < 3; i++) {
        const size_t at = nondet_size();
        const size_t n = nondet_size();
        ASSUME(at <= start && n <= start - at);
        values[i] = (struct cdc43_view){octets + at, n};
        more_values[i] = values[i];
    }
    verdict = nondet_bool();
    nuls = nondet_size();
    one_answer = nondet_int();
    more_found = found;
    if (take_one(profile, few, &next, octets + len, &found, values, &where) == CDC43_OK) {
        PROVE(take_one(profile, more, &more_next, octets + len, &more_found, more_values,
                       &more_where) == CDC43_OK);
        PROVE(next == more_next && ORDER(octets + start, next) && ORDER(next, octets + len));
        PROVE(next != octets + start && where.offset == 0 && where.excess == 0);
        PROVE(found.absent == more_found.absent && found.on == more_found.on &&
              found.tolerated == more_found.tolerated);
        for (unsigned i = 0; i < 3; i++) {
            PROVE(values[i].data == more_values[i].data && values[i].len == more_values[i].len);
        }
    }
}

enum cdc43_err check_value_model(const struct cdc43_profile *profile, unsigned code,
                                 const uint8_t *begin, const uint8_t *end,
                                 struct cdc43_where *ret_where) {
    (void)profile;
    PROVE(ORDER(begin, end) && __CPROVER_r_ok(begin, OFFSET(end) - OFFSET(begin)));
    (void)code;
    (void)ret_where;
    return verdict ? CDC43_OK : CDC43_ERR_PASSWORD_CHARACTER;
}

/* Stands for find_text_end: so many NULs. */
const uint8_t *text_end_model(const uint8_t *begin, const uint8_t *end, unsigned *needed) {
    const size_t len = OFFSET(end) - OFFSET(begin);

    PROVE(ORDER(begin, end) && __CPROVER_r_ok(begin, len));
    ASSUME(nuls <= len);
    if (nuls != 0) {
        *needed |= CDC43_TOLERATED_TRAILING_NUL;
    }
    if (nuls == len) {
        *needed |= CDC43_TOLERATED_EMPTY_PASSWORD;
    }
    return end - nuls;
}
