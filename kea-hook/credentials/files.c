/* SPDX-License-Identifier: MIT */
/* Files with values in them: what may be read, and by whom it must be guarded. */
#include "kea-hook/credentials/files.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static enum cdc43_hook_err check_kind(const struct stat *status, bool is_secret, size_t capacity) {
    if (!S_ISREG(status->st_mode)) {
        return CDC43_HOOK_ERR_FILE_KIND;
    }
    if (is_secret && status->st_uid != 0 && status->st_uid != geteuid()) {
        return CDC43_HOOK_ERR_FILE_OWNER;
    }
    if (is_secret && (status->st_mode & (S_IWGRP | S_IRWXO)) != 0) {
        return CDC43_HOOK_ERR_FILE_MODE;
    }
    if (status->st_size < 0 || (size_t)status->st_size > capacity) {
        return CDC43_HOOK_ERR_FILE_LONG;
    }
    return CDC43_HOOK_OK;
}

/* A file that grows meanwhile is read up to the capacity, which was large enough a moment ago. */
static enum cdc43_hook_err read_all(int file, uint8_t *ret_octets, size_t capacity,
                                    size_t *ret_len) {
    size_t len = 0;

    while (len < capacity) {
        const ssize_t got = read(file, ret_octets + len, capacity - len);

        if (got == 0) {
            break;
        }
        if (got < 0 && errno != EINTR) {
            return CDC43_HOOK_ERR_FILE_READ;
        }
        len += got > 0 ? (size_t)got : 0;
    }
    *ret_len = len;
    return CDC43_HOOK_OK;
}

enum cdc43_hook_err cdc43_hook_read_file(const char *path, bool is_secret, uint8_t *ret_octets,
                                         size_t capacity, size_t *ret_len, int *ret_errno) {
    struct stat status;
    enum cdc43_hook_err err;
    int file;

    if (path[0] != '/') {
        return CDC43_HOOK_ERR_FILE_PATH;
    }
    file = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) {
        *ret_errno = errno;
        return CDC43_HOOK_ERR_FILE_OPEN;
    }
    err = fstat(file, &status) == 0 ? check_kind(&status, is_secret, capacity)
                                    : CDC43_HOOK_ERR_FILE_READ;
    if (err == CDC43_HOOK_OK) {
        err = read_all(file, ret_octets, capacity, ret_len);
    }
    (void)close(file);
    return err;
}

enum cdc43_hook_err cdc43_hook_read_secret(const char *path, uint8_t *ret_octets, size_t capacity,
                                           size_t *ret_len, int *ret_errno) {
    size_t len = 0;
    const enum cdc43_hook_err err =
        cdc43_hook_read_file(path, true, ret_octets, capacity, &len, ret_errno);

    if (err != CDC43_HOOK_OK) {
        cdc43_wipe(ret_octets, capacity);
        return err;
    }
    if (len != 0 && ret_octets[len - 1] == '\n') {
        len--;
    }
    *ret_len = len;
    return CDC43_HOOK_OK;
}
