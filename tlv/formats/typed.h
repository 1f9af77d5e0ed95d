/* SPDX-License-Identifier: MIT */
/* Readers of text that names each suboption. False: the text is not of this form. */
#ifndef CDC43_FORMATS_TYPED_H
#define CDC43_FORMATS_TYPED_H

#include "tlv/formats/scan.h"

/* SendVendorOption=CODE:TYPE:DATA, one in a line. */
bool cdc43_read_networkd(struct cdc43_scan input, struct cdc43_reading *reading);
/* vendor:CLASS,CODE,VALUE, one in a line; the same class and codes again, for another model, end
 * it. */
bool cdc43_read_dnsmasq(struct cdc43_scan input, struct cdc43_reading *reading);
/* (10 1)(11 http://10.79.57.91) */
bool cdc43_read_parentheses(struct cdc43_scan input, struct cdc43_reading *reading);
/* suboption 10 hex 01 suboption 11 string http://a, also with sub-option and ascii. A repeated
 * list, for another model, ends it. */
bool cdc43_read_suboptions(struct cdc43_scan input, struct cdc43_reading *reading);
/* Objects with the names of parameters, and Kea's option-data. */
bool cdc43_read_json(struct cdc43_scan input, struct cdc43_reading *reading);

#endif
