/* SPDX-License-Identifier: MIT */
/* What a certificate request says about who asks; parsed by OpenSSL. */
#include <openssl/bio.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <string.h>

#include "kea-hook/credentials/request.h"

#define SEQUENCE_TAG 0x30U
/* Of a challenge password: DirectoryString; some clients write an IA5String. */
#define STRING_TYPES ((B_ASN1_DIRECTORYSTRING) | B_ASN1_IA5STRING)

static X509_REQ *parse_der(struct cdc43_view octets) {
    const unsigned char *at = octets.data;
    X509_REQ *const request = d2i_X509_REQ(NULL, &at, (long)octets.len);

    if (request != NULL && at != octets.data + octets.len) {
        X509_REQ_free(request);
        return NULL;
    }
    return request;
}

static X509_REQ *parse_pem(struct cdc43_view octets) {
    BIO *const source = BIO_new_mem_buf(octets.data, (int)octets.len);
    X509_REQ *request = source == NULL ? NULL : PEM_read_bio_X509_REQ(source, NULL, NULL, NULL);
    X509_REQ *const second =
        request == NULL ? NULL : PEM_read_bio_X509_REQ(source, NULL, NULL, NULL);

    if (second != NULL) {
        X509_REQ_free(second);
        X509_REQ_free(request);
        request = NULL;
    }
    (void)BIO_free(source);
    return request;
}

/* The first octet decides: a DER request may hold the text of another one, and the one that is
 * checked must be the one that the CA signs. */
static X509_REQ *parse(struct cdc43_view octets) {
    if (octets.len == 0) {
        return NULL;
    }
    return octets.data[0] == SEQUENCE_TAG ? parse_der(octets) : parse_pem(octets);
}

/* Takes a string over as UTF-8, whatever type it has. False: longer than capacity, or empty. */
static bool take_string(const ASN1_STRING *string, uint8_t *ret_octets, size_t capacity,
                        size_t *ret_len) {
    unsigned char *text = NULL;
    const int len = ASN1_STRING_to_UTF8(&text, string);
    const bool is_good = len > 0 && (size_t)len <= capacity;

    if (is_good) {
        memcpy(ret_octets, text, (size_t)len);
        *ret_len = (size_t)len;
    }
    if (len >= 0) {
        OPENSSL_clear_free(text, (size_t)len);
    }
    return is_good;
}

static enum cdc43_hook_err take_name(const X509_REQ *request, struct cdc43_hook_request *result) {
    const X509_NAME *const subject = X509_REQ_get_subject_name(request);
    const int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);

    if (at < 0 || X509_NAME_get_index_by_NID(subject, NID_commonName, at) >= 0 ||
        !take_string(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)),
                     result->common_name, sizeof result->common_name, &result->name_len)) {
        return CDC43_HOOK_ERR_REQUEST_NAME;
    }
    return CDC43_HOOK_OK;
}

static enum cdc43_hook_err take_challenge(const X509_REQ *request,
                                          struct cdc43_hook_request *result) {
    const int at = X509_REQ_get_attr_by_NID(request, NID_pkcs9_challengePassword, -1);
    X509_ATTRIBUTE *const attribute = at < 0 ? NULL : X509_REQ_get_attr(request, at);
    const ASN1_TYPE *value;

    if (attribute == NULL) {
        return CDC43_HOOK_ERR_REQUEST_NO_CHALLENGE;
    }
    value = X509_ATTRIBUTE_get0_type(attribute, 0);
    if (X509_REQ_get_attr_by_NID(request, NID_pkcs9_challengePassword, at) >= 0 ||
        X509_ATTRIBUTE_count(attribute) != 1 || value == NULL ||
        (ASN1_tag2bit(value->type) & STRING_TYPES) == 0 ||
        !take_string(value->value.asn1_string, result->challenge, sizeof result->challenge,
                     &result->challenge_len)) {
        return CDC43_HOOK_ERR_REQUEST_CHALLENGES;
    }
    return CDC43_HOOK_OK;
}

static bool is_common_name(const GENERAL_NAME *name, const struct cdc43_hook_request *result) {
    return name->type == GEN_DNS && (size_t)name->d.dNSName->length == result->name_len &&
           memcmp(name->d.dNSName->data, result->common_name, result->name_len) == 0;
}

static bool is_harmless(X509_EXTENSION *extension, const struct cdc43_hook_request *result) {
    GENERAL_NAMES *names;
    bool is_good;

    if (OBJ_obj2nid(X509_EXTENSION_get_object(extension)) != NID_subject_alt_name) {
        return true;
    }
    names = X509V3_EXT_d2i(extension);
    is_good = names != NULL;
    for (int i = 0; is_good && i < sk_GENERAL_NAME_num(names); i++) {
        is_good = is_common_name(sk_GENERAL_NAME_value(names, i), result);
    }
    GENERAL_NAMES_free(names);
    return is_good;
}

/* A CA may take names out of the extensions that are asked for: the password stands for one name.
 * Two lists of extensions would be read by some as the first, by others as both. */
static enum cdc43_hook_err check_other_names(X509_REQ *request,
                                             const struct cdc43_hook_request *result) {
    STACK_OF(X509_EXTENSION) * extensions;
    int lists = 0;
    bool is_good;

    for (int i = 0; i < X509_REQ_get_attr_count(request); i++) {
        X509_ATTRIBUTE *const attribute = X509_REQ_get_attr(request, i);
        const int type = OBJ_obj2nid(X509_ATTRIBUTE_get0_object(attribute));

        if (type == NID_ext_req || type == NID_ms_ext_req) {
            lists += X509_ATTRIBUTE_count(attribute);
        }
    }
    if (lists == 0) {
        return CDC43_HOOK_OK;
    }
    extensions = lists == 1 ? X509_REQ_get_extensions(request) : NULL;
    is_good = extensions != NULL;
    for (int i = 0; is_good && i < sk_X509_EXTENSION_num(extensions); i++) {
        is_good = is_harmless(sk_X509_EXTENSION_value(extensions, i), result);
    }
    sk_X509_EXTENSION_pop_free(extensions, X509_EXTENSION_free);
    return is_good ? CDC43_HOOK_OK : CDC43_HOOK_ERR_REQUEST_OTHER_NAMES;
}

static enum cdc43_hook_err take(X509_REQ *request, struct cdc43_hook_request *result) {
    EVP_PKEY *const key = X509_REQ_get0_pubkey(request);
    enum cdc43_hook_err err;

    if (key == NULL || X509_REQ_verify(request, key) != 1) {
        return CDC43_HOOK_ERR_REQUEST_SIGNATURE;
    }
    err = take_name(request, result);
    if (err == CDC43_HOOK_OK) {
        err = check_other_names(request, result);
    }
    return err == CDC43_HOOK_OK ? take_challenge(request, result) : err;
}

enum cdc43_hook_err cdc43_hook_read_request(struct cdc43_view octets,
                                            struct cdc43_hook_request *ret_request) {
    struct cdc43_hook_request result = {0};
    X509_REQ *request;
    enum cdc43_hook_err err = CDC43_HOOK_ERR_REQUEST;

    if (octets.len > CDC43_HOOK_REQUEST_MAX) {
        return CDC43_HOOK_ERR_FILE_LONG;
    }
    request = parse(octets);
    if (request != NULL) {
        err = take(request, &result);
    }
    if (err == CDC43_HOOK_OK) {
        *ret_request = result;
    }
    X509_REQ_free(request);
    cdc43_wipe(&result, sizeof result);
    ERR_clear_error();
    return err;
}
