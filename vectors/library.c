/* SPDX-License-Identifier: MIT */
/* The library of this project answers questions, as any other implementation would. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tlv/cdc43.h"
#include "tlv/command/cli.h"
#include "tlv/text.h"
#include "vectors/runner.h"

/* Octets in a block that is exactly as long, so that sanitizers and valgrind see one octet too far.
 * data is not NULL even when there are none. */
struct block {
    uint8_t *data;
    size_t len;
};

static void *need(void *memory) {
    if (memory == NULL) {
        abort();
    }
    return memory;
}

static struct cdc43_view view_of(const struct block *block) {
    return (struct cdc43_view){block->data, block->len};
}

/* Hexadecimal of a question. Anything that is none comes out as no octets. */
static struct block hex_block(const json_t *question, const char *name) {
    const json_t *const value = json_object_get(question, name);
    const char *const text = json_is_string(value) ? json_string_value(value) : "";
    const size_t len = json_is_string(value) ? json_string_length(value) : 0;
    struct block block = {need(malloc(len / 2 + 1)), 0};
    struct cdc43_where where;

    if (cdc43_parse_hex(text, len, block.data, len / 2, &block.len, &where) != CDC43_OK) {
        block.len = 0;
    }
    block.data = need(realloc(block.data, block.len != 0 ? block.len : 1));
    return block;
}

static struct block text_block(const json_t *question, const char *name) {
    const json_t *const value = json_object_get(question, name);
    const size_t len = json_is_string(value) ? json_string_length(value) : 0;
    struct block block = {need(malloc(len != 0 ? len : 1)), len};

    if (len != 0) {
        memcpy(block.data, json_string_value(value), len);
    }
    return block;
}

static json_t *hex_json(const uint8_t *data, size_t len) {
    char *const text = need(malloc(2 * len + 1));
    json_t *value;

    cdc43_print_hex((struct cdc43_view){data, len}, text);
    value = json_string(text);
    free(text);
    return value;
}

static json_t *refusal(enum cdc43_err err, const struct cdc43_where *where) {
    return json_pack("{s:b, s:{s:s, s:i, s:I, s:I}}", "ok", 0, "error", "name", cdc43_err_name(err),
                     "suboption", where->suboption, "offset", (json_int_t)where->offset, "excess",
                     (json_int_t)where->excess);
}

static size_t size_of(const json_t *question, const char *name, size_t otherwise) {
    const json_t *const value = json_object_get(question, name);

    return json_is_integer(value) && json_integer_value(value) >= 0
               ? (size_t)json_integer_value(value)
               : otherwise;
}

static const struct cdc43_device *device_of(const json_t *question) {
    const char *const name = json_string_value(json_object_get(question, "profile"));

    return name == NULL ? NULL : cdc43_find_device(name);
}

/* "mode", or a list of tolerances. */
static unsigned tolerate_of(const json_t *question) {
    const char *const mode = json_string_value(json_object_get(question, "mode"));
    const json_t *const names = json_object_get(question, "tolerate");
    unsigned tolerate = 0;
    size_t i;
    json_t *name;

    if (names == NULL) {
        return mode != NULL && strcmp(mode, "tolerant") == 0 ? CDC43_TOLERANT : CDC43_STRICT;
    }
    json_array_foreach(names, i, name) {
        for (size_t j = 0; j < CDC43_TOLERANCE_COUNT; j++) {
            if (json_is_string(name) &&
                strcmp(cdc43_tolerances[j].name, json_string_value(name)) == 0) {
                tolerate |= cdc43_tolerances[j].bit;
            }
        }
    }
    return tolerate;
}

