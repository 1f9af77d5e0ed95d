/* SPDX-License-Identifier: MIT */
/* cdc43_message_option on every message. */
#include "tests/proofs/proof.h"

#define LEN_MAX 576

void message_is_safe(void);

void message_is_safe(void) {
    const size_t len = nondet_size();
    const size_t capacity = nondet_size();
    const size_t byte = nondet_size();
    const uint8_t code = nondet_octet();
    uint8_t *octets;
    uint8_t *room;
    uint8_t before;
    size_t got = nondet_size();
    const size_t got_before = got;
    bool present;
    struct cdc43_where where;
    enum cdc43_err err;

    ASSUME(len <= LEN_MAX && capacity >= 1 && capacity <= 300 && byte < capacity);
    octets = any_octets(len);
    room = any_octets(capacity);
    before = room[byte];
    err = cdc43_message_option(octets, len, code, room, capacity, &got, &present, &where);
    if (err != CDC43_OK) {
        PROVE(got == got_before && room[byte] == before);
    } else {
        PROVE(got <= capacity && got <= 255 && (present || got == 0));
    }
}
