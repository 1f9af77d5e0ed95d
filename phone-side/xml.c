/* SPDX-License-Identifier: MIT */
/* cfg.xml: elements and escaping. */
#include "phone-side/xml.h"

#include "phone-side/writer.h"

/* Text in an element; the values are printable ASCII, so nothing else needs an escape. */
static void put_escaped(struct cdc43_phone_writer *writer, struct cdc43_view text) {
    for (size_t i = 0; i < text.len; i++) {
        const char c = (char)text.data[i];
        switch (c) {
        case '&':
            cdc43_phone_put_text(writer, "&amp;");
            break;
        case '<':
            cdc43_phone_put_text(writer, "&lt;");
            break;
        case '>':
            cdc43_phone_put_text(writer, "&gt;");
            break;
        case '"':
            cdc43_phone_put_text(writer, "&quot;");
            break;
        case '\'':
            cdc43_phone_put_text(writer, "&apos;");
            break;
        default:
            cdc43_phone_put_char(writer, c);
            break;
        }
    }
}

/* ua: who may change it on the phone, "na" nobody but the administrator, "rw" the user too. */
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

static void put_element(struct cdc43_phone_writer *writer, const char *name, const char *ua,
                        struct cdc43_view text) {
    open_element(writer, name, ua);
    put_escaped(writer, text);
    close_element(writer, name);
}

/* The flags in the words of the phone's configuration file. */
static const struct flag_element {
    enum cdc43_suboption code;
    const char *name;
    const char *ua;
    const char *off;
    const char *on;
} flags[] = {
    {CDC43_FIPS_MODE, "FIPS_Mode", "na", "Disabled", "Enabled"},
    {CDC43_ENABLE_8021X, "Enable_802.1X_Authentication", "rw", "No", "Yes"},
    {CDC43_CERTIFICATE_SELECT, "Certificate_Select", "rw", "Manufacturing installed",
     "Custom installed"},
};

static struct cdc43_view view_of(const char *text) {
    return (struct cdc43_view){(const uint8_t *)text, strlen(text)};
}

enum cdc43_err cdc43_phone_print_xml(const struct cdc43_phone_state *state, bool show_secrets,
                                     char *ret_text, size_t capacity, size_t *ret_len) {
    struct cdc43_phone_writer writer = {ret_text, capacity, 0};
    struct cdc43_params params;
    struct cdc43_view password;

    (void)cdc43_phone_get_params(state, &params);
    password = params.challenge_password;
    if (password.len != 0 && !show_secrets) {
        password = view_of(CDC43_PHONE_MASK);
    }
    cdc43_phone_put_text(&writer, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<flat-profile>\n");
    put_element(&writer, "CDC_Server_1_", "na", params.server);
    open_element(&writer, "CDC_Root_CA_Fingerprint_1_", "na");
    cdc43_phone_put_hex(&writer, params.root_ca_fingerprint, "0123456789ABCDEF");
    close_element(&writer, "CDC_Root_CA_Fingerprint_1_");
    put_element(&writer, "CDC_Challenge_Password_1_", "na", password);
    put_element(&writer, "CDC_Common_Name_1_", "na", view_of(state->identity.common_name));
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        const bool on = cdc43_is_on(&params, flags[i].code);
        put_element(&writer, flags[i].name, flags[i].ua, view_of(on ? flags[i].on : flags[i].off));
    }
    cdc43_phone_put_text(&writer, "</flat-profile>\n");
    if (writer.len >= capacity) {
        return CDC43_ERR_BUFFER;
    }
    cdc43_phone_end_text(&writer);
    *ret_len = writer.len;
    return CDC43_OK;
}
