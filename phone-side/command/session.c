/* SPDX-License-Identifier: MIT */
/* Exchanges with the CA for a phone whose state is in a directory. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "phone-side/command/certificate.h"
#include "phone-side/udp.h"

#define FILE_MAX ((size_t)1048576)

int cdc43_phone_cli_fail_scep(const char *what, const struct cdc43_scep_fault *fault) {
    char sentence[CDC43_SCEP_SENTENCE_MAX];

    cdc43_scep_print_fault(fault, sentence, sizeof sentence);
    return cdc43_cli_fail("%s: %s", what, sentence);
}

int64_t cdc43_phone_cli_now(void) {
    const time_t now = time(NULL);

    return now < CDC43_PHONE_CLOCK_FLOOR ? CDC43_SCEP_NO_CLOCK : (int64_t)now;
}

int cdc43_phone_cli_read_mic(const char *cert_path, const char *key_path,
                             struct cdc43_scep_pair *ret_mic,
                             char ret_mic_cn[CDC43_COMMON_NAME_MAX + 1]) {
    struct cdc43_scep_fault fault = {0};
    struct cdc43_scep_info info = {0};
    size_t cert_len = 0;
    size_t key_len = 0;
    char *const cert = cdc43_cli_read(cert_path, FILE_MAX, &cert_len);
    char *const key = cert != NULL ? cdc43_cli_read(key_path, FILE_MAX, &key_len) : NULL;
    int code = CDC43_EXIT_BAD;

    if (cert != NULL && key != NULL) {
        const struct cdc43_view views[] = {{(const uint8_t *)cert, cert_len},
                                           {(const uint8_t *)key, key_len}};
        code = cdc43_scep_read_pair(views[0], views[1], ret_mic, &fault) &&
                       cdc43_scep_describe(cdc43_scep_view(&ret_mic->cert), &info, &fault)
                   ? CDC43_EXIT_GOOD
                   : cdc43_phone_cli_fail_scep(
                         fault.err == CDC43_SCEP_ERR_KEY_FILE ? key_path : cert_path, &fault);
    }
    if (code == CDC43_EXIT_GOOD && info.common_name[0] == '\0') {
        code = cdc43_cli_fail("%s: this certificate has no valid Common Name", cert_path);
    }
    if (code == CDC43_EXIT_GOOD) {
        memcpy(ret_mic_cn, info.common_name, sizeof info.common_name);
    } else {
        cdc43_scep_pair_end(ret_mic);
    }
    if (key != NULL) {
        cdc43_wipe(key, key_len);
    }
    free(key);
    free(cert);
    return code;
}

int cdc43_phone_cli_begin(const struct cdc43_phone_cli_choice *choice,
                          struct cdc43_phone_cli_session *ret_session) {
    const struct cdc43_scep_timeouts timeouts = {.is_stopped = choice->is_stopped};
    struct cdc43_scep_fault fault;
    struct cdc43_phone_cli_session session = {.choice = choice};
    int code = choice->mic == NULL ? CDC43_EXIT_GOOD
                                   : cdc43_phone_cli_read_mic(choice->mic, choice->mic_key,
                                                              &session.mic, session.mic_cn);

    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    if (!cdc43_scep_directory_open(choice->path, false, &session.store, &fault)) {
        code = cdc43_phone_cli_fail_scep(choice->path, &fault);
    } else if (!cdc43_scep_curl_open(&timeouts, &session.transport, &fault)) {
        code = cdc43_phone_cli_fail_scep("HTTP", &fault);
        cdc43_scep_directory_close(&session.store);
    }
    if (code != CDC43_EXIT_GOOD) {
        cdc43_scep_pair_end(&session.mic);
        return code;
    }
    *ret_session = session;
    return CDC43_EXIT_GOOD;
}

void cdc43_phone_cli_end(struct cdc43_phone_cli_session *session) {
    cdc43_scep_curl_close(&session->transport);
    cdc43_scep_directory_close(&session->store);
    cdc43_scep_pair_end(&session->mic);
}

static void say_step(void *context, enum cdc43_scep_step step) {
    static const char *const words[] = {
        [CDC43_SCEP_STEP_CAPABILITIES] = "asking the CA server for its capabilities",
        [CDC43_SCEP_STEP_CA] = "asking for the CA's certificates",
        [CDC43_SCEP_STEP_CA_TRUSTED] = "the root CA has the configured fingerprint",
        [CDC43_SCEP_STEP_KEY] = "generating a private key",
        [CDC43_SCEP_STEP_REQUEST] = "sending the request",
        [CDC43_SCEP_STEP_REPLY] = "the CA has responded",
    };

    (void)context;
    (void)fprintf(stderr, "%s\n", words[step]);
}

struct cdc43_scep_config cdc43_phone_cli_config_of(const struct cdc43_phone_cli_choice *choice,
                                                   const struct cdc43_phone_state *state) {
    struct cdc43_params params;
    struct cdc43_scep_config config = {.allow_legacy = choice->allow_legacy,
                                       .aes256 = choice->aes256,
                                       .key_bits = choice->key_bits};

    if (cdc43_phone_get_params(state, &params)) {
        config.server = params.server;
        config.fingerprint = params.root_ca_fingerprint;
        config.challenge_password = params.challenge_password;
        config.common_name = state->identity.common_name;
        config.fips = cdc43_is_on(&params, CDC43_FIPS_MODE);
    }
    return config;
}

int cdc43_phone_cli_fail_factory(const char *path) {
    return cdc43_cli_fail("%s: the phone is in factory-reset state and has no Server; run "
                          "'cdc43-phone boot' first",
                          path);
}

int cdc43_phone_cli_forget(const char *path) {
    struct cdc43_scep_store store;
    struct cdc43_scep_fault fault;
    bool good = cdc43_scep_directory_open(path, false, &store, &fault);

    if (good) {
        good = cdc43_scep_forget(&store, &fault);
        cdc43_scep_directory_close(&store);
    }
    return good ? CDC43_EXIT_GOOD : cdc43_phone_cli_fail_scep(path, &fault);
}

int cdc43_phone_cli_ask(const char *path) {
    struct cdc43_scep_store store;
    struct cdc43_scep_fault fault;
    bool good = cdc43_scep_directory_open(path, false, &store, &fault);

    if (good) {
        good = cdc43_scep_request_now(&store, &fault);
        cdc43_scep_directory_close(&store);
    }
    return good ? CDC43_EXIT_GOOD : cdc43_phone_cli_fail_scep(path, &fault);
}

int cdc43_phone_cli_open_files(const char *path, struct cdc43_phone_cli_files *ret_files) {
    struct cdc43_phone_store_fault fault;
    struct cdc43_scep_fault scep_fault;
    int code = cdc43_phone_cli_open(path, false, &ret_files->directory);

    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    if (!cdc43_phone_lock(&ret_files->directory, &fault)) {
        code = cdc43_phone_cli_fail(path, &fault);
    } else if (!cdc43_scep_directory_open(path, false, &ret_files->certificates, &scep_fault)) {
        code = cdc43_phone_cli_fail_scep(path, &scep_fault);
    }
    if (code != CDC43_EXIT_GOOD) {
        cdc43_phone_close(&ret_files->directory);
    }
    return code;
}

void cdc43_phone_cli_close_files(struct cdc43_phone_cli_files *files) {
    cdc43_scep_directory_close(&files->certificates);
    cdc43_phone_close(&files->directory);
}

/* Is a request of its own wanted by the wish? One that is under way is not given up for it. */
static bool is_request(enum cdc43_phone_cli_wish wish, enum cdc43_scep_condition condition) {
    switch (wish) {
    case CDC43_PHONE_AS_PLANNED:
    case CDC43_PHONE_RENEW:
        return false;
    case CDC43_PHONE_BOOTED:
        return condition == CDC43_SCEP_IS_NOTHING || condition == CDC43_SCEP_IS_ENROL_FAILED ||
               condition == CDC43_SCEP_IS_PASSWORD_NEEDED;
    case CDC43_PHONE_ENROL:
        return condition != CDC43_SCEP_IS_PENDING;
    case CDC43_PHONE_ENROL_NEW:
        return true;
    }
    return false;
}

