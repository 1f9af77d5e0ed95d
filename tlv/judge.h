/* SPDX-License-Identifier: MIT */
/* Every rule that an option 43 breaks, not only the first. For tools; firmware does not need it. */
#ifndef CDC43_JUDGE_H
#define CDC43_JUDGE_H

/* Conventions as in cdc43.h; no stdio, no allocation. */
#include "tlv/cdc43.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A rule of the format that octets break. */
struct cdc43_finding {
    enum cdc43_err err;
    struct cdc43_where where; /* offsets count the octets as given */
    bool is_tolerated;        /* devices take the value all the same */
};

/* Enough for any 255 octets: 127 suboptions are taken out, five rules are tolerated from then on,
 * and six suboptions are missing. */
#define CDC43_FINDINGS_MAX 140

struct cdc43_judgement {
    struct cdc43_finding findings[CDC43_FINDINGS_MAX];
    size_t count;
    /* Can a device read the octets at all? Only then do params count; they point into the octets.
     */
    bool is_readable;
    struct cdc43_params params;
    bool has_fips; /* FIPS Mode is on, also if another suboption is broken */
};

/* octets: all instances of the option joined. Each suboption's own errors are found, also those
 * after the first, and what is missing; those of what no longer can be read after a wrong length
 * are not. */
void cdc43_judge(const struct cdc43_device *device, struct cdc43_view octets,
                 struct cdc43_judgement *ret_judgement);

/* Is a suboption of ours among them, as far as they can be walked? If not, they are for other
 * devices. */
bool cdc43_has_our_suboption(struct cdc43_view octets);

/* Is a value of option 43 for our devices? tlv/wireshark follows the same rule.
 *
 * Sent to a phone (is_phone: its option 60 says so, see cdc43_build_mic_cn): yes, however broken
 * the value is, unless it has suboptions and none of them is ours. Sent to another or an unknown
 * client: only if its form rules out other makers' devices. It then consists of our suboptions
 * alone, has those that a phone needs, each flag is one octet, each text is printable, and the
 * fingerprint is as long as a digest and is not text. */
bool cdc43_is_ours(struct cdc43_view octets, bool is_phone);

/* The first finding for which a device refuses the octets; NULL: it takes them. */
const struct cdc43_finding *cdc43_refusal(const struct cdc43_judgement *judgement);

#ifdef __cplusplus
}
#endif

#endif
