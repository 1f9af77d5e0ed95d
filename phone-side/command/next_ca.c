/* SPDX-License-Identifier: MIT */
/* cdc43-phone next-ca: the root CA that the CA has announced, and accepting it. */
#include <stdio.h>
#include <string.h>

#include "phone-side/command/certificate.h"
#include "phone-side/scep/next_ca.h"

struct request {
    struct cdc43_phone_cli_choice choice;
    const char *accept;
};

/* Exit code, or -1 to go on. */
static int parse(const struct cdc43_cli_subcommand *self, struct request *request, int argc,
                 char **argv) {
    const struct cdc43_cli_option options[] = {
        CDC43_PHONE_CLI_STATE(&request->choice.path, CDC43_PHONE_CLI_STATE_THERE),
        CDC43_PHONE_CLI_ALLOW_LEGACY(&request->choice.allow_legacy),
        CDC43_PHONE_CLI_QUIET(&request->choice.quiet),
        CDC43_PHONE_CLI_FORMAT(&request->choice.format),
        CDC43_CLI_TEXT("accept", "FINGERPRINT", &request->accept, 0,
                       "make the announced root CA that of the phone: its fingerprint replaces "
                       "Root CA Fingerprint, and the phone asks for a new certificate"),
    };
    return cdc43_cli_parse(self, argc, argv, options, sizeof options / sizeof options[0]);
}

static void print_text(const struct cdc43_scep_next_ca *next, const struct cdc43_scep_info *info) {
    (void)printf("Next Root CA\n");
    cdc43_phone_page_row("Subject", info->subject);
    cdc43_phone_page_fingerprint(cdc43_find_suboption(CDC43_ROOT_CA_FINGERPRINT)->label,
                                 (struct cdc43_view){next->fingerprint, next->digest_len});
    cdc43_phone_page_time("Valid from", info->not_before);
    cdc43_phone_page_time("Valid until", info->not_after);
    cdc43_phone_page_fingerprint("Announced by",
                                 (struct cdc43_view){next->announcer, next->digest_len});
    cdc43_phone_page_time("Fetched", next->fetched_at);
}

static void print_json(const struct cdc43_scep_next_ca *next, const struct cdc43_scep_info *info) {
    char digits[2 * CDC43_DIGEST_MAX + 1];
    json_t *const object = json_object();

    (void)json_object_set_new(object, "subject", json_string(info->subject));
    cdc43_print_hex((struct cdc43_view){next->fingerprint, next->digest_len}, digits);
    (void)json_object_set_new(object, "root-ca-fingerprint", json_string(digits));
    cdc43_print_hex((struct cdc43_view){next->announcer, next->digest_len}, digits);
    (void)json_object_set_new(object, "announced-by", json_string(digits));
    (void)json_object_set_new(object, "not-before", json_integer(info->not_before));
    (void)json_object_set_new(object, "not-after", json_integer(info->not_after));
    (void)json_object_set_new(object, "asked-for", json_integer(next->fetched_at));
    cdc43_cli_print_json(object);
}

static int show(const struct request *request, const struct cdc43_scep_next_ca *next) {
    struct cdc43_scep_info info;
    struct cdc43_scep_fault fault;

    if (!cdc43_scep_describe(cdc43_scep_view(&next->root), &info, &fault)) {
        return cdc43_phone_cli_fail_scep(request->choice.path, &fault);
    }
    if (request->choice.format == CDC43_CLI_FORMAT_JSON) {
        print_json(next, &info);
    } else {
        print_text(next, &info);
    }
    return CDC43_EXIT_GOOD;
}

/* Asks and keeps. Under the lock. */
static bool fetch(const struct cdc43_phone_cli_session *session,
                  const struct cdc43_phone_state *state, struct cdc43_scep_next_ca *ret_next,
                  struct cdc43_scep_fault *ret_fault) {
    const struct cdc43_scep_config config = cdc43_phone_cli_config_of(session->choice, state);
    const struct cdc43_scep_env env = cdc43_phone_cli_env_of(session);

    return cdc43_scep_ask_next_ca(&config, &env, ret_next, ret_fault) &&
           cdc43_scep_save_next_ca(&session->store, ret_next, ret_fault);
}

