/* SPDX-License-Identifier: MIT */
/* cdc43-phone import: parameters out of the phone's configuration file cfg.xml. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "phone-side/command/certificate.h"
#include "phone-side/command/cfg_xml.h"

#define FILE_MAX ((size_t)1048576)
#define REFUSED_MAX 512 /* a longer path is cut */

struct request {
    const char *path;
    const char *file;
    struct cdc43_phone_cli_who who;
};

/* Exit code, or -1 to go on. */
static int parse(const struct cdc43_cli_subcommand *self, struct request *request, int argc,
                 char **argv) {
    const struct cdc43_cli_option options[] = {
        CDC43_PHONE_CLI_STATE(&request->path, CDC43_PHONE_CLI_STATE_MADE),
        CDC43_CLI_TEXT("file", "FILE|-", &request->file, CDC43_CLI_NEEDED,
                       "cfg.xml; - reads standard input"),
        CDC43_PHONE_CLI_WHO_OPTIONS(&request->who),
    };
    const int code = cdc43_cli_parse(self, argc, argv, options, sizeof options / sizeof options[0]);
    const int ways = cdc43_phone_cli_count_ways(&request->who);

    return code < 0 && (ways < 0 || ways > 1)
               ? cdc43_cli_usage("specify --mic-cn, or both --model and --mac, or both --mic and "
                                 "--mic-key")
               : code;
}

/* Which phone it is: from the command line, otherwise what the state says. */
static int find_device(const struct request *request, const struct cdc43_phone_state *state,
                       struct cdc43_phone_cli_device *ret_device) {
    int code = CDC43_EXIT_GOOD;

    if (cdc43_phone_cli_count_ways(&request->who) != 0) {
        code = cdc43_phone_cli_set_device(&request->who, ret_device);
    } else if (state->mic_cn_len != 0) {
        ret_device->device.mic_cn =
            (struct cdc43_view){(const uint8_t *)state->mic_cn, state->mic_cn_len};
    } else {
        code = cdc43_cli_usage("%s does not say which phone it is: specify --mic-cn, or both "
                               "--model and --mac, or both --mic and --mic-key",
                               request->path);
    }
    ret_device->device.wireless = request->who.wireless || state->wireless;
    if (code == CDC43_EXIT_GOOD && !cdc43_phone_is_own(state, &ret_device->device)) {
        code = cdc43_cli_fail("%s: this state belongs to another phone, %s", request->path,
                              state->mic_cn);
    }
    return code;
}

/* Macros become what they stand for. ret_text: room for the name, to which ret_settings points. */
static int expand(const struct request *request, const struct cdc43_phone_cli_device *device,
                  char ret_text[CDC43_COMMON_NAME_MAX + 1],
                  struct cdc43_phone_settings *ret_settings) {
    int code = CDC43_EXIT_GOOD;

    if (ret_settings->has_common_name && ret_settings->common_name.len != 0) {
        code = cdc43_phone_cli_expand(&request->who.macros, "CDC_Common_Name_1_",
                                      ret_settings->common_name, device->device.mic_cn, ret_text);
        ret_settings->common_name =
            (struct cdc43_view){(const uint8_t *)ret_text, strlen(ret_text)};
    }
    return code;
}

/* With the lock held. */
static int change(const struct request *request, const struct cdc43_phone_store *store,
                  const struct cdc43_phone_settings *given, struct cdc43_phone_state *ret_state) {
    struct cdc43_phone_settings settings = *given;
    struct cdc43_phone_cli_device device = {0};
    char common_name[CDC43_COMMON_NAME_MAX + 1] = "";
    char refused[REFUSED_MAX];
    bool changed = false;
    int code = find_device(request, ret_state, &device);

    if (code == CDC43_EXIT_GOOD) {
        code = expand(request, &device, common_name, &settings);
    }
    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    (void)snprintf(refused, sizeof refused, "%s: refused; nothing was changed", request->file);
    code = cdc43_phone_cli_change(request->path, store, &device.device, &settings, refused,
                                  ret_state, &changed);
    if (code == CDC43_EXIT_GOOD) {
        (void)printf("%s: the parameters were applied%s\n", ret_state->mic_cn,
                     changed ? "; the phone will request a new certificate" : "");
    }
    return code;
}

static int import(const struct request *request, const struct cdc43_phone_settings *settings) {
    struct cdc43_phone_store store;
    struct cdc43_phone_store_fault fault;
    struct cdc43_phone_state state = {0};
    int code = cdc43_phone_cli_open(request->path, true, &store);

    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    if (!cdc43_phone_lock(&store, &fault) || !cdc43_phone_load(&store, &state, &fault)) {
        code = cdc43_phone_cli_fail(request->path, &fault);
    } else {
        code = change(request, &store, settings, &state);
    }
    cdc43_phone_close(&store);
    cdc43_wipe(&state, sizeof state);
    return cdc43_cli_finish(code);
}

static int run(const struct cdc43_cli_subcommand *self, int argc, char **argv) {
    struct request request = {0};
    struct cdc43_phone_cli_xml xml;
    size_t len = 0;
    char *text = NULL;
    int code = parse(self, &request, argc, argv);

    if (code >= 0) {
        return code;
    }
    text = cdc43_cli_read(request.file, FILE_MAX, &len);
    if (text == NULL) {
        return CDC43_EXIT_BAD;
    }
    code = cdc43_phone_cli_parse_xml(request.file, text, len, &xml);
    cdc43_wipe(text, len);
    free(text);
    if (code == CDC43_EXIT_GOOD) {
        code = import(&request, &xml.settings);
    }
    cdc43_phone_cli_end_xml(&xml);
    return code;
}

const struct cdc43_cli_subcommand cdc43_phone_command_import = {
    .name = "import",
    .summary = "Take parameters from the phone's configuration file cfg.xml",
    .notes = "Elements: CDC_Server_1_, CDC_Root_CA_Fingerprint_1_, CDC_Challenge_Password_1_, "
             "CDC_Common_Name_1_, FIPS_Mode, Enable_802.1X_Authentication, Certificate_Select. An "
             "element that is missing leaves the parameter as it is, an empty one clears it, and a "
             "masked password stays. All of them are taken, or none. If one of them changes what "
             "the CA sees, the next check asks for a new certificate. The phone is then "
             "provisioned, and ignores option 43.\n\nIf DIR does not say which phone it is, "
             "specify --mic-cn, or both --model and --mac, or both --mic and --mic-key.",
    .exits = {[CDC43_EXIT_GOOD] = "the parameters were taken",
              [CDC43_EXIT_BAD] = "they were refused, and standard error says why"},
    .run = run,
};
