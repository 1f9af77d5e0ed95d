/* SPDX-License-Identifier: MIT */
/* Files of a directory, each handled whole. Private to the store; POSIX. */
#ifndef CDC43_SCEP_DISK_H
#define CDC43_SCEP_DISK_H

#include "phone-side/scep/fault.h"

/* Sets CDC43_SCEP_ERR_STORE with errno and the step, returns false. */
bool cdc43_disk_fail(struct cdc43_scep_fault *ret_fault, const char *step);

/* Writes a file that must not be there yet, mode 0600, and brings its octets to the disk.
 * After a failure there is no file, or the one that was there before. */
CDC43_MUST_USE bool cdc43_disk_write(int directory, const char *name, struct cdc43_view octets,
                                     struct cdc43_scep_fault *ret_fault);

/* No file: *ret_present is false, which is not an error. */
CDC43_MUST_USE bool cdc43_disk_read(int directory, const char *name,
                                    struct cdc43_scep_blob *ret_octets, bool *ret_present,
                                    struct cdc43_scep_fault *ret_fault);

/* Brings the names in the directory to the disk. */
CDC43_MUST_USE bool cdc43_disk_sync(int directory, struct cdc43_scep_fault *ret_fault);

/* A file that does not exist is not an error. */
CDC43_MUST_USE bool cdc43_disk_remove(int directory, const char *name,
                                      struct cdc43_scep_fault *ret_fault);

#endif
