/* SPDX-License-Identifier: MIT */
/* cdc43-phone stage: files that are read, judged, written and read again. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "phone-side/command/certificate.h"
#include "phone-side/command/stage.h"
#include "phone-side/scep/disk.h"

int cdc43_phone_stage_open(const struct cdc43_phone_stage *stage,
                           struct cdc43_phone_cli_certs **ret_certs) {
    const int code = cdc43_phone_cli_begin_certs(false, ret_certs);

    if (code == CDC43_EXIT_GOOD) {
        (*ret_certs)->question.device = stage->device;
        (*ret_certs)->question.now =
            stage->at != CDC43_SCEP_NO_CLOCK ? stage->at : cdc43_phone_cli_now();
    }
    return code;
}

int cdc43_phone_stage_read(const struct cdc43_phone_stage *stage, const char *const *files,
                           size_t count, struct cdc43_phone_cli_certs *certs) {
    int code = CDC43_EXIT_GOOD;

    cdc43_cert_bundle_end(&certs->bundle);
    for (size_t i = 0; i < count && code == CDC43_EXIT_GOOD; i++) {
        code = cdc43_phone_cli_read_certs(certs->reader, files[i], stage->password_file,
                                          &certs->bundle);
    }
    if (code == CDC43_EXIT_GOOD && stage->trust != NULL) {
        code = cdc43_phone_cli_trust_certs(certs->reader, stage->trust, &certs->bundle);
    }
    if (code == CDC43_EXIT_GOOD) {
        cdc43_cert_relate(certs->reader, &certs->bundle);
        cdc43_cert_check(&certs->bundle, &certs->question, &certs->result);
    }
    return code;
}

int cdc43_phone_stage_judge(const char *name, struct cdc43_view octets,
                            enum cdc43_cert_verdict from, struct cdc43_phone_cli_certs *certs) {
    struct cdc43_scep_blob copy = {0}; /* reading changes it */
    int code = cdc43_scep_copy(octets, &copy) ? CDC43_EXIT_GOOD : cdc43_cli_fail("out of memory");

    cdc43_cert_bundle_end(&certs->bundle);
    if (code == CDC43_EXIT_GOOD) {
        code = cdc43_phone_cli_add_certs(certs->reader, name, copy.data, copy.len, NULL,
                                         &certs->bundle);
    }
    cdc43_scep_blob_end(&copy);
    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    cdc43_cert_relate(certs->reader, &certs->bundle);
    cdc43_cert_check(&certs->bundle, &certs->question, &certs->result);
    cdc43_phone_page_findings(stdout, &certs->result, from);
    return cdc43_cert_count(&certs->result, CDC43_CERT_REFUSED) == 0
               ? CDC43_EXIT_GOOD
               : cdc43_cli_fail("%s: %s would refuse this; nothing was written", name,
                                cdc43_cert_devices[certs->question.device].name);
}

bool cdc43_phone_stage_join(struct cdc43_view first, struct cdc43_view second,
                            struct cdc43_scep_blob *ret_both) {
    uint8_t *const octets = malloc(first.len + second.len + 1);

    if (octets == NULL) {
        return false;
    }
    memcpy(octets, first.data, first.len);
    memcpy(octets + first.len, second.data, second.len);
    ret_both->data = octets;
    ret_both->len = first.len + second.len;
    return true;
}

int cdc43_phone_stage_write(const char *path, struct cdc43_view octets) {
    struct cdc43_scep_fault fault;
    uint8_t *again = NULL;
    size_t len = 0;
    bool same = false;

    if (!cdc43_disk_write(AT_FDCWD, path, octets, &fault)) {
        return cdc43_cli_fail("%s was not written: %s", path, fault.detail);
    }
    again = (uint8_t *)cdc43_cli_read(path, octets.len + 1, &len);
    same = again != NULL && len == octets.len && memcmp(again, octets.data, len) == 0;
    if (again != NULL) {
        cdc43_wipe(again, len);
    }
    free(again);
    if (!same) {
        (void)unlink(path);
        return cdc43_cli_fail("%s could not be read as it was written; it was removed", path);
    }
    return CDC43_EXIT_GOOD;
}
