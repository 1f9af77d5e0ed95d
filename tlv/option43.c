/* SPDX-License-Identifier: MIT */
/* Octets of option 43 to parameters and back, and the rules that both obey. */
#include "bytes.h"
#include "rules.h"

#define PAD_OCTET 0U
#define END_OCTET 255U
#define HEADER_LEN 2U /* code and length */

/* The set of suboptions that are flags, out of the table. */
#define SET_IF_FLAG(code) CDC43_BIT(code)
#define SET_IF_TEXT(code) 0U
#define SET_IF_DIGEST(code) 0U
enum {
    flags = 0U
#define CDC43_SUBOPTION(code, id, member, json_name, label, kind, mandatory, off, on)              \
    | SET_IF_##kind(code)
#include "suboptions.def"
};
#define IS_FLAG(bit) (((bit) & (unsigned)flags) != 0)

#define CDC43_PROFILE(id, json_name, suboptions, mandatory, must_be_on, digests, sum_max)          \
    const struct cdc43_profile cdc43_##id = {suboptions, mandatory, must_be_on, digests, sum_max};
#include "suboptions.def"

static const uint8_t digest_sizes[] = {
#define CDC43_DIGEST(id, json_name, size) (size),
#include "suboptions.def"
};

/* The view of a text or digest suboption; a macro, as params may be const or not. */
#define VALUE_OF(params, code)                                                                     \
    ((code) == CDC43_SERVER                ? &(params)->server                                     \
     : (code) == CDC43_ROOT_CA_FINGERPRINT ? &(params)->root_ca_fingerprint                        \
                                           : &(params)->challenge_password)

/* Octet of a text that has no NUL; 0 behind its end. */
static unsigned octet_at(struct cdc43_view text, size_t at) {
    return at < text.len ? text.data[at] : 0;
}

static bool ends_authority(unsigned c) {
    return c == 0 || c == '/' || c == '?' || c == '#';
}

/* Behind "[": the octet that ends the address if it has those of one, otherwise the place is the
 * bad octet and *ret_good is false. Which groups they form is not looked at. */
static size_t find_ipv6_end(struct cdc43_view text, size_t at, bool *ret_good) {
    unsigned colons = 0;
    unsigned c;

    for (;;) {
        c = octet_at(text, ++at);
        if (c == ':') {
            colons++;
        } else if (c != '.' && c - '0' > 9U && (c | 0x20U) - 'a' > 5U) {
            break;
        }
    }
    *ret_good = c == ']' && colons >= 2;
    return *ret_good ? at + 1 : at;
}

/* Server: [http "://"] host [":" port] [path], all of it printable without space. *ret_at: the
 * octet that broke the rule. */
static enum cdc43_err check_server(struct cdc43_view text, size_t *ret_at) {
    static const char https[] = "https";
    enum cdc43_err err = CDC43_ERR_SERVER_HOST;
    size_t start = 0;
    size_t at = cdc43_find_unprintable(text, CDC43_TEXT_LOW + 1U);
    bool good;
    unsigned c;

    *ret_at = at;
    if (at != text.len) {
        return CDC43_ERR_SERVER_CHARACTER;
    }
    if (at == 0) {
        return CDC43_ERR_SERVER_EMPTY;
    }
    at = cdc43_find_name_end(text, 0);
    *ret_at = 0;
    if (text.len - at >= 3 && memcmp(text.data + at, "://", 3) == 0) {
        /* The NUL behind "https" ends the comparison with a longer scheme. */
        while (start < at && (text.data[start] | 0x20) == https[start]) {
            start++;
        }
        if (start != at || start < 4) {
            return CDC43_ERR_SERVER_SCHEME;
        }
        if (start == 5) {
            return CDC43_ERR_SERVER_HTTPS;
        }
        start += 3;
        at = cdc43_find_name_end(text, start);
    }
    good = at != start;
    if (octet_at(text, start) == '[') {
        at = find_ipv6_end(text, start, &good);
    }
    if (good && octet_at(text, at) == ':') {
        uint32_t port = 0;
        unsigned digit;
        err = CDC43_ERR_SERVER_PORT;
        while ((digit = octet_at(text, ++at) - (unsigned)'0') <= 9U) {
            port = port * 10U + digit;
            if (port > CDC43_PORT_MAX) {
                port = 0;
                break;
            }
        }
        good = port != 0;
    }
    *ret_at = at;
    c = octet_at(text, at);
    if (good && ends_authority(c)) {
        return CDC43_OK;
    }
    /* Two mistakes that are worth their own words. */
    while (!ends_authority(c)) {
        if (c == '@') {
            *ret_at = at;
            return CDC43_ERR_SERVER_USER_INFO;
        }
        c = octet_at(text, ++at);
    }
    if (start == 0 && text.len - at >= 2 && at != 0 && memcmp(text.data + at - 1, "://", 3) == 0) {
        *ret_at = 0;
        return CDC43_ERR_SERVER_SCHEME;
    }
    return err;
}

