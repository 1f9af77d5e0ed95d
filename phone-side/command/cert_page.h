/* SPDX-License-Identifier: MIT */
/* What cdc43-phone cert-check prints. */
#ifndef CDC43_PHONE_CERT_PAGE_H
#define CDC43_PHONE_CERT_PAGE_H

#include "phone-side/certificates/check.h"

void cdc43_phone_page_certs(const struct cdc43_cert_reader *reader,
                            const struct cdc43_cert_case *of, bool json);

#endif
