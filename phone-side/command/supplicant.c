/* SPDX-License-Identifier: MIT */
/* cdc43-phone supplicant: the configuration of wpa_supplicant for a wired port with 802.1X. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "phone-side/command/certificate.h"

#define LINE_MAX_LEN 1990 /* wpa_supplicant reads no longer lines inside a network */

struct request {
    const char *path;
    const char *mic;
    const char *mic_key;
    const char *ca;
    const char *server_name;
};

/* Absolute paths, malloc'ed, and what the certificate says. */
struct credentials {
    char *cert;
    char *key;
    char *ca;
    size_t ca_count; /* certificates of CAs that came with the phone's own */
    struct cdc43_scep_info info;
};

/* Exit code, or -1 to go on. */
static int parse(const struct cdc43_cli_subcommand *self, struct request *request, int argc,
                 char **argv) {
    const struct cdc43_cli_option options[] = {
        CDC43_PHONE_CLI_STATE(&request->path, CDC43_PHONE_CLI_STATE_THERE),
        CDC43_CLI_TEXT("mic", "CERT", &request->mic, 0,
                       "manufacturing certificate, PEM or DER; used when Certificate Select is "
                       "manufacturing-installed"),
        CDC43_CLI_TEXT("mic-key", "KEY", &request->mic_key, 0, "its private key"),
        CDC43_CLI_TEXT("ca-cert", "FILE", &request->ca, 0,
                       "PEM certificates of the CA that issued the authentication server's "
                       "certificate; without this option those of the phone's own CA"),
        CDC43_CLI_TEXT("server-name", "NAME", &request->server_name, 0,
                       "name in the authentication server's certificate"),
    };
    int code = cdc43_cli_parse(self, argc, argv, options, sizeof options / sizeof options[0]);

    if (code < 0 && request->server_name != NULL && request->server_name[0] == '\0') {
        code = cdc43_cli_usage("--server-name is empty: no server has such a name");
    }
    return code < 0 ? cdc43_phone_cli_need_pair(request->mic, request->mic_key) : code;
}

/* Does this phone authenticate at all? */
static int decide(const struct cdc43_phone_state *state, const struct cdc43_params *params) {
    if (!state->provisioned) {
        return cdc43_cli_fail("the phone is in factory-reset state and has no User ID");
    }
    if (state->wireless) {
        return cdc43_cli_fail("the phone is wireless: Enable 802.1X Authentication and Certificate "
                              "Select do not count");
    }
    if (!cdc43_is_on(params, CDC43_ENABLE_8021X)) {
        return cdc43_cli_fail("Enable 802.1X Authentication (suboption 14) is %s: the phone does "
                              "not authenticate",
                              cdc43_has(params, CDC43_ENABLE_8021X) ? "no" : "not set");
    }
    return CDC43_EXIT_GOOD;
}

/* A file's path, malloc'ed and absolute. Links stay as they are: who names DIR/current/chain.pem
 * means what is there after the next renewal, too. NULL, with errno: it cannot be read. */
static char *make_absolute(const char *path) {
    char *const here = path[0] != '/' ? realpath(".", NULL) : NULL;
    const size_t size = strlen(path) + (here != NULL ? strlen(here) : 0) + 2;
    char *const absolute =
        access(path, R_OK) == 0 && (path[0] == '/' || here != NULL) ? malloc(size) : NULL;

    if (absolute != NULL) {
        (void)snprintf(absolute, size, "%s%s%s", here != NULL ? here : "", here != NULL ? "/" : "",
                       path);
    }
    free(here);
    return absolute;
}

/* "DIR/NAME", malloc'ed and absolute, also when the caller has changed the folder. */
static char *join(const char *path, const char *name) {
    char *const folder = realpath(path, NULL);
    const size_t size = folder != NULL ? strlen(folder) + strlen(name) + 2 : 0;
    char *const joined = folder != NULL ? malloc(size) : NULL;

    if (joined != NULL) {
        (void)snprintf(joined, size, "%s/%s", folder, name);
    }
    free(folder);
    return joined;
}

/* What there is to know of a pair that was read. */
static int describe(const char *path, const struct cdc43_scep_pair *pair,
                    struct credentials *ret_credentials) {
    struct cdc43_scep_fault fault = {0};

    ret_credentials->ca_count = pair->chain.count;
    if (!cdc43_scep_describe(cdc43_scep_view(&pair->cert), &ret_credentials->info, &fault)) {
        return cdc43_phone_cli_fail_scep(path, &fault);
    }
    return CDC43_EXIT_GOOD;
}

