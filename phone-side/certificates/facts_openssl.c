/* SPDX-License-Identifier: MIT */
/* Certificates and keys of OpenSSL as facts, and who has signed whom. */
#include <openssl/rsa.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "phone-side/certificates/bundle_openssl.h"
#include "phone-side/scep/base64.h"
#include "tlv/text.h"

void cdc43_cert_put_words(const char *words, size_t len, char ret_text[CDC43_CERT_WORDS]) {
    len = len < CDC43_CERT_WORDS ? len : CDC43_CERT_WORDS - 1;
    for (size_t i = 0; i < len; i++) {
        const uint8_t c = (uint8_t)words[i];
        ret_text[i] = (char)(c >= CDC43_TEXT_LOW && c <= CDC43_TEXT_HIGH ? c : '?');
    }
    ret_text[len] = '\0';
}

static enum cdc43_cert_key_type type_of(EVP_PKEY *key) {
    switch (key != NULL ? EVP_PKEY_get_base_id(key) : EVP_PKEY_NONE) {
    case EVP_PKEY_RSA:
        return CDC43_CERT_RSA;
    case EVP_PKEY_RSA_PSS:
        return CDC43_CERT_RSA_PSS;
    case EVP_PKEY_EC:
        return CDC43_CERT_EC;
    default:
        return CDC43_CERT_OTHER_KEY;
    }
}

static unsigned bits_of(EVP_PKEY *key) {
    const int bits = key != NULL ? EVP_PKEY_get_bits(key) : 0;

    return bits > 0 ? (unsigned)bits : 0;
}

static void take_usage(X509 *x509, struct cdc43_cert *cert) {
    EXTENDED_KEY_USAGE *const purposes = X509_get_ext_d2i(x509, NID_ext_key_usage, NULL, NULL);
    const uint32_t usage = X509_get_key_usage(x509); /* all bits without the extension */

    cert->has_usage = (X509_get_extension_flags(x509) & EXFLAG_KUSAGE) != 0;
    cert->usage = ((usage & KU_DIGITAL_SIGNATURE) != 0 ? CDC43_CERT_SIGNS : 0U) |
                  ((usage & KU_KEY_ENCIPHERMENT) != 0 ? CDC43_CERT_ENCIPHERS : 0U) |
                  ((usage & KU_KEY_CERT_SIGN) != 0 ? CDC43_CERT_ISSUES : 0U);
    cert->has_purpose = X509_get_ext_by_NID(x509, NID_ext_key_usage, -1) >= 0;
    for (int i = 0; purposes != NULL && i < sk_ASN1_OBJECT_num(purposes); i++) {
        const int nid = OBJ_obj2nid(sk_ASN1_OBJECT_value(purposes, i));
        cert->purpose |= nid == NID_server_auth           ? CDC43_CERT_SERVER
                         : nid == NID_client_auth         ? CDC43_CERT_CLIENT
                         : nid == NID_anyExtendedKeyUsage ? CDC43_CERT_ANY_PURPOSE
                                                          : CDC43_CERT_OTHER_PURPOSE;
    }
    EXTENDED_KEY_USAGE_free(purposes);
}

/* "basicConstraints", or the digits of one that has no name. */
static void name_object(const ASN1_OBJECT *object, char ret_text[CDC43_CERT_WORDS]) {
    const int nid = OBJ_obj2nid(object);

    if (nid != NID_undef) {
        cdc43_cert_put_words(OBJ_nid2sn(nid), strlen(OBJ_nid2sn(nid)), ret_text);
    } else if (OBJ_obj2txt(ret_text, CDC43_CERT_WORDS, object, 1) <= 0) {
        cdc43_cert_put_words("?", 1, ret_text);
    }
}

static void take_critical(const X509 *x509, struct cdc43_cert *cert) {
    char name[CDC43_CERT_WORDS];
    size_t len = 0;

    for (int i = 0; i < X509_get_ext_count(x509); i++) {
        X509_EXTENSION *const extension = X509_get_ext(x509, i);
        name_object(X509_EXTENSION_get_object(extension), name);
        if (X509_EXTENSION_get_critical(extension) == 1 &&
            sizeof cert->critical - len > strlen(name) + 1) {
            len += (size_t)snprintf(cert->critical + len, sizeof cert->critical - len, "%s ", name);
        }
    }
}

