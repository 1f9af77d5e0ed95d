/* SPDX-License-Identifier: MIT */
/* What the files with OpenSSL in their names share. Private to them. */
#ifndef CDC43_SCEP_OPENSSL_H
#define CDC43_SCEP_OPENSSL_H

#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "phone-side/scep/crypto.h"

/* Octets of DER that are read. */
#define CDC43_SCEP_DER_MAX ((size_t)10485760)

struct cdc43_scep_crypto {
    OSSL_LIB_CTX *context;
    OSSL_PROVIDER *providers[2];
    const char *properties; /* for every fetch: "fips=yes" or NULL */
    bool allow_legacy;
};

/* OBJECT IDENTIFIERs of RFC 8894 3.2.1. */
#define CDC43_SCEP_OID_MESSAGE_TYPE "2.16.840.1.113733.1.9.2"
#define CDC43_SCEP_OID_PKI_STATUS "2.16.840.1.113733.1.9.3"
#define CDC43_SCEP_OID_FAIL_INFO "2.16.840.1.113733.1.9.4"
#define CDC43_SCEP_OID_SENDER_NONCE "2.16.840.1.113733.1.9.5"
#define CDC43_SCEP_OID_RECIPIENT_NONCE "2.16.840.1.113733.1.9.6"
#define CDC43_SCEP_OID_TRANSACTION "2.16.840.1.113733.1.9.7"
#define CDC43_SCEP_OID_FAIL_INFO_TEXT "1.3.6.1.5.5.7.24.1"
/* szOID_ENROLL_SCEP_ERROR: a signed decimal number */
#define CDC43_SCEP_OID_NDES_ERROR "1.3.6.1.4.1.311.21.33"

/* Sets the fault with the last reason of OpenSSL as detail, empties its queue, returns false. */
bool cdc43_scep_ossl_fail(struct cdc43_scep_fault *ret_fault, enum cdc43_scep_err err);

/* DER to objects of this context; NULL when it is not exactly one. The caller frees them. */
X509 *cdc43_scep_ossl_cert(const struct cdc43_scep_crypto *crypto, struct cdc43_view der);
EVP_PKEY *cdc43_scep_ossl_key(const struct cdc43_scep_crypto *crypto, struct cdc43_view der);
CMS_ContentInfo *cdc43_scep_ossl_cms(const struct cdc43_scep_crypto *crypto, struct cdc43_view der);
STACK_OF(X509) * cdc43_scep_ossl_stack(const struct cdc43_scep_crypto *crypto,
                                       const struct cdc43_scep_certs *certs);

/* A PKCS#12 file, not opened; NULL when it is none. */
PKCS12 *cdc43_scep_ossl_p12(const struct cdc43_scep_crypto *crypto, struct cdc43_view file);
/* A context to read such files with. The legacy provider is for RC2, with which they used to be
 * encrypted; where there is none, the others can still be read. */
bool cdc43_scep_ossl_open_for_p12(bool fips, struct cdc43_scep_crypto **ret_crypto,
                                  struct cdc43_scep_fault *ret_fault);

/* Objects to DER; false when there is no memory. */
bool cdc43_scep_ossl_put_cert(X509 *cert, struct cdc43_scep_blob *ret_der);
bool cdc43_scep_ossl_put_key(EVP_PKEY *key, struct cdc43_scep_blob *ret_der);
bool cdc43_scep_ossl_put_memory(BIO *memory, struct cdc43_scep_blob *ret_octets);

/* A name that is the Common Name alone; NULL when it is not 1 to 64 printable ASCII characters. */
X509_NAME *cdc43_scep_ossl_name(const char *common_name);
/* Type of a DirectoryString, RFC 5280 4.1.2.4: PrintableString if it can be, else UTF8String. */
int cdc43_scep_ossl_string_type(const void *text, size_t len);
/* The one Common Name of a certificate, or "" when there is none, are several, or it is not
 * printable ASCII. */
void cdc43_scep_ossl_common_name(const X509 *cert, char ret_text[CDC43_COMMON_NAME_MAX + 1]);
void cdc43_scep_ossl_common_name_of(const X509_NAME *name,
                                    char ret_text[CDC43_COMMON_NAME_MAX + 1]);
/* An RSA key of any size (PKCS#8). */
CDC43_MUST_USE bool cdc43_scep_ossl_make_key(const struct cdc43_scep_crypto *crypto, unsigned bits,
                                             struct cdc43_scep_blob *ret_key,
                                             struct cdc43_scep_fault *ret_fault);

/* Seconds since 1970; 0 for what is no time. */
int64_t cdc43_scep_ossl_time(const ASN1_TIME *time);

/* Does cert lead to root at the time now (CDC43_SCEP_NO_CLOCK: any time) through those between, one
 * path? Keys and digests on the way must be strong unless legacy is allowed. Returns X509_V_OK or
 * the error. ret_chain: may be NULL; cert first, root last; the caller frees it. */
int cdc43_scep_ossl_verify(const struct cdc43_scep_crypto *crypto, X509 *cert, X509 *root,
                           STACK_OF(X509) * between, int64_t now, STACK_OF(X509) * *ret_chain);
/* The same name and the same key: one CA, however many certificates it has. */
bool cdc43_scep_ossl_is_same_ca(X509 *a, X509 *b);

/* For each certificate of a list its path to the root, in whatever order they came. */
#define CDC43_SCEP_PATHS_MAX (2 * CDC43_SCEP_CERTS_MAX)
struct cdc43_scep_ossl_paths {
    int count;
    /* Certificate first, root last; NULL: it leads nowhere. For further certificates of a CA that
     * leads to the root, that of this CA. The last is the root under any of its certificates. */
    STACK_OF(X509) * chain[CDC43_SCEP_PATHS_MAX];
    int error[CDC43_SCEP_PATHS_MAX]; /* why there is none */
};
/* certs: with the root; at most CDC43_SCEP_PATHS_MAX count. */
void cdc43_scep_ossl_find_paths(const struct cdc43_scep_crypto *crypto, STACK_OF(X509) * certs,
                                X509 *root, int64_t now, struct cdc43_scep_ossl_paths *ret_paths);
void cdc43_scep_ossl_end_paths(struct cdc43_scep_ossl_paths *paths);
/* What a verify error is for a CA: _CA_EXPIRED, _CA_NOT_YET_VALID, _CA_WEAK or _CA_CHAIN. */
enum cdc43_scep_err cdc43_scep_ossl_ca_error(int verify_error);

/* Verifies SignedData with one signer who is an authority of ca, its digest, and that the content
 * is data. ret_signer: belongs to cms. ret_content: its octets, or none when it has none. */
bool cdc43_scep_ossl_open_signed(const struct cdc43_scep_crypto *crypto, CMS_ContentInfo *cms,
                                 const struct cdc43_scep_ca *ca, CMS_SignerInfo **ret_signer,
                                 struct cdc43_scep_blob *ret_content,
                                 struct cdc43_scep_fault *ret_fault);

#endif
