/* SPDX-License-Identifier: MIT */
/* cfg.xml by expat: the text of each element, handed on. */
#include "phone-side/command/cfg_xml.h"

#include <stdlib.h>
#include <string.h>

#include "phone-side/command/command.h"
#include "phone-side/command/xml_document.h"

/* The text of the element that is open, and of those before, one after the other; none is longer
 * than the document. */
struct reader {
    struct cdc43_phone_document document;
    struct cdc43_phone_cli_xml *xml;
    size_t start; /* of the open element's text */
    size_t end;
    bool inside; /* text belongs to an element that has no other inside */
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

static void end_element(void *context, const XML_Char *name) {
    struct reader *const reader = context;
    const char *const texts = reader->xml->texts;
    const bool is_ours = cdc43_phone_is_element(name);
    const struct cdc43_view text = {(const uint8_t *)texts + reader->start,
                                    reader->end - reader->start};

    reader->found = reader->found || is_ours;
    if (is_ours && !reader->inside) {
        reader->nested = true;
        (void)strncpy(reader->element, name, sizeof reader->element - 1);
        (void)XML_StopParser(reader->document.parser, XML_FALSE);
    } else if (reader->inside) {
        reader->err = cdc43_phone_set_element(name, cdc43_phone_trim(text), &reader->xml->settings,
                                              &reader->where);
        if (reader->err != CDC43_OK) {
            (void)strncpy(reader->element, name, sizeof reader->element - 1);
            (void)XML_StopParser(reader->document.parser, XML_FALSE);
        }
    }
    reader->inside = false;
}

/* A flag in other words than the phone's. */
static int report_word(const char *path, const char *element) {
    static const struct {
        const char *name;
        const char *off;
        const char *on;
    } rows[] = {
#define CDC43_PHONE_ELEMENT(code, name, ua, off, on) {name, off, on},
#include "phone-side/elements.def"
    };
    size_t i = 0;

    while (i + 1 < sizeof rows / sizeof rows[0] && strcmp(rows[i].name, element) != 0) {
        i++;
    }
    return cdc43_cli_fail("%s: %s: this must be '%s' or '%s'", path, element, rows[i].off,
                          rows[i].on);
}

static int report(const char *path, const struct reader *reader, const char *text, size_t len) {
    char before[sizeof reader->element + 256];

    if (reader->nested) {
        return cdc43_cli_fail("%s: %s: this element must not contain another element", path,
                              reader->element);
    }
    if (reader->err == CDC43_ERR_WORD) {
        return report_word(path, reader->element);
    }
    if (reader->err != CDC43_OK) {
        (void)snprintf(before, sizeof before, "%.180s: %s: ", path, reader->element);
        return cdc43_cli_fail_err(before, reader->err, &reader->where);
    }
    return cdc43_phone_cli_fail_document(path, &reader->document, text, len);
}

int cdc43_phone_cli_parse_xml(const char *path, const char *text, size_t len,
                              struct cdc43_phone_cli_xml *ret_xml) {
    /* The encoding that the file declares; an octet becomes at most three of UTF-8. */
    struct reader reader = {.xml = ret_xml};
    int code = CDC43_EXIT_GOOD;

    *ret_xml = (struct cdc43_phone_cli_xml){.texts = malloc(3 * len + 1), .size = 3 * len};
    if (!cdc43_phone_open_document(&reader.document) || ret_xml->texts == NULL) {
        XML_ParserFree(reader.document.parser);
        return cdc43_cli_fail("out of memory");
    }
    XML_SetElementHandler(reader.document.parser, begin_element, end_element);
    XML_SetCharacterDataHandler(reader.document.parser, take_text);
    if (XML_Parse(reader.document.parser, text, (int)len, 1) != XML_STATUS_OK) {
        code = report(path, &reader, text, len);
    } else if (!reader.found) {
        code = cdc43_cli_fail("%s: this file contains no certificate parameters", path);
    }
    XML_ParserFree(reader.document.parser);
    return code;
}

void cdc43_phone_cli_end_xml(struct cdc43_phone_cli_xml *xml) {
    if (xml->texts != NULL) {
        cdc43_wipe(xml->texts, xml->size);
        free(xml->texts);
    }
    *xml = (struct cdc43_phone_cli_xml){.size = 0};
}
