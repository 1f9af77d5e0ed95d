/* SPDX-License-Identifier: MIT */
/* Octets of option 43 to parameters and back, and the rules that both obey. */
#include "rules.h"

#define INDEX(code) ((code)-CDC43_FIRST_SUBOPTION)
#define COUNT (INDEX(CDC43_LAST_SUBOPTION) + 1)

/* The sets of suboptions of one kind, out of the table. */
#define TEXT_IF_FLAG(bit) 0U
#define TEXT_IF_TEXT(bit) (bit)
#define TEXT_IF_DIGEST(bit) 0U
enum {
    texts = 0U
#define CDC43_SUBOPTION(code, id, member, json_name, label, kind, mandatory, off, on)              \
    | TEXT_IF_##kind(CDC43_BIT(code))
#include "suboptions.def"
    ,
    all = 0U
#define CDC43_SUBOPTION(code, id, member, json_name, label, kind, mandatory, off, on)              \
    | CDC43_BIT(code)
#include "suboptions.def"
};

#define CDC43_DEVICE(id, json_name, suboptions, mandatory, must_be_on, digests, sum_max)           \
    const struct cdc43_device cdc43_##id = {suboptions, mandatory, must_be_on, digests, sum_max};
#include "suboptions.def"

static const uint8_t digest_sizes[] = {
#define CDC43_DIGEST(id, json_name, size) (size),
#include "suboptions.def"
};

/* What this file assumes of the table. The form is that of C99, too. */
#define HOLDS(name, condition) typedef char name[(condition) ? 1 : -1]
HOLDS(codes_follow_one_another, (unsigned)all == (1U << COUNT) - 1U);
HOLDS(sets_of_suboptions_fit_an_octet, COUNT <= 8);
HOLDS(pad_and_end_are_no_suboptions,
      CDC43_FIRST_SUBOPTION > CDC43_PAD_OCTET && CDC43_LAST_SUBOPTION < CDC43_END_OCTET);
HOLDS(each_text_has_its_rule_and_its_view,
      (unsigned)texts == (CDC43_BIT(CDC43_SERVER) | CDC43_BIT(CDC43_CHALLENGE_PASSWORD)));
HOLDS(each_digest_has_its_rule_and_its_view,
      ((unsigned)all & ~(unsigned)CDC43_FLAGS & ~(unsigned)texts) ==
          CDC43_BIT(CDC43_ROOT_CA_FINGERPRINT));
HOLDS(tolerances_fit_an_octet, CDC43_TOLERANT <= UINT8_MAX);
HOLDS(the_whole_value_fits_an_octet_of_length, CDC43_OPTION_MAX <= UINT8_MAX);

#ifdef CDC43_NO_SERVER_SYNTAX
enum cdc43_err cdc43_check_server(const uint8_t *text, size_t len, struct cdc43_where *ret_where) {
    static const uint8_t https[] = {'h', 't', 't', 'p', 's', ':'};
    size_t same = 0;

    if (len == 0) {
        return CDC43_ERR_SERVER_EMPTY;
    }
    if (!cdc43_are_printable(text, len, CDC43_TEXT_LOW + 1U, ret_where)) {
        return CDC43_ERR_SERVER_CHARACTER;
    }
    while (same < len && same < sizeof https && (text[same] | 0x20U) == https[same]) {
        same++; /* to lower case, as in server.c */
    }
    return same == sizeof https ? CDC43_ERR_SERVER_HTTPS : CDC43_OK;
}
#endif

static enum cdc43_err check_password(const uint8_t *text, size_t len,
                                     struct cdc43_where *ret_where) {
    return cdc43_are_printable(text, len, CDC43_TEXT_LOW, ret_where) ? CDC43_OK
                                                                     : CDC43_ERR_PASSWORD_CHARACTER;
}

static enum cdc43_err check_fingerprint(const struct cdc43_device *device, size_t len,
                                        struct cdc43_where *ret_where) {
    for (unsigned i = 0; i < device->digest_count; i++) {
        if (digest_sizes[i] == len) {
            return CDC43_OK;
        }
    }
    ret_where->excess = len;
    return CDC43_ERR_FINGERPRINT_LENGTH;
}

