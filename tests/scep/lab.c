/* SPDX-License-Identifier: MIT */
/* The test CA as a child process. */
#include "tests/scep/lab.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "phone-side/scep/base64.h"

/* Starting takes two or three keys, which is seconds on a slow machine. */
#define START_MS 60000

static void split(char *words, const char **ret_list) {
    size_t count = 2;

    for (char *word = strtok(words, " "); word != NULL; word = strtok(NULL, " ")) {
        ck_assert_uint_lt(count, LAB_WORDS_MAX + 2);
        ret_list[count++] = word;
    }
}

static void start(struct lab *lab, const char *words) {
    int in[2];
    int out[2];

    ck_assert_int_eq(pipe(in), 0);
    ck_assert_int_eq(pipe(out), 0);
    lab->pid = fork();
    ck_assert_int_ge(lab->pid, 0);
    if (lab->pid == 0) {
        char copy[256];
        const char *list[LAB_WORDS_MAX + 3] = {"test_ca", lab->dir};
        char *const *arguments;
        (void)snprintf(copy, sizeof copy, "%s", words);
        split(copy, list);
        (void)dup2(in[0], STDIN_FILENO);
        (void)dup2(out[1], STDOUT_FILENO);
        (void)close(in[0]);
        (void)close(in[1]);
        (void)close(out[0]);
        (void)close(out[1]);
        memcpy(&arguments, &(const char **){list}, sizeof arguments); /* execv changes nothing */
        (void)execv(TEST_CA, arguments);
        _exit(127);
    }
    (void)close(in[0]);
    (void)close(out[1]);
    lab->to_ca = in[1];
    lab->from_ca = out[0];
    /* A later lab's CA must not keep this one open. */
    ck_assert_int_eq(fcntl(lab->to_ca, F_SETFD, FD_CLOEXEC), 0);
    ck_assert_int_eq(fcntl(lab->from_ca, F_SETFD, FD_CLOEXEC), 0);
}

/* The first line, "port N". */
static unsigned read_port(const struct lab *lab) {
    char line[64];
    size_t len = 0;
    unsigned port = 0;

    while (len < sizeof line - 1 && (len == 0 || line[len - 1] != '\n')) {
        struct pollfd ready = {.fd = lab->from_ca, .events = POLLIN};
        ck_assert_int_eq(poll(&ready, 1, START_MS), 1);
        ck_assert_int_eq(read(lab->from_ca, line + len, 1), 1);
        len++;
    }
    line[len] = '\0';
    ck_assert_int_eq(strncmp(line, "port ", 5), 0);
    port = (unsigned)strtoul(line + 5, NULL, 10);
    ck_assert_uint_ne(port, 0);
    return port;
}

struct cdc43_scep_blob lab_read(const struct lab *lab, const char *name) {
    char path[128];
    uint8_t octets[16384];
    struct cdc43_scep_blob blob = {0};
    FILE *file;
    size_t len;

    (void)snprintf(path, sizeof path, "%s/%s", lab->dir, name);
    file = fopen(path, "rb");
    ck_assert_ptr_nonnull(file);
    len = fread(octets, 1, sizeof octets, file);
    (void)fclose(file);
    ck_assert(cdc43_scep_copy((struct cdc43_view){octets, len}, &blob));
    return blob;
}

void lab_use_root(struct lab *lab, const char *name) {
    struct cdc43_scep_blob root = lab_read(lab, name);
    struct cdc43_scep_info info;
    struct cdc43_where where;
    uint8_t der[8192];
    size_t at = 0;
    size_t len = 0;

    ck_assert(cdc43_pem_next(cdc43_scep_view(&root), "CERTIFICATE", &at, der, &len));
    ck_assert(cdc43_scep_describe((struct cdc43_view){der, len}, &info, &lab->fault));
    cdc43_scep_blob_end(&root);
    ck_assert_int_eq(
        cdc43_parse_fingerprint(info.sha256, strlen(info.sha256), lab->fingerprint, &len, &where),
        CDC43_OK);
}

