/* SPDX-License-Identifier: MIT */
/* The stored form of a phone's state. */
#include "phone-side/state.h"

#include "phone-side/writer.h"

static const char lower_digits[] = "0123456789abcdef";

/* Bit by bit: a state is short, and a table would be larger than all the rest. */
static uint32_t crc32_of(const char *text, size_t len) {
    uint32_t crc = 0xffffffffU;

    for (size_t i = 0; i < len; i++) {
        crc ^= (uint8_t)text[i];
        for (unsigned bit = 0; bit < 8; bit++) {
            crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0xedb88320U : 0);
        }
    }
    return ~crc;
}

static struct cdc43_view text_view(const char *text, size_t len) {
    return (struct cdc43_view){(const uint8_t *)text, len};
}

static void put_crc(struct cdc43_phone_writer *writer) {
    const uint32_t crc = crc32_of(writer->text, writer->len);
    const uint8_t octets[4] = {(uint8_t)(crc >> 24), (uint8_t)(crc >> 16), (uint8_t)(crc >> 8),
                               (uint8_t)crc};

    cdc43_phone_put_text(writer, "crc32 ");
    cdc43_phone_put_hex(writer, (struct cdc43_view){octets, sizeof octets}, lower_digits);
    cdc43_phone_put_char(writer, '\n');
}

size_t cdc43_phone_print_state(const struct cdc43_phone_state *state,
                               char ret_text[CDC43_PHONE_STATE_MAX]) {
    /* Longest: 128 octets of names, 510 of option 43, five numbers of 20 digits and 110 of the
     * rest, less than CDC43_PHONE_STATE_MAX. */
    struct cdc43_phone_writer writer = {ret_text, CDC43_PHONE_STATE_MAX, 0};
    const struct cdc43_phone_status *const status = &state->status;
    const size_t numbers[] = {(size_t)status->outcome, (size_t)status->err, status->where.suboption,
                              status->where.offset, status->where.excess};

    cdc43_phone_put_text(&writer, "cdc43-phone-state ");
    cdc43_phone_put_number(&writer, state->has_common_name ? CDC43_PHONE_STATE_VERSION_NAMED
                                                           : CDC43_PHONE_STATE_VERSION);
    cdc43_phone_put_text(&writer, state->provisioned ? "\nprovisioned yes" : "\nprovisioned no");
    cdc43_phone_put_text(&writer, state->wireless ? "\nwireless yes" : "\nwireless no");
    cdc43_phone_put_text(&writer, "\nmic-cn ");
    cdc43_phone_put_view(&writer, text_view(state->mic_cn, state->mic_cn_len));
    cdc43_phone_put_text(&writer, "\ndomain ");
    cdc43_phone_put_view(&writer, cdc43_phone_domain(state));
    if (state->has_common_name) {
        cdc43_phone_put_text(&writer, "\ncommon-name ");
        cdc43_phone_put_text(&writer, state->identity.common_name);
    }
    cdc43_phone_put_text(&writer, "\noption43 ");
    cdc43_phone_put_hex(&writer, (struct cdc43_view){state->option43, state->option43_len},
                        lower_digits);
    cdc43_phone_put_text(&writer, "\noutcome");
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        cdc43_phone_put_char(&writer, ' ');
        cdc43_phone_put_number(&writer, numbers[i]);
    }
    cdc43_phone_put_char(&writer, '\n');
    put_crc(&writer);
    return writer.len;
}

/* What is left to read, and the number of the line that was taken last. */
struct lines {
    const char *next;
    size_t left;
    size_t number;
};

/* Takes the line "key value"; the value may be empty. */
static bool take_line(struct lines *lines, const char *key, struct cdc43_view *ret_value) {
    const size_t key_len = strlen(key);
    size_t len = 0;

    lines->number++;
    while (len < lines->left && lines->next[len] != '\n') {
        len++;
    }
    if (len == lines->left || len <= key_len || memcmp(lines->next, key, key_len) != 0 ||
        lines->next[key_len] != ' ') {
        return false;
    }
    *ret_value = text_view(lines->next + key_len + 1, len - key_len - 1);
    lines->next += len + 1;
    lines->left -= len + 1;
    return true;
}

static bool is_text(struct cdc43_view value, const char *text) {
    return value.len == strlen(text) && memcmp(value.data, text, value.len) == 0;
}

static bool take_bool(struct lines *lines, const char *key, bool *ret_yes) {
    struct cdc43_view value;

    if (!take_line(lines, key, &value)) {
        return false;
    }
    *ret_yes = is_text(value, "yes");
    return *ret_yes || is_text(value, "no");
}

/* A number of at most 9 digits, more than any of ours has. Takes it from the value. */
static bool take_number(struct cdc43_view *value, size_t *ret_number) {
    size_t i = 0;

    *ret_number = 0;
    while (i < value->len && i < 9 && value->data[i] >= '0' && value->data[i] <= '9') {
        *ret_number = *ret_number * 10 + (size_t)(value->data[i] - '0');
        i++;
    }
    if (i == 0 || (i < value->len && value->data[i] != ' ')) {
        return false;
    }
    i += i < value->len ? 1 : 0;
    value->data += i;
    value->len -= i;
    return true;
}

/* Without the tables of names and sentences, so that firmware can leave those out. */
static bool is_outcome(size_t number) {
    switch (number) {
#define CDC43_PHONE_OUTCOME(number, id, name, sentence) case (number):
#include "phone-side/outcomes.def"
        return true;
    default:
        return false;
    }
}

static bool is_err(size_t number) {
    switch (number) {
    case CDC43_OK:
#define CDC43_ERROR(number, id, offset, excess, sentence) case (number):
#include "tlv/errors.def"
        return true;
    default:
        return false;
    }
}

