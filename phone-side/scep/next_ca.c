/* SPDX-License-Identifier: MIT */
/* The root CA that the CA has announced, as text and in a store. */
#include "phone-side/scep/next_ca.h"

#include <stdlib.h>
#include <string.h>

#include "phone-side/scep/lines.h"
#include "tlv/text.h"

#define FIXED_ROOM 512 /* everything but the certificate */

void cdc43_scep_next_ca_end(struct cdc43_scep_next_ca *next) {
    cdc43_scep_blob_end(&next->root);
    *next = (struct cdc43_scep_next_ca){0};
}

bool cdc43_scep_print_next_ca(const struct cdc43_scep_next_ca *next,
                              struct cdc43_scep_blob *ret_text) {
    const size_t room = FIXED_ROOM + 2 * next->root.len;
    char *const text = malloc(room);
    struct cdc43_phone_writer writer = {text, room, 0};

    if (text == NULL) {
        return false;
    }
    cdc43_phone_put_text(&writer, "cdc43-scep-next-ca 1\n");
    cdc43_lines_put_number(&writer, "fetched-at", next->fetched_at);
    cdc43_lines_put_hex(&writer, "announcer",
                        (struct cdc43_view){next->announcer, next->digest_len});
    cdc43_lines_put_hex(&writer, "fingerprint",
                        (struct cdc43_view){next->fingerprint, next->digest_len});
    cdc43_lines_put_hex(&writer, "root", cdc43_scep_view(&next->root));
    cdc43_phone_put_text(&writer, "end\n");
    ret_text->data = (uint8_t *)text;
    ret_text->len = writer.len;
    return true;
}

/* A digest of the length that is asked for, or of any when that is 0. */
static bool take_digest(struct cdc43_view *text, const char *key, size_t *len,
                        uint8_t ret_digest[CDC43_DIGEST_MAX]) {
    struct cdc43_scep_blob octets = {0};
    const bool good = cdc43_lines_take_hex(text, key, &octets) &&
                      cdc43_digest_name(octets.len) != NULL && (*len == 0 || octets.len == *len);

    if (good) {
        memcpy(ret_digest, octets.data, octets.len);
        *len = octets.len;
    }
    cdc43_scep_blob_end(&octets);
    return good;
}

bool cdc43_scep_parse_next_ca(struct cdc43_view text, struct cdc43_scep_next_ca *ret_next) {
    struct cdc43_scep_next_ca next = {0};
    struct cdc43_view value;

    if (!cdc43_lines_take(&text, "cdc43-scep-next-ca", &value) || value.len != 1 ||
        value.data[0] != '1' || !cdc43_lines_take_number(&text, "fetched-at", &next.fetched_at) ||
        !take_digest(&text, "announcer", &next.digest_len, next.announcer) ||
        !take_digest(&text, "fingerprint", &next.digest_len, next.fingerprint) ||
        !cdc43_lines_take_hex(&text, "root", &next.root) ||
        !cdc43_lines_take(&text, "end", &value) || value.len != 0 || text.len != 0) {
        cdc43_scep_next_ca_end(&next);
        return false;
    }
    *ret_next = next;
    return true;
}

bool cdc43_scep_save_next_ca(const struct cdc43_scep_store *store,
                             const struct cdc43_scep_next_ca *next,
                             struct cdc43_scep_fault *ret_fault) {
    struct cdc43_scep_blob text = {0};
    bool good;

    if (!cdc43_scep_print_next_ca(next, &text)) {
        return cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_MEMORY, 0, NULL);
    }
    good = store->save_text(store->context, CDC43_SCEP_TEXT_NEXT_CA, cdc43_scep_view(&text),
                            ret_fault);
    cdc43_scep_blob_end(&text);
    return good;
}

bool cdc43_scep_load_next_ca(const struct cdc43_scep_store *store, struct cdc43_view fingerprint,
                             struct cdc43_scep_next_ca *ret_next, bool *ret_present,
                             struct cdc43_scep_fault *ret_fault) {
    struct cdc43_scep_next_ca next = {0};
    struct cdc43_scep_blob text = {0};
    bool present = false;

    if (!store->load_text(store->context, CDC43_SCEP_TEXT_NEXT_CA, &text, &present, ret_fault)) {
        return false;
    }
    /* A damaged one is as good as none: the CA can be asked again. */
    present = present && cdc43_scep_parse_next_ca(cdc43_scep_view(&text), &next);
    *ret_present = present && fingerprint.len == next.digest_len &&
                   memcmp(fingerprint.data, next.announcer, next.digest_len) == 0;
    if (*ret_present) {
        *ret_next = next;
    } else {
        cdc43_scep_next_ca_end(&next);
    }
    cdc43_scep_blob_end(&text);
    return true;
}
