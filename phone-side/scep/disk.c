/* SPDX-License-Identifier: MIT */
/* Files that are written whole, read whole, and brought to the disk. */
#include "phone-side/scep/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "phone-side/whole.h"

#define FILE_MAX (256L * 1024L) /* what is longer is not written, since it would not be read */

bool cdc43_disk_fail(struct cdc43_scep_fault *ret_fault, const char *step) {
    const int number = errno;
    char detail[CDC43_SCEP_DETAIL_MAX + 1];

    (void)snprintf(detail, sizeof detail, "%s: %s", step, strerror(number));
    return cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_STORE, (unsigned)number, detail);
}

bool cdc43_disk_write(int directory, const char *name, struct cdc43_view octets,
                      struct cdc43_scep_fault *ret_fault) {
    const int file = openat(directory, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                            S_IRUSR | S_IWUSR);
    bool good = false;

    if (file < 0) {
        return cdc43_disk_fail(ret_fault, "create a file");
    }
    errno = EFBIG;
    good = (octets.len <= (size_t)FILE_MAX && cdc43_write_whole(file, octets.data, octets.len) &&
            fsync(file) == 0) ||
           cdc43_disk_fail(ret_fault, "write a file");
    if (close(file) != 0 && good) {
        good = cdc43_disk_fail(ret_fault, "close a file");
    }
    if (!good) {
        (void)unlinkat(directory, name, 0); /* it is ours, and not whole */
    }
    return good;
}

/* No file: *ret_present is false, which is not an error. */
bool cdc43_disk_read(int directory, const char *name, struct cdc43_scep_blob *ret_octets,
                     bool *ret_present, struct cdc43_scep_fault *ret_fault) {
    const int file = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct stat status;
    uint8_t *octets = NULL;
    size_t len = 0;
    bool good = false;

    *ret_present = file >= 0;
    if (file < 0) {
        return errno == ENOENT || cdc43_disk_fail(ret_fault, "open a file");
    }
    if (fstat(file, &status) != 0 || status.st_size > FILE_MAX ||
        (octets = malloc((size_t)status.st_size + 1)) == NULL) {
        (void)close(file);
        return cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_STORE_DAMAGED, 0, name);
    }
    good = cdc43_read_whole(file, octets, (size_t)status.st_size, &len) ||
           cdc43_disk_fail(ret_fault, "read a file");
    if (good && len != (size_t)status.st_size) { /* it has become shorter meanwhile */
        good = cdc43_scep_fail(ret_fault, CDC43_SCEP_ERR_STORE_DAMAGED, 0, name);
    }
    (void)close(file);
    if (good) {
        *ret_octets = (struct cdc43_scep_blob){octets, len};
    } else {
        cdc43_wipe(octets, (size_t)status.st_size);
        free(octets);
    }
    return good;
}

bool cdc43_disk_sync(int directory, struct cdc43_scep_fault *ret_fault) {
    return fsync(directory) == 0 || cdc43_disk_fail(ret_fault, "write a directory to the disk");
}

bool cdc43_disk_remove(int directory, const char *name, struct cdc43_scep_fault *ret_fault) {
    return unlinkat(directory, name, 0) == 0 || errno == ENOENT ||
           cdc43_disk_fail(ret_fault, "remove a file");
}
