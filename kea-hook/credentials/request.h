/* SPDX-License-Identifier: MIT */
/* The Common Name and the challenge password of a certificate request. */
#ifndef CDC43_HOOK_CREDENTIALS_REQUEST_H
#define CDC43_HOOK_CREDENTIALS_REQUEST_H

/* Conventions as in policy.h. */
#include "kea-hook/policy/policy.h"

#ifdef __cplusplus
extern "C" {
#endif

#define CDC43_HOOK_REQUEST_MAX 65536U /* octets of a request, at most */

struct cdc43_hook_request {
    size_t name_len;
    uint8_t common_name[CDC43_COMMON_NAME_MAX];
    size_t challenge_len;
    uint8_t challenge[CDC43_OPTION_MAX]; /* SECRET */
};

/* Reads a PKCS #10 request and checks that it leaves no room for two readings: one request, in DER
 * with nothing after it or in PEM with any text around it, signed with its own key, one Common
 * Name, one challenge password, and no subjectAltName but the Common Name itself (RFC 2986, RFC
 * 2985 5.4.1). The string type does not matter: names and passwords are compared as UTF-8.
 * Errors: CDC43_HOOK_ERR_FILE_LONG, _REQUEST, _REQUEST_SIGNATURE, _REQUEST_NAME,
 * _REQUEST_OTHER_NAMES, _REQUEST_NO_CHALLENGE, _REQUEST_CHALLENGES. */
CDC43_MUST_USE enum cdc43_hook_err cdc43_hook_read_request(struct cdc43_view octets,
                                                           struct cdc43_hook_request *ret_request);

#ifdef __cplusplus
}
#endif

#endif
