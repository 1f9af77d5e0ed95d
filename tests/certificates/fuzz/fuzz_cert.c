/* SPDX-License-Identifier: MIT */
/* Files of certificates and keys in any form: read, related, judged for every device, and written
 * again. */
#include <string.h>

#include "phone-side/certificates/write.h"
#include "tests/fuzz/fuzz.h"
#include "tlv/text.h"

#define NOW 1800000000

static void print_time(int64_t time, char ret_text[32]) {
    (void)time;
    memcpy(ret_text, "a time", sizeof "a time");
}

static void law_of_text(const char *text, size_t size) {
    const size_t len = strnlen(text, size);

    LAW(len < size);
    for (size_t i = 0; i < len; i++) {
        LAW((uint8_t)text[i] >= CDC43_TEXT_LOW && (uint8_t)text[i] <= CDC43_TEXT_HIGH);
    }
}
#define LAW_OF_TEXT(text) law_of_text(text, sizeof(text))

static void law_of_lines(const struct cdc43_scep_blob *lines) {
    for (size_t i = 0; i < lines->len; i++) {
        LAW(lines->data[i] == '\n' ||
            (lines->data[i] >= CDC43_TEXT_LOW && lines->data[i] <= CDC43_TEXT_HIGH));
    }
    LAW(lines->len == 0 || lines->data[lines->len - 1] == '\n');
}

static void laws_of_facts(const struct cdc43_cert_bundle *bundle) {
    const struct cdc43_cert_file *const file = &bundle->file[0];

    LAW(bundle->file_count == 1 && bundle->count == bundle->total &&
        bundle->total <= CDC43_CERT_MAX && bundle->key_count <= CDC43_CERT_KEYS &&
        bundle->order == bundle->count + bundle->key_count);
    LAW_OF_TEXT(file->label);
    LAW_OF_TEXT(file->wrong);
    for (unsigned i = 0; i < file->links && i < CDC43_CERT_LINKS; i++) {
        LAW_OF_TEXT(file->link[i]);
    }
    for (unsigned i = 0; i < bundle->total; i++) {
        const struct cdc43_cert *const cert = &bundle->cert[i];
        LAW(cert->file == file && cert->der.len != 0 && cert->order != 0);
        LAW_OF_TEXT(cert->signature);
        LAW_OF_TEXT(cert->critical);
        LAW_OF_TEXT(cert->info.common_name);
        LAW_OF_TEXT(cert->info.subject);
        LAW_OF_TEXT(cert->info.issuer);
        law_of_lines(&cert->alternatives);
    }
    for (unsigned i = 0; i < bundle->key_count; i++) {
        const struct cdc43_cert_key *const key = &bundle->key[i];
        LAW_OF_TEXT(key->label);
        LAW(key->encrypted == (key->secret.len == 0));
    }
}

static void laws_of_findings(const struct cdc43_cert_case *on) {
    const struct cdc43_cert_bundle *const bundle = on->bundle;

    LAW((on->path_count == 0) == (bundle->count == 0) && on->path_count <= bundle->total);
    LAW(on->count <= CDC43_CERT_FINDINGS);
    for (size_t i = 0; i < on->count; i++) {
        LAW(on->finding[i].requirement != NULL && on->finding[i].cert < (int)bundle->total);
        LAW_OF_TEXT(on->finding[i].found);
        LAW(on->finding[i].found[0] != '\0');
    }
    LAW(bundle->count != 0 || bundle->file[0].links != 0 ||
        cdc43_cert_count(on, CDC43_CERT_REFUSED) != 0);
}

/* What is written is read again as the path. */
static void law_of_writing(struct cdc43_cert_reader *reader, const struct cdc43_cert_case *on) {
    static struct cdc43_cert_bundle again;
    struct cdc43_scep_blob file = {0};

    if (cdc43_cert_write(reader, on, NULL, &file) == CDC43_CERT_LACKS_NOTHING) {
        LAW(cdc43_cert_read(reader, "again", file.data, file.len, NULL, &again) == CDC43_CERT_OK);
        LAW(again.count == on->path_count && again.key_count <= 1 && again.file[0].damaged == 0);
        for (unsigned i = 0; i < again.count; i++) {
            const struct cdc43_scep_blob *const der = &on->bundle->cert[on->path[i]].der;
            LAW(again.cert[i].der.len == der->len &&
                memcmp(again.cert[i].der.data, der->data, der->len) == 0);
        }
        cdc43_cert_bundle_end(&again);
        cdc43_scep_blob_end(&file);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct cdc43_cert_reader *reader;
    static struct cdc43_cert_bundle bundle;
    static struct cdc43_cert_case result;
    struct cdc43_cert_question question = {
        .now = NOW, .print_time = print_time, .host = "ap.example.net", .model = "SPA921"};
    uint8_t *const octets = malloc(size + 1);
    struct cdc43_scep_fault fault;

    LAW(octets != NULL && (reader != NULL || cdc43_cert_open(false, &reader, &fault)));
    if (size != 0) {
        memcpy(octets, data, size);
    }
    if (cdc43_cert_read(reader, "file", octets, size, "password", &bundle) == CDC43_CERT_OK) {
        cdc43_cert_relate(reader, &bundle);
        laws_of_facts(&bundle);
        for (unsigned i = 0; i < CDC43_CERT_DEVICE_COUNT; i++) {
            question.device = (enum cdc43_cert_device)i;
            cdc43_cert_check(&bundle, &question, &result);
            laws_of_findings(&result);
        }
        question.device = CDC43_CERT_FOR_ANY;
        law_of_writing(reader, &result);
    }
    cdc43_cert_bundle_end(&bundle);
    free(octets);
    return 0;
}
