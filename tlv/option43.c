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
#define ALL_FLAGS ((unsigned)all_flags)
enum {
    all_flags = 0U
#define CDC43_SUBOPTION(code, id, member, json_name, label, kind, mandatory, off, on)              \
    | SET_IF_##kind(code)
#include "suboptions.def"
};

#define CDC43_PROFILE(id, json_name, suboptions, mandatory, must_be_on, digests, sum_max)          \
    const struct cdc43_profile cdc43_##id = {suboptions, mandatory, must_be_on, digests, sum_max};
#include "suboptions.def"

static const uint8_t digest_sizes[] = {
#define CDC43_DIGEST(id, json_name, size) (size),
#include "suboptions.def"
};

/* Notes that an error which may be forgiven has come up, and says whether it is forgiven. */
static enum cdc43_err forgive(struct cdc43_params *params, unsigned tolerate, enum cdc43_err err) {
    const unsigned bit = 1U << ((unsigned)err - 1U);

    params->tolerated = (uint8_t)(params->tolerated | bit);
    return (tolerate & bit) != 0 ? CDC43_OK : err;
}

/* The view of a text or digest suboption; a macro, as params may be const or not. */
#define VALUE_OF(params, code)                                                                     \
    ((code) == CDC43_SERVER                ? &(params)->server                                     \
     : (code) == CDC43_ROOT_CA_FINGERPRINT ? &(params)->root_ca_fingerprint                        \
                                           : &(params)->challenge_password)

/* The first octet from "at" on where host and port of a Server end, or text.len. */
static size_t find_path(struct cdc43_view text, size_t at) {
    while (at < text.len && text.data[at] != '/' && text.data[at] != '?' && text.data[at] != '#') {
        at++;
    }
    return at;
}

/* The port, text.data[at..text.len); returns the octet that breaks the rule, text.len if none. */
static bool is_port(struct cdc43_view text, size_t *at) {
    uint32_t port = 0;

    for (; *at < text.len; ++*at) {
        const unsigned digit = text.data[*at] - (unsigned)'0';
        port = port * 10U + digit;
        if (digit > 9U || port > CDC43_PORT_MAX) {
            return false;
        }
    }
    return port != 0;
}

static bool is_ipv6_octet(unsigned c) {
    return c - '0' <= (unsigned)(':' - '0') || (c | 0x20U) - 'a' <= (unsigned)('f' - 'a') ||
           c == '.';
}

/* Server: [http "://"] host [":" port] [path], printable without space. *ret_at: the octet that
 * broke the rule. */
static enum cdc43_err check_server(struct cdc43_view text, size_t *ret_at) {
    static const char https[] = "https";
    size_t at = cdc43_find_unprintable(text, CDC43_TEXT_LOW + 1U);
    size_t start;

    *ret_at = at;
    if (at < text.len) {
        return CDC43_ERR_SERVER_CHARACTER;
    }
    *ret_at = 0;
    if (text.len == 0) {
        return CDC43_ERR_SERVER_EMPTY;
    }
    at = find_path(text, 0);
    if (at != 0 && text.len - at >= 2 && text.data[at - 1] == ':' && text.data[at + 1] == '/') {
        start = 0;
        while (start < at - 1 && (text.data[start] | 0x20) == https[start]) {
            start++;
        }
        if (start != at - 1 || start < sizeof https - 2) {
            return CDC43_ERR_SERVER_SCHEME;
        }
        if (start == sizeof https - 1) {
            return CDC43_ERR_SERVER_HTTPS;
        }
        at += 2;
        start = at;
        at = find_path(text, at);
    } else {
        start = 0;
    }
    text.len = at; /* host and port only, from here on */
    for (at = start; at < text.len; at++) {
        if (text.data[at] == '@') {
            *ret_at = at;
            return CDC43_ERR_SERVER_USER_INFO;
        }
    }
    at = start;
    if (at < text.len && text.data[at] == '[') {
        do {
            at++;
        } while (at < text.len && is_ipv6_octet(text.data[at]));
        if (at == text.len || text.data[at] != ']') {
            *ret_at = at;
            return CDC43_ERR_SERVER_HOST;
        }
        at++;
    } else {
        at = cdc43_find_name_end(text, at);
    }
    *ret_at = at;
    if (at == start || (at < text.len && text.data[at] != ':')) {
        return CDC43_ERR_SERVER_HOST;
    }
    if (at < text.len) {
        ++*ret_at;
        return is_port(text, ret_at) ? CDC43_OK : CDC43_ERR_SERVER_PORT;
    }
    return CDC43_OK;
}

