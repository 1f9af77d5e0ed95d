/* SPDX-License-Identifier: MIT */
/* Octets of option 43 to parameters and back, and the rules that both obey. */
#include "bytes.h"
#include "rules.h"
#include "server.h"

#define PAD_OCTET 0U
#define END_OCTET 255U
#define HEADER_LEN 2U /* code and length */

#define INDEX(code) ((code)-CDC43_FIRST_SUBOPTION)
#define COUNT (INDEX(CDC43_LAST_SUBOPTION) + 1)

/* The sets of suboptions of one kind, out of the table. */
#define FLAG_IF_FLAG(code) CDC43_BIT(code)
#define FLAG_IF_TEXT(code) 0U
#define FLAG_IF_DIGEST(code) 0U
#define TEXT_IF_FLAG(code) 0U
#define TEXT_IF_TEXT(code) CDC43_BIT(code)
#define TEXT_IF_DIGEST(code) 0U
enum {
    flags = 0U
#define CDC43_SUBOPTION(code, id, member, json_name, label, kind, mandatory, off, on)              \
    | FLAG_IF_##kind(code)
#include "suboptions.def"
    ,
    texts = 0U
#define CDC43_SUBOPTION(code, id, member, json_name, label, kind, mandatory, off, on)              \
    | TEXT_IF_##kind(code)
#include "suboptions.def"
};
#define IS_FLAG(bit) (((bit) & (unsigned)flags) != 0)
#define IS_TEXT(bit) (((bit) & (unsigned)texts) != 0)

#define CDC43_PROFILE(id, json_name, suboptions, mandatory, must_be_on, digests, sum_max)          \
    const struct cdc43_profile cdc43_##id = {suboptions, mandatory, must_be_on, digests, sum_max};
#include "suboptions.def"

static const uint8_t digest_sizes[] = {
#define CDC43_DIGEST(id, json_name, size) (size),
#include "suboptions.def"
};

enum cdc43_err cdc43_next(struct cdc43_view octets, size_t *at, struct cdc43_tlv *ret_tlv,
                          struct cdc43_where *ret_where) {
    struct cdc43_reader reader = cdc43_reader_at(octets, *at);
    const uint8_t code = cdc43_take_octet(&reader);
    size_t len = 0;

    *ret_where = (struct cdc43_where){code, CDC43_PLACE_OPTION, 0, *at, 0};
    if (code == END_OCTET) {
        len = reader.left;
    } else if (code != PAD_OCTET) {
        if (reader.left == 0) {
            return CDC43_ERR_TRUNCATED;
        }
        len = cdc43_take_octet(&reader);
        if (len > reader.left) {
            ret_where->excess = len - reader.left;
            return CDC43_ERR_OVERRUN;
        }
    }
    ret_tlv->code = code;
    ret_tlv->value = cdc43_take(&reader, len);
    *at = octets.len - reader.left;
    return CDC43_OK;
}

/* The rules of a value that is no flag. When it breaks one, the place inside the value is added to
 * ret_where->offset. */
static CDC43_FAST_INLINE enum cdc43_err check_value(const struct cdc43_profile *profile,
                                                    unsigned code, const uint8_t *begin,
                                                    const uint8_t *end,
                                                    struct cdc43_where *ret_where) {
    const uint8_t *at = begin;
    enum cdc43_err err = CDC43_OK;

    if (code == CDC43_SERVER) {
        err = check_server(at, end, &at);
    } else if (code == CDC43_CHALLENGE_PASSWORD) {
        at = cdc43_find_unprintable(at, end, CDC43_TEXT_LOW);
        if (at != end) {
            err = CDC43_ERR_PASSWORD_CHARACTER;
        }
    } else {
        const size_t len = (size_t)(end - begin);
        unsigned i = 0;
        while (digest_sizes[i] != len) {
            i++;
            if (i == profile->digest_count) {
                ret_where->excess = len;
                return CDC43_ERR_FINGERPRINT_LENGTH;
            }
        }
    }
    if (err != CDC43_OK) {
        ret_where->offset += (size_t)(at - begin);
    }
    return err;
}

