/* SPDX-License-Identifier: MIT */
/* Parameters from cfg.xml: elements, and the state with them in it. */
#include "phone-side/configure.h"

#include <string.h>

#include "phone-side/xml.h"

static const struct element {
    uint8_t code;
    const char *name;
    const char *off;
    const char *on;
} elements[] = {
#define CDC43_PHONE_ELEMENT(code, name, ua, off, on) {code, name, off, on},
#include "phone-side/elements.def"
};
#define ELEMENT_COUNT (sizeof elements / sizeof elements[0])

static char to_lower(char c) {
    return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

/* Words of the phone, in any case. */
static bool is_word(struct cdc43_view text, const char *word) {
    size_t i = 0;

    while (i < text.len && word[i] != '\0' && to_lower((char)text.data[i]) == to_lower(word[i])) {
        i++;
    }
    return i == text.len && word[i] == '\0';
}

static enum cdc43_err set_flag(const struct element *element, struct cdc43_view text,
                               struct cdc43_params *ret_params) {
    const bool on = is_word(text, element->on);

    if (!on && !is_word(text, element->off)) {
        return CDC43_ERR_WORD;
    }
    cdc43_set_flag(ret_params, (enum cdc43_suboption)element->code, on);
    return CDC43_OK;
}

static enum cdc43_err set_fingerprint(struct cdc43_view text,
                                      struct cdc43_phone_settings *ret_settings,
                                      struct cdc43_where *ret_where) {
    size_t len = 0;
    const enum cdc43_err err = cdc43_parse_fingerprint((const char *)text.data, text.len,
                                                       ret_settings->fingerprint, &len, ret_where);

    if (err == CDC43_OK) {
        cdc43_set_value(&ret_settings->params, CDC43_ROOT_CA_FINGERPRINT, ret_settings->fingerprint,
                        len);
    }
    return err;
}

static enum cdc43_err set_common_name(struct cdc43_view text,
                                      struct cdc43_phone_settings *ret_settings) {
    if (ret_settings->has_common_name) {
        return CDC43_ERR_DUPLICATE;
    }
    ret_settings->has_common_name = true;
    ret_settings->common_name = text;
    return CDC43_OK;
}

static enum cdc43_err set_suboption(const struct element *element, struct cdc43_view text,
                                    struct cdc43_phone_settings *ret_settings,
                                    struct cdc43_where *ret_where) {
    const unsigned bit = CDC43_BIT((unsigned)element->code);

    if (((ret_settings->params.present | ret_settings->cleared) & bit) != 0) {
        return CDC43_ERR_DUPLICATE;
    }
    if (text.len == 0) {
        ret_settings->cleared = (uint8_t)(ret_settings->cleared | bit);
        return CDC43_OK;
    }
    if (element->on != NULL) {
        return set_flag(element, text, &ret_settings->params);
    }
    if (element->code == CDC43_ROOT_CA_FINGERPRINT) {
        return set_fingerprint(text, ret_settings, ret_where);
    }
    if (element->code != CDC43_CHALLENGE_PASSWORD || !is_word(text, CDC43_PHONE_MASK)) {
        cdc43_set_value(&ret_settings->params, (enum cdc43_suboption)element->code, text.data,
                        text.len);
    }
    return CDC43_OK;
}

static const struct element *find_element(const char *name) {
    for (size_t i = 0; i < ELEMENT_COUNT; i++) {
        if (strcmp(elements[i].name, name) == 0) {
            return &elements[i];
        }
    }
    return NULL;
}

bool cdc43_phone_is_element(const char *name) {
    return find_element(name) != NULL;
}

enum cdc43_err cdc43_phone_set_element(const char *name, struct cdc43_view text,
                                       struct cdc43_phone_settings *ret_settings,
                                       struct cdc43_where *ret_where) {
    const struct element *const element = find_element(name);

    if (element == NULL) {
        return CDC43_OK;
    }
    *ret_where = (struct cdc43_where){element->code, CDC43_PLACE_NONE, 0, 0, 0};
    return element->code == 0 ? set_common_name(text, ret_settings)
                              : set_suboption(element, text, ret_settings, ret_where);
}

/* The parameters of before with what is to change. */
static struct cdc43_params merge(const struct cdc43_params *before,
                                 const struct cdc43_phone_settings *settings) {
    const struct cdc43_params *const set = &settings->params;
    const unsigned touched = (unsigned)set->present | settings->cleared;
    struct cdc43_params params = *before;

    params.present = (uint8_t)((before->present & ~touched) | set->present);
    params.on = (uint8_t)((before->on & ~touched) | (set->on & set->present));
    if (cdc43_has(set, CDC43_SERVER)) {
        params.server = set->server;
    }
    if (cdc43_has(set, CDC43_ROOT_CA_FINGERPRINT)) {
        params.root_ca_fingerprint = set->root_ca_fingerprint;
    }
    if (cdc43_has(set, CDC43_CHALLENGE_PASSWORD)) {
        params.challenge_password = set->challenge_password;
    }
    return params;
}

static bool is_same(struct cdc43_view a, struct cdc43_view b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

/* Does the CA see the same phone with the same wishes? Values that are not configured have no
 * octets after decoding. */
static bool is_same_enrolment(const struct cdc43_phone_state *a,
                              const struct cdc43_phone_state *b) {
    struct cdc43_params before;
    struct cdc43_params after;

    return cdc43_phone_get_params(a, &before) && cdc43_phone_get_params(b, &after) &&
           is_same(before.server, after.server) &&
           is_same(before.root_ca_fingerprint, after.root_ca_fingerprint) &&
           is_same(before.challenge_password, after.challenge_password) &&
           cdc43_is_on(&before, CDC43_FIPS_MODE) == cdc43_is_on(&after, CDC43_FIPS_MODE) &&
           strcmp(a->identity.common_name, b->identity.common_name) == 0;
}

/* Both names of the state to be. */
static enum cdc43_err set_names(const struct cdc43_phone_device *device,
                                const struct cdc43_phone_settings *settings,
                                const struct cdc43_phone_state *before,
                                struct cdc43_phone_state *ret_state,
                                struct cdc43_where *ret_where) {
    const struct cdc43_view kept = {(const uint8_t *)before->identity.common_name,
                                    strlen(before->identity.common_name)};
    const struct cdc43_view none = {NULL, 0};
    struct cdc43_phone_device named = *device;

    named.common_name = settings->has_common_name ? settings->common_name
                        : before->has_common_name ? kept
                                                  : none;
    return cdc43_phone_set_identity(&named, cdc43_phone_domain(before), ret_state, ret_where);
}

enum cdc43_err cdc43_phone_configure(const struct cdc43_phone_device *device,
                                     const struct cdc43_phone_settings *settings,
                                     struct cdc43_phone_state *ret_state, bool *ret_changed,
                                     struct cdc43_where *ret_where) {
    struct cdc43_phone_state state = *ret_state;
    struct cdc43_params params;
    enum cdc43_err err = CDC43_OK;

    (void)cdc43_phone_get_params(ret_state, &params);
    params = merge(&params, settings);
    err = cdc43_check_complete(&cdc43_phone, &params, ret_where);
    if (err == CDC43_OK) {
        err = cdc43_encode(&cdc43_phone, &params, CDC43_OPTION_MAX, state.option43,
                           sizeof state.option43, &state.option43_len, ret_where);
    }
    if (err == CDC43_OK) {
        err = set_names(device, settings, ret_state, &state, ret_where);
    }
    if (err == CDC43_OK) {
        state.provisioned = true;
        cdc43_phone_set_device(device, &state);
        *ret_changed = !is_same_enrolment(ret_state, &state);
        *ret_state = state;
    }
    cdc43_wipe(&state, sizeof state);
    return err;
}
