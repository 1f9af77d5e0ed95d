/* SPDX-License-Identifier: MIT */
/* The subcommands of cdc43-phone and what they share. */
#ifndef CDC43_PHONE_COMMAND_H
#define CDC43_PHONE_COMMAND_H

#include "phone-side/configure.h"
#include "phone-side/macros.h"
#include "phone-side/phone.h"
#include "phone-side/store.h"
#include "tlv/command/cli.h"
#include "tlv/command/options.h"

/* Beside enum cdc43_exit: the CA decides later about the request. */
#define CDC43_PHONE_EXIT_LATER 3

extern const struct cdc43_cli_subcommand cdc43_phone_command_boot;
extern const struct cdc43_cli_subcommand cdc43_phone_command_apply;
extern const struct cdc43_cli_subcommand cdc43_phone_command_show;
extern const struct cdc43_cli_subcommand cdc43_phone_command_import;
extern const struct cdc43_cli_subcommand cdc43_phone_command_enrol;
extern const struct cdc43_cli_subcommand cdc43_phone_command_renew;
extern const struct cdc43_cli_subcommand cdc43_phone_command_status;
extern const struct cdc43_cli_subcommand cdc43_phone_command_run;
extern const struct cdc43_cli_subcommand cdc43_phone_command_install;
extern const struct cdc43_cli_subcommand cdc43_phone_command_view;
extern const struct cdc43_cli_subcommand cdc43_phone_command_delete;
extern const struct cdc43_cli_subcommand cdc43_phone_command_next_ca;
extern const struct cdc43_cli_subcommand cdc43_phone_command_supplicant;
extern const struct cdc43_cli_subcommand cdc43_phone_command_cert_check;
extern const struct cdc43_cli_subcommand cdc43_phone_command_stage;
extern const struct cdc43_cli_subcommand cdc43_phone_command_doctor;

/* Options that more than one subcommand has. */
#define CDC43_PHONE_CLI_STATE_THERE "directory of the phone's state"
#define CDC43_PHONE_CLI_STATE_MADE "directory of the phone's state; created if it is missing"
#define CDC43_PHONE_CLI_STATE(target, help)                                                        \
    CDC43_CLI_TEXT("state", "DIR", target, CDC43_CLI_NEEDED, help)
#define CDC43_PHONE_CLI_FORMAT(target)                                                             \
    CDC43_CLI_CHOICE("format", CDC43_CLI_FORMATS, target,                                          \
                     "text for people (default) or JSON for programs")
#define CDC43_PHONE_CLI_SHOW_SECRETS(target)                                                       \
    CDC43_CLI_FLAG("show-secrets", target, "show the challenge password")
#define CDC43_PHONE_CLI_ALLOW_LEGACY(target)                                                       \
    CDC43_CLI_FLAG("allow-legacy", target,                                                         \
                   "accept single DES, 3DES, SHA-1 and short keys from the CA, as Debian's "       \
                   "scepserver needs")
#define CDC43_PHONE_CLI_QUIET(target)                                                              \
    CDC43_CLI_FLAG("quiet", target, "no progress messages on standard error")
#define CDC43_PHONE_CLI_MIC(who)                                                                   \
    CDC43_CLI_TEXT("mic", "CERT", &(who)->mic, 0, "manufacturing certificate, PEM or DER")
#define CDC43_PHONE_CLI_MIC_KEY(who)                                                               \
    CDC43_CLI_TEXT("mic-key", "KEY", &(who)->mic_key, 0,                                           \
                   "its private key, PEM or DER, not encrypted")

/* Exit code after a message when half of the pair is missing, or -1 to go on. */
int cdc43_phone_cli_need_pair(const char *mic, const char *mic_key);

/* Macros from the command line. All zero: none. */
#define CDC43_PHONE_CLI_MACROS_MAX 32
struct cdc43_phone_cli_macros {
    struct cdc43_phone_macro list[CDC43_PHONE_CLI_MACROS_MAX];
    size_t count;
};

/* "NAME=VALUE", which must stay where it is; target: struct cdc43_phone_cli_macros, as an option's
 * target. -1, or the exit code after a message. */
int cdc43_phone_cli_add_macro(void *target, const char *text);

/* Which phone it is, as the command line says. All zero: nothing was said. */
struct cdc43_phone_cli_who {
    const char *model; /* --model and --mac, or --mic-cn, or --mic and --mic-key */
    const char *mac;
    const char *mic_cn;
    const char *mic;
    const char *mic_key;
    const char *common_name; /* --common-name and what stands for its macros */
    struct cdc43_phone_cli_macros macros;
    bool wireless;
};

/* Options of it, each on its own, and those by which every subcommand that takes any can be told
 * which phone it is. */
#define CDC43_PHONE_CLI_WIRELESS(who)                                                              \
    CDC43_CLI_FLAG("wireless", &(who)->wireless,                                                   \
                   "a wireless phone: 802.1X and Certificate Select do not count")
#define CDC43_PHONE_CLI_MIC_CN(who)                                                                \
    CDC43_CLI_TEXT("mic-cn", "CN", &(who)->mic_cn, 0,                                              \
                   "Common Name in the manufacturing certificate")
#define CDC43_PHONE_CLI_COMMON_NAME(who)                                                           \
    CDC43_CLI_TEXT("common-name", "TEXT", &(who)->common_name, 0,                                  \
                   "configured Common Name (CDC_Common_Name_1_), with macros; takes precedence "   \
                   "over the one made from option 15")
#define CDC43_PHONE_CLI_MACRO(who)                                                                 \
    CDC43_CLI_TAKE("macro", "NAME=VALUE", cdc43_phone_cli_add_macro, &(who)->macros,               \
                   CDC43_CLI_REPEATS,                                                              \
                   "value of a macro in the Common Name; MA, MAU, MAC, PN and PSN come from the "  \
                   "MIC CN")
