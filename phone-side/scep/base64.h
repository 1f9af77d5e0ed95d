/* SPDX-License-Identifier: MIT */
/* Base64 (RFC 4648 4), the PEM form of certificates and keys (RFC 7468), and DER in such forms.
 * Pure. */
#ifndef CDC43_SCEP_BASE64_H
#define CDC43_SCEP_BASE64_H

#include "tlv/cdc43.h"

/* Characters that len octets become, and the characters themselves, no NUL, no line ends. */
static inline size_t cdc43_base64_len(size_t len) {
    return (len + 2) / 3 * 4;
}
void cdc43_base64_print(struct cdc43_view octets, char *ret_text);

/* The PEM form of octets: lines of 64, no NUL. label: "CERTIFICATE". room: of the whole. */
size_t cdc43_pem_room(size_t len, const char *label);
size_t cdc43_pem_print(struct cdc43_view octets, const char *label, char *ret_text);

/* Finds the next block whose label ends with label ("PRIVATE KEY" fits "RSA PRIVATE KEY" too) from
 * *at on, moves *at after it and writes its octets. ret_octets: room for text.len - *at octets.
 * What is between blocks is skipped. False: there is no further one, or it is damaged. */
CDC43_MUST_USE bool cdc43_pem_next(struct cdc43_view text, const char *label, size_t *at,
                                   uint8_t *ret_octets, size_t *ret_len);

/* The same block, undecoded: its whole label and what is between the two lines of dashes. False:
 * there is no further one, or its end is missing, and *at is unchanged. */
CDC43_MUST_USE bool cdc43_pem_find(struct cdc43_view text, const char *label, size_t *at,
                                   struct cdc43_view *ret_label, struct cdc43_view *ret_body);
/* Base64 with white space. ret_octets: room for text.len octets. False: something else is in it, or
 * it is incomplete. */
CDC43_MUST_USE bool cdc43_base64_parse(struct cdc43_view text, uint8_t *ret_octets,
                                       size_t *ret_len);

/* Is there such a block? */
bool cdc43_pem_has(struct cdc43_view text, const char *label);

/* The DER octets in what a server sent: DER with white space after it, base64, or one PEM block of
 * any label. ret_octets: room for text.len octets. False: it has none of these forms. */
CDC43_MUST_USE bool cdc43_der_unwrap(struct cdc43_view text, uint8_t *ret_octets, size_t *ret_len);

#endif
