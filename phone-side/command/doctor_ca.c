/* SPDX-License-Identifier: MIT */
/* cdc43-phone doctor --ca, --server-check: what the fingerprint is of, and what the server says. */
#include <stdlib.h>
#include <string.h>

#include "phone-side/command/cert_page.h"
#include "phone-side/command/certificate.h"
#include "phone-side/command/doctor.h"
#include "phone-side/scep/protocol.h"

struct cdc43_phone_cli_authority_work {
    struct cdc43_phone_cli_certs *certs; /* NULL: no file */
    struct cdc43_cert whole;             /* its der is the file as it is */
    struct cdc43_scep_transport transport;
    bool has_transport;
    /* What the server said, and for which parameters. */
    bool was_asked;
    size_t server_len;
    size_t fingerprint_len;
    uint8_t server[CDC43_OPTION_MAX];
    uint8_t fingerprint[CDC43_DIGEST_MAX];
    bool fips;
    bool is_without_module; /* in FIPS Mode, for which this machine has no provider */
    bool is_offered;        /* the server says that it takes what the phone would send */
    bool is_good;
    struct cdc43_scep_seen seen;
    struct cdc43_scep_fault fault;
};

/* Is there a certificate to compare with? Exit code. */
static int judge_file(const char *path, const struct cdc43_cert_bundle *bundle) {
    const struct cdc43_cert_file *const file = &bundle->file[0];

    if (bundle->total != 0) {
        return CDC43_EXIT_GOOD;
    }
    if (file->too_many_rounds) {
        return cdc43_cli_fail("%s: it was not opened: its password takes more than %d rounds", path,
                              CDC43_CERT_ROUNDS);
    }
    if (file->form == CDC43_CERT_PKCS12 && !file->opened) {
        return cdc43_cli_fail("%s: it cannot be opened with this password", path);
    }
    return cdc43_cli_fail("%s: no readable certificate found", path);
}

/* The file as certificates, and as octets. Exit code. */
static int read_file(const struct cdc43_phone_cli_authority *authority) {
    struct cdc43_phone_cli_authority_work *const work = authority->work;
    const char *const path = authority->path;
    size_t len = 0;
    char *octets = cdc43_cli_read(path, CDC43_CERT_FILE_MAX, &len);
    int code = CDC43_EXIT_BAD;

    if (octets == NULL) {
        return code;
    }
    if (!cdc43_scep_copy((struct cdc43_view){(const uint8_t *)octets, len}, &work->whole.der)) {
        code = cdc43_cli_fail("out of memory");
    } else {
        code = cdc43_phone_cli_begin_certs(false, &work->certs);
    }
    if (code == CDC43_EXIT_GOOD) {
        code = cdc43_phone_cli_open_certs(work->certs->reader, path, (uint8_t *)octets, len,
                                          authority->password_file, &work->certs->bundle);
    }
    cdc43_wipe(octets, len); /* there may be a private key */
    free(octets);
    if (code == CDC43_EXIT_GOOD) {
        code = judge_file(path, &work->certs->bundle);
    }
    if (code == CDC43_EXIT_GOOD) {
        cdc43_cert_relate(work->certs->reader, &work->certs->bundle);
    }
    return code;
}

int cdc43_phone_cli_open_authority(struct cdc43_phone_cli_authority *authority) {
    const struct cdc43_scep_timeouts timeouts = {0, 0, NULL};
    struct cdc43_scep_fault fault;
    int code = CDC43_EXIT_GOOD;

    authority->work = calloc(1, sizeof *authority->work);
    if (authority->work == NULL) {
        return cdc43_cli_fail("out of memory");
    }
    if (authority->path != NULL) {
        code = read_file(authority);
    }
    if (code == CDC43_EXIT_GOOD && authority->ask_server) {
        authority->work->has_transport =
            cdc43_scep_curl_open(&timeouts, &authority->work->transport, &fault);
        code = authority->work->has_transport ? CDC43_EXIT_GOOD
                                              : cdc43_phone_cli_fail_scep("HTTP", &fault);
    }
    if (code != CDC43_EXIT_GOOD) {
        cdc43_phone_cli_close_authority(authority);
    }
    return code;
}

void cdc43_phone_cli_close_authority(struct cdc43_phone_cli_authority *authority) {
    struct cdc43_phone_cli_authority_work *const work = authority->work;

    if (work != NULL) {
        cdc43_phone_cli_end_certs(work->certs);
        cdc43_scep_blob_end(&work->whole.der);
        if (work->has_transport) {
            cdc43_scep_curl_close(&work->transport);
        }
        free(work);
        authority->work = NULL;
    }
}

/* The first root of the file; NULL: there is none. */
static const struct cdc43_cert *find_root(const struct cdc43_cert_bundle *bundle) {
    for (unsigned i = 0; i < bundle->total; i++) {
        if (cdc43_cert_is_self_signed(bundle, i)) {
            return &bundle->cert[i];
        }
    }
    return NULL;
}

/* A fingerprint that is something else: what, and what it should be. */
static void add_other(struct cdc43_doctor_report *report, const struct cdc43_cert_bundle *bundle,
                      const struct cdc43_cert_match *match) {
    const struct cdc43_cert *const root = find_root(bundle);
    const bool is_file = match->cert == CDC43_CERT_NONE;
    const bool is_root = !is_file && cdc43_cert_is_self_signed(bundle, (unsigned)match->cert);

    cdc43_doctor_add(report, CDC43_DOCTOR_FINGERPRINT_OTHER, report->answer, 0,
                     "it is the %s of %s of %s%s%s%s", match->digest,
                     is_file ? "the octets" : cdc43_cert_what_word(match->what),
                     is_file   ? "the whole file"
                     : is_root ? "the root "
                               : "a certificate that is not the root, ",
                     is_file ? "" : bundle->cert[match->cert].info.subject,
                     root != NULL ? "; the sha256 of the root's DER is " : "",
                     root != NULL ? root->info.sha256 : "");
}

