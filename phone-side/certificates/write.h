/* SPDX-License-Identifier: MIT */
/* A bundle in the order and form that its device wants. */
#ifndef CDC43_CERT_WRITE_H
#define CDC43_CERT_WRITE_H

#include "phone-side/certificates/check.h"

/* What cannot be put together, since a piece is missing. */
enum cdc43_cert_lack {
    CDC43_CERT_LACKS_NOTHING = 0,
    CDC43_CERT_LACKS_CERTIFICATE,
    CDC43_CERT_LACKS_ISSUER, /* the chain does not reach a self-signed root */
    CDC43_CERT_LACKS_KEY,    /* the device needs it, and none that is not encrypted fits */
    CDC43_CERT_LACKS_MEMORY
};

/* Does the device want PKCS#12, for which a password is needed? */
bool cdc43_cert_wants_p12(enum cdc43_cert_device device);

/* The file: for snom the root alone in PEM; for cisco-cdc PKCS#12 with AES-256 and a MAC; for
 * others PEM with the chain in order and the private key, if there is one, last. SECRET. */
CDC43_MUST_USE enum cdc43_cert_lack cdc43_cert_write(const struct cdc43_cert_reader *reader,
                                                     const struct cdc43_cert_case *on,
                                                     const char *password,
                                                     struct cdc43_scep_blob *ret_file);

/* The root alone and its private key, each in PEM; the key as snom's page shows it (S000), PKCS#1
 * for RSA. ret_key: SECRET. The caller ends both in either case. */
CDC43_MUST_USE enum cdc43_cert_lack cdc43_cert_write_root(const struct cdc43_cert_reader *reader,
                                                          const struct cdc43_cert_case *on,
                                                          struct cdc43_scep_blob *ret_cert,
                                                          struct cdc43_scep_blob *ret_key);

#endif
