/* SPDX-License-Identifier: MIT */
/* cdc43-phone stage: what a device takes, written in its form and read again. */
#include "phone-side/command/stage.h"

#include "phone-side/command/certificate.h"

/* What is done for each device. */
#define STAGED 5
static const struct {
    enum cdc43_cert_device device;
    int (*run)(const struct cdc43_phone_stage *stage);
} steps[STAGED] = {
    {CDC43_CERT_FOR_SNOM, cdc43_phone_stage_snom}, {CDC43_CERT_FOR_SPA, cdc43_phone_stage_spa},
    {CDC43_CERT_FOR_BOX, cdc43_phone_stage_box},   {CDC43_CERT_FOR_AP, cdc43_phone_stage_box},
    {CDC43_CERT_FOR_CDC, cdc43_phone_stage_cdc},
};
#define DEVICES "snom|cisco-spa|innovaphone-device|innovaphone-ap|cisco-cdc"

/* What only some devices are asked about. Exit code, or -1 to go on. */
static int check_options(const struct cdc43_phone_stage *stage) {
#define F(id) (1U << CDC43_CERT_FOR_##id)
    const struct {
        const char *name;
        unsigned devices; /* set of 1 << enum cdc43_cert_device */
        bool is_there;
    } rows[] = {
        {"--url", F(SNOM), stage->url_count != 0},
        {"--wrapper", F(SNOM), stage->wrapper},
        {"--include-key", F(SNOM), stage->include_key},
        {"--serve", F(SNOM), stage->serve},
        {"--listen", F(SNOM), stage->listen != NULL},
        {"--count", F(SNOM), stage->count != 0},
        {"--timeout", F(SNOM), stage->seconds != 0},
        {"--host", F(SPA) | F(BOX) | F(AP), stage->host != NULL},
        {"--extra", F(SPA), stage->extra != NULL},
        {"--key", F(SPA), stage->key != NULL},
        {"--legacy", F(SPA), stage->legacy},
        {"--answer", F(SPA), stage->answer != NULL},
        {"--request", F(SPA), stage->request != NULL},
        {"--model", F(SPA), stage->model != NULL},
        {"--card", F(BOX), stage->card != NULL},
        {"--serial", F(BOX), stage->serial != NULL},
        {"--common-name", F(CDC), stage->common_name != NULL},
        {"--trust", F(SNOM) | F(SPA) | F(BOX) | F(AP), stage->trust != NULL},
        {"--at", F(SNOM) | F(SPA) | F(BOX) | F(AP), stage->at != CDC43_SCEP_NO_CLOCK},
        {"FILE", F(SNOM) | F(BOX) | F(AP) | F(CDC), stage->file_count != 0},
    };
#undef F

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rows[i].is_there && (rows[i].devices & 1U << stage->device) == 0) {
            return cdc43_cli_usage("%s is not for %s", rows[i].name,
                                   cdc43_cert_devices[stage->device].name);
        }
    }
    return -1;
}

