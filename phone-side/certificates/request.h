/* SPDX-License-Identifier: MIT */
/* Certificate requests (PKCS#10) for a server: made, and read as facts. */
#ifndef CDC43_CERT_REQUEST_H
#define CDC43_CERT_REQUEST_H

#include "phone-side/certificates/bundle.h"

/* What a request says. */
struct cdc43_cert_request {
    char common_name[CDC43_COMMON_NAME_MAX + 1]; /* empty: none, several, or not printable ASCII */
    bool is_signed;                              /* with the key that belongs to it */
    struct cdc43_scep_blob public_key;           /* SubjectPublicKeyInfo, DER */
};

/* An RSA key and a request signed with it, SHA-256, whose subject is the Common Name alone (1 to 64
 * printable ASCII characters), both in PEM. Errors: CDC43_SCEP_ERR_COMMON_NAME, _LIBRARY, _MEMORY.
 * ret_key: SECRET. The caller ends both. */
CDC43_MUST_USE bool cdc43_cert_make_request(const struct cdc43_cert_reader *reader, unsigned bits,
                                            const char *common_name,
                                            struct cdc43_scep_blob *ret_key,
                                            struct cdc43_scep_blob *ret_request,
                                            struct cdc43_scep_fault *ret_fault);

/* Reads PEM, also as editors of Windows save it, or DER. octets are changed. Returns
 * false if this is not a request, or out of memory; otherwise the caller ends the request. */
CDC43_MUST_USE bool cdc43_cert_read_request(const struct cdc43_cert_reader *reader, uint8_t *octets,
                                            size_t len, struct cdc43_cert_request *ret_request);
void cdc43_cert_request_end(struct cdc43_cert_request *request);

#endif