/* What the offset of an error counts: a phone reads messages, decodes option 43 and names itself.
 */
static enum cdc43_place place_of(enum cdc43_phone_outcome outcome) {
    switch (outcome) {
    case CDC43_PHONE_NO_ANSWER:
    case CDC43_PHONE_BAD_MESSAGE:
        return CDC43_PLACE_MESSAGE;
    case CDC43_PHONE_BAD_OPTION43:
        return CDC43_PLACE_OPTION;
    case CDC43_PHONE_BAD_IDENTITY:
        return CDC43_PLACE_TEXT;
    case CDC43_PHONE_NONE:
    case CDC43_PHONE_APPLIED:
    case CDC43_PHONE_IGNORED:
    case CDC43_PHONE_NO_OPTION43:
        break;
    }
    return CDC43_PLACE_NONE;
}

static bool take_status(struct lines *lines, struct cdc43_phone_status *ret_status) {
    struct cdc43_view value;
    size_t numbers[5];
    enum cdc43_phone_outcome outcome;

    if (!take_line(lines, "outcome", &value)) {
        return false;
    }
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        if (!take_number(&value, &numbers[i])) {
            return false;
        }
    }
    if (value.len != 0 || !is_outcome(numbers[0]) || !is_err(numbers[1]) ||
        numbers[2] > UINT8_MAX) {
        return false;
    }
    outcome = (enum cdc43_phone_outcome)numbers[0];
    *ret_status = (struct cdc43_phone_status){
        outcome,
        (enum cdc43_err)numbers[1],
        {(uint8_t)numbers[2], (uint8_t)place_of(outcome),
         numbers[1] == CDC43_ERR_TOO_LONG ? CDC43_OPTION_MAX : 0, numbers[3], numbers[4]}};
    return true;
}

static bool take_option43(struct lines *lines, struct cdc43_phone_state *ret_state) {
    struct cdc43_view value;
    struct cdc43_where where;

    return take_line(lines, "option43", &value) &&
           cdc43_parse_hex((const char *)value.data, value.len, ret_state->option43,
                           sizeof ret_state->option43, &ret_state->option43_len,
                           &where) == CDC43_OK &&
           ret_state->option43_len <= sizeof ret_state->option43;
}

/* Whatever was stored must load again, and nothing else: the same rules as when it was applied. A
 * factory-reset phone keeps no parameters. */
static bool take_identity(struct lines *lines, bool is_named, struct cdc43_phone_state *ret_state) {
    struct cdc43_phone_device device = {.wireless = ret_state->wireless};
    struct cdc43_view domain;
    struct cdc43_where where;

    if (!take_line(lines, "mic-cn", &device.mic_cn) || device.mic_cn.len > CDC43_COMMON_NAME_MAX ||
        !take_line(lines, "domain", &domain) ||
        (is_named &&
         (!take_line(lines, "common-name", &device.common_name) || device.common_name.len == 0))) {
        return false;
    }
    cdc43_phone_set_device(&device, ret_state);
    return ret_state->provisioned
               ? cdc43_phone_set_identity(&device, domain, ret_state, &where) == CDC43_OK
               : domain.len == 0 && !is_named;
}

static bool is_complete(const struct cdc43_phone_state *state) {
    struct cdc43_params params;
    struct cdc43_where where;

    if (!state->provisioned) {
        return state->option43_len == 0;
    }
    return cdc43_phone_get_params(state, &params) &&
           cdc43_check_complete(&cdc43_phone, &params, &where) == CDC43_OK;
}

static bool take_crc(struct lines *lines, const char *text, size_t len) {
    char wanted[sizeof "crc32 01234567\n"];
    struct cdc43_phone_writer writer = {wanted, sizeof wanted, 0};
    struct cdc43_view value;
    const uint32_t crc = crc32_of(text, len);

    for (unsigned shift = 32; shift != 0; shift -= 4) {
        cdc43_phone_put_char(&writer, lower_digits[(crc >> (shift - 4)) & 0x0fU]);
    }
    cdc43_phone_end_text(&writer);
    return take_line(lines, "crc32", &value) && is_text(value, wanted) && lines->left == 0;
}

enum cdc43_phone_state_err cdc43_phone_parse_state(const char *text, size_t len,
                                                   struct cdc43_phone_state *ret_state,
                                                   size_t *ret_line) {
    enum cdc43_phone_state_err err = CDC43_PHONE_STATE_DAMAGED;
    struct cdc43_phone_state state = {0};
    struct lines lines = {text, len, 0};
    struct cdc43_view version = {NULL, 0};
    bool is_named = false;

    if (take_line(&lines, "cdc43-phone-state", &version)) {
        is_named = is_text(version, CDC43_STR(CDC43_PHONE_STATE_VERSION_NAMED));
    }
    if (version.data != NULL && !is_named &&
        !is_text(version, CDC43_STR(CDC43_PHONE_STATE_VERSION))) {
        err = CDC43_PHONE_STATE_OTHER_VERSION;
    } else if (version.data != NULL && take_bool(&lines, "provisioned", &state.provisioned) &&
               take_bool(&lines, "wireless", &state.wireless) &&
               take_identity(&lines, is_named, &state) && take_option43(&lines, &state) &&
               is_complete(&state) && take_status(&lines, &state.status) &&
               take_crc(&lines, text, len - lines.left)) {
        *ret_state = state;
        err = CDC43_PHONE_STATE_OK;
    }
    *ret_line = lines.number;
    cdc43_wipe(&state, sizeof state);
    return err;
}
