/* SPDX-License-Identifier: MIT */
/* The texts and the links of certificates in XML, by expat. */
#include <stdio.h>
#include <string.h>

#include "phone-side/certificates/xml_text.h"
#include "phone-side/document.h"
#include "phone-side/scep/base64.h"
#include "tlv/text.h"

#define DEPTH_MAX 64

struct reader {
    struct cdc43_phone_document document;
    struct cdc43_cert_file *file;
    uint8_t *text;
    size_t len;
    size_t room;
    size_t start; /* of the text of the element that is open */
    unsigned depth;
    bool is_link;        /* its text is one */
    bool is_certificate; /* its text should be one */
    bool too_deep;
};

/* Without name and password: "https://name:password@host/" becomes "https://host/". */
static void print_link(struct cdc43_view url, char ret_text[CDC43_CERT_LINK_MAX]) {
    size_t begin = 0;
    size_t host = 0;

    for (size_t i = 0; i + 2 < url.len && begin == 0; i++) {
        begin = memcmp(url.data + i, "://", 3) == 0 ? i + 3 : 0;
    }
    host = begin;
    for (size_t i = begin; i < url.len && strchr("/?#", url.data[i]) == NULL; i++) {
        host = url.data[i] == '@' ? i + 1 : host;
    }
    (void)snprintf(ret_text, CDC43_CERT_LINK_MAX, "%.*s%.*s", (int)begin, (const char *)url.data,
                   (int)(url.len - host), (const char *)url.data + host);
    for (char *at = ret_text; *at != '\0'; at++) {
        const uint8_t c = (uint8_t)*at;
        *at = (char)(c >= CDC43_TEXT_LOW && c <= CDC43_TEXT_HIGH ? c : '?');
    }
}

static void add_link(struct cdc43_cert_file *file, struct cdc43_view text) {
    const struct cdc43_view url = cdc43_phone_trim(text);

    if (url.len != 0) {
        if (file->links < CDC43_CERT_LINKS) {
            print_link(url, file->link[file->links]);
        }
        file->links++;
    }
}

static void begin_element(void *context, const XML_Char *name, const XML_Char **attributes) {
    struct reader *const reader = context;

    if (++reader->depth > DEPTH_MAX) {
        reader->too_deep = true;
        (void)XML_StopParser(reader->document.parser, XML_FALSE);
        return;
    }
    for (size_t i = 0; attributes[i] != NULL && strcmp(name, "certificate") == 0; i += 2) {
        if (strcmp(attributes[i], "url") == 0) {
            add_link(reader->file, (struct cdc43_view){(const uint8_t *)attributes[i + 1],
                                                       strlen(attributes[i + 1])});
        }
    }
    reader->start = reader->len;
    reader->is_certificate = strcmp(name, "certificate") == 0;
    reader->is_link = strcmp(name, "Custom_CA_URL") == 0 || strcmp(name, "Custom_CA_Rule") == 0;
}

static void take_text(void *context, const XML_Char *text, int len) {
    struct reader *const reader = context;

    if ((size_t)len <= reader->room - reader->len) {
        memcpy(reader->text + reader->len, text, (size_t)len);
        reader->len += (size_t)len;
    }
}

static void end_element(void *context, const XML_Char *name) {
    struct reader *const reader = context;
    const struct cdc43_view text = {reader->text + reader->start, reader->len - reader->start};

    (void)name;
    if (reader->is_link) {
        add_link(reader->file, text);
    }
    if (reader->is_certificate && cdc43_phone_trim(text).len != 0 && !cdc43_pem_has(text, "")) {
        reader->file->bare++;
    }
    reader->is_link = false;
    reader->is_certificate = false;
    reader->depth--;
    take_text(context, "\n", 1);
}

/* Why it could not be read to its end. */
static void put_error(const struct reader *reader, struct cdc43_cert_file *file) {
    const char *const words = reader->document.doctype ? "it has a DOCTYPE"
                              : reader->too_deep
                                  ? "elements are nested too deeply"
                                  : XML_ErrorString(XML_GetErrorCode(reader->document.parser));

    file->wrong_line = cdc43_phone_document_line(&reader->document);
    file->wrong_line += file->wrong_line == 0 ? 1 : 0;
    (void)snprintf(file->wrong, sizeof file->wrong, "%s", words != NULL ? words : "no XML");
}

size_t cdc43_cert_read_xml(struct cdc43_view document, bool is_ascii, struct cdc43_cert_file *file,
                           uint8_t *ret_text) {
    struct reader reader = {.file = file, .text = ret_text};

    reader.room = CDC43_CERT_XML_ROOM(document.len);
    if (!cdc43_phone_open_document(&reader.document)) {
        file->unparsed = true;
        return 0;
    }
    if (is_ascii) {
        (void)XML_SetEncoding(reader.document.parser, "UTF-8");
    }
    XML_SetElementHandler(reader.document.parser, begin_element, end_element);
    XML_SetCharacterDataHandler(reader.document.parser, take_text);
    if (XML_Parse(reader.document.parser, (const char *)document.data, (int)document.len, 1) !=
        XML_STATUS_OK) {
        put_error(&reader, file);
        reader.len = 0;
    }
    XML_ParserFree(reader.document.parser);
    return reader.len;
}
