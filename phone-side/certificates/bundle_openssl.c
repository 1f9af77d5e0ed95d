/* SPDX-License-Identifier: MIT */
/* Files in whatever form to certificates and keys. */
#include "phone-side/certificates/bundle_openssl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "phone-side/certificates/text_form.h"
#include "phone-side/certificates/xml_text.h"
#include "phone-side/scep/base64.h"

bool cdc43_cert_open(bool fips, struct cdc43_cert_reader **ret_reader,
                     struct cdc43_scep_fault *ret_fault) {
    struct cdc43_cert_reader *const reader = calloc(1, sizeof *reader);

    if (reader == NULL) {
        return cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_MEMORY, 0, NULL);
    }
    if (!cdc43_scep_ossl_open_for_p12(fips, &reader->crypto, ret_fault)) {
        free(reader);
        return false;
    }
    *ret_reader = reader;
    return true;
}

void cdc43_cert_close(struct cdc43_cert_reader *reader) {
    if (reader != NULL) {
        cdc43_scep_crypto_close(reader->crypto);
        free(reader);
    }
}

bool cdc43_cert_is_p12(struct cdc43_cert_reader *reader, struct cdc43_view octets) {
    PKCS12 *const p12 = cdc43_scep_ossl_p12(reader->crypto, octets);
    const bool is_one = p12 != NULL;

    PKCS12_free(p12);
    ERR_clear_error();
    return is_one;
}

static bool ends_with(struct cdc43_view label, const char *words) {
    const size_t len = strlen(words);

    return label.len >= len && memcmp(label.data + label.len - len, words, len) == 0;
}

static bool is_label(struct cdc43_view label, const char *words) {
    return label.len == strlen(words) && ends_with(label, words);
}

static void mark(unsigned *which, unsigned block) {
    *which = *which == 0 ? block : *which;
}

static enum cdc43_cert_err add_certs(const STACK_OF(X509) * certs,
                                     const struct cdc43_cert_file *file,
                                     struct cdc43_cert_bundle *bundle) {
    enum cdc43_cert_err err = CDC43_CERT_OK;

    for (int i = 0; i < sk_X509_num(certs) && err == CDC43_CERT_OK; i++) {
        err = cdc43_cert_add(sk_X509_value(certs, i), file, bundle);
    }
    return err;
}

/* A degenerate PKCS#7, or any SignedData. False: it is something else. */
static bool add_pkcs7(struct cdc43_cert_reader *reader, struct cdc43_view der,
                      const struct cdc43_cert_file *file, struct cdc43_cert_bundle *bundle,
                      enum cdc43_cert_err *ret_err) {
    CMS_ContentInfo *const cms = cdc43_scep_ossl_cms(reader->crypto, der);
    STACK_OF(X509) *const certs = cms != NULL ? CMS_get1_certs(cms) : NULL;

    if (certs != NULL) {
        *ret_err = add_certs(certs, file, bundle);
    }
    sk_X509_pop_free(certs, X509_free);
    CMS_ContentInfo_free(cms);
    return cms != NULL && certs != NULL;
}

/* A decoded block, or DER. False: its label promises something else. */
static bool add_der(struct cdc43_cert_reader *reader, struct cdc43_view label,
                    struct cdc43_view der, const struct cdc43_cert_file *file,
                    struct cdc43_cert_bundle *bundle, enum cdc43_cert_err *ret_err) {
    X509 *cert = NULL;
    EVP_PKEY *key = NULL;

    if (ends_with(label, "PRIVATE KEY")) {
        key = cdc43_scep_ossl_key(reader->crypto, der);
        if (key != NULL) {
            *ret_err = cdc43_cert_add_key(key, (const char *)label.data, label.len, file, bundle);
            EVP_PKEY_free(key);
        }
        return key != NULL;
    }
    if (is_label(label, "PKCS7") || is_label(label, "CMS")) {
        return add_pkcs7(reader, der, file, bundle, ret_err);
    }
    cert = cdc43_scep_ossl_cert(reader->crypto, der);
    if (cert != NULL) {
        *ret_err = cdc43_cert_add(cert, file, bundle);
        X509_free(cert);
    }
    return cert != NULL;
}

