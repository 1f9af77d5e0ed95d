/* SPDX-License-Identifier: MIT */
/* The requirements of devices, and all findings about a bundle. Decides only; no OpenSSL. */
#ifndef CDC43_CERT_CHECK_H
#define CDC43_CERT_CHECK_H

#include "phone-side/certificates/bundle.h"

enum cdc43_cert_device {
#define CDC43_CERT_DEVICE(id, name, what) CDC43_CERT_FOR_##id,
#include "phone-side/certificates/devices.def"
    CDC43_CERT_DEVICE_COUNT
};

struct cdc43_cert_device_info {
    const char *name;
    const char *what; /* what the file is for */
};
extern const struct cdc43_cert_device_info cdc43_cert_devices[CDC43_CERT_DEVICE_COUNT];

struct cdc43_cert_case;

struct cdc43_cert_requirement {
    const char *id;
    unsigned refused_by; /* sets of 1 << enum cdc43_cert_device */
    unsigned warned_by;
    void (*check)(struct cdc43_cert_case *on);
    const char *sentence;
    const char *remedy;
};
extern const struct cdc43_cert_requirement cdc43_cert_requirements[];
extern const size_t cdc43_cert_requirement_count;

/* Requirements of a document that are not checked, and why. */
struct cdc43_cert_left_out {
    const char *document;
    unsigned first;
    unsigned last;
    const char *why;
};
extern const struct cdc43_cert_left_out cdc43_cert_left_out[];
extern const size_t cdc43_cert_left_out_count;

enum cdc43_cert_verdict { CDC43_CERT_UNJUDGED, CDC43_CERT_WARNED, CDC43_CERT_REFUSED };

#define CDC43_CERT_FOUND_MAX 768
#define CDC43_CERT_FINDINGS 256

struct cdc43_cert_finding {
    const struct cdc43_cert_requirement *requirement;
    enum cdc43_cert_verdict verdict;
    int cert;                         /* index, or CDC43_CERT_NONE: of the whole */
    char found[CDC43_CERT_FOUND_MAX]; /* what is there; printable */
};

/* What fits a fingerprint. */
struct cdc43_cert_match {
    int cert; /* index, or CDC43_CERT_NONE: nothing fits */
    enum cdc43_cert_what what;
    const char *digest; /* "sha256" */
};

/* Looks for the fingerprint, its digest known by its length, 16 octets being MD5. */
struct cdc43_cert_match cdc43_cert_find_match(const struct cdc43_cert_reader *reader,
                                              const struct cdc43_cert_bundle *bundle,
                                              struct cdc43_view fingerprint);
/* "the public key"; a constant. */
const char *cdc43_cert_what_word(enum cdc43_cert_what what);
/* Has it signed itself? */
bool cdc43_cert_is_self_signed(const struct cdc43_cert_bundle *bundle, unsigned i);

/* What else is known besides the files. NULL, zero: it was not said. */
struct cdc43_cert_question {
    enum cdc43_cert_device device;
    int64_t now; /* CDC43_SCEP_NO_CLOCK: no validity is checked, which is said */
    void (*print_time)(int64_t time, char ret_text[32]);
    const char *host;
    const char *model;
    const char *expected_name;
    const char *address;         /* of the server */
    const char *const *resolved; /* addresses that DNS gives for its name */
    size_t resolved_count;
    bool has_fingerprint;
    struct cdc43_cert_match match;
};

/* A check of a bundle. The path is found by names and signatures, not by position. */
struct cdc43_cert_case {
    const struct cdc43_cert_bundle *bundle;
    const struct cdc43_cert_question *question;
    unsigned path_count;           /* 0: there is no certificate */
    unsigned path[CDC43_CERT_MAX]; /* indices: the certificate itself first */
    bool is_rooted;                /* the last is self-signed */
    const struct cdc43_cert_requirement *current;
    size_t count;
    size_t left_out; /* findings for which there was no room */
    struct cdc43_cert_finding finding[CDC43_CERT_FINDINGS];
};

/* Finds everything. ret_case: large; refers to bundle and question. */
void cdc43_cert_check(const struct cdc43_cert_bundle *bundle,
                      const struct cdc43_cert_question *question, struct cdc43_cert_case *ret_case);
unsigned cdc43_cert_count(const struct cdc43_cert_case *on, enum cdc43_cert_verdict verdict);

/* For the checks: adds a finding of the current requirement. cert: index or CDC43_CERT_NONE. */
void cdc43_cert_bad(struct cdc43_cert_case *on, int cert, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The same when it cannot be judged. */
void cdc43_cert_unsure(struct cdc43_cert_case *on, int cert, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The certificate itself; only when path_count is not 0. */
static inline const struct cdc43_cert *cdc43_cert_itself(const struct cdc43_cert_case *on) {
    return &on->bundle->cert[on->path[0]];
}

/* Finds the path. In path.c. */
void cdc43_cert_find_path(struct cdc43_cert_case *on);
bool cdc43_cert_is_trusted(const struct cdc43_cert_bundle *bundle, unsigned i);

/* Is a name that of the host? A wildcard covers one label. In names.c. */
bool cdc43_cert_name_fits(const char *name, size_t len, const char *host);
bool cdc43_cert_is_host(const char *name, size_t len); /* a full domain name */
/* Without regard to case. */
bool cdc43_cert_begins(const char *text, const char *word);
bool cdc43_cert_has_word(const char *text, const char *word);

#endif
