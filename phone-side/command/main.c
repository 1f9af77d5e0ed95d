/* SPDX-License-Identifier: MIT */
/* cdc43-phone: the list of its subcommands. */
#include <sys/prctl.h>

#include "phone-side/command/command.h"

int main(int argc, char **argv) {
    static const struct cdc43_cli_subcommand *const subcommands[] = {
        &cdc43_phone_command_boot,       &cdc43_phone_command_apply,
        &cdc43_phone_command_show,       &cdc43_phone_command_import,
        &cdc43_phone_command_enrol,      &cdc43_phone_command_renew,
        &cdc43_phone_command_status,     &cdc43_phone_command_run,
        &cdc43_phone_command_install,    &cdc43_phone_command_view,
        &cdc43_phone_command_delete,     &cdc43_phone_command_next_ca,
        &cdc43_phone_command_supplicant, &cdc43_phone_command_cert_check,
        &cdc43_phone_command_stage,      &cdc43_phone_command_doctor,
    };
    static const struct cdc43_cli_program program = {
        "cdc43-phone",
        "Do the phone's part: take certificate parameters from DHCP option 43, and enrol with them",
        subcommands,
        sizeof subcommands / sizeof subcommands[0],
    };

    /* The password and keys are in our memory: no core dump, and no debugger of the same user. */
    (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    return cdc43_cli_run(&program, argc, argv);
}
