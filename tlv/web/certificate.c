/* SPDX-License-Identifier: MIT */
/* A file with CA certificates: which of them is the root, as the DER that is hashed. */
#include <string.h>

#include "tlv/text.h"
#include "tlv/web/answers.h"

/* The DER tags that lead to issuer and subject (RFC 5280 4.1). */
#define TAG_INTEGER 0x02U
#define TAG_SEQUENCE 0x30U
#define TAG_VERSION 0xa0U

#define BEGIN_LINE "-----BEGIN CERTIFICATE-----"
#define END_LINE "-----END"
#define KEY_WORDS "PRIVATE KEY-----"

/* What was found in the file. */
struct found {
    struct cdc43_view chosen; /* DER */
    size_t count;             /* of certificates */
    size_t number;            /* of the chosen one, from 1; 0: none */
    bool is_root;             /* it names itself as its issuer */
};

/* Takes the next element of DER. ret_whole has its header, ret_content does not. */
static bool take_element(struct cdc43_view *from, unsigned *ret_tag, struct cdc43_view *ret_whole,
                         struct cdc43_view *ret_content) {
    size_t at = 2;
    size_t len;

    if (from->len < at) {
        return false;
    }
    len = from->data[1];
    if (len > 0x80) {
        const size_t octets = len & 0x7fU;

        if (octets > 3 || from->len - at < octets) {
            return false;
        }
        len = 0;
        while (at < 2 + octets) {
            len = len << 8 | from->data[at++];
        }
    } else if (len == 0x80) { /* BER without a length */
        return false;
    }
    if (len > from->len - at) {
        return false;
    }
    *ret_tag = from->data[0];
    *ret_whole = (struct cdc43_view){from->data, at + len};
    *ret_content = (struct cdc43_view){from->data + at, len};
    from->data += at + len;
    from->len -= at + len;
    return true;
}

/* Is that one certificate in DER, and does it name itself as its issuer? */
static bool read_certificate(struct cdc43_view der, bool *ret_is_root) {
    struct cdc43_view parts[5]; /* serial number, algorithm, issuer, validity, subject */
    struct cdc43_view whole;
    struct cdc43_view inside;
    unsigned tag = 0;

    if (!take_element(&der, &tag, &whole, &inside) || tag != TAG_SEQUENCE || der.len != 0 ||
        !take_element(&inside, &tag, &whole, &der) || tag != TAG_SEQUENCE) {
        return false;
    }
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (!take_element(&der, &tag, &parts[i], &inside)) {
            return false;
        }
        if (i == 0 && tag == TAG_VERSION && !take_element(&der, &tag, &parts[i], &inside)) {
            return false;
        }
        if (tag != (i == 0 ? TAG_INTEGER : TAG_SEQUENCE)) {
            return false;
        }
    }
    *ret_is_root =
        parts[2].len == parts[4].len && memcmp(parts[2].data, parts[4].data, parts[2].len) == 0;
    return true;
}

/* A certificate of the file: the first root is chosen, or else the first of all. */
static bool take_certificate(struct cdc43_view der, struct found *found) {
    bool is_root = false;

    if (!read_certificate(der, &is_root)) {
        return false;
    }
    found->count++;
    if (found->number == 0 || (is_root && !found->is_root)) {
        found->chosen = der;
        found->number = found->count;
        found->is_root = is_root;
    }
    return true;
}

/* Where the words begin in the text, from a place on; the length when they are not there. */
static size_t find_words(struct cdc43_view text, size_t from, const char *words) {
    const size_t len = strlen(words);

    for (size_t i = from; i + len <= text.len; i++) {
        if (memcmp(&text.data[i], words, len) == 0) {
            return i;
        }
    }
    return text.len;
}

/* Six bits of base64; 64: another character. */
static unsigned base64_value(unsigned c) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    unsigned i = 0;

    while (i < 64 && (unsigned char)digits[i] != c) {
        i++;
    }
    return i;
}

/* Base64 to octets, into room for three quarters of them; other characters are passed over. */
static size_t parse_base64(struct cdc43_view text, uint8_t *ret_octets) {
    unsigned bits = 0;
    unsigned held = 0;
    size_t len = 0;

    for (size_t i = 0; i < text.len && text.data[i] != '='; i++) {
        const unsigned value = base64_value(text.data[i]);

        if (value == 64) {
            continue;
        }
        bits = (bits << 6 | value) & 0xffffU;
        held += 6;
        if (held >= 8) {
            held -= 8;
            ret_octets[len++] = (uint8_t)(bits >> held);
        }
    }
    return len;
}

/* All certificates of a PEM file. false: one of them is broken. */
static bool read_pem(struct cdc43_view text, struct found *found) {
    static uint8_t octets[CDC43_WEB_QUESTION_MAX];
    size_t used = 0;
    size_t at = find_words(text, 0, BEGIN_LINE);

    while (at < text.len) {
        const size_t from = at + strlen(BEGIN_LINE);
        const size_t end = find_words(text, from, END_LINE);
        const size_t len =
            parse_base64((struct cdc43_view){&text.data[from], end - from}, &octets[used]);

        if (!take_certificate((struct cdc43_view){&octets[used], len}, found)) {
            return false;
        }
        used += len;
        at = find_words(text, end, BEGIN_LINE);
    }
    return true;
}

static void add_note(struct cdc43_json *json, const struct found *found) {
    cdc43_json_begin_text(json, "note");
    if (found->count > 1) {
        cdc43_json_add(json, "of ");
        cdc43_json_add_number(json, found->count);
        cdc43_json_add(json, " certificates, number ");
        cdc43_json_add_number(json, found->number);
        cdc43_json_add(json, " was taken: ");
    }
    cdc43_json_add(json, found->is_root ? "a root certificate"
                                        : "this certificate has another issuer and is not a root; "
                                          "the phone compares the fingerprint of the root CA");
    cdc43_json_end_text(json);
    cdc43_json_text(json, "level", found->is_root ? "good" : "warning");
}

void cdc43_web_certificate(struct cdc43_view question, struct cdc43_json *json) {
    struct cdc43_view file = {NULL, 0};
    struct found found = {.number = 0};
    bool is_read;

    (void)cdc43_web_field(question, "file", 0, &file);
    is_read = find_words(file, 0, BEGIN_LINE) < file.len ? read_pem(file, &found)
                                                         : take_certificate(file, &found);
    cdc43_json_bool(json, "ok", is_read && found.number != 0);
    if (is_read && found.number != 0) {
        cdc43_json_hex(json, "der", found.chosen);
        add_note(json, &found);
        return;
    }
    cdc43_json_text(json, "level", "bad");
    cdc43_json_text(json, "note",
                    found.count != 0 ? "a certificate in this file is broken"
                    : find_words(file, 0, KEY_WORDS) < file.len
                        ? "this file has a private key and no certificate; nobody else may get it"
                        : "this file has no certificate in PEM or DER");
}