static bool is_encrypted(struct cdc43_view label, struct cdc43_view body) {
    static const char words[] = "ENCRYPTED";
    bool found = is_label(label, "ENCRYPTED PRIVATE KEY");

    for (size_t i = 0; !found && ends_with(label, "PRIVATE KEY") && i + sizeof words <= body.len;
         i++) {
        found = memcmp(body.data + i, words, sizeof words - 1) == 0;
    }
    return found;
}

static bool is_known(struct cdc43_view label) {
    return is_label(label, "CERTIFICATE") || is_label(label, "X509 CERTIFICATE") ||
           is_label(label, "PKCS7") || is_label(label, "CMS") || ends_with(label, "PRIVATE KEY");
}

/* The blocks of a text. room: for the octets of each. */
static enum cdc43_cert_err add_blocks(struct cdc43_cert_reader *reader, struct cdc43_view text,
                                      uint8_t *room, struct cdc43_cert_file *file,
                                      struct cdc43_cert_bundle *bundle) {
    enum cdc43_cert_err err = CDC43_CERT_OK;
    struct cdc43_view label;
    struct cdc43_view body;
    size_t at = 0;

    while (err == CDC43_CERT_OK && cdc43_pem_find(text, "", &at, &label, &body)) {
        size_t len = 0;
        file->blocks++;
        if (is_encrypted(label, body)) {
            err = cdc43_cert_add_key(NULL, (const char *)label.data, label.len, file, bundle);
        } else if (!is_known(label)) {
            mark(&file->strange, file->blocks);
            cdc43_cert_put_words((const char *)label.data, label.len, file->label);
        } else if (!cdc43_base64_parse(body, room, &len) ||
                   !add_der(reader, label, (struct cdc43_view){room, len}, file, bundle, &err)) {
            mark(&file->damaged, file->blocks);
        }
    }
    if (err == CDC43_CERT_OK && at < text.len &&
        cdc43_pem_has((struct cdc43_view){text.data + at, text.len - at}, "")) {
        mark(&file->damaged, file->blocks + 1); /* it begins and does not end */
    }
    return err;
}

static bool is_xml(struct cdc43_view text) {
    size_t at = 0;

    while (at < text.len && (text.data[at] == ' ' || text.data[at] == '\t' ||
                             text.data[at] == '\r' || text.data[at] == '\n')) {
        at++;
    }
    return at < text.len && text.data[at] == '<';
}

static enum cdc43_cert_err add_octets(struct cdc43_cert_reader *reader, struct cdc43_view octets,
                                      struct cdc43_cert_file *file,
                                      struct cdc43_cert_bundle *bundle) {
    static const struct cdc43_view no_label = {(const uint8_t *)"", 0};
    static const char key_label[] = "PRIVATE KEY";
    static const struct cdc43_view label = {(const uint8_t *)key_label, sizeof key_label - 1};
    enum cdc43_cert_err err = CDC43_CERT_OK;

    file->form = CDC43_CERT_DER;
    file->blocks = 1;
    if (add_der(reader, no_label, octets, file, bundle, &err) ||
        add_der(reader, label, octets, file, bundle, &err)) {
        return err;
    }
    file->form = CDC43_CERT_PKCS7;
    if (!add_pkcs7(reader, octets, file, bundle, &err)) {
        file->form = CDC43_CERT_UNKNOWN;
        file->damaged = 1;
    }
    return err;
}

