/* SPDX-License-Identifier: MIT */
/* What a cdc43-phone that was built without OpenSSL 3 or libcurl says about certificates. */
#include "phone-side/command/certificate.h"

static int refuse(void) {
    return cdc43_cli_fail("this cdc43-phone was built without its SCEP client, which needs "
                          "OpenSSL 3 and libcurl");
}

#define CDC43_PHONE_WITHOUT(name)                                                                  \
    int cdc43_phone_command_##name(int argc, char **argv) {                                        \
        (void)argc;                                                                                \
        (void)argv;                                                                                \
        return refuse();                                                                           \
    }
CDC43_PHONE_WITHOUT(enrol)
CDC43_PHONE_WITHOUT(renew)
CDC43_PHONE_WITHOUT(status)
CDC43_PHONE_WITHOUT(run)
CDC43_PHONE_WITHOUT(install)
CDC43_PHONE_WITHOUT(view)
CDC43_PHONE_WITHOUT(delete)
CDC43_PHONE_WITHOUT(supplicant)
CDC43_PHONE_WITHOUT(next_ca)

int cdc43_phone_cli_enrol(const struct cdc43_phone_cli_choice *choice,
                          enum cdc43_phone_cli_wish wish) {
    (void)choice;
    (void)wish;
    return refuse();
}

int cdc43_phone_cli_read_mic(const char *cert_path, const char *key_path,
                             struct cdc43_scep_pair *ret_mic,
                             char ret_mic_cn[CDC43_COMMON_NAME_MAX + 1]) {
    (void)cert_path;
    (void)key_path;
    (void)ret_mic;
    (void)ret_mic_cn;
    return refuse();
}

int cdc43_phone_cli_forget(const char *path) {
    (void)path;
    return CDC43_EXIT_GOOD; /* such a command has installed nothing */
}

int cdc43_phone_cli_ask(const char *path) {
    (void)path;
    return CDC43_EXIT_GOOD;
}
