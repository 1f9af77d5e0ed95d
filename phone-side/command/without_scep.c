/* SPDX-License-Identifier: MIT */
/* What a cdc43-phone that was built without OpenSSL 3 or libcurl says about certificates. */
#include "phone-side/command/certificate.h"
#include "phone-side/command/doctor.h"

static int refuse(void) {
    return cdc43_cli_fail("this cdc43-phone was built without its SCEP client, which needs "
                          "OpenSSL 3 and libcurl");
}

/* Whatever the command line says. */
static int run(const struct cdc43_cli_subcommand *self, int argc, char **argv) {
    (void)self;
    (void)argc;
    (void)argv;
    return refuse();
}

#define CDC43_PHONE_WITHOUT(id, id_name)                                                           \
    const struct cdc43_cli_subcommand cdc43_phone_command_##id = {                                 \
        .name = id_name,                                                                           \
        .summary = "(not available: built without OpenSSL 3 or libcurl)",                          \
        .run = run,                                                                                \
    };
CDC43_PHONE_WITHOUT(enrol, "enrol")
CDC43_PHONE_WITHOUT(renew, "renew")
CDC43_PHONE_WITHOUT(status, "status")
CDC43_PHONE_WITHOUT(run, "run")
CDC43_PHONE_WITHOUT(install, "install")
CDC43_PHONE_WITHOUT(view, "view")
CDC43_PHONE_WITHOUT(delete, "delete")
CDC43_PHONE_WITHOUT(supplicant, "supplicant")
CDC43_PHONE_WITHOUT(next_ca, "next-ca")
CDC43_PHONE_WITHOUT(cert_check, "cert-check")
CDC43_PHONE_WITHOUT(stage, "stage")

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

int cdc43_phone_cli_open_authority(struct cdc43_phone_cli_authority *authority) {
    return authority->path != NULL || authority->ask_server ? refuse() : CDC43_EXIT_GOOD;
}

void cdc43_phone_cli_close_authority(struct cdc43_phone_cli_authority *authority) {
    (void)authority;
}

void cdc43_phone_cli_ask_authority(struct cdc43_phone_cli_authority *authority,
                                   struct cdc43_doctor_report *report) {
    (void)authority;
    (void)report;
}