static void compare(struct cdc43_phone_cli_authority_work *work, struct cdc43_view fingerprint,
                    struct cdc43_doctor_report *report) {
    const struct cdc43_cert_bundle *const bundle = &work->certs->bundle;
    const struct cdc43_cert_match match =
        cdc43_cert_find_match(work->certs->reader, bundle, fingerprint);
    uint8_t octets[CDC43_DIGEST_MAX];

    if (match.cert != CDC43_CERT_NONE && match.what == CDC43_CERT_OF_DER &&
        cdc43_cert_is_self_signed(bundle, (unsigned)match.cert)) {
        cdc43_doctor_add(report, CDC43_DOCTOR_FINGERPRINT_GOOD, report->answer, 0, "%s %s",
                         match.digest, bundle->cert[match.cert].info.subject);
    } else if (match.cert != CDC43_CERT_NONE ||
               (match.digest != NULL &&
                cdc43_cert_digest(work->certs->reader, &work->whole, CDC43_CERT_OF_DER,
                                  match.digest, octets) == fingerprint.len &&
                memcmp(octets, fingerprint.data, fingerprint.len) == 0)) {
        add_other(report, bundle, &match);
    } else {
        cdc43_doctor_add(report, CDC43_DOCTOR_FINGERPRINT_UNKNOWN, report->answer, 0, "%s", "");
    }
}

static bool is_same(const struct cdc43_phone_cli_authority_work *work,
                    const struct cdc43_params *params) {
    return work->was_asked && work->fips == cdc43_is_on(params, CDC43_FIPS_MODE) &&
           work->server_len == params->server.len &&
           work->fingerprint_len == params->root_ca_fingerprint.len &&
           memcmp(work->server, params->server.data, work->server_len) == 0 &&
           memcmp(work->fingerprint, params->root_ca_fingerprint.data, work->fingerprint_len) == 0;
}

/* In FIPS Mode, what is allowed otherwise is not. This machine need not have the FIPS provider that
 * the phone has: then the default one reads, under the rules of FIPS Mode for what the CA says. */
static void ask(const struct cdc43_phone_cli_authority *authority,
                const struct cdc43_params *params) {
    struct cdc43_phone_cli_authority_work *const work = authority->work;
    const bool fips = cdc43_is_on(params, CDC43_FIPS_MODE);
    struct cdc43_scep_config config = {.server = params->server,
                                       .fingerprint = params->root_ca_fingerprint,
                                       .fips = fips,
                                       .allow_legacy = authority->allow_legacy && !fips};
    const struct cdc43_scep_env env = {.transport = &work->transport, .now = cdc43_phone_cli_now()};

    work->was_asked = true;
    work->server_len = params->server.len;
    work->fingerprint_len = params->root_ca_fingerprint.len;
    memcpy(work->server, params->server.data, work->server_len);
    memcpy(work->fingerprint, params->root_ca_fingerprint.data, work->fingerprint_len);
    work->fips = fips;
    work->is_good = cdc43_scep_check_ca(&config, &env, &work->seen, &work->fault);
    work->is_without_module = !work->is_good && work->fault.err == CDC43_SCEP_ERR_FIPS_UNAVAILABLE;
    if (work->is_without_module) {
        config.fips = false;
        work->is_good = cdc43_scep_check_ca(&config, &env, &work->seen, &work->fault);
    }
    work->is_offered = cdc43_scep_is_offered(&config, work->seen.capabilities);
}

static void add_server(const struct cdc43_phone_cli_authority_work *work,
                       struct cdc43_doctor_report *report) {
    const struct cdc43_scep_life life = {.condition = CDC43_SCEP_IS_ENROL_FAILED,
                                         .fault = work->fault};
    char sentence[CDC43_SCEP_SENTENCE_MAX];
    const char *advice;

    if (work->is_good) {
        if (!work->is_offered) {
            cdc43_doctor_add(report,
                             work->fips ? CDC43_DOCTOR_SERVER_FIPS : CDC43_DOCTOR_SERVER_WEAK,
                             report->answer, 0, "%s", "");
        }
        cdc43_doctor_add(report, CDC43_DOCTOR_SERVER_GOOD, report->answer, 0, "%s",
                         work->is_without_module
                             ? "this machine has no FIPS provider, so that another one has read "
                               "the certificates"
                             : "");
        return;
    }
    cdc43_scep_print_fault(&work->fault, sentence, sizeof sentence);
    advice = cdc43_scep_advice(&life);
    cdc43_doctor_add(report, CDC43_DOCTOR_SERVER, report->answer, 0, "%s", sentence);
    if (advice != NULL) {
        report->findings[report->count - 1].remedy = advice;
    }
}

void cdc43_phone_cli_ask_authority(struct cdc43_phone_cli_authority *authority,
                                   struct cdc43_doctor_report *report) {
    struct cdc43_params params;

    if (!cdc43_phone_get_params(&report->state, &params)) {
        return;
    }
    if (authority->path != NULL) {
        compare(authority->work, params.root_ca_fingerprint, report);
    }
    if (authority->ask_server) {
        if (!is_same(authority->work, &params)) {
            ask(authority, &params);
        }
        add_server(authority->work, report);
    }
}
