/* SPDX-License-Identifier: MIT */
/* What the readers of XML say when a document cannot be read. */
#ifndef CDC43_PHONE_XML_DOCUMENT_H
#define CDC43_PHONE_XML_DOCUMENT_H

#include "phone-side/document.h"

/* Says why parsing has stopped: a DOCTYPE, or what is not XML. CDC43_EXIT_BAD. */
int cdc43_phone_cli_fail_document(const char *path, const struct cdc43_phone_document *document,
                                  const char *text, size_t len);

#endif
