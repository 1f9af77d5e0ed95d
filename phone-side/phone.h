/* SPDX-License-Identifier: MIT */
/* The phone side: what a phone does with options 43 and 15, and what it keeps of them. */
#ifndef CDC43_PHONE_H
#define CDC43_PHONE_H

/* Conventions as in tlv/cdc43.h. Everything in this header only decides: it uses no sockets, files,
 * clock, cryptography, allocation or globals. Sources: S004 "SCEP parameters configuration via DHCP
 * option 43" and "Provisioning of Common Name or User ID via DHCP option 15". */
#include "tlv/cdc43.h"
#include "tlv/text.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What became of a DHCP response: CDC43_PHONE_APPLIED and so on, see outcomes.def. */
enum cdc43_phone_outcome {
#define CDC43_PHONE_OUTCOME(number, id, name, sentence) CDC43_PHONE_##id = (number),
#include "phone-side/outcomes.def"
};

/* What the status page shows: what became of the last response and, for an outcome that is a
 * refusal, which rule was broken where. */
struct cdc43_phone_status {
    enum cdc43_phone_outcome outcome;
    enum cdc43_err err; /* CDC43_OK when no rule was broken */
    struct cdc43_where where;
};

/* The phone itself. */
struct cdc43_phone_device {
    struct cdc43_view mic_cn; /* common name of the manufacturing certificate, see cdc43.h */
    /* The configured Common Name, macros expanded, 1 to 64 printable ASCII characters; it takes
     * precedence over option 15. No octets: none is configured. */
    struct cdc43_view common_name;
    bool wireless; /* Enable 802.1X and Certificate Select do not count on it */
};

/* What a DHCP response (the ACK) says. The octets stay the caller's. */
struct cdc43_phone_response {
    bool is_missing;    /* none came; err may say why the ones that came could not be used */
    enum cdc43_err err; /* not CDC43_OK: the message itself is bad, and only where counts besides */
    struct cdc43_where where; /* offset in the message */
    bool has_option43;        /* there was one, possibly empty */
    struct cdc43_view option43;
    struct cdc43_view option15; /* no octets: none came, or an empty one */
};

/* What the phone keeps over a restart. All zero: a phone in factory-reset state. The parameters are
 * kept as the octets that were applied, so one decoder is enough. Size: about 600 octets. Wipe it
 * with cdc43_wipe after use: option43 holds the password. */
struct cdc43_phone_state {
    bool provisioned;                       /* false: factory-reset state */
    bool wireless;                          /* of the device, at the last response */
    bool has_common_name;                   /* the Common Name was configured */
    size_t mic_cn_len;                      /* 0: not known yet */
    char mic_cn[CDC43_COMMON_NAME_MAX + 1]; /* NUL-terminated */
    struct cdc43_identity identity;         /* when provisioned; otherwise empty. len: of user_id */
    size_t option43_len;                    /* when provisioned; otherwise 0 */
    uint8_t option43[CDC43_OPTION_MAX];     /* SECRET inside */
    struct cdc43_phone_status status;
};

/* Processes a response: the only way from option 43 into the phone.
 *
 * Option 43 counts in factory-reset state only (S004-25); otherwise the outcome is
 * CDC43_PHONE_IGNORED. In factory-reset state it is decoded tolerantly, must be complete, and must
 * give a valid identity with option 15; then everything is applied at once and the phone is no
 * longer in factory-reset state. If anything is wrong, or no option 43 came, nothing is applied and
 * the phone stays in factory-reset state, so it can use the next response.
 *
 * ret_state: read and changed; its status is set to the outcome in every case, mic_cn and wireless
 * to those of the device. Outcomes: CDC43_PHONE_APPLIED, _IGNORED, _NO_OPTION43, _NO_ANSWER,
 * _BAD_MESSAGE, _BAD_OPTION43 (any error of cdc43_decode and cdc43_check_complete), _BAD_IDENTITY
 * (any error of cdc43_build_identity).
 *
 *     struct cdc43_phone_response response = {.has_option43 = true, .option43 = {octets, len}};
 *     if (cdc43_phone_apply(&device, &response, &state) == CDC43_PHONE_APPLIED) { enrol(&state); }
 */
enum cdc43_phone_outcome cdc43_phone_apply(const struct cdc43_phone_device *device,
                                           const struct cdc43_phone_response *response,
                                           struct cdc43_phone_state *ret_state);

/* Builds both names of a phone from its MIC CN, the configured Common Name, if any, and the domain
 * (option 15; no octets: none). ret_state: identity and has_common_name. Errors: those of
 * cdc43_build_identity. */
CDC43_MUST_USE enum cdc43_err cdc43_phone_set_identity(const struct cdc43_phone_device *device,
                                                       struct cdc43_view domain,
                                                       struct cdc43_phone_state *ret_state,
                                                       struct cdc43_where *ret_where);

/* The domain in the identity of a provisioned phone, no octets if there is none; points into
 * state. */
struct cdc43_view cdc43_phone_domain(const struct cdc43_phone_state *state);

/* Stores MIC CN and wireless of the device. */
void cdc43_phone_set_device(const struct cdc43_phone_device *device,
                            struct cdc43_phone_state *ret_state);

/* True if the state belongs to this phone. A state after a factory reset belongs to any phone. Call
 * it before cdc43_phone_apply, which does not check the device. */
bool cdc43_phone_is_own(const struct cdc43_phone_state *state,
                        const struct cdc43_phone_device *device);

/* The parameters of a provisioned phone; views point into state. False, and all zero, for a phone
 * in factory-reset state. */
bool cdc43_phone_get_params(const struct cdc43_phone_state *state, struct cdc43_params *ret_params);

/* Enable 802.1X Authentication and Certificate Select count on wired phones only (S004-44). */
static inline bool cdc43_phone_uses(const struct cdc43_phone_state *state,
                                    enum cdc43_suboption code) {
    return !state->wireless || (code != CDC43_ENABLE_8021X && code != CDC43_CERTIFICATE_SELECT);
}

/* For people; in a separate file, which firmware can leave out. */

/* The name of an outcome, "applied"; NULL for an unknown number. */
const char *cdc43_phone_outcome_name(enum cdc43_phone_outcome outcome);

#define CDC43_PHONE_SENTENCE_MAX (CDC43_SENTENCE_MAX + 160)

/* The status as a sentence without full stop, NUL-terminated, for example "option 43 was refused;
 * nothing was applied: suboption 11 (Server), octet 5: the HTTPS scheme is not supported". It never
 * contains an octet of a value. A buffer of CDC43_PHONE_SENTENCE_MAX is always enough; a smaller
 * one gets the beginning. capacity at least 1. */
void cdc43_phone_print_status(const struct cdc43_phone_status *status, char *ret_text,
                              size_t capacity);

#ifdef __cplusplus
}
#endif

#endif
