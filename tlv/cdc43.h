/* SPDX-License-Identifier: MIT */
/* Suboptions 10-15 of DHCP option 43: decode, encode, check; Common Name and User ID. */
#ifndef CDC43_H
#define CDC43_H

/* Conventions, for every function of this header:
 *
 * - Lengths, sizes and offsets are in octets, offsets count from 0.
 * - The caller owns all memory. Nothing is allocated, kept between calls or changed globally,
 *   so that any function may run in any thread and at any time.
 * - A struct cdc43_view does not own its octets. A caller that gets one may use it as long as the
 *   octets that were given to the call stay where they are. Nothing is NUL-terminated unless
 *   said so.
 * - A function that can fail returns enum cdc43_err, CDC43_OK (0) for success. Outputs are named
 *   ret_...; on failure they are as before, on success all are set. ret_where is the exception:
 *   it tells where an error was, and after success its content means nothing. No pointer may be
 *   NULL unless said so.
 * - "S004" in the source clauses is Cisco, "Installation of Custom Device Certificate" for Desk
 *   Phone 9800 and Video Phone 8875 (help.webex.com article jidk3p).
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define CDC43_MUST_USE __attribute__((warn_unused_result))
#else
#define CDC43_MUST_USE
#endif

#define CDC43_STR_(x) #x
#define CDC43_STR(x) CDC43_STR_(x)

/* The version: "0.2.0", and 200 as a number that the preprocessor compares (1.2.3 is 10203). */
#define CDC43_VERSION_MAJOR 0
#define CDC43_VERSION_MINOR 2
#define CDC43_VERSION_PATCH 0
#define CDC43_VERSION                                                                              \
    CDC43_STR(CDC43_VERSION_MAJOR)                                                                 \
    "." CDC43_STR(CDC43_VERSION_MINOR) "." CDC43_STR(CDC43_VERSION_PATCH)
#define CDC43_VERSION_NUMBER                                                                       \
    (CDC43_VERSION_MAJOR * 10000 + CDC43_VERSION_MINOR * 100 + CDC43_VERSION_PATCH)

/* Errors; errors.def has the number and the sentence of each, and what its numbers count. */
enum cdc43_err {
    CDC43_OK = 0,
#define CDC43_ERROR(number, id, offset, excess, sentence) CDC43_ERR_##id = (number),
#include "errors.def"
};

/* Suboption codes: CDC43_FIPS_MODE is 10, and so on to CDC43_CERTIFICATE_SELECT, 15. */
enum cdc43_suboption {
#define CDC43_SUBOPTION(code, id, member, json_name, label, kind, mandatory, off, on)              \
    CDC43_##id = (code),
#include "suboptions.def"
};

#define CDC43_FIRST_SUBOPTION CDC43_FIPS_MODE
#define CDC43_LAST_SUBOPTION CDC43_CERTIFICATE_SELECT
/* The bit of a suboption in a set of suboptions. */
#define CDC43_BIT(code) (1U << ((code)-CDC43_FIRST_SUBOPTION))

/* CDC43_FLAGS: the set of those whose value is a flag. */
#define CDC43_FLAGS_OF_FLAG(code) CDC43_BIT(code)
#define CDC43_FLAGS_OF_TEXT(code) 0U
#define CDC43_FLAGS_OF_DIGEST(code) 0U
enum {
    CDC43_FLAGS = 0U
#define CDC43_SUBOPTION(code, id, member, json_name, label, kind, mandatory, off, on)              \
    | CDC43_FLAGS_OF_##kind(code)
#include "suboptions.def"
};

/* Digest sizes: CDC43_SHA1_SIZE is 20, and so on. */
enum cdc43_digest_size {
#define CDC43_DIGEST(id, json_name, size) CDC43_##id##_SIZE = (size),
#include "suboptions.def"
    CDC43_DIGEST_MAX = CDC43_SHA512_SIZE
};

/* What tolerant decoding forgives, one bit each, for example CDC43_TOLERATED_PAD. The bit of
 * CDC43_ERR_PAD is 1 << (CDC43_ERR_PAD - 1): forgiving an error sets its bit. */
enum cdc43_tolerated {
#define CDC43_TOLERANCE(id, json_name, comment)                                                    \
    CDC43_TOLERATED_##id = 1U << ((unsigned)CDC43_ERR_##id - 1U),
#include "suboptions.def"
};