/* Under the lock. */
static int ask(const struct request *request, const struct cdc43_phone_state *state) {
    struct cdc43_phone_cli_session session;
    struct cdc43_scep_next_ca next = {0};
    struct cdc43_scep_fault fault = {0};
    int code = cdc43_phone_cli_begin(&request->choice, &session);

    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    if (!fetch(&session, state, &next, &fault)) {
        code = cdc43_phone_cli_fail_scep(request->choice.path, &fault);
    } else {
        code = show(request, &next);
    }
    cdc43_scep_next_ca_end(&next);
    cdc43_phone_cli_end(&session);
    return code;
}

/* One that is not the one before is worth a line. */
static void say_new(const struct cdc43_scep_next_ca *next) {
    char digits[2 * CDC43_DIGEST_MAX + 1];
    char time[CDC43_PHONE_TIME_MAX];
    struct cdc43_scep_info info;
    struct cdc43_scep_fault unused;

    if (cdc43_scep_describe(cdc43_scep_view(&next->root), &info, &unused)) {
        cdc43_print_hex((struct cdc43_view){next->fingerprint, next->digest_len}, digits);
        cdc43_phone_print_time(info.not_before, time);
        (void)printf("the CA has announced its next root CA, %s, valid from %s, with the "
                     "fingerprint %s; what to do: ask the CA's administrator whether this "
                     "fingerprint is right, then run 'cdc43-phone next-ca --accept FINGERPRINT'\n",
                     info.subject, time, digits);
        (void)fflush(stdout);
    }
}

/* Most CAs announce none, one that cannot be reached is the next check's business, and without
 * parameters there is none to ask. */
static bool is_worth_saying(enum cdc43_scep_err err) {
    return err != CDC43_SCEP_OK && err != CDC43_SCEP_ERR_NEXT_CA_UNSUPPORTED &&
           err != CDC43_SCEP_ERR_NEXT_CA_SAME &&
           (err < CDC43_SCEP_ERR_UNREACHABLE || err >= CDC43_SCEP_ERR_CA_ANSWER);
}

/* Under the lock. */
static void look(const struct cdc43_phone_cli_session *session,
                 const struct cdc43_phone_state *state) {
    struct cdc43_scep_next_ca before = {0};
    struct cdc43_scep_next_ca next = {0};
    struct cdc43_params params = {0};
    struct cdc43_scep_fault fault = {0};
    bool known = false;
    const bool good = cdc43_phone_get_params(state, &params) &&
                      cdc43_scep_load_next_ca(&session->store, params.root_ca_fingerprint, &before,
                                              &known, &fault) &&
                      fetch(session, state, &next, &fault);

    if (good && !(known && memcmp(before.fingerprint, next.fingerprint, next.digest_len) == 0)) {
        say_new(&next);
    } else if (!good && is_worth_saying(fault.err)) {
        (void)cdc43_phone_cli_fail_scep("next root CA", &fault);
    }
    cdc43_scep_next_ca_end(&before);
    cdc43_scep_next_ca_end(&next);
}

void cdc43_phone_cli_look_for_next_ca(const struct cdc43_phone_cli_session *session) {
    const char *const path = session->choice->path;
    struct cdc43_phone_store directory;
    struct cdc43_phone_store_fault fault;
    struct cdc43_phone_state state = {0};

    if (cdc43_phone_cli_open(path, false, &directory) == CDC43_EXIT_GOOD) {
        if (cdc43_phone_lock(&directory, &fault) && cdc43_phone_load(&directory, &state, &fault)) {
            look(session, &state);
        }
        cdc43_phone_close(&directory);
        cdc43_wipe(&state, sizeof state);
    }
}

