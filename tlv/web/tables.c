/* SPDX-License-Identifier: MIT */
/* The tables from which the page makes its fields. */
#include "tlv/formats/formats.h"
#include "tlv/text.h"
#include "tlv/web/answers.h"

/* A device that the table of devices has, and this file does not, the compiler names. */
#define TITLE_phone "Desk Phone 9800, Video Phone 8875"
#define TITLE_roomos "Board, Desk and Room devices"

/* A word that a field offers, and what people read. */
struct choice {
    const char *name;
    const char *title;
};

static const struct choice devices[] = {
#define CDC43_DEVICE(id, json_name, suboptions, mandatory, must_be_on, digests, sum_max)           \
    {json_name, TITLE_##id},
#include "tlv/suboptions.def"
};

static const struct choice models[] = {
#define CDC43_MODEL(vendor_class, product) {vendor_class, product},
#include "tlv/models.def"
};

static const char *const digests[] = {
#define CDC43_DIGEST(id, json_name, size) json_name,
#include "tlv/suboptions.def"
};

#define PREFERRED_DIGEST "sha256" /* the README says why */
#define DIGEST_PREFIX 3           /* characters: "sha" */

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void add_choice(struct cdc43_json *json, const char *name, const char *title) {
    cdc43_json_begin(json, NULL, '{');
    cdc43_json_text(json, "name", name);
    cdc43_json_text(json, "title", title);
    cdc43_json_end(json, '}');
}

static void add_choices(struct cdc43_json *json, const char *key, const struct choice *choices,
                        size_t count) {
    cdc43_json_begin(json, key, '[');
    for (size_t i = 0; i < count; i++) {
        add_choice(json, choices[i].name, choices[i].title);
    }
    cdc43_json_end(json, ']');
}

/* Their names are those of WebCrypto: SHA-256. */
static void add_digests(struct cdc43_json *json) {
    cdc43_json_text(json, "digest", PREFERRED_DIGEST);
    cdc43_json_begin(json, "digests", '[');
    for (size_t i = 0; i < COUNT(digests); i++) {
        cdc43_json_begin(json, NULL, '{');
        cdc43_json_text(json, "name", digests[i]);
        cdc43_json_begin_text(json, "title");
        cdc43_json_add(json, "SHA-");
        cdc43_json_add(json, &digests[i][DIGEST_PREFIX]);
        cdc43_json_end_text(json);
        cdc43_json_end(json, '}');
    }
    cdc43_json_end(json, ']');
}

static const char *kind_of(const struct cdc43_suboption_info *info) {
    switch (info->kind) {
    case CDC43_KIND_FLAG:
        return "flag";
    case CDC43_KIND_TEXT:
        return info->code == CDC43_CHALLENGE_PASSWORD ? "secret" : "text";
    case CDC43_KIND_DIGEST:
        return "digest";
    }
    return "";
}

static void add_suboptions(struct cdc43_json *json) {
    cdc43_json_begin(json, "suboptions", '[');
    for (size_t i = 0; i < CDC43_SUBOPTION_COUNT; i++) {
        const struct cdc43_suboption_info *const info = &cdc43_suboptions[i];

        cdc43_json_begin(json, NULL, '{');
        cdc43_json_number(json, "code", (size_t)info->code);
        cdc43_json_text(json, "name", info->name);
        cdc43_json_text(json, "label", info->label);
        cdc43_json_text(json, "kind", kind_of(info));
        if (info->kind == CDC43_KIND_FLAG) {
            cdc43_json_begin(json, "words", '[');
            add_choice(json, "", "left out");
            add_choice(json, info->off_word, info->off_word);
            add_choice(json, info->on_word, info->on_word);
            cdc43_json_end(json, ']');
        }
        cdc43_json_end(json, '}');
    }
    cdc43_json_end(json, ']');
}

static void add_formats(struct cdc43_json *json) {
    cdc43_json_begin(json, "formats", '[');
    for (size_t i = 0; i < cdc43_format_count; i++) {
        add_choice(json, cdc43_formats[i].name, cdc43_formats[i].title);
    }
    cdc43_json_end(json, ']');
}

/* What shows a beginner how it looks. The password is made up. */
static const struct choice example[] = {
    {"fips-mode", "enabled"},
    {"server", "http://10.79.57.91"},
    {"root-ca-fingerprint", "2C26B46B68FFC68FF99B453C1D30413413422D706483BFA0F98A5E886266E7AE"},
    {"challenge-password", "D233CCF9B9952A15"},
    {"enable-8021x", "yes"},
    {"certificate-select", "custom-installed"},
    {"domain", "example.nl"},
};

void cdc43_web_tables(struct cdc43_view question, struct cdc43_json *json) {
    (void)question;
    cdc43_json_text(json, "version", CDC43_VERSION);
    add_suboptions(json);
    add_choices(json, "devices", devices, COUNT(devices));
    add_choices(json, "models", models, COUNT(models));
    add_digests(json);
    add_formats(json);
    add_choices(json, "example", example, COUNT(example));
}
