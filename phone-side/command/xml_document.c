/* SPDX-License-Identifier: MIT */
/* Why an XML document cannot be read. */
#include "phone-side/command/xml_document.h"

#include <string.h>

#include "phone-side/command/command.h"

/* Has the text an octet above 127 and says nothing of its encoding? */
static bool needs_encoding(const char *text, size_t len) {
    static const char word[] = "encoding";
    const size_t head = len < 200 ? len : 200;
    bool is_declared = false;
    bool is_needed = false;

    for (size_t i = 0; i + sizeof word - 1 <= head; i++) {
        is_declared = is_declared || memcmp(text + i, word, sizeof word - 1) == 0;
    }
    for (size_t i = 0; i < len; i++) {
        is_needed = is_needed || (unsigned char)text[i] > 127;
    }
    return is_needed && !is_declared;
}

int cdc43_phone_cli_fail_document(const char *path, const struct cdc43_phone_document *document,
                                  const char *text, size_t len) {
    if (document->doctype) {
        return cdc43_cli_fail("%s: remove the DOCTYPE from this file", path);
    }
    return cdc43_cli_fail("%s: line %lu: %s%s", path, cdc43_phone_document_line(document),
                          XML_ErrorString(XML_GetErrorCode(document->parser)),
                          needs_encoding(text, len)
                              ? "; the file is not UTF-8 and declares no encoding: begin it with "
                                "<?xml version=\"1.0\" encoding=\"windows-1252\"?> or what it is"
                              : "");
}