/* The blocks of a text; of XML, those of its texts, or of its octets if it is broken. */
static enum cdc43_cert_err add_text(struct cdc43_cert_reader *reader, struct cdc43_view text,
                                    struct cdc43_cert_file *file,
                                    struct cdc43_cert_bundle *bundle) {
    const bool xml = is_xml(text);
    const size_t size = text.len + 1 + (xml ? CDC43_CERT_XML_ROOM(text.len) : 0);
    uint8_t *const room = malloc(size); /* for a block, and for the texts of XML */
    enum cdc43_cert_err err = CDC43_CERT_OK;

    if (room == NULL) {
        return CDC43_CERT_ERR_MEMORY;
    }
    file->form = xml ? CDC43_CERT_XML : CDC43_CERT_PEM;
    if (xml) {
        uint8_t *const texts = room + text.len + 1;
        const size_t len = cdc43_cert_read_xml(text, file->utf16, file, texts);
        text = len != 0 ? (struct cdc43_view){texts, len} : text;
    }
    err = add_blocks(reader, text, room, file, bundle);
    cdc43_wipe(room, size);
    free(room);
    return err;
}

/* A text, or octets. */
static enum cdc43_cert_err add(struct cdc43_cert_reader *reader, uint8_t *octets, size_t len,
                               struct cdc43_cert_file *file, struct cdc43_cert_bundle *bundle) {
    const size_t plain = cdc43_cert_plain_text(octets, len, &file->utf16, &file->byte_order_mark);
    const struct cdc43_view text = {octets, plain};
    const enum cdc43_cert_err err = cdc43_pem_has(text, "") || is_xml(text)
                                        ? add_text(reader, text, file, bundle)
                                        : add_octets(reader, text, file, bundle);

    ERR_clear_error();
    return err;
}

enum cdc43_cert_err cdc43_cert_read(struct cdc43_cert_reader *reader, const char *name,
                                    uint8_t *octets, size_t len, const char *password,
                                    struct cdc43_cert_bundle *bundle) {
    struct cdc43_cert_file *const file = &bundle->file[bundle->file_count];
    PKCS12 *const p12 = cdc43_scep_ossl_p12(reader->crypto, (struct cdc43_view){octets, len});
    enum cdc43_cert_err err = CDC43_CERT_OK;

    ERR_clear_error();
    if (bundle->file_count == CDC43_CERT_FILES) {
        PKCS12_free(p12);
        return CDC43_CERT_ERR_TOO_MANY;
    }
    bundle->file_count++;
    *file = (struct cdc43_cert_file){.name = name};
    err = p12 != NULL ? cdc43_cert_add_p12(reader, p12, password, file, bundle)
                      : add(reader, octets, len, file, bundle);
    PKCS12_free(p12);
    return err;
}

enum cdc43_cert_err cdc43_cert_trust(struct cdc43_cert_reader *reader, uint8_t *octets, size_t len,
                                     struct cdc43_cert_bundle *bundle) {
    struct cdc43_cert_file file = {.name = NULL};
    const unsigned before = bundle->total;
    const unsigned count = bundle->count;
    const unsigned keys = bundle->key_count;
    const unsigned order = bundle->order;
    const enum cdc43_cert_err err = add(reader, octets, len, &file, bundle);

    /* They are not of the files, and a key with them is nobody's. */
    for (unsigned i = before; i < bundle->total; i++) {
        bundle->cert[i].file = NULL;
    }
    bundle->count = count;
    bundle->order = order;
    while (bundle->key_count > keys) {
        bundle->key_count--;
        cdc43_scep_blob_end(&bundle->key[bundle->key_count].public_key);
        cdc43_scep_blob_end(&bundle->key[bundle->key_count].secret);
        bundle->key[bundle->key_count] = (struct cdc43_cert_key){.order = 0};
    }
    return err == CDC43_CERT_OK && (bundle->total == before || file.damaged != 0)
               ? CDC43_CERT_ERR_NO_CERTIFICATE
               : err;
}

void cdc43_cert_bundle_end(struct cdc43_cert_bundle *bundle) {
    for (unsigned i = 0; i < bundle->total; i++) {
        cdc43_scep_blob_end(&bundle->cert[i].der);
        cdc43_scep_blob_end(&bundle->cert[i].alternatives);
    }
    for (unsigned i = 0; i < bundle->key_count; i++) {
        cdc43_scep_blob_end(&bundle->key[i].public_key);
        cdc43_scep_blob_end(&bundle->key[i].secret);
    }
    *bundle = (struct cdc43_cert_bundle){.count = 0};
}
