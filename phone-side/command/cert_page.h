/* SPDX-License-Identifier: MIT */
/* What cdc43-phone cert-check prints and writes. */
#ifndef CDC43_PHONE_CERT_PAGE_H
#define CDC43_PHONE_CERT_PAGE_H

#include "phone-side/certificates/check.h"

void cdc43_phone_page_certs(const struct cdc43_cert_reader *reader,
                            const struct cdc43_cert_case *of, bool json);

/* Writes the bundle as its device wants it into a new file, mode 0600, and says what a new file
 * cannot cure. password_file: as for cdc43_phone_cli_password, for PKCS#12. Exit code: good when
 * the file would be accepted. */
int cdc43_phone_cli_fix_certs(struct cdc43_cert_reader *reader, const struct cdc43_cert_case *of,
                              const char *password_file, const char *path);

#endif