/* The rules of the text and digest values that are there, and of their sum. Offsets are inside the
 * value. */
static enum cdc43_err check_values(const struct cdc43_profile *profile,
                                   const struct cdc43_params *params,
                                   struct cdc43_where *ret_where) {
    size_t sum = 0;
    size_t i;

    *ret_where = (struct cdc43_where){CDC43_SERVER, 0, 0};
    if (cdc43_has(params, CDC43_SERVER)) {
        const enum cdc43_err err = check_server(params->server, &ret_where->offset);
        if (err != CDC43_OK) {
            return err;
        }
        ret_where->offset = 0;
        sum = params->server.len;
    }
    if (cdc43_has(params, CDC43_ROOT_CA_FINGERPRINT)) {
        i = 0;
        while (digest_sizes[i] != params->root_ca_fingerprint.len) {
            if (++i == profile->digest_count) {
                ret_where->suboption = CDC43_ROOT_CA_FINGERPRINT;
                ret_where->excess = params->root_ca_fingerprint.len;
                return CDC43_ERR_FINGERPRINT_LENGTH;
            }
        }
    }
    if (cdc43_has(params, CDC43_CHALLENGE_PASSWORD)) {
        ret_where->suboption = CDC43_CHALLENGE_PASSWORD;
        i = cdc43_find_unprintable(params->challenge_password, CDC43_TEXT_LOW);
        if (i < params->challenge_password.len) {
            ret_where->offset = i;
            return CDC43_ERR_PASSWORD_CHARACTER;
        }
        sum += params->challenge_password.len;
    }
    if (sum > profile->sum_max) {
        ret_where->excess = sum - profile->sum_max;
        return CDC43_ERR_SUM_LIMIT_REACHED;
    }
    return CDC43_OK;
}

/* Takes the value of one suboption into params, or compares it with the one already there. */
static enum cdc43_err take_value(unsigned code, struct cdc43_view value, unsigned tolerate,
                                 struct cdc43_params *params, struct cdc43_where *ret_where) {
    const unsigned bit = CDC43_BIT(code);
    const unsigned seen = params->present & bit;
    enum cdc43_err err = CDC43_OK;

    params->present = (uint8_t)(params->present | bit);
    if ((bit & ALL_FLAGS) != 0) {
        unsigned on;
        if (value.len != 1) {
            ret_where->offset += HEADER_LEN;
            ret_where->excess = value.len;
            return CDC43_ERR_FLAG_LENGTH;
        }
        if (value.data[0] > 1) {
            ret_where->offset += HEADER_LEN;
            return CDC43_ERR_FLAG_VALUE;
        }
        on = value.data[0] != 0 ? bit : 0;
        if (seen == 0) {
            params->on = (uint8_t)(params->on | on);
            return CDC43_OK;
        }
        if ((params->on & bit) != on) {
            return CDC43_ERR_CONFLICT;
        }
    } else {
        struct cdc43_view *const place = VALUE_OF(params, code);
        if (code != CDC43_ROOT_CA_FINGERPRINT) {
            while (value.len != 0 && value.data[value.len - 1] == 0) {
                value.len--;
                err = forgive(params, tolerate, CDC43_ERR_TRAILING_NUL);
            }
            if (err == CDC43_OK && value.len == 0 && code == CDC43_CHALLENGE_PASSWORD) {
                err = forgive(params, tolerate, CDC43_ERR_EMPTY_PASSWORD);
            }
        }
        if (seen == 0) {
            *place = value;
            return err;
        }
        if (value.len != place->len || memcmp(value.data, place->data, value.len) != 0) {
            return CDC43_ERR_CONFLICT;
        }
    }
    return err != CDC43_OK ? err : forgive(params, tolerate, CDC43_ERR_DUPLICATE);
}

