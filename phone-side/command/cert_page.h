/* SPDX-License-Identifier: MIT */
/* What cdc43-phone cert-check reads, prints and writes. */
#ifndef CDC43_PHONE_CERT_PAGE_H
#define CDC43_PHONE_CERT_PAGE_H

#include <stdio.h>

#include "phone-side/certificates/write.h"

/* What is read, what is asked, and what was found. It stays where it was made. */
struct cdc43_phone_cli_certs {
    struct cdc43_cert_reader *reader;
    struct cdc43_cert_bundle bundle;
    struct cdc43_cert_question question; /* at first of no time; the caller fills it in */
    struct cdc43_cert_case result;       /* of bundle and question */
};
struct cdc43_phone_cli_server;

/* fips: only OpenSSL's FIPS provider reads. Exit code; good: end it with _end_certs. */
int cdc43_phone_cli_begin_certs(bool fips, struct cdc43_phone_cli_certs **ret_certs);
void cdc43_phone_cli_end_certs(struct cdc43_phone_cli_certs *certs); /* NULL: nothing */

/* Adds a file in any form to the bundle. password_file: as for cdc43_phone_cli_password, for
 * PKCS#12. Exit code, good or what a message was printed for. */
int cdc43_phone_cli_read_certs(struct cdc43_cert_reader *reader, const char *path,
                               const char *password_file, struct cdc43_cert_bundle *bundle);
/* The same for octets, as cdc43_cert_read takes them. */
int cdc43_phone_cli_open_certs(struct cdc43_cert_reader *reader, const char *path, uint8_t *octets,
                               size_t len, const char *password_file,
                               struct cdc43_cert_bundle *bundle);
/* The same, with the password itself. */
int cdc43_phone_cli_add_certs(struct cdc43_cert_reader *reader, const char *path, uint8_t *octets,
                              size_t len, const char *password, struct cdc43_cert_bundle *bundle);
/* Adds certificates to trust, after all files. Exit code. */
int cdc43_phone_cli_trust_certs(struct cdc43_cert_reader *reader, const char *path,
                                struct cdc43_cert_bundle *bundle);
/* Takes "2026-11-29" or "2026-11-29T05:30:00Z"; target: int64_t. -1, or the exit code after a
 * message. */
int cdc43_phone_cli_take_time(void *target, const char *value);

/* server: from which they came; NULL: from files. */
void cdc43_phone_page_certs(const struct cdc43_phone_cli_certs *certs,
                            const struct cdc43_phone_cli_server *server, bool json);

/* The findings alone, those of this verdict and worse. */
void cdc43_phone_page_findings(FILE *out, const struct cdc43_cert_case *of,
                               enum cdc43_cert_verdict from);

/* Writes the bundle as its device wants it into a new file, mode 0600, and says what a new file
 * cannot cure. password_file: as for cdc43_phone_cli_password, for PKCS#12. Exit code: good when
 * the file would be accepted. */
int cdc43_phone_cli_fix_certs(const struct cdc43_cert_reader *reader,
                              const struct cdc43_cert_case *of, const char *password_file,
                              const char *path);
/* Says why the file at path was not written; CDC43_EXIT_BAD. */
int cdc43_phone_cli_fail_lack(const char *path, enum cdc43_cert_lack lack);

#endif