static enum cdc43_err check_flag(const uint8_t *value, size_t len, struct cdc43_where *ret_where) {
    if (len != 1) {
        ret_where->excess = len;
        return CDC43_ERR_FLAG_LENGTH;
    }
    return value[0] > 1 ? CDC43_ERR_FLAG_VALUE : CDC43_OK;
}

/* The rule of a value of ret_where->suboption. The place inside it is added to ret_where->offset.
 */
static enum cdc43_err check_value(const uint8_t *value, size_t len, struct cdc43_where *ret_where,
                                  const struct cdc43_device *device) {
    const unsigned code = ret_where->suboption;

    if (code == CDC43_SERVER) {
        return cdc43_check_server(value, len, ret_where);
    }
    if (code == CDC43_CHALLENGE_PASSWORD) {
        return check_password(value, len, ret_where);
    }
    if (code == CDC43_ROOT_CA_FINGERPRINT) {
        return check_fingerprint(device, len, ret_where);
    }
    return check_flag(value, len, ret_where);
}

/* Server and Challenge Password together. ret_where->offset is left to the caller. */
static enum cdc43_err check_sum(const struct cdc43_device *device, size_t server, size_t password,
                                struct cdc43_where *ret_where) {
    const size_t sum = server + password;

    /* CDC43_OPTION_MAX means that the device has no such rule: then the total alone decides. */
    if (sum <= device->sum_max || device->sum_max == CDC43_OPTION_MAX) {
        return CDC43_OK;
    }
    ret_where->suboption = password != 0 ? CDC43_CHALLENGE_PASSWORD : CDC43_SERVER;
    ret_where->excess = sum - device->sum_max;
    return CDC43_ERR_SUM_LIMIT_REACHED;
}

/* The place of the first bit in a set that is not empty, counted from 1. */
static unsigned first_of(unsigned set) {
    unsigned place = 1;

    while ((set & 1U) == 0) {
        set >>= 1;
        place++;
    }
    return place;
}

static bool is_in(const struct cdc43_device *device, unsigned code) {
    return INDEX(code) < COUNT && (device->suboptions & CDC43_BIT(code)) != 0;
}

static bool is_text(unsigned code) {
    return code == CDC43_SERVER || code == CDC43_CHALLENGE_PASSWORD;
}

/* Where a value is in the octets. at is 0 when it was not there: each value follows its header. */
struct slot {
    uint8_t at;
    uint8_t len;
};

static struct cdc43_view view_of(const uint8_t *octets, struct slot slot) {
    return (struct cdc43_view){&octets[slot.at], slot.len};
}

/* The length of a text without the NULs at its end. What has to be forgiven is added to *tolerated.
 */
static size_t drop_nuls(const uint8_t *text, size_t len, unsigned *tolerated) {
    while (len != 0 && text[len - 1] == 0) {
        len--;
        *tolerated |= CDC43_TOLERATED_TRAILING_NUL;
    }
    if (len == 0) { /* if it is a Server, that breaks its own rule soon */
        *tolerated |= CDC43_TOLERATED_EMPTY_PASSWORD;
    }
    return len;
}

/* Takes the suboption at ret_where, one of the device, into its slot, which may hold the same one
 * already. What has to be forgiven for it is added to *tolerated. */
static enum cdc43_err take(const struct cdc43_device *device, const uint8_t *octets,
                           struct cdc43_view value, struct slot *slot, unsigned *tolerated,
                           struct cdc43_where *ret_where) {
    enum cdc43_err err;

    if (is_text(ret_where->suboption)) {
        value.len = drop_nuls(value.data, value.len, tolerated);
    }
    err = check_value(value.data, value.len, ret_where, device);
    if (err != CDC43_OK) {
        ret_where->offset += CDC43_HEADER_LEN;
        return err;
    }
    if (slot->at != 0) {
        *tolerated |= CDC43_TOLERATED_DUPLICATE;
        if (slot->len != value.len || memcmp(&octets[slot->at], value.data, value.len) != 0) {
            return CDC43_ERR_CONFLICT;
        }
    }
    slot->at = (uint8_t)(ret_where->offset + CDC43_HEADER_LEN);
    slot->len = (uint8_t)value.len;
    return CDC43_OK;
}

/* Takes the next suboption, PAD or END. What is never accepted comes before what can be tolerated.
 */
