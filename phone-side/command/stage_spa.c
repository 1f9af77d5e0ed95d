/* SPDX-License-Identifier: MIT */
/* cdc43-phone stage --for cisco-spa: the request for a server's certificate, and its answer. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "phone-side/certificates/request.h"
#include "phone-side/command/certificate.h"
#include "phone-side/command/stage.h"

#define USUAL_BITS 2048
#define OLD_BITS 1024

/* "host" or "host/extra". Exit code. */
static int make_common_name(const struct cdc43_phone_stage *stage,
                            char ret_text[CDC43_COMMON_NAME_MAX + 1]) {
    const char *const extra = stage->extra != NULL ? stage->extra : "";
    const char *const slash = stage->extra != NULL ? "/" : "";
    int len = 0;

    if (!cdc43_cert_is_host(stage->host, strlen(stage->host))) {
        return cdc43_cli_usage("--host takes a full domain name, such as pv.example.net");
    }
    for (const char *at = extra; *at != '\0'; at++) {
        if ((unsigned char)*at < CDC43_TEXT_LOW || (unsigned char)*at > CDC43_TEXT_HIGH) {
            return cdc43_cli_usage("--extra takes printable ASCII characters");
        }
    }
    len = snprintf(ret_text, CDC43_COMMON_NAME_MAX + 1, "%s%s%s", stage->host, slash, extra);
    if (len < 0 || len > CDC43_COMMON_NAME_MAX) {
        return cdc43_cli_usage("--host and --extra are longer than %d characters together",
                               CDC43_COMMON_NAME_MAX);
    }
    return CDC43_EXIT_GOOD;
}

/* Reads a request. Exit code; when good, the caller ends it. */
static int read_request(const struct cdc43_phone_cli_certs *certs, const char *path,
                        struct cdc43_cert_request *ret_request) {
    size_t len = 0;
    uint8_t *const octets = (uint8_t *)cdc43_cli_read(path, CDC43_CERT_FILE_MAX, &len);
    int code = CDC43_EXIT_BAD;

    if (octets != NULL) {
        code = cdc43_cert_read_request(certs->reader, octets, len, ret_request)
                   ? CDC43_EXIT_GOOD
                   : cdc43_cli_fail("%s: this is not a certificate request that can be read", path);
    }
    free(octets);
    return code;
}

/* Is there one private key, and is the request that of it? Says what is wrong. */
static bool is_request_of(const struct cdc43_cert_request *request,
                          const struct cdc43_phone_cli_certs *certs,
                          const struct cdc43_phone_stage *stage, const char *path) {
    const struct cdc43_cert_key *const key = &certs->bundle.key[0];

    if (certs->bundle.key_count != 1 || key->encrypted) {
        (void)cdc43_cli_fail("%s: there must be one private key, not encrypted", stage->key);
        return false;
    }
    if (request->public_key.len != key->public_key.len ||
        memcmp(request->public_key.data, key->public_key.data, key->public_key.len) != 0) {
        (void)cdc43_cli_fail("%s: this request was made with another private key", path);
        return false;
    }
    if (!request->is_signed) {
        (void)cdc43_cli_fail("%s: the signature of this request is wrong", path);
        return false;
    }
    return true;
}

/* Reads both files again. Exit code. */
static int compare(const struct cdc43_phone_stage *stage, const char *common_name,
                   struct cdc43_phone_cli_certs *certs) {
    struct cdc43_cert_request request;
    int code = cdc43_phone_stage_read(stage, &stage->key, 1, certs);

    if (code == CDC43_EXIT_GOOD) {
        code = read_request(certs, stage->out, &request);
    }
    if (code == CDC43_EXIT_GOOD) {
        if (!is_request_of(&request, certs, stage, stage->out) ||
            strcmp(request.common_name, common_name) != 0) {
            code = cdc43_cli_fail("%s: what was written is not what is read", stage->out);
        }
        cdc43_cert_request_end(&request);
    }
    return code;
}

/* Writes the key first, since the request is useless without it. If the request cannot be written,
 * the key is removed again. */
static int write_both(const struct cdc43_phone_stage *stage, const char *common_name,
                      struct cdc43_view key, struct cdc43_view request,
                      struct cdc43_phone_cli_certs *certs) {
    int code = cdc43_phone_stage_write(stage->key, key);

    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    code = cdc43_phone_stage_write(stage->out, request);
    if (code == CDC43_EXIT_GOOD) {
        code = compare(stage, common_name, certs);
        if (code != CDC43_EXIT_GOOD) {
            (void)unlink(stage->out);
        }
    }
    if (code != CDC43_EXIT_GOOD) {
        (void)unlink(stage->key);
    }
    return code;
}

