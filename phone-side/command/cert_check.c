/* SPDX-License-Identifier: MIT */
/* cdc43-phone cert-check: what a device would say to files of certificates and keys. */
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "phone-side/command/cert_connect.h"
#include "phone-side/command/cert_page.h"
#include "phone-side/command/certificate.h"
#include "phone-side/udp.h"

#define RESOLVED_MAX 16
#define TIMEOUT 10 /* seconds */
#define TIMEOUT_MAX 600

struct request {
    unsigned device; /* choice */
    const char *file[CDC43_CERT_FILES];
    unsigned file_count;
    struct cdc43_phone_cli_server server; /* text NULL: none */
    unsigned timeout;                     /* seconds */
    const char *password_file;
    const char *trust;
    const char *fix;
    const char *host;
    const char *model;
    const char *resolve;
    const char *mic_cn;
    const char *domain;
    int64_t at; /* CDC43_SCEP_NO_CLOCK: the machine's time */
    uint8_t fingerprint[CDC43_DIGEST_MAX];
    size_t fingerprint_len;
    unsigned format;
};

/* What is made of it. The question points into it. */
struct work {
    struct cdc43_phone_cli_certs *certs;
    struct cdc43_identity identity;
    char address[CDC43_PHONE_ADDRESS_MAX];
    char resolved[RESOLVED_MAX][CDC43_PHONE_ADDRESS_MAX];
    const char *resolved_list[RESOLVED_MAX];
};

static int take_fingerprint(void *target, const char *value) {
    struct request *const request = target;
    struct cdc43_where where;
    const enum cdc43_err err =
        cdc43_parse_hex(value, strlen(value), request->fingerprint, sizeof request->fingerprint,
                        &request->fingerprint_len, &where);

    if (err != CDC43_OK ||
        (request->fingerprint_len != 16 && cdc43_digest_name(request->fingerprint_len) == NULL)) {
        return cdc43_cli_usage("--fingerprint takes 32, 40, 64, 96 or 128 hexadecimal digits");
    }
    return -1;
}

/* Files, or a server. Exit code, or -1 to go on. */
static int check_source(const struct request *request) {
    const bool has_server = request->server.text != NULL;

    if (has_server == (request->file_count != 0)) {
        return cdc43_cli_usage(has_server ? "specify files or --connect, not both"
                                          : "FILE or --connect is missing");
    }
    if (!has_server && request->timeout != TIMEOUT) {
        return cdc43_cli_usage("--timeout needs --connect");
    }
    if (has_server && request->device == CDC43_CERT_FOR_CDC) {
        return cdc43_cli_usage("--connect is for servers, cisco-cdc is a phone");
    }
    return -1;
}

/* What only one device is asked about. Exit code, or -1 to go on. */
static int check_options(const struct request *request) {
    const bool is_spa = request->device == CDC43_CERT_FOR_SPA;
    const bool is_cdc = request->device == CDC43_CERT_FOR_CDC;

    if (!is_spa && (request->model != NULL || request->resolve != NULL)) {
        return cdc43_cli_usage("--model and --resolve are for cisco-spa");
    }
    if (!is_cdc && (request->mic_cn != NULL || request->domain != NULL)) {
        return cdc43_cli_usage("--mic-cn and --domain are for cisco-cdc");
    }
    if (is_cdc && request->host != NULL) {
        return cdc43_cli_usage("--host is for servers, cisco-cdc is a phone; use --mic-cn");
    }
    if (request->domain != NULL && request->mic_cn == NULL) {
        return cdc43_cli_usage("--domain needs --mic-cn");
    }
    return check_source(request);
}

