/* SPDX-License-Identifier: MIT */
/* cdc43-phone: which subcommand is wanted. */
#include "phone-side/command/command.h"

static const char help[] =
    "cdc43-phone - the phone's side of certificate parameters in DHCP option 43\n"
    "\n"
    "Usage:\n"
    "  cdc43-phone boot [options]   boot as a phone: get a lease by DHCP, take its parameters\n"
    "  cdc43-phone apply [options]  take the parameters that a DHCP client has got\n"
    "  cdc43-phone show [options]   show the page \"SCEP Configuration 1\"\n"
    "  cdc43-phone import [options] take parameters out of cfg.xml\n"
    "  cdc43-phone enrol [options]  get a certificate from the CA with these parameters\n"
    "  cdc43-phone renew [options]  renew the certificate\n"
    "  cdc43-phone status [options] show the page \"Custom Cert Status\"\n"
    "  cdc43-phone run [options]    look after the certificate, for as long as it runs\n"
    "  cdc43-phone install [options]\n"
    "                               install a certificate from a PKCS#12 file\n"
    "  cdc43-phone view [options]   show the certificate\n"
    "  cdc43-phone delete [options] delete it\n"
    "  cdc43-phone next-ca [options]\n"
    "                               ask the CA for its next root CA, or accept that one\n"
    "  cdc43-phone supplicant [options]\n"
    "                               print the configuration of wpa_supplicant for wired 802.1X\n"
    "  cdc43-phone --help | --version    (also: cdc43-phone boot --help, ...)\n"
    "\n"
    "Exit: 0 good; 1 something was refused or failed, which standard error names; 2 wrong usage;\n"
    "3 the CA decides later.\n";

int main(int argc, char **argv) {
    static const struct cdc43_cli_command commands[] = {
        {"boot", cdc43_phone_command_boot},       {"apply", cdc43_phone_command_apply},
        {"show", cdc43_phone_command_show},       {"import", cdc43_phone_command_import},
        {"enrol", cdc43_phone_command_enrol},     {"renew", cdc43_phone_command_renew},
        {"status", cdc43_phone_command_status},   {"run", cdc43_phone_command_run},
        {"install", cdc43_phone_command_install}, {"view", cdc43_phone_command_view},
        {"delete", cdc43_phone_command_delete},   {"supplicant", cdc43_phone_command_supplicant},
        {"next-ca", cdc43_phone_command_next_ca},
    };

    cdc43_cli_set_name("cdc43-phone");
    return cdc43_cli_main(argc, argv, commands, sizeof commands / sizeof commands[0], help);
}