void lab_open(struct lab *lab, const char *words) {
    const struct cdc43_scep_timeouts timeouts = {.connect = 60, .total = 120};

    *lab = (struct lab){.dir = "/tmp/cdc43-ca.XXXXXX"};
    ck_assert_ptr_nonnull(mkdtemp(lab->dir));
    start(lab, words);
    (void)snprintf(lab->server, sizeof lab->server, "http://%s:%u/scep",
                   strstr(words, "ipv6") != NULL ? "[::1]" : "127.0.0.1", read_port(lab));
    lab_use_root(lab, "root.pem");
    lab->config = (struct cdc43_scep_config){
        .server = {(const uint8_t *)lab->server, strlen(lab->server)},
        .fingerprint = {lab->fingerprint, CDC43_SHA256_SIZE},
        .common_name = LAB_COMMON_NAME,
    };
    ck_assert(cdc43_scep_curl_open(&timeouts, &lab->transport, &lab->fault));
    lab->env = (struct cdc43_scep_env){.transport = &lab->transport, .now = (int64_t)time(NULL)};
}

static void end_ca(struct lab *lab) {
    int status = 0;

    if (lab->pid > 0) {
        (void)close(lab->to_ca);
        ck_assert_int_eq(waitpid(lab->pid, &status, 0), lab->pid);
        ck_assert(WIFEXITED(status));
        ck_assert_int_eq(WEXITSTATUS(status), 0);
        lab->pid = 0;
    }
}

unsigned lab_count_requests(struct lab *lab) {
    char octets[4096];
    size_t len = 0;
    ssize_t n;
    unsigned count = 0;

    end_ca(lab);
    while (len < sizeof octets - 1 &&
           (n = read(lab->from_ca, octets + len, sizeof octets - 1 - len)) > 0) {
        len += (size_t)n;
    }
    octets[len] = '\0';
    for (const char *at = octets; (at = strstr(at, "request ")) != NULL; at++) {
        count++;
    }
    return count;
}

void lab_close(struct lab *lab) {
    static const char *const names[] = {"root.pem", "issuer.pem", "ra.pem",      "signer.pem",
                                        "next.pem", "mic.pem",    "mic-key.pem", "twin.pem"};
    char path[128];

    end_ca(lab);
    (void)close(lab->from_ca);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", lab->dir, names[i]);
        (void)unlink(path);
    }
    ck_assert_int_eq(rmdir(lab->dir), 0);
    cdc43_scep_pair_end(&lab->pair);
    cdc43_scep_pending_end(&lab->pending);
    cdc43_scep_curl_close(&lab->transport);
}

static enum cdc43_scep_result note(struct lab *lab, enum cdc43_scep_result result) {
    lab->sentence[0] = '\0';
    if (result == CDC43_SCEP_FAILED) {
        cdc43_scep_print_fault(&lab->fault, lab->sentence, sizeof lab->sentence);
    }
    return result;
}

enum cdc43_scep_result lab_enrol(struct lab *lab, enum cdc43_scep_method method,
                                 const struct cdc43_scep_pair *installed,
                                 const struct cdc43_scep_pair *mic) {
    const struct cdc43_scep_signers signers = {.mic = mic, .installed = installed};
    struct cdc43_scep_pair pair = {0};
    const enum cdc43_scep_result result = cdc43_scep_enrol(
        &lab->config, method, &signers, &lab->env, &lab->seen, &pair, &lab->pending, &lab->fault);

    if (result == CDC43_SCEP_DONE) {
        cdc43_scep_pair_end(&lab->pair);
        lab->pair = pair;
    } else {
        ck_assert_ptr_null(pair.cert.data); /* a failure leaves nothing */
    }
    /* Nothing but a request that was not decided is left. */
    ck_assert_int_eq(lab->pending.key.data != NULL,
                     result == CDC43_SCEP_PENDING ||
                         (result == CDC43_SCEP_FAILED && lab->pending.unanswered != 0));
    return note(lab, result);
}

enum cdc43_scep_result lab_poll(struct lab *lab) {
    const struct cdc43_scep_signers signers = {0};

    return note(lab, cdc43_scep_poll(&lab->config, &signers, &lab->env, &lab->pending, &lab->seen,
                                     &lab->pair, &lab->fault));
}

void lab_read_mic(const struct lab *lab, struct cdc43_scep_pair *ret_mic) {
    struct cdc43_scep_blob cert = lab_read(lab, "mic.pem");
    struct cdc43_scep_blob key = lab_read(lab, "mic-key.pem");
    struct cdc43_scep_fault fault;

    ck_assert(cdc43_scep_read_pair(cdc43_scep_view(&cert), cdc43_scep_view(&key), ret_mic, &fault));
    cdc43_scep_blob_end(&cert);
    cdc43_scep_blob_end(&key);
}
