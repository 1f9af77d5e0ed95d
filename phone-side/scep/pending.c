/* SPDX-License-Identifier: MIT */
/* A pending request as text. */
#include "phone-side/scep/pending.h"

#include <stdlib.h>
#include <string.h>

#include "phone-side/scep/lines.h"
#include "phone-side/scep/protocol.h"
#include "phone-side/writer.h"
#include "tlv/text.h"

#define FIXED_ROOM 512 /* everything but the two in hexadecimal */

static void put_line(struct cdc43_phone_writer *writer, const char *key, const char *value) {
    cdc43_phone_put_text(writer, key);
    cdc43_phone_put_char(writer, ' ');
    cdc43_phone_put_text(writer, value);
    cdc43_phone_put_char(writer, '\n');
}

static void put_number_line(struct cdc43_phone_writer *writer, const char *key, int64_t number) {
    cdc43_phone_put_text(writer, key);
    cdc43_phone_put_char(writer, ' ');
    cdc43_phone_put_number(writer, number > 0 ? (size_t)number : 0);
    cdc43_phone_put_char(writer, '\n');
}

static void put_hex_line(struct cdc43_phone_writer *writer, const char *key,
                         const struct cdc43_scep_blob *blob) {
    cdc43_phone_put_text(writer, key);
    cdc43_phone_put_char(writer, ' ');
    cdc43_phone_put_hex(writer, cdc43_scep_view(blob), "0123456789abcdef");
    cdc43_phone_put_char(writer, '\n');
}

bool cdc43_scep_print_pending(const struct cdc43_scep_pending *pending,
                              struct cdc43_scep_blob *ret_text) {
    const size_t room = FIXED_ROOM + 2 * (pending->signer.len + pending->key.len);
    char *const text = malloc(room);
    struct cdc43_phone_writer writer = {text, room, 0};

    if (text == NULL) {
        return false;
    }
    cdc43_phone_put_text(&writer, "cdc43-scep-pending 1\n");
    put_line(&writer, "method", cdc43_scep_method_name(pending->method));
    put_line(&writer, "transaction", pending->transaction);
    put_line(&writer, "common-name", pending->common_name);
    put_number_line(&writer, "since", pending->since);
    put_number_line(&writer, "next-at", pending->next_at);
    put_number_line(&writer, "polls", pending->polls);
    put_hex_line(&writer, "signer", &pending->signer);
    put_hex_line(&writer, "key", &pending->key);
    cdc43_phone_put_text(&writer, "end\n");
    ret_text->data = (uint8_t *)text;
    ret_text->len = writer.len;
    return true;
}

/* Octets from hexadecimal, at least one. */
static bool take_hex(struct cdc43_view *text, const char *key, struct cdc43_scep_blob *ret_blob) {
    struct cdc43_view value;
    struct cdc43_where where;
    uint8_t *octets = NULL;
    size_t len = 0;
    bool good = false;

    if (!cdc43_lines_take(text, key, &value) || value.len < 2) {
        return false;
    }
    octets = malloc(value.len / 2 + 1);
    good = octets != NULL &&
           cdc43_parse_hex((const char *)value.data, value.len, octets, value.len / 2, &len,
                           &where) == CDC43_OK &&
           len == value.len / 2 && cdc43_scep_copy((struct cdc43_view){octets, len}, ret_blob);
    if (octets != NULL) {
        cdc43_wipe(octets, value.len / 2);
        free(octets);
    }
    return good;
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

static bool take_all(struct cdc43_view *text, struct cdc43_scep_pending *ret_pending) {
    struct cdc43_view value;
    int64_t polls = 0;
    const bool good = cdc43_lines_take(text, "cdc43-scep-pending", &value) && value.len == 1 &&
                      value.data[0] == '1' && take_method(text, &ret_pending->method) &&
                      cdc43_lines_take_text(text, "transaction", ret_pending->transaction,
                                            sizeof ret_pending->transaction) &&
                      cdc43_lines_take_text(text, "common-name", ret_pending->common_name,
                                            sizeof ret_pending->common_name) &&
                      cdc43_lines_take_number(text, "since", &ret_pending->since) &&
                      cdc43_lines_take_number(text, "next-at", &ret_pending->next_at) &&
                      cdc43_lines_take_number(text, "polls", &polls) &&
                      polls <= CDC43_SCEP_POLL_MAX &&
                      take_hex(text, "signer", &ret_pending->signer) &&
                      take_hex(text, "key", &ret_pending->key) &&
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
