/* SPDX-License-Identifier: MIT */
/* The command lines of the subcommands about the certificate. */
#include "phone-side/command/certificate.h"

enum { BITS_2048, BITS_3072 };

int cdc43_phone_cli_choose(const struct cdc43_cli_subcommand *self, int argc, char **argv,
                           unsigned takes, struct cdc43_phone_cli_choice *ret_choice) {
    const bool is_file = (takes & CDC43_PHONE_TAKES_FILE) != 0; /* a person brings a certificate */
    unsigned bits = BITS_2048;
    const struct {
        unsigned taker; /* 0: everybody */
        struct cdc43_cli_option option;
    } known[] = {
        {0, CDC43_PHONE_CLI_STATE(&ret_choice->path, is_file ? CDC43_PHONE_CLI_STATE_MADE
                                                             : CDC43_PHONE_CLI_STATE_THERE)},
        {CDC43_PHONE_TAKES_FILE, CDC43_CLI_TEXT("file", "FILE", &ret_choice->file, CDC43_CLI_NEEDED,
                                                "a .p12 or .pfx file")},
        {CDC43_PHONE_TAKES_FILE,
         CDC43_CLI_FLAG("force", &ret_choice->force, "install what this phone cannot use, too")},
        {CDC43_PHONE_TAKES_IF_DUE,
         CDC43_CLI_FLAG("if-due", &ret_choice->if_due,
                        "for timers: do only what is due, such as the renewal of a certificate "
                        "that ends within 15 days, or the next question about a pending request")},
        {CDC43_PHONE_TAKES_EXCHANGE, CDC43_PHONE_CLI_MIC(ret_choice)},
        {CDC43_PHONE_TAKES_EXCHANGE, CDC43_PHONE_CLI_MIC_KEY(ret_choice)},
        {CDC43_PHONE_TAKES_EXCHANGE, CDC43_PHONE_CLI_ALLOW_LEGACY(&ret_choice->allow_legacy)},
        {CDC43_PHONE_TAKES_EXCHANGE, CDC43_CLI_CHOICE("key-bits", "2048|3072", &bits,
                                                      "size of the new RSA key (default 2048)")},
        {CDC43_PHONE_TAKES_EXCHANGE,
         CDC43_CLI_FLAG("aes256", &ret_choice->aes256,
                        "encrypt requests with AES-256 rather than AES-128")},
        {CDC43_PHONE_TAKES_NEW,
         CDC43_CLI_FLAG("new", &ret_choice->new_request,
                        "give up a pending request; without this option the CA is asked about it")},
        {CDC43_PHONE_TAKES_PASSWORD,
         CDC43_CLI_TEXT(
             "password-file", "FILE|-", &ret_choice->password_file, 0,
             is_file ? "extract password, one line; - reads standard input; without this option "
                       "the terminal asks for it"
                     : "new challenge password, one line, which the phone keeps; - reads standard "
                       "input")},
        {CDC43_PHONE_TAKES_FORMAT, CDC43_PHONE_CLI_FORMAT(&ret_choice->format)},
        {CDC43_PHONE_TAKES_EXCHANGE, CDC43_PHONE_CLI_QUIET(&ret_choice->quiet)},
    };
    struct cdc43_cli_option options[sizeof known / sizeof known[0]];
    size_t count = 0;
    int code = -1;

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (known[i].taker == 0 || (takes & known[i].taker) != 0) {
            options[count++] = known[i].option;
        }
    }
    code = cdc43_cli_parse(self, argc, argv, options, count);
    ret_choice->key_bits = bits == BITS_3072 ? 3072 : 2048;
    return code < 0 ? cdc43_phone_cli_need_pair(ret_choice->mic, ret_choice->mic_key) : code;
}
