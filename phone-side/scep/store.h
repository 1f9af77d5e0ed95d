/* SPDX-License-Identifier: MIT */
/* Where the certificate, its key and their state are kept over restarts. */
#ifndef CDC43_SCEP_STORE_H
#define CDC43_SCEP_STORE_H

#include "phone-side/scep/scep.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Texts next to the pair: cdc43_scep_print_life, SECRET cdc43_scep_print_pending, and
 * cdc43_scep_print_next_ca. */
enum cdc43_scep_text { CDC43_SCEP_TEXT_LIFE = 0, CDC43_SCEP_TEXT_PENDING, CDC43_SCEP_TEXT_NEXT_CA };

/* If you write one: a change must be stored completely or not at all, whenever the process ends or
 * the power fails. Pairs and texts to fill are all zero at first and get copies made with
 * cdc43_scep_copy, which the caller ends. Errors of all: CDC43_SCEP_ERR_STORE (number: errno,
 * detail: the step), _STORE_DAMAGED, _MEMORY. */
struct cdc43_scep_store {
    void *context;
    /* The installed pair; having none is not an error. */
    bool (*load_pair)(void *context, struct cdc43_scep_pair *ret_pair, bool *ret_present,
                      struct cdc43_scep_fault *ret_fault);
    /* Replaces the installed pair. */
    bool (*install_pair)(void *context, const struct cdc43_scep_pair *pair,
                         struct cdc43_scep_fault *ret_fault);
    /* Removes the pair and earlier ones. Having none is not an error. */
    bool (*delete_pair)(void *context, struct cdc43_scep_fault *ret_fault);
    bool (*load_text)(void *context, enum cdc43_scep_text which, struct cdc43_scep_blob *ret_text,
                      bool *ret_present, struct cdc43_scep_fault *ret_fault);
    bool (*save_text)(void *context, enum cdc43_scep_text which, struct cdc43_view text,
                      struct cdc43_scep_fault *ret_fault);
    /* Having none is not an error. */
    bool (*remove_text)(void *context, enum cdc43_scep_text which,
                        struct cdc43_scep_fault *ret_fault);
};

/* A store in a directory of a file system (POSIX), which is made with mode 0700 if create is set
 * and it does not exist. Files have mode 0600:
 *
 *     current -> gen-7         a link, switched in one step
 *     gen-7/cert.pem key.pem chain.pem
 *     gen-6/...                the previous pair, kept until the next change
 *     life, pending, next-ca   the texts
 *
 * current/cert.pem and the others can be used by other programs, such as wpa_supplicant. Only one
 * process at a time may change it: see cdc43_phone_lock. End it with cdc43_scep_directory_close. */
CDC43_MUST_USE bool cdc43_scep_directory_open(const char *path, bool create,
                                              struct cdc43_scep_store *ret_store,
                                              struct cdc43_scep_fault *ret_fault);
void cdc43_scep_directory_close(struct cdc43_scep_store *store);

#ifdef __cplusplus
}
#endif

#endif
