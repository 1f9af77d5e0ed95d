/* SPDX-License-Identifier: MIT */
/* Texts as editors and consoles of Windows save them. Pure. */
#ifndef CDC43_CERT_TEXT_FORM_H
#define CDC43_CERT_TEXT_FORM_H

#include "tlv/cdc43.h"

/* Turns UTF-16 into octets, in place, a character that is not ASCII into '?', and drops a byte
 * order mark. Other octets are left as they are. Returns their number. */
size_t cdc43_cert_plain_text(uint8_t *octets, size_t len, bool *ret_utf16, bool *ret_mark);

#endif