static void put_alternative(BIO *out, const GENERAL_NAME *name) {
    int type = 0;
    const ASN1_STRING *const value = GENERAL_NAME_get0_value(name, &type);
    const unsigned char *const octets = type == GEN_DNS || type == GEN_IPADD || type == GEN_EMAIL
                                            ? ASN1_STRING_get0_data(value)
                                            : NULL;
    const int len = octets != NULL ? ASN1_STRING_length(value) : 0;

    if (type == GEN_DNS && len > 0) {
        (void)BIO_puts(out, "DNS ");
        for (int i = 0; i < len; i++) {
            const bool shown = octets[i] > CDC43_TEXT_LOW && octets[i] <= CDC43_TEXT_HIGH;
            (void)BIO_write(out, shown ? (const void *)&octets[i] : "?", 1);
        }
        (void)BIO_puts(out, "\n");
    } else if (type == GEN_IPADD && len == 4) {
        (void)BIO_printf(out, "IP %u.%u.%u.%u\n", octets[0], octets[1], octets[2], octets[3]);
    } else if (type == GEN_IPADD && len == 16) {
        (void)BIO_puts(out, "IP ");
        for (int i = 0; i < len; i += 2) {
            (void)BIO_printf(out, "%s%x", i > 0 ? ":" : "",
                             (unsigned)octets[i] << 8 | octets[i + 1]);
        }
        (void)BIO_puts(out, "\n");
    } else {
        (void)BIO_printf(out, "other %s\n",
                         type == GEN_EMAIL       ? "email"
                         : type == GEN_URI       ? "URI"
                         : type == GEN_DIRNAME   ? "directory name"
                         : type == GEN_OTHERNAME ? "otherName"
                                                 : "kind");
    }
}

static bool take_alternatives(X509 *x509, struct cdc43_cert *cert) {
    GENERAL_NAMES *const names = X509_get_ext_d2i(x509, NID_subject_alt_name, NULL, NULL);
    BIO *const out = BIO_new(BIO_s_mem());
    bool good = out != NULL;

    for (int i = 0; good && names != NULL && i < sk_GENERAL_NAME_num(names); i++) {
        put_alternative(out, sk_GENERAL_NAME_value(names, i));
    }
    good = good && cdc43_scep_ossl_put_memory(out, &cert->alternatives);
    BIO_free(out);
    GENERAL_NAMES_free(names);
    return good;
}

static unsigned count_common_names(const X509 *x509) {
    const X509_NAME *const name = X509_get_subject_name(x509);
    unsigned count = 0;

    for (int at = -1; (at = X509_NAME_get_index_by_NID(name, NID_commonName, at)) >= 0;) {
        count++;
    }
    return count;
}

enum cdc43_cert_err cdc43_cert_add(X509 *x509, const struct cdc43_cert_file *file,
                                   struct cdc43_cert_bundle *bundle) {
    struct cdc43_cert *const cert = &bundle->cert[bundle->total];
    struct cdc43_scep_fault unused;
    EVP_PKEY *const key = X509_get0_pubkey(x509);
    const char *const signature = OBJ_nid2ln(X509_get_signature_nid(x509));

    if (bundle->total == CDC43_CERT_MAX) {
        return CDC43_CERT_ERR_TOO_MANY;
    }
    if (!cdc43_scep_ossl_put_cert(x509, &cert->der)) {
        return CDC43_CERT_ERR_MEMORY;
    }
    bundle->total++;
    bundle->count += file != NULL ? 1 : 0;
    cert->file = file;
    cert->order = ++bundle->order;
    cert->version = (int)X509_get_version(x509) + 1;
    cert->key_type = type_of(key);
    cert->key_bits = bits_of(key);
    cdc43_cert_put_words(signature, strlen(signature), cert->signature);
    cert->common_names = count_common_names(x509);
    cert->is_ca = X509_check_ca(x509) != 0;
    cert->path_length = X509_get_pathlen(x509);
    cert->has_unknown = (X509_get_extension_flags(x509) & EXFLAG_CRITICAL) != 0;
    take_usage(x509, cert);
    take_critical(x509, cert);
    if (!cdc43_scep_describe(cdc43_scep_view(&cert->der), &cert->info, &unused) ||
        !take_alternatives(x509, cert)) {
        return CDC43_CERT_ERR_MEMORY;
    }
    ERR_clear_error();
    return CDC43_CERT_OK;
}

bool cdc43_cert_put_public_key(EVP_PKEY *key, struct cdc43_scep_blob *ret_der) {
    unsigned char *der = NULL;
    const int len = key != NULL ? i2d_PUBKEY(key, &der) : -1;
    const bool good = len > 0 && cdc43_scep_copy((struct cdc43_view){der, (size_t)len}, ret_der);

    OPENSSL_free(der);
    ERR_clear_error();
    return good;
}

enum cdc43_cert_err cdc43_cert_add_key(EVP_PKEY *pkey, const char *label, size_t label_len,
                                       const struct cdc43_cert_file *file,
                                       struct cdc43_cert_bundle *bundle) {
    struct cdc43_cert_key *const key = &bundle->key[bundle->key_count];

    if (bundle->key_count == CDC43_CERT_KEYS) {
        return CDC43_CERT_ERR_TOO_MANY;
    }
    bundle->key_count++;
    key->file = file;
    key->order = ++bundle->order;
    cdc43_cert_put_words(label, label_len, key->label);
    key->encrypted = pkey == NULL;
    key->type = type_of(pkey);
    key->bits = bits_of(pkey);
    return pkey == NULL || (cdc43_cert_put_public_key(pkey, &key->public_key) &&
                            cdc43_scep_ossl_put_key(pkey, &key->secret))
               ? CDC43_CERT_OK
               : CDC43_CERT_ERR_MEMORY;
}

