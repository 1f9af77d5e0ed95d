/* SPDX-License-Identifier: MIT */
/* cdc43-phone stage --for cisco-cdc: the certificate parameters as the phone's cfg.xml. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "phone-side/command/cfg_xml.h"
#include "phone-side/command/command.h"
#include "phone-side/command/stage.h"
#include "phone-side/xml.h"

/* What is to be in the file; it points into the rest. */
struct wanted {
    struct cdc43_cli_params params;
    struct cdc43_view common_name; /* with its macros */
    json_t *json;
    char *password; /* from a file of its own; wiped and freed at the end */
    size_t password_len;
};

static int read_params(const struct cdc43_phone_stage *stage, struct wanted *wanted) {
    const struct cdc43_suboption_info *const info = cdc43_find_suboption(CDC43_CHALLENGE_PASSWORD);
    struct cdc43_where where;
    enum cdc43_err err = CDC43_OK;
    int code = CDC43_EXIT_GOOD;

    wanted->json = cdc43_cli_read_json(stage->file[0]);
    if (wanted->json == NULL) {
        return CDC43_EXIT_BAD;
    }
    code = cdc43_cli_set_json(&wanted->params, wanted->json, "JSON: ");
    if (code != CDC43_EXIT_GOOD || stage->password_file == NULL) {
        return code;
    }
    if (cdc43_has(&wanted->params.params, CDC43_CHALLENGE_PASSWORD)) {
        return cdc43_cli_usage("specify the %s in FILE or in --password-file, not both",
                               info->label);
    }
    wanted->password = cdc43_cli_read_secret(stage->password_file, &wanted->password_len);
    if (wanted->password == NULL) {
        return CDC43_EXIT_BAD;
    }
    err = cdc43_cli_set(&wanted->params, info, wanted->password, wanted->password_len, &where);
    return err == CDC43_OK ? CDC43_EXIT_GOOD : cdc43_cli_fail_err("--password-file: ", err, &where);
}

/* The Common Name with its macros, whatever they become. */
static int check_common_name(const struct cdc43_phone_stage *stage, struct wanted *wanted) {
    static const struct cdc43_phone_cli_macros none = {.count = 0};
    static const struct cdc43_view no_mic = {NULL, 0};
    char text[CDC43_COMMON_NAME_MAX + 1];

    if (stage->common_name == NULL) {
        return CDC43_EXIT_GOOD;
    }
    wanted->common_name =
        (struct cdc43_view){(const uint8_t *)stage->common_name, strlen(stage->common_name)};
    return cdc43_phone_cli_expand(&none, "--common-name", wanted->common_name, no_mic, text);
}

/* The rules of option 43, which import also has. */
static int check_rules(const struct cdc43_params *params) {
    uint8_t octets[CDC43_OPTION_MAX];
    struct cdc43_where where;
    size_t len = 0;
    enum cdc43_err err = cdc43_check_complete(&cdc43_phone, params, &where);

    if (err == CDC43_OK) {
        err = cdc43_encode(&cdc43_phone, params, CDC43_OPTION_MAX, octets, sizeof octets, &len,
                           &where);
        cdc43_wipe(octets, sizeof octets);
    }
    return err == CDC43_OK ? CDC43_EXIT_GOOD : cdc43_cli_fail_err("", err, &where);
}

static bool is_same_text(struct cdc43_view a, struct cdc43_view b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

/* Is that what import reads from the file? */
static int compare(const char *path, const struct wanted *wanted, const char *text, size_t len) {
    const struct cdc43_params *const params = &wanted->params.params;
    struct cdc43_phone_cli_xml xml;
    const struct cdc43_params *const read = &xml.settings.params;
    int code = cdc43_phone_cli_parse_xml(path, text, len, &xml);
    bool same = is_same_text(read->server, params->server) &&
                is_same_text(read->root_ca_fingerprint, params->root_ca_fingerprint) &&
                is_same_text(read->challenge_password, params->challenge_password) &&
                is_same_text(xml.settings.common_name, wanted->common_name);

    for (size_t i = 0; i < CDC43_SUBOPTION_COUNT; i++) {
        const struct cdc43_suboption_info *const info = &cdc43_suboptions[i];
        same = same && (info->kind != CDC43_KIND_FLAG ||
                        cdc43_is_on(read, info->code) == cdc43_is_on(params, info->code));
    }
    if (code == CDC43_EXIT_GOOD && !same) {
        code = cdc43_cli_fail("%s was not written: a phone would not read what it says: a value "
                              "is a mask, or has blanks at its ends",
                              path);
    }
    cdc43_phone_cli_end_xml(&xml);
    return code;
}

static int write_file(const struct cdc43_phone_stage *stage, const struct wanted *wanted) {
    char text[CDC43_PHONE_XML_MAX];
    struct cdc43_where where = {0};
    size_t len = 0;
    const enum cdc43_err err = cdc43_phone_print_params(&wanted->params.params, wanted->common_name,
                                                        true, text, sizeof text, &len);
    int code = err == CDC43_OK ? CDC43_EXIT_GOOD : cdc43_cli_fail_err("", err, &where);

    if (code == CDC43_EXIT_GOOD) {
        code = compare(stage->out, wanted, text, len);
    }
    if (code == CDC43_EXIT_GOOD) {
        code = cdc43_phone_stage_write(stage->out, (struct cdc43_view){(const uint8_t *)text, len});
    }
    if (code == CDC43_EXIT_GOOD) {
        (void)printf("%s: written%s\n", stage->out,
                     wanted->params.params.challenge_password.len != 0
                         ? "; it contains the Challenge Password: keep it secret"
                         : "");
    }
    cdc43_wipe(text, sizeof text);
    return code;
}

int cdc43_phone_stage_cdc(const struct cdc43_phone_stage *stage) {
    struct wanted wanted = {.json = NULL};
    int code = CDC43_EXIT_GOOD;

    if (stage->out == NULL || stage->file_count != 1) {
        return stage->out == NULL ? cdc43_cli_usage("--out is missing")
                                  : cdc43_cli_usage("specify one FILE with the parameters");
    }
    code = check_common_name(stage, &wanted);
    if (code == CDC43_EXIT_GOOD) {
        code = read_params(stage, &wanted);
    }
    if (code == CDC43_EXIT_GOOD) {
        code = check_rules(&wanted.params.params);
    }
    if (code == CDC43_EXIT_GOOD) {
        code = write_file(stage, &wanted);
    }
    if (wanted.password != NULL) {
        cdc43_wipe(wanted.password, wanted.password_len);
    }
    free(wanted.password);
    json_decref(wanted.json);
    return code;
}