/* The custom device certificate of the store; ret_present: is there one? */
static int load_installed(const char *path, struct cdc43_scep_pair *ret_pair, bool *ret_present) {
    struct cdc43_scep_store store;
    struct cdc43_scep_fault fault = {0};
    int code = CDC43_EXIT_GOOD;

    if (!cdc43_scep_directory_open(path, false, &store, &fault)) {
        return cdc43_phone_cli_fail_scep(path, &fault);
    }
    if (!store.load_pair(store.context, ret_pair, ret_present, &fault)) {
        code = cdc43_phone_cli_fail_scep(path, &fault);
    }
    cdc43_scep_directory_close(&store);
    return code;
}

static int find_custom(const struct request *request, struct credentials *ret_credentials) {
    struct cdc43_scep_pair pair = {0};
    bool is_there = false;
    int code = load_installed(request->path, &pair, &is_there);

    if (code == CDC43_EXIT_GOOD && !is_there) {
        code = cdc43_cli_fail("%s: no custom device certificate is installed", request->path);
    }
    if (code == CDC43_EXIT_GOOD) {
        code = describe(request->path, &pair, ret_credentials);
    }
    cdc43_scep_pair_end(&pair);
    ret_credentials->cert = join(request->path, "current/cert.pem");
    ret_credentials->key = join(request->path, "current/key.pem");
    return code;
}

/* The manufacturing certificate. Its CAs say nothing about servers, so those of
 * the custom device certificate count, if there is one. */
static int find_mic(const struct request *request, struct credentials *ret_credentials) {
    struct cdc43_scep_pair mic = {0};
    struct cdc43_scep_pair custom = {0};
    char name[CDC43_COMMON_NAME_MAX + 1];
    bool is_there = false;
    int code = CDC43_EXIT_GOOD;

    if (request->mic == NULL) {
        return cdc43_cli_fail("Certificate Select (suboption 15) is manufacturing-installed; "
                              "specify --mic and --mic-key");
    }
    code = cdc43_phone_cli_read_mic(request->mic, request->mic_key, &mic, name);
    if (code == CDC43_EXIT_GOOD) {
        code = describe(request->mic, &mic, ret_credentials);
    }
    if (code == CDC43_EXIT_GOOD) {
        code = load_installed(request->path, &custom, &is_there);
    }
    ret_credentials->ca_count = custom.chain.count;
    cdc43_scep_pair_end(&custom);
    cdc43_scep_pair_end(&mic);
    ret_credentials->cert = make_absolute(request->mic);
    ret_credentials->key = make_absolute(request->mic_key);
    return code;
}

static int find_ca(const struct request *request, struct credentials *ret_credentials) {
    if (request->ca != NULL) {
        ret_credentials->ca = make_absolute(request->ca);
        return ret_credentials->ca != NULL ? CDC43_EXIT_GOOD
                                           : cdc43_cli_fail("%s: %s", request->ca, strerror(errno));
    }
    if (ret_credentials->ca_count == 0) {
        return cdc43_cli_fail("there is no CA certificate to check the authentication server "
                              "with; specify --ca-cert");
    }
    ret_credentials->ca = join(request->path, "current/chain.pem");
    return CDC43_EXIT_GOOD;
}

/* Does the Common Name fit the User ID? It has a dot where that has an @; a manufacturing
 * certificate ends there. */
static bool fits(const char *common_name, const char *user_id) {
    size_t i = 0;

    while (common_name[i] != '\0' && common_name[i] == (user_id[i] == '@' ? '.' : user_id[i])) {
        i++;
    }
    return common_name[i] == '\0' && (user_id[i] == '\0' || user_id[i] == '@');
}

/* What an authentication server will not like, on standard error. */
static void warn(const struct cdc43_phone_state *state, const struct credentials *credentials) {
    const int64_t now = cdc43_phone_cli_now();

    if (now != CDC43_SCEP_NO_CLOCK &&
        (now > credentials->info.not_after || now < credentials->info.not_before)) {
        (void)cdc43_cli_fail("warning: the certificate %s", now > credentials->info.not_after
                                                                ? "has expired"
                                                                : "is not valid yet");
    }
    if (!fits(credentials->info.common_name, state->identity.user_id)) {
        (void)cdc43_cli_fail("warning: the certificate's Common Name '%s' does not match the User "
                             "ID '%s'; servers that compare the two will refuse it",
                             credentials->info.common_name, state->identity.user_id);
    }
}

/* Characters that mean nothing to the reader of the configuration. */
static bool is_plain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr(" !$%&'()*+,-./:;<=>?@[]^_`{|}~", c) != NULL);
}