/* Two values for the argument "tolerate" (any other set of bits works as well). Strict takes what
 * the encoder writes, in any order of suboptions; tolerant is what a phone uses, because servers
 * differ: dnsmasq ends the value with 255, others terminate text with NUL. */
#define CDC43_STRICT 0U
#define CDC43_TOLERANT 0x7fU

/* Octets that belong to somebody else. data may be NULL when len is 0. */
struct cdc43_view {
    const uint8_t *data;
    size_t len;
};

/* What an offset counts. */
enum cdc43_place {
    CDC43_PLACE_NONE,    /* nothing: the error is about the whole, or nobody knows where it was */
    CDC43_PLACE_OPTION,  /* octets of the value of option 43: decoding */
    CDC43_PLACE_VALUE,   /* octets of the suboption's own value: encoding, checking */
    CDC43_PLACE_MESSAGE, /* octets of a DHCP message */
    CDC43_PLACE_TEXT,    /* characters of a text: a domain, a model, hexadecimal digits */
};

/* Where a rule was broken. */
struct cdc43_where {
    uint8_t suboption; /* code; 0: the value as a whole, or no suboption concerned */
    uint8_t place;     /* enum cdc43_place: what offset counts */
    uint8_t limit; /* CDC43_ERR_TOO_LONG: the most octets that the value may have; otherwise 0 */
    /* The octet or character that broke the rule. Decoding: for a wrong length of a suboption the
     * first octet of its value; for its code, length or repetition, for NULs at the end of a text
     * and for an empty Challenge Password, its code. 0 when place is CDC43_PLACE_NONE. */
    size_t offset;
    /* How many octets are too many, missing or found: errors.def says which. Otherwise 0. */
    size_t excess;
};

/* A kind of device: which suboptions it takes, and its rules (data only). */
struct cdc43_device {
    uint8_t suboptions;   /* set of CDC43_BIT: those that exist */
    uint8_t mandatory;    /* set: those that must be there */
    uint8_t must_be_on;   /* set: flags that must be 1 for an enrolment to happen */
    uint8_t digest_count; /* fingerprint sizes allowed: the smallest so many digests */
    uint8_t sum_max;      /* most octets of Server and Challenge Password together */
};

/* cdc43_phone: Desk Phone 9800, Video Phone 8875. cdc43_roomos: Board, Desk and Room devices. */
#define CDC43_DEVICE(id, json_name, suboptions, mandatory, must_be_on, digests, sum_max)           \
    extern const struct cdc43_device cdc43_##id;
#include "suboptions.def"

/* The parameters. Start from all zero; cdc43_set_flag, or a view and its bit in present, fill
 * them in:
 *
 *     struct cdc43_params params = {0};
 *     cdc43_set_flag(&params, CDC43_FIPS_MODE, true);
 *     cdc43_set_value(&params, CDC43_SERVER, "http://10.79.57.91", 18);
 */
struct cdc43_params {
    uint8_t present;   /* set of CDC43_BIT: the suboptions that are there */
    uint8_t on;        /* set of CDC43_BIT: the present flags (10, 14, 15) whose value is 1 */
    uint8_t tolerated; /* set of enum cdc43_tolerated, from decoding; ignored by the encoder */
    struct cdc43_view server;
    struct cdc43_view root_ca_fingerprint; /* raw octets of the digest, not hexadecimal */
    struct cdc43_view challenge_password;  /* SECRET */
};

/* Is the suboption there? */
static inline bool cdc43_has(const struct cdc43_params *params, enum cdc43_suboption code) {
    return (params->present & CDC43_BIT((unsigned)code)) != 0;
}

/* Value of a flag; false too when it is absent. */
static inline bool cdc43_is_on(const struct cdc43_params *params, enum cdc43_suboption code) {
    return (params->on & CDC43_BIT((unsigned)code)) != 0;
}

/* Sets a flag (10, 14 or 15); for another code nothing happens. */
static inline void cdc43_set_flag(struct cdc43_params *params, enum cdc43_suboption code, bool on) {
    const unsigned place = (unsigned)code - CDC43_FIRST_SUBOPTION;
    const unsigned bit = place <= CDC43_LAST_SUBOPTION - CDC43_FIRST_SUBOPTION
                             ? (1U << place) & (unsigned)CDC43_FLAGS
                             : 0U;

    params->present = (uint8_t)(params->present | bit);
    params->on = (uint8_t)(on ? params->on | bit : params->on & ~bit);
}

/* Sets Server, Root CA Fingerprint or Challenge Password; for another code nothing happens. The
 * octets stay the caller's. */