static enum cdc43_err take_next(const struct cdc43_device *device, unsigned tolerate,
                                const uint8_t *octets, struct cdc43_reader *reader,
                                struct slot *slots, unsigned *tolerated,
                                struct cdc43_where *ret_where) {
    struct cdc43_tlv tlv;
    unsigned refused;
    enum cdc43_err err;

    ret_where->offset = cdc43_distance(octets, reader->next);
    err = cdc43_take_tlv(reader, &tlv, ret_where);
    if (err != CDC43_OK) {
        return err;
    }
    if (tlv.code == CDC43_PAD_OCTET) {
        *tolerated |= CDC43_TOLERATED_PAD;
    } else if (tlv.code == CDC43_END_OCTET) {
        ret_where->suboption = 0;
        *tolerated |= CDC43_TOLERATED_END;
    } else if (!is_in(device, tlv.code)) {
        *tolerated |= CDC43_TOLERATED_UNKNOWN_SUBOPTION;
    } else {
        err = take(device, octets, tlv.value, &slots[INDEX(tlv.code)], tolerated, ret_where);
        if (err != CDC43_OK) {
            return err;
        }
    }
    refused = *tolerated & ~tolerate;
    return refused != 0 ? (enum cdc43_err)first_of(refused) : CDC43_OK;
}

enum cdc43_err cdc43_decode(const struct cdc43_device *device, unsigned tolerate,
                            const uint8_t *octets, size_t len, struct cdc43_params *ret_params,
                            struct cdc43_where *ret_where) {
    struct cdc43_reader reader = cdc43_reader_of((struct cdc43_view){octets, len});
    struct slot slots[COUNT] = {{0, 0}};
    const struct slot *const server = &slots[INDEX(CDC43_SERVER)];
    const struct slot *const password = &slots[INDEX(CDC43_CHALLENGE_PASSWORD)];
    unsigned tolerated = 0;
    unsigned present = 0;
    unsigned on = 0;
    enum cdc43_err err;

    *ret_where =
        (struct cdc43_where){0, CDC43_PLACE_NONE, CDC43_OPTION_MAX, 0, len - CDC43_OPTION_MAX};
    if (len > CDC43_OPTION_MAX) {
        return CDC43_ERR_TOO_LONG;
    }
    ret_where->place = CDC43_PLACE_OPTION;
    ret_where->limit = 0;
    while (cdc43_left(&reader) != 0) {
        err = take_next(device, tolerate, octets, &reader, slots, &tolerated, ret_where);
        if (err != CDC43_OK) {
            return err;
        }
    }
    err = check_sum(device, server->len, password->len, ret_where);
    if (err != CDC43_OK) {
        ret_where->offset = slots[INDEX(ret_where->suboption)].at;
        if (ret_where->excess != 1 || (tolerate & CDC43_TOLERATED_SUM_LIMIT_REACHED) == 0) {
            return err;
        }
        tolerated |= CDC43_TOLERATED_SUM_LIMIT_REACHED;
    }
    for (unsigned i = 0; i < COUNT; i++) {
        if (slots[i].len != 0) {
            present |= 1U << i;
            on |= (octets[slots[i].at] & 1U) << i; /* a flag is 0 or 1 */
        }
    }
    ret_params->present = (uint8_t)present;
    ret_params->on = (uint8_t)(on & (unsigned)CDC43_FLAGS);
    ret_params->tolerated = (uint8_t)tolerated;
    ret_params->server = view_of(octets, *server);
    ret_params->root_ca_fingerprint = view_of(octets, slots[INDEX(CDC43_ROOT_CA_FINGERPRINT)]);
    ret_params->challenge_password = view_of(octets, *password);
    return CDC43_OK;
}

enum cdc43_err cdc43_check_complete(const struct cdc43_device *device,
                                    const struct cdc43_params *params,
                                    struct cdc43_where *ret_where) {
    unsigned set = params->present & ~(unsigned)device->suboptions;
    enum cdc43_err err = CDC43_ERR_UNKNOWN_SUBOPTION;

    if (set == 0) {
        set = device->mandatory & ~(unsigned)params->present;
        err = CDC43_ERR_MISSING;
    }
    if (set == 0) {
        set = device->must_be_on & ~(unsigned)params->on;
        err = CDC43_ERR_ENROLMENT_OFF;
    }
    if (set == 0) {
        return CDC43_OK;
    }
    *ret_where = (struct cdc43_where){(uint8_t)(CDC43_FIRST_SUBOPTION - 1 + first_of(set)),
                                      CDC43_PLACE_NONE, 0, 0, 0};
    return err;
}

