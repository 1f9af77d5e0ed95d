/* SPDX-License-Identifier: MIT */
/* What a cdc43-phone that was built without OpenSSL 3 or libcurl says about certificates. */
#include "phone-side/command/certificate.h"

static int refuse(void) {
    return cdc43_cli_fail("this cdc43-phone was built without its SCEP client, which needs "
                          "OpenSSL 3 and libcurl");
}

int cdc43_phone_command_enrol(int argc, char **argv) {
    (void)argc;
    (void)argv;
    return refuse();
}

int cdc43_phone_command_renew(int argc, char **argv) {
    (void)argc;
    (void)argv;
    return refuse();
}

int cdc43_phone_command_status(int argc, char **argv) {
    (void)argc;
    (void)argv;
    return refuse();
}

int cdc43_phone_command_supplicant(int argc, char **argv) {
    (void)argc;
    (void)argv;
    return refuse();
}

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
