/* SPDX-License-Identifier: MIT */
/* The certificates that a snom phone is to trust, for a file and for the server. */
#ifndef CDC43_PHONE_STAGE_SNOM_H
#define CDC43_PHONE_STAGE_SNOM_H

#include "phone-side/command/stage.h"

/* Of each file its root. */
struct cdc43_phone_stage_roots {
    size_t count;
    struct cdc43_scep_blob pem[CDC43_STAGE_CERTS_MAX]; /* SECRET when keys are included */
    struct cdc43_scep_blob der[CDC43_STAGE_CERTS_MAX];
};

/* Reads and judges the files. Exit code. End it in either case. */
int cdc43_phone_stage_take_roots(const struct cdc43_phone_stage *stage,
                                 struct cdc43_phone_stage_roots *ret_roots);
void cdc43_phone_stage_end_roots(struct cdc43_phone_stage_roots *roots);

/* Makes the XML file and reads it again. name: for messages. Exit code. ret_file: the caller ends
 * it in either case. SECRET when keys are included. */
int cdc43_phone_stage_print_snom(const char *name, const struct cdc43_stage_snom *form,
                                 struct cdc43_scep_blob *ret_file);

#endif
