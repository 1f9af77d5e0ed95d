/* SPDX-License-Identifier: MIT */
/* cfg.xml by expat: the text of each element, handed on. */
#include "phone-side/command/cfg_xml.h"

#include <expat.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "phone-side/command/command.h"

/* The text of the element that is open, and of those before, one after the other; none is longer
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

static int report(const char *path, const struct reader *reader, const char *text, size_t len) {
    char before[sizeof reader->element + 256];

    if (reader->doctype) {
        return cdc43_cli_fail("%s: remove the DOCTYPE from this file", path);
    }
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
    return cdc43_cli_fail("%s: line %lu: %s%s", path, XML_GetCurrentLineNumber(reader->parser),
                          XML_ErrorString(XML_GetErrorCode(reader->parser)),
                          needs_encoding(text, len)
                              ? "; the file is not UTF-8 and declares no encoding: begin it with "
                                "<?xml version=\"1.0\" encoding=\"windows-1252\"?> or what it is"
                              : "");
}

int cdc43_phone_cli_parse_xml(const char *path, const char *text, size_t len,
                              struct cdc43_phone_cli_xml *ret_xml) {
    /* The encoding that the file declares; an octet becomes at most three of UTF-8. */
    struct reader reader = {.parser = XML_ParserCreate(NULL), .xml = ret_xml};
    int code = CDC43_EXIT_GOOD;

    *ret_xml = (struct cdc43_phone_cli_xml){.texts = malloc(3 * len + 1), .size = 3 * len};
    if (reader.parser == NULL || ret_xml->texts == NULL) {
        XML_ParserFree(reader.parser);
        return cdc43_cli_fail("out of memory");
    }
    XML_SetUserData(reader.parser, &reader);
    XML_SetElementHandler(reader.parser, begin_element, end_element);
    XML_SetCharacterDataHandler(reader.parser, take_text);
    XML_SetStartDoctypeDeclHandler(reader.parser, refuse_doctype);
    XML_SetUnknownEncodingHandler(reader.parser, take_encoding, NULL);
    if (XML_Parse(reader.parser, text, (int)len, 1) != XML_STATUS_OK) {
        code = report(path, &reader, text, len);
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
