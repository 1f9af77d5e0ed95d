/* SPDX-License-Identifier: MIT */
/* What cdc43-phone cert-check reads, prints and writes. */
#ifndef CDC43_PHONE_CERT_PAGE_H
#define CDC43_PHONE_CERT_PAGE_H

#include "phone-side/certificates/check.h"

/* Adds a file in any form to the bundle. password_file: as for cdc43_phone_cli_password, for
 * PKCS#12. Exit code, good or what a message was printed for. */
int cdc43_phone_cli_read_certs(struct cdc43_cert_reader *reader, const char *path,
                               const char *password_file, struct cdc43_cert_bundle *bundle);
/* Adds certificates to trust, after all files. Exit code. */
int cdc43_phone_cli_trust_certs(struct cdc43_cert_reader *reader, const char *path,
                                struct cdc43_cert_bundle *bundle);
/* Takes "2026-11-29" or "2026-11-29T05:30:00Z"; target: int64_t. -1, or the exit code after a
 * message. */
int cdc43_phone_cli_take_time(void *target, const char *value);

void cdc43_phone_page_certs(const struct cdc43_cert_reader *reader,
                            const struct cdc43_cert_case *of, bool json);

/* The findings alone, on standard output, those of this verdict and worse. */
void cdc43_phone_page_findings(const struct cdc43_cert_case *of, enum cdc43_cert_verdict from);

/* Writes the bundle as its device wants it into a new file, mode 0600, and says what a new file
 * cannot cure. password_file: as for cdc43_phone_cli_password, for PKCS#12. Exit code: good when
 * the file would be accepted. */
int cdc43_phone_cli_fix_certs(struct cdc43_cert_reader *reader, const struct cdc43_cert_case *of,
                              const char *password_file, const char *path);

#endif
