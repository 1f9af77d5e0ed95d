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

#endif