/* The rules of one text or digest. The offset in ret_where is inside the value. */
static enum cdc43_err check_value(const struct cdc43_profile *profile, unsigned code,
                                  struct cdc43_view value, struct cdc43_where *ret_where) {
    *ret_where = (struct cdc43_where){(uint8_t)code, 0, 0};
    if (code == CDC43_SERVER) {
        return check_server(value, &ret_where->offset);
    }
    if (code == CDC43_ROOT_CA_FINGERPRINT) {
        for (unsigned i = 0; i < profile->digest_count; i++) {
            if (digest_sizes[i] == value.len) {
                return CDC43_OK;
            }
        }
        ret_where->excess = value.len;
        return CDC43_ERR_FINGERPRINT_LENGTH;
    }
    ret_where->offset = cdc43_find_unprintable(value, CDC43_TEXT_LOW);
    return ret_where->offset < value.len ? CDC43_ERR_PASSWORD_CHARACTER : CDC43_OK;
}

/* Takes trailing NULs off a text, for which it returns the tolerances that it needs. */
static unsigned trim_text(unsigned code, struct cdc43_view *value) {
    unsigned needed = 0;

    while (value->len != 0 && value->data[value->len - 1] == 0) {
        value->len--;
        needed = CDC43_TOLERATED_TRAILING_NUL;
    }
    if (value->len == 0 && code == CDC43_CHALLENGE_PASSWORD) {
        needed |= CDC43_TOLERATED_EMPTY_PASSWORD;
    }
    return needed;
}

/* Takes one suboption that the profile has into params. The offset in ret_where is inside the
 * value. */
static enum cdc43_err take_value(const struct cdc43_profile *profile, unsigned code,
                                 struct cdc43_view value, struct cdc43_params *params,
                                 struct cdc43_where *ret_where) {
    const unsigned bit = CDC43_BIT(code);
    bool same;

    if (IS_FLAG(bit)) {
        *ret_where = (struct cdc43_where){(uint8_t)code, 0, 0};
        if (value.len != 1) {
            ret_where->excess = value.len;
            return CDC43_ERR_FLAG_LENGTH;
        }
        if (value.data[0] > 1) {
            return CDC43_ERR_FLAG_VALUE;
        }
        same = cdc43_is_on(params, (enum cdc43_suboption)code) == value.data[0];
        params->on = (uint8_t)(params->on | value.data[0] * bit);
    } else {
        struct cdc43_view *const place = VALUE_OF(params, code);
        enum cdc43_err err;
        if (code != CDC43_ROOT_CA_FINGERPRINT) {
            params->tolerated = (uint8_t)(params->tolerated | trim_text(code, &value));
        }
        err = check_value(profile, code, value, ret_where);
        if (err != CDC43_OK) {
            return err;
        }
        same = place->len == value.len &&
               (value.len == 0 || memcmp(place->data, value.data, value.len) == 0);
        *place = value;
    }
    if ((params->present & bit) != 0) {
        if (!same) {
            return CDC43_ERR_CONFLICT;
        }
        params->tolerated |= CDC43_TOLERATED_DUPLICATE;
    }
    params->present = (uint8_t)(params->present | bit);
    return CDC43_OK;
}

/* Server and Challenge Password together. */
static enum cdc43_err check_sum(const struct cdc43_profile *profile,
                                const struct cdc43_params *params, struct cdc43_where *ret_where) {
    const size_t password =
        cdc43_has(params, CDC43_CHALLENGE_PASSWORD) ? params->challenge_password.len : 0;
    const size_t sum = params->server.len + password;

    *ret_where = (struct cdc43_where){password != 0 ? CDC43_CHALLENGE_PASSWORD : CDC43_SERVER, 0,
                                      sum - profile->sum_max};
    /* CDC43_OPTION_MAX means that the profile has no such rule: then the total alone decides. */
    return profile->sum_max != CDC43_OPTION_MAX && sum > profile->sum_max
               ? CDC43_ERR_SUM_LIMIT_REACHED
               : CDC43_OK;
}

/* The error of the first tolerance that was needed but not given. */
static enum cdc43_err blame_tolerance(unsigned needed) {
    unsigned err = 1;

    while ((needed & 1U) == 0) {
        needed >>= 1;
        err++;
    }
    return (enum cdc43_err)err;
}

