/* SPDX-License-Identifier: MIT */
/* scep_client STORE WORD...: one check of the agent, for scripts; prints condition and status.
 *
 * Words: server=URL fingerprint=HEX cn=NAME challenge=TEXT now=SECONDS later=SECONDS legacy fips
 * oaep request. Exit code 0: a certificate is installed and nothing is wrong. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "phone-side/scep/agent.h"
#include "tlv/text.h"

static const char *value_of(const char *argument, const char *word) {
    const size_t len = strlen(word);

    return strncmp(argument, word, len) == 0 && argument[len] == '=' ? argument + len + 1 : NULL;
}

static struct cdc43_view view(const char *text) {
    return (struct cdc43_view){(const uint8_t *)text, strlen(text)};
}

int main(int argc, char **argv) {
    static uint8_t fingerprint[CDC43_DIGEST_MAX];
    const struct cdc43_scep_timeouts timeouts = {0};
    struct cdc43_scep_config config = {0};
    struct cdc43_scep_transport transport;
    struct cdc43_scep_store store;
    struct cdc43_scep_life life;
    struct cdc43_scep_fault fault = {0};
    struct cdc43_scep_agent agent = {.config = &config, .store = &store};
    struct cdc43_where where;
    char sentence[CDC43_SCEP_STATUS_MAX];
    bool request = false;
    bool good = argc > 1;

    agent.env.now = (int64_t)time(NULL);
    for (int i = 2; i < argc; i++) {
        const char *value;
        if ((value = value_of(argv[i], "server")) != NULL) {
            config.server = view(value);
        } else if ((value = value_of(argv[i], "fingerprint")) != NULL) {
            config.fingerprint.data = fingerprint;
            good = good && cdc43_parse_fingerprint(value, strlen(value), fingerprint,
                                                   &config.fingerprint.len, &where) == CDC43_OK;
        } else if ((value = value_of(argv[i], "cn")) != NULL) {
            config.common_name = value;
        } else if ((value = value_of(argv[i], "challenge")) != NULL) {
            config.challenge_password = view(value);
        } else if ((value = value_of(argv[i], "later")) != NULL) {
            agent.env.now += (int64_t)strtol(value, NULL, 10);
        } else {
            config.allow_legacy = config.allow_legacy || strcmp(argv[i], "legacy") == 0;
            config.fips = config.fips || strcmp(argv[i], "fips") == 0;
            config.oaep = config.oaep || strcmp(argv[i], "oaep") == 0;
            request = request || strcmp(argv[i], "request") == 0;
        }
    }
    if (!good || !cdc43_scep_curl_open(&timeouts, &transport, &fault)) {
        return 2;
    }
    agent.env.transport = &transport;
    good = cdc43_scep_directory_open(argv[1], true, &store, &fault);
    if (good) {
        good = (!request || cdc43_scep_request_now(&store, &fault)) &&
               cdc43_scep_check(&agent, &life, &fault);
        cdc43_scep_directory_close(&store);
    }
    cdc43_scep_curl_close(&transport);
    if (!good) {
        cdc43_scep_print_fault(&fault, sentence, sizeof sentence);
        (void)printf("store: %s\n", sentence);
        return 2;
    }
    cdc43_scep_print_status(&life, sentence, sizeof sentence);
    (void)printf("%s (%s): %s\n", cdc43_scep_condition_name(life.condition),
                 cdc43_scep_err_name(life.fault.err) != NULL ? cdc43_scep_err_name(life.fault.err)
                                                             : "no error",
                 sentence);
    return life.condition == CDC43_SCEP_IS_INSTALLED ? EXIT_SUCCESS : EXIT_FAILURE;
}
