/* SPDX-License-Identifier: MIT */
/* The page of cdc43-phone cert-check: certificates, keys and findings, for people and as JSON. */
#include "phone-side/command/cert_page.h"

#include <stdio.h>
#include <string.h>

#include "phone-side/command/cert_connect.h"
#include "phone-side/command/certificate.h"

static const char *const verdict_words[] = {
    [CDC43_CERT_UNJUDGED] = "not judged",
    [CDC43_CERT_WARNED] = "warning",
    [CDC43_CERT_REFUSED] = "refused",
};

/* The fingerprints that phones and pages show. */
static const char *const digests[] = {"md5", "sha1", "sha256", "sha384", "sha512"};
#define DIGESTS (sizeof digests / sizeof digests[0])

static bool print_digest(const struct cdc43_cert_reader *reader, const struct cdc43_cert *cert,
                         const char *digest, char ret_text[2 * CDC43_DIGEST_MAX + 1]) {
    uint8_t octets[CDC43_DIGEST_MAX];
    const size_t len = cdc43_cert_digest(reader, cert, CDC43_CERT_OF_DER, digest, octets);

    cdc43_print_hex((struct cdc43_view){octets, len}, ret_text);
    return len != 0;
}

static void print_key_kind(enum cdc43_cert_key_type type, unsigned bits, char ret_text[64]) {
    static const char *const words[] = {[CDC43_CERT_RSA] = "RSA",
                                        [CDC43_CERT_RSA_PSS] = "RSA-PSS",
                                        [CDC43_CERT_EC] = "EC",
                                        [CDC43_CERT_OTHER_KEY] = "another kind"};

    (void)snprintf(ret_text, 64, "%s, %u bits", words[type], bits);
}

static void print_cert(const struct cdc43_cert_reader *reader, const struct cdc43_cert *cert,
                       unsigned place) {
    char text[2 * CDC43_DIGEST_MAX + 1];

    (void)printf("Certificate %u\n", place);
    cdc43_phone_page_row("File", cert->file->name);
    cdc43_phone_page_row("Subject", cert->info.subject);
    cdc43_phone_page_row("Issuer", cert->info.issuer);
    cdc43_phone_page_row("Serial Number", cert->info.serial);
    cdc43_phone_page_time("Valid from", cert->info.not_before);
    cdc43_phone_page_time("Valid until", cert->info.not_after);
    print_key_kind(cert->key_type, cert->key_bits, text);
    cdc43_phone_page_row("Key", text);
    cdc43_phone_page_row("Signature", cert->signature);
    for (size_t i = 0; i < DIGESTS; i++) {
        cdc43_phone_page_row(digests[i],
                             print_digest(reader, cert, digests[i], text) ? text : "unavailable");
    }
}

static void print_keys(const struct cdc43_cert_bundle *bundle) {
    char text[64];

    for (unsigned i = 0; i < bundle->key_count; i++) {
        const struct cdc43_cert_key *const key = &bundle->key[i];
        print_key_kind(key->type, key->bits, text);
        (void)printf("Private key %u\n", i + 1);
        cdc43_phone_page_row("File", key->file->name);
        cdc43_phone_page_row("Form", key->label);
        cdc43_phone_page_row("Key", key->encrypted ? "encrypted" : text);
    }
}

static void print_finding(FILE *out, const struct cdc43_cert_case *of,
                          const struct cdc43_cert_finding *finding) {
    (void)fprintf(out, "%s %s", verdict_words[finding->verdict], finding->requirement->id);
    if (finding->cert != CDC43_CERT_NONE) {
        (void)fprintf(out, ", certificate %d (%s)", finding->cert + 1,
                      of->bundle->cert[finding->cert].info.subject);
    }
    (void)fprintf(out, "\n  found:  %s\n  rule:   %s\n", finding->found,
                  finding->requirement->sentence);
    if (finding->verdict != CDC43_CERT_UNJUDGED) {
        (void)fprintf(out, "  to fix: %s\n", finding->requirement->remedy);
    }
}

void cdc43_phone_page_findings(FILE *out, const struct cdc43_cert_case *of,
                               enum cdc43_cert_verdict from) {
    for (size_t i = 0; i < of->count; i++) {
        if (of->finding[i].verdict >= from) {
            print_finding(out, of, &of->finding[i]);
        }
    }
    if (of->left_out != 0) {
        (void)fprintf(out, "and %zu more findings\n", of->left_out);
    }
}

/* Of which certificate the fingerprint is; findings say whether it is the right one. */
static void print_match(const struct cdc43_cert_case *of) {
    static const char *const words[] = {[CDC43_CERT_OF_DER] = "DER",
                                        [CDC43_CERT_OF_KEY] = "public key",
                                        [CDC43_CERT_OF_PEM] = "PEM text"};
    const struct cdc43_cert_match *const match = &of->question->match;

    if (of->question->has_fingerprint && match->cert != CDC43_CERT_NONE) {
        (void)printf("Fingerprint: the %s of the %s of certificate %d\n", match->digest,
                     words[match->what], match->cert + 1);
    }
}

static void print_server(const struct cdc43_phone_cli_server *server) {
    (void)printf("Server %s\n", server->text);
    cdc43_phone_page_row("Address", server->address);
    cdc43_phone_page_row("TLS", server->seen.version);
    cdc43_phone_page_row("Cipher", server->seen.cipher);
    cdc43_phone_page_row("Client certificate", server->seen.asks_client
                                                   ? "asked for: a phone needs its own there"
                                                   : "not asked for");
}

