/* SPDX-License-Identifier: MIT */
/* Common Name and User ID, as the page shows them. */
#include <string.h>

#include "tlv/text.h"
#include "tlv/web/answers.h"

/* For those who do not have a phone at hand yet. */
#define EXAMPLE_MAC "00:1A:2B:3C:4D:5E"

/* The field of the page that an error is about. */
static const char *field_of(enum cdc43_err err) {
    if (err == CDC43_ERR_MAC) {
        return "mac";
    }
    return err == CDC43_ERR_MODEL || err == CDC43_ERR_MIC_COMMON_NAME ? "model" : "domain";
}

static void add_error(struct cdc43_json *json, enum cdc43_err err,
                      const struct cdc43_where *where) {
    cdc43_json_begin(json, NULL, '{');
    cdc43_json_text(json, "field", field_of(err));
    cdc43_web_sentence(json, err, where);
    cdc43_json_end(json, '}');
}

/* The errors for the fields of the page: also that of the domain, when no name can be built. */
static void add_errors(struct cdc43_json *json, enum cdc43_err err, const struct cdc43_where *where,
                       struct cdc43_view domain) {
    static const struct cdc43_view any_name = {(const uint8_t *)"x", 1};
    struct cdc43_identity identity;
    struct cdc43_where where_domain;
    const enum cdc43_err err_domain =
        cdc43_build_identity(any_name, domain, &identity, &where_domain);

    cdc43_json_begin(json, "errors", '[');
    add_error(json, err, where);
    if (err_domain != CDC43_OK && strcmp(field_of(err), "domain") != 0) {
        add_error(json, err_domain, &where_domain);
    }
    cdc43_json_end(json, ']');
}

/* The name in the manufacturing certificate: given, or built from model and MAC address. */
static enum cdc43_err find_mic_cn(struct cdc43_view question, struct cdc43_json *json,
                                  char room[CDC43_COMMON_NAME_MAX + 1],
                                  struct cdc43_view *ret_mic_cn, struct cdc43_where *ret_where) {
    struct cdc43_view model = {NULL, 0};
    struct cdc43_view mac = {NULL, 0};
    uint8_t octets[6];
    size_t len = 0;
    enum cdc43_err err;

    if (cdc43_web_field(question, "micCn", 0, ret_mic_cn)) {
        return CDC43_OK;
    }
    (void)cdc43_web_field(question, "model", 0, &model);
    if (!cdc43_web_field(question, "mac", 0, &mac)) {
        mac = (struct cdc43_view){(const uint8_t *)EXAMPLE_MAC, strlen(EXAMPLE_MAC)};
        cdc43_json_text(json, "note", "for the MAC address " EXAMPLE_MAC ", an example");
    }
    err = cdc43_parse_mac((const char *)mac.data, mac.len, octets, ret_where);
    if (err == CDC43_OK) {
        err = cdc43_build_mic_cn(model, octets, room, &len, ret_where);
    }
    *ret_mic_cn = (struct cdc43_view){(const uint8_t *)room, len};
    return err;
}

void cdc43_web_identity(struct cdc43_view question, struct cdc43_json *json) {
    char room[CDC43_COMMON_NAME_MAX + 1] = "";
    struct cdc43_view mic_cn = {NULL, 0};
    struct cdc43_view domain = {NULL, 0};
    struct cdc43_identity identity;
    struct cdc43_where where;
    enum cdc43_err err = find_mic_cn(question, json, room, &mic_cn, &where);

    (void)cdc43_web_field(question, "domain", 0, &domain);
    if (err == CDC43_OK) {
        err = cdc43_build_identity(mic_cn, domain, &identity, &where);
    }
    cdc43_json_bool(json, "ok", err == CDC43_OK);
    if (err != CDC43_OK) {
        add_errors(json, err, &where, domain);
        cdc43_web_error(json, err, &where);
        return;
    }
    cdc43_json_text(json, "commonName", identity.common_name);
    cdc43_json_text(json, "userId", identity.user_id);
}
