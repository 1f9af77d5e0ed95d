/* SPDX-License-Identifier: MIT */
/* cdc43-phone cert-check --fix: the same certificates in the order and form that the device wants.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "phone-side/command/cert_page.h"
#include "phone-side/command/certificate.h"
#include "phone-side/scep/disk.h"

int cdc43_phone_cli_fail_lack(const char *path, enum cdc43_cert_lack lack) {
    static const char *const words[] = {
        [CDC43_CERT_LACKS_NOTHING] = "",
        [CDC43_CERT_LACKS_CERTIFICATE] = "there is no certificate",
        [CDC43_CERT_LACKS_ISSUER] = "the chain is not complete; add the certificates that are "
                                    "missing, or give them with --trust",
        [CDC43_CERT_LACKS_KEY] = "the private key is missing, encrypted, or that of another "
                                 "certificate",
        [CDC43_CERT_LACKS_MEMORY] = "out of memory"};

    return cdc43_cli_fail("%s was not written: %s", path, words[lack]);
}

/* The identifiers of what a new file cannot cure. */
static int report(const char *path, const struct cdc43_cert_case *of) {
    char list[256] = "";
    size_t len = 0;

    for (size_t i = 0; i < of->count && len < sizeof list; i++) {
        if (of->finding[i].verdict == CDC43_CERT_REFUSED) {
            len += (size_t)snprintf(list + len, sizeof list - len, "%s%s", len != 0 ? ", " : "",
                                    of->finding[i].requirement->id);
        }
    }
    if (len != 0) {
        return cdc43_cli_fail("%s was written, and is still refused: only other certificates can "
                              "meet %s",
                              path, list);
    }
    (void)cdc43_cli_fail("%s was written, and would be accepted", path);
    return CDC43_EXIT_GOOD;
}

/* What has been written is read again and judged. */
static int judge(const struct cdc43_cert_case *of, const char *path, struct cdc43_scep_blob *file,
                 const char *password) {
    struct cdc43_phone_cli_certs *again = NULL;
    int code = cdc43_phone_cli_begin_certs(false, &again);

    if (code == CDC43_EXIT_GOOD) {
        again->question = *of->question;
        again->question.has_fingerprint = false; /* its match is one of the other files */
        code = cdc43_phone_cli_add_certs(again->reader, path, file->data, file->len, password,
                                         &again->bundle);
    }
    if (code == CDC43_EXIT_GOOD) {
        cdc43_cert_relate(again->reader, &again->bundle);
        cdc43_cert_check(&again->bundle, &again->question, &again->result);
        code = report(path, &again->result);
    }
    cdc43_phone_cli_end_certs(again);
    return code;
}

static int write_file(const struct cdc43_cert_reader *reader, const struct cdc43_cert_case *of,
                      const char *path, const char *password) {
    struct cdc43_scep_blob file = {0};
    struct cdc43_scep_fault fault;
    const enum cdc43_cert_lack lack = cdc43_cert_write(reader, of, password, &file);
    int code = CDC43_EXIT_GOOD;

    if (lack != CDC43_CERT_LACKS_NOTHING) {
        code = cdc43_phone_cli_fail_lack(path, lack);
    } else if (!cdc43_disk_write(AT_FDCWD, path, cdc43_scep_view(&file), &fault)) {
        code = cdc43_cli_fail("%s was not written: %s", path, fault.detail);
    } else {
        code = judge(of, path, &file, password);
    }
    cdc43_scep_blob_end(&file);
    return code;
}

int cdc43_phone_cli_fix_certs(const struct cdc43_cert_reader *reader,
                              const struct cdc43_cert_case *of, const char *password_file,
                              const char *path) {
    size_t len = 0;
    char *password = NULL;
    int code = CDC43_EXIT_GOOD;

    if (cdc43_cert_wants_p12(of->question->device)) {
        password = cdc43_phone_cli_password(password_file, "Password of the new file", &len);
        if (password == NULL) {
            return CDC43_EXIT_BAD;
        }
        if (len == 0 || strlen(password) != len) {
            code = cdc43_cli_fail("%s was not written: its password is empty or contains a NUL "
                                  "character",
                                  path);
        }
    }
    if (code == CDC43_EXIT_GOOD) {
        code = write_file(reader, of, path, password);
    }
    if (password != NULL) {
        cdc43_wipe(password, len);
    }
    free(password);
    return code;
}
