/* SPDX-License-Identifier: MIT */
/* Where a phone keeps its state: a directory with one file, replaced atomically. POSIX. */
#ifndef CDC43_PHONE_STORE_H
#define CDC43_PHONE_STORE_H

#include "phone-side/state.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The file in the directory, and the one it is written to before it takes its place. Both have mode
 * 0600: they hold the challenge password. */
#define CDC43_PHONE_STORE_FILE "state"
#define CDC43_PHONE_STORE_NEW "state.new"

enum cdc43_phone_store_err {
    CDC43_PHONE_STORE_OK = 0,
    CDC43_PHONE_STORE_SYSTEM,        /* the system said no: step and number */
    CDC43_PHONE_STORE_BUSY,          /* another process has held the lock all the time */
    CDC43_PHONE_STORE_OTHER_VERSION, /* the file is of another version of the format */
    CDC43_PHONE_STORE_DAMAGED        /* the file is damaged at line */
};

/* Why something could not be done. */
struct cdc43_phone_store_fault {
    enum cdc43_phone_store_err err;
    const char *step; /* "open the directory", constant; NULL but for _SYSTEM */
    int number;       /* errno; 0 but for _SYSTEM */
    size_t line;      /* 0 but for _DAMAGED and _OTHER_VERSION */
};

/* An open directory. Close it with cdc43_phone_close. */
struct cdc43_phone_store {
    int directory; /* file descriptor */
};

/* Opens the directory; create: makes it (mode 0700, but not its parents) when it is not there.
 * On failure the functions of this header return false and set ret_fault. */
CDC43_MUST_USE bool cdc43_phone_open(const char *path, bool create,
                                     struct cdc43_phone_store *ret_store,
                                     struct cdc43_phone_store_fault *ret_fault);
void cdc43_phone_close(struct cdc43_phone_store *store);

/* Waits, at most some 5 s, until no other process changes this directory; until closed. */
CDC43_MUST_USE bool cdc43_phone_lock(const struct cdc43_phone_store *store,
                                     struct cdc43_phone_store_fault *ret_fault);

/* Reads the state. No file: a phone in factory-reset state, all zero. A file that is not exactly
 * what was stored is an error, never half a state. */
CDC43_MUST_USE bool cdc43_phone_load(const struct cdc43_phone_store *store,
                                     struct cdc43_phone_state *ret_state,
                                     struct cdc43_phone_store_fault *ret_fault);

/* Stores the state: whenever power fails or an error comes, the file holds either the old or the
 * new state, both whole. After true the new state is on the disk; after an error in the last step
 * ("bring the directory to the disk") it is the new one, but a power failure may still bring back
 * the old. A state that the file already holds is not written again. */
CDC43_MUST_USE bool cdc43_phone_save(const struct cdc43_phone_store *store,
                                     const struct cdc43_phone_state *state,
                                     struct cdc43_phone_store_fault *ret_fault);

/* Factory reset: removes the state. Nothing to remove is no error. */
CDC43_MUST_USE bool cdc43_phone_reset(const struct cdc43_phone_store *store,
                                      struct cdc43_phone_store_fault *ret_fault);

#ifdef __cplusplus
}
#endif

#endif
