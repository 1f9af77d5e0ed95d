/* SPDX-License-Identifier: MIT */
/* Reading the certificates in a configuration file of snom (S000-1 to S000-3). */
#ifndef CDC43_PHONE_SNOM_XML_H
#define CDC43_PHONE_SNOM_XML_H

#include "phone-side/staging/snom_form.h"

/* What a file says, with the texts that form points to. It must stay where it is. */
struct cdc43_phone_cli_snom {
    struct cdc43_stage_snom form;
    char *texts; /* malloc'ed. SECRET: a private key may be in it */
    size_t size;
};

/* Reads the elements <certificate>, wherever they stand: all with a link, or all with type="base64"
 * and text. Refused: a DOCTYPE, an element inside one of them, one with neither or both, more than
 * CDC43_STAGE_CERTS_MAX, none. Exit code: good, or what a message was printed for. path: for
 * messages. End it in either case. */
int cdc43_phone_cli_parse_snom(const char *path, const char *text, size_t len,
                               struct cdc43_phone_cli_snom *ret_snom);
void cdc43_phone_cli_end_snom(struct cdc43_phone_cli_snom *snom);

#endif
