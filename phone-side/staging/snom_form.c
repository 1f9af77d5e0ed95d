/* SPDX-License-Identifier: MIT */
/* The certificates in a configuration file of snom, as text; and their links. */
#include "phone-side/staging/snom_form.h"

static void print_link(struct cdc43_view url, struct cdc43_phone_writer *writer) {
    cdc43_phone_put_text(writer, " <certificate url=\"");
    cdc43_phone_put_escaped(writer, url);
    cdc43_phone_put_text(writer, "\" />\n");
}

static void print_base64(struct cdc43_view pem, struct cdc43_phone_writer *writer) {
    cdc43_phone_put_text(writer, "<certificate type=\"base64\">\n");
    cdc43_phone_put_view(writer, pem);
    cdc43_phone_put_text(writer, "</certificate>\n");
}

void cdc43_stage_print_snom(const struct cdc43_stage_snom *form,
                            struct cdc43_phone_writer *writer) {
    if (form->is_wrapped) {
        cdc43_phone_put_text(writer, "<?xml version=\"1.0\" encoding=\"utf-8\" ?>\n<settings>\n");
    }
    if (form->is_link) {
        cdc43_phone_put_text(writer, "<certificates>\n");
    }
    for (size_t i = 0; i < form->count; i++) {
        if (form->is_link) {
            print_link(form->item[i], writer);
        } else {
            print_base64(form->item[i], writer);
        }
    }
    if (form->is_link) {
        cdc43_phone_put_text(writer, "</certificates>\n");
    }
    if (form->is_wrapped) {
        cdc43_phone_put_text(writer, "</settings>\n");
    }
}

static char lower(uint8_t c) {
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool begins(struct cdc43_view text, const char *words) {
    size_t i = 0;

    while (i < text.len && words[i] != '\0' && lower(text.data[i]) == words[i]) {
        i++;
    }
    return words[i] == '\0';
}

/* Visible ASCII without those that RFC 3986 leaves out, and no fragment, which nobody is asked
 * for. */
static bool is_character(uint8_t c) {
    return c > ' ' && c <= '~' && strchr("\"#<>\\^`{|}", c) == NULL;
}

enum cdc43_stage_url cdc43_stage_check_url(struct cdc43_view url, struct cdc43_view *ret_path,
                                           bool *ret_is_plain) {
    static const char plain[] = "http://";
    static const char secure[] = "https://";
    const bool is_plain = begins(url, plain);
    const size_t host = is_plain ? sizeof plain - 1 : sizeof secure - 1;
    size_t path = host;
    bool has_user = false;

    if (url.len > CDC43_STAGE_URL_MAX) {
        return CDC43_STAGE_URL_LENGTH;
    }
    for (size_t i = 0; i < url.len; i++) {
        if (!is_character(url.data[i])) {
            return CDC43_STAGE_URL_CHARACTER;
        }
    }
    if (!is_plain && !begins(url, secure)) {
        return CDC43_STAGE_URL_SCHEME;
    }
    while (path < url.len && url.data[path] != '/' && url.data[path] != '?') {
        has_user = has_user || url.data[path] == '@';
        path++;
    }
    if (path == host || url.data[host] == ':') {
        return CDC43_STAGE_URL_HOST;
    }
    if (has_user) {
        return CDC43_STAGE_URL_USER;
    }
    if (url.len - path < 2 || url.data[path] != '/') {
        return CDC43_STAGE_URL_PATH;
    }
    *ret_path = (struct cdc43_view){url.data + path, url.len - path};
    *ret_is_plain = is_plain;
    return CDC43_STAGE_URL_GOOD;
}
