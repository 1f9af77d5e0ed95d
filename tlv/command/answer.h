/* SPDX-License-Identifier: MIT */
/* What cdc43 decode says about the answers of an exchange. */
#ifndef CDC43_COMMAND_ANSWER_H
#define CDC43_COMMAND_ANSWER_H

#include "tlv/capture/answers.h"

/* Hands over sentences about the answer; NULL: nobody answered. None: it is good, or the client is
 * no phone and got no option 43. */
void cdc43_cli_say_findings(const struct cdc43_capture_client *client,
                            const struct cdc43_capture_answer *answer, bool strict,
                            void (*say)(void *context, const char *sentence), void *context);

#endif
