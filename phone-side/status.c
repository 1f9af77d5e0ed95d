/* SPDX-License-Identifier: MIT */
/* Outcomes in words. */
#include "phone-side/phone.h"
#include "phone-side/writer.h"

struct outcome_row {
    const char *name;
    const char *sentence;
};

static const struct outcome_row outcomes[] = {
#define CDC43_PHONE_OUTCOME(number, id, name, sentence) [number] = {name, sentence},
#include "phone-side/outcomes.def"
};

#define OUTCOME_COUNT (sizeof outcomes / sizeof outcomes[0])

const char *cdc43_phone_outcome_name(enum cdc43_phone_outcome outcome) {
    return (size_t)outcome < OUTCOME_COUNT ? outcomes[outcome].name : NULL;
}

void cdc43_phone_print_status(const struct cdc43_phone_status *status, char *ret_text,
                              size_t capacity) {
    struct cdc43_phone_writer writer = {ret_text, capacity, 0};
    const struct outcome_row unknown = {"", "unknown outcome"};
    const struct outcome_row *const row =
        (size_t)status->outcome < OUTCOME_COUNT ? &outcomes[status->outcome] : &unknown;
    char sentence[CDC43_SENTENCE_MAX];

    cdc43_phone_put_text(&writer, row->sentence);
    if (status->err != CDC43_OK) {
        cdc43_print_error(status->err, &status->where, sentence, sizeof sentence);
        cdc43_phone_put_text(&writer, ": ");
        cdc43_phone_put_text(&writer, sentence);
    }
    cdc43_phone_end_text(&writer);
}
