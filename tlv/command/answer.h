/* SPDX-License-Identifier: MIT */
/* What the client of an exchange asked for, and what each server answered it. */
#ifndef CDC43_COMMAND_ANSWER_H
#define CDC43_COMMAND_ANSWER_H

#include "tlv/capture/exchanges.h"
#include "tlv/judge.h"

/* Option 55, the list of what the client wants. */
enum cdc43_cli_wish {
    CDC43_CLI_WISH_NONE, /* there was no list, or no message of the client */
    CDC43_CLI_WISH_43,   /* option 43 is in it */
    CDC43_CLI_WISH_OTHER /* option 43 is not in it */
};

struct cdc43_cli_client {
    char model[CDC43_OPTION_MAX + 1]; /* option 60, "?" for what is not printable; "" without it */
    bool is_phone;                    /* the model and the hardware address give a Common Name */
    enum cdc43_cli_wish wish;
    size_t mic_cn_len;
    char mic_cn[CDC43_COMMON_NAME_MAX + 1]; /* of the manufacturing certificate */
};

/* What one server answered: its ACK, or else its NAK, or else its OFFER. */
struct cdc43_cli_answer {
    const struct cdc43_capture_message *message;
    uint8_t server[4]; /* option 54, or else the address that the answer came from */
    bool has_option43;
    size_t len;                       /* of option 43, all instances joined */
    uint8_t octets[CDC43_OPTION_MAX]; /* SECRET inside */
    enum cdc43_err err;               /* of the message: option 43 cannot be taken from it */
    struct cdc43_where where;
    bool is_ours; /* option 43: the client is a phone, or the suboptions are those of one */
    struct cdc43_judgement judgement; /* of option 43, if it is there */
    enum cdc43_err name_err;          /* of the identity, which a phone has */
    struct cdc43_where name_where;
    struct cdc43_identity identity;
};

void cdc43_cli_read_client(const struct cdc43_capture_exchange *exchange,
                           struct cdc43_cli_client *ret_client);

/* The answers to read, one for each server, in the order of their first ones. Returns how many. */
size_t cdc43_cli_find_answers(
    const struct cdc43_capture_exchange *exchange,
    const struct cdc43_capture_message *ret_messages[CDC43_CAPTURE_MESSAGES_MAX]);

/* Reads an answer. The judgement points into *ret_answer, which must stay where it is; wipe its
 * octets after use. */
void cdc43_cli_read_answer(const struct cdc43_device *device, const struct cdc43_cli_client *client,
                           const struct cdc43_capture_message *message,
                           struct cdc43_cli_answer *ret_answer);

/* Is option 43 there, for our devices, and good and complete? strict: nothing is tolerated. */
bool cdc43_cli_is_good(const struct cdc43_cli_answer *answer, bool strict);

/* Is there one for our devices that is not, or a message that cannot be read? */
bool cdc43_cli_is_bad(const struct cdc43_cli_answer *answer, bool strict);

/* Hands over sentences about the answer; NULL: nobody answered. None: it is good, or the client is
 * no phone and got no option 43. */
void cdc43_cli_say_findings(const struct cdc43_cli_client *client,
                            const struct cdc43_cli_answer *answer, bool strict,
                            void (*say)(void *context, const char *sentence), void *context);

/* "DISCOVER"; "" for an unknown number. */
const char *cdc43_cli_type_name(unsigned type);

#define CDC43_CLI_TIME_MAX 40
/* "2026-11-29T08:10:02.123456Z"; "-" without a time. */
void cdc43_cli_print_time(struct cdc43_capture_time time, char ret_text[CDC43_CLI_TIME_MAX]);

/* The hardware address with colons, "-" if there is none. */
#define CDC43_CLI_HARDWARE_MAX 48
void cdc43_cli_print_hardware(const struct cdc43_capture_exchange *exchange,
                              char ret_text[CDC43_CLI_HARDWARE_MAX]);

#endif