/* Makes the request of the wish, if it has one. ret_damaged: what could not be read before. */
static bool make_wish(const struct cdc43_scep_store *store, enum cdc43_phone_cli_wish wish,
                      unsigned *ret_damaged, struct cdc43_scep_fault *ret_fault) {
    struct cdc43_scep_life life;

    if (!cdc43_scep_load_life(store, &life, ret_fault)) {
        return false;
    }
    *ret_damaged = life.damaged;
    return !is_request(wish, life.condition) ||
           (wish == CDC43_PHONE_ENROL_NEW ? cdc43_scep_request_now(store, ret_fault)
                                          : cdc43_scep_repeat_now(store, ret_fault));
}

void cdc43_phone_cli_say_damaged(const char *path, unsigned damaged) {
    static const struct {
        enum cdc43_scep_damaged bit;
        const char *words;
    } rows[] = {
        {CDC43_SCEP_DAMAGED_LIFE, "life is damaged; the earlier status is lost"},
        {CDC43_SCEP_DAMAGED_REQUEST, "pending is damaged; the pending request is lost"},
        {CDC43_SCEP_DAMAGED_PAIR,
         "current is damaged; the certificate cannot be used, and the phone will request another"},
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if ((damaged & rows[i].bit) != 0) {
            (void)cdc43_cli_fail("warning: %s/%s", path, rows[i].words);
        }
    }
}