static int parse(const struct cdc43_cli_subcommand *self, struct request *request, int argc,
                 char **argv) {
    static const char devices[] = ""
#define CDC43_CERT_DEVICE(id, name, what) "|" name
#include "phone-side/certificates/devices.def"
        ;
    const unsigned none = CDC43_CERT_DEVICE_COUNT;
    const struct cdc43_cli_option options[] = {
        CDC43_CLI_CHOICE("for", devices + 1, &request->device,
                         "the device that the files are for, must be specified"),
        CDC43_CLI_TAKE("connect", "HOST:PORT", cdc43_phone_cli_take_server, &request->server, 0,
                       "instead of files: the certificates that this TLS server sends"),
        CDC43_CLI_NUMBER("timeout", "SECONDS", &request->timeout, 1, TIMEOUT_MAX,
                         "how long to wait for the server (default 10)"),
        CDC43_CLI_TEXT("password-file", "FILE|-", &request->password_file, 0,
                       "password of PKCS#12 files, one line; - reads standard input; without this "
                       "option the terminal asks for it"),
        CDC43_CLI_TEXT("trust", "FILE", &request->trust, 0,
                       "root CAs in which the chain must end, and others that complete it"),
        CDC43_CLI_TEXT(
            "host", "NAME", &request->host, 0,
            "the name or address by which the server or device is reached (default: that of "
            "--connect)"),
        CDC43_CLI_TEXT("model", "MODEL", &request->model, 0,
                       "cisco-spa: the phone's model, such as SPA921"),
        CDC43_CLI_TEXT("resolve", "ADDRESS", &request->resolve, 0,
                       "cisco-spa: the server's address; DNS must give it for the Common Name"),
        CDC43_CLI_TEXT("mic-cn", "CN", &request->mic_cn, 0,
                       "cisco-cdc: Common Name in the manufacturing certificate"),
        CDC43_CLI_TEXT("domain", "TEXT", &request->domain, 0,
                       "cisco-cdc: domain that DHCP option 15 gives"),
        CDC43_CLI_TAKE("fingerprint", "HEX", take_fingerprint, request, 0,
                       "a fingerprint: of which certificate is it, and of what"),
        CDC43_CLI_TAKE("at", "TIME", cdc43_phone_cli_take_time, &request->at, 0,
                       "check validity at this time instead of now"),
        CDC43_CLI_TEXT("fix", "FILE", &request->fix, 0,
                       "write the certificates in the order and form that the device wants; "
                       "the file must not exist yet"),
        CDC43_PHONE_CLI_FORMAT(&request->format),
        CDC43_CLI_LIST(NULL, "FILE", request->file, &request->file_count, CDC43_CERT_FILES,
                       "PEM, DER, PKCS#7 or PKCS#12; - is standard input"),
    };
    int code = -1;

    request->device = none;
    code = cdc43_cli_parse(self, argc, argv, options, sizeof options / sizeof options[0]);
    if (code < 0 && request->device == none) {
        code = cdc43_cli_usage("--for is missing");
    }
    return code < 0 ? check_options(request) : code;
}

/* The Common Name that the phone has. Exit code. */
static int set_expected(const struct request *request, struct work *work) {
    const char *const domain = request->domain != NULL ? request->domain : "";
    struct cdc43_where where;
    enum cdc43_err err;

    if (request->mic_cn == NULL) {
        return CDC43_EXIT_GOOD;
    }
    err = cdc43_build_identity(
        (struct cdc43_view){(const uint8_t *)request->mic_cn, strlen(request->mic_cn)},
        (struct cdc43_view){(const uint8_t *)domain, strlen(domain)}, &work->identity, &where);
    if (err != CDC43_OK) {
        return cdc43_cli_fail_err("--mic-cn, --domain: ", err, &where);
    }
    work->certs->question.expected_name = work->identity.common_name;
    return CDC43_EXIT_GOOD;
}

/* Which certificate has the fingerprint, and made of what. */
static void find_match(const struct request *request, struct work *work) {
    const struct cdc43_view fingerprint = {request->fingerprint, request->fingerprint_len};

    work->certs->question.has_fingerprint = request->fingerprint_len != 0;
    work->certs->question.match =
        cdc43_cert_find_match(work->certs->reader, &work->certs->bundle, fingerprint);
}

/* Asks DNS for the name in the certificate. Exit code. */
static int resolve(const struct request *request, struct work *work) {
    const uint64_t end = cdc43_phone_udp_now() + (uint64_t)request->timeout * 1000;
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST};
    struct addrinfo *list = NULL;
    char name[CDC43_COMMON_NAME_MAX + 1] = "";
    int failed;
    const char *const address = request->resolve != NULL          ? request->resolve
                                : request->server.address[0] != 0 ? request->server.address
                                                                  : NULL;

    if (address == NULL) {
        return CDC43_EXIT_GOOD;
    }
    if (getaddrinfo(address, NULL, &hints, &list) != 0 ||
        !cdc43_phone_cli_print_address(list, work->address)) {
        return cdc43_cli_usage("--resolve takes an IPv4 or IPv6 address");
    }
    freeaddrinfo(list);
    list = NULL;
    work->certs->question.address = work->address;
    work->certs->question.resolved = work->resolved_list;
    cdc43_cert_find_path(&work->certs->result);
    if (work->certs->result.path_count != 0) {
        const char *const common_name = cdc43_cert_itself(&work->certs->result)->info.common_name;
        memcpy(name, common_name, strcspn(common_name, "/"));
    }
    if (name[0] == '\0') {
        return CDC43_EXIT_GOOD; /* and there is no address */
    }
    failed = cdc43_phone_cli_look_up(name, NULL, end, &list);
    if (failed == EAI_SYSTEM && errno == ETIMEDOUT) {
        return cdc43_cli_fail(
            "DNS did not answer within %u seconds for the name in the certificate",
            request->timeout);
    }
    if (failed != 0) {
        return CDC43_EXIT_GOOD;
    }
    for (const struct addrinfo *one = list;
         one != NULL && work->certs->question.resolved_count < RESOLVED_MAX; one = one->ai_next) {
        char *const text = work->resolved[work->certs->question.resolved_count];
        if (cdc43_phone_cli_print_address(one, text)) {
            work->resolved_list[work->certs->question.resolved_count++] = text;
        }
    }
    freeaddrinfo(list);
    return CDC43_EXIT_GOOD;
}