/* The value of a suboption as it is encoded; NULL when it is not there. */
static const struct cdc43_view *value_of(const struct cdc43_params *params, unsigned code) {
    static const uint8_t off_and_on[] = {0, 1};
    static const struct cdc43_view flag[] = {{&off_and_on[0], 1}, {&off_and_on[1], 1}};
    const unsigned bit = CDC43_BIT(code);

    if ((params->present & bit) == 0) {
        return NULL;
    }
    if (code == CDC43_SERVER) {
        return &params->server;
    }
    if (code == CDC43_ROOT_CA_FINGERPRINT) {
        return &params->root_ca_fingerprint;
    }
    if (code == CDC43_CHALLENGE_PASSWORD) {
        return &params->challenge_password;
    }
    return &flag[(params->on & bit) != 0];
}

/* The rules of all values. *ret_len, 0 so far: the octets of their encoding. */
static enum cdc43_err check_values(const struct cdc43_device *device,
                                   const struct cdc43_params *params, size_t *ret_len,
                                   struct cdc43_where *ret_where) {
    size_t server = 0;
    size_t password = 0;

    for (unsigned code = CDC43_FIRST_SUBOPTION; code <= CDC43_LAST_SUBOPTION; code++) {
        const struct cdc43_view *const value = value_of(params, code);

        if (value != NULL) {
            enum cdc43_err err;

            ret_where->suboption = (uint8_t)code;
            err = check_value(value->data, value->len, ret_where, device);
            if (err != CDC43_OK) {
                return err;
            }
            if (code == CDC43_SERVER) {
                server = value->len;
            } else if (code == CDC43_CHALLENGE_PASSWORD) {
                password = value->len;
            }
            if (value->len != 0) { /* an empty Challenge Password is left out */
                *ret_len += CDC43_HEADER_LEN + value->len;
            }
        }
    }
    return check_sum(device, server, password, ret_where);
}

/* Writes a suboption, if it is there. Returns the place after it. */
static uint8_t *write_one(const struct cdc43_view *value, unsigned code, uint8_t *to) {
    if (value != NULL && value->len != 0) {
        to = cdc43_put_octet(to, code);
        to = cdc43_put_octet(to, value->len);
        to = cdc43_put(to, *value);
    }
    return to;
}

enum cdc43_err cdc43_encode(const struct cdc43_device *device, const struct cdc43_params *params,
                            size_t limit, uint8_t *ret_octets, size_t capacity, size_t *ret_len,
                            struct cdc43_where *ret_where) {
    size_t len = 0;
    enum cdc43_err err = cdc43_check_complete(device, params, ret_where);

    if (err != CDC43_OK) {
        return err;
    }
    *ret_where = (struct cdc43_where){0, CDC43_PLACE_VALUE, 0, 0, 0};
    err = check_values(device, params, &len, ret_where);
    if (err != CDC43_OK) {
        return err;
    }
    ret_where->suboption = 0;
    ret_where->place = CDC43_PLACE_NONE;
    if (limit > CDC43_OPTION_MAX) {
        ret_where->excess = limit - CDC43_OPTION_MAX;
        return CDC43_ERR_LIMIT;
    }
    if (len > limit) {
        ret_where->limit = (uint8_t)limit;
        ret_where->excess = len - limit;
        return CDC43_ERR_TOO_LONG;
    }
    if (len > capacity) {
        ret_where->excess = len - capacity;
        return CDC43_ERR_BUFFER;
    }
    for (unsigned code = CDC43_FIRST_SUBOPTION; code <= CDC43_LAST_SUBOPTION; code++) {
        ret_octets = write_one(value_of(params, code), code, ret_octets);
    }
    *ret_len = len;
    return CDC43_OK;
}

/* An encoding without output: when nothing is wrong but the room, the rules hold. */
enum cdc43_err cdc43_check(const struct cdc43_device *device, const struct cdc43_params *params,
                           struct cdc43_where *ret_where) {
    uint8_t none;
    size_t len;
    const enum cdc43_err err =
        cdc43_encode(device, params, CDC43_OPTION_MAX, &none, 0, &len, ret_where);

    return err == CDC43_ERR_TOO_LONG || err == CDC43_ERR_BUFFER ? CDC43_OK : err;
}