struct cdc43_scep_env cdc43_phone_cli_env_of(const struct cdc43_phone_cli_session *session) {
    return (struct cdc43_scep_env){.transport = &session->transport,
                                   .now = cdc43_phone_cli_now(),
                                   .progress = session->choice->quiet ? NULL : say_step};
}

static int check(struct cdc43_phone_cli_session *session, const struct cdc43_phone_state *state,
                 enum cdc43_phone_cli_wish wish, struct cdc43_scep_life *ret_life) {
    const struct cdc43_scep_config config = cdc43_phone_cli_config_of(session->choice, state);
    struct cdc43_scep_fault fault;
    uint32_t random = 0;
    unsigned damaged = 0;
    const struct cdc43_scep_agent agent = {
        .config = &config,
        .mic = session->mic.cert.len != 0 ? &session->mic : NULL,
        .store = &session->store,
        .env = cdc43_phone_cli_env_of(session),
        .jitter = cdc43_phone_udp_random(&random) ? random : 0,
        .renew_now = wish == CDC43_PHONE_RENEW,
    };

    if (!make_wish(&session->store, wish, &damaged, &fault) ||
        !cdc43_scep_check(&agent, ret_life, &fault)) {
        return cdc43_phone_cli_fail_scep(session->choice->path, &fault);
    }
    cdc43_phone_cli_say_damaged(session->choice->path, damaged | ret_life->damaged);
    return CDC43_EXIT_GOOD;
}

int cdc43_phone_cli_check(struct cdc43_phone_cli_session *session, enum cdc43_phone_cli_wish wish,
                          struct cdc43_scep_life *ret_life) {
    const char *const path = session->choice->path;
    struct cdc43_phone_store directory;
    struct cdc43_phone_store_fault fault;
    struct cdc43_phone_state state = {0};
    int code = cdc43_phone_cli_open(path, false, &directory);

    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    if (!cdc43_phone_lock(&directory, &fault) || !cdc43_phone_load(&directory, &state, &fault)) {
        code = cdc43_phone_cli_fail(path, &fault);
    } else if (session->mic_cn[0] != '\0' && state.mic_cn_len != 0 &&
               strcmp(session->mic_cn, state.mic_cn) != 0) {
        code = cdc43_cli_fail("%s: this certificate belongs to another phone, %s; the state "
                              "belongs to %s",
                              session->choice->mic, session->mic_cn, state.mic_cn);
    } else if (!state.provisioned && wish != CDC43_PHONE_AS_PLANNED && wish != CDC43_PHONE_BOOTED) {
        code = cdc43_phone_cli_fail_factory(path);
    } else {
        code = check(session, &state, wish, ret_life);
    }
    cdc43_phone_close(&directory); /* and with it the lock */
    cdc43_wipe(&state, sizeof state);
    return code;
}
