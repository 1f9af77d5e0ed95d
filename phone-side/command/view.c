/* SPDX-License-Identifier: MIT */
/* cdc43-phone view: the installed certificate, as the page "Existing Certificates" shows it. */
#include <stdio.h>
#include <string.h>

#include "phone-side/command/certificate.h"

static void print_text(const struct cdc43_scep_info *infos, size_t count, int64_t now) {
    char text[CDC43_PHONE_TIME_MAX];

    (void)printf("Existing Certificates\n");
    cdc43_phone_page_row("Common Name",
                         infos->common_name[0] != '\0' ? infos->common_name : "none");
    cdc43_phone_page_row("Subject", infos->subject);
    cdc43_phone_page_row("Issuer", infos->issuer);
    cdc43_phone_page_row("Serial Number", infos->serial);
    cdc43_phone_page_row("SHA-256 Fingerprint", infos->sha256);
    cdc43_phone_print_time(infos->not_before, text);
    cdc43_phone_page_row("Valid from", text);
    cdc43_phone_print_time(infos->not_after, text);
    cdc43_phone_page_row("Valid until", text);
    if (now != CDC43_SCEP_NO_CLOCK) {
        (void)printf("  %-30s%lld\n", "Days left", (long long)((infos->not_after - now) / 86400));
    }
    for (size_t i = 1; i < count; i++) {
        const bool is_root = strcmp(infos[i].subject, infos[i].issuer) == 0;
        cdc43_phone_page_row(is_root ? "Root CA" : "Intermediate CA", infos[i].subject);
    }
}

static json_t *info_to_json(const struct cdc43_scep_info *info) {
    json_t *const object = json_object();

    (void)json_object_set_new(object, "common-name", json_string(info->common_name));
    (void)json_object_set_new(object, "subject", json_string(info->subject));
    (void)json_object_set_new(object, "issuer", json_string(info->issuer));
    (void)json_object_set_new(object, "serial", json_string(info->serial));
    (void)json_object_set_new(object, "sha256", json_string(info->sha256));
    (void)json_object_set_new(object, "not-before", json_integer(info->not_before));
    (void)json_object_set_new(object, "not-after", json_integer(info->not_after));
    return object;
}

static void print_json(const struct cdc43_scep_info *infos, size_t count) {
    json_t *const object = info_to_json(&infos[0]);
    json_t *const chain = json_array();

    for (size_t i = 1; i < count; i++) {
        (void)json_array_append_new(chain, info_to_json(&infos[i]));
    }
    (void)json_object_set_new(object, "chain", chain);
    cdc43_cli_print_json(object);
}

/* The certificate and its chain in words. ret_infos: 1 + CDC43_SCEP_CERTS_MAX of them. */
static bool describe(const struct cdc43_scep_pair *pair, struct cdc43_scep_info *ret_infos,
                     struct cdc43_scep_fault *ret_fault) {
    bool good = cdc43_scep_describe(cdc43_scep_view(&pair->cert), &ret_infos[0], ret_fault);

    for (size_t i = 0; good && i < pair->chain.count; i++) {
        good = cdc43_scep_describe(cdc43_scep_view(&pair->chain.cert[i]), &ret_infos[i + 1],
                                   ret_fault);
    }
    return good;
}

static int show(const struct cdc43_phone_cli_choice *choice, const struct cdc43_scep_store *store) {
    struct cdc43_scep_info infos[1 + CDC43_SCEP_CERTS_MAX];
    struct cdc43_scep_pair pair = {0};
    struct cdc43_scep_fault fault;
    bool present = false;
    int code = CDC43_EXIT_GOOD;

    if (!store->load_pair(store->context, &pair, &present, &fault) ||
        (present && !describe(&pair, infos, &fault))) {
        code = cdc43_phone_cli_fail_scep(choice->path, &fault);
    } else if (!present) {
        code = cdc43_cli_fail("%s: no certificate is installed", choice->path);
    } else if (choice->format == CDC43_CLI_FORMAT_JSON) {
        print_json(infos, 1 + pair.chain.count);
    } else {
        print_text(infos, 1 + pair.chain.count, cdc43_phone_cli_now());
    }
    cdc43_scep_pair_end(&pair);
    return code;
}

static int run(const struct cdc43_cli_subcommand *self, int argc, char **argv) {
    struct cdc43_phone_cli_choice choice = {0};
    struct cdc43_scep_store store;
    struct cdc43_scep_fault fault;
    int code = cdc43_phone_cli_choose(self, argc, argv, CDC43_PHONE_TAKES_FORMAT, &choice);

    if (code >= 0) {
        return code;
    }
    if (!cdc43_scep_directory_open(choice.path, false, &store, &fault)) {
        return cdc43_phone_cli_fail_scep(choice.path, &fault);
    }
    code = show(&choice, &store);
    cdc43_scep_directory_close(&store);
    return cdc43_cli_finish(code);
}

const struct cdc43_cli_subcommand cdc43_phone_command_view = {
    .name = "view",
    .summary = "Show the installed certificate",
    .notes = "The files are DIR/current/cert.pem, key.pem and chain.pem.",
    .exits = {[CDC43_EXIT_GOOD] = "the certificate was shown",
              [CDC43_EXIT_BAD] = "no certificate is installed"},
    .run = run,
};
