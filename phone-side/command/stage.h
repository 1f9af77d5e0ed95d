/* SPDX-License-Identifier: MIT */
/* What the devices of cdc43-phone stage share. */
#ifndef CDC43_PHONE_STAGE_H
#define CDC43_PHONE_STAGE_H

#include "phone-side/command/cert_page.h"
#include "phone-side/staging/snom_form.h"
#include "tlv/command/cli.h"

/* The command line. All zero, NULL: it was not said. */
struct cdc43_phone_stage {
    enum cdc43_cert_device device;
    int (*run)(const struct cdc43_phone_stage *stage); /* what is done for it */
    const char *file[CDC43_STAGE_CERTS_MAX];
    unsigned file_count;
    const char *out;
    const char *trust;
    const char *password_file;
    int64_t at; /* CDC43_SCEP_NO_CLOCK: the machine's time */
    /* snom */
    const char *url[CDC43_STAGE_CERTS_MAX];
    unsigned url_count;
    bool wrapper;
    bool include_key;
    bool serve;
    const char *listen;
    unsigned count;   /* requests; 0: the usual number */
    unsigned seconds; /* 0: the usual time */
    /* cisco-spa */
    const char *host;
    const char *extra;
    const char *key;
    bool legacy;
    const char *answer;
    const char *request;
    const char *model;
    /* innovaphone-device */
    const char *card;
    const char *serial;
    /* cisco-cdc */
    const char *common_name;
};

/* Each does its device's part. Exit code. */
int cdc43_phone_stage_snom(const struct cdc43_phone_stage *stage);
int cdc43_phone_stage_spa(const struct cdc43_phone_stage *stage);
int cdc43_phone_stage_box(const struct cdc43_phone_stage *stage);
int cdc43_phone_stage_cdc(const struct cdc43_phone_stage *stage);

/* For the device, at the time that was said. Exit code; good: end it with
 * cdc43_phone_cli_end_certs. */
int cdc43_phone_stage_open(const struct cdc43_phone_stage *stage,
                           struct cdc43_phone_cli_certs **ret_certs);

/* Reads files and those to trust (NULL: none), in place of those before, and judges them without a
 * word. Exit code. */
int cdc43_phone_stage_read(const struct cdc43_phone_stage *stage, const char *const *files,
                           size_t count, struct cdc43_phone_cli_certs *certs);
/* Reads what is to become the file called name, judges it, and prints what there is to say: the
 * warnings too, or only what is refused. Exit code: good when the device would accept it. */
int cdc43_phone_stage_judge(const char *name, struct cdc43_view octets,
                            enum cdc43_cert_verdict from, struct cdc43_phone_cli_certs *certs);

/* One after the other. False: out of memory. */
CDC43_MUST_USE bool cdc43_phone_stage_join(struct cdc43_view first, struct cdc43_view second,
                                           struct cdc43_scep_blob *ret_both);

/* Writes a file that must not be there yet, mode 0600, reads it again, and removes it when it is
 * not the same. Exit code. */
int cdc43_phone_stage_write(const char *path, struct cdc43_view octets);

#endif
