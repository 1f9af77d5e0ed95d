/* SPDX-License-Identifier: MIT */
/* Every finding about a value of option 43 that was pasted. */
#include "tlv/judge.h"

#include "tlv/formats/read.h"
#include "tlv/text.h"
#include "tlv/web/answers.h"

/* In which form the octets were, and what was left out of them. */
static void add_form(struct cdc43_json *json, const struct cdc43_reading *reading) {
    cdc43_json_begin_text(json, "note");
    cdc43_json_add(json, "read as ");
    cdc43_json_add(json, cdc43_pasted_title(reading->form));
    if (reading->had_header) {
        cdc43_json_add(json, "; the first two octets, code and length of option 43 itself, do not "
                             "belong to the value and were left out");
    }
    cdc43_json_end_text(json);
}

static void add_findings(struct cdc43_json *json, const struct cdc43_judgement *judgement) {
    cdc43_json_begin(json, "findings", '[');
    for (size_t i = 0; i < judgement->count; i++) {
        const struct cdc43_finding *const finding = &judgement->findings[i];

        cdc43_json_begin(json, NULL, '{');
        cdc43_json_text(json, "level", finding->is_tolerated ? "warning" : "bad");
        cdc43_json_text(json, "word", finding->is_tolerated ? "tolerated" : "refused");
        cdc43_web_sentence(json, finding->err, &finding->where);
        cdc43_json_end(json, '}');
    }
    cdc43_json_end(json, ']');
}

/* Text that is not octets, or nothing at all. */
static void add_unread(struct cdc43_json *json, const char *sentence) {
    cdc43_json_text(json, "verdict", sentence);
    cdc43_json_text(json, "level", "bad");
    cdc43_json_begin(json, "findings", '[');
    cdc43_json_end(json, ']');
}

/* The judgement in one sentence. */
static void add_verdict(struct cdc43_json *json, const struct cdc43_judgement *judgement,
                        size_t len) {
    const bool is_bad = cdc43_refusal(judgement) != NULL;
    const bool is_clean = judgement->count == 0;

    cdc43_json_text(json, "level", is_bad ? "bad" : is_clean ? "good" : "warning");
    cdc43_json_begin_text(json, "verdict");
    cdc43_json_add_number(json, len);
    cdc43_json_add(json, len == 1 ? " octet: " : " octets: ");
    cdc43_json_add(json, is_bad     ? "a device does not take this value"
                         : is_clean ? "good and complete, every rule is kept"
                                    : "devices take this value, but it breaks a rule");
    cdc43_json_end_text(json);
}

void cdc43_web_judge(struct cdc43_view question, struct cdc43_json *json) {
    const struct cdc43_device *const device = cdc43_web_device(question);
    static struct cdc43_judgement judgement;
    struct cdc43_reading reading;
    struct cdc43_view text = {NULL, 0};
    struct cdc43_view octets;
    struct cdc43_view shown;
    struct cdc43_where where;
    char sentence[CDC43_SENTENCE_MAX] = "";
    enum cdc43_err err;

    if (cdc43_web_field(question, "cut", 0, &shown)) {
        add_unread(json, "this text is too long for the page");
        return;
    }
    (void)cdc43_web_field(question, "text", 0, &text);
    err = cdc43_read_text((const char *)text.data, text.len, &reading, &where);
    if (err != CDC43_OK) {
        cdc43_print_error(err, &where, sentence, sizeof sentence);
    }
    if (err != CDC43_OK || reading.len == 0) {
        add_unread(json, sentence);
        return;
    }
    octets = (struct cdc43_view){reading.octets, reading.len};
    cdc43_judge(device, octets, &judgement);
    add_verdict(json, &judgement, octets.len);
    add_form(json, &reading);
    add_findings(json, &judgement);
    if (octets.len <= CDC43_OPTION_MAX) {
        cdc43_web_rows(json, octets, cdc43_web_field(question, "show", 0, &shown));
    }
    cdc43_wipe(&reading, sizeof reading);
}
