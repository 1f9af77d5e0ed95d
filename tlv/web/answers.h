/* SPDX-License-Identifier: MIT */
/* What the page asks, and the answers. Private to the page. */
#ifndef CDC43_WEB_ANSWERS_H
#define CDC43_WEB_ANSWERS_H

#include "tlv/cdc43.h"
#include "tlv/web/json.h"

/* Conventions as in cdc43.h.
 *
 * A question is a list of fields, each a name, a NUL, the length of its value as four octets with
 * the lowest first, and the value: any octets. A name may come several times. The field "ask" says
 * what is asked. An answer is a JSON object. */

#define CDC43_WEB_QUESTION_MAX 262144 /* octets: a file with certificates is the longest */
#define CDC43_WEB_ANSWER_MAX 524288   /* characters */

#define CDC43_WEB_OCTETS_MAX 65536 /* of a value that is typed in hexadecimal */

/* Answers a question: writes an object, or a part of one if there is no
 * room for more. README.md has the questions.
 */
void cdc43_web_answer(struct cdc43_view question, struct cdc43_json *json);

/* The value of the field of that name, the first for nth 0. false: there is none. */
bool cdc43_web_field(struct cdc43_view question, const char *name, size_t nth,
                     struct cdc43_view *ret_value);

/* A field as a word: NUL-terminated, cut to the capacity, empty when there is none. */
void cdc43_web_word(struct cdc43_view question, const char *name, char *ret_word, size_t capacity);

/* A field of hexadecimal digits, empty when there is none; what is beyond the capacity, which is at
 * least CDC43_OPTION_MAX, is cut. Errors: those of cdc43_parse_hex. */
CDC43_MUST_USE enum cdc43_err cdc43_web_octets(struct cdc43_view question, const char *name,
                                               uint8_t *ret_octets, size_t capacity,
                                               size_t *ret_len, struct cdc43_where *ret_where);

/* A field as a decimal number; otherwise: when there is none. */
size_t cdc43_web_number(struct cdc43_view question, const char *name, size_t otherwise);

/* The device that the field "profile" names, cdc43_phone when there is none. */
const struct cdc43_device *cdc43_web_device(struct cdc43_view question);

/* The member "error": name, numbers and sentence of an error. */
void cdc43_web_error(struct cdc43_json *json, enum cdc43_err err, const struct cdc43_where *where);

/* The member "sentence" of an error. */
void cdc43_web_sentence(struct cdc43_json *json, enum cdc43_err err,
                        const struct cdc43_where *where);

/* The member "rows": octets of option 43, suboption by suboption, with what each means. Unless
 * is_shown, what may be secret is masked. */
void cdc43_web_rows(struct cdc43_json *json, struct cdc43_view octets, bool is_shown);

/* The answers themselves, without the braces around them. */
void cdc43_web_tables(struct cdc43_view question, struct cdc43_json *json);
void cdc43_web_encode(struct cdc43_view question, struct cdc43_json *json);
void cdc43_web_decode(struct cdc43_view question, struct cdc43_json *json);
void cdc43_web_judge(struct cdc43_view question, struct cdc43_json *json);
void cdc43_web_identity(struct cdc43_view question, struct cdc43_json *json);
void cdc43_web_text(struct cdc43_view question, struct cdc43_json *json);
void cdc43_web_message(struct cdc43_view question, struct cdc43_json *json);
void cdc43_web_certificate(struct cdc43_view question, struct cdc43_json *json);

#endif
