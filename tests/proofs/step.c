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
struct cdc43_view drop_nuls_model(struct cdc43_view text);
enum cdc43_err check_value_model(const struct cdc43_profile *profile, unsigned code,
                                 struct cdc43_view value, struct cdc43_where *ret_where);

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
    struct cdc43_where where;
    struct cdc43_view octets;
    size_t next = nondet_size();
    size_t more_next = next;

    ASSUME(len <= LEN_MAX && next < len && (few & ~more) == 0);
    octets = (struct cdc43_view){any_octets(len), len};
    for (unsigned i = 0; i < 3; i++) {
        const size_t at = nondet_size();
        const size_t n = nondet_size();
        ASSUME(at <= next && n <= next - at);
        values[i] = (struct cdc43_view){octets.data + at, n};
        more_values[i] = values[i];
    }
    verdict = nondet_bool();
    nuls = nondet_size();
    one_answer = nondet_int();
    more_found = found;
    if (take_one(profile, few, octets, &next, &found, values, &where) == CDC43_OK) {
        PROVE(take_one(profile, more, octets, &more_next, &more_found, more_values, &where) ==
              CDC43_OK);
        PROVE(next == more_next && next <= len);
        PROVE(found.present == more_found.present && found.on == more_found.on &&
              found.tolerated == more_found.tolerated);
        for (unsigned i = 0; i < 3; i++) {
            PROVE(values[i].data == more_values[i].data && values[i].len == more_values[i].len);
        }
    }
}

enum cdc43_err check_value_model(const struct cdc43_profile *profile, unsigned code,
                                 struct cdc43_view value, struct cdc43_where *ret_where) {
    (void)profile;
    PROVE(__CPROVER_r_ok(value.data, value.len));
    if (!verdict) {
        *ret_where = (struct cdc43_where){(uint8_t)code, 0, 0};
    }
    return verdict ? CDC43_OK : CDC43_ERR_PASSWORD_CHARACTER;
}

struct cdc43_view drop_nuls_model(struct cdc43_view text) {
    PROVE(__CPROVER_r_ok(text.data, text.len));
    ASSUME(nuls <= text.len);
    text.len -= nuls;
    return text;
}
