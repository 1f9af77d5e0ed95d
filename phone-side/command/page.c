/* SPDX-License-Identifier: MIT */
/* The page "SCEP Configuration 1": for people, as JSON, and as cfg.xml. */
#include <stdio.h>
#include <string.h>

#include "phone-side/command/command.h"
#include "phone-side/xml.h"

void cdc43_phone_page_row(const char *label, const char *text) {
    (void)printf("  %-30s%s\n", label, text);
}

void cdc43_phone_page_fingerprint(const char *label, struct cdc43_view fingerprint) {
    char text[2 * CDC43_DIGEST_MAX + 16];
    size_t len = 0;

    for (size_t i = 0; i < fingerprint.len; i++) {
        len += (size_t)snprintf(text + len, sizeof text - len, "%02X", fingerprint.data[i]);
    }
    (void)snprintf(text + len, sizeof text - len, " (%s)", cdc43_digest_name(fingerprint.len));
    cdc43_phone_page_row(label, text);
}

static void print_password(struct cdc43_view password, bool show_secrets) {
    char text[CDC43_OPTION_MAX + 1];

    if (password.len == 0) {
        (void)snprintf(text, sizeof text, "not configured (MIC/SUDI is used)");
    } else if (show_secrets) {
        (void)snprintf(text, sizeof text, "%.*s", (int)password.len, (const char *)password.data);
    } else {
        (void)snprintf(text, sizeof text, CDC43_PHONE_MASK " (%zu characters)", password.len);
    }
    cdc43_phone_page_row(cdc43_find_suboption(CDC43_CHALLENGE_PASSWORD)->label, text);
    cdc43_wipe(text, sizeof text);
}

static void print_flags(const struct cdc43_phone_state *state, const struct cdc43_params *params) {
    char text[128];

    for (size_t i = 0; i < CDC43_SUBOPTION_COUNT; i++) {
        const struct cdc43_suboption_info *const info = &cdc43_suboptions[i];
        if (info->kind == CDC43_KIND_FLAG) {
            (void)snprintf(text, sizeof text, "%s%s%s",
                           cdc43_cli_flag_word(info, cdc43_is_on(params, info->code)),
                           cdc43_has(params, info->code) ? "" : " (default)",
                           cdc43_phone_uses(state, info->code) ? "" : " (not used: wireless)");
            cdc43_phone_page_row(info->label, text);
        }
    }
}

static void print_tolerated(const struct cdc43_params *params) {
    for (size_t i = 0; i < CDC43_TOLERANCE_COUNT; i++) {
        if ((params->tolerated & cdc43_tolerances[i].bit) != 0) {
            cdc43_phone_page_row("Tolerated", cdc43_tolerances[i].comment);
        }
    }
}

void cdc43_phone_page_text(const struct cdc43_phone_state *state, bool show_secrets) {
    char text[CDC43_OPTION_MAX + 1];
    char sentence[CDC43_PHONE_SENTENCE_MAX];
    struct cdc43_params params;

    cdc43_phone_print_status(&state->status, sentence, sizeof sentence);
    (void)printf("SCEP Configuration 1\n");
    if (cdc43_phone_get_params(state, &params)) {
        (void)snprintf(text, sizeof text, "%.*s", (int)params.server.len,
                       (const char *)params.server.data);
        cdc43_phone_page_row(cdc43_find_suboption(CDC43_SERVER)->label, text);
        cdc43_phone_page_fingerprint(cdc43_find_suboption(CDC43_ROOT_CA_FINGERPRINT)->label,
                                     params.root_ca_fingerprint);
        print_password(params.challenge_password, show_secrets);
        cdc43_phone_page_row("Common Name", state->identity.common_name);
        cdc43_phone_page_row("User ID", state->identity.user_id);
        print_flags(state, &params);
        print_tolerated(&params);
    } else {
        (void)printf("  (empty)\n");
    }
    (void)printf("Status\n");
    cdc43_phone_page_row("Phone", state->mic_cn_len != 0 ? state->mic_cn : "unknown");
    cdc43_phone_page_row("State", state->provisioned ? "provisioned" : "factory reset");
    cdc43_phone_page_row("Last DHCP response", sentence);
}

static json_t *list_tolerated(const struct cdc43_params *params) {
    json_t *const list = json_array();

    for (size_t i = 0; i < CDC43_TOLERANCE_COUNT; i++) {
        if ((params->tolerated & cdc43_tolerances[i].bit) != 0) {
            (void)json_array_append_new(list, json_string(cdc43_tolerances[i].name));
        }
    }
    return list;
}

static json_t *list_not_used(const struct cdc43_phone_state *state,
                             const struct cdc43_params *params) {
    json_t *const list = json_array();

    for (size_t i = 0; i < CDC43_SUBOPTION_COUNT; i++) {
        const struct cdc43_suboption_info *const info = &cdc43_suboptions[i];
        if (cdc43_has(params, info->code) && !cdc43_phone_uses(state, info->code)) {
            (void)json_array_append_new(list, json_string(info->name));
        }
    }
    return list;
}

void cdc43_phone_page_json(const struct cdc43_phone_state *state, bool show_secrets) {
    char sentence[CDC43_PHONE_SENTENCE_MAX];
    struct cdc43_params params;
    json_t *const object = json_object();

    cdc43_phone_print_status(&state->status, sentence, sizeof sentence);
    (void)json_object_set_new(object, "state",
                              json_string(state->provisioned ? "provisioned" : "factory-reset"));
    (void)json_object_set_new(object, "outcome",
                              json_string(cdc43_phone_outcome_name(state->status.outcome)));
    (void)json_object_set_new(object, "status", json_string(sentence));
    (void)json_object_set_new(object, "mic-cn", json_string(state->mic_cn));
    (void)json_object_set_new(object, "wireless", json_boolean(state->wireless));
    if (cdc43_phone_get_params(state, &params)) {
        (void)json_object_set_new(object, "common-name", json_string(state->identity.common_name));
        (void)json_object_set_new(object, "user-id", json_string(state->identity.user_id));
        cdc43_cli_add_json(object, &params, show_secrets);
        (void)json_object_set_new(object, "tolerated", list_tolerated(&params));
        (void)json_object_set_new(object, "not-used", list_not_used(state, &params));
    }
    cdc43_cli_print_json(object);
}

int cdc43_phone_page_xml(const struct cdc43_phone_state *state, bool show_secrets) {
    char text[CDC43_PHONE_XML_MAX];
    struct cdc43_where where = {0};
    size_t len = 0;
    const enum cdc43_err err = cdc43_phone_print_xml(state, show_secrets, text, sizeof text, &len);

    if (err != CDC43_OK) {
        return cdc43_cli_fail_err("", err, &where);
    }
    (void)fwrite(text, 1, len, stdout);
    cdc43_wipe(text, sizeof text);
    return CDC43_EXIT_GOOD;
}
