/* SPDX-License-Identifier: MIT */
/* Configuration files of phones: the texts and the links of certificates in XML. */
#ifndef CDC43_CERT_XML_TEXT_H
#define CDC43_CERT_XML_TEXT_H

#include "phone-side/certificates/bundle.h"

/* Octets that the texts of a document may need: a character set of one octet becomes UTF-8. */
#define CDC43_CERT_XML_ROOM(len) (3 * (len) + 1)

/* Reads all texts of a document, each with a line end after it, and its links: url of snom's
 * <certificate>, and the elements Custom_CA_URL and Custom_CA_Rule of Cisco. A DOCTYPE and elements
 * inside more than 64 others are errors, which file has then; so no entity is expanded but those of
 * XML itself. is_ascii: whatever encoding it declares. Returns the number of octets in ret_text; 0:
 * none, or an error. */
size_t cdc43_cert_read_xml(struct cdc43_view document, bool is_ascii, struct cdc43_cert_file *file,
                           uint8_t *ret_text);

#endif
