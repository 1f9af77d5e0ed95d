/* SPDX-License-Identifier: MIT */
/* What the page calls in WebAssembly: it writes a question, calls, and reads the answer. */
#include <string.h>

#include "tlv/web/answers.h"

#ifdef __wasm__
#define EXPORTED(name) __attribute__((export_name(#name))) name
#else
#define EXPORTED(name) name
#endif

/* The two buffers; the page runs one question at a time. */
static uint8_t question[CDC43_WEB_QUESTION_MAX];
static char answer[CDC43_WEB_ANSWER_MAX];

uint8_t *EXPORTED(cdc43_page_question)(void);
size_t EXPORTED(cdc43_page_capacity)(void);
char *EXPORTED(cdc43_page_answer)(void);
size_t EXPORTED(cdc43_page_ask)(size_t len);
void EXPORTED(cdc43_page_wipe)(void);

/* Where the question is written, and how many octets it may have. */
uint8_t *cdc43_page_question(void) {
    return question;
}

size_t cdc43_page_capacity(void) {
    return sizeof question;
}

/* Where the answer is. */
char *cdc43_page_answer(void) {
    return answer;
}

/* Answers the question of len octets; returns the length of the answer, 0 when there is none. */
size_t cdc43_page_ask(size_t len) {
    struct cdc43_json json = cdc43_json_of(answer, sizeof answer);

    if (len > sizeof question) {
        return 0;
    }
    cdc43_web_answer((struct cdc43_view){question, len}, &json);
    return cdc43_json_is_cut(&json) ? 0 : json.line.len;
}

/* Overwrites both: the challenge password is in them. */
void cdc43_page_wipe(void) {
    cdc43_wipe(question, sizeof question);
    cdc43_wipe(answer, sizeof answer);
}
