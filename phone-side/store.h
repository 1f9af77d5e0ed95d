/* SPDX-License-Identifier: MIT */
/* Where a phone keeps its state: a directory with one file, replaced atomically. POSIX. */
#ifndef CDC43_PHONE_STORE_H
#define CDC43_PHONE_STORE_H

#include "phone-side/state.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The file in the directory, and the new file that replaces it. Both have mode 0600, because they
 * contain the challenge password. */
#define CDC43_PHONE_STORE_FILE "state"
#define CDC43_PHONE_STORE_NEW "state.new"

enum cdc43_phone_store_err {
    CDC43_PHONE_STORE_OK = 0,
    CDC43_PHONE_STORE_SYSTEM,        /* a system call failed: step and number */
    CDC43_PHONE_STORE_BUSY,          /* another process held the lock for the whole time */
    CDC43_PHONE_STORE_OTHER_VERSION, /* another version of the format */
    CDC43_PHONE_STORE_DAMAGED        /* the file is damaged at line */
};

/* Why an operation failed. */
struct cdc43_phone_store_fault {
    enum cdc43_phone_store_err err;
    const char *step; /* "open the directory", constant; NULL except for _SYSTEM */
    int number;       /* errno; 0 except for _SYSTEM */
    size_t line;      /* 0 except for _DAMAGED and _OTHER_VERSION */
};

/* An open directory. Close it with cdc43_phone_close. */
struct cdc43_phone_store {
    int directory; /* file descriptor */
};

/* Opens the directory; create: makes it with mode 0700, but not its parents, if it does not exist.
 * On failure the functions of this header return false and set ret_fault. */
CDC43_MUST_USE bool cdc43_phone_open(const char *path, bool create,
                                     struct cdc43_phone_store *ret_store,
                                     struct cdc43_phone_store_fault *ret_fault);
void cdc43_phone_close(struct cdc43_phone_store *store);

/* Waits, up to about 5 s, until no other process changes this directory. The lock lasts until
 * cdc43_phone_close. */
CDC43_MUST_USE bool cdc43_phone_lock(const struct cdc43_phone_store *store,
                                     struct cdc43_phone_store_fault *ret_fault);

/* Reads the state. No file: a phone in factory-reset state, all zero. A file that is not exactly
 * what was stored is an error; a part of a state is never used. */
CDC43_MUST_USE bool cdc43_phone_load(const struct cdc43_phone_store *store,
                                     struct cdc43_phone_state *ret_state,
                                     struct cdc43_phone_store_fault *ret_fault);

/* Stores the state. If the power or an operation fails, the file contains either the old or the new
 * state, complete. After true, the new state is on the disk. After an error in the last step
 * ("write the directory to the disk") the file contains the new state, but a power failure may
 * still restore the old one. A state that is already stored is not written again. */
CDC43_MUST_USE bool cdc43_phone_save(const struct cdc43_phone_store *store,
                                     const struct cdc43_phone_state *state,
                                     struct cdc43_phone_store_fault *ret_fault);

/* Factory reset: removes the state. A missing state is not an error. */
CDC43_MUST_USE bool cdc43_phone_reset(const struct cdc43_phone_store *store,
                                      struct cdc43_phone_store_fault *ret_fault);

#ifdef __cplusplus
}
#endif

#endif
