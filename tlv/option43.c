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

/* The rules of the value of ret_where->suboption. What they say about the place is inside the
 * value, and added to ret_where->offset. */
static enum cdc43_err check_value(const struct cdc43_profile *profile, struct cdc43_view value,
                                  struct cdc43_where *ret_where) {
    const unsigned code = ret_where->suboption;
    const uint8_t *const end = cdc43_end_of(value);
    const uint8_t *at = value.data;
    enum cdc43_err err;

    if (IS_FLAG(CDC43_BIT(code))) {
        if (value.len != 1) {
            ret_where->excess = value.len;
            return CDC43_ERR_FLAG_LENGTH;
        }
        return *at > 1 ? CDC43_ERR_FLAG_VALUE : CDC43_OK;
    }
    if (code == CDC43_ROOT_CA_FINGERPRINT) {
        unsigned i = profile->digest_count;
        do {
            if (i-- == 0) {
                ret_where->excess = value.len;
                return CDC43_ERR_FINGERPRINT_LENGTH;
            }
        } while (digest_sizes[i] != value.len);
        return CDC43_OK;
    }
    if (code == CDC43_SERVER) {
        err = check_server(at, end, &at);
    } else {
        at = cdc43_find_unprintable(at, end, CDC43_TEXT_LOW);
        err = at != end ? CDC43_ERR_PASSWORD_CHARACTER : CDC43_OK;
    }
    ret_where->offset += (size_t)(at - value.data);
    return err;
}