static inline void cdc43_set_value(struct cdc43_params *params, enum cdc43_suboption code,
                                   const void *data, size_t len) {
    struct cdc43_view *view = code == CDC43_SERVER                ? &params->server
                              : code == CDC43_ROOT_CA_FINGERPRINT ? &params->root_ca_fingerprint
                              : code == CDC43_CHALLENGE_PASSWORD  ? &params->challenge_password
                                                                  : NULL;
    if (view != NULL) {
        params->present = (uint8_t)(params->present | CDC43_BIT((unsigned)code));
        view->data = (const uint8_t *)data;
        view->len = len;
    }
}

/* One suboption as it is in the octets, which its value points into. */
struct cdc43_tlv {
    uint8_t code;
    struct cdc43_view value;
};

/* Takes the suboption at *at, which must be less than octets.len, and moves *at to the next one.
 * PAD (0) comes as a suboption of its own, without value. END (255) comes as the last one: its
 * value is all that follows it, which does not count. The option fields of a DHCP message have the
 * same form.
 *
 * Errors: CDC43_ERR_TRUNCATED, CDC43_ERR_OVERRUN; *at and *ret_tlv are as before then, and
 * ret_where has the code of the broken suboption.
 *
 *     size_t at = 0;
 *     while (at < octets.len && cdc43_next(octets, &at, &tlv, &where) == CDC43_OK) { ... }
 */
CDC43_MUST_USE enum cdc43_err cdc43_next(struct cdc43_view octets, size_t *at,
                                         struct cdc43_tlv *ret_tlv, struct cdc43_where *ret_where);

/* Decodes the value of option 43, all instances joined (RFC 3396), code and length of the option
 * itself not included. tolerate: CDC43_STRICT, CDC43_TOLERANT or a set of enum cdc43_tolerated.
 *
 * "Well formed" only: the value may lack mandatory suboptions, ask cdc43_check_complete.
 * ret_params: views point into octets, with len 0 when absent. params.tolerated says what was
 * forgiven. A Challenge Password of no octets counts as absent.
 *
 * Errors: CDC43_ERR_TOO_LONG (over 255), _TRUNCATED, _OVERRUN, _CONFLICT, _FLAG_LENGTH,
 * _FLAG_VALUE, _FINGERPRINT_LENGTH, _SERVER_*, _PASSWORD_CHARACTER, _SUM_LIMIT_REACHED; and when
 * not tolerated _PAD, _END, _TRAILING_NUL, _EMPTY_PASSWORD, _UNKNOWN_SUBOPTION, _DUPLICATE.
 * Source: RFC 2132 8.4; S004 table "Suboptions".
 *
 *     struct cdc43_params params;
 *     struct cdc43_where where;
 *     enum cdc43_err err = cdc43_decode(&cdc43_phone, CDC43_TOLERANT, data, len, &params, &where);
 *     if (err == CDC43_OK) { err = cdc43_check_complete(&cdc43_phone, &params, &where); }
 */
CDC43_MUST_USE enum cdc43_err cdc43_decode(const struct cdc43_device *device, unsigned tolerate,
                                           const uint8_t *octets, size_t len,
                                           struct cdc43_params *ret_params,
                                           struct cdc43_where *ret_where);

/* Are only suboptions of the device there, the mandatory ones too, and those on that must be for
 * an enrolment to happen? Errors: CDC43_ERR_UNKNOWN_SUBOPTION (never after decoding with the same
 * device), _MISSING, _ENROLMENT_OFF; ret_where->suboption names the first. */
CDC43_MUST_USE enum cdc43_err cdc43_check_complete(const struct cdc43_device *device,
                                                   const struct cdc43_params *params,
                                                   struct cdc43_where *ret_where);

/* All the rules that the parameters themselves can break, strictly, without encoding; the total
 * length is not one of them. A bit of present beyond the device's is CDC43_ERR_UNKNOWN_SUBOPTION;
 * bits of on count for the flags that are present only.
 * Errors: those of cdc43_encode but CDC43_ERR_TOO_LONG, CDC43_ERR_LIMIT and CDC43_ERR_BUFFER. */
CDC43_MUST_USE enum cdc43_err cdc43_check(const struct cdc43_device *device,
                                          const struct cdc43_params *params,
                                          struct cdc43_where *ret_where);

