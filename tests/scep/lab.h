/* SPDX-License-Identifier: MIT */
/* What the tests of the SCEP client share: the test CA as a child process, and a client for it. */
#ifndef CDC43_TESTS_SCEP_LAB_H
#define CDC43_TESTS_SCEP_LAB_H

#include <check.h>
#include <sys/types.h>

#include "phone-side/scep/files.h"
#include "phone-side/scep/protocol.h"
#include "phone-side/scep/scep.h"
#include "tlv/text.h"

#define LAB_COMMON_NAME "CP-9871-SEP001A2B3C4D5E.example.nl"
#define LAB_WORDS_MAX 8

/* A test CA with the files that it wrote, and a client that is configured for it. */
struct lab {
    char dir[64];
    pid_t pid;
    int to_ca;   /* closing it ends the CA */
    int from_ca; /* its lines */
    char server[64];
    uint8_t fingerprint[CDC43_DIGEST_MAX];
    struct cdc43_scep_transport transport;
    struct cdc43_scep_config config;
    struct cdc43_scep_env env;
    struct cdc43_scep_seen seen;
    struct cdc43_scep_pair pair; /* the last one */
    struct cdc43_scep_pending pending;
    struct cdc43_scep_fault fault;
    char sentence[CDC43_SCEP_SENTENCE_MAX];
};

/* Starts the CA with words of tests/ca/options.def, separated by single blanks. */
void lab_open(struct lab *lab, const char *words);
void lab_close(struct lab *lab);

/* Another certificate in the lab's folder becomes the root whose fingerprint is configured. */
void lab_use_root(struct lab *lab, const char *name);

/* One enrolment with the lab's configuration; what it leaves is in the lab. installed, mic: may be
 * NULL. The fault is also there as a sentence. An unanswered request in pending is sent again. */
enum cdc43_scep_result lab_enrol(struct lab *lab, enum cdc43_scep_method method,
                                 const struct cdc43_scep_pair *installed,
                                 const struct cdc43_scep_pair *mic);
enum cdc43_scep_result lab_poll(struct lab *lab);

/* The manufacturing pair that the CA wrote (word "mic"). */
void lab_read_mic(const struct lab *lab, struct cdc43_scep_pair *ret_mic);

/* Ends the CA and counts the requests (PKIOperation) that it got. */
unsigned lab_count_requests(struct lab *lab);

/* The octets of a file in the lab's folder. */
struct cdc43_scep_blob lab_read(const struct lab *lab, const char *name);

#endif
