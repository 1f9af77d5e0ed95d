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
enum cdc43_err check_value_model(const uint8_t *value, size_t len, struct cdc43_where *ret_where,
                                 const struct cdc43_device *device);

size_t nuls_model(const uint8_t *text, size_t len, unsigned *tolerated);

int nondet_int(void);
extern int one_answer; /* of memcmp */
static bool verdict;   /* of the rules of the value at hand: the same whenever they are asked */

static size_t nuls; /* at the end of that value, as well */

/* Everything that may be there when a suboption is read. */
struct state {
    struct cdc43_reader reader;
    struct slot slots[COUNT];
    unsigned tolerated;
    struct cdc43_where where;
};

static enum cdc43_err step(const struct cdc43_device *device, unsigned tolerate,
                           const uint8_t *octets, struct state *state) {
    return take_next(device, tolerate, octets, &state->reader, state->slots, &state->tolerated,
                     &state->where);
}

void more_tolerance_accepts_more(void) {
    const struct cdc43_device *const device = any_device();
    const size_t len = nondet_size();
    const unsigned few = nondet_unsigned();
    const unsigned more = nondet_unsigned();
    const size_t start = nondet_size();
    struct state state;
    struct state more_state;
    const uint8_t *octets;

    ASSUME(len <= LEN_MAX && start < len && (few & ~more) == 0);
    /* What had to be tolerated so far was tolerated. */
    ASSUME((state.tolerated & ~few) == 0);
    octets = any_octets(len);
    state.reader = (struct cdc43_reader){octets + start, octets + len};
    for (unsigned i = 0; i < COUNT; i++) {
        ASSUME(state.slots[i].at + state.slots[i].len <= start);
    }
    verdict = nondet_bool();
    nuls = nondet_size();
    one_answer = nondet_int();
    more_state = state;
    if (step(device, few, octets, &state) == CDC43_OK) {
        PROVE(step(device, more, octets, &more_state) == CDC43_OK);
        PROVE(state.reader.next == more_state.reader.next);
        PROVE(ORDER(octets + start, state.reader.next) && ORDER(state.reader.next, octets + len));
        PROVE(state.reader.next != octets + start && state.reader.end == octets + len);
        PROVE(state.tolerated == more_state.tolerated && (state.tolerated & ~few) == 0);
        for (unsigned i = 0; i < COUNT; i++) {
            PROVE(state.slots[i].at == more_state.slots[i].at);
            PROVE(state.slots[i].len == more_state.slots[i].len);
        }
    }
}

enum cdc43_err check_value_model(const uint8_t *value, size_t len, struct cdc43_where *ret_where,
                                 const struct cdc43_device *device) {
    (void)device;
    (void)ret_where;
    PROVE(__CPROVER_r_ok(value, len));
    return verdict ? CDC43_OK : CDC43_ERR_PASSWORD_CHARACTER;
}

/* Stands for drop_nuls: so many NULs. */
size_t nuls_model(const uint8_t *text, size_t len, unsigned *tolerated) {
    PROVE(__CPROVER_r_ok(text, len));
    ASSUME(nuls <= len);
    if (nuls != 0) {
        *tolerated |= CDC43_TOLERATED_TRAILING_NUL;
    }
    if (nuls == len) {
        *tolerated |= CDC43_TOLERATED_EMPTY_PASSWORD;
    }
    return len - nuls;
}
