/* SPDX-License-Identifier: MIT */
/* Another challenge password, as the phone's screen asks for one when the CA has refused. */
#include <stdlib.h>

#include "phone-side/command/certificate.h"

/* With the lock held. */
static int change(const char *path, const struct cdc43_phone_store *store,
                  struct cdc43_view password, struct cdc43_phone_state *ret_state) {
    const struct cdc43_phone_device device = cdc43_phone_cli_device_of(ret_state);
    struct cdc43_phone_settings settings = {.cleared = 0};
    bool unused = false;

    cdc43_set_value(&settings.params, CDC43_CHALLENGE_PASSWORD, password.data, password.len);
    return cdc43_phone_cli_change(path, store, &device, &settings, NULL, ret_state, &unused);
}

int cdc43_phone_cli_change_password(const char *path, const char *file) {
    struct cdc43_phone_store store;
    struct cdc43_phone_store_fault fault;
    struct cdc43_phone_state state = {0};
    size_t len = 0;
    char *const password = cdc43_phone_cli_password(file, "Challenge Password", &len);
    int code = password != NULL ? CDC43_EXIT_GOOD : CDC43_EXIT_BAD;

    /* Nothing is typed, or written into a file, by mistake; cfg.xml can clear the password. */
    if (password != NULL && len == 0) {
        code = cdc43_cli_fail("no password was entered; the phone keeps its present one");
    }
    if (code == CDC43_EXIT_GOOD) {
        code = cdc43_phone_cli_open(path, false, &store);
    }
    if (code == CDC43_EXIT_GOOD) {
        if (!cdc43_phone_lock(&store, &fault) || !cdc43_phone_load(&store, &state, &fault)) {
            code = cdc43_phone_cli_fail(path, &fault);
        } else if (!state.provisioned) {
            code = cdc43_phone_cli_fail_factory(path);
        } else {
            code =
                change(path, &store, (struct cdc43_view){(const uint8_t *)password, len}, &state);
        }
        cdc43_phone_close(&store);
    }
    if (password != NULL) {
        cdc43_wipe(password, len);
        free(password);
    }
    cdc43_wipe(&state, sizeof state);
    return code;
}