/* Encodes canonically: ascending codes, no PAD, no END, absent and empty ones left out.
 * limit: the most octets that the server which will carry them can send in one instance, at most
 * CDC43_OPTION_MAX. buffer: capacity octets; needs the encoded length, limit is always enough.
 * Nothing is written on failure. buffer must not overlap the octets that params points to.
 *
 * Errors: CDC43_ERR_LIMIT; all of cdc43_check; CDC43_ERR_TOO_LONG (excess: octets over limit);
 * CDC43_ERR_BUFFER (excess: octets that capacity lacks).
 *
 *     uint8_t octets[CDC43_OPTION_MAX];
 *     size_t len;
 *     err = cdc43_encode(&cdc43_phone, &params, CDC43_OPTION_MAX, octets, sizeof octets, &len,
 *                        &where);
 */
CDC43_MUST_USE enum cdc43_err cdc43_encode(const struct cdc43_device *device,
                                           const struct cdc43_params *params, size_t limit,
                                           uint8_t *ret_octets, size_t capacity, size_t *ret_len,
                                           struct cdc43_where *ret_where);

/* Finds an option in a whole DHCPv4 message (from the op octet on, without UDP header) and joins
 * its instances: options field, then file, then sname, as far as option 52 says that those hold
 * options (RFC 2131 4.1, RFC 3396 5). code: 1 to 254 but 52.
 *
 * capacity: size of ret_octets, CDC43_OPTION_MAX is always enough.
 * *ret_present is false when no instance is there; *ret_len is then 0.
 * A missing END at the end of a field is accepted: the field's end decides.
 * Errors: CDC43_ERR_MESSAGE_*, CDC43_ERR_BUFFER. */
CDC43_MUST_USE enum cdc43_err cdc43_message_option(const uint8_t *message, size_t len, uint8_t code,
                                                   uint8_t *ret_octets, size_t capacity,
                                                   size_t *ret_len, bool *ret_present,
                                                   struct cdc43_where *ret_where);

/* Common Name and User ID: NUL-terminated, the NUL not counted in len; both have len characters. */
struct cdc43_identity {
    size_t len;
    char common_name[CDC43_COMMON_NAME_MAX + 1];
    char user_id[CDC43_COMMON_NAME_MAX + 1];
};

/* Builds them from the common name of the manufacturing certificate and the value of DHCP option
 * 15: "<MIC CN>.<domain>" and "<MIC CN>@<domain>", or the MIC CN for both when the domain is
 * empty (len 0). Trailing NULs and one trailing dot of the domain are dropped, case is kept.
 * mic_cn: 1 to 64 printable ASCII octets.
 * Errors: CDC43_ERR_MIC_COMMON_NAME, CDC43_ERR_DOMAIN (offset in the domain),
 * CDC43_ERR_COMMON_NAME_TOO_LONG (excess: characters over 64).
 * Source: S004 "Provisioning of Common Name or User ID via DHCP option 15". */
CDC43_MUST_USE enum cdc43_err cdc43_build_identity(struct cdc43_view mic_cn,
                                                   struct cdc43_view domain,
                                                   struct cdc43_identity *ret_identity,
                                                   struct cdc43_where *ret_where);

/* The common name that the manufacturing certificate of a model has: from "DP-9871" (option 60;
 * trailing NULs dropped) and the MAC address 00:1A:2B:3C:4D:5E the name
 * "CP-9871-SEP001A2B3C4D5E". What follows a second hyphen of the model does not count
 * ("CP-7841-3PCC" is model 7841). ret_mic_cn: NUL-terminated, *ret_len without the NUL.
 * Error: CDC43_ERR_MODEL. */
CDC43_MUST_USE enum cdc43_err cdc43_build_mic_cn(struct cdc43_view model, const uint8_t mac[6],
                                                 char ret_mic_cn[CDC43_COMMON_NAME_MAX + 1],
                                                 size_t *ret_len, struct cdc43_where *ret_where);

/* Overwrites a secret so that the compiler cannot leave it out. */
static inline void cdc43_wipe(void *memory, size_t size) {
    volatile uint8_t *octet = (volatile uint8_t *)memory;

    for (size_t i = 0; i < size; i++) {
        octet[i] = 0;
    }
}

/* Name of an error ("SERVER_HTTPS") and its sentence, without full stop; constant strings. In a
 * file of its own, so that firmware can leave it out. NULL for a number that is none. */
const char *cdc43_err_name(enum cdc43_err err);
const char *cdc43_err_text(enum cdc43_err err);

#ifdef __cplusplus
}
#endif

#endif