/* One line: the value in quotes, or with escapes when it has other characters. False: too long. */
static bool put_string(FILE *out, const char *key, const char *value) {
    size_t len = strlen(key) + 8;
    bool plain = true;

    for (const char *at = value; *at != '\0'; at++) {
        plain = plain && is_plain(*at);
        len += is_plain(*at) ? 1 : 4;
    }
    (void)fprintf(out, "    %s=%s\"", key, plain ? "" : "P");
    for (const char *at = value; *at != '\0'; at++) {
        (void)fprintf(out, is_plain(*at) ? "%c" : "\\x%02x", (unsigned char)*at);
    }
    (void)fprintf(out, "\"\n");
    return len < LINE_MAX_LEN;
}

static bool put_network(FILE *out, const struct request *request,
                        const struct cdc43_phone_state *state,
                        const struct credentials *credentials) {
    bool good;

    (void)fprintf(out, "ap_scan=0\nnetwork={\n    key_mgmt=IEEE8021X\n    eapol_flags=0\n"
                       "    eap=TLS\n");
    good = put_string(out, "identity", state->identity.user_id);
    good = put_string(out, "ca_cert", credentials->ca) && good;
    if (request->server_name != NULL) {
        good = put_string(out, "domain_match", request->server_name) && good;
    }
    good = put_string(out, "client_cert", credentials->cert) && good;
    good = put_string(out, "private_key", credentials->key) && good;
    (void)fprintf(out, "}\n");
    return good;
}

static int print(const struct request *request, const struct cdc43_phone_state *state,
                 const struct cdc43_params *params, const struct credentials *credentials) {
    char *text = NULL;
    size_t len = 0;
    FILE *const out = open_memstream(&text, &len);
    bool good = false;

    if (out == NULL || credentials->cert == NULL || credentials->key == NULL ||
        credentials->ca == NULL) {
        if (out != NULL) {
            (void)fclose(out);
        }
        free(text);
        return cdc43_cli_fail("a path could not be made absolute: %s", strerror(errno));
    }
    (void)fprintf(out,
                  "# wpa_supplicant -D wired -i INTERFACE -c THIS-FILE\n"
                  "# Enable 802.1X Authentication: yes; Certificate Select: %s; FIPS Mode: %s\n",
                  cdc43_is_on(params, CDC43_CERTIFICATE_SELECT) ? "custom-installed"
                                                                : "manufacturing-installed",
                  cdc43_is_on(params, CDC43_FIPS_MODE) ? "enabled" : "disabled");
    good = put_network(out, request, state, credentials);
    good = fclose(out) == 0 && good;
    if (good) {
        (void)fwrite(text, 1, len, stdout);
    }
    free(text);
    return good ? CDC43_EXIT_GOOD
                : cdc43_cli_fail("a path or name is too long for wpa_supplicant's configuration");
}

/* Everything from the state on. */
static int find_and_print(const struct request *request, const struct cdc43_phone_state *state) {
    struct cdc43_params params = {0};
    struct credentials credentials = {0};
    bool custom = false;
    int code;

    (void)cdc43_phone_get_params(state, &params);
    custom = cdc43_is_on(&params, CDC43_CERTIFICATE_SELECT);
    code = decide(state, &params);
    if (code == CDC43_EXIT_GOOD) {
        code = custom ? find_custom(request, &credentials) : find_mic(request, &credentials);
    }
    if (code == CDC43_EXIT_GOOD) {
        code = find_ca(request, &credentials);
    }
    if (code == CDC43_EXIT_GOOD) {
        warn(state, &credentials);
        code = print(request, state, &params, &credentials);
    }
    free(credentials.cert);
    free(credentials.key);
    free(credentials.ca);
    return code;
}

static int run(const struct cdc43_cli_subcommand *self, int argc, char **argv) {
    struct request request = {0};
    struct cdc43_phone_state state = {0};
    int code = parse(self, &request, argc, argv);

    if (code >= 0) {
        return code;
    }
    code = cdc43_phone_cli_read(request.path, &state);
    if (code == CDC43_EXIT_GOOD) {
        code = find_and_print(&request, &state);
    }
    cdc43_wipe(&state, sizeof state);
    return cdc43_cli_finish(code);
}

const struct cdc43_cli_subcommand cdc43_phone_command_supplicant = {
    .name = "supplicant",
    .summary = "Print the configuration of wpa_supplicant for wired 802.1X",
    .notes = "The method is EAP-TLS, with the User ID as identity.",
    .exits = {[CDC43_EXIT_GOOD] = "the configuration was printed",
              [CDC43_EXIT_BAD] = "Enable 802.1X Authentication is off, or there is no certificate; "
                                 "nothing was printed"},
    .run = run,
};