/* Is it the one that was named, and is its time there? */
static int judge(const struct request *request, const struct cdc43_scep_next_ca *next) {
    uint8_t octets[CDC43_DIGEST_MAX];
    struct cdc43_where where;
    struct cdc43_scep_info info;
    struct cdc43_scep_fault fault;
    char text[CDC43_PHONE_TIME_MAX];
    size_t len = 0;
    const int64_t now = cdc43_phone_cli_now();
    const enum cdc43_err err =
        cdc43_parse_fingerprint(request->accept, strlen(request->accept), octets, &len, &where);

    if (err != CDC43_OK) {
        return cdc43_cli_fail_err("--accept: ", err, &where);
    }
    if (len != next->digest_len || memcmp(octets, next->fingerprint, len) != 0) {
        return cdc43_cli_fail("--accept: the announced root CA has another fingerprint");
    }
    if (!cdc43_scep_describe(cdc43_scep_view(&next->root), &info, &fault)) {
        return cdc43_phone_cli_fail_scep(request->choice.path, &fault);
    }
    if (now == CDC43_SCEP_NO_CLOCK) {
        return cdc43_cli_fail("the phone does not know the time, so it cannot tell whether the "
                              "next root CA is valid");
    }
    if (now < info.not_before || now > info.not_after) {
        cdc43_phone_print_time(now < info.not_before ? info.not_before : info.not_after, text);
        return cdc43_cli_fail("the next root CA is %s %s; it was not accepted",
                              now < info.not_before ? "not valid before" : "not valid after", text);
    }
    return CDC43_EXIT_GOOD;
}

/* Under the lock. */
static int accept(const struct request *request, const struct cdc43_phone_cli_files *files,
                  struct cdc43_phone_state *state) {
    const struct cdc43_phone_device device = cdc43_phone_cli_device_of(state);
    struct cdc43_phone_settings settings = {.cleared = 0};
    struct cdc43_scep_next_ca next = {0};
    struct cdc43_params params = {0};
    struct cdc43_scep_fault fault;
    bool present = false;
    bool changed = false;
    int code = CDC43_EXIT_GOOD;

    (void)cdc43_phone_get_params(state, &params);
    if (!cdc43_scep_load_next_ca(&files->certificates, params.root_ca_fingerprint, &next, &present,
                                 &fault)) {
        return cdc43_phone_cli_fail_scep(request->choice.path, &fault);
    }
    if (!present) {
        return cdc43_cli_fail("%s: the CA has not announced another root CA; run 'cdc43-phone "
                              "next-ca' to ask it",
                              request->choice.path);
    }
    code = judge(request, &next);
    if (code == CDC43_EXIT_GOOD) {
        cdc43_set_value(&settings.params, CDC43_ROOT_CA_FINGERPRINT, next.fingerprint,
                        next.digest_len);
        code = cdc43_phone_cli_change(request->choice.path, &files->directory, &device, &settings,
                                      NULL, state, &changed);
    }
    cdc43_scep_next_ca_end(&next);
    if (code == CDC43_EXIT_GOOD) {
        (void)printf(
            "%s: the next root CA was accepted; the phone will request a new certificate\n",
            state->mic_cn);
    }
    return code;
}

static int run(const struct cdc43_cli_subcommand *self, int argc, char **argv) {
    struct request request = {.accept = NULL};
    struct cdc43_phone_cli_files files;
    struct cdc43_phone_store_fault fault;
    struct cdc43_phone_state state = {0};
    int code = parse(self, &request, argc, argv);

    if (code >= 0) {
        return code;
    }
    code = cdc43_phone_cli_open_files(request.choice.path, &files);
    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    if (!cdc43_phone_load(&files.directory, &state, &fault)) {
        code = cdc43_phone_cli_fail(request.choice.path, &fault);
    } else if (!state.provisioned) {
        code = cdc43_phone_cli_fail_factory(request.choice.path);
    } else {
        code = request.accept != NULL ? accept(&request, &files, &state) : ask(&request, &state);
    }
    cdc43_phone_cli_close_files(&files);
    cdc43_wipe(&state, sizeof state);
    return cdc43_cli_finish(code);
}

const struct cdc43_cli_subcommand cdc43_phone_command_next_ca = {
    .name = "next-ca",
    .summary = "Ask the CA for its next root CA, or accept it",
    .notes =
        "A CA that replaces its root announces the next one by SCEP (GetNextCACert), signed by the "
        "CA of today. The announcement is checked, stored and shown, but changes nothing: the "
        "phone trusts the root CA whose fingerprint it has. Compare the new fingerprint with that "
        "of the CA's administrator, then accept it; the new root must be valid by then.",
    .exits = {[CDC43_EXIT_GOOD] = "the next root CA was shown or accepted",
              [CDC43_EXIT_BAD] = "the CA announces none, or it was not accepted"},
    .run = run,
};
