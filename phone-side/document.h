/* SPDX-License-Identifier: MIT */
/* What the readers of XML share: a parser that refuses a DOCTYPE, so that no entity but those of
 * XML itself is ever expanded. */
#ifndef CDC43_PHONE_DOCUMENT_H
#define CDC43_PHONE_DOCUMENT_H

#include <expat.h>
#include <stdbool.h>
#include <stddef.h>

#include "tlv/cdc43.h"

/* The first member of what a reader's handlers get as context. */
struct cdc43_phone_document {
    XML_Parser parser; /* the caller frees it */
    bool doctype;      /* there was one, and parsing has stopped */
};

/* False: out of memory. */
bool cdc43_phone_open_document(struct cdc43_phone_document *document);

/* The line that was read last; 0: none. */
unsigned long cdc43_phone_document_line(const struct cdc43_phone_document *document);

/* Without white space at both ends. */
struct cdc43_view cdc43_phone_trim(struct cdc43_view text);

#endif