static json_t *decoded(const struct cdc43_device *device, const struct cdc43_params *params) {
    json_t *const object = json_object();
    json_t *const tolerated = json_array();
    struct cdc43_where where;
    const enum cdc43_err err = cdc43_check_complete(device, params, &where);
    json_t *answer;

    cdc43_cli_add_json(object, params, true);
    (void)json_object_del(object, "challenge-password-length");
    for (size_t i = 0; i < CDC43_TOLERANCE_COUNT; i++) {
        if ((params->tolerated & cdc43_tolerances[i].bit) != 0) {
            (void)json_array_append_new(tolerated, json_string(cdc43_tolerances[i].name));
        }
    }
    answer = json_pack("{s:b, s:o, s:o, s:b}", "ok", 1, "params", object, "tolerated", tolerated,
                       "complete", err == CDC43_OK);
    if (err != CDC43_OK) {
        (void)json_object_set_new(
            answer, "incomplete",
            json_pack("{s:s, s:i}", "name", cdc43_err_name(err), "suboption", where.suboption));
    }
    return answer;
}

static json_t *answer_decode(const json_t *question) {
    const struct cdc43_device *const device = device_of(question);
    struct block octets;
    struct cdc43_params params;
    struct cdc43_where where;
    enum cdc43_err err;
    json_t *answer;

    if (device == NULL) {
        return NULL;
    }
    octets = hex_block(question, "option43");
    err = cdc43_decode(device, tolerate_of(question), octets.data, octets.len, &params, &where);
    answer = err == CDC43_OK ? decoded(device, &params) : refusal(err, &where);
    free(octets.data);
    return answer;
}

/* Sets one parameter as it is, good or bad. blocks keeps the octets. */
static bool set_param(struct cdc43_params *params, const char *name, json_t *value,
                      struct block *block) {
    const struct cdc43_suboption_info *const info = cdc43_find_suboption_name(name);
    json_t *const holder = json_pack("{s:O}", "value", value);
    bool on = json_is_true(value);
    bool good = info != NULL;
    struct cdc43_where where;

    if (good && info->kind == CDC43_KIND_FLAG) {
        if (json_is_string(value)) {
            good = cdc43_parse_flag(info, json_string_value(value), &on, &where) == CDC43_OK;
        }
        cdc43_set_flag(params, info->code, on);
    } else if (good) {
        *block = info->kind == CDC43_KIND_DIGEST ? hex_block(holder, "value")
                                                 : text_block(holder, "value");
        cdc43_set_value(params, info->code, block->data, block->len);
    }
    json_decref(holder);
    return good;
}

static json_t *answer_encode(const json_t *question) {
    const struct cdc43_device *const device = device_of(question);
    const size_t capacity = size_of(question, "capacity", CDC43_OPTION_MAX);
    struct block blocks[CDC43_SUBOPTION_COUNT] = {{NULL, 0}};
    struct cdc43_params params = {0};
    struct cdc43_where where;
    size_t len;
    size_t i = 0;
    bool good = device != NULL;
    const char *key;
    json_t *value;
    json_t *answer = NULL;

    json_object_foreach(json_object_get(question, "params"), key, value) {
        good = good && i < CDC43_SUBOPTION_COUNT && set_param(&params, key, value, &blocks[i]);
        i++;
    }
    if (good) {
        uint8_t *const octets = need(malloc(capacity != 0 ? capacity : 1));
        const enum cdc43_err err =
            cdc43_encode(device, &params, size_of(question, "limit", CDC43_OPTION_MAX), octets,
                         capacity, &len, &where);
        answer = err == CDC43_OK
                     ? json_pack("{s:b, s:o}", "ok", 1, "option43", hex_json(octets, len))
                     : refusal(err, &where);
        free(octets);
    }
    for (i = 0; i < CDC43_SUBOPTION_COUNT; i++) {
        free(blocks[i].data);
    }
    return answer;
}

static json_t *answer_identity(const json_t *question) {
    struct block domain = hex_block(question, "domain");
    struct block model = text_block(question, "model");
    struct block mac = hex_block(question, "mac");
    struct block mic_cn = text_block(question, "micCn");
    char built[CDC43_COMMON_NAME_MAX + 1];
    struct cdc43_view cn = view_of(&mic_cn);
    struct cdc43_identity identity;
    struct cdc43_where where;
    enum cdc43_err err = CDC43_OK;
    json_t *answer = NULL;

    if (json_object_get(question, "model") != NULL && mac.len == 6) {
        err = cdc43_build_mic_cn(view_of(&model), mac.data, built, &cn.len, &where);
        cn.data = (const uint8_t *)built;
    }
    if (err == CDC43_OK) {
        err = cdc43_build_identity(cn, view_of(&domain), &identity, &where);
    }
    if (err != CDC43_OK) {
        answer = refusal(err, &where);
    } else {
        answer = json_pack("{s:b, s:s, s:s}", "ok", 1, "commonName", identity.common_name, "userId",
                           identity.user_id);
    }
    free(domain.data);
    free(model.data);
    free(mac.data);
    free(mic_cn.data);
    return answer;
}