enum cdc43_err cdc43_decode(const struct cdc43_profile *profile, unsigned tolerate,
                            const uint8_t *octets, size_t len, struct cdc43_params *ret_params,
                            struct cdc43_where *ret_where) {
    struct cdc43_params params = {0};
    struct cdc43_reader reader = {octets, len};
    enum cdc43_err err;

    *ret_where = (struct cdc43_where){0, CDC43_OPTION_MAX, len - CDC43_OPTION_MAX};
    if (len > CDC43_OPTION_MAX) {
        return CDC43_ERR_TOO_LONG;
    }
    while (reader.left != 0) {
        const size_t at = len - reader.left;
        unsigned code = cdc43_take_octet(&reader);
        if (code == PAD_OCTET) {
            params.tolerated |= CDC43_TOLERATED_PAD;
        } else if (code == END_OCTET) {
            params.tolerated |= CDC43_TOLERATED_END;
            code = 0;
            reader.left = 0;
        } else {
            size_t n;
            *ret_where = (struct cdc43_where){(uint8_t)code, at, 0};
            if (reader.left == 0) {
                return CDC43_ERR_TRUNCATED;
            }
            n = cdc43_take_octet(&reader);
            if (n > reader.left) {
                ret_where->excess = n - reader.left;
                return CDC43_ERR_OVERRUN;
            }
            if (code - CDC43_FIRST_SUBOPTION > CDC43_LAST_SUBOPTION - CDC43_FIRST_SUBOPTION ||
                (CDC43_BIT(code) & profile->suboptions) == 0) {
                (void)cdc43_take(&reader, n);
                params.tolerated |= CDC43_TOLERATED_UNKNOWN_SUBOPTION;
            } else {
                err = take_value(profile, code, cdc43_take(&reader, n), &params, ret_where);
                if (err != CDC43_OK) {
                    ret_where->offset =
                        err == CDC43_ERR_CONFLICT ? at : ret_where->offset + at + HEADER_LEN;
                    return err;
                }
            }
        }
        if ((params.tolerated & ~tolerate) != 0) {
            *ret_where = (struct cdc43_where){(uint8_t)code, at, 0};
            return blame_tolerance(params.tolerated & ~tolerate);
        }
    }
    if (params.challenge_password.len == 0) {
        params.present &= (uint8_t)~CDC43_BIT(CDC43_CHALLENGE_PASSWORD);
    }
    err = check_sum(profile, &params, ret_where);
    if (err != CDC43_OK) {
        if (ret_where->excess != 1 || (tolerate & CDC43_TOLERATED_SUM_LIMIT_REACHED) == 0) {
            ret_where->offset = (size_t)(VALUE_OF(&params, ret_where->suboption)->data - octets);
            return err;
        }
        params.tolerated |= CDC43_TOLERATED_SUM_LIMIT_REACHED;
    }
    *ret_params = params;
    return CDC43_OK;
}

/* Names the first suboption of a set that is not empty. */
static enum cdc43_err blame_first(unsigned set, enum cdc43_err err, struct cdc43_where *ret_where) {
    *ret_where =
        (struct cdc43_where){(uint8_t)(CDC43_FIRST_SUBOPTION - 1 + blame_tolerance(set)), 0, 0};
    return err;
}

enum cdc43_err cdc43_check_complete(const struct cdc43_profile *profile,
                                    const struct cdc43_params *params,
                                    struct cdc43_where *ret_where) {
    const unsigned missing = profile->mandatory & ~(unsigned)params->present;
    const unsigned off = profile->must_be_on & ~(unsigned)params->on;

    if (missing != 0) {
        return blame_first(missing, CDC43_ERR_MISSING, ret_where);
    }
    if (off != 0) {
        return blame_first(off, CDC43_ERR_ENROLMENT_OFF, ret_where);
    }
    return CDC43_OK;
}

enum cdc43_err cdc43_check(const struct cdc43_profile *profile, const struct cdc43_params *params,
                           struct cdc43_where *ret_where) {
    const unsigned unknown = params->present & ~(unsigned)profile->suboptions;
    enum cdc43_err err;

    if (unknown != 0) {
        return blame_first(unknown, CDC43_ERR_UNKNOWN_SUBOPTION, ret_where);
    }
    err = cdc43_check_complete(profile, params, ret_where);
    for (unsigned code = CDC43_SERVER; err == CDC43_OK && code <= CDC43_CHALLENGE_PASSWORD;
         code++) {
        if ((CDC43_BIT(code) & params->present) != 0) {
            err = check_value(profile, code, *VALUE_OF(params, code), ret_where);
        }
    }
    return err != CDC43_OK ? err : check_sum(profile, params, ret_where);
}

/* Length of the encoded parameters; writes them too if "to" is not NULL. */
static size_t emit(const struct cdc43_params *params, uint8_t *to) {
    size_t total = 0;

    for (unsigned code = CDC43_FIRST_SUBOPTION; code <= CDC43_LAST_SUBOPTION; code++) {
        uint8_t flag;
        struct cdc43_view value = {&flag, 1};

        if ((CDC43_BIT(code) & params->present) == 0) {
            continue;
        }
        if (IS_FLAG(CDC43_BIT(code))) {
            flag = cdc43_is_on(params, (enum cdc43_suboption)code);
        } else {
            value = *VALUE_OF(params, code);
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
    len = emit(params, NULL);
    *ret_where = (struct cdc43_where){0, 0, limit - CDC43_OPTION_MAX};
    if (limit > CDC43_OPTION_MAX) {
        return CDC43_ERR_LIMIT;
    }
    ret_where->excess = len - limit;
    if (len > limit) {
        return CDC43_ERR_TOO_LONG;
    }
    ret_where->excess = len - capacity;
    if (len > capacity) {
        return CDC43_ERR_BUFFER;
    }
    (void)emit(params, ret_octets);
    *ret_len = len;
    return CDC43_OK;
}
