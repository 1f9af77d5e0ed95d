/* SPDX-License-Identifier: MIT */
/* The functions of the requirements, one each: cdc43_cert_check_ and the name in the table. Private
 * to the files with their definitions. */
#ifndef CDC43_CERT_CHECKS_H
#define CDC43_CERT_CHECKS_H

#include "phone-side/certificates/check.h"

#define CDC43_CERT_LEFT_OUT(document, first, last, why)
#define CDC43_CERT_REQUIREMENT(id, refused, warned, function, sentence, remedy)                    \
    void cdc43_cert_check_##function(struct cdc43_cert_case *on);
#include "phone-side/certificates/requirements.def"

/* Did a TLS server send the certificates? If so, they come without a file and a private key. */
static inline bool cdc43_cert_is_sent(const struct cdc43_cert_bundle *bundle) {
    return bundle->file_count != 0 && bundle->file[0].form == CDC43_CERT_SENT;
}

#endif
