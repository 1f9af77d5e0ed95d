/* SPDX-License-Identifier: MIT */
/* The stored form of a phone's state: a few lines of text with a checksum. Pure; store.h has the
 * file. */
#ifndef CDC43_PHONE_STATE_H
#define CDC43_PHONE_STATE_H

#include "phone-side/phone.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The format: these lines in this order, each "key value" and a line feed. A value may be empty.
 * All lines are required, and nothing may follow.
 *
 *     cdc43-phone-state 1|2
 *     provisioned yes|no
 *     wireless yes|no
 *     mic-cn CP-9871-SEP001A2B3C4D5E
 *     domain example.nl               of option 15
 *     common-name phone-17.example.nl version 2 only: the configured Common Name
 *     option43 0a0101...              the applied octets, lower-case hexadecimal
 *     outcome 1 0 0 0 0               outcome, error, suboption, offset, excess
 *     crc32 89abcdef                  CRC-32 (IEEE 802.3) of all the lines above
 *
 * The checksum finds damage (a cut file, a worn flash cell), not malice. Version 1 is written if it
 * is sufficient. */
#define CDC43_PHONE_STATE_VERSION 1
#define CDC43_PHONE_STATE_VERSION_NAMED 2
#define CDC43_PHONE_STATE_MAX 1024 /* octets of the longest state, with room to spare */

enum cdc43_phone_state_err {
    CDC43_PHONE_STATE_OK = 0,
    CDC43_PHONE_STATE_OTHER_VERSION, /* the first line names another version */
    CDC43_PHONE_STATE_DAMAGED        /* not written by cdc43_phone_print_state */
};

/* Writes the stored form; returns its length. ret_text: CDC43_PHONE_STATE_MAX characters, no NUL.
 * state: set by cdc43_phone_apply. SECRET: the text contains the password. */
size_t cdc43_phone_print_state(const struct cdc43_phone_state *state,
                               char ret_text[CDC43_PHONE_STATE_MAX]);

/* Reads it back and checks it: the octets must decode and be complete, and the identity must be
 * valid. ret_line: the wrong line, counted from 1. */
CDC43_MUST_USE enum cdc43_phone_state_err
cdc43_phone_parse_state(const char *text, size_t len, struct cdc43_phone_state *ret_state,
                        size_t *ret_line);

#ifdef __cplusplus
}
#endif

#endif
