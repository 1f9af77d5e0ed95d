/* SPDX-License-Identifier: MIT */
/* The life of a certificate as stored lines and as a sentence. */
#include <string.h>

#include "phone-side/scep/lifecycle.h"
#include "phone-side/scep/lines.h"
#include "phone-side/scep/protocol.h"

static const struct {
    const char *name;
    const char *sentence;
} conditions[] = {
#define CDC43_SCEP_CONDITION(number, id, name, sentence) [number] = {name, sentence},
#include "phone-side/scep/conditions.def"
};
#define CONDITION_COUNT (sizeof conditions / sizeof conditions[0])

const char *cdc43_scep_condition_name(enum cdc43_scep_condition condition) {
    return (size_t)condition < CONDITION_COUNT ? conditions[condition].name : NULL;
}

const char *cdc43_scep_condition_text(enum cdc43_scep_condition condition) {
    return (size_t)condition < CONDITION_COUNT ? conditions[condition].sentence : NULL;
}

/* The stored lines with numbers, and where they belong. */
enum {
    CONDITION,
    ERR,
    NUMBER,
    RULE,
    METHOD,
    REQUESTED,
    CA_EXPIRED,
    RUNG,
    FAILURES,
    ATTEMPTS,
    LAST_AT,
    NEXT_AT,
    PASSWORD_SENT, /* from version 2 on */
    KEY_COUNT
};
static const char *const keys[KEY_COUNT] = {
    "condition", "error",    "number",   "rule",    "method",  "requested",     "ca-expired",
    "rung",      "failures", "attempts", "last-at", "next-at", "password-sent",
};

size_t cdc43_scep_print_life(const struct cdc43_scep_life *life,
                             char ret_text[CDC43_SCEP_LIFE_MAX]) {
    struct cdc43_phone_writer writer = {ret_text, CDC43_SCEP_LIFE_MAX, 0};
    const int64_t values[KEY_COUNT] = {
        (int64_t)life->condition,
        (int64_t)life->fault.err,
        life->fault.number,
        (int64_t)life->fault.rule,
        (int64_t)life->method,
        life->requested ? 1 : 0,
        life->ca_expired ? 1 : 0,
        life->rung,
        life->failures,
        life->attempts,
        life->last_at,
        life->next_at,
        life->password_sent ? 1 : 0,
    };

    cdc43_phone_put_text(&writer, "cdc43-scep-life 2\n");
    for (size_t i = 0; i < KEY_COUNT; i++) {
        cdc43_lines_put_number(&writer, keys[i], values[i]);
    }
    cdc43_lines_put_text(&writer, "certificate", life->certificate);
    cdc43_lines_put_text(&writer, "detail", life->fault.detail);
    cdc43_lines_put_text(&writer, "left-out", life->fault.left_out);
    cdc43_phone_put_text(&writer, "end\n");
    return writer.len;
}

static bool take_values(struct cdc43_view *text, int64_t values[KEY_COUNT],
                        struct cdc43_scep_life *ret_life) {
    struct cdc43_view value;
    bool is_first; /* version 1 */

    if (!cdc43_lines_take(text, "cdc43-scep-life", &value) || value.len != 1 ||
        (value.data[0] != '1' && value.data[0] != '2')) {
        return false;
    }
    is_first = value.data[0] == '1';
    for (size_t i = 0; i < (is_first ? PASSWORD_SENT : KEY_COUNT); i++) {
        if (!cdc43_lines_take_number(text, keys[i], &values[i])) {
            return false;
        }
    }
    return cdc43_lines_take_text(text, "certificate", ret_life->certificate,
                                 sizeof ret_life->certificate) &&
           cdc43_lines_take_text(text, "detail", ret_life->fault.detail,
                                 sizeof ret_life->fault.detail) &&
           (is_first || cdc43_lines_take_text(text, "left-out", ret_life->fault.left_out,
                                              sizeof ret_life->fault.left_out)) &&
           cdc43_lines_take(text, "end", &value) && value.len == 0 && text->len == 0;
}

bool cdc43_scep_parse_life(struct cdc43_view text, struct cdc43_scep_life *ret_life) {
    struct cdc43_scep_life life = {0};
    int64_t values[KEY_COUNT] = {0};

    if (!take_values(&text, values, &life) || values[CONDITION] > 255 ||
        cdc43_scep_condition_name((enum cdc43_scep_condition)values[CONDITION]) == NULL ||
        values[ERR] > 255 || values[RULE] > 255 || values[NUMBER] > 65535 ||
        values[METHOD] >= CDC43_SCEP_METHOD_COUNT || values[REQUESTED] > 1 ||
        values[CA_EXPIRED] > 1 || values[RUNG] > CDC43_SCEP_METHOD_COUNT ||
        values[FAILURES] > UINT32_MAX || values[ATTEMPTS] > UINT32_MAX ||
        values[PASSWORD_SENT] > 1) {
        return false;
    }
    life.condition = (enum cdc43_scep_condition)values[CONDITION];
    life.fault.err = (enum cdc43_scep_err)values[ERR];
    life.fault.number = (unsigned)values[NUMBER];
    life.fault.rule = (enum cdc43_err)values[RULE];
    life.method = (enum cdc43_scep_method)values[METHOD];
    life.requested = values[REQUESTED] == 1;
    life.ca_expired = values[CA_EXPIRED] == 1;
    life.rung = (unsigned)values[RUNG];
    life.failures = (unsigned)values[FAILURES];
    life.attempts = (unsigned)values[ATTEMPTS];
    life.last_at = values[LAST_AT];
    life.next_at = values[NEXT_AT];
    life.password_sent = values[PASSWORD_SENT] == 1;
    *ret_life = life;
    return true;
}

void cdc43_scep_print_status(const struct cdc43_scep_life *life, char *ret_text, size_t capacity) {
    struct cdc43_phone_writer writer = {ret_text, capacity, 0};
    char sentence[CDC43_SCEP_SENTENCE_MAX];

    cdc43_phone_put_text(&writer, cdc43_scep_condition_text(life->condition));
    if (life->fault.err != CDC43_SCEP_OK) {
        cdc43_scep_print_fault(&life->fault, sentence, sizeof sentence);
        cdc43_phone_put_text(&writer, ": ");
        cdc43_phone_put_text(&writer, sentence);
    }
    cdc43_phone_end_text(&writer);
}
