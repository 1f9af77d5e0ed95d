/* SPDX-License-Identifier: MIT */
/* cdc43-phone import: parameters out of the phone's configuration file cfg.xml. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "phone-side/command/certificate.h"
#include "phone-side/command/cfg_xml.h"

#define FILE_MAX ((size_t)1048576)

static const char help[] =
    "cdc43-phone import - take parameters out of the phone's configuration file cfg.xml\n"
    "\n"
    "Usage: cdc43-phone import --state DIR --file FILE|- [options]\n"
    "\n"
    "  --state DIR         the phone's state directory, made if it is not there\n"
    "  --file FILE|-       cfg.xml; - reads standard input\n"
    "  --macro NAME=VALUE  value of a macro in CDC_Common_Name_1_, as often as needed; MA, MAU, "
    "MAC,\n"
    "                      PN and PSN come from the MIC CN\n"
    "  --model MODEL       with --mac, or --mic-cn CN, or --mic CERT with --mic-key KEY: which\n"
    "  --mac MAC           phone it is, when DIR does not say it yet\n"
    "  --wireless          a wireless phone: 802.1X and Certificate Select do not count\n"
    "  --help\n"
    "\n"
    "Elements: CDC_Server_1_, CDC_Root_CA_Fingerprint_1_, CDC_Challenge_Password_1_,\n"
    "CDC_Common_Name_1_, FIPS_Mode, Enable_802.1X_Authentication, Certificate_Select. Those that "
    "are\n"
    "not in the file stay as they are, an empty one clears the parameter, and a masked password\n"
    "stays. All of them are taken or nothing. When one of them changes what the CA sees, a new\n"
    "certificate is asked for at the next check. The phone is then provisioned, and option 43 "
    "does\n"
    "not count any more. Exit 0: taken; 1: refused, and standard error says why.\n";

enum {
    OPT_HELP = 1,
    OPT_STATE,
    OPT_FILE,
    OPT_MACRO,
    OPT_MODEL,
    OPT_MAC,
    OPT_MIC_CN,
    OPT_MIC,
    OPT_MIC_KEY,
    OPT_WIRELESS
};

struct request {
    const char *path;
    const char *file;
    const char *model;
    const char *mac;
    const char *mic_cn;
    const char *mic;
    const char *mic_key;
    bool wireless;
    struct cdc43_phone_cli_macros macros;
};

static int check(const struct request *request, int argc, char **argv) {
    if (optind < argc) {
        return cdc43_cli_usage("too many arguments: '%.40s'", argv[optind]);
    }
    if (request->path == NULL || request->file == NULL) {
        return cdc43_cli_usage("--state and --file are both needed");
    }
    if ((request->mic == NULL) != (request->mic_key == NULL) ||
        (request->model == NULL) != (request->mac == NULL) ||
        (request->mic != NULL) + (request->mic_cn != NULL) + (request->model != NULL) > 1) {
        return cdc43_cli_usage("--model with --mac, or --mic-cn, or --mic with --mic-key");
    }
    return -1;
}

/* Exit code, or -1 to go on. */
static int parse(struct request *request, int argc, char **argv) {
    static const struct option options[] = {
        {"help", no_argument, NULL, OPT_HELP},
        {"state", required_argument, NULL, OPT_STATE},
        {"file", required_argument, NULL, OPT_FILE},
        {"macro", required_argument, NULL, OPT_MACRO},
        {"model", required_argument, NULL, OPT_MODEL},
        {"mac", required_argument, NULL, OPT_MAC},
        {"mic-cn", required_argument, NULL, OPT_MIC_CN},
        {"mic", required_argument, NULL, OPT_MIC},
        {"mic-key", required_argument, NULL, OPT_MIC_KEY},
        {"wireless", no_argument, NULL, OPT_WIRELESS},
        {NULL, 0, NULL, 0},
    };
    const char **const strings[] = {
        [OPT_STATE] = &request->path,      [OPT_FILE] = &request->file,
        [OPT_MODEL] = &request->model,     [OPT_MAC] = &request->mac,
        [OPT_MIC_CN] = &request->mic_cn,   [OPT_MIC] = &request->mic,
        [OPT_MIC_KEY] = &request->mic_key,
    };
    int option;

    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (option) {
        case OPT_HELP:
            (void)fputs(help, stdout);
            return cdc43_cli_finish(CDC43_EXIT_GOOD);
        case OPT_WIRELESS:
            request->wireless = true;
            break;
        case OPT_MACRO:
            if (cdc43_phone_cli_add_macro(&request->macros, optarg) >= 0) {
                return CDC43_EXIT_USAGE;
            }
            break;
        case '?':
            return cdc43_cli_usage("wrong option");
        default:
            *strings[option] = optarg;
            break;
        }
    }
    return check(request, argc, argv);
}

/* Which phone it is: from the command line, otherwise what the state says. */
static int find_device(const struct request *request, const struct cdc43_phone_state *state,
                       struct cdc43_phone_cli_device *ret_device) {
    int code = CDC43_EXIT_GOOD;

    if (request->mic != NULL) {
        code = cdc43_phone_cli_use_mic(ret_device, request->mic, request->mic_key);
    } else if (request->mic_cn != NULL || request->model != NULL) {
        code = cdc43_phone_cli_set_device(ret_device, request->model, request->mac, request->mic_cn,
                                          request->wireless);
    } else if (state->mic_cn_len != 0) {
        ret_device->device.mic_cn =
            (struct cdc43_view){(const uint8_t *)state->mic_cn, state->mic_cn_len};
    } else {
        code =
            cdc43_cli_usage("%s does not say which phone it is: --model with --mac, --mic-cn, or "
                            "--mic with --mic-key is needed",
                            request->path);
    }
    ret_device->device.wireless = request->wireless || state->wireless;
    if (code == CDC43_EXIT_GOOD && !cdc43_phone_is_own(state, &ret_device->device)) {
        code = cdc43_cli_fail("%s: this is the state of another phone, %s", request->path,
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
        code = cdc43_phone_cli_expand(&request->macros, "CDC_Common_Name_1_",
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
    struct cdc43_phone_store_fault fault;
    struct cdc43_where where;
    char common_name[CDC43_COMMON_NAME_MAX + 1] = "";
    bool changed = false;
    enum cdc43_err err = CDC43_OK;
    int code = find_device(request, ret_state, &device);

    if (code == CDC43_EXIT_GOOD) {
        code = expand(request, &device, common_name, &settings);
    }
    if (code != CDC43_EXIT_GOOD) {
        return code;
    }
    err = cdc43_phone_configure(&device.device, &settings, ret_state, &changed, &where);
    if (err != CDC43_OK) {
        (void)cdc43_cli_fail("%s: refused, nothing was changed", request->file);
        return cdc43_cli_fail_err("", err, &where, CDC43_PLACE_VALUE);
    }
    code = changed ? cdc43_phone_cli_ask(request->path) : CDC43_EXIT_GOOD;
    if (code == CDC43_EXIT_GOOD && !cdc43_phone_save(store, ret_state, &fault)) {
        code = cdc43_phone_cli_fail(request->path, &fault);
    }
    if (code == CDC43_EXIT_GOOD) {
        (void)printf("%s: the parameters were taken%s\n", ret_state->mic_cn,
                     changed ? ", a new certificate is to be asked for" : "");
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

int cdc43_phone_command_import(int argc, char **argv) {
    struct request request = {0};
    struct cdc43_phone_cli_xml xml;
    size_t len = 0;
    char *text = NULL;
    int code = parse(&request, argc, argv);

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