/* What one certificate is to another. */
static void relate(X509 *subject, X509 *other, unsigned i, struct cdc43_cert *cert) {
    int good = 0;

    if (X509_NAME_cmp(X509_get_issuer_name(subject), X509_get_subject_name(other)) == 0) {
        cdc43_cert_put(&cert->named, i);
        good = X509_get0_pubkey(other) != NULL ? X509_verify(subject, X509_get0_pubkey(other)) : -1;
        if (good != 0) {
            cdc43_cert_put(good == 1 ? &cert->signed_by : &cert->unsure, i);
        }
    }
    if (subject != other && cdc43_scep_ossl_is_same_ca(subject, other)) {
        cdc43_cert_put(&cert->same_ca, i);
    }
    ERR_clear_error();
}

static bool fits(const struct cdc43_cert_key *key, X509 *x509) {
    struct cdc43_scep_blob der = {0};
    const bool same = cdc43_cert_put_public_key(X509_get0_pubkey(x509), &der) &&
                      key->public_key.len != 0 && der.len == key->public_key.len &&
                      memcmp(der.data, key->public_key.data, der.len) == 0;

    cdc43_scep_blob_end(&der);
    return same;
}

void cdc43_cert_relate(struct cdc43_cert_reader *reader, struct cdc43_cert_bundle *bundle) {
    X509 *x509[CDC43_CERT_MAX] = {NULL};

    for (unsigned i = 0; i < bundle->total; i++) {
        x509[i] = cdc43_scep_ossl_cert(reader->crypto, cdc43_scep_view(&bundle->cert[i].der));
    }
    for (unsigned i = 0; i < bundle->total; i++) {
        for (unsigned other = 0; other < bundle->total; other++) {
            if (x509[i] != NULL && x509[other] != NULL) {
                relate(x509[i], x509[other], other, &bundle->cert[i]);
            }
        }
        for (unsigned k = 0; k < bundle->key_count; k++) {
            if (x509[i] != NULL && fits(&bundle->key[k], x509[i])) {
                cdc43_cert_put(&bundle->key[k].fits, i);
            }
        }
    }
    for (unsigned i = 0; i < bundle->total; i++) {
        X509_free(x509[i]);
    }
}

bool cdc43_cert_put_pem(struct cdc43_view der, const char *label,
                        struct cdc43_scep_blob *ret_text) {
    const size_t room = cdc43_pem_room(der.len, label);
    char *const text = malloc(room);

    if (text == NULL) {
        return false;
    }
    *ret_text = (struct cdc43_scep_blob){(uint8_t *)text, cdc43_pem_print(der, label, text)};
    return true;
}

/* The octets that are hashed. */
static bool put_subject_of(const struct cdc43_cert_reader *reader, const struct cdc43_cert *cert,
                           enum cdc43_cert_what what, struct cdc43_scep_blob *ret_octets) {
    const struct cdc43_view der = cdc43_scep_view(&cert->der);
    X509 *x509 = NULL;
    bool good = false;

    switch (what) {
    case CDC43_CERT_OF_DER:
        return cdc43_scep_copy(der, ret_octets);
    case CDC43_CERT_OF_KEY:
        x509 = cdc43_scep_ossl_cert(reader->crypto, der);
        good = x509 != NULL && cdc43_cert_put_public_key(X509_get0_pubkey(x509), ret_octets);
        X509_free(x509);
        return good;
    case CDC43_CERT_OF_PEM:
        return cdc43_cert_put_pem(der, "CERTIFICATE", ret_octets);
    }
    return false;
}

size_t cdc43_cert_digest(const struct cdc43_cert_reader *reader, const struct cdc43_cert *cert,
                         enum cdc43_cert_what what, const char *digest,
                         uint8_t ret_octets[CDC43_DIGEST_MAX]) {
    EVP_MD *const md = EVP_MD_fetch(reader->crypto->context, digest, reader->crypto->properties);
    struct cdc43_scep_blob octets = {0};
    unsigned char value[EVP_MAX_MD_SIZE];
    unsigned len = 0;
    const bool good = md != NULL && put_subject_of(reader, cert, what, &octets) &&
                      EVP_Digest(octets.data, octets.len, value, &len, md, NULL) == 1 &&
                      len <= CDC43_DIGEST_MAX;

    if (good) {
        memcpy(ret_octets, value, len);
    }
    cdc43_scep_blob_end(&octets);
    EVP_MD_free(md);
    ERR_clear_error();
    return good ? len : 0;
}
