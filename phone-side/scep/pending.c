/* SPDX-License-Identifier: MIT */
/* A pending request as text. */
#include "phone-side/scep/pending.h"

#include <stdlib.h>
#include <string.h>

#include "phone-side/scep/lines.h"
#include "phone-side/scep/protocol.h"

#define FIXED_ROOM 512 /* everything but the two in hexadecimal */

bool cdc43_scep_print_pending(const struct cdc43_scep_pending *pending,
                              struct cdc43_scep_blob *ret_text) {
    const size_t room = FIXED_ROOM + 2 * (pending->signer.len + pending->key.len);
    char *const text = malloc(room);
    struct cdc43_phone_writer writer = {text, room, 0};

    if (text == NULL) {
        return false;
    }
    cdc43_phone_put_text(&writer, pending->unanswered == 0 ? "cdc43-scep-pending 1\n"
                                                           : "cdc43-scep-pending 2\n");
    cdc43_lines_put_text(&writer, "method", cdc43_scep_method_name(pending->method));
    cdc43_lines_put_text(&writer, "transaction", pending->transaction);
    cdc43_lines_put_text(&writer, "common-name", pending->common_name);
    cdc43_lines_put_number(&writer, "since", pending->since);
    cdc43_lines_put_number(&writer, "next-at", pending->next_at);
    cdc43_lines_put_number(&writer, "polls", pending->polls);
    if (pending->unanswered != 0) {
        cdc43_lines_put_number(&writer, "unanswered", pending->unanswered);
    }
    cdc43_lines_put_hex(&writer, "signer", cdc43_scep_view(&pending->signer));
    cdc43_lines_put_hex(&writer, "key", cdc43_scep_view(&pending->key));
    cdc43_phone_put_text(&writer, "end\n");
    ret_text->data = (uint8_t *)text;
    ret_text->len = writer.len;
    return true;
}

static bool take_method(struct cdc43_view *text, enum cdc43_scep_method *ret_method) {
    char name[32];

    if (!cdc43_lines_take_text(text, "method", name, sizeof name)) {
        return false;
    }
    for (int i = 0; i < CDC43_SCEP_METHOD_COUNT; i++) {
        if (strcmp(name, cdc43_scep_method_name((enum cdc43_scep_method)i)) == 0) {
            *ret_method = (enum cdc43_scep_method)i;
            return true;
        }
    }
    return false;
}

/* The line of version 2. */
static bool take_unanswered(struct cdc43_view *text, bool is_there, unsigned *ret_unanswered) {
    int64_t number = 0;
    const bool good = !is_there || (cdc43_lines_take_number(text, "unanswered", &number) &&
                                    number >= 1 && number <= CDC43_SCEP_SENDS_MAX);

    *ret_unanswered = (unsigned)number;
    return good;
}

static bool take_all(struct cdc43_view *text, struct cdc43_scep_pending *ret_pending) {
    struct cdc43_view value;
    struct cdc43_view version;
    int64_t polls = 0;
    const bool good = cdc43_lines_take(text, "cdc43-scep-pending", &version) && version.len == 1 &&
                      (version.data[0] == '1' || version.data[0] == '2') &&
                      take_method(text, &ret_pending->method) &&
                      cdc43_lines_take_text(text, "transaction", ret_pending->transaction,
                                            sizeof ret_pending->transaction) &&
                      cdc43_lines_take_text(text, "common-name", ret_pending->common_name,
                                            sizeof ret_pending->common_name) &&
                      cdc43_lines_take_number(text, "since", &ret_pending->since) &&
                      cdc43_lines_take_number(text, "next-at", &ret_pending->next_at) &&
                      cdc43_lines_take_number(text, "polls", &polls) &&
                      polls <= CDC43_SCEP_POLL_MAX &&
                      take_unanswered(text, version.data[0] == '2', &ret_pending->unanswered) &&
                      cdc43_lines_take_hex(text, "signer", &ret_pending->signer) &&
                      cdc43_lines_take_hex(text, "key", &ret_pending->key) &&
                      cdc43_lines_take(text, "end", &value) && value.len == 0 && text->len == 0;

    ret_pending->polls = (unsigned)polls;
    return good;
}

bool cdc43_scep_parse_pending(struct cdc43_view text, struct cdc43_scep_pending *ret_pending) {
    struct cdc43_scep_pending pending = {0};

    if (!take_all(&text, &pending)) {
        cdc43_scep_pending_end(&pending);
        return false;
    }
    *ret_pending = pending;
    return true;
}
