/* SPDX-License-Identifier: MIT */
/* A library to preload: kills the process, as SIGKILL does, at one of the calls that change files.
 * DIE_AT is its number, from 1; DIE_AFTER, when set: after the call, of a write half is done. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static unsigned long calls;

static bool is_the_one(void) {
    const char *const at = getenv("DIE_AT");

    return at != NULL && calls == strtoul(at, NULL, 10);
}

static bool is_after(void) {
    return getenv("DIE_AFTER") != NULL;
}

static void before(void) {
    calls++;
    if (is_the_one() && !is_after()) {
        (void)raise(SIGKILL);
    }
}

static void after(void) {
    if (is_the_one() && is_after()) {
        (void)raise(SIGKILL);
    }
}

/* POSIX lets dlsym's pointer to an object be one to a function. */
union function {
    void *found;
    int (*open)(const char *, int, ...);
    int (*openat)(int, const char *, int, ...);
    ssize_t (*write)(int, const void *, size_t);
    int (*fsync)(int);
    int (*flock)(int, int);
    int (*mkdir)(const char *, mode_t);
    int (*mkdirat)(int, const char *, mode_t);
    int (*renameat)(int, const char *, int, const char *);
    int (*unlinkat)(int, const char *, int);
    int (*symlinkat)(const char *, int, const char *);
};

static union function next(const char *name) {
    const union function function = {.found = dlsym(RTLD_NEXT, name)};

    if (function.found == NULL) {
        abort();
    }
    return function;
}

/* The names of the parameters are not those of the system's headers, which are no names of ours;
 * and clang-tidy does not see through the union and the macros.
 * NOLINTBEGIN(readability-inconsistent-declaration-parameter-name)
 * NOLINTBEGIN(clang-analyzer-core.CallAndMessage,clang-analyzer-valist.Uninitialized) */
#define CALL(name, parameters, arguments)                                                          \
    int name parameters {                                                                          \
        int result;                                                                                \
                                                                                                   \
        before();                                                                                  \
        result = next(#name).name arguments;                                                       \
        after();                                                                                   \
        return result;                                                                             \
    }

CALL(fsync, (int file), (file))
CALL(flock, (int file, int operation), (file, operation))
CALL(mkdir, (const char *path, mode_t bits), (path, bits))
CALL(mkdirat, (int directory, const char *path, mode_t bits), (directory, path, bits))
CALL(renameat, (int from, const char *old, int to, const char *new), (from, old, to, new))
CALL(unlinkat, (int directory, const char *path, int flags), (directory, path, flags))
CALL(symlinkat, (const char *target, int directory, const char *path), (target, directory, path))

/* Those with a parameter that may not be there. */
#define OPEN(name, parameters, arguments)                                                          \
    int name parameters {                                                                          \
        mode_t bits = 0;                                                                           \
        va_list rest;                                                                              \
        int result;                                                                                \
                                                                                                   \
        if ((flags & O_CREAT) != 0) {                                                              \
            va_start(rest, flags);                                                                 \
            bits = va_arg(rest, mode_t);                                                           \
            va_end(rest);                                                                          \
        }                                                                                          \
        before();                                                                                  \
        result = next(#name).name arguments;                                                       \
        after();                                                                                   \
        return result;                                                                             \
    }

OPEN(open, (const char *path, int flags, ...), (path, flags, bits))
OPEN(openat, (int directory, const char *path, int flags, ...), (directory, path, flags, bits))

ssize_t write(int file, const void *octets, size_t len) {
    ssize_t n;

    before();
    n = next("write").write(file, octets, is_the_one() ? len / 2 : len);
    after();
    return n;
}
/* NOLINTEND(clang-analyzer-core.CallAndMessage,clang-analyzer-valist.Uninitialized)
 * NOLINTEND(readability-inconsistent-declaration-parameter-name) */
