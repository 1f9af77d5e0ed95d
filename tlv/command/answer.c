/* SPDX-License-Identifier: MIT */
/* What cdc43 decode says about the answers of an exchange. */
#include "tlv/command/answer.h"

#include <stdio.h>
#include <string.h>

#include "tlv/text.h"
#include "tlv/vendors.h"

/* Who is told, so that fewer arguments are handed on. */
struct listener {
    void (*say)(void *context, const char *sentence);
    void *context;
};

static void say_err(const struct listener *listener, enum cdc43_err err,
                    const struct cdc43_where *where) {
    char sentence[CDC43_SENTENCE_MAX];

    cdc43_print_error(err, where, sentence, sizeof sentence);
    listener->say(listener->context, sentence);
}

/* About the octets of option 43. */
static void say_judgement(const struct listener *listener,
                          const struct cdc43_capture_answer *answer, bool strict) {
    const struct cdc43_judgement *const judgement = &answer->judgement;
    enum cdc43_vendor_id vendor;
    char sentence[CDC43_SENTENCE_MAX];

    if (!cdc43_capture_is_good(answer, strict) &&
        cdc43_guess_vendor((struct cdc43_view){answer->octets, answer->len}, &vendor)) {
        (void)snprintf(sentence, sizeof sentence, "option 43 has suboptions of %s",
                       cdc43_vendor_title(vendor));
        listener->say(listener->context, sentence);
        return;
    }
    if (!answer->is_ours) {
        listener->say(listener->context, "option 43 is for other devices");
        return;
    }
    for (size_t i = 0; i < judgement->count; i++) {
        const struct cdc43_finding *const finding = &judgement->findings[i];
        if (strict || !finding->is_tolerated) {
            say_err(listener, finding->err, &finding->where);
        }
    }
}

/* About the message itself. True: there is nothing more to say. */
static bool say_message(const struct listener *listener, const struct cdc43_capture_client *client,
                        const struct cdc43_capture_answer *answer) {
    char sentence[CDC43_SENTENCE_MAX];

    if (answer->message->type == CDC43_CAPTURE_NAK) {
        listener->say(listener->context, "the server refused the request (NAK)");
        return true;
    }
    if (answer->message->type == CDC43_CAPTURE_OFFER) {
        listener->say(listener->context, "an OFFER only, no ACK");
    }
    if (!cdc43_capture_is_whole(&answer->message->datagram)) {
        (void)snprintf(sentence, sizeof sentence,
                       "the capture has cut the message, %zu octets are missing (snap length)",
                       answer->message->datagram.missing);
        listener->say(listener->context, sentence);
    } else if (answer->err != CDC43_OK) {
        say_err(listener, answer->err, &answer->where);
    } else if (!answer->has_option43) {
        listener->say(listener->context, client->wish == CDC43_CAPTURE_WISH_OTHER
                                             ? "no option 43, and the client did not request it"
                                             : "no option 43");
    }
    return false;
}

void cdc43_cli_say_findings(const struct cdc43_capture_client *client,
                            const struct cdc43_capture_answer *answer, bool strict,
                            void (*say)(void *context, const char *sentence), void *context) {
    const struct listener listener = {say, context};

    if (!client->is_phone && (answer == NULL || !answer->has_option43)) {
        return;
    }
    if (answer == NULL) {
        if (client->aim != CDC43_CAPTURE_AIM_NOTHING) {
            say(context, "no server answered");
        }
        return;
    }
    if (say_message(&listener, client, answer)) {
        return;
    }
    if (answer->has_option43 && answer->err == CDC43_OK) {
        say_judgement(&listener, answer, strict);
    }
    if (answer->name_err != CDC43_OK) {
        say(context, "option 15 gives no valid Common Name");
        say_err(&listener, answer->name_err, &answer->name_where);
    }
}
