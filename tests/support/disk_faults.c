/* SPDX-License-Identifier: MIT */
/* System calls that fail when the test says so: the linker's option --wrap. */
#include "disk_faults.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

static enum disk_mode mode = NEVER;
static unsigned fail_at;
static unsigned calls;

void disk_set_mode(enum disk_mode wanted, unsigned at) {
    mode = wanted;
    fail_at = at;
    calls = 0;
}

unsigned disk_calls(void) {
    return calls;
}

static bool fails(void) {
    calls++;
    if (mode == DIES_BEFORE && calls == fail_at) {
        _exit(9);
    }
    if (mode == FAILS && calls == fail_at) {
        errno = ENOSPC;
        return true;
    }
    return false;
}

static void maybe_die(void) {
    if (mode == DIES_AFTER && calls == fail_at) {
        _exit(9);
    }
}

int __real_openat(int directory, const char *path, int flags, ...);
ssize_t __real_write(int file, const void *octets, size_t len);
int __real_fsync(int file);
int __real_close(int file);
int __real_renameat(int from, const char *old, int to, const char *new);
int __real_unlinkat(int directory, const char *path, int flags);
int __real_mkdirat(int directory, const char *path, mode_t bits);
int __real_symlinkat(const char *target, int directory, const char *path);
int __wrap_openat(int directory, const char *path, int flags, ...);
ssize_t __wrap_write(int file, const void *octets, size_t len);
int __wrap_fsync(int file);
int __wrap_close(int file);
int __wrap_renameat(int from, const char *old, int to, const char *new);
int __wrap_unlinkat(int directory, const char *path, int flags);
int __wrap_mkdirat(int directory, const char *path, mode_t bits);
int __wrap_symlinkat(const char *target, int directory, const char *path);

int __wrap_openat(int directory, const char *path, int flags, ...) {
    int file = -1;
    mode_t bits = 0;
    va_list arguments;

    if ((flags & O_CREAT) != 0) {
        va_start(arguments, flags);
        bits = va_arg(arguments, mode_t); /* NOLINT(clang-analyzer-valist.Uninitialized) */
        va_end(arguments);
    }
    if (!fails()) {
        file = __real_openat(directory, path, flags, bits);
        maybe_die();
    }
    return file;
}

ssize_t __wrap_write(int file, const void *octets, size_t len) {
    ssize_t n = -1;

    if (mode == SHORT) {
        len = len > 7 ? 7 : len; /* a disk that takes a little at a time */
    }
    if (!fails()) {
        n = __real_write(file, octets, mode == DIES_AFTER && calls == fail_at ? len / 2 : len);
        maybe_die();
    }
    return n;
}

#define WRAP(name, parameters, arguments)                                                          \
    int __wrap_##name parameters {                                                                 \
        int result = -1;                                                                           \
                                                                                                   \
        if (!fails()) {                                                                            \
            result = __real_##name arguments;                                                      \
            maybe_die();                                                                           \
        }                                                                                          \
        return result;                                                                             \
    }

WRAP(fsync, (int file), (file))
WRAP(renameat, (int from, const char *old, int to, const char *new), (from, old, to, new))
WRAP(unlinkat, (int directory, const char *path, int flags), (directory, path, flags))
WRAP(mkdirat, (int directory, const char *path, mode_t bits), (directory, path, bits))
WRAP(symlinkat, (const char *target, int directory, const char *path), (target, directory, path))

/* A failing close has closed the file all the same, as on Linux. */
int __wrap_close(int file) {
    const bool bad = fails();
    const int result = __real_close(file);

    maybe_die();
    return bad ? (errno = EIO, -1) : result;
}
