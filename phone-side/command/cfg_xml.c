/* SPDX-License-Identifier: MIT */
/* cfg.xml by expat: the text of each element, handed on. */
#include "phone-side/command/cfg_xml.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include "phone-side/command/command.h"

/* The text of the element that is open, and of those before, one behind the other; none is longer
 * than the document. */
struct reader {
    XML_Parser parser;
    struct cdc43_phone_cli_xml *xml;
    size_t start; /* of the open element's text */
    size_t end;
    bool inside; /* text belongs to an element that has no other inside */
    bool doctype;
    bool nested; /* one of ours has another inside */
    bool found;  /* one of ours is there */
    enum cdc43_err err;
    struct cdc43_where where;
    char element[64]; /* in which err is */
};

static void begin_element(void *context, const XML_Char *name, const XML_Char **attributes) {
    struct reader *const reader = context;

    (void)name;
    (void)attributes;
    reader->start = reader->end;
    reader->inside = true;
}

static void take_text(void *context, const XML_Char *text, int len) {
    struct reader *const reader = context;

    /* Entities are shorter than what they stand for only by a DOCTYPE, and that is refused. */
    if (reader->inside && (size_t)len <= reader->xml->size - reader->end) {
        memcpy(reader->xml->texts + reader->end, text, (size_t)len);
        reader->end += (size_t)len;
    }
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void end_element(void *context, const XML_Char *name) {
    struct reader *const reader = context;
    const char *const texts = reader->xml->texts;
    const bool is_ours = cdc43_phone_is_element(name);
    size_t start = reader->start;
    size_t end = reader->end;

    reader->found = reader->found || is_ours;
    if (is_ours && !reader->inside) {
        reader->nested = true;
        (void)strncpy(reader->element, name, sizeof reader->element - 1);
        (void)XML_StopParser(reader->parser, XML_FALSE);
    } else if (reader->inside) {
        while (start < end && is_blank(texts[start])) {
            start++;
        }
        while (end > start && is_blank(texts[end - 1])) {
            end--;
        }
        reader->err = cdc43_phone_set_element(
            name, (struct cdc43_view){(const uint8_t *)texts + start, end - start},
            &reader->xml->settings, &reader->where);
        if (reader->err != CDC43_OK) {
            (void)strncpy(reader->element, name, sizeof reader->element - 1);
            (void)XML_StopParser(reader->parser, XML_FALSE);
        }
    }
    reader->inside = false;
}

static void refuse_doctype(void *context, const XML_Char *name, const XML_Char *system,
                           const XML_Char *public, int has_subset) {
    struct reader *const reader = context;

    (void)name;
    (void)system;
    (void)public;
    (void)has_subset;
    reader->doctype = true;
    (void)XML_StopParser(reader->parser, XML_FALSE);
}

static int report(const char *path, const struct reader *reader) {
    char before[sizeof reader->element + 256];

    if (reader->doctype) {
        return cdc43_cli_fail("%s: remove the DOCTYPE from this file", path);
    }
    if (reader->nested) {
        return cdc43_cli_fail("%s: %s: this element must not contain another element", path,
                              reader->element);
    }
    if (reader->err != CDC43_OK) {
        (void)snprintf(before, sizeof before, "%.180s: %s: ", path, reader->element);
        return cdc43_cli_fail_err(before, reader->err, &reader->where);
    }
    return cdc43_cli_fail("%s: line %lu: %s", path, XML_GetCurrentLineNumber(reader->parser),
                          XML_ErrorString(XML_GetErrorCode(reader->parser)));
}

int cdc43_phone_cli_parse_xml(const char *path, const char *text, size_t len,
                              struct cdc43_phone_cli_xml *ret_xml) {
    struct reader reader = {.parser = XML_ParserCreate("UTF-8"), .xml = ret_xml};
    int code = CDC43_EXIT_GOOD;

    *ret_xml = (struct cdc43_phone_cli_xml){.texts = malloc(len + 1), .size = len};
    if (reader.parser == NULL || ret_xml->texts == NULL) {
        XML_ParserFree(reader.parser);
        return cdc43_cli_fail("out of memory");
    }
    XML_SetUserData(reader.parser, &reader);
    XML_SetElementHandler(reader.parser, begin_element, end_element);
    XML_SetCharacterDataHandler(reader.parser, take_text);
    XML_SetStartDoctypeDeclHandler(reader.parser, refuse_doctype);
    if (XML_Parse(reader.parser, text, (int)len, 1) != XML_STATUS_OK) {
        code = report(path, &reader);
    } else if (!reader.found) {
        code = cdc43_cli_fail("%s: this file contains no certificate parameters", path);
    }
    XML_ParserFree(reader.parser);
    return code;
}

void cdc43_phone_cli_end_xml(struct cdc43_phone_cli_xml *xml) {
    if (xml->texts != NULL) {
        cdc43_wipe(xml->texts, xml->size);
        free(xml->texts);
    }
    *xml = (struct cdc43_phone_cli_xml){.size = 0};
}
