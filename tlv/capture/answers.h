/* SPDX-License-Identifier: MIT */
/* What the client of an exchange asked for, and what each server answered it. */
#ifndef CDC43_CAPTURE_ANSWERS_H
#define CDC43_CAPTURE_ANSWERS_H

#include "tlv/capture/exchanges.h"
#include "tlv/judge.h"

/* Option 55, the list of what the client wants. */
enum cdc43_capture_wish {
    CDC43_CAPTURE_WISH_NONE, /* there was no list, or no message of the client */
    CDC43_CAPTURE_WISH_43,   /* option 43 is in it */
    CDC43_CAPTURE_WISH_OTHER /* option 43 is not in it */
};

/* What the client wants of a server. */
enum cdc43_capture_aim {
    CDC43_CAPTURE_AIM_NOTHING, /* no answer follows: it gives its address back */
    CDC43_CAPTURE_AIM_INFORM,  /* options, but no address */
    CDC43_CAPTURE_AIM_ADDRESS
};

struct cdc43_capture_client {
    enum cdc43_capture_aim aim; /* an address when no message of the client was seen */
    /* Option 60, "?" for what is not printable; "" without it. The client's own; when no message of
     * the client was seen, that of the answer, in which some servers repeat it. */
    char model[CDC43_OPTION_MAX + 1];
    bool is_phone; /* the model and the hardware address give a Common Name */
    enum cdc43_capture_wish wish;
    size_t mic_cn_len;
    char mic_cn[CDC43_COMMON_NAME_MAX + 1]; /* of the manufacturing certificate */
};

/* What one server answered: its ACK, or else its NAK, or else its OFFER. */
struct cdc43_capture_answer {
    const struct cdc43_capture_message *message;
    uint8_t server[4]; /* option 54, or else the address that the answer came from */
    bool has_option43;
    size_t len;                       /* of option 43, all instances joined */
    uint8_t octets[CDC43_OPTION_MAX]; /* SECRET inside */
    enum cdc43_err err;               /* of the message: option 43 cannot be taken from it */
    struct cdc43_where where;
    bool is_to_phone;                 /* whatever is in option 43 */
    bool is_ours;                     /* option 43, see cdc43_is_ours */
    struct cdc43_judgement judgement; /* of option 43, if it is there */
    bool has_identity;                /* of a phone; the message is whole, and gives a lease */
    enum cdc43_err name_err;          /* why option 15 gives none */
    struct cdc43_where name_where;
    struct cdc43_identity identity;
};

/* The value of an option of a message, all instances joined; its length, or 0 when it is not there
 * or cannot be read. In a message that is cut or malformed: up to there. */
size_t cdc43_capture_get_option(const struct cdc43_capture_message *message, uint8_t code,
                                uint8_t ret_octets[CDC43_OPTION_MAX]);

/* Whose message it is: option 54, or else the address that it came from. */
void cdc43_capture_get_server(const struct cdc43_capture_message *message, uint8_t ret_server[4]);

void cdc43_capture_read_client(const struct cdc43_capture_exchange *exchange,
                               struct cdc43_capture_client *ret_client);

/* The answers to read, one for each server, in the order of their first ones. Returns how many. */
size_t cdc43_capture_find_answers(
    const struct cdc43_capture_exchange *exchange,
    const struct cdc43_capture_message *ret_messages[CDC43_CAPTURE_MESSAGES_MAX]);

/* Reads an answer. The judgement points into *ret_answer, which must stay where it is; wipe its
 * octets after use. */
void cdc43_capture_read_answer(const struct cdc43_device *device,
                               const struct cdc43_capture_client *client,
                               const struct cdc43_capture_message *message,
                               struct cdc43_capture_answer *ret_answer);

/* Is option 43 there, for our devices, and good and complete? strict: nothing is tolerated. */
bool cdc43_capture_is_good(const struct cdc43_capture_answer *answer, bool strict);

/* Is there one for our devices that is not, did a phone get one of others, or is there a message
 * that cannot be read? */
bool cdc43_capture_is_bad(const struct cdc43_capture_answer *answer, bool strict);

#endif