#define CDC43_PHONE_CLI_WHO_OPTIONS(who)                                                           \
    CDC43_CLI_TEXT("model", "MODEL", &(who)->model, 0,                                             \
                   "what the phone says in option 60, such as DP-9871"),                           \
        CDC43_CLI_TEXT("mac", "MAC", &(who)->mac, 0,                                               \
                       "MAC address, 12 hexadecimal digits; colons, hyphens and dots may "         \
                       "separate them"),                                                           \
        CDC43_PHONE_CLI_MIC_CN(who), CDC43_PHONE_CLI_MIC(who), CDC43_PHONE_CLI_MIC_KEY(who),       \
        CDC43_PHONE_CLI_MACRO(who), CDC43_PHONE_CLI_WIRELESS(who)

/* In how many of the three ways it is said; negative: half of a pair is missing. */
int cdc43_phone_cli_count_ways(const struct cdc43_phone_cli_who *who);

/* A phone as the command line describes it. It must stay where it is: device points into it. */
struct cdc43_phone_cli_device {
    struct cdc43_phone_device device;
    const char *model;
    uint8_t mac[6];
    char mic_cn[CDC43_COMMON_NAME_MAX + 1];
    char common_name[CDC43_COMMON_NAME_MAX + 1];
};

/* The MIC CN of a manufacturing certificate goes before that of model and MAC; --common-name has
 * its macros expanded. Exit code, CDC43_EXIT_GOOD or what a message was printed for. */
int cdc43_phone_cli_set_device(const struct cdc43_phone_cli_who *who,
                               struct cdc43_phone_cli_device *ret_device);

/* A Common Name with its macros expanded, those of the command line and those of the MIC CN. what:
 * for messages, the option or element. Exit code. */
int cdc43_phone_cli_expand(const struct cdc43_phone_cli_macros *macros, const char *what,
                           struct cdc43_view text, struct cdc43_view mic_cn,
                           char ret_text[CDC43_COMMON_NAME_MAX + 1]);

/* Opens the state directory (create: makes it), or says why not. */
int cdc43_phone_cli_open(const char *path, bool create, struct cdc43_phone_store *ret_store);

/* Prints why something about the state directory failed; CDC43_EXIT_BAD. */
int cdc43_phone_cli_fail(const char *path, const struct cdc43_phone_store_fault *fault);

/* Opens the state directory, loads the state and closes it again. Exit code. */
int cdc43_phone_cli_read(const char *path, struct cdc43_phone_state *ret_state);

/* Loads the state, refuses that of another phone, and says what is wrong. */
int cdc43_phone_cli_load(const char *path, const struct cdc43_phone_store *store,
                         const struct cdc43_phone_device *device,
                         struct cdc43_phone_state *ret_state);

/* Takes a response: opens the state directory or makes it, and under the lock loads, applies and
 * saves. ret_state: as stored. Exit code: good when all of this worked, whatever became of the
 * response. */
int cdc43_phone_cli_apply(const char *path, const struct cdc43_phone_device *device,
                          const struct cdc43_phone_response *response,
                          struct cdc43_phone_state *ret_state);

/* Changes parameters of the phone that the state is of, under the lock: all of them or nothing;
 * what the CA sees asks for a new certificate. refused: said before the reason when a rule is
 * broken; NULL: nothing. Exit code. */
int cdc43_phone_cli_change(const char *path, const struct cdc43_phone_store *store,
                           const struct cdc43_phone_device *device,
                           const struct cdc43_phone_settings *settings, const char *refused,
                           struct cdc43_phone_state *ret_state, bool *ret_changed);

/* The phone that the state is of; it points into it. */
struct cdc43_phone_device cdc43_phone_cli_device_of(const struct cdc43_phone_state *state);

/* Good when a response came and the phone is provisioned, now or since earlier; otherwise says what
 * became of it. */
int cdc43_phone_cli_judge(const struct cdc43_phone_response *response,
                          const struct cdc43_phone_state *state);

/* The first messages of a DHCP exchange, sent and received. */
#define CDC43_PHONE_CLI_MESSAGES_MAX 16
#define CDC43_PHONE_CLI_MESSAGE_MAX 1500
struct cdc43_phone_cli_transcript {
    uint32_t xid; /* messages of other transactions do not count */
    size_t count;
    struct {
        size_t len;
        uint8_t octets[CDC43_PHONE_CLI_MESSAGE_MAX]; /* SECRET inside */
    } messages[CDC43_PHONE_CLI_MESSAGES_MAX];
};

/* Says why the phone would not enrol, as doctor does. */
void cdc43_phone_cli_explain(const struct cdc43_phone_cli_transcript *transcript,
                             const struct cdc43_phone_device *device);

/* What the rest asks of the certificate's side, under the lock; exit codes. A command that was
 * built without OpenSSL or libcurl has nothing there. */

/* Factory reset: removes certificate, key and requests. */
int cdc43_phone_cli_forget(const char *path);

/* The parameters have changed: a new certificate is asked for at the next check. */
int cdc43_phone_cli_ask(const char *path);

/* A row of a page, on standard output; and one with a fingerprint and its digest's name. */
void cdc43_phone_page_row(const char *label, const char *text);
void cdc43_phone_page_fingerprint(const char *label, struct cdc43_view fingerprint);

/* The page "SCEP Configuration 1" with status, on standard output. */
void cdc43_phone_page_text(const struct cdc43_phone_state *state, bool show_secrets);
void cdc43_phone_page_json(const struct cdc43_phone_state *state, bool show_secrets);
int cdc43_phone_page_xml(const struct cdc43_phone_state *state, bool show_secrets);

#endif
