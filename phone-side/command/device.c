/* SPDX-License-Identifier: MIT */
/* What the subcommands share: the phone from the command line, its state directory, applying. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "phone-side/command/certificate.h"

static struct cdc43_view view_of(const char *text) {
    return (struct cdc43_view){(const uint8_t *)text, strlen(text)};
}

int cdc43_phone_cli_need_pair(const char *mic, const char *mic_key) {
    return (mic == NULL) != (mic_key == NULL)
               ? cdc43_cli_usage("specify both --mic and --mic-key, or neither")
               : -1;
}

int cdc43_phone_cli_count_ways(const struct cdc43_phone_cli_who *who) {
    if ((who->mic == NULL) != (who->mic_key == NULL) ||
        (who->model == NULL) != (who->mac == NULL)) {
        return -1;
    }
    return (who->mic != NULL) + (who->mic_cn != NULL) + (who->model != NULL);
}

static int use_mic_cn(const char *mic_cn, struct cdc43_phone_cli_device *device) {
    struct cdc43_identity unused;
    struct cdc43_where where;
    enum cdc43_err err = CDC43_OK;

    device->device.mic_cn = view_of(mic_cn);
    err = cdc43_build_identity(device->device.mic_cn, view_of(""), &unused, &where);
    return err == CDC43_OK ? CDC43_EXIT_GOOD : cdc43_cli_fail_err("--mic-cn: ", err, &where);
}

static int use_model(const char *model, const char *mac, struct cdc43_phone_cli_device *device) {
    struct cdc43_where where;
    size_t len = 0;
    enum cdc43_err err = cdc43_parse_mac(mac, strlen(mac), device->mac, &where);

    device->model = model;
    if (err != CDC43_OK) {
        return cdc43_cli_fail_err("--mac: ", err, &where);
    }
    err = cdc43_build_mic_cn(view_of(model), device->mac, device->mic_cn, &len, &where);
    if (err != CDC43_OK) {
        return cdc43_cli_fail_err("--model: ", err, &where);
    }
    device->device.mic_cn = (struct cdc43_view){(const uint8_t *)device->mic_cn, len};
    return CDC43_EXIT_GOOD;
}

static int use_mic(const char *cert, const char *key, struct cdc43_phone_cli_device *device) {
    struct cdc43_scep_pair mic = {0};
    const int code = cdc43_phone_cli_read_mic(cert, key, &mic, device->mic_cn);

    if (code == CDC43_EXIT_GOOD) {
        device->device.mic_cn = view_of(device->mic_cn);
        cdc43_scep_pair_end(&mic);
    }
    return code;
}

static int use_common_name(const struct cdc43_phone_cli_who *who,
                           struct cdc43_phone_cli_device *device) {
    const int code =
        cdc43_phone_cli_expand(&who->macros, "--common-name", view_of(who->common_name),
                               device->device.mic_cn, device->common_name);

    if (code == CDC43_EXIT_GOOD) {
        device->device.common_name = view_of(device->common_name);
    }
    return code;
}

int cdc43_phone_cli_set_device(const struct cdc43_phone_cli_who *who,
                               struct cdc43_phone_cli_device *ret_device) {
    int code = CDC43_EXIT_GOOD;

    ret_device->device.wireless = who->wireless;
    if (who->mic_cn != NULL) {
        code = use_mic_cn(who->mic_cn, ret_device);
    } else if (who->model != NULL) {
        code = use_model(who->model, who->mac, ret_device);
    }
    if (code == CDC43_EXIT_GOOD && who->mic != NULL) {
        code = use_mic(who->mic, who->mic_key, ret_device);
    }
    return code == CDC43_EXIT_GOOD && who->common_name != NULL ? use_common_name(who, ret_device)
                                                               : code;
}

int cdc43_phone_cli_fail(const char *path, const struct cdc43_phone_store_fault *fault) {
    switch (fault->err) {
    case CDC43_PHONE_STORE_OK:
        break;
    case CDC43_PHONE_STORE_SYSTEM:
        return cdc43_cli_fail("%s: cannot %s: %s", path, fault->step, strerror(fault->number));
    case CDC43_PHONE_STORE_BUSY:
        return cdc43_cli_fail("%s: another process is changing this state or waiting for the "
                              "CA; try again later",
                              path);
    case CDC43_PHONE_STORE_OTHER_VERSION:
        return cdc43_cli_fail("%s/%s: this state was stored by another version of the format", path,
                              CDC43_PHONE_STORE_FILE);
    case CDC43_PHONE_STORE_DAMAGED:
        return cdc43_cli_fail("%s/%s: the state is damaged at line %zu, so none of it is used; to "
                              "start over, reset the phone (boot --factory-reset)",
                              path, CDC43_PHONE_STORE_FILE, fault->line);
    }
    return CDC43_EXIT_BAD;
}

/* Says once that others can get at the password and keys in there. */
static void warn_of_mode(const char *path, const struct cdc43_phone_store *store) {
    static bool is_said;
    struct stat status;

    if (!is_said && fstat(store->directory, &status) == 0 && (status.st_mode & 077U) != 0) {
        is_said = true;
        (void)cdc43_cli_fail("warning: %s: other users can use this directory (mode %03o); run "
                             "'chmod 700' on it",
                             path, (unsigned)(status.st_mode & 0777U));
    }
}

