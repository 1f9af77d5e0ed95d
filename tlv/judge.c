/* SPDX-License-Identifier: MIT */
/* One broken rule after the other: each is tolerated, or its suboption is taken out, until the rest
 * is good. */
#include "judge.h"

#include <string.h>

#include "rules.h"
#include "text.h"

/* What is left of the octets, and where each of them was. */
struct rest {
    uint8_t octets[CDC43_OPTION_MAX];
    size_t places[CDC43_OPTION_MAX + 1]; /* of the end, too */
    size_t len;
};

/* The bit that tolerates an error; 0: no device does. Errors are numbered 1 + bit. */
static unsigned tolerance_of(enum cdc43_err err) {
    return err == CDC43_OK || (unsigned)err > CDC43_TOLERANCE_COUNT
               ? 0U
               : (1U << ((unsigned)err - 1U)) & CDC43_TOLERANT;
}

/* Is an error about one suboption, and the rest readable without it? */
static bool is_of_one_suboption(enum cdc43_err err, const struct cdc43_where *where) {
    return where->suboption != 0 && err != CDC43_ERR_TRUNCATED && err != CDC43_ERR_OVERRUN &&
           err != CDC43_ERR_TOO_LONG;
}

/* Where the offset of an error points: to the code of its suboption, or into its value. errors.def.
 */
static bool is_at_code(enum cdc43_err err) {
    enum { OPTION = 1, START = 0, VALUE = 0, NONE = 0, MESSAGE = 0, TEXT = 0 };

    switch (err) {
#define CDC43_ERROR(number, id, offset, excess, sentence)                                          \
    case CDC43_ERR_##id:                                                                           \
        return (offset) != 0;
#include "errors.def"
    default:
        return false;
    }
}

/* Finds the suboption that an error is about: it begins at *ret_start. Its length; 0: there is
 * none. */
static size_t find_suboption(const struct rest *rest, enum cdc43_err err,
                             const struct cdc43_where *where, size_t *ret_start) {
    const struct cdc43_view view = {rest->octets, rest->len};
    size_t place = where->offset;
    struct cdc43_tlv tlv;
    struct cdc43_where unused;
    size_t len = 0;
    size_t at = 0;

    if (!is_of_one_suboption(err, where)) {
        return 0;
    }
    if (!is_at_code(err)) {
        place -= CDC43_HEADER_LEN;
    }
    while (at < view.len && at <= place) {
        *ret_start = at;
        if (cdc43_next(view, &at, &tlv, &unused) != CDC43_OK) {
            return 0;
        }
        len = at - *ret_start;
    }
    return len;
}

static void take_out(struct rest *rest, size_t start, size_t len) {
    const size_t after = start + len;

    memmove(&rest->octets[start], &rest->octets[after], rest->len - after);
    memmove(&rest->places[start], &rest->places[after],
            (rest->len - after + 1) * sizeof rest->places[0]);
    rest->len -= len;
}

static void add(struct cdc43_judgement *judgement, enum cdc43_err err, struct cdc43_where where,
                bool is_tolerated) {
    if (judgement->count < CDC43_FINDINGS_MAX) {
        judgement->findings[judgement->count] = (struct cdc43_finding){err, where, is_tolerated};
        judgement->count++;
    }
}

/* The mandatory suboptions that are neither there nor broken. */
static void add_missing(const struct cdc43_device *device, const struct cdc43_params *params,
                        unsigned taken_out, struct cdc43_judgement *judgement) {
    for (unsigned code = CDC43_FIRST_SUBOPTION; code <= CDC43_LAST_SUBOPTION; code++) {
        const unsigned bit = CDC43_BIT(code);

        if ((device->mandatory & bit & ~params->present & ~taken_out) != 0) {
            add(judgement, CDC43_ERR_MISSING,
                (struct cdc43_where){(uint8_t)code, CDC43_PLACE_NONE, 0, 0, 0}, false);
        }
    }
}

/* A known suboption's bit; others have none. */
static unsigned bit_of(unsigned code) {
    return code >= CDC43_FIRST_SUBOPTION && code <= CDC43_LAST_SUBOPTION ? CDC43_BIT(code) : 0U;
}

