/* SPDX-License-Identifier: MIT */
/* Certificates and keys in files: PEM, DER and PKCS#12; what a certificate says. */
#ifndef CDC43_SCEP_FILES_H
#define CDC43_SCEP_FILES_H

#include "phone-side/scep/scep.h"

#ifdef __cplusplus
extern "C" {
#endif

/* A certificate and its private key, each PEM or DER; more certificates in the first file become
 * the chain. The pair is checked. Errors: CDC43_SCEP_ERR_CERTIFICATE_FILE, _KEY_FILE, _PAIR,
 * _MEMORY, _LIBRARY. */
CDC43_MUST_USE bool cdc43_scep_read_pair(struct cdc43_view cert_file, struct cdc43_view key_file,
                                         struct cdc43_scep_pair *ret_pair,
                                         struct cdc43_scep_fault *ret_fault);

/* A PKCS#12 file with its extract password (NUL-terminated). Files with old encryption (RC2, RC4,
 * DES) can be read, too, but not with fips: then only the FIPS provider reads the file, with PBMAC1
 * (RFC 9579, OpenSSL 3.4) and AES. Errors: CDC43_SCEP_ERR_P12_FORMAT, _P12_PASSWORD, _P12_NO_MAC,
 * _P12_CIPHER, _P12_FIPS, _PAIR, _FIPS_UNAVAILABLE, _MEMORY, _LIBRARY. */
CDC43_MUST_USE bool cdc43_scep_read_p12(struct cdc43_view file, const char *password, bool fips,
                                        struct cdc43_scep_pair *ret_pair,
                                        struct cdc43_scep_fault *ret_fault);

#define CDC43_SCEP_NAME_MAX 256  /* characters of a name, NUL included; longer ones are cut */
#define CDC43_SCEP_SERIAL_MAX 41 /* 20 octets in hexadecimal and NUL */

/* What a certificate says, printable ASCII. */
struct cdc43_scep_info {
    char common_name[CDC43_COMMON_NAME_MAX + 1]; /* empty: none, several, or not printable */
    char subject[CDC43_SCEP_NAME_MAX];           /* RFC 2253 */
    char issuer[CDC43_SCEP_NAME_MAX];
    char serial[CDC43_SCEP_SERIAL_MAX]; /* upper-case hexadecimal */
    char sha256[65];                    /* fingerprint, lower-case hexadecimal */
    int64_t not_before;
    int64_t not_after;
};
/* Error: CDC43_SCEP_ERR_CERTIFICATE_FILE. */
CDC43_MUST_USE bool cdc43_scep_describe(struct cdc43_view cert, struct cdc43_scep_info *ret_info,
                                        struct cdc43_scep_fault *ret_fault);

#ifdef __cplusplus
}
#endif

#endif