static json_t *answer_message(const json_t *question) {
    struct block message = hex_block(question, "message");
    const size_t capacity = size_of(question, "capacity", CDC43_OPTION_MAX);
    uint8_t *const value = need(malloc(capacity != 0 ? capacity : 1));
    size_t len;
    bool present;
    struct cdc43_where where;
    const enum cdc43_err err =
        cdc43_message_option(message.data, message.len, (uint8_t)size_of(question, "option", 43),
                             value, capacity, &len, &present, &where);
    json_t *answer = NULL;

    if (err != CDC43_OK) {
        answer = refusal(err, &where);
    } else {
        answer = json_pack("{s:b, s:b}", "ok", 1, "present", present);
        if (present) {
            (void)json_object_set_new(answer, "value", hex_json(value, len));
        }
    }
    free(value);
    free(message.data);
    return answer;
}

static json_t *answer_flag(const json_t *question) {
    const char *const name = json_string_value(json_object_get(question, "suboption"));
    const char *const text = json_string_value(json_object_get(question, "text"));
    const struct cdc43_suboption_info *const info =
        name == NULL ? NULL : cdc43_find_suboption_name(name);
    struct cdc43_where where;
    bool on = false;
    enum cdc43_err err;

    if (info == NULL || text == NULL) {
        return NULL;
    }
    err = cdc43_parse_flag(info, text, &on, &where);
    return err != CDC43_OK ? refusal(err, &where) : json_pack("{s:b, s:b}", "ok", 1, "on", on);
}

static json_t *answer_text(const json_t *question) {
    const char *const form = json_string_value(json_object_get(question, "form"));
    struct block text;
    uint8_t *octets;
    size_t len = 0;
    struct cdc43_where where;
    enum cdc43_err err;
    json_t *answer;

    if (form == NULL || strcmp(form, "flag") == 0) {
        return form == NULL ? NULL : answer_flag(question);
    }
    text = text_block(question, "text");
    octets = need(malloc(text.len + CDC43_DIGEST_MAX));
    if (strcmp(form, "mac") == 0) {
        len = 6;
        err = cdc43_parse_mac((const char *)text.data, text.len, octets, &where);
    } else if (strcmp(form, "fingerprint") == 0) {
        err = cdc43_parse_fingerprint((const char *)text.data, text.len, octets, &len, &where);
    } else {
        err = cdc43_parse_hex((const char *)text.data, text.len, octets, text.len, &len, &where);
    }
    answer = err != CDC43_OK ? refusal(err, &where)
                             : json_pack("{s:b, s:o}", "ok", 1, "octets", hex_json(octets, len));
    free(octets);
    free(text.data);
    return answer;
}

json_t *cdc43_vec_ask_library(void *context, const json_t *question,
                              char ret_problem[CDC43_VEC_TEXT_MAX]) {
    static const struct {
        const char *op;
        json_t *(*answer)(const json_t *question);
    } operations[] = {{"decode", answer_decode},
                      {"encode", answer_encode},
                      {"identity", answer_identity},
                      {"message", answer_message},
                      {"text", answer_text}};
    const char *const op = json_string_value(json_object_get(question, "op"));
    json_t *answer = NULL;

    (void)context;
    for (size_t i = 0; i < sizeof operations / sizeof operations[0]; i++) {
        if (op != NULL && strcmp(operations[i].op, op) == 0) {
            answer = operations[i].answer(question);
            if (answer == NULL) {
                (void)snprintf(ret_problem, CDC43_VEC_TEXT_MAX, "the question is not complete");
            }
            return answer;
        }
    }
    return json_pack("{s:b}", "unsupported", 1);
}