static void find_broken_rules(const struct cdc43_device *device, struct rest *rest,
                              struct cdc43_judgement *judgement) {
    unsigned taken_out = 0;
    unsigned tolerate = CDC43_STRICT;
    struct cdc43_params params;
    struct cdc43_where where;
    enum cdc43_err err;

    while ((err = cdc43_decode(device, tolerate, rest->octets, rest->len, &params, &where)) !=
           CDC43_OK) {
        const unsigned bit = tolerance_of(err);
        const bool is_again = bit != 0 && (tolerate & bit) != 0;
        struct cdc43_where shown = where;
        size_t start = where.offset;
        const size_t suboption_len = find_suboption(rest, err, &where, &start);

        if (where.place == CDC43_PLACE_OPTION && start <= rest->len) {
            shown.offset = rest->places[start] + (where.offset - start);
        }
        if (is_again && judgement->count != 0) { /* a limit of what devices tolerate */
            judgement->findings[judgement->count - 1].is_tolerated = false;
        } else {
            add(judgement, err, shown, bit != 0);
        }
        if (bit != 0 && !is_again && err != CDC43_ERR_UNKNOWN_SUBOPTION &&
            err != CDC43_ERR_DUPLICATE) {
            tolerate |= bit;
            continue;
        }
        if (bit == 0 || is_again) {
            taken_out |= bit_of(where.suboption);
        }
        if (suboption_len == 0) {
            return;
        }
        take_out(rest, start, suboption_len);
    }
    add_missing(device, &params, taken_out, judgement);
    judgement->has_fips = cdc43_is_on(&params, CDC43_FIPS_MODE);
}

void cdc43_judge(const struct cdc43_device *device, struct cdc43_view octets,
                 struct cdc43_judgement *ret_judgement) {
    struct cdc43_where where;
    struct rest rest;

    memset(ret_judgement, 0, sizeof *ret_judgement);
    ret_judgement->is_readable = cdc43_decode(device, CDC43_TOLERANT, octets.data, octets.len,
                                              &ret_judgement->params, &where) == CDC43_OK;
    if (octets.len > CDC43_OPTION_MAX) {
        add(ret_judgement, CDC43_ERR_TOO_LONG, where, false);
        return;
    }
    rest.len = octets.len;
    if (octets.len != 0) {
        memcpy(rest.octets, octets.data, octets.len);
    }
    for (size_t i = 0; i <= octets.len; i++) {
        rest.places[i] = i;
    }
    find_broken_rules(device, &rest, ret_judgement);
    cdc43_wipe(&rest, sizeof rest);
}

bool cdc43_has_our_suboption(struct cdc43_view octets) {
    struct cdc43_where unused;
    struct cdc43_tlv tlv;
    size_t at = 0;

    while (at < octets.len) {
        const size_t start = at;

        if (cdc43_next(octets, &at, &tlv, &unused) != CDC43_OK) {
            return bit_of(octets.data[start]) != 0; /* its length is wrong */
        }
        if (bit_of(tlv.code) != 0) {
            return true;
        }
    }
    return false;
}

/* Can the value be one of ours, by its form? */
static bool has_form(const struct cdc43_suboption_info *info, struct cdc43_view value) {
    struct cdc43_where unused = {0};

    switch (info->kind) {
    case CDC43_KIND_FLAG:
        return value.len == 1;
    case CDC43_KIND_TEXT:
        return cdc43_are_printable(value.data, cdc43_text_len(value.data, value.len),
                                   CDC43_TEXT_LOW, &unused);
    case CDC43_KIND_DIGEST:
        return cdc43_digest_name(value.len) != NULL &&
               !cdc43_are_printable(value.data, value.len, CDC43_TEXT_LOW, &unused);
    }
    return false;
}

/* Is every octet in a suboption of ours, and are those that a phone needs among them? */
static bool is_only_ours(struct cdc43_view octets) {
    unsigned present = 0;
    struct cdc43_where unused;
    struct cdc43_tlv tlv;
    size_t at = 0;

    while (at < octets.len) {
        const struct cdc43_suboption_info *info;

        if (cdc43_next(octets, &at, &tlv, &unused) != CDC43_OK) {
            return false;
        }
        if (tlv.code == CDC43_PAD_OCTET || tlv.code == CDC43_END_OCTET) {
            continue;
        }
        info = cdc43_find_suboption(tlv.code);
        if (info == NULL || !has_form(info, tlv.value)) {
            return false;
        }
        present |= bit_of(tlv.code);
    }
    return (cdc43_phone.mandatory & ~present) == 0;
}

bool cdc43_is_ours(struct cdc43_view octets, bool is_phone) {
    return is_phone ? octets.len == 0 || cdc43_has_our_suboption(octets) : is_only_ours(octets);
}

const struct cdc43_finding *cdc43_refusal(const struct cdc43_judgement *judgement) {
    for (size_t i = 0; i < judgement->count; i++) {
        if (!judgement->findings[i].is_tolerated) {
            return &judgement->findings[i];
        }
    }
    return NULL;
}
