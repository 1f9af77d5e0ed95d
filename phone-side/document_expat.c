/* SPDX-License-Identifier: MIT */
/* XML documents by expat: no DOCTYPE, and character sets that expat does not know. */
#include "phone-side/document.h"

#include <iconv.h>
#include <string.h>
static void refuse_doctype(void *context, const XML_Char *name, const XML_Char *system,
                           const XML_Char *public, int has_subset) {
    struct cdc43_phone_document *const document = context;

    (void)name;
    (void)system;
    (void)public;
    (void)has_subset;
    document->doctype = true;
    (void)XML_StopParser(document->parser, XML_FALSE);
}

/* One octet of a character set as a code point; -1: it is none by itself. */
static int to_code_point(iconv_t set, unsigned octet) {
    char from[1] = {(char)octet};
    unsigned char to[8] = {0};
    char *in = from;
    union {
        unsigned char *octets;
        char *text;
    } out = {to};
    size_t in_left = sizeof from;
    size_t out_left = sizeof to;

    (void)iconv(set, NULL, NULL, NULL, NULL);
    if (iconv(set, &in, &in_left, &out.text, &out_left) == (size_t)-1 || in_left != 0 ||
        out_left != sizeof to - 4) {
        return -1;
    }
    return (int)((uint32_t)to[0] << 24 | (uint32_t)to[1] << 16 | (uint32_t)to[2] << 8 | to[3]);
}

/* Character sets of one octet, such as windows-1252, that expat does not know itself. */
static int take_encoding(void *context, const XML_Char *name, XML_Encoding *encoding) {
    iconv_t set = iconv_open("UCS-4BE", name);

    (void)context;
    if (set == (iconv_t)-1) { /* NOLINT(performance-no-int-to-ptr) */
        return XML_STATUS_ERROR;
    }
    for (unsigned octet = 0; octet < 256; octet++) {
        encoding->map[octet] = to_code_point(set, octet);
    }
    encoding->data = NULL;
    encoding->convert = NULL;
    encoding->release = NULL;
    (void)iconv_close(set);
    return encoding->map['<'] == '<' ? XML_STATUS_OK : XML_STATUS_ERROR;
}

bool cdc43_phone_open_document(struct cdc43_phone_document *document) {
    document->doctype = false;
    document->parser = XML_ParserCreate(NULL); /* the encoding that the file declares */
    if (document->parser == NULL) {
        return false;
    }
    XML_SetUserData(document->parser, document);
    XML_SetStartDoctypeDeclHandler(document->parser, refuse_doctype);
    XML_SetUnknownEncodingHandler(document->parser, take_encoding, NULL);
    return true;
}

static bool is_blank(uint8_t c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

unsigned long cdc43_phone_document_line(const struct cdc43_phone_document *document) {
    /* Expat 2.9 has another function, and warns of the old one. */
#if XML_MAJOR_VERSION > 2 || XML_MINOR_VERSION >= 9
    return (unsigned long)XML_GetCurrentLineNumber64(document->parser);
#else
    return XML_GetCurrentLineNumber(document->parser);
#endif
}

struct cdc43_view cdc43_phone_trim(struct cdc43_view text) {
    while (text.len != 0 && is_blank(text.data[0])) {
        text.data++;
        text.len--;
    }
    while (text.len != 0 && is_blank(text.data[text.len - 1])) {
        text.len--;
    }
    return text;
}
