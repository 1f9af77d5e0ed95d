/* SPDX-License-Identifier: MIT */
/* cfg.xml: elements and escaping. */
#include "phone-side/xml.h"

#include "phone-side/writer.h"

static void open_element(struct cdc43_phone_writer *writer, const char *name, const char *ua) {
    cdc43_phone_put_text(writer, "  <");
    cdc43_phone_put_text(writer, name);
    cdc43_phone_put_text(writer, " ua=\"");
    cdc43_phone_put_text(writer, ua);
    cdc43_phone_put_text(writer, "\">");
}

static void close_element(struct cdc43_phone_writer *writer, const char *name) {
    cdc43_phone_put_text(writer, "</");
    cdc43_phone_put_text(writer, name);
    cdc43_phone_put_text(writer, ">\n");
}

static const struct element {
    uint8_t code;
    const char *name;
    const char *ua;
    const char *off;
    const char *on;
} elements[] = {
#define CDC43_PHONE_ELEMENT(code, name, ua, off, on) {code, name, ua, off, on},
#include "phone-side/elements.def"
};

static struct cdc43_view view_of(const char *text) {
    return (struct cdc43_view){(const uint8_t *)text, strlen(text)};
}

static void put_value(struct cdc43_phone_writer *writer, const struct element *element,
                      const struct cdc43_params *params, struct cdc43_view common_name,
                      bool show_secrets) {
    if (element->on != NULL) {
        const bool on = cdc43_is_on(params, (enum cdc43_suboption)element->code);
        cdc43_phone_put_text(writer, on ? element->on : element->off);
    } else if (element->code == CDC43_SERVER) {
        cdc43_phone_put_escaped(writer, params->server);
    } else if (element->code == CDC43_ROOT_CA_FINGERPRINT) {
        cdc43_phone_put_hex(writer, params->root_ca_fingerprint, "0123456789ABCDEF");
    } else if (element->code != CDC43_CHALLENGE_PASSWORD) {
        cdc43_phone_put_escaped(writer, common_name);
    } else if (params->challenge_password.len != 0 && !show_secrets) {
        cdc43_phone_put_text(writer, CDC43_PHONE_MASK);
    } else {
        cdc43_phone_put_escaped(writer, params->challenge_password);
    }
}

enum cdc43_err cdc43_phone_print_xml(const struct cdc43_phone_state *state, bool show_secrets,
                                     char *ret_text, size_t capacity, size_t *ret_len) {
    struct cdc43_params params;

    (void)cdc43_phone_get_params(state, &params);
    return cdc43_phone_print_params(&params, view_of(state->identity.common_name), show_secrets,
                                    ret_text, capacity, ret_len);
}

enum cdc43_err cdc43_phone_print_params(const struct cdc43_params *params,
                                        struct cdc43_view common_name, bool show_secrets,
                                        char *ret_text, size_t capacity, size_t *ret_len) {
    struct cdc43_phone_writer writer = {ret_text, capacity, 0};

    cdc43_phone_put_text(&writer, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<flat-profile>\n");
    for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++) {
        open_element(&writer, elements[i].name, elements[i].ua);
        put_value(&writer, &elements[i], params, common_name, show_secrets);
        close_element(&writer, elements[i].name);
    }
    cdc43_phone_put_text(&writer, "</flat-profile>\n");
    if (writer.len >= capacity) {
        return CDC43_ERR_BUFFER;
    }
    cdc43_phone_end_text(&writer);
    *ret_len = writer.len;
    return CDC43_OK;
}
