/* SPDX-License-Identifier: MIT */
/* The certificates in a configuration file of snom, by expat. */
#include "phone-side/command/snom_xml.h"

#include <stdlib.h>
#include <string.h>

#include "phone-side/command/command.h"
#include "phone-side/command/xml_document.h"

struct reader {
    struct cdc43_phone_document document;
    struct cdc43_phone_cli_snom *snom;
    size_t end;   /* of the texts so far */
    bool inside;  /* a certificate is open */
    bool is_text; /* its text counts */
    const char *wrong;
};

static void stop(struct reader *reader, const char *wrong) {
    reader->wrong = wrong;
    (void)XML_StopParser(reader->document.parser, XML_FALSE);
}

/* Text of the certificate that is open, or its link. No entity is longer than what it stands for
 * when there is no DOCTYPE, so there is room. */
static void take_text(void *context, const XML_Char *text, int len) {
    struct reader *const reader = context;
    struct cdc43_phone_cli_snom *const snom = reader->snom;

    if (reader->is_text && (size_t)len <= snom->size - reader->end) {
        memcpy(snom->texts + reader->end, text, (size_t)len);
        reader->end += (size_t)len;
        snom->form.item[snom->form.count - 1].len += (size_t)len;
    }
}

static void begin_certificate(struct reader *reader, const XML_Char **attributes) {
    struct cdc43_stage_snom *const form = &reader->snom->form;
    const char *url = NULL;
    bool is_base64 = false;

    for (size_t i = 0; attributes[i] != NULL; i += 2) {
        url = strcmp(attributes[i], "url") == 0 ? attributes[i + 1] : url;
        is_base64 = is_base64 || (strcmp(attributes[i], "type") == 0 &&
                                  strcmp(attributes[i + 1], "base64") == 0);
    }
    if (form->count == CDC43_STAGE_CERTS_MAX) {
        stop(reader, "there are too many certificates");
    } else if ((url != NULL) == is_base64) {
        stop(reader, "a certificate must have either url or type=\"base64\"");
    } else if (form->count != 0 && form->is_link != (url != NULL)) {
        stop(reader, "some certificates are links, and some are not");
    } else {
        form->is_link = url != NULL;
        form->item[form->count++] =
            (struct cdc43_view){(const uint8_t *)reader->snom->texts + reader->end, 0};
        reader->inside = true;
        reader->is_text = true;
        if (url != NULL) {
            take_text(reader, url, (int)strlen(url));
            reader->is_text = false;
        }
    }
}

static void begin_element(void *context, const XML_Char *name, const XML_Char **attributes) {
    struct reader *const reader = context;

    if (reader->inside) {
        stop(reader, "a certificate must not contain another element");
    } else if (strcmp(name, "certificate") == 0) {
        begin_certificate(reader, attributes);
    } else if (strcmp(name, "settings") == 0) {
        reader->snom->form.is_wrapped = true;
    }
}

static void end_element(void *context, const XML_Char *name) {
    struct reader *const reader = context;

    (void)name;
    reader->inside = false;
    reader->is_text = false;
}

int cdc43_phone_cli_parse_snom(const char *path, const char *text, size_t len,
                               struct cdc43_phone_cli_snom *ret_snom) {
    /* An octet becomes at most three of UTF-8. */
    struct reader reader = {.snom = ret_snom};
    int code = CDC43_EXIT_GOOD;

    *ret_snom = (struct cdc43_phone_cli_snom){.texts = malloc(3 * len + 1), .size = 3 * len};
    if (!cdc43_phone_open_document(&reader.document) || ret_snom->texts == NULL) {
        XML_ParserFree(reader.document.parser);
        return cdc43_cli_fail("out of memory");
    }
    XML_SetElementHandler(reader.document.parser, begin_element, end_element);
    XML_SetCharacterDataHandler(reader.document.parser, take_text);
    if (XML_Parse(reader.document.parser, text, (int)len, 1) != XML_STATUS_OK) {
        code = reader.wrong != NULL
                   ? cdc43_cli_fail("%s: %s", path, reader.wrong)
                   : cdc43_phone_cli_fail_document(path, &reader.document, text, len);
    } else if (ret_snom->form.count == 0) {
        code = cdc43_cli_fail("%s: there is no certificate in this file", path);
    }
    XML_ParserFree(reader.document.parser);
    for (size_t i = 0; i < ret_snom->form.count; i++) {
        ret_snom->form.item[i] = cdc43_phone_trim(ret_snom->form.item[i]);
    }
    return code;
}

void cdc43_phone_cli_end_snom(struct cdc43_phone_cli_snom *snom) {
    if (snom->texts != NULL) {
        cdc43_wipe(snom->texts, snom->size);
        free(snom->texts);
    }
    *snom = (struct cdc43_phone_cli_snom){.size = 0};
}