static int parse(const struct cdc43_cli_subcommand *self, int argc, char **argv,
                 struct cdc43_phone_stage *stage) {
    unsigned choice = STAGED;
    const struct cdc43_cli_option options[] = {
        CDC43_CLI_CHOICE("for", DEVICES, &choice,
                         "the device that the file is for, must be specified"),
        CDC43_CLI_TEXT("out", "FILE", &stage->out, 0,
                       "the file to write, mode 0600; it must not exist yet"),
        CDC43_CLI_TEXT("password-file", "FILE|-", &stage->password_file, 0,
                       "password of PKCS#12 files, one line; - reads standard input; without this "
                       "option the terminal asks for it; cisco-cdc: the Challenge Password"),
        CDC43_CLI_TEXT("trust", "FILE", &stage->trust, 0,
                       "root CAs in which the chain must end, and others that complete it"),
        CDC43_CLI_TAKE("at", "TIME", cdc43_phone_cli_take_time, &stage->at, 0,
                       "check validity at this time instead of now"),
        CDC43_CLI_LIST("url", "URL", stage->url, &stage->url_count, CDC43_STAGE_CERTS_MAX,
                       "snom: a link to a certificate instead of the certificate itself; once for "
                       "each FILE; with --serve, how phones reach it"),
        CDC43_CLI_FLAG("wrapper", &stage->wrapper,
                       "snom: XML declaration and <settings> around it, as newer pages show"),
        CDC43_CLI_FLAG("include-key", &stage->include_key,
                       "snom: put the private key into the file, too, as the page shows it; "
                       "everyone who fetches the file gets it"),
        CDC43_CLI_FLAG(
            "serve", &stage->serve,
            "snom: instead of --out, hand out the file, with links, and the certificates "
            "over HTTP"),
        CDC43_CLI_TEXT("listen", "ADDRESS:PORT", &stage->listen, 0,
                       "where --serve listens; 127.0.0.1 and a free port by default"),
        CDC43_CLI_NUMBER("count", "N", &stage->count, 1, 100000,
                         "--serve ends after this number of requests, 100 by default"),
        CDC43_CLI_NUMBER("timeout", "SECONDS", &stage->seconds, 1, 604800,
                         "--serve ends after this time, 3600 by default"),
        CDC43_CLI_TEXT("host", "NAME", &stage->host, 0,
                       "cisco-spa: the full domain name of the provisioning server; "
                       "innovaphone: the name by which the device is reached"),
        CDC43_CLI_TEXT("extra", "TEXT", &stage->extra, 0,
                       "cisco-spa: follows the host and '/' in the Common Name"),
        CDC43_CLI_TEXT("key", "FILE", &stage->key, 0,
                       "cisco-spa: the private key; written, mode 0600, or read for --answer"),
        CDC43_CLI_FLAG("legacy", &stage->legacy,
                       "cisco-spa: a key of 1024 bits instead of 2048, for old phones"),
        CDC43_CLI_TEXT("answer", "CERT", &stage->answer, 0,
                       "cisco-spa: check the certificate that the CA has sent, against the private "
                       "key, the request, and what the phones require"),
        CDC43_CLI_TEXT("request", "FILE", &stage->request, 0,
                       "cisco-spa: the request that --answer is the answer to"),
        CDC43_CLI_TEXT(
            "model", "MODEL", &stage->model, 0,
            "cisco-spa: the phone's model, such as SPA921, which decides about the CA of "
            "--answer"),
        CDC43_CLI_TEXT(
            "card", "DIR", &stage->card, 0,
            "innovaphone-device: instead of --out, make the folder CA of a CA on a card, "
            "in this one"),
        CDC43_CLI_TEXT(
            "serial", "HEX", &stage->serial, 0,
            "innovaphone-device: the serial number of the next certificate; without this "
            "option the one after the CA's own"),
        CDC43_CLI_TEXT("common-name", "TEXT", &stage->common_name, 0,
                       "cisco-cdc: the configured Common Name (CDC_Common_Name_1_), with macros"),
        CDC43_CLI_LIST(
            NULL, "FILE", stage->file, &stage->file_count, CDC43_STAGE_CERTS_MAX,
            "certificates, and for innovaphone their private key, in any form; cisco-cdc: a "
            "JSON object of parameters, as for cdc43 encode --json; - is standard input"),
    };
    const int code = cdc43_cli_parse(self, argc, argv, options, sizeof options / sizeof options[0]);

    if (code >= 0) {
        return code;
    }
    if (choice == STAGED) {
        return cdc43_cli_usage("--for is missing");
    }
    stage->device = steps[choice].device;
    stage->run = steps[choice].run;
    return check_options(stage);
}

static int run(const struct cdc43_cli_subcommand *self, int argc, char **argv) {
    struct cdc43_phone_stage stage = {.at = CDC43_SCEP_NO_CLOCK};
    const int code = parse(self, argc, argv, &stage);

    return code >= 0 || stage.run == NULL ? code : cdc43_cli_finish(stage.run(&stage));
}

const struct cdc43_cli_subcommand cdc43_phone_command_stage = {
    .name = "stage",
    .summary = "Write the file that a device takes, or hand it out",
    .notes = "The file is judged as cert-check does before it is written, and read again after it. "
             "Nothing is written that the device would refuse, and no file is replaced.",
    .exits = {[CDC43_EXIT_GOOD] =
                  "the file was written, the server has ended, or the answer is good",
              [CDC43_EXIT_BAD] = "it was not, and a message says why"},
    .run = run,
};
