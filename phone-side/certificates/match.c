/* SPDX-License-Identifier: MIT */
/* What a fingerprint is of. */
#include <string.h>

#include "phone-side/certificates/check.h"
#include "tlv/text.h"

#define MD5_SIZE 16U

const char *cdc43_cert_what_word(enum cdc43_cert_what what) {
    switch (what) {
    case CDC43_CERT_OF_DER:
        return "the DER";
    case CDC43_CERT_OF_KEY:
        return "the public key";
    case CDC43_CERT_OF_PEM:
        return "the PEM text";
    }
    return "";
}

struct cdc43_cert_match cdc43_cert_find_match(const struct cdc43_cert_reader *reader,
                                              const struct cdc43_cert_bundle *bundle,
                                              struct cdc43_view fingerprint) {
    struct cdc43_cert_match match = {.cert = CDC43_CERT_NONE, .what = CDC43_CERT_OF_DER};
    uint8_t octets[CDC43_DIGEST_MAX];

    match.digest = fingerprint.len == MD5_SIZE ? "md5" : cdc43_digest_name(fingerprint.len);
    for (unsigned what = 0; match.digest != NULL && what < CDC43_CERT_WHATS; what++) {
        for (unsigned i = 0; match.cert == CDC43_CERT_NONE && i < bundle->total; i++) {
            const size_t len = cdc43_cert_digest(reader, &bundle->cert[i],
                                                 (enum cdc43_cert_what)what, match.digest, octets);
            if (len == fingerprint.len && memcmp(octets, fingerprint.data, len) == 0) {
                match.cert = (int)i;
                match.what = (enum cdc43_cert_what)what;
            }
        }
    }
    return match;
}
