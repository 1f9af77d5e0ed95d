/* SPDX-License-Identifier: MIT */
/* Questions: their fields, and who answers them. */
#include "tlv/web/answers.h"

#include <string.h>

#include "tlv/text.h"

#define LENGTH_OCTETS 4U /* of the length of a value */

/* The field at *at, which it moves behind it. false: there is no whole field any more. */
static bool take_field(struct cdc43_view question, size_t *at, struct cdc43_view *ret_name,
                       struct cdc43_view *ret_value) {
    const size_t left = question.len - *at;
    const uint8_t *const field = question.data + *at;
    const uint8_t *const end = left != 0 ? memchr(field, '\0', left) : NULL;
    size_t name_len;
    size_t len = 0;

    if (end == NULL) {
        return false;
    }
    name_len = (size_t)(end - field);
    if (left - name_len - 1 < LENGTH_OCTETS) {
        return false;
    }
    for (size_t i = LENGTH_OCTETS; i != 0; i--) {
        len = len << 8 | end[i];
    }
    if (len > left - name_len - 1 - LENGTH_OCTETS) {
        return false;
    }
    *ret_name = (struct cdc43_view){field, name_len};
    *ret_value = (struct cdc43_view){end + 1 + LENGTH_OCTETS, len};
    *at += name_len + 1 + LENGTH_OCTETS + len;
    return true;
}

bool cdc43_web_field(struct cdc43_view question, const char *name, size_t nth,
                     struct cdc43_view *ret_value) {
    struct cdc43_view found;
    struct cdc43_view value;
    size_t at = 0;

    while (take_field(question, &at, &found, &value)) {
        if (found.len != strlen(name) || memcmp(found.data, name, found.len) != 0) {
            continue;
        }
        if (nth == 0) {
            *ret_value = value;
            return true;
        }
        nth--;
    }
    return false;
}

void cdc43_web_word(struct cdc43_view question, const char *name, char *ret_word, size_t capacity) {
    struct cdc43_view value = {NULL, 0};
    size_t len = 0;

    if (cdc43_web_field(question, name, 0, &value)) {
        len = value.len < capacity ? value.len : capacity - 1;
        memcpy(ret_word, value.data, len);
    }
    ret_word[len] = '\0';
}

enum cdc43_err cdc43_web_octets(struct cdc43_view question, const char *name, uint8_t *ret_octets,
                                size_t capacity, size_t *ret_len, struct cdc43_where *ret_where) {
    struct cdc43_view text = {NULL, 0};
    size_t len = 0;
    enum cdc43_err err;

    (void)cdc43_web_field(question, name, 0, &text);
    err = cdc43_parse_hex((const char *)text.data, text.len, ret_octets, capacity, &len, ret_where);
    if (err == CDC43_OK) {
        *ret_len = len < capacity ? len : capacity;
    }
    return err;
}

size_t cdc43_web_number(struct cdc43_view question, const char *name, size_t otherwise) {
    struct cdc43_view value;
    size_t number = 0;

    if (!cdc43_web_field(question, name, 0, &value)) {
        return otherwise;
    }
    for (size_t i = 0; i < value.len && i < 9 && value.data[i] >= '0' && value.data[i] <= '9';
         i++) {
        number = 10 * number + value.data[i] - (unsigned)'0';
    }
    return number;
}

const struct cdc43_device *cdc43_web_device(struct cdc43_view question) {
    char name[32];
    const struct cdc43_device *device;

    cdc43_web_word(question, "profile", name, sizeof name);
    device = cdc43_find_device(name);
    return device != NULL ? device : &cdc43_phone;
}

void cdc43_web_sentence(struct cdc43_json *json, enum cdc43_err err,
                        const struct cdc43_where *where) {
    char sentence[CDC43_SENTENCE_MAX];

    cdc43_print_error(err, where, sentence, sizeof sentence);
    cdc43_json_text(json, "sentence", sentence);
}

void cdc43_web_error(struct cdc43_json *json, enum cdc43_err err, const struct cdc43_where *where) {
    cdc43_json_begin(json, "error", '{');
    cdc43_json_text(json, "name", cdc43_err_name(err));
    cdc43_json_number(json, "suboption", where->suboption);
    cdc43_json_number(json, "offset", where->offset);
    cdc43_json_number(json, "excess", where->excess);
    cdc43_web_sentence(json, err, where);
    cdc43_json_end(json, '}');
}

void cdc43_web_answer(struct cdc43_view question, struct cdc43_json *json) {
    static const struct {
        const char *ask;
        void (*answer)(struct cdc43_view question, struct cdc43_json *json);
    } questions[] = {
        {"tables", cdc43_web_tables},     {"encode", cdc43_web_encode},
        {"decode", cdc43_web_decode},     {"judge", cdc43_web_judge},
        {"identity", cdc43_web_identity}, {"certificate", cdc43_web_certificate},
        {"text", cdc43_web_text},         {"message", cdc43_web_message},
    };
    char ask[16];

    cdc43_web_word(question, "ask", ask, sizeof ask);
    cdc43_json_begin(json, NULL, '{');
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        if (strcmp(questions[i].ask, ask) == 0) {
            questions[i].answer(question, json);
        }
    }
    cdc43_json_end(json, '}');
}
