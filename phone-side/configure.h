/* SPDX-License-Identifier: MIT */
/* Parameters from sources other than DHCP: cfg.xml, or a person at the phone. Pure. */
#ifndef CDC43_PHONE_CONFIGURE_H
#define CDC43_PHONE_CONFIGURE_H

#include "phone-side/phone.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What to change; everything else stays. All zero: nothing. The octets stay the caller's. */
struct cdc43_phone_settings {
    struct cdc43_params params;            /* those present get these values */
    uint8_t cleared;                       /* set of CDC43_BIT: those no longer configured */
    bool has_common_name;                  /* common_name counts */
    struct cdc43_view common_name;         /* no octets: no longer configured. As from
                                            * cdc43_phone_expand, or with its macros until then */
    uint8_t fingerprint[CDC43_DIGEST_MAX]; /* room for cdc43_phone_set_element */
};

/* True if this is the name of an element. */
bool cdc43_phone_is_element(const char *name);

/* Takes one element of cfg.xml, S004 table 1: its name and its text, without surrounding blanks.
 * Other names are ignored. An element without text clears the parameter; a Challenge Password that
 * is masked (CDC43_PHONE_MASK) stays as it is. settings must stay where it is. Errors:
 * CDC43_ERR_DUPLICATE, _WORD (a flag with a word that the phone does not have), those of
 * cdc43_parse_fingerprint. Other rules are checked by cdc43_phone_configure. */
CDC43_MUST_USE enum cdc43_err cdc43_phone_set_element(const char *name, struct cdc43_view text,
                                                      struct cdc43_phone_settings *ret_settings,
                                                      struct cdc43_where *ret_where);

/* Changes all the parameters or none: the result must be complete and keep the strict rules of
 * option 43. A phone in factory-reset state becomes provisioned and then ignores option 43. The
 * status stays that of the last DHCP response.
 *
 * device: mic_cn and wireless count. ret_changed: a new certificate must be requested ("any changes
 * of parameters will cause the phone to request a new certificate", S004): Server, Root CA
 * Fingerprint, Challenge Password, Common Name or FIPS Mode has changed. Errors: those of
 * cdc43_encode, cdc43_check_complete and cdc43_build_identity. */
CDC43_MUST_USE enum cdc43_err cdc43_phone_configure(const struct cdc43_phone_device *device,
                                                    const struct cdc43_phone_settings *settings,
                                                    struct cdc43_phone_state *ret_state,
                                                    bool *ret_changed,
                                                    struct cdc43_where *ret_where);

#ifdef __cplusplus
}
#endif

#endif