static int read_all(struct request *request, struct work *work) {
    int code = CDC43_EXIT_GOOD;

    if (request->server.text != NULL) {
        code = cdc43_phone_cli_ask_server(work->certs->reader, request->timeout, &request->server,
                                          &work->certs->bundle);
    }
    for (unsigned i = 0; i < request->file_count && code == CDC43_EXIT_GOOD; i++) {
        code = cdc43_phone_cli_read_certs(work->certs->reader, request->file[i],
                                          request->password_file, &work->certs->bundle);
    }
    if (code == CDC43_EXIT_GOOD && request->trust != NULL) {
        code =
            cdc43_phone_cli_trust_certs(work->certs->reader, request->trust, &work->certs->bundle);
    }
    if (code == CDC43_EXIT_GOOD) {
        cdc43_cert_relate(work->certs->reader, &work->certs->bundle);
    }
    return code;
}

static int check(struct request *request, struct work *work) {
    struct cdc43_phone_cli_certs *const certs = work->certs;
    int code = CDC43_EXIT_GOOD;

    certs->question.device = (enum cdc43_cert_device)request->device;
    certs->question.now = request->at != CDC43_SCEP_NO_CLOCK ? request->at : cdc43_phone_cli_now();
    certs->question.host = request->host != NULL          ? request->host
                           : request->server.text != NULL ? request->server.host
                                                          : NULL;
    certs->question.model = request->model;
    code = set_expected(request, work);
    if (code == CDC43_EXIT_GOOD) {
        code = read_all(request, work);
    }
    if (code == CDC43_EXIT_GOOD) {
        find_match(request, work);
        code = resolve(request, work);
    }
    if (code == CDC43_EXIT_GOOD) {
        cdc43_cert_check(&certs->bundle, &certs->question, &certs->result);
        cdc43_phone_page_certs(certs, request->server.text != NULL ? &request->server : NULL,
                               request->format == CDC43_CLI_FORMAT_JSON);
        code = cdc43_cert_count(&certs->result, CDC43_CERT_REFUSED) == 0 ? CDC43_EXIT_GOOD
                                                                         : CDC43_EXIT_BAD;
        if (request->fix != NULL) {
            code = cdc43_phone_cli_fix_certs(certs->reader, &certs->result, request->password_file,
                                             request->fix);
        }
    }
    return code;
}

static int run(const struct cdc43_cli_subcommand *self, int argc, char **argv) {
    struct request request = {.at = CDC43_SCEP_NO_CLOCK, .timeout = TIMEOUT};
    struct work work = {.certs = NULL};
    int code = parse(self, &request, argc, argv);

    if (code >= 0) {
        return code;
    }
    code = cdc43_phone_cli_begin_certs(false, &work.certs);
    if (code == CDC43_EXIT_GOOD) {
        code = check(&request, &work);
    }
    cdc43_phone_cli_end_certs(work.certs);
    return cdc43_cli_finish(code);
}

const struct cdc43_cli_subcommand cdc43_phone_command_cert_check = {
    .name = "cert-check",
    .summary = "Check whether a device would accept a certificate file, and why not",
    .notes =
        "All findings are printed, each with the requirement that it breaks; the manual page "
        "lists them. What cannot be judged is said; a requirement that is not named is met. A "
        "private key is never shown. The server of --connect is asked for its certificates and "
        "nothing else.",
    .exits = {[CDC43_EXIT_GOOD] = "the device would accept the files; there may be warnings",
              [CDC43_EXIT_BAD] = "it would not, or a file or server cannot be read"},
    .run = run,
};