static void print_text(const struct cdc43_cert_reader *reader, const struct cdc43_cert_case *of) {
    const unsigned refused = cdc43_cert_count(of, CDC43_CERT_REFUSED);

    for (unsigned i = 0; i < of->bundle->count; i++) {
        print_cert(reader, &of->bundle->cert[i], i + 1);
    }
    print_keys(of->bundle);
    print_match(of);
    cdc43_phone_page_findings(stdout, of, CDC43_CERT_UNJUDGED);
    (void)printf("%s: %s; %u refused, %u warnings, %u not judged\n",
                 cdc43_cert_devices[of->question->device].name,
                 refused == 0 ? "accepted" : "not accepted", refused,
                 cdc43_cert_count(of, CDC43_CERT_WARNED),
                 cdc43_cert_count(of, CDC43_CERT_UNJUDGED));
}

static json_t *cert_to_json(const struct cdc43_cert_reader *reader, const struct cdc43_cert *cert,
                            unsigned place) {
    char text[2 * CDC43_DIGEST_MAX + 1];
    json_t *const object = json_object();

    (void)json_object_set_new(object, "certificate", json_integer(place));
    (void)json_object_set_new(object, "file", json_string(cert->file->name));
    (void)json_object_set_new(object, "subject", json_string(cert->info.subject));
    (void)json_object_set_new(object, "issuer", json_string(cert->info.issuer));
    (void)json_object_set_new(object, "serial", json_string(cert->info.serial));
    (void)json_object_set_new(object, "not-before", json_integer(cert->info.not_before));
    (void)json_object_set_new(object, "not-after", json_integer(cert->info.not_after));
    print_key_kind(cert->key_type, cert->key_bits, text);
    (void)json_object_set_new(object, "key", json_string(text));
    (void)json_object_set_new(object, "signature", json_string(cert->signature));
    for (size_t i = 0; i < DIGESTS; i++) {
        if (print_digest(reader, cert, digests[i], text)) {
            (void)json_object_set_new(object, digests[i], json_string(text));
        }
    }
    return object;
}

static json_t *finding_to_json(const struct cdc43_cert_case *of,
                               const struct cdc43_cert_finding *finding) {
    const struct cdc43_cert_requirement *const requirement = finding->requirement;
    json_t *const object = json_object();

    (void)json_object_set_new(object, "requirement", json_string(requirement->id));
    (void)json_object_set_new(object, "verdict", json_string(verdict_words[finding->verdict]));
    if (finding->cert != CDC43_CERT_NONE) {
        (void)json_object_set_new(object, "certificate", json_integer(finding->cert + 1));
        (void)json_object_set_new(object, "subject",
                                  json_string(of->bundle->cert[finding->cert].info.subject));
    }
    (void)json_object_set_new(object, "found", json_string(finding->found));
    (void)json_object_set_new(object, "rule", json_string(requirement->sentence));
    (void)json_object_set_new(object, "remedy", json_string(requirement->remedy));
    return object;
}

static json_t *server_to_json(const struct cdc43_phone_cli_server *server) {
    json_t *const object = json_object();

    (void)json_object_set_new(object, "host", json_string(server->host));
    (void)json_object_set_new(object, "port", json_string(server->port));
    (void)json_object_set_new(object, "address", json_string(server->address));
    (void)json_object_set_new(object, "tls", json_string(server->seen.version));
    (void)json_object_set_new(object, "cipher", json_string(server->seen.cipher));
    (void)json_object_set_new(object, "asks-for-client-certificate",
                              json_boolean(server->seen.asks_client));
    return object;
}

static void print_json(const struct cdc43_cert_reader *reader, const struct cdc43_cert_case *of,
                       const struct cdc43_phone_cli_server *server) {
    json_t *const object = json_object();
    json_t *const certs = json_array();
    json_t *const findings = json_array();

    for (unsigned i = 0; i < of->bundle->count; i++) {
        (void)json_array_append_new(certs, cert_to_json(reader, &of->bundle->cert[i], i + 1));
    }
    for (size_t i = 0; i < of->count; i++) {
        (void)json_array_append_new(findings, finding_to_json(of, &of->finding[i]));
    }
    (void)json_object_set_new(object, "device",
                              json_string(cdc43_cert_devices[of->question->device].name));
    if (server != NULL) {
        (void)json_object_set_new(object, "server", server_to_json(server));
    }
    (void)json_object_set_new(object, "accepted",
                              json_boolean(cdc43_cert_count(of, CDC43_CERT_REFUSED) == 0));
    (void)json_object_set_new(object, "certificates", certs);
    (void)json_object_set_new(object, "private-keys", json_integer(of->bundle->key_count));
    (void)json_object_set_new(object, "findings", findings);
    (void)json_object_set_new(object, "findings-left-out", json_integer((json_int_t)of->left_out));
    cdc43_cli_print_json(object);
}

void cdc43_phone_page_certs(const struct cdc43_phone_cli_certs *certs,
                            const struct cdc43_phone_cli_server *server, bool json) {
    if (json) {
        print_json(certs->reader, &certs->result, server);
        return;
    }
    if (server != NULL) {
        print_server(server);
    }
    print_text(certs->reader, &certs->result);
}
