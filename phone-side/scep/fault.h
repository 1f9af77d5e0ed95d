/* SPDX-License-Identifier: MIT */
/* Why something failed, in numbers and in words; allocated octets. */
#ifndef CDC43_SCEP_FAULT_H
#define CDC43_SCEP_FAULT_H

#include "tlv/cdc43.h"

#ifdef __cplusplus
extern "C" {
#endif

/* CDC43_SCEP_ERR_UNREACHABLE and so on, see scep_errors.def. */
enum cdc43_scep_err {
    CDC43_SCEP_OK = 0,
#define CDC43_SCEP_ERROR(number, id, sentence) CDC43_SCEP_ERR_##id = (number),
#include "phone-side/scep/scep_errors.def"
};

/* CDC43_SCEP_FAIL_BAD_REQUEST and so on, see fail_infos.def. */
enum cdc43_scep_fail_info {
#define CDC43_SCEP_FAIL_INFO(number, id, name, sentence) CDC43_SCEP_FAIL_##id = (number),
#include "phone-side/scep/fail_infos.def"
    CDC43_SCEP_FAIL_INFO_COUNT
};

#define CDC43_SCEP_DETAIL_MAX 256
#define CDC43_SCEP_LEFT_OUT_MAX 160

struct cdc43_scep_fault {
    enum cdc43_scep_err err;
    unsigned number; /* _HTTP, _HTTP_REQUEST: the status; _FINGERPRINT_MISMATCH: roots that came;
                        _REJECTED: enum cdc43_scep_fail_info; _STORE: errno */
    enum cdc43_err rule; /* _SERVER: the broken rule; otherwise CDC43_OK */
    /* What the server or a library says about it, printable ASCII, NUL-terminated; may be empty.
     * Never a secret: it comes from outside or is a constant. */
    char detail[CDC43_SCEP_DETAIL_MAX + 1];
    /* Certificates of the CA that were not used and may be missed, and why; as detail. */
    char left_out[CDC43_SCEP_LEFT_OUT_MAX + 1];
};

/* Sets a fault and returns false. detail: may be NULL, else NUL-terminated; a character that is not
 * printable becomes '?', a long text is cut. */
bool cdc43_scep_fail(struct cdc43_scep_fault *ret_fault, enum cdc43_scep_err err, unsigned number,
                     const char *detail);
void cdc43_scep_set_detail(struct cdc43_scep_fault *fault, struct cdc43_view text);
void cdc43_scep_set_left_out(struct cdc43_scep_fault *fault, const char *text);

/* "FINGERPRINT_MISMATCH" and its sentence; NULL for an unknown number. */
const char *cdc43_scep_err_name(enum cdc43_scep_err err);
const char *cdc43_scep_err_text(enum cdc43_scep_err err);
/* "badRequest"; NULL for an unknown number. */
const char *cdc43_scep_fail_info_name(unsigned number);

#define CDC43_SCEP_SENTENCE_MAX 896

/* The fault for a person, NUL-terminated, without full stop, for example "the CA refused the
 * request (badRequest: it does not permit this request); it says: unknown device". A buffer of
 * CDC43_SCEP_SENTENCE_MAX is always enough, a smaller one gets the beginning. capacity >= 1. */
void cdc43_scep_print_fault(const struct cdc43_scep_fault *fault, char *ret_text, size_t capacity);

/* Allocated octets. All zero: none. */
struct cdc43_scep_blob {
    uint8_t *data;
    size_t len;
};

static inline struct cdc43_view cdc43_scep_view(const struct cdc43_scep_blob *blob) {
    const struct cdc43_view view = {blob->data, blob->len};
    return view;
}

/* A copy, followed by a NUL that does not count. False: no memory. */
CDC43_MUST_USE bool cdc43_scep_copy(struct cdc43_view octets, struct cdc43_scep_blob *ret_blob);
/* Wipes and frees the octets; then all is zero. */
void cdc43_scep_blob_end(struct cdc43_scep_blob *blob);

#ifdef __cplusplus
}
#endif

#endif