int cdc43_phone_cli_open(const char *path, bool create, struct cdc43_phone_store *ret_store) {
    struct cdc43_phone_store_fault fault;

    if (!cdc43_phone_open(path, create, ret_store, &fault)) {
        return cdc43_phone_cli_fail(path, &fault);
    }
    warn_of_mode(path, ret_store);
    return CDC43_EXIT_GOOD;
}

int cdc43_phone_cli_read(const char *path, struct cdc43_phone_state *ret_state) {
    struct cdc43_phone_store store;
    struct cdc43_phone_store_fault fault;
    int code = cdc43_phone_cli_open(path, false, &store);

    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    if (!cdc43_phone_load(&store, ret_state, &fault)) {
        code = cdc43_phone_cli_fail(path, &fault);
    }
    cdc43_phone_close(&store);
    return code;
}

int cdc43_phone_cli_load(const char *path, const struct cdc43_phone_store *store,
                         const struct cdc43_phone_device *device,
                         struct cdc43_phone_state *ret_state) {
    struct cdc43_phone_store_fault fault;

    if (!cdc43_phone_load(store, ret_state, &fault)) {
        return cdc43_phone_cli_fail(path, &fault);
    }
    if (!cdc43_phone_is_own(ret_state, device)) {
        return cdc43_cli_fail("%s: this state belongs to another phone, %s", path,
                              ret_state->mic_cn);
    }
    return CDC43_EXIT_GOOD;
}

static int apply(const char *path, const struct cdc43_phone_store *store,
                 const struct cdc43_phone_device *device,
                 const struct cdc43_phone_response *response, struct cdc43_phone_state *ret_state) {
    struct cdc43_phone_store_fault fault;
    int code = CDC43_EXIT_GOOD;

    if (!cdc43_phone_lock(store, &fault)) {
        return cdc43_phone_cli_fail(path, &fault);
    }
    code = cdc43_phone_cli_load(path, store, device, ret_state);
    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    /* The request first: if the power fails in between, one is made for nothing, but none is
     * lost. */
    if (cdc43_phone_apply(device, response, ret_state) == CDC43_PHONE_APPLIED) {
        code = cdc43_phone_cli_ask(path);
    }
    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    return cdc43_phone_save(store, ret_state, &fault) ? CDC43_EXIT_GOOD
                                                      : cdc43_phone_cli_fail(path, &fault);
}

int cdc43_phone_cli_apply(const char *path, const struct cdc43_phone_device *device,
                          const struct cdc43_phone_response *response,
                          struct cdc43_phone_state *ret_state) {
    struct cdc43_phone_store store;
    int code = cdc43_phone_cli_open(path, true, &store);

    if (code == CDC43_EXIT_GOOD) {
        code = apply(path, &store, device, response, ret_state);
        cdc43_phone_close(&store);
    }
    return code;
}

struct cdc43_phone_device cdc43_phone_cli_device_of(const struct cdc43_phone_state *state) {
    return (struct cdc43_phone_device){
        .mic_cn = {(const uint8_t *)state->mic_cn, state->mic_cn_len},
        .wireless = state->wireless,
    };
}

int cdc43_phone_cli_change(const char *path, const struct cdc43_phone_store *store,
                           const struct cdc43_phone_device *device,
                           const struct cdc43_phone_settings *settings, const char *refused,
                           struct cdc43_phone_state *ret_state, bool *ret_changed) {
    struct cdc43_phone_store_fault fault;
    struct cdc43_where where;
    int code = CDC43_EXIT_GOOD;
    const enum cdc43_err err =
        cdc43_phone_configure(device, settings, ret_state, ret_changed, &where);

    if (err != CDC43_OK) {
        if (refused != NULL) {
            (void)cdc43_cli_fail("%s", refused);
        }
        return cdc43_cli_fail_err("", err, &where);
    }
    /* The request first, as in cdc43_phone_cli_apply. */
    code = *ret_changed ? cdc43_phone_cli_ask(path) : CDC43_EXIT_GOOD;
    return code == CDC43_EXIT_GOOD && !cdc43_phone_save(store, ret_state, &fault)
               ? cdc43_phone_cli_fail(path, &fault)
               : code;
}

int cdc43_phone_cli_judge(const struct cdc43_phone_response *response,
                          const struct cdc43_phone_state *state) {
    char sentence[CDC43_PHONE_SENTENCE_MAX];

    if (state->provisioned && !response->is_missing && response->err == CDC43_OK) {
        return CDC43_EXIT_GOOD;
    }
    cdc43_phone_print_status(&state->status, sentence, sizeof sentence);
    return cdc43_cli_fail("%s", sentence);
}
