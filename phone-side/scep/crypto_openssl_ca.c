/* SPDX-License-Identifier: MIT */
/* Certificates from the CA: read, their times and names. */
#include "phone-side/scep/base64.h"
#include "phone-side/scep/openssl.h"

#include <string.h>

#include "tlv/text.h"

/* The certificates of a degenerate PKCS#7; NULL when it is none. */
static STACK_OF(X509) *
    certs_of_cms(const struct cdc43_scep_crypto *crypto, struct cdc43_view octets) {
    CMS_ContentInfo *const cms = cdc43_scep_ossl_cms(crypto, octets);
    STACK_OF(X509) *certs = NULL;

    if (cms != NULL && OBJ_obj2nid(CMS_get0_type(cms)) == NID_pkcs7_signed) {
        certs = CMS_get1_certs(cms);
    }
    CMS_ContentInfo_free(cms);
    return certs;
}

/* The certificates of a PEM text, which is none of RFC 8894 but sent by some; none: no PEM. */
static STACK_OF(X509) *
    certs_of_pem(const struct cdc43_scep_crypto *crypto, struct cdc43_view octets) {
    STACK_OF(X509) *const certs = sk_X509_new_null();
    uint8_t *const der = OPENSSL_malloc(octets.len + 1);
    size_t at = 0;
    size_t len = 0;
    bool good = certs != NULL && der != NULL;

    while (good && cdc43_pem_next(octets, "CERTIFICATE", &at, der, &len)) {
        X509 *const cert = cdc43_scep_ossl_cert(crypto, (struct cdc43_view){der, len});
        good = cert != NULL && sk_X509_push(certs, cert) > 0;
        if (!good) {
            X509_free(cert);
        }
    }
    OPENSSL_free(der);
    if (!good) {
        sk_X509_pop_free(certs, X509_free);
        return NULL;
    }
    return certs;
}

bool cdc43_scep_read_certs(struct cdc43_scep_crypto *crypto, struct cdc43_view octets,
                           struct cdc43_scep_certs *ret_certs, struct cdc43_scep_fault *ret_fault) {
    struct cdc43_scep_certs certs = {0};
    X509 *const one = cdc43_scep_ossl_cert(crypto, octets);
    STACK_OF(X509) *stack = NULL;
    bool good = true;

    if (one != NULL) {
        X509_free(one);
        good = cdc43_scep_copy(octets, &certs.cert[0]);
        certs.count = 1;
    } else {
        stack = cdc43_pem_has(octets, "CERTIFICATE") ? certs_of_pem(crypto, octets)
                                                     : certs_of_cms(crypto, octets);
        if (stack == NULL || sk_X509_num(stack) == 0) {
            sk_X509_pop_free(stack, X509_free);
            return cdc43_scep_ossl_fail(ret_fault, CDC43_SCEP_ERR_CA_ANSWER);
        }
        if (sk_X509_num(stack) > CDC43_SCEP_CERTS_MAX) {
            sk_X509_pop_free(stack, X509_free);
            return cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_CA_TOO_MANY, 0, NULL);
        }
        for (int i = 0; good && i < sk_X509_num(stack); i++) {
            good = cdc43_scep_ossl_put_cert(sk_X509_value(stack, i), &certs.cert[i]);
            certs.count += good ? 1 : 0;
        }
        sk_X509_pop_free(stack, X509_free);
    }
    ERR_clear_error();
    if (!good) {
        cdc43_scep_certs_end(&certs);
        return cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_MEMORY, 0, NULL);
    }
    *ret_certs = certs;
    return true;
}

int64_t cdc43_scep_ossl_time(const ASN1_TIME *time) {
    struct tm tm;
    int64_t year;
    int64_t month;
    int64_t days;

    if (ASN1_TIME_to_tm(time, &tm) != 1) {
        return 0;
    }
    /* Days of the civil calendar, years beginning in March so that the leap day comes last. */
    month = tm.tm_mon >= 2 ? tm.tm_mon - 2 : tm.tm_mon + 10;
    year = tm.tm_year + 1900 - (tm.tm_mon < 2 ? 1 : 0);
    days = 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + tm.tm_mday -
           1 - 719468;
    return ((days * 24 + tm.tm_hour) * 60 + tm.tm_min) * 60 + tm.tm_sec;
}

static bool is_printable(const unsigned char *text, size_t len) {
    for (size_t i = 0; i < len; i++) {
        if (text[i] < CDC43_TEXT_LOW || text[i] > CDC43_TEXT_HIGH) {
            return false;
        }
    }
    return true;
}

void cdc43_scep_ossl_common_name(const X509 *cert, char ret_text[CDC43_COMMON_NAME_MAX + 1]) {
    cdc43_scep_ossl_common_name_of(X509_get_subject_name(cert), ret_text);
}

void cdc43_scep_ossl_common_name_of(const X509_NAME *name,
                                    char ret_text[CDC43_COMMON_NAME_MAX + 1]) {
    const int at = X509_NAME_get_index_by_NID(name, NID_commonName, -1);
    unsigned char *text = NULL;
    int len = 0;

    ret_text[0] = '\0';
    if (at < 0 || X509_NAME_get_index_by_NID(name, NID_commonName, at) >= 0) {
        return;
    }
    len = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
    if (len > 0 && len <= CDC43_COMMON_NAME_MAX && is_printable(text, (size_t)len)) {
        memcpy(ret_text, text, (size_t)len);
        ret_text[len] = '\0';
    }
    if (len >= 0) {
        OPENSSL_free(text);
    }
}
