/* SPDX-License-Identifier: MIT */
/* The rules of SCEP: URLs, capabilities, message types, when to poll. Pure. */
#ifndef CDC43_SCEP_PROTOCOL_H
#define CDC43_SCEP_PROTOCOL_H

#include "phone-side/scep/scep.h"

#ifdef __cplusplus
extern "C" {
#endif

/* RFC 8894 4.1: the path unless directed otherwise. */
#define CDC43_SCEP_DEFAULT_PATH "/cgi-bin/pkiclient.exe"
/* Characters of the longest URL without a message, NUL included. */
#define CDC43_SCEP_URL_MAX (CDC43_OPTION_MAX + 80)

enum cdc43_scep_operation {
    CDC43_SCEP_GET_CA_CAPS = 0,
    CDC43_SCEP_GET_CA_CERT,
    CDC43_SCEP_GET_NEXT_CA_CERT,
    CDC43_SCEP_PKI_OPERATION
};

/* Builds the URL of an operation from the Server: its scheme in lower case or "http://" before a
 * bare host; the default path when it has none or only "/"; a query is kept, a fragment is not.
 * NUL-terminated. Error: CDC43_SCEP_ERR_SERVER (rule: which one). RFC 8894 4.1. */
CDC43_MUST_USE bool cdc43_scep_build_url(struct cdc43_view server,
                                         enum cdc43_scep_operation operation,
                                         char ret_url[CDC43_SCEP_URL_MAX],
                                         struct cdc43_scep_fault *ret_fault);

/* Characters of "&message=" and the message after it, as cdc43_scep_put_message writes them
 * (percent-escaped base64), the NUL included. */
size_t cdc43_scep_message_room(size_t len);
void cdc43_scep_put_message(struct cdc43_view message, char *ret_text);

/* RFC 8894 3.5.2. */
enum cdc43_scep_capability {
    CDC43_SCEP_CAP_AES = 1U << 0,
    CDC43_SCEP_CAP_DES3 = 1U << 1,
    CDC43_SCEP_CAP_GET_NEXT_CA_CERT = 1U << 2,
    CDC43_SCEP_CAP_POST = 1U << 3,
    CDC43_SCEP_CAP_RENEWAL = 1U << 4,
    CDC43_SCEP_CAP_SHA1 = 1U << 5,
    CDC43_SCEP_CAP_SHA256 = 1U << 6,
    CDC43_SCEP_CAP_SHA512 = 1U << 7,
    CDC43_SCEP_CAP_STANDARD = 1U << 8 /* AES, POST and SHA-256 are implied, and set with it */
};

/* Words on lines of their own; unknown ones, case, blanks and the kind of line end do not matter.
 * Octets that are not a list are an empty list. */
uint16_t cdc43_scep_parse_capabilities(struct cdc43_view text);

enum cdc43_scep_cipher { CDC43_SCEP_AES128 = 0, CDC43_SCEP_AES256, CDC43_SCEP_3DES };
enum cdc43_scep_digest { CDC43_SCEP_SHA256 = 0, CDC43_SCEP_SHA512, CDC43_SCEP_SHA1 };

/* Never weaker than AES and SHA-256 unless the CA offers nothing else and legacy is allowed, so
 * that removing words from the list in transit gains nothing. */
enum cdc43_scep_cipher cdc43_scep_pick_cipher(const struct cdc43_scep_config *config,
                                              uint16_t capabilities);
enum cdc43_scep_digest cdc43_scep_pick_digest(const struct cdc43_scep_config *config,
                                              uint16_t capabilities);
/* Does the CA say that it takes what is picked? Without it the request is sent all the same. */
bool cdc43_scep_is_offered(const struct cdc43_scep_config *config, uint16_t capabilities);

/* messageType, RFC 8894 3.2.1.2. */
enum cdc43_scep_type {
    CDC43_SCEP_CERT_REP = 3,
    CDC43_SCEP_RENEWAL_REQ = 17,
    CDC43_SCEP_PKCS_REQ = 19,
    CDC43_SCEP_CERT_POLL = 20
};

enum cdc43_scep_signer { CDC43_SCEP_SELF = 0, CDC43_SCEP_MIC, CDC43_SCEP_INSTALLED };

/* The parts of a method. */
struct cdc43_scep_plan {
    enum cdc43_scep_type type;
    enum cdc43_scep_signer signer;
    bool challenge; /* put the challenge password into the request if there is one */
    bool renews;    /* the new certificate must be newer than the installed one */
};
struct cdc43_scep_plan cdc43_scep_plan_of(enum cdc43_scep_method method);
#define CDC43_SCEP_METHOD_COUNT 8
const char *cdc43_scep_method_name(enum cdc43_scep_method method); /* "renewal-challenge" */

/* pkiStatus, RFC 8894 3.2.1.3. */
enum cdc43_scep_status {
    CDC43_SCEP_STATUS_SUCCESS = 0,
    CDC43_SCEP_STATUS_FAILURE = 2,
    CDC43_SCEP_STATUS_PENDING = 3
};

/* The decimal number of a status, message type or failInfo attribute: 1 or 2 digits, nothing else.
 * False for any other text. */
CDC43_MUST_USE bool cdc43_scep_parse_number(struct cdc43_view text, unsigned *ret_number);

/* Polls come after 1, 2, 4, ... minutes, then every hour, and end after a week. Without a clock
 * (CDC43_SCEP_NO_CLOCK) only the number of polls counts. not_after: the end of the certificate that
 * is renewed, CDC43_SCEP_NO_CLOCK if there is none: polls end halfway to it, so that time is left
 * for another request. */
#define CDC43_SCEP_POLL_FIRST 60
#define CDC43_SCEP_POLL_LATER 3600
#define CDC43_SCEP_POLL_MAX 172 /* 5 of them are done before the first hour is over */
#define CDC43_SCEP_POLL_END 604800
int64_t cdc43_scep_poll_delay(unsigned polls_done);
bool cdc43_scep_is_polled_out(const struct cdc43_scep_pending *pending, int64_t now,
                              int64_t not_after);

/* A request without a response is sent again with the same key and transaction, at most so often:
 * the CA may have issued the certificate. Then it gets a new key. */
#define CDC43_SCEP_SENDS_MAX 6
/* Is a request with this fault unanswered? The CA may have decided about it, but no response that
 * is the CA's has come. */
bool cdc43_scep_is_unanswered(const struct cdc43_scep_fault *fault);

#ifdef __cplusplus
}
#endif

#endif