/* Walks over the suboptions. */
static enum cdc43_err walk(const struct cdc43_profile *profile, unsigned tolerate,
                           struct cdc43_reader reader, struct cdc43_params *params,
                           struct cdc43_where *ret_where) {
    const uint8_t *const start = reader.next;
    enum cdc43_err err = CDC43_OK;

    while (err == CDC43_OK && reader.left != 0) {
        unsigned code;
        size_t n;

        *ret_where = (struct cdc43_where){0, (size_t)(reader.next - start), 0};
        code = cdc43_take_octet(&reader);
        if (code == PAD_OCTET) {
            err = forgive(params, tolerate, CDC43_ERR_PAD);
            continue;
        }
        if (code == END_OCTET) {
            return forgive(params, tolerate, CDC43_ERR_END);
        }
        ret_where->suboption = (uint8_t)code;
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
            err = forgive(params, tolerate, CDC43_ERR_UNKNOWN_SUBOPTION);
        } else {
            err = take_value(code, cdc43_take(&reader, n), tolerate, params, ret_where);
        }
    }
    return err;
}

enum cdc43_err cdc43_decode(const struct cdc43_profile *profile, unsigned tolerate,
                            const uint8_t *octets, size_t len, struct cdc43_params *ret_params,
                            struct cdc43_where *ret_where) {
    struct cdc43_params params = {0};
    enum cdc43_err err;

    if (len > CDC43_OPTION_MAX) {
        *ret_where = (struct cdc43_where){0, CDC43_OPTION_MAX, len - CDC43_OPTION_MAX};
        return CDC43_ERR_TOO_LONG;
    }
    err = walk(profile, tolerate, (struct cdc43_reader){octets, len}, &params, ret_where);
    if (err != CDC43_OK) {
        return err;
    }
    if (params.challenge_password.len == 0) {
        params.present &= (uint8_t)~CDC43_BIT(CDC43_CHALLENGE_PASSWORD);
    }
    err = check_values(profile, &params, ret_where);
    if (err == CDC43_ERR_SUM_LIMIT_REACHED && ret_where->excess == 1) {
        err = forgive(&params, tolerate, err);
    }
    if (err != CDC43_OK) {
        ret_where->offset += (size_t)(VALUE_OF(&params, ret_where->suboption)->data - octets);
        return err;
    }
    *ret_params = params;
    return CDC43_OK;
}

/* Names the first suboption of a set that is not empty. */
static enum cdc43_err blame_first(unsigned set, enum cdc43_err err, struct cdc43_where *ret_where) {
    unsigned code = CDC43_FIRST_SUBOPTION;

    while ((set & 1U) == 0) {
        set >>= 1;
        code++;
    }
    *ret_where = (struct cdc43_where){(uint8_t)code, 0, 0};
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
    return err != CDC43_OK ? err : check_values(profile, params, ret_where);
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
        if ((CDC43_BIT(code) & ALL_FLAGS) != 0) {
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
    *ret_where = (struct cdc43_where){0, 0, 0};
    if (limit > CDC43_OPTION_MAX) {
        return CDC43_ERR_LIMIT;
    }
    if (len > limit) {
        ret_where->excess = len - limit;
        return CDC43_ERR_TOO_LONG;
    }
    if (len > capacity) {
        ret_where->excess = len - capacity;
        return CDC43_ERR_BUFFER;
    }
    (void)emit(params, ret_octets);
    *ret_len = len;
    return CDC43_OK;
}
