/* SPDX-License-Identifier: MIT */
/* One suboption, written by the encoder anywhere and read by the decoder: it is canonical, and
 * comes back as it was, whatever its content. One octet of it, any one, is followed on its way; the
 * others are copied to anything. */
#include "tests/proofs/proof.h"

/* The functions are not public: the harness is in their file. */
#include "tlv/option43.c"

#define LEN_MAX CDC43_OPTION_MAX

void one_suboption_comes_back(void);
void *copy_model(void *to, const void *from, size_t n);
const uint8_t *text_end_model(const uint8_t *begin, const uint8_t *end, unsigned *needed);
enum cdc43_err check_value_model(const struct cdc43_profile *profile, unsigned code,
                                 const uint8_t *begin, const uint8_t *end,
                                 struct cdc43_where *ret_where);

static struct cdc43_view given; /* the value */
static unsigned given_code;
static size_t followed; /* the place of that octet in the value */

static bool is_given(struct cdc43_view value) {
    return value.len == given.len &&
           (followed >= value.len || value.data[followed] == given.data[followed]);
}

/* Everything that may be there when a suboption is read. */
struct state {
    struct found found;
    struct cdc43_view values[3];
};

/* What the decoder knows after that suboption must be what it knew before, and the value. */
static void check_state(const struct state *before, const struct state *after, unsigned bit,
                        const uint8_t *place, bool on) {
    PROVE(after->found.absent == (before->found.absent & ~bit));
    PROVE(after->found.tolerated == before->found.tolerated);
    PROVE(after->found.on == (before->found.on | (IS_FLAG(bit) && on ? bit : 0U)));
    for (unsigned i = 0; i < 3; i++) {
        if (bit == CDC43_BIT(CDC43_SERVER + i)) {
            PROVE(after->values[i].data == place && is_given(after->values[i]));
        } else {
            PROVE(after->values[i].data == before->values[i].data);
            PROVE(after->values[i].len == before->values[i].len);
        }
    }
}

void one_suboption_comes_back(void) {
    const struct cdc43_profile *const profile = any_profile();
    const unsigned code = nondet_unsigned();
    const size_t start = nondet_size();
    const size_t end = nondet_size();
    const size_t byte = nondet_size();
    const size_t len = nondet_size();
    struct cdc43_where where = {0};
    struct cdc43_params params;
    struct state before;
    struct state after;
    const uint8_t *next;
    uint8_t *room;
    uint8_t *to;
    unsigned bit;
    uint8_t octet;

    ASSUME(code >= CDC43_FIRST_SUBOPTION && code <= CDC43_LAST_SUBOPTION && len <= LEN_MAX);
    bit = CDC43_BIT(code);
    given_code = code;
    given = (struct cdc43_view){any_octets(len), len};
    followed = nondet_size();
    params.server = given;
    params.root_ca_fingerprint = given;
    params.challenge_password = given;
    /* The rules hold; a text that was accepted has no NUL: proofs "server" and "password". */
    ASSUME((params.present & ~(unsigned)profile->suboptions) == 0);
    ASSUME(IS_FLAG(bit) || is_right_length(profile, code, len));
    ASSUME(!IS_TEXT(bit) || len == 0 || given.data[len - 1] != 0);
    /* There is room: proof "encode". */
    ASSUME(start <= end && end <= LEN_MAX && byte < end && end - start >= HEADER_LEN + 1);
    ASSUME(IS_FLAG(bit) || end - start >= HEADER_LEN + len);
    room = any_octets(end);
    octet = room[byte];

    to = write_one(&params, code, room + start);
    if ((params.present & bit) == 0 || (code == CDC43_CHALLENGE_PASSWORD && len == 0)) {
        PROVE(to == room + start && room[byte] == octet);
        return;
    }
    PROVE(to == room + start + HEADER_LEN + (IS_FLAG(bit) ? 1 : len));
    PROVE(room[start] == code && room[start + 1] == (IS_FLAG(bit) ? 1 : len));
    PROVE((byte >= start && byte < OFFSET(to)) || room[byte] == octet);

    /* The suboption was not there before: the codes that were are smaller. */
    ASSUME((before.found.absent & bit) != 0);
    ASSUME((before.found.absent & ~(unsigned)profile->suboptions) == 0);
    after = before;
    next = room + start;
    PROVE(take_one(profile, CDC43_STRICT, &next, room + end, &after.found, after.values, &where) ==
          CDC43_OK);
    PROVE(next == to && where.offset == 0 && where.excess == 0);
    check_state(&before, &after, bit, room + start + HEADER_LEN, (params.on & bit) != 0);
}

/* Stands for memcpy. The last octet is copied too, because the decoder looks for a NUL there. */
void *copy_model(void *to, const void *from, size_t n) {
    PROVE(__CPROVER_w_ok(to, n));
    PROVE(__CPROVER_r_ok(from, n));
    if (followed < n) {
        ((uint8_t *)to)[followed] = ((const uint8_t *)from)[followed];
    }
    ((uint8_t *)to)[n - 1] = ((const uint8_t *)from)[n - 1];
    return to;
}

/* Stands for check_value, which looks at the code and octets of the value alone: what it has
 * accepted in encoding it accepts in decoding, when they are the same. */
enum cdc43_err check_value_model(const struct cdc43_profile *profile, unsigned code,
                                 const uint8_t *begin, const uint8_t *end,
                                 struct cdc43_where *ret_where) {
    (void)profile;
    (void)ret_where;
    PROVE(code == given_code && ORDER(begin, end));
    PROVE(is_given((struct cdc43_view){begin, OFFSET(end) - OFFSET(begin)}));
    return CDC43_OK;
}

/* Stands for find_text_end: no text that was written is empty or ends with NUL. */
const uint8_t *text_end_model(const uint8_t *begin, const uint8_t *end, unsigned *needed) {
    (void)needed;
    PROVE(ORDER(begin, end) && begin != end && end[-1] != 0);
    return end;
}