/* Server and Challenge Password together. ret_where->offset is left to the caller. */
static CDC43_FAST_INLINE enum cdc43_err check_sum(const struct cdc43_profile *profile,
                                                  size_t server, size_t password,
                                                  struct cdc43_where *ret_where) {
    const size_t sum = server + password;

    /* CDC43_OPTION_MAX means that the profile has no such rule: then the total alone decides. */
    if (sum <= profile->sum_max || profile->sum_max == CDC43_OPTION_MAX) {
        return CDC43_OK;
    }
    ret_where->suboption = password != 0 ? CDC43_CHALLENGE_PASSWORD : CDC43_SERVER;
    ret_where->excess = sum - profile->sum_max;
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

/* What has been found in the octets. */
struct found {
    unsigned absent; /* the suboptions of the profile that were not there so far, and ... */
    unsigned on;     /* ... the flags that are 1: sets of CDC43_BIT */
    unsigned tolerated;
};

/* Takes the flag of that bit. again: it was there before. ret_where: as in take_one. */
static CDC43_ALWAYS_INLINE enum cdc43_err take_flag(const uint8_t *value, size_t len, unsigned bit,
                                                    bool again, struct found *found,
                                                    struct cdc43_where *ret_where) {
    unsigned flag;

    if (CDC43_RARE(len != 1)) {
        ret_where->offset = HEADER_LEN;
        ret_where->excess = len;
        return CDC43_ERR_FLAG_LENGTH;
    }
    flag = *value;
    if (CDC43_RARE(flag > 1)) {
        ret_where->offset = HEADER_LEN;
        return CDC43_ERR_FLAG_VALUE;
    }
    flag *= bit;
    if (CDC43_RARE(again) && (found->on & bit) != flag) {
        return CDC43_ERR_CONFLICT;
    }
    found->on |= flag;
    return CDC43_OK;
}

/* The end of a text without the NULs there. *needed: the tolerances that it needs are added. */
static CDC43_ALWAYS_INLINE const uint8_t *find_text_end(const uint8_t *begin, const uint8_t *end,
                                                        unsigned *needed) {
    while (end != begin) {
        if (!CDC43_RARE(end[-1] == 0)) {
            return end;
        }
        *needed |= CDC43_TOLERATED_TRAILING_NUL;
        end--;
    }
    *needed |= CDC43_TOLERATED_EMPTY_PASSWORD; /* if it is a Server, that is an error in a moment */
    return end;
}

/* Takes another value, without the NULs at its end, into its room. *needed: the tolerances that it
 * needs, so far CDC43_TOLERATED_DUPLICATE if it was there before, otherwise none. ret_where: as in
 * take_one. */
static CDC43_ALWAYS_INLINE enum cdc43_err take_value(const struct cdc43_profile *profile,
                                                     unsigned code, unsigned bit,
                                                     const uint8_t *value, const uint8_t *end,
                                                     struct cdc43_view *room, unsigned *needed,
                                                     struct cdc43_where *ret_where) {
    enum cdc43_err err;
    size_t len;

    if (IS_TEXT(bit)) {
        end = find_text_end(value, end, needed);
    }
    err = check_value(profile, code, value, end, ret_where);
    if (CDC43_RARE(err != CDC43_OK)) {
        ret_where->offset += HEADER_LEN;
        return err;
    }
    len = (size_t)(end - value);
    if (CDC43_RARE((*needed & CDC43_TOLERATED_DUPLICATE) != 0) &&
        (room->len != len || memcmp(room->data, value, len) != 0)) {
        return CDC43_ERR_CONFLICT;
    }
    room->data = value;
    room->len = len;
    return CDC43_OK;
}

/* Takes what stands at *next, one suboption, PAD or END, and moves *next behind it. What is never
 * accepted comes before what can be tolerated. ret_where->offset and excess, both 0 so far: the
 * place of an error, counted from *next. */
static CDC43_ALWAYS_INLINE enum cdc43_err take_one(const struct cdc43_profile *profile,
                                                   unsigned tolerate, const uint8_t **next,
                                                   const uint8_t *end, struct found *found,
                                                   struct cdc43_view *values,
                                                   struct cdc43_where *ret_where) {
    const uint8_t *at = *next;
    const unsigned code = *at++;
    unsigned needed = 0;
    unsigned bit = 0;
    const uint8_t *value;
    size_t len;
    enum cdc43_err err;

    if (!CDC43_RARE(INDEX(code) >= COUNT)) {
        bit = CDC43_BIT(code);
    } else if (code == PAD_OCTET) {
        needed = CDC43_TOLERATED_PAD;
        goto tolerate;
    } else if (code == END_OCTET) {
        needed = CDC43_TOLERATED_END;
        at = end;
        goto tolerate;
    }
    if (CDC43_RARE(at == end)) {
        return CDC43_ERR_TRUNCATED;
    }
    len = *at++;
    value = at;
    if (CDC43_RARE(len > (size_t)(end - at))) {
        ret_where->excess = len - (size_t)(end - at);
        return CDC43_ERR_OVERRUN;
    }
    at += len;
    if (CDC43_RARE((found->absent & bit) == 0)) {
        needed = CDC43_TOLERATED_UNKNOWN_SUBOPTION;
        if ((profile->suboptions & bit) == 0) {
            goto tolerate;
        }
        needed = CDC43_TOLERATED_DUPLICATE;
        found->absent ^= bit;
    }
    found->absent ^= bit;
    err = IS_FLAG(bit) ? take_flag(value, len, bit, needed != 0, found, ret_where)
                       : take_value(profile, code, bit, value, at, &values[code - CDC43_SERVER],
                                    &needed, ret_where);
    if (CDC43_RARE(err != CDC43_OK)) {
        return err;
    }
tolerate:
    *next = at;
    if (CDC43_RARE(needed != 0)) {
        found->tolerated |= needed;
        needed &= ~tolerate;
        if (needed != 0) {
            return (enum cdc43_err)first_of(needed);
        }
    }
    return CDC43_OK;
}

enum cdc43_err cdc43_decode(const struct cdc43_profile *profile, unsigned tolerate,
                            const uint8_t *octets, size_t len, struct cdc43_params *ret_params,
                            struct cdc43_where *ret_where) {
    const struct cdc43_view none = {octets, 0};
    struct cdc43_view values[] = {none, none, none}; /* from CDC43_SERVER on */
    struct found found = {profile->suboptions, 0, 0};
    const struct cdc43_view *const server = &values[0];
    const struct cdc43_view *const password = &values[CDC43_CHALLENGE_PASSWORD - CDC43_SERVER];
    const uint8_t *const end = cdc43_end_of((struct cdc43_view){octets, len});
    const uint8_t *next = octets;
    enum cdc43_err err;

    if (CDC43_RARE(len > CDC43_OPTION_MAX)) {
        *ret_where = (struct cdc43_where){0, CDC43_PLACE_OPTION, CDC43_OPTION_MAX, CDC43_OPTION_MAX,
                                          len - CDC43_OPTION_MAX};
        return CDC43_ERR_TOO_LONG;
    }
    *ret_where = (struct cdc43_where){0, CDC43_PLACE_OPTION, 0, 0, 0};
    while (next != end) {
        const uint8_t *const start = next;
        err = take_one(profile, tolerate, &next, end, &found, values, ret_where);
        if (CDC43_RARE(err != CDC43_OK)) {
            ret_where->suboption = *start != END_OCTET ? *start : 0;
            ret_where->offset += (size_t)(start - octets);
            return err;
        }
    }
    err = check_sum(profile, server->len, password->len, ret_where);
    if (CDC43_RARE(err != CDC43_OK)) {
        ret_where->offset = (size_t)(values[ret_where->suboption - CDC43_SERVER].data - octets);
        if (ret_where->excess != 1 || (tolerate & CDC43_TOLERATED_SUM_LIMIT_REACHED) == 0) {
            return err;
        }
        found.tolerated |= CDC43_TOLERATED_SUM_LIMIT_REACHED;
    }
    if (password->len == 0) {
        found.absent |= CDC43_BIT(CDC43_CHALLENGE_PASSWORD);
    }
    ret_params->present = (uint8_t)(profile->suboptions & ~found.absent);
    ret_params->on = (uint8_t)found.on;
    ret_params->tolerated = (uint8_t)found.tolerated;
    memcpy((uint8_t *)ret_params + offsetof(struct cdc43_params, server), values, sizeof values);
    return CDC43_OK;
}

enum cdc43_err cdc43_check_complete(const struct cdc43_profile *profile,
                                    const struct cdc43_params *params,
                                    struct cdc43_where *ret_where) {
    unsigned set = params->present & ~(unsigned)profile->suboptions;
    enum cdc43_err err = CDC43_ERR_UNKNOWN_SUBOPTION;

    if (set == 0) {
        set = profile->mandatory & ~(unsigned)params->present;
        err = CDC43_ERR_MISSING;
    }
    if (set == 0) {
        set = profile->must_be_on & ~(unsigned)params->on;
        err = CDC43_ERR_ENROLMENT_OFF;
    }
    if (set == 0) {
        return CDC43_OK;
    }
    *ret_where = (struct cdc43_where){(uint8_t)(CDC43_FIRST_SUBOPTION - 1 + first_of(set)),
                                      CDC43_PLACE_NONE, 0, 0, 0};
    return err;
}

/* The rules of the parameters. *ret_len: the length of their encoding. On success ret_where->offset
 * is 0. */
static enum cdc43_err check_all(const struct cdc43_profile *profile,
                                const struct cdc43_params *params, size_t *ret_len,
                                struct cdc43_where *ret_where) {
    enum cdc43_err err = cdc43_check_complete(profile, params, ret_where);
    size_t password = 0;
    size_t len = 0;

    for (unsigned code = CDC43_SERVER; err == CDC43_OK && code <= CDC43_CHALLENGE_PASSWORD;
         code++) {
        password = 0;
        if ((CDC43_BIT(code) & params->present) != 0) {
            const struct cdc43_view *const value = cdc43_value_of(params, code);
            password = value->len;
            if (password != 0) {
                len += HEADER_LEN + password;
            }
            *ret_where = (struct cdc43_where){(uint8_t)code, CDC43_PLACE_VALUE, 0, 0, 0};
            err = check_value(profile, code, value->data, cdc43_end_of(*value), ret_where);
        }
    }
    for (unsigned set = params->present & (unsigned)flags; set != 0; set &= set - 1) {
        len += HEADER_LEN + 1;
    }
    *ret_len = len;
    /* The Challenge Password was the last. */
    return err != CDC43_OK ? err : check_sum(profile, params->server.len, password, ret_where);
}

enum cdc43_err cdc43_check(const struct cdc43_profile *profile, const struct cdc43_params *params,
                           struct cdc43_where *ret_where) {
    size_t len;

    return check_all(profile, params, &len, ret_where);
}

/* Writes a suboption, if it is there, of parameters whose rules all hold. Returns the place behind.
 */
static CDC43_ALWAYS_INLINE uint8_t *write_one(const struct cdc43_params *params, unsigned code,
                                              uint8_t *to) {
    const unsigned bit = CDC43_BIT(code);
    const uint8_t flag = (params->on & bit) != 0;
    struct cdc43_view value = {&flag, (params->present & bit) != 0};

    if (value.len != 0 && !IS_FLAG(bit)) {
        value = *cdc43_value_of(params, code);
    }
    if (value.len != 0) {
        to = cdc43_put_octet(to, code);
        to = cdc43_put_octet(to, value.len);
        to = cdc43_put(to, value);
    }
    return to;
}

enum cdc43_err cdc43_encode(const struct cdc43_profile *profile, const struct cdc43_params *params,
                            size_t limit, uint8_t *ret_octets, size_t capacity, size_t *ret_len,
                            struct cdc43_where *ret_where) {
    size_t len;
    enum cdc43_err err = check_all(profile, params, &len, ret_where);

    if (err != CDC43_OK) {
        return err;
    }
    if (limit > CDC43_OPTION_MAX) {
        *ret_where = (struct cdc43_where){0, CDC43_PLACE_NONE, 0, 0, limit - CDC43_OPTION_MAX};
        return CDC43_ERR_LIMIT;
    }
    if (len > limit) {
        *ret_where = (struct cdc43_where){0, CDC43_PLACE_NONE, (uint8_t)limit, 0, len - limit};
        return CDC43_ERR_TOO_LONG;
    }
    if (len > capacity) {
        *ret_where = (struct cdc43_where){0, CDC43_PLACE_NONE, 0, 0, len - capacity};
        return CDC43_ERR_BUFFER;
    }
    for (unsigned code = CDC43_FIRST_SUBOPTION; code <= CDC43_LAST_SUBOPTION; code++) {
        ret_octets = write_one(params, code, ret_octets);
    }
    *ret_len = len;
    return CDC43_OK;
}
