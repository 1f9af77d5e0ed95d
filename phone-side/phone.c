/* SPDX-License-Identifier: MIT */
/* From a DHCP response to what the phone keeps: the factory-reset gate, all or nothing. */
#include "phone-side/phone.h"

#include <string.h>

enum cdc43_err cdc43_phone_set_identity(const struct cdc43_phone_device *device,
                                        struct cdc43_view domain,
                                        struct cdc43_phone_state *ret_state,
                                        struct cdc43_where *ret_where) {
    const struct cdc43_view name = device->common_name;
    const struct cdc43_view none = {NULL, 0};
    struct cdc43_identity identity;
    enum cdc43_err err = CDC43_OK;

    /* A configured name keeps the rules of any other. */
    if (name.len != 0) {
        err = cdc43_build_identity(name, none, &identity, ret_where);
    }
    if (err == CDC43_OK) {
        memset(&identity, 0, sizeof identity); /* nothing of the stack stays behind the names */
        err = cdc43_build_identity(device->mic_cn, domain, &identity, ret_where);
    }
    if (err == CDC43_OK && name.len != 0) {
        memset(identity.common_name, 0, sizeof identity.common_name);
        memcpy(identity.common_name, name.data, name.len);
    }
    if (err == CDC43_OK) {
        ret_state->identity = identity;
        ret_state->has_common_name = name.len != 0;
    }
    return err;
}

struct cdc43_view cdc43_phone_domain(const struct cdc43_phone_state *state) {
    const size_t skip = state->mic_cn_len + 1;
    struct cdc43_view domain = {NULL, 0};

    if (state->identity.len > skip) {
        domain.data = (const uint8_t *)state->identity.user_id + skip;
        domain.len = state->identity.len - skip;
    }
    return domain;
}

void cdc43_phone_set_device(const struct cdc43_phone_device *device,
                            struct cdc43_phone_state *ret_state) {
    ret_state->wireless = device->wireless;
    if (device->mic_cn.len <= CDC43_COMMON_NAME_MAX) {
        if (device->mic_cn.len != 0) {
            memcpy(ret_state->mic_cn, device->mic_cn.data, device->mic_cn.len);
        }
        ret_state->mic_cn[device->mic_cn.len] = '\0';
        ret_state->mic_cn_len = device->mic_cn.len;
    }
}

/* Everything that must be true before anything else changes; the identity is set last. */
static struct cdc43_phone_status check_response(const struct cdc43_phone_device *device,
                                                const struct cdc43_phone_response *response,
                                                struct cdc43_phone_state *ret_state) {
    struct cdc43_phone_status status = {CDC43_PHONE_BAD_OPTION43, CDC43_OK, {0}};
    struct cdc43_params params;

    status.err = cdc43_decode(&cdc43_phone, CDC43_TOLERANT, response->option43.data,
                              response->option43.len, &params, &status.where);
    if (status.err == CDC43_OK) {
        status.err = cdc43_check_complete(&cdc43_phone, &params, &status.where);
    }
    if (status.err == CDC43_OK) {
        status.outcome = CDC43_PHONE_BAD_IDENTITY;
        status.err = cdc43_phone_set_identity(device, response->option15, ret_state, &status.where);
    }
    if (status.err == CDC43_OK) {
        status = (struct cdc43_phone_status){CDC43_PHONE_APPLIED, CDC43_OK, {0}};
    }
    return status;
}

enum cdc43_phone_outcome cdc43_phone_apply(const struct cdc43_phone_device *device,
                                           const struct cdc43_phone_response *response,
                                           struct cdc43_phone_state *ret_state) {
    struct cdc43_phone_status status = {CDC43_PHONE_NONE, CDC43_OK, {0}};

    if (response->is_missing) {
        status = (struct cdc43_phone_status){CDC43_PHONE_NO_ANSWER, response->err, response->where};
    } else if (response->err != CDC43_OK) {
        status =
            (struct cdc43_phone_status){CDC43_PHONE_BAD_MESSAGE, response->err, response->where};
    } else if (!response->has_option43) {
        status.outcome = CDC43_PHONE_NO_OPTION43;
    } else if (ret_state->provisioned) {
        status.outcome = CDC43_PHONE_IGNORED;
    } else {
        status = check_response(device, response, ret_state);
    }
    if (status.outcome == CDC43_PHONE_APPLIED) {
        ret_state->provisioned = true;
        ret_state->option43_len = response->option43.len; /* decoded, so at most CDC43_OPTION_MAX */
        memcpy(ret_state->option43, response->option43.data, response->option43.len);
    }
    cdc43_phone_set_device(device, ret_state);
    ret_state->status = status;
    return status.outcome;
}

bool cdc43_phone_is_own(const struct cdc43_phone_state *state,
                        const struct cdc43_phone_device *device) {
    return !state->provisioned ||
           (state->mic_cn_len == device->mic_cn.len &&
            memcmp(state->mic_cn, device->mic_cn.data, device->mic_cn.len) == 0);
}

bool cdc43_phone_get_params(const struct cdc43_phone_state *state,
                            struct cdc43_params *ret_params) {
    struct cdc43_where where;

    if (state->provisioned && cdc43_decode(&cdc43_phone, CDC43_TOLERANT, state->option43,
                                           state->option43_len, ret_params, &where) == CDC43_OK) {
        return true;
    }
    *ret_params = (struct cdc43_params){0};
    return false;
}
