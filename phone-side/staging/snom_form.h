/* SPDX-License-Identifier: MIT */
/* The certificates in a configuration file of snom (S000-1 to S000-3), as text. Pure. */
#ifndef CDC43_STAGE_SNOM_FORM_H
#define CDC43_STAGE_SNOM_FORM_H

#include "phone-side/writer.h"

#define CDC43_STAGE_CERTS_MAX 8
#define CDC43_STAGE_URL_MAX 199 /* characters */

struct cdc43_stage_snom {
    bool is_wrapped; /* in <settings>, after an XML declaration, as newer pages show it */
    bool is_link;
    size_t count;
    struct cdc43_view item[CDC43_STAGE_CERTS_MAX]; /* URLs, or PEM texts. The caller's */
};

/* Writes the file. Not wrapped and not a link, it has one certificate.
 *
 *     <certificates>
 *      <certificate url="http://192.168.1.101/trusted_cert1.DER" />
 *     </certificates>
 *
 *     <certificate type="base64">
 *     -----BEGIN CERTIFICATE-----
 *     ...
 *     </certificate>
 */
void cdc43_stage_print_snom(const struct cdc43_stage_snom *form, struct cdc43_phone_writer *writer);

enum cdc43_stage_url {
    CDC43_STAGE_URL_GOOD = 0,
    CDC43_STAGE_URL_LENGTH,    /* more than CDC43_STAGE_URL_MAX characters */
    CDC43_STAGE_URL_CHARACTER, /* one that must not be in a URL */
    CDC43_STAGE_URL_SCHEME,    /* neither http:// nor https:// */
    CDC43_STAGE_URL_HOST,      /* there is none */
    CDC43_STAGE_URL_USER,      /* a name or a password before the host, for all to see */
    CDC43_STAGE_URL_PATH       /* it names no file */
};

/* Checks a link. ret_path: what the phone will ask that host for, in url; ret_is_plain: not
 * https. Both are written only for a good one. */
CDC43_MUST_USE enum cdc43_stage_url
cdc43_stage_check_url(struct cdc43_view url, struct cdc43_view *ret_path, bool *ret_is_plain);

#endif