/* Server and Challenge Password together. */
static enum cdc43_err check_sum(const struct cdc43_profile *profile, size_t server, size_t password,
                                struct cdc43_where *ret_where) {
    const size_t sum = server + password;

    /* CDC43_OPTION_MAX means that the profile has no such rule: then the total alone decides. */
    if (sum <= profile->sum_max || profile->sum_max == CDC43_OPTION_MAX) {
        return CDC43_OK;
    }
    ret_where->suboption = password != 0 ? CDC43_CHALLENGE_PASSWORD : CDC43_SERVER;
    ret_where->offset = 0;
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

/* A value that was found: 2 octets instead of a view, because six of them stand on the stack. All
 * fits, as there are at most CDC43_OPTION_MAX octets. */
struct found {
    uint8_t at; /* 0: not found. No value can be there, its code and length are before it. */
    uint8_t len;
};

/* Takes the value of len octets at octets[at], of the suboption ret_where->suboption, a second time
 * too. *ret_needed, no bit set before: the tolerances that it needs. */
static enum cdc43_err take_value(const struct cdc43_profile *profile, const uint8_t *octets,
                                 size_t at, size_t len, struct found *found, unsigned *ret_needed,
                                 struct cdc43_where *ret_where) {
    struct cdc43_view value = {octets + at, len};
    enum cdc43_err err;

    if (IS_TEXT(CDC43_BIT((unsigned)ret_where->suboption))) {
        while (value.len != 0 && value.data[value.len - 1] == 0) {
            value.len--;
            *ret_needed = CDC43_TOLERATED_TRAILING_NUL;
        }
        if (value.len == 0) { /* if it is a Server, that is an error in a moment */
            *ret_needed |= CDC43_TOLERATED_EMPTY_PASSWORD;
        }
    }
    ret_where->offset = at;
    err = check_value(profile, value, ret_where);
    if (err != CDC43_OK) {
        return err;
    }
    ret_where->offset = at - HEADER_LEN;
    if (found->at != 0) {
        if (found->len != value.len ||
            (value.len != 0 && memcmp(octets + found->at, value.data, value.len) != 0)) {
            return CDC43_ERR_CONFLICT;
        }
        *ret_needed |= CDC43_TOLERATED_DUPLICATE;
    }
    found->at = (uint8_t)at;
    found->len = (uint8_t)value.len;
    return CDC43_OK;
}

/* Finds the values in the octets. What is never accepted comes before what can be tolerated. */
static enum cdc43_err find_values(const struct cdc43_profile *profile, unsigned tolerate,
                                  struct cdc43_view octets, struct found found[COUNT],
                                  unsigned *ret_tolerated, struct cdc43_where *ret_where) {
    size_t at = 0;

    while (at != octets.len) {
        const unsigned code = octets.data[at];
        const unsigned index = code - CDC43_FIRST_SUBOPTION;
        unsigned needed = 0;

        ret_where->suboption = (uint8_t)code;
        ret_where->offset = at;
        ret_where->excess = 0;
        at++;
        if (code == PAD_OCTET) {
            needed = CDC43_TOLERATED_PAD;
        } else if (code == END_OCTET) {
            ret_where->suboption = 0;
            needed = CDC43_TOLERATED_END;
            at = octets.len;
        } else {
            size_t n;
            if (at == octets.len) {
                return CDC43_ERR_TRUNCATED;
            }
            n = octets.data[at];
            at++;
            if (n > octets.len - at) {
                ret_where->excess = n - (octets.len - at);
                return CDC43_ERR_OVERRUN;
            }
            if (index < COUNT && (profile->suboptions >> index & 1U) != 0) {
                const enum cdc43_err err =
                    take_value(profile, octets.data, at, n, &found[index], &needed, ret_where);
                if (err != CDC43_OK) {
                    return err;
                }
            } else {
                needed = CDC43_TOLERATED_UNKNOWN_SUBOPTION;
            }
            at += n;
        }
        *ret_tolerated |= needed;
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
    struct found found[COUNT];
    unsigned tolerated = 0;
    unsigned present = 0;
    unsigned on = 0;
    enum cdc43_err err;

    if (len > CDC43_OPTION_MAX) {
        *ret_where = (struct cdc43_where){0, CDC43_OPTION_MAX, len - CDC43_OPTION_MAX};
        return CDC43_ERR_TOO_LONG;
    }
    for (unsigned i = 0; i < COUNT; i++) {
        found[i] = (struct found){0, 0};
    }
    err = find_values(profile, tolerate, (struct cdc43_view){octets, len}, found, &tolerated,
                      ret_where);
    if (err != CDC43_OK) {
        return err;
    }
    err = check_sum(profile, found[INDEX(CDC43_SERVER)].len,
                    found[INDEX(CDC43_CHALLENGE_PASSWORD)].len, ret_where);
    if (err != CDC43_OK) {
        ret_where->offset = found[INDEX(ret_where->suboption)].at;
        if (ret_where->excess != 1 || (tolerate & CDC43_TOLERATED_SUM_LIMIT_REACHED) == 0) {
            return err;
        }
        tolerated |= CDC43_TOLERATED_SUM_LIMIT_REACHED;
    }
    for (unsigned code = CDC43_FIRST_SUBOPTION; code <= CDC43_LAST_SUBOPTION; code++) {
        const struct found value = found[INDEX(code)];

        if (value.len != 0) {
            present |= CDC43_BIT(code);
        }
        if (!IS_FLAG(CDC43_BIT(code))) {
            *cdc43_room_for_value(ret_params, code) =
                (struct cdc43_view){value.len != 0 ? octets + value.at : octets, value.len};
        } else if (value.len != 0 && octets[value.at] != 0) {
            on |= CDC43_BIT(code);
        }
    }
    ret_params->present = (uint8_t)present;
    ret_params->on = (uint8_t)on;
    ret_params->tolerated = (uint8_t)tolerated;
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
    ret_where->offset = 0;
    ret_where->excess = 0;
    ret_where->suboption = (uint8_t)(CDC43_FIRST_SUBOPTION - 1 + first_of(set));
    return err;
}

enum cdc43_err cdc43_check(const struct cdc43_profile *profile, const struct cdc43_params *params,
                           struct cdc43_where *ret_where) {
    size_t password = 0;
    enum cdc43_err err = cdc43_check_complete(profile, params, ret_where);

    for (unsigned code = CDC43_SERVER; err == CDC43_OK && code <= CDC43_CHALLENGE_PASSWORD;
         code++) {
        password = 0;
        if ((CDC43_BIT(code) & params->present) != 0) {
            ret_where->suboption = (uint8_t)code;
            ret_where->offset = 0;
            ret_where->excess = 0;
            password = cdc43_value_of(params, code)->len;
            err = check_value(profile, *cdc43_value_of(params, code), ret_where);
        }
    }
    /* The Challenge Password was the last. */
    return err != CDC43_OK ? err : check_sum(profile, params->server.len, password, ret_where);
}

/* Length of the encoded parameters; writes them too if "to" is not NULL. */
static size_t emit(const struct cdc43_params *params, uint8_t *to) {
    size_t total = 0;

    for (unsigned code = CDC43_FIRST_SUBOPTION; code <= CDC43_LAST_SUBOPTION; code++) {
        const unsigned bit = CDC43_BIT(code);
        const uint8_t flag = (params->on & bit) != 0;
        struct cdc43_view value = {&flag, 1};

        if ((params->present & bit) == 0) {
            continue;
        }
        if (!IS_FLAG(bit)) {
            value = *cdc43_value_of(params, code);
            if (value.len == 0) {
                continue;
            }
        }
        total += HEADER_LEN + value.len;
        if (to != NULL) {
            to = cdc43_put_octet(to, code);
            to = cdc43_put_octet(to, value.len);
            to = cdc43_put(to, value);
        }
    }
    return total;
}

enum cdc43_err cdc43_encode(const struct cdc43_profile *profile, const struct cdc43_params *params,
                            size_t limit, uint8_t *ret_octets, size_t capacity, size_t *ret_len,
                            struct cdc43_where *ret_where) {
    enum cdc43_err err = cdc43_check(profile, params, ret_where);
    size_t len;

    if (err != CDC43_OK) {
        return err;
    }
    ret_where->suboption = 0;
    ret_where->offset = 0;
    ret_where->excess = limit - CDC43_OPTION_MAX;
    if (limit > CDC43_OPTION_MAX) {
        return CDC43_ERR_LIMIT;
    }
    len = emit(params, NULL);
    ret_where->excess = len - limit;
    if (len > limit) {
        return CDC43_ERR_TOO_LONG;
    }
    ret_where->excess = len - capacity;
    if (len > capacity) {
        return CDC43_ERR_BUFFER;
    }
    *ret_len = emit(params, ret_octets);
    return CDC43_OK;
}
