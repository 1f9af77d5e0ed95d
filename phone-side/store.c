/* SPDX-License-Identifier: MIT */
/* The state in a directory: read, replaced atomically, removed. */
#include "phone-side/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "phone-side/whole.h"

#define LOCK_TRIES 50
#define LOCK_WAIT_NS 100000000L

static bool set_fault(struct cdc43_phone_store_fault *ret_fault, const char *step) {
    *ret_fault = (struct cdc43_phone_store_fault){CDC43_PHONE_STORE_SYSTEM, step, errno, 0};
    return false;
}

/* A new directory is there after a power failure only when its parent is on the disk. */
static bool sync_parent(int directory) {
    const int parent = openat(directory, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool good = parent >= 0 && fsync(parent) == 0;
    const int number = errno;

    if (parent >= 0) {
        (void)close(parent);
    }
    errno = number;
    return good;
}

bool cdc43_phone_open(const char *path, bool create, struct cdc43_phone_store *ret_store,
                      struct cdc43_phone_store_fault *ret_fault) {
    const bool is_new = create && mkdir(path, S_IRWXU) == 0;
    int directory = -1;

    if (create && !is_new && errno != EEXIST) {
        return set_fault(ret_fault, "make the directory");
    }
    directory = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) {
        return set_fault(ret_fault, "open the directory");
    }
    if (is_new && !sync_parent(directory)) {
        (void)set_fault(ret_fault, "write the new directory to the disk");
        (void)close(directory);
        return false;
    }
    ret_store->directory = directory;
    return true;
}

void cdc43_phone_close(struct cdc43_phone_store *store) {
    (void)close(store->directory);
    store->directory = -1;
}

bool cdc43_phone_lock(const struct cdc43_phone_store *store,
                      struct cdc43_phone_store_fault *ret_fault) {
    const struct timespec wait = {0, LOCK_WAIT_NS};

    for (unsigned i = 0; i < LOCK_TRIES; i++) {
        if (flock(store->directory, LOCK_EX | LOCK_NB) == 0) {
            return true;
        }
        if (errno != EWOULDBLOCK && errno != EINTR) {
            return set_fault(ret_fault, "lock the directory");
        }
        (void)nanosleep(&wait, NULL);
    }
    *ret_fault = (struct cdc43_phone_store_fault){CDC43_PHONE_STORE_BUSY, NULL, 0, 0};
    return false;
}

/* The octets of the file; one more than a state can have shows that it is too long. No file: none,
 * and *ret_present is false. */
static bool read_file(const struct cdc43_phone_store *store,
                      char ret_text[CDC43_PHONE_STATE_MAX + 1], size_t *ret_len, bool *ret_present,
                      struct cdc43_phone_store_fault *ret_fault) {
    /* Not blocking: a named pipe in its place must not hold up the phone. */
    const int file = openat(store->directory, CDC43_PHONE_STORE_FILE,
                            O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    bool good = true;

    *ret_len = 0;
    *ret_present = file >= 0;
    if (file < 0) {
        return errno == ENOENT || set_fault(ret_fault, "open the state file");
    }
    if (!cdc43_read_whole(file, ret_text, CDC43_PHONE_STATE_MAX + 1, ret_len)) {
        good = set_fault(ret_fault, "read the state file");
    }
    (void)close(file);
    return good;
}

bool cdc43_phone_load(const struct cdc43_phone_store *store, struct cdc43_phone_state *ret_state,
                      struct cdc43_phone_store_fault *ret_fault) {
    char text[CDC43_PHONE_STATE_MAX + 1];
    enum cdc43_phone_state_err err = CDC43_PHONE_STATE_OK;
    size_t len = 0;
    size_t line = 0;
    bool present = false;

    if (!read_file(store, text, &len, &present, ret_fault)) {
        return false;
    }
    if (!present) {
        *ret_state = (struct cdc43_phone_state){0};
        return true;
    }
    err = cdc43_phone_parse_state(text, len, ret_state, &line);
    cdc43_wipe(text, sizeof text);
    if (err != CDC43_PHONE_STATE_OK) {
        *ret_fault = (struct cdc43_phone_store_fault){err == CDC43_PHONE_STATE_OTHER_VERSION
                                                          ? CDC43_PHONE_STORE_OTHER_VERSION
                                                          : CDC43_PHONE_STORE_DAMAGED,
                                                      NULL, 0, line};
    }
    return err == CDC43_PHONE_STATE_OK;
}

/* Does the file hold these octets already? Spares the flash, as most responses change nothing. */
static bool is_stored(const struct cdc43_phone_store *store, const char *text, size_t len) {
    char old[CDC43_PHONE_STATE_MAX + 1];
    struct cdc43_phone_store_fault unused;
    size_t old_len = 0;
    bool present = false;
    const bool same = read_file(store, old, &old_len, &present, &unused) && present &&
                      old_len == len && memcmp(old, text, len) == 0;

    cdc43_wipe(old, sizeof old);
    return same;
}

/* Writes the new file whole and brings it to the disk. */
static bool write_new(const struct cdc43_phone_store *store, const char *text, size_t len,
                      struct cdc43_phone_store_fault *ret_fault) {
    const char *step = NULL;
    int number = 0;
    int file = -1;

    /* What an interrupted save left. */
    if (unlinkat(store->directory, CDC43_PHONE_STORE_NEW, 0) != 0 && errno != ENOENT) {
        return set_fault(ret_fault, "remove an old " CDC43_PHONE_STORE_NEW);
    }
    file = openat(store->directory, CDC43_PHONE_STORE_NEW,
                  O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0) {
        return set_fault(ret_fault, "create the new state file");
    }
    if (!cdc43_write_whole(file, text, len)) {
        step = "write the new state file";
        number = errno;
    } else if (fsync(file) != 0) {
        step = "write the new state file to the disk";
        number = errno;
    }
    if (close(file) != 0 && step == NULL) {
        step = "close the new state file";
        number = errno;
    }
    errno = number;
    return step == NULL || set_fault(ret_fault, step);
}

bool cdc43_phone_save(const struct cdc43_phone_store *store, const struct cdc43_phone_state *state,
                      struct cdc43_phone_store_fault *ret_fault) {
    char text[CDC43_PHONE_STATE_MAX];
    const size_t len = cdc43_phone_print_state(state, text);
    bool good = false;

    if (is_stored(store, text, len)) {
        good = true;
    } else if (write_new(store, text, len, ret_fault)) {
        if (renameat(store->directory, CDC43_PHONE_STORE_NEW, store->directory,
                     CDC43_PHONE_STORE_FILE) != 0) {
            (void)set_fault(ret_fault, "put the new state file in place");
        } else if (fsync(store->directory) != 0) {
            (void)set_fault(ret_fault, "write the directory to the disk");
        } else {
            good = true;
        }
    }
    if (!good) {
        (void)unlinkat(store->directory, CDC43_PHONE_STORE_NEW, 0); /* it holds the password */
    }
    cdc43_wipe(text, sizeof text);
    return good;
}

bool cdc43_phone_reset(const struct cdc43_phone_store *store,
                       struct cdc43_phone_store_fault *ret_fault) {
    static const char *const names[] = {CDC43_PHONE_STORE_FILE, CDC43_PHONE_STORE_NEW};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (unlinkat(store->directory, names[i], 0) != 0 && errno != ENOENT) {
            return set_fault(ret_fault, "remove the state file");
        }
    }
    return fsync(store->directory) == 0 || set_fault(ret_fault, "write the directory to the disk");
}