static int make(const struct cdc43_phone_stage *stage, struct cdc43_phone_cli_certs *certs) {
    const unsigned bits = stage->legacy ? OLD_BITS : USUAL_BITS;
    char common_name[CDC43_COMMON_NAME_MAX + 1];
    struct cdc43_scep_blob key = {0};
    struct cdc43_scep_blob request = {0};
    struct cdc43_scep_fault fault;
    int code = make_common_name(stage, common_name);

    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    if (stage->legacy) {
        (void)cdc43_cli_fail("warning: a key of 1024 bits is weak; use it only for phones that are "
                             "too old for 2048");
    }
    code = cdc43_cert_make_request(certs->reader, bits, common_name, &key, &request, &fault)
               ? write_both(stage, common_name, cdc43_scep_view(&key), cdc43_scep_view(&request),
                            certs)
               : cdc43_phone_cli_fail_scep("OpenSSL", &fault);
    if (code == CDC43_EXIT_GOOD) {
        (void)printf("%s: written; a private key of %u bits: keep it secret\n", stage->key, bits);
        (void)printf("%s: written; the request for %s: send it to the CA of the model\n",
                     stage->out, common_name);
    }
    cdc43_scep_blob_end(&key);
    cdc43_scep_blob_end(&request);
    return code;
}

/* Is the answer that to the request? What the CA may have got wrong besides is in the findings. */
static int judge_answer(const struct cdc43_phone_stage *stage,
                        const struct cdc43_cert_request *request,
                        const struct cdc43_phone_cli_certs *certs) {
    const struct cdc43_cert_case *const of = &certs->result;
    int code =
        is_request_of(request, certs, stage, stage->request) ? CDC43_EXIT_GOOD : CDC43_EXIT_BAD;

    cdc43_phone_page_findings(stdout, of, CDC43_CERT_UNJUDGED);
    if (of->path_count != 0 &&
        (strcmp(cdc43_cert_itself(of)->info.common_name, request->common_name) != 0 ||
         request->common_name[0] == '\0')) {
        code = cdc43_cli_fail("%s: the Common Name is '%s', that of the request is '%s'",
                              stage->answer, cdc43_cert_itself(of)->info.common_name,
                              request->common_name);
    }
    if (cdc43_cert_count(of, CDC43_CERT_REFUSED) != 0) {
        code = cdc43_cli_fail("%s: the phones would refuse this certificate", stage->answer);
    }
    if (code == CDC43_EXIT_GOOD) {
        (void)printf("%s: good; it is the answer to %s\n", stage->answer, stage->request);
    }
    return code;
}

static int check_answer(const struct cdc43_phone_stage *stage,
                        struct cdc43_phone_cli_certs *certs) {
    const char *const files[] = {stage->answer, stage->key};
    char host[CDC43_COMMON_NAME_MAX + 1] = "";
    struct cdc43_cert_request request;
    int code = read_request(certs, stage->request, &request);

    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    memcpy(host, request.common_name, strcspn(request.common_name, "/"));
    certs->question.host = stage->host != NULL ? stage->host : host;
    certs->question.model = stage->model;
    code = cdc43_phone_stage_read(stage, files, 2, certs);
    if (code == CDC43_EXIT_GOOD) {
        code = judge_answer(stage, &request, certs);
    }
    cdc43_cert_request_end(&request);
    return code;
}

/* What goes together. Exit code. */
static int check_options(const struct cdc43_phone_stage *stage) {
    if (stage->key == NULL) {
        return cdc43_cli_usage("--key is missing");
    }
    if (stage->answer != NULL) {
        return stage->request == NULL ? cdc43_cli_usage("--answer needs --request")
               : stage->out != NULL || stage->extra != NULL || stage->legacy
                   ? cdc43_cli_usage("--answer writes nothing: --out, --extra and --legacy make a "
                                     "request")
                   : CDC43_EXIT_GOOD;
    }
    if (stage->request != NULL || stage->model != NULL || stage->trust != NULL) {
        return cdc43_cli_usage("--request, --model and --trust need --answer");
    }
    return stage->host == NULL  ? cdc43_cli_usage("--host is missing")
           : stage->out == NULL ? cdc43_cli_usage("--out is missing")
                                : CDC43_EXIT_GOOD;
}

int cdc43_phone_stage_spa(const struct cdc43_phone_stage *stage) {
    struct cdc43_phone_cli_certs *certs = NULL;
    int code = check_options(stage);

    if (code == CDC43_EXIT_GOOD) {
        code = cdc43_phone_stage_open(stage, &certs);
    }
    if (code == CDC43_EXIT_GOOD) {
        code = stage->answer != NULL ? check_answer(stage, certs) : make(stage, certs);
    }
    cdc43_phone_cli_end_certs(certs);
    return code;
}
