/* SPDX-License-Identifier: MIT */
/* One suboption, written by the encoder anywhere and read by the decoder: it is canonical, and
 * comes back as it was, whatever its content. One octet of it, any one, is followed on its way; the
 * others are copied to anything. */
#include "tests/proofs/proof.h"

/* The functions are not public: the harness is in their file. */
#include "tlv/option43.c"

#define LEN_MAX CDC43_OPTION_MAX
#define IS_FLAG(code) ((CDC43_BIT(code) & (unsigned)CDC43_FLAGS) != 0)

void one_suboption_comes_back(void);
void *copy_model(void *to, const void *from, size_t n);
size_t nuls_model(const uint8_t *text, size_t len, unsigned *tolerated);
enum cdc43_err check_value_model(const uint8_t *value, size_t len, struct cdc43_where *ret_where,
                                 const struct cdc43_device *device);

static struct cdc43_view given; /* the value */
static unsigned given_code;
static size_t followed; /* the place of that octet in the value */

static bool is_given(struct cdc43_view value) {
    return value.len == given.len &&
           (followed >= value.len || value.data[followed] == given.data[followed]);
}

/* Everything that may be there when a suboption is read. */
struct state {
    struct slot slots[COUNT];
    unsigned tolerated;
};

/* What the decoder knows after that suboption must be what it knew before, and the value. */
static void check_state(const struct state *before, const struct state *after, unsigned code,
                        const uint8_t *octets, size_t at) {
    PROVE(after->tolerated == before->tolerated);
    for (unsigned i = 0; i < COUNT; i++) {
        if (i == INDEX(code)) {
            PROVE(after->slots[i].at == at && is_given(view_of(octets, after->slots[i])));
        } else {
            PROVE(after->slots[i].at == before->slots[i].at);
            PROVE(after->slots[i].len == before->slots[i].len);
        }
    }
}

void one_suboption_comes_back(void) {
    const struct cdc43_device *const device = any_device();
    const unsigned code = nondet_unsigned();
    const size_t start = nondet_size();
    const size_t end = nondet_size();
    const size_t byte = nondet_size();
    const size_t len = nondet_size();
    struct cdc43_where where = {0};
    struct cdc43_params params;
    struct cdc43_reader reader;
    struct state before;
    struct state after;
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
    ASSUME((params.present & ~(unsigned)device->suboptions) == 0);
    ASSUME(IS_FLAG(code) || is_right_length(device, code, len));
    ASSUME(!is_text(code) || len == 0 || given.data[len - 1] != 0);
    /* There is room: proof "encode". */
    ASSUME(start <= end && end <= LEN_MAX && byte < end && end - start >= CDC43_HEADER_LEN + 1);
    ASSUME(IS_FLAG(code) || end - start >= CDC43_HEADER_LEN + len);
    room = any_octets(end);
    octet = room[byte];

    to = write_one(value_of(&params, code), code, room + start);
    if ((params.present & bit) == 0 || (code == CDC43_CHALLENGE_PASSWORD && len == 0)) {
        PROVE(to == room + start && room[byte] == octet);
        return;
    }
    if (IS_FLAG(code)) { /* its value is in the parameters otherwise */
        PROVE(room[start + 2] == ((params.on & bit) != 0 ? 1 : 0));
        given = (struct cdc43_view){room + start + 2, 1};
    }
    PROVE(to == room + start + CDC43_HEADER_LEN + given.len);
    PROVE(room[start] == code && room[start + 1] == given.len);
    PROVE((byte >= start && byte < OFFSET(to)) || room[byte] == octet);

    /* The suboption was not there before: the codes that were are smaller. Nothing needed to be
     * forgiven. */
    ASSUME(before.slots[INDEX(code)].at == 0 && before.tolerated == 0);
    after = before;
    reader = (struct cdc43_reader){room + start, room + end};
    PROVE(take_next(device, CDC43_STRICT, room, &reader, after.slots, &after.tolerated, &where) ==
          CDC43_OK);
    PROVE(reader.next == to && reader.end == room + end);
    check_state(&before, &after, code, room, start + CDC43_HEADER_LEN);
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
enum cdc43_err check_value_model(const uint8_t *value, size_t len, struct cdc43_where *ret_where,
                                 const struct cdc43_device *device) {
    (void)device;
    PROVE(ret_where->suboption == given_code);
    PROVE(is_given((struct cdc43_view){value, len}));
    return CDC43_OK;
}

/* Stands for drop_nuls: no text that was written is empty or ends with NUL. */
size_t nuls_model(const uint8_t *text, size_t len, unsigned *tolerated) {
    (void)tolerated;
    PROVE(len != 0 && text[len - 1] != 0);
    return len;
}
