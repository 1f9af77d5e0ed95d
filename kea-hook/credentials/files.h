/* SPDX-License-Identifier: MIT */
/* Values from files: the fingerprint of a CA certificate, a challenge password or its key. */
#ifndef CDC43_HOOK_CREDENTIALS_FILES_H
#define CDC43_HOOK_CREDENTIALS_FILES_H

/* Conventions as in policy.h, except that files are read. Paths are NUL-terminated and absolute. */
#include "kea-hook/policy/policy.h"

#ifdef __cplusplus
extern "C" {
#endif

#define CDC43_HOOK_CERTIFICATE_MAX 65536U /* octets of a certificate's file, at most */

/* Reads a whole regular file; a symbolic link is refused, and nothing blocks, not even a FIFO.
 * capacity: the most octets that it may have. is_secret: root or the user of the process must own
 * it; its group must not have write access, others no access at all.
 * Errors: CDC43_HOOK_ERR_FILE_PATH, _FILE_OPEN (*ret_errno is set), _FILE_KIND, _FILE_OWNER,
 * _FILE_MODE, _FILE_LONG, _FILE_READ. ret_octets may have been written to on failure. */
CDC43_MUST_USE enum cdc43_hook_err cdc43_hook_read_file(const char *path, bool is_secret,
                                                        uint8_t *ret_octets, size_t capacity,
                                                        size_t *ret_len, int *ret_errno);

/* Reads a challenge password, or a key: the content of a file, one line end at its end dropped.
 * cdc43_hook_add_profile or cdc43_hook_make_key checks it. ret_octets:
 * capacity octets. Errors: as above. */
CDC43_MUST_USE enum cdc43_hook_err cdc43_hook_read_secret(const char *path, uint8_t *ret_octets,
                                                          size_t capacity, size_t *ret_len,
                                                          int *ret_errno);

/* When a certificate is valid, in seconds since 1970, both ends included. */
struct cdc43_hook_validity {
    int64_t first;
    int64_t last;
};

/* The fingerprint of the one certificate, PEM or DER, that octets hold, and its validity; it must
 * be the certificate of a CA. size: the digest's octets, one of enum cdc43_digest_size; ret_digest
 * gets that many. Errors: CDC43_HOOK_ERR_CERTIFICATE, _CERTIFICATES, _CERTIFICATE_NO_CA, _DIGEST.
 */
CDC43_MUST_USE enum cdc43_hook_err cdc43_hook_digest_ca(struct cdc43_view octets, size_t size,
                                                        uint8_t ret_digest[CDC43_DIGEST_MAX],
                                                        struct cdc43_hook_validity *ret_validity);

/* Is the certificate valid at that time? Errors: CDC43_HOOK_ERR_CERTIFICATE_EARLY, _EXPIRED. */
CDC43_MUST_USE enum cdc43_hook_err
cdc43_hook_check_validity(const struct cdc43_hook_validity *validity, int64_t now);

#ifdef __cplusplus
}
#endif

#endif
